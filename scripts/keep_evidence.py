"""Keep the measured tables of docs/method.md and docs/pace.md as data that pages quote.

Run: python scripts/keep_evidence.py

The benchmarks call :func:`keep` after they have rewritten a page; a test holds the file against the
pages.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hbanalysis.analysis.yearend.track_record import STORE

DOCS = Path(__file__).resolve().parents[1] / "docs"
PROJECTION = {
    "series": "series",
    "method": "method",
    "projections": "cases",
    "MAPE %": "mean_miss_pct",
    "80 % band": "within80",
    "95 % band": "within95",
}
PACE = {
    "method": "method",
    "wrongly behind": "wrongly_behind",
    "missed": "missed",
    "at risk": "at_risk",
}


def tables(text: str) -> list[tuple[str, str, list[dict[str, str]]]]:
    """Every table of a page with the heading above it and the prose between.

    Its rows are keyed by the names of their columns.
    """
    found: list[tuple[str, str, list[dict[str, str]]]] = []
    heading, prose = "", ""
    head: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            heading, prose = line.lstrip("# "), ""
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not head:
                head = cells
                found.append((heading, prose, []))
            elif not set(line) <= set("|- "):
                found[-1][2].append(dict(zip(head, cells, strict=True)))
        else:
            head, prose = [], prose + line
    return found


def value(text: str) -> Any:
    """A cell as number, None for a dash, else its words without marks of emphasis."""
    plain = text.replace("**", "")
    if plain in ("–", "—", ""):
        return None
    return float(plain) if re.fullmatch(r"[+-]?\d+(\.\d+)?", plain) else plain


def chosen(row: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    """The wanted cells of a row under our names."""
    return {name: value(row[column]) for column, name in names.items()}


def evidence(docs: Path = DOCS) -> dict[str, list[dict[str, Any]]]:
    """The comparison of methods and the wrong calls of the pace."""
    method, pace = ((docs / name).read_text(encoding="utf-8") for name in ("method.md", "pace.md"))
    projected = [
        chosen(row, PROJECTION)
        for _, _, rows in tables(method)
        for row in rows
        if set(PROJECTION) <= set(row)
    ]
    called = []
    for heading, prose, rows in tables(pace):
        counted = re.search(r"(\d+) calls; (\d+) of them", prose)
        series, comma, against = heading.rpartition(", against ")
        if counted and comma:
            facts = {
                "series": series,
                "against": against,
                "calls": int(counted[1]),
                "short": int(counted[2]),
            }
            called += [facts | chosen(row, PACE) for row in rows]
    return {"projection": projected, "pace": called}


def keep() -> None:
    """Write the file that the pages read."""
    STORE.write_text(
        json.dumps(evidence(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    keep()
