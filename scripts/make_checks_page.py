"""Write ``docs/checks.md`` from the book of rules, so that page and checks cannot differ."""

from __future__ import annotations

from pathlib import Path

from hbanalysis.intake.checks.catalogue import BOOK

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# What `hba check` asks of every number

Made from `hbanalysis/intake/checks/book/` by `make dictionary`; do not edit. All findings come at once, each with
file, cell, what was found, what was expected, in one sentence. `hba check --output list.html` (or `.xlsx`) writes the
list that goes back to the department which delivered; `--format json` gives it to programs.

- **error**: the row is not used, and its indicator says so until it is put right. Only what cannot be true, or cannot
  be read in one way.
- **warning**: the number is used and may be true; a person should look. `hba check` leaves with 1.
- **note**: nothing to do. `hba check` leaves with 0.

History is always the series' own: the same territory and indicator, in the latest publication of every month.
"""


def page() -> str:
    """The text of the page."""
    parts = [HEAD]
    for title, entries in BOOK.items():
        parts.append(
            f"\n## {title}\n\n| rule | level | finds | why this level |\n|---|---|---|---|"
        )
        parts += [
            f"| `{e.rule}` | {' or '.join(e.levels)} | {e.finds} | {e.why} |" for e in entries
        ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "checks.md").write_text(page(), encoding="utf-8")
