"""Run parts of the campaign, keep what they found and write the page."""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

from benchmarks.campaign.outcome import PAGE, keep, page

PARTS = {
    name.replace("_", "-"): name
    for name in (
        "changed_digits",
        "deaths",
        "foreign_notebooks",
        "full_disk",
        "fuzzed_cells",
        "known_advisories",
        "large_office",
        "misbehaving",
        "mutated_workbooks",
        "odd_codes",
        "surroundings",
        "suites",
        "together",
    )
}


def main() -> None:
    asking = argparse.ArgumentParser(prog="benchmarks.campaign", description=__doc__)
    asking.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; else all")
    asking.add_argument("--tries", type=int, help="how often, instead of the full number")
    asking.add_argument("--page", action="store_true", help="only write the page anew")
    asked = asking.parse_args()
    fallen = 0
    for name in () if asked.page else asked.parts or PARTS:
        part = import_module(f"benchmarks.campaign.{PARTS[name]}")
        tries, begun = asked.tries or part.TRIES, time.monotonic()
        print(f"{name}: {tries} tries ...", flush=True)
        outcome = part.run(tries)
        keep(name, part, tries, time.monotonic() - begun, outcome)
        fallen += len(outcome.fell)
        print(f"  {dict(outcome.counts)} {outcome.measured}; fell: {len(outcome.fell)}", flush=True)
        for text in outcome.fell[:5]:
            print(f"  {text}", flush=True)
    PAGE.write_text(page(PARTS), encoding="utf-8")
    sys.exit(fallen > 0)


if __name__ == "__main__":
    main()
