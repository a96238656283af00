"""Why a projection moved: the pieces are what they say, and add up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hbanalysis as hb
from hbanalysis.analysis.judgement.assess import assess_and_project
from hbanalysis.analysis.yearend.news import PIECES, projection_news
from hbanalysis.intake.load import workspace
from hbanalysis.presentation.pages.why_moved import (
    _rounded,
    moved_between_days,
    moved_sentence,
)
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory | published\n"
JUNE, JULY = Period.parse("2024-H1"), Period.parse("2024-07")


def dated(year: int, values: list[float], day: str) -> str:
    lines = months("thu", year, values).splitlines()
    return "\n".join(f"{line} | {day}" for line in lines) + "\n"


def office_of_2024(office: Office, extra: str = "", **tables: str) -> Path:
    past = "".join(dated(year, [year - 1930.0] * 12, "2024-01-05") for year in (2021, 2022, 2023))
    this = dated(2024, [100.0] * 6, "2024-07-05")
    return office(observations=HEAD + past + this + extra, **tables)


def news(root: Path, period: Period = JULY, published: float | None = None) -> pd.Series:
    said = None if published is None else pd.Series({"thu": published})
    before, now = workspace(root, "2024-07-10"), workspace(root, "2024-08-10")
    row = projection_news(before, now, (JUNE, period), "quan", said).loc["thu"]
    assert row[list(PIECES)].sum() == pytest.approx(row["change"], abs=1e-9)
    assert row["before"] + row["change"] == pytest.approx(row["now"], abs=1e-9)
    return row


def test_a_weak_new_month_is_a_new_month_and_nothing_else(office: Office) -> None:
    row = news(office_of_2024(office, "thu | 2024-07 | 60 | quan | 2024-08-05\n"))
    assert row["new_months"] < -20
    assert row[["revisions", "events", "method", "plan"]].abs().max() == 0


def test_a_revised_month_is_a_revision(office: Office) -> None:
    revised = "thu | 2024-06 | 70 | quan | 2024-08-05\n"
    row = news(office_of_2024(office, revised), JUNE)
    assert row["revisions"] < -20
    assert row["revised"] == ("2024-06",)
    assert row["new_months"] == 0


def test_a_kept_point_that_today_s_method_does_not_give_is_the_method_s_piece(
    office: Office,
) -> None:
    root = office_of_2024(office)
    plain = news(root, JUNE)
    row = news(root, JUNE, published=float(plain["before"]) - 7)
    assert row["method"] == pytest.approx(7)
    assert np.allclose(row[["revisions", "new_months", "events"]].astype(float), 0)


def test_a_known_end_is_the_last_step_and_changes_nothing(office: Office) -> None:
    new = "thu | 2024-06 | 70 | quan | 2024-08-05\nthu | 2024-07 | 60 | quan | 2024-08-05\n"
    before, now = (
        workspace(office_of_2024(office, new), f"2024-{day}") for day in ("07-10", "08-10")
    )
    ends = assess_and_project(now, JULY, "quan").set_index("indicator")["point"].dropna()
    known, anew = (
        projection_news(before, now, (JUNE, JULY), "quan", ends=one) for one in (ends, None)
    )
    pd.testing.assert_frame_equal(known, anew, check_exact=True)
    other = projection_news(before, now, (JUNE, JULY), "quan", ends=ends + 1).loc["thu"]
    assert other["now"] == pytest.approx(anew.loc["thu", "now"] + 1), "it is taken as it is given"


def test_two_years_are_not_one_projection(office: Office) -> None:
    root = workspace(office_of_2024(office))
    with pytest.raises(ValueError, match="within one year"):
        projection_news(root, root, (JUNE, Period.parse("2023-07")), "quan")


def test_each_new_month_has_a_piece_of_its_own(office: Office) -> None:
    new = "thu | 2024-07 | 60 | quan | 2024-08-05\nthu | 2024-08 | 150 | quan | 2024-09-05\n"
    root = office_of_2024(office, new)
    before, now = workspace(root, "2024-07-10"), workspace(root, "2024-09-10")
    row = projection_news(before, now, (JUNE, Period.parse("2024-08")), "quan").loc["thu"]
    assert [month for month, _ in row["months"]] == [7, 8]
    assert row["months"][0][1] < 0 < row["months"][1][1]
    assert sum(amount for _, amount in row["months"]) == pytest.approx(row["new_months"])
    assert (row["revisions"], row["revised"]) == (0, ())


def test_an_event_declared_since_is_the_events_piece(office: Office) -> None:
    head = "date | territory | indicator | kind | label_vi | label_en | source | amount\n"
    root = office_of_2024(office)
    before = workspace(root, "2024-07-10")
    declared = head + "2024-11-01 | quan | thu | one-off | Đất | Land | qd | 40\n"
    now = workspace(office_of_2024(office, events=declared), "2024-08-10")
    row = projection_news(before, now, (JUNE, JUNE), "quan").loc["thu"]
    assert row["events"] == pytest.approx(40)
    assert row["change"] == pytest.approx(40)


@pytest.mark.parametrize(("place", "period"), [("hai-phong", "2024-08"), ("ha-noi", "2024-Q3")])
def test_the_pieces_of_real_series_add_up_to_the_change(place: str, period: str) -> None:
    rows = hb.year(period, place, root=ROOT).news
    assert len(rows) > 1
    left = rows[list(PIECES)].sum(axis=1) - rows["change"]
    assert left.abs().max() < 1e-9
    parts = rows["months"].map(lambda pairs: sum(amount for _, amount in pairs))
    assert (parts - rows["new_months"]).abs().max() < 1e-9


AMOUNTS = st.floats(-60, 60, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=1, max_size=8))
def test_the_percentages_of_a_sentence_add_up_to_its_change(shares: list[float]) -> None:
    total = round(10 * sum(shares))
    shown = _rounded(shares, total)
    assert round(10 * sum(shown)) == total
    assert max(abs(one - said) for one, said in zip(shares, shown, strict=True)) <= 0.15


def test_a_sentence_tells_what_moved_the_projection_in_both_languages() -> None:
    row = {"short_vi": "Thu", "short_en": "Revenue", "period": "2024-08", "before": 1000.0}
    row |= {"change": -12.0, "months": ((8, -9.0),), "revisions": -3.0, "revised": ("2024-07",)}
    row |= {"plan": 0.0, "events": 0.0, "method": 0.0}
    assert moved_sentence(row, Language("vi")) == (
        "Thu: thấp hơn kỳ trước 1,2%: tháng 8 hụt 0,9, sửa số tháng 7 hụt 0,3."
    )
    assert moved_sentence(row, Language("en")) == (
        "Revenue: 1.2% below the report before: month 8 falls short by 0.9, revised figures of"
        " month 7 take 0.3."
    )
    days = pd.DataFrame([row, row | {"change": 0.0}])
    assert moved_between_days(days, Language("vi")) == [
        "Thu: dự báo thấp hơn 1,2%: tháng 8 hụt 0,9, sửa số tháng 7 hụt 0,3."
    ]
    still = row | {"change": 0.0, "months": (), "revisions": 0.0}
    assert moved_sentence(still, Language("vi")) == "Thu: dự báo như kỳ trước."


def test_the_first_report_of_a_year_says_that_there_is_none_before_it(office: Office) -> None:
    year = hb.year("2024-01", "quan", root=office_of_2024(office))
    assert "đầu tiên" in hb.sentences.news(year).paragraphs[0]
    assert year.news.empty
