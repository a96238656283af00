"""What is said, by example.

Every line of ``tests/worked_examples/spoken/*.txt`` is a small year with its judgement and parts
of its sentences in both languages, the projection's included.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.yearend.report_rows import project_year
from hbanalysis.presentation.sentences import headline, with_projection_sentences, with_sentences
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.analysis.test_worked_examples import known, write_examples
from tests.conftest import judged
from tests.tables import Row, parse

FOLDER = Path(__file__).resolve().parents[1] / "worked_examples" / "spoken"
APART = " … "


def examples() -> list[Row]:
    """Every line of every file, with a territory of its own."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for number, row in enumerate(parse(path.read_text(encoding="utf-8")), 1):
            found.append(row | {"territory": f"{path.stem}-{number:02d}"})
    return found


EXAMPLES = examples()


@cache
def told_together(root: Path, period: str, as_of: str) -> pd.DataFrame:
    """All examples of one period and day in one table, by territory; a row knows no others."""
    office, when = known(root, as_of), Period.parse(period)
    places = [e["territory"] for e in EXAMPLES if (e["period"], e["as_of"]) == (period, as_of)]
    table = project_year(with_sentences(assess(office, when, places)), office, when)
    return with_projection_sentences(table).set_index("territory", drop=False)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace that holds every example."""
    return write_examples(tmp_path_factory.mktemp("spoken"), EXAMPLES)


def said(row: pd.Series, language: str) -> str:
    """The headline of the row alone, its reason and its projection."""
    lang = Language(language)
    head = headline(row.to_frame().T, "", lang)
    return " ".join([head, row[f"reason_{language}"], row[f"sentence_{language}"]])


def lacks(text: str, expected: str) -> str:
    """The first of the expected parts that the text does not hold, in their order.

    A part after ``not:`` must be nowhere in it; empty when all is as expected.
    """
    rest = text
    for part in expected.split(APART):
        wanted = part.strip()
        if wanted.startswith("not:"):
            if wanted[4:].strip() in text:
                return wanted
            continue
        if wanted not in rest:
            return wanted
        rest = rest[rest.index(wanted) + len(wanted) :]
    return ""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['territory']}: {e['what']}")
def test_what_is_said_is_what_was_worked_out_by_hand(root: Path, example: Row) -> None:
    row = told_together(root, example["period"], example["as_of"]).loc[example["territory"]]
    assert (judged(row), row["reason"]) == (example["judged"], example["reason"])
    for language in ("vi", "en"):
        text = said(row, language)
        assert lacks(text, example[language]) == "", text
