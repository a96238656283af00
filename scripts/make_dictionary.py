"""Write ``docs/data-dictionary.md`` from the schemas, so that page and checks cannot differ."""

from __future__ import annotations

from pathlib import Path

from hbanalysis.intake.raw.columns import EXPECTED, Column
from hbanalysis.intake.raw.schemas import SCHEMAS

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Data dictionary

Made from `hbanalysis/intake/raw/declared/` by `make dictionary`; do not edit. These are the tables of `data/raw/`: CSV,
UTF-8, comma, numbers in machine notation (`1516.66`). Further columns are kept as they are; a missing required column
is an error. `data/raw/README.md` tells where each file comes from.
"""


def holds(column: Column) -> str:
    """What a cell may hold, in words."""
    kind = (
        " or ".join(f"`{word}`" for word in column.words)
        if column.kind == "word"
        else EXPECTED[column.kind]
    )
    return kind if column.filled else f"{kind}; may be empty"


def dictionary() -> str:
    """The text of the page."""
    parts = [HEAD]
    for schema in SCHEMAS.values():
        where = (
            "observations/*.csv, *.xlsx" if schema.name == "observations" else f"{schema.name}.csv"
        )
        key = ", ".join(f"`{name}`" for name in schema.key)
        parts.append(
            f"\n## {where}\n\nOne row for each {key}.\n\n| column | holds | meaning"
            " |\n|---|---|---|"
        )
        parts += [
            f"| `{c.name}`{'' if c.required else ' (optional)'} | {holds(c)} | {c.meaning} |"
            for c in schema.columns
        ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "data-dictionary.md").write_text(dictionary(), encoding="utf-8")
