"""What changed since the report before: the worst first, verdicts and outlooks on one scale."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.plan.judgement_changes import (
    BETTER,
    DECIDED,
    FORESEEN,
    LEVELS,
    NEW,
    OPEN,
    SAME,
    WORSE,
    changes,
    kind_of,
    period_before,
)
from hbanalysis.analysis.plan.rating import countable
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Outlook, Verdict
from tests.tables import months

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2024-02", "2024-01"),
        ("2024-12", "2024-11"),
        ("2024-Q4", "2024-Q3"),
        ("2024-Q2", "2024-Q1"),
        ("2024-H1", "2024-Q1"),
        ("2024-9M", "2024-H1"),
        ("2024", "2024-9M"),
        ("2024-01", None),
        ("2024-Q1", None),
    ],
)
def test_the_report_before_is_of_the_same_rhythm_and_year(period: str, before: str | None) -> None:
    found = period_before(Period.parse(period))
    assert (str(found) if found else None) == before


@pytest.mark.parametrize(
    ("word", "before", "change"),
    [
        (Outlook.BEHIND, Outlook.ON_TRACK, WORSE),
        (Outlook.ON_TRACK, Outlook.AT_RISK, BETTER),
        (Verdict.MET, Outlook.SECURED, SAME),
        (Verdict.NOT_MET, Outlook.LOST, SAME),
        (Verdict.MET, Outlook.BEHIND, BETTER),
        (Verdict.NOT_MET, Outlook.BEHIND, FORESEEN),
        (Verdict.NOT_MET, Outlook.ON_TRACK, WORSE),
        (Verdict.EXCEEDED, Outlook.ON_TRACK, FORESEEN),
        (Verdict.NOT_MET, Outlook.AT_RISK, DECIDED),
        (Verdict.MET, Outlook.AT_RISK, DECIDED),
        (Outlook.AT_RISK, Outlook.NOT_APPLICABLE, WORSE),
        (Outlook.SECURED, Outlook.NOT_APPLICABLE, BETTER),
        (Verdict.NOT_ASSESSED, Outlook.ON_TRACK, OPEN),
        (Verdict.NOT_ASSESSED, Outlook.NOT_APPLICABLE, SAME),
        (Outlook.ON_TRACK, "", NEW),
    ],
)
def test_what_became_of_a_judgement(word: str, before: str, change: str) -> None:
    assert kind_of(word, before) == change


def test_every_judgement_has_a_level_or_is_none() -> None:
    unjudged = {Verdict.NOT_ASSESSED, Verdict.NO_TARGET, Outlook.NOT_APPLICABLE}
    assert set(LEVELS) == (set(Verdict) | set(Outlook)) - unjudged


def test_the_worst_change_comes_first_and_points_are_those_of_the_plan(office: Office) -> None:
    """Revenue stops after the first quarter; spending goes on as before."""
    past = "\n".join(months(code, 2023, [100] * 12) for code in ("thu", "chi"))
    rows = (
        past
        + "\n"
        + months("thu", 2024, [110, 110, 110, 10, 10, 10])
        + "\n"
        + months("chi", 2024, [40] * 6)
    )
    opened = workspace(office(observations=HEAD + rows))
    now, before = (
        assess(opened, Period.parse(period), ["quan"]) for period in ("2024-Q2", "2024-Q1")
    )
    table = changes(now, before)
    first = table.iloc[0]
    assert (first["indicator"], first["change"], first["word_before"]) == ("thu", WORSE, "on track")
    assert first["moved"] == pytest.approx(100 * 30 / 1200)
    assert first["asked"] == pytest.approx(25)
    assert sorted(table["indicator"]) == sorted(countable(now)["indicator"])


def test_nothing_changes_against_itself(office: Office) -> None:
    table = assess(workspace(office()), Period.parse("2024-Q1"), ["quan"])
    found = changes(table, table)
    assert set(found["change"]) == {SAME}
    assert found["moved"].dropna().eq(0).all()
    assert list(found["indicator"]) != []
