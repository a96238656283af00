"""Why a projection moved: the pieces are what they say, and add up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hbanalysis.analysis.yearend.news import PIECES, projection_news
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.periods import Period
from tests.tables import months

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
    assert row["new_months"] == 0


def test_a_kept_point_that_today_s_method_does_not_give_is_the_method_s_piece(
    office: Office,
) -> None:
    root = office_of_2024(office)
    plain = news(root, JUNE)
    row = news(root, JUNE, published=float(plain["before"]) - 7)
    assert row["method"] == pytest.approx(7)
    assert np.allclose(row[["revisions", "new_months", "events"]].astype(float), 0)


def test_two_years_are_not_one_projection(office: Office) -> None:
    root = workspace(office_of_2024(office))
    with pytest.raises(ValueError, match="within one year"):
        projection_news(root, root, (JUNE, Period.parse("2023-07")), "quan")
