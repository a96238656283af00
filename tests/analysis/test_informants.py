"""What is known besides the months: shocks widen, lines end at their plan, estimates stand beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.yearend.informants import AtPlan, mixed
from hbanalysis.analysis.yearend.outcome import Outcome, certain
from hbanalysis.intake.load import workspace
from hbanalysis.presentation.sentences import informed
from hbanalysis.vocabulary.language import Language
from tests.analysis.test_yearend import HEAD, half_year, past, year_ends
from tests.tables import INDICATORS

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
LINES = HEAD + past() + half_year(105)
ENDED = "indicator | value | comparator | year\nthu | {} | >= | 2021\nthu | 1080 | >= | 2022\n"
PLANS = ENDED + "thu | 1200 | >= | 2023\nthu | 1300 | >= | 2024"


def row_of(root: Path, as_of: str = "") -> pd.Series:
    return year_ends(root, "2024-H1", as_of).loc["thu"]


def said(row: pd.Series, code: str = "en") -> str:
    return " ".join(informed(row, Language(code)))  # type: ignore[arg-type]


def test_a_declared_shock_widens_the_band_and_says_so(office: Office) -> None:
    event = "date | kind | territory | label_vi | label_en | widens\n2024-09-07 | shock | quan | Bão | Storm | {}"
    calm, usual, told, none = (
        row_of(office(observations=LINES, events=text))
        for text in ("", event.format(""), event.format("3"), event.format("1"))
    )
    width = calm["hi80"] - calm["lo80"]
    assert usual["hi80"] - usual["lo80"] == pytest.approx(1.7 * width, rel=0.05)
    assert told["hi80"] - told["lo80"] > 2 * width
    assert (usual["point"], none["hi80"]) == (pytest.approx(calm["point"]), calm["hi80"])
    assert "1.7 times as wide as usual because of a declared shock: Storm" in said(usual)
    assert "cú sốc đã khai báo: Bão" in said(usual, "vi")
    assert said(none) == said(calm) == ""


def test_a_shock_of_another_year_or_place_changes_nothing(office: Office) -> None:
    head = "date | kind | territory | label_en\n"
    calm = row_of(office(observations=LINES))
    for line in ("2023-09-07 | shock | quan | Storm", "2024-03-07 | shock | phuong-a | Storm"):
        assert row_of(office(observations=LINES, events=head + line))["hi80"] == calm["hi80"]


def test_a_line_that_ended_at_its_plan_every_year_follows_that_record(office: Office) -> None:
    row = row_of(office(observations=LINES, targets=PLANS.format(960)))
    assert (row["ends_at_plan"], row["ends_at_plan_years"], row["point"]) == ("recorded", 3, 1300)
    assert row["chance"] > 0.8
    assert row["lo95"] <= row["lo80"] <= 1300 <= row["hi80"] <= row["hi95"]
    assert "exactly at its plan in 3 of 3 past years" in said(row)


def test_one_year_that_ended_elsewhere_breaks_the_record(office: Office) -> None:
    row = row_of(office(observations=LINES, targets=PLANS.format(900)))
    assert (row["ends_at_plan"], row["ends_at_plan_years"]) == ("", 0)
    assert row["point"] < 1300


def test_a_line_may_be_declared_to_end_at_its_plan(office: Office) -> None:
    head, *body = INDICATORS.strip().splitlines()
    listed = [f"{head} | projected_as"]
    listed += [f"{line} | {'at_plan' if line.startswith('thu ') else ''}" for line in body]
    plan = "indicator | value | comparator\nthu | 1300 | >="
    row = row_of(office(observations=LINES, targets=plan, indicators="\n".join(listed)))
    assert (row["ends_at_plan"], row["point"]) == ("declared", 1300)
    assert row["chance"] > 0.85
    assert "declared to end at its plan" in said(row)


def test_the_authority_s_own_estimate_stands_beside_with_its_record(office: Office) -> None:
    head = "indicator | period | value | territory | accumulation | status | published\n"
    rows = [line.replace("| quan", "| quan | month | final | ") for line in LINES.splitlines()[1:]]
    own = [
        "thu | 2023-12 | 1080 | quan | ytd | estimate | 2023-11-20",
        "thu | 2024-12 | 1250 | quan | ytd | estimate | 2024-06-25",
    ]
    row = row_of(office(observations=head + "\n".join([*rows, *own])))
    assert (row["own_estimate"], row["own_estimate_on"]) == (1250, "2024-06-25")
    assert (row["own_estimate_miss_pct"], row["own_estimate_years"]) == (pytest.approx(10), 1)
    assert row["point"] == pytest.approx(row_of(office(observations=LINES))["point"])
    assert "25 Jun 2024" in said(row)
    assert "off by 10.0%" in said(row)


@given(st.floats(0.5, 0.99), st.floats(0.996, 1.004), st.floats(50, 200))
def test_a_mixture_is_a_distribution(weight: float, ratio: float, months: float) -> None:
    levels = sorted(certain(months).quantiles)
    spread = {level: months * (0.8 + 0.4 * level) for level in levels}
    outcome = Outcome(months, spread, lambda target: float(target <= months) / 2)
    found = mixed(outcome, AtPlan((ratio,), weight, "recorded"), 100.0)
    ends = [found.quantiles[level] for level in levels]
    assert ends == sorted(ends)
    assert found.chance(100 * ratio) >= weight
    assert 0 <= found.chance(1e9) <= found.chance(0) <= 1 + 1e-12


EVENTS = """
date       | territory | indicator | kind    | label_vi | label_en | source | amount | widens
2024-12-01 | quan | thu       | one-off | A        | A        | nguồn  | 40     |
2024-10-01 | quan | thu       | one-off | B        | B        | nguồn  | 2.5    |
2024-03-01 |           |           | shock   | C        | C        | nguồn  |        | 1.5
2024-03-01 | quan |           | shock   | D        | D        | nguồn  |        |
2024-03-01 |           | thu       | shock   | E        | E        | nguồn  |        | 1
"""


def test_what_is_declared_of_a_line_is_found_at_once(office: Office) -> None:
    """The lookup for many lines gives the rows of the table, in the same order."""
    root = office(observations=LINES, events=EVENTS)
    known = workspace(root)
    for pair in (("quan", "thu"), ("quan", "von"), ("khac", "thu"), ("khac", "von")):
        table = known.events_of(*pair)
        assert [event.label_vi for event in known.events_at(*pair)] == table["label_vi"].tolist()
    row = row_of(root)
    assert (row["adjustment"], row["adjusted_for_vi"]) == (42.5, "B; A")
    assert (row["shock_vi"], row["shock_widens"] > 1.5) == ("C; D", True)
