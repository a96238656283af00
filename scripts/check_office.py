"""Check Office files: schema, package, accessibility, language, fonts, theme, print, numbers.

Run: make check-office, or python scripts/check_office.py FILE ... (folders are searched).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from office_check.every_rule import AREAS, faults
from office_check.opening import Fault, Office

ENDINGS = (".docx", ".pptx", ".xlsx")


def files_of(paths: list[Path]) -> list[Path]:
    """The Office files among paths and inside folders."""
    found = [f for path in paths for f in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return [path for path in found if path.suffix in ENDINGS and not path.name.startswith("~$")]


def summary(told: list[Fault], files: int) -> str:
    """How many faults each rule found, area by area."""
    times = Counter(fault.rule for fault in told)
    lines = (
        f"  {area:16}{rule.__name__:20}{times[rule.__name__]:6}"
        for area, rules in AREAS.items()
        for rule in rules
    )
    return "\n".join([f"{files} files, {len(told)} faults", *lines])


def main() -> int:
    """Print every fault and the sum of each rule; end with 1 when there is any."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="+", type=Path)
    asked.add_argument("--quiet", action="store_true", help="the sums alone")
    given = asked.parse_args()
    paths, told = files_of(given.paths), list[Fault]()
    for path in paths:
        template = "templates" in path.parts
        name = "/".join(path.parts[-2:])
        told += faults(Office(name, path.read_bytes(), template=template))
    if not given.quiet:
        for fault in told:
            print(f"{fault.file}: {fault.part}: {fault.rule}: {fault.text}")
    print(summary(told, len(paths)))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
