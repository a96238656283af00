"""What is said, by example.

Every line of ``tests/worked_examples/spoken/*.txt`` is a small year with its judgement and parts
of its sentences in both languages, the projection's included.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from hbanalysis.analysis.plan.assessment import assess
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
    office, period = known(root, example["as_of"]), Period.parse(example["period"])
    table = assess(office, period, [example["territory"]])
    table = with_projection_sentences(project_year(with_sentences(table), office, period))
    (row,) = [line for _, line in table.iterrows()]
    assert (judged(row), row["reason"]) == (example["judged"], example["reason"])
    for language in ("vi", "en"):
        text = said(row, language)
        assert lacks(text, example[language]) == "", text
