"""The examples of a new workspace give way when its first plan is taken in.

An undated plan would else stand behind the example's dated one, and its made-up months would be
taken for the indicator's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hbanalysis.intake.delivery import register as registry
from hbanalysis.intake.delivery.accept import write_new
from hbanalysis.intake.new_office import EXAMPLE_FIGURES, example_source, example_values

Row = dict[str, str]
TARGETS, INDICATORS = Path("data/raw/targets.csv"), Path("data/raw/indicators.csv")


def is_example(row: Row) -> bool:
    """Whether a target is one that ``hba init`` wrote and nobody has changed."""
    own = row.get("source", "") == example_source()
    return own and row.get("value") == example_values().get(row["indicator"])


def drop_examples(root: Path, stage: Path) -> int:
    """Leave the example targets, what only they name, and their months out of the staged tables.

    Returns how many indicators went; 0 where there are no examples.
    """
    targets = _rows(root, stage, TARGETS)
    gone = {row["indicator"] for row in targets if is_example(row)}
    if not gone:
        return 0
    kept = [row for row in targets if not is_example(row)]
    _write(stage, TARGETS, kept, targets[0])
    figures = Path("data/raw") / EXAMPLE_FIGURES
    months = registry.read_rows(root / figures) if (root / figures).is_file() else []
    if months:
        _write(stage, figures, [row for row in months if row["source"] != "demo"], months[0])
    gone -= _named(root, stage, kept)
    indicators = _rows(root, stage, INDICATORS)
    _write(stage, INDICATORS, [r for r in indicators if r["indicator"] not in gone], indicators[0])
    return len(gone)


def _named(root: Path, stage: Path, kept: list[Row]) -> set[str]:
    """The indicators that something other than an example names, and their wholes."""
    others = [root / "data/raw/results_stated.csv", *(root / "data/raw/observations").glob("*.csv")]
    others = [path for path in others if path.name != Path(EXAMPLE_FIGURES).name and path.is_file()]
    rows = [*kept, *(row for path in others for row in registry.read_rows(path))]
    rows += _rows(root, stage, Path("data/raw/results_stated.csv"))
    named = {row["indicator"] for row in rows}
    parents = {row["indicator"]: row.get("parent", "") for row in _rows(root, stage, INDICATORS)}
    return named | {parents.get(code, "") for code in named}


def _rows(root: Path, stage: Path, path: Path) -> list[Row]:
    """The rows of a table as they will be: staged, else as they are."""
    found = stage / path if (stage / path).is_file() else root / path
    return registry.read_rows(found) if found.is_file() else []


def _write(stage: Path, path: Path, rows: list[Row], columns: Iterable[str]) -> None:
    (stage / path).unlink(missing_ok=True)
    write_new(stage / path, registry.as_text(rows, list(columns)).encode("utf-8-sig"))
