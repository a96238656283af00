"""Write ``docs/columns.md`` and ``docs/judging.md`` from what the code and the tests hold.

So the pages and the code cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from hbanalysis.analysis.columns import Column, columns

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "tests" / "worked_examples"
COLUMNS_HEAD = """# Columns of a judged table · Các cột của bảng đánh giá

Made from `hbanalysis/analysis/columns.csv` by `make dictionary`; do not edit. These are the columns of `year.plan` and
`year.projected` (`hb.assess`, `hb.project_year`), in the order in which they are added; in a notebook `hb.columns` has
them too. Unit `unit` is that of the indicator, `%` is 0-100, `0-1` a share, `day` is `YYYY-MM-DD`. A number that is
absent is NaN, a text that is absent is empty. The last column says which command prints it as JSON (the `reason` of
`hba project` is `projection_reason`).
"""
STEPS = {
    "scope": "The indicators of the report (`analysis/actual/actuals.py`)",
    "actuals": "The figures (`analysis/actual/actuals.py`)",
    "with_target": "The plan in force (`analysis/plan/report_lines.py`)",
    "with_terms": "Targets of a term (`analysis/plan/term_path.py`)",
    "with_older_levels": "The last level of earlier years (`analysis/actual/older_levels.py`)",
    "with_breaks": "Years with a break inside (`analysis/actual/breaks.py`)",
    "with_steps": "Dated steps (`analysis/plan/milestones.py`)",
    "with_pace": "The pace (`analysis/plan/pace.py`, docs/pace.md)",
    "with_needs": "What the rest of the year must bring (`analysis/plan/needs.py`)",
    "with_scenario": "The growth scenario beside the plan",
    "with_required_growth": "What the months left have to grow by",
    "same_period": "The same period of last year (`analysis/actual/comparison.py`)",
    "marked": "Whose rows they are (`analysis/identity.py`)",
    "assess": "Percentages and judgement (`analysis/plan/assessment.py`)",
    "with_parts": "Wholes and their parts (`analysis/plan/parts.py`)",
    "one_word": "One outlook from pace and projection (`analysis/judgement/one_word.py`)",
    "project_year": "The year-end (`analysis/yearend/report_rows.py`, docs/method.md)",
    "shown": "Only in tables for showing (`hb.tables.plan(year).texts`, `.numbers`)",
    "sentences": "In words, for JSON only (`presentation/sentences`)",
}
PARTS = {
    "trends": "The months of every amount",
    "quality": "How complete the figures are",
    "record": "How far past projections were off",
    "changes": "What changed since the report before; also the columns of `year.plan`",
    "sources": "Where figures and targets come from; also columns of `year.plan`",
}
JUDGING_HEAD = """# How a target is judged · Một chỉ tiêu được đánh giá thế nào

Made from `tests/worked_examples` by `make dictionary`; do not edit. Every line is one small year that the test suite
judges: who doubts a rule finds its case here, or adds a line there. After the year a target has a verdict (exceeded, met,
not met, not assessed, no target), during it an outlook (secured, on track, at risk, behind, lost, not applicable), each
with its reason. The rules are in `hbanalysis/data/rules.toml`, the code in `hbanalysis/analysis/plan/rules.py`.

`reported` reads like a diary of 2024: `1-3:100` is 100 in each month from January to March, `5:80@2024-07-10` is May
revised to 80 on 10 July, `y9:950` a printed year-to-date, `3:197/200` a ratio with its counts, `a3:1` ward A in March,
`2023/1-12:100` a past year, `-` nothing. `as_of` is the day looked from; empty: everything is known.
"""


def _line(column: Column) -> str:
    kind = getattr(column.kind, "__name__", str(column.kind))
    printed = ", ".join(column.outputs)
    return f"| `{column.id}` | {kind} | {column.unit} | {column.vi} | {column.en} | {printed} |"


def columns_page() -> str:
    """The text of docs/columns.md."""
    parts = [COLUMNS_HEAD]
    for step, declared in groupby(columns.values(), key=lambda column: column.added_by):
        parts.append(
            f"\n## {STEPS[step]}\n\n| column | kind | unit | nghĩa | meaning | JSON |\n"
            "|---|---|---|---|---|---|"
        )
        parts += [_line(column) for column in declared]
    for name, title in PARTS.items():
        parts.append(
            f"\n## {title} (`year.{name}`)\n\n| column | kind | unit | nghĩa | meaning |\n"
            "|---|---|---|---|---|"
        )
        parts += [_line(column).removesuffix("  |") for column in columns.part(name).values()]
    return "\n".join(parts) + "\n"


def _examples(text: str) -> Iterator[str]:
    """The lines of one file as a table; lines of prose stay prose."""
    header: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            header = header if "|" in line else []
            yield f"\n{line.lstrip('# ')}\n"
        elif "|" in line:
            cells = [cell.strip() for cell in line.split("|")]
            if not header:
                header = cells
                shown = [name for name in header if name != "indicator"]
                yield f"| {' | '.join(shown)} |"
                yield "|" + "---|" * len(shown)
            elif cells != header:
                told = [
                    f"**{cell}**"
                    if name == "judged"
                    else f"`{cell}`"
                    if name == "reported"
                    else cell
                    for name, cell in zip(header, cells, strict=True)
                    if name != "indicator"
                ]
                yield f"| {' | '.join(told)} |"


def judging_page() -> str:
    """The text of docs/judging.md."""
    parts = [JUDGING_HEAD]
    for path in sorted(EXAMPLES.glob("*.txt")):
        title = path.stem.replace("-", " ").capitalize()
        parts.append(f"\n## {title}")
        parts += _examples(path.read_text(encoding="utf-8"))
    return "\n".join(parts) + "\n"


def main() -> None:
    """Write both pages."""
    (ROOT / "docs" / "columns.md").write_text(columns_page(), encoding="utf-8")
    (ROOT / "docs" / "judging.md").write_text(judging_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
