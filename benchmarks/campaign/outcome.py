"""What a part of the campaign has found, kept beside its page, and the page made of it."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KEPT, PAGE = ROOT / "docs" / "reliability.json", ROOT / "docs" / "reliability.md"
LIBRARIES = ("hbanalysis", "pandas", "pyarrow", "papermill", "nbclient", "openpyxl")
INTRODUCTION = """# Reliability

What is promised, how it is attacked, how often, and what fell. Every number on this page was written by the campaign itself
(`python -m benchmarks.campaign`, kept in `docs/reliability.json`); `make campaign` runs all of it with the full number of tries
(hours on two cores), and each line says how it alone is run again. Where fewer tries were made than the full number, both stand
there. A line that fell is a fault, and is named below the table.
"""


@dataclass
class Outcome:
    """Counts of one part by what happened, and a sentence for everything that fell."""

    counts: Counter[str] = field(default_factory=Counter)
    fell: list[str] = field(default_factory=list)
    measured: dict[str, Any] = field(default_factory=dict)

    def note(self, word: str, sound: bool = True, what: str = "") -> None:
        """Count one try; one that is not sound has fallen."""
        self.counts[word] += 1
        if not sound:
            self.fell.append(f"{word}: {what}"[:300])


def versions() -> dict[str, str]:
    """What it was run with."""
    return {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}


def keep(name: str, part: Any, tries: int, seconds: float, outcome: Outcome) -> None:
    """Put the result of a part beside the page, in place of its former one."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    kept[name] = {
        "promise": part.PROMISE,
        "attack": part.ATTACK,
        "tries": tries,
        "full": part.TRIES,
        "counts": dict(sorted(outcome.counts.items())),
        "measured": outcome.measured,
        "fell": outcome.fell[:20],
        "fallen": len(outcome.fell),
        "seconds": round(seconds),
        "date": datetime.now(UTC).date().isoformat(),
        "versions": versions(),
    }
    text = json.dumps(dict(sorted(kept.items())), ensure_ascii=False, indent=1)
    KEPT.write_text(text + "\n", encoding="utf-8")


def page(parts: Iterable[str]) -> str:
    """The page, made of the kept results and nothing else; parts that were not run are named."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    missing = [f"`{name}`" for name in parts if name not in kept]
    lines = [
        INTRODUCTION,
        "| promise | attack | tries | fell | run again |",
        "|---|---|---|---|---|",
    ]
    for name, one in kept.items():
        tries = f"{one['tries']}" + (
            f" (full: {one['full']})" if one["tries"] != one["full"] else ""
        )
        again = f"`python -m benchmarks.campaign {name} --tries {one['tries']}`"
        cells = (one["promise"], one["attack"], tries, str(one["fallen"]), again)
        lines.append("| " + " | ".join(cells) + " |")
    if missing:
        lines += ["", f"Not run yet, so that nothing is said of them here: {', '.join(missing)}."]
    for name, one in kept.items():
        lines += ["", f"## {name}", ""]
        lines.append(f"{one['date']}, {one['seconds']} s, {_said(one['versions'], ' ')}.")
        lines += ["", f"Counted: {_said(one['counts'], ': ') or 'nothing'}."]
        if one["measured"]:
            lines += ["", f"Measured: {_said(one['measured'], ': ')}."]
        lines += ["", *(f"* fell: {text}" for text in one["fell"])] if one["fell"] else []
    return "\n".join(lines) + "\n"


def _said(facts: dict[str, Any], sign: str) -> str:
    return "; ".join(f"{name}{sign}{value}" for name, value in facts.items())
