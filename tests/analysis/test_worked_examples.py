"""The judgement by example.

Every line of ``tests/worked_examples/*.txt`` is a small year and its right answer.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.vocabulary.periods import Period
from tests.conftest import judged
from tests.tables import EVENTS, INDICATORS, Row, parse, write_rows

FOLDER = Path(__file__).resolve().parents[1] / "worked_examples"
_TOKEN = re.compile(
    r"(?:(?P<year>\d{4})/)?(?P<ward>[abc])?(?P<printed>y)?(?P<first>\d+)(?:-(?P<last>\d+))?:(?P<value>-?[\d.]+)"
    r"(?:/(?P<whole>\d+))?(?P<status>[?~])?(?:@(?P<published>\d{4}-\d\d-\d\d))?"
)


def examples() -> list[Row]:
    """Every line of every file, with a territory of its own."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for number, row in enumerate(parse(path.read_text(encoding="utf-8")), 1):
            found.append(row | {"territory": f"{path.stem}-{number:02d}"})
    return found


EXAMPLES = examples()


def plans(example: Row) -> list[Row]:
    """The targets of an example: ``240 @2023-12-01 Thành ủy; ? @2023-12-13 Quận ủy``.

    Each with the day it was decided and the authority where they are told; ``?`` leaves the value
    open, ``2030/5000`` is a target of another year, ``2026-2030/5000`` one of a term.
    """
    found = []
    for told in example["target"].split(";"):
        what, _, where = told.strip().partition(" @")
        span, _, value = what.rpartition("/")
        first, _, year = span.rpartition("-")
        day, _, authority = where.partition(" ")
        row = {
            "territory": example["territory"],
            "indicator": example["indicator"],
            "comparator": example["comparator"] or ">=",
            **plan(value.strip("?")),
        }
        row |= {"year": year} if year else {}
        row |= {"first_year": first} if first else {}
        row |= {"decided": day, "plan": authority} if where else {}
        found += [row] if example["comparator"] or year else []
    return found


def plan(target: str) -> Row:
    """``1000..1300`` is a range, ``1 by 2024-07-31`` an event with a day.

    Anything else the value.
    """
    value, _, day = target.partition(" in ")[0].partition(" by ")
    low, _, high = value.partition("..")
    return {"value": low, "value_high": high, "due": day}


STATUS = {"?": "estimate", "~": "preliminary"}


def steps(row: Row) -> list[Row]:
    """``1 in 2024-03-31:2024-03-20 2024-06-30:-``.

    Two steps with the days they are due and were done.
    """
    days = [word.partition(":") for word in row["target"].partition(" in ")[2].split()]
    return [
        {
            "territory": row["territory"],
            "indicator": row["indicator"],
            "year": "2024",
            "step": str(number),
            "due": due,
            "done": done.strip("-") and done,
            "label_vi": f"Bước {number}",
            "label_en": f"step {number}",
        }
        for number, (due, _, done) in enumerate(days, 1)
    ]


def breaks(row: Row) -> list[Row]:
    """The declared breaks that an example's ``reported`` tells: ``!2026-07-01``."""
    return [
        {"date": word[1:], "kind": "break", "territory": row["territory"]}
        for word in row["reported"].split()
        if word.startswith("!")
    ]


def diary(row: Row) -> list[Row]:
    """The observations that an example's ``reported`` tells."""
    rows = []
    for word in row["reported"].split():
        if word == "-" or word.startswith("!"):
            continue
        said = _TOKEN.fullmatch(word)
        assert said, f"{row['territory']}: cannot read {word!r}"
        for month in range(int(said["first"]), int(said["last"] or said["first"]) + 1):
            one = {
                "territory": row["territory"] + (f"-{said['ward']}" if said["ward"] else ""),
                "indicator": row["indicator"],
                "period": f"{said['year'] or 2024}-{month:02d}",
                "accumulation": "ytd" if said["printed"] else "month",
            }
            one |= (
                {"numerator": said["value"], "denominator": said["whole"]}
                if said["whole"]
                else {"value": said["value"]}
            )
            if said["status"]:
                one["status"] = STATUS[said["status"]]
            rows.append(one | ({"published": said["published"]} if said["published"] else {}))
    return rows


@cache
def known(root: Path, as_of: str) -> Workspace:
    """The workspace as known on a day, opened once a day."""
    return workspace(root, as_of)


@cache
def assessed_together(root: Path, period: str, as_of: str) -> pd.DataFrame:
    """All examples of one period and day in one table, by territory; a row knows no others."""
    places = [e["territory"] for e in EXAMPLES if (e["period"], e["as_of"]) == (period, as_of)]
    table = assess(known(root, as_of), Period.parse(period), places)
    return table.set_index("territory", drop=False)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace that holds every example."""
    return write_examples(tmp_path_factory.mktemp("examples"), EXAMPLES)


def write_examples(folder: Path, examples: list[Row]) -> Path:
    """A workspace with a territory for each example."""
    raw = folder / "data" / "raw"
    places = [
        {"territory": e["territory"], "name_vi": e["what"], "level": "district"} for e in examples
    ]
    places += [
        {
            "territory": f"{e['territory']}-{ward}",
            "parent": e["territory"],
            "name_vi": f"Phường {ward}",
            "level": "ward",
        }
        for e in examples
        if e["indicator"] == "mohinh"
        for ward in "abc"
    ]
    planned = [row for e in examples for row in plans(e)]
    every_year = {"moi-nam": "each"}
    listed = [row | {"averaged": every_year.get(row["indicator"], "")} for row in parse(INDICATORS)]
    write_rows(raw / "indicators.csv", "indicators", listed)
    write_rows(raw / "territories.csv", "territories", places)
    write_rows(raw / "targets.csv", "targets", planned)
    write_rows(
        raw / "observations" / "all.csv",
        "observations",
        [line for e in examples for line in diary(e)],
    )
    write_rows(raw / "steps.csv", "steps", [step for e in examples for step in steps(e)])
    declared = [line for e in examples for line in breaks(e)]
    write_rows(raw / "events.csv", "events", parse(EVENTS) + declared)
    write_rows(
        raw / "results_stated.csv",
        "results_stated",
        [
            {
                "territory": examples[0]["territory"],
                "indicator": "thu",
                "year": "2023",
                "value": "1",
                "source": "Báo cáo",
            }
        ],
    )
    return folder


def test_there_is_an_example_for_every_measure_and_edge() -> None:
    assert len(EXAMPLES) >= 60
    assert {e["indicator"] for e in EXAMPLES} == {row["indicator"] for row in parse(INDICATORS)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['territory']}: {e['what']}")
def test_the_judgement_is_the_one_worked_out_by_hand(root: Path, example: Row) -> None:
    row = assessed_together(root, example["period"], example["as_of"]).loc[example["territory"]]
    assert (judged(row), row["reason"]) == (example["judged"], example["reason"])
