"""Year-end projections of a workspace.

Every refusal by its name, what a row rests on, and a replay of real figures.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.row import rows
from hbanalysis.analysis.yearend import outcome, replays
from hbanalysis.analysis.yearend.outcome import YearSeen, model_months, own_width, project_all
from hbanalysis.analysis.yearend.report_rows import paths, project_year
from hbanalysis.intake.load import workspace
from hbanalysis.presentation.sentences import projection_sentence
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT
from tests.tables import INDICATORS, months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"


def year_ends(root: Path, period: str, as_of: str = "") -> pd.DataFrame:
    """The projections of the small district, by indicator."""
    office, when = workspace(root, as_of), Period.parse(period)
    return project_year(assess(office, when, ["quan"]), office, when).set_index(
        "indicator", drop=False
    )


def past(code: str = "thu") -> str:
    return (
        "\n".join(
            months(code, year, [scale] * 12)
            for year, scale in ((2021, 80), (2022, 90), (2023, 100))
        )
        + "\n"
    )


def test_a_projection_says_what_it_rests_on(office: Office) -> None:
    row = year_ends(
        office(observations=HEAD + past() + months("thu", 2024, [110] * 6)), "2024-H1"
    ).loc["thu"]
    assert row["point"] == pytest.approx(
        1320, rel=1e-3
    )  # the pooled model knows other growths than the even one
    assert row["lo95"] < row["lo80"] < row["point"] < row["hi80"] < row["hi95"]
    assert (row["method"], row["months_observed"], row["years_of_history"], row["past_tries"]) == (
        "pooled monthly model",
        6,
        3,
        2,
    )
    assert row["past_miss_pct"] < 2
    assert row["quantiles"][0.1] == row["lo80"]
    assert 0.99 < row["chance"] <= 1
    assert row["projection_reason"] == ""


def test_under_a_ceiling_the_chance_is_that_of_staying_below(office: Office) -> None:
    targets = "indicator | value | comparator\nthu | 1320 | >=\nchi | 1320 | <="
    lines = (
        past()
        + past("chi")
        + months("thu", 2024, [120] * 6)
        + "\n"
        + months("chi", 2024, [120] * 6)
    )
    table = year_ends(office(observations=HEAD + lines, targets=targets), "2024-H1")
    assert table.loc["thu", "chance"] > 0.5
    assert table.loc["chi", "chance"] == pytest.approx(1 - table.loc["thu", "chance"])


REFUSALS = [
    *(
        (code, "2024-H1", {}, "not a flow")
        for code in ("bao", "quan-su", "thi", "pari", "truong", "mohinh")
    ),
    ("hoi", "2024-H1", {}, "not a flow"),
    ("ngheo", "2024-H1", {}, "not a flow"),
    ("von", "2024-Q1", {}, "too early"),
    ("dang", "2024-H1", {}, "nothing reported"),
    ("chi", "2024-H1", {}, "no complete past year"),
    ("thu", "2024", {}, "year complete"),
    (
        "thu",
        "2024-H1",
        {"events": "date | kind | territory\n2024-10-01 | break | quan"},
        "break before the year's end",
    ),
    (
        "thu",
        "2024-H1",
        {
            "territories": (
                "territory | name_vi | level | valid_to\nquan | Quận | district | 2024-10-31"
            )
        },
        "break before the year's end",
    ),
    (
        "thu",
        "2024-H1",
        {
            "territories": (
                "territory | name_vi | level | valid_to\nquan | Quận | district | 2023-12-31"
            )
        },
        "figures rejected",
    ),
]
PLANS = "indicator | value | comparator\n" + "".join(
    f"{code} | {value} | {sign}\n"
    for code, value, sign in (
        ("thu", 1200, ">="),
        ("chi", 600, "<="),
        ("von", 1200, ">="),
        ("hoi", 50, ">="),
        ("thi", 2, "<="),
        ("ngheo", 0, "<="),
        ("dang", 9, ">="),
        ("bao", 95, ">="),
        ("quan-su", 100, ">="),
        ("pari", 2, "<="),
        ("truong", 1, "done"),
        ("mohinh", 1, "every"),
    )
)


@pytest.mark.parametrize(
    ("code", "period", "tables", "reason"), REFUSALS, ids=lambda v: str(v)[:30]
)
def test_what_cannot_be_projected_says_why(
    office: Office, code: str, period: str, tables: dict[str, str], reason: str
) -> None:
    last = 12 if period == "2024" else 6
    lines = (
        past()
        + past("von")
        + "\n".join(months(c, 2024, [50] * last) for c in ("thu", "chi", "von", "ngheo"))
    )
    row = year_ends(office(observations=HEAD + lines, targets=PLANS, **tables), period).loc[code]
    assert row["projection_reason"] == reason
    assert pd.isna(row["chance"])
    assert pd.isna(row["point"]) or reason == "year complete"


def test_a_complete_year_is_its_own_result(office: Office) -> None:
    row = year_ends(
        office(observations=HEAD + past() + months("thu", 2024, [50] * 12)), "2024"
    ).loc["thu"]
    assert (row["point"], row["months_observed"]) == (600, 12)
    assert pd.isna(row["lo80"])


def test_a_quarterly_flow_is_projected_from_six_months_on(office: Office) -> None:
    lines = past("von") + months("von", 2024, [50] * 6)
    row = year_ends(office(observations=HEAD + lines, targets=PLANS), "2024-H1").loc["von"]
    assert (row["projection_reason"], row["point"]) == ("", pytest.approx(600))
    assert row["method"] == "share profile"


@pytest.mark.parametrize(
    ("known", "reason", "said"),
    [
        (1, "last figure too old", "The last figure is that of January 2024: too far behind"),
        (2, "", "Its figures end with February 2024: too old"),
        (4, "", "Its last figure is that of April 2024."),
        (6, "", "."),
    ],
)
def test_a_projection_says_where_its_figures_end_and_none_is_made_far_behind_the_report(
    office: Office, known: int, reason: str, said: str
) -> None:
    lines = past() + months("thu", 2024, [50] * known)
    row = year_ends(office(observations=HEAD + lines), "2024-H1").loc["thu"]
    assert row["projection_reason"] == reason
    sentence = projection_sentence(next(rows(row.to_frame().T)), Language("en"))
    assert said in sentence
    assert ("figure" in sentence) == (known < 6)


@pytest.mark.parametrize(
    ("cuts", "projected"), [((12,), False), ((6, 12), False), ((3, 6, 12), True)]
)
def test_a_past_known_by_its_total_alone_does_not_say_how_a_year_fills_up(
    office: Office, cuts: tuple[int, ...], projected: bool
) -> None:
    """Spread over its months it would look even and sure: a band of one or two per cent."""
    lines = [f"thu | 2023-{cut:02d} | {100 * cut} | quan | ytd" for cut in cuts]
    lines += ["thu | 2024-06 | 640 | quan | ytd"]
    head = "indicator | period | value | territory | accumulation\n"
    row = year_ends(office(observations=head + "\n".join(lines)), "2024-H1").loc["thu"]
    assert (row["projection_reason"] == "") == projected
    assert projected or row["projection_reason"] == "no complete past year"


def test_rejected_figures_are_not_projected(office: Office) -> None:
    lines = past() + months("thu", 2024, [50, 50, "1e5", 50, 50, 50])
    assert (
        year_ends(office(observations=HEAD + lines), "2024-H1").loc["thu", "projection_reason"]
        == "figures rejected"
    )


def test_reported_zeros_are_not_called_unreported(office: Office) -> None:
    """Nothing can be scaled up from zero, but zero was reported.

    Absence and zero never share a name.
    """
    lines = past() + months("thu", 2024, [0] * 3)
    assert year_ends(office(observations=HEAD + lines), "2024-Q1").loc[
        "thu", "projection_reason"
    ] not in ("", "nothing reported")


def test_years_before_a_break_are_no_history(office: Office) -> None:
    root = office(
        observations=HEAD + past() + months("thu", 2024, [110] * 6),
        events="date | kind | territory\n2023-01-01 | break | quan",
    )
    assert year_ends(root, "2024-H1").loc["thu", "years_of_history"] == 1


def test_the_lines_of_a_figure_are_the_years_it_rests_on(office: Office) -> None:
    opened = workspace(office(observations=HEAD + past() + months("thu", 2024, [110] * 6)))
    (row,) = [
        r
        for _, r in assess(opened, Period.parse("2024-H1"), ["quan"]).iterrows()
        if r["indicator"] == "thu"
    ]
    lines = paths(opened, row)
    assert lines.groupby("year")["month"].max().to_dict() == {2021: 12, 2022: 12, 2023: 12, 2024: 6}
    assert lines.query("year == 2024 and month == 6")["value"].tolist() == [660]


def test_replayed_at_the_end_of_september_2024_hai_phong_holds_the_year_that_came() -> None:
    """As known on 30 September 2024.

    The year ended at the year-to-date that the December report prints.
    """
    then, now = workspace(ROOT, "2024-09-30"), workspace(ROOT)
    period = Period.parse("2024-Q3")
    projected = project_year(assess(then, period, ["hai-phong"]), then, period)
    row = projected.set_index("indicator").loc["PI"]
    end = assess(now, Period.parse("2024"), ["hai-phong"]).set_index("indicator").loc["PI"]
    assert (row["actual"], row["months_observed"]) == (11930.421, 9)
    assert row["lo95"] <= end["actual"] <= row["hi95"]
    assert row["actual"] < row["lo95"]
    assert row["point"] == pytest.approx(end["actual"], rel=0.15)
    assert np.isfinite(row["past_miss_pct"])


# ---------------------------------------------------------------- what is declared about a projection
def half_year(scale: float, code: str = "thu") -> str:
    return months(code, 2024, [scale] * 6) + "\n"


def test_no_word_of_a_closed_year_stands_beside_a_projection(office: Office) -> None:
    table = year_ends(office(observations=HEAD + past() + half_year(110)), "2024-H1")
    assert "projected_verdict" not in table


def test_an_announced_one_off_is_added_and_shown(office: Office) -> None:
    event = (
        "date | kind | territory | indicator | label_en | amount\n{} | one-off | quan | thu | Land"
        " sale | 100"
    )
    lines = HEAD + past() + half_year(110)
    plain = year_ends(office(observations=lines, events=""), "2024-H1").loc["thu"]
    moved = year_ends(office(observations=lines, events=event.format("2024-10-01")), "2024-H1").loc[
        "thu"
    ]
    over = year_ends(office(observations=lines, events=event.format("2024-03-01")), "2024-H1").loc[
        "thu"
    ]
    assert (moved["adjustment"], moved["adjusted_for_en"]) == (100, "Land sale")
    assert moved["point"] == pytest.approx(plain["point"] + 100)
    assert moved["hi95"] == pytest.approx(plain["hi95"] + 100)
    assert moved["chance"] >= plain["chance"]
    assert (over["adjustment"], over["point"]) == (0, plain["point"])


def test_a_what_if_changes_only_the_remaining_months(office: Office) -> None:
    opened = workspace(office(observations=HEAD + past() + half_year(110)))
    when = Period.parse("2024-H1")
    table = assess(opened, when, ["quan"])
    row = project_year(table, opened, when, what_if=0.5).set_index("indicator").loc["thu"]
    plain = project_year(table, opened, when).set_index("indicator").loc["thu"]
    assert row["what_if_point"] == pytest.approx(660 + (row["point"] - 660) / 2)
    assert row["what_if_chance"] < row["chance"] == plain["chance"]
    assert pd.isna(plain["what_if_point"])
    with pytest.raises(WrongUsage):
        project_year(table, opened, when, what_if=-1)


def test_a_part_is_never_projected_above_its_whole(office: Office) -> None:
    """Past years doubled the part in their second half.

    Alone it would pass the whole, which is even.
    """
    head, *body = INDICATORS.strip().splitlines()
    rows = [head + "|parent"] + [
        line + ("|thu" if line.startswith("chi ") else "|") for line in body
    ]
    late = "\n".join(months("chi", year, [40] * 6 + [80] * 6) for year in (2021, 2022, 2023))
    lines = HEAD + past() + late + "\n" + half_year(100) + half_year(90, "chi")
    targets = "indicator | value | comparator\nthu | 1200 | >=\nchi | 1200 | >="
    table = year_ends(
        office(observations=lines, indicators="\n".join(rows), targets=targets), "2024-H1"
    )
    part, whole = table.loc["chi"], table.loc["thu"]
    assert (part["coherence"], whole["coherence"]) == ("thu", "")
    for name in ("point", "lo80", "hi80", "lo95", "hi95", "chance"):
        assert part[name] <= whole[name]


def test_a_month_nobody_reported_is_projected_around(office: Office) -> None:
    whole = year_ends(office(observations=HEAD + past() + half_year(110)), "2024-H1").loc["thu"]
    gap = past().replace("thu | 2022-05 | 90 | quan\n", "")
    assert gap != past()
    row = year_ends(office(observations=HEAD + gap + half_year(110)), "2024-H1").loc["thu"]
    assert row["projection_reason"] == ""
    assert row["point"] == pytest.approx(whole["point"], rel=0.02)


def test_a_year_to_date_is_as_good_as_its_months(office: Office) -> None:
    ytd = "\n".join(f"thu | 2024-0{m} | {110 * m} | quan | ytd" for m in range(1, 7))
    head = HEAD.replace("\n", " | accumulation\n")
    lines = past().replace(" | quan", " | quan | month")
    given, plain = (
        year_ends(root, "2024-H1").loc["thu"]
        for root in (
            office(observations=head + lines + ytd),
            office(observations=HEAD + past() + half_year(110)),
        )
    )
    assert (given["actual"], given["projection_reason"]) == (660, "")
    assert given["point"] == pytest.approx(plain["point"])
    assert given["lo95"] == pytest.approx(plain["lo95"])


def test_months_are_read_so_that_they_add_up_to_the_printed_year_to_date() -> None:
    nan = np.nan
    monthly = np.array([[10, nan, nan, 12] + [nan] * 8, [10, 10, 10, 10] + [nan] * 8])
    to_date = np.array([[10, nan, 34, 46] + [nan] * 8, [10, 20, 30, 44] + [nan] * 8])
    read = model_months(monthly, to_date)[0]
    assert read[0, :4].tolist() == [10, 12, 12, 12]
    assert read[1, :4] == pytest.approx([11] * 4)
    assert np.isnan(read[:, 4:]).all()


def test_a_series_that_missed_by_more_than_it_said_gets_a_wider_band() -> None:
    """Three past years beyond the 95 % band widen the next one.

    Three that hit hardly narrow it; the floor holds.
    """
    (now,) = project_all(
        [YearSeen(np.full((3, 12), 10.0) * [[0.9], [1.0], [1.1]], np.full(6, 11.0))]
    )
    bad = own_width([(now, now.quantiles[0.975] * 1.2)] * 3)
    good = own_width([(now, now.quantiles[0.5])] * 3)
    assert 1.5 < bad <= 2
    assert 0.9 <= good < 1
    wide = now.widened(bad, 66.0)
    assert wide.quantiles[0.9] - wide.quantiles[0.1] > now.quantiles[0.9] - now.quantiles[0.1]
    assert wide.chance(wide.quantiles[0.9]) == pytest.approx(0.1, abs=0.01)
    assert now.widened(1000.0, 66.0).quantiles[0.025] == 66.0
    assert now.widened(1000.0, 66.0).chance(66.0) == 1


def as_numbers(table: pd.DataFrame) -> list[dict[str, object]]:
    """The projections of a table."""
    return table[["point", "quantiles", "chance", "past_miss_pct"]].fillna(-1).to_dict("records")


def test_lines_projected_in_blocks_have_the_same_numbers(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = past() + months("thu", 2024, [110] * 6) + "\n" + past("chi")
    root = office(observations=HEAD + figures + months("chi", 2024, [90, 70, 80, 60, 90, 40]))
    together = year_ends(root, "2024-H1")
    assert together["point"].notna().sum() >= 2  # there is something to part
    monkeypatch.setattr(replays, "BLOCK", 1)
    outcome._known.clear()
    assert as_numbers(year_ends(root, "2024-H1")) == as_numbers(together)


def test_years_asked_before_are_not_reckoned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [YearSeen(np.full((2, 12), 100.0 + at), np.full(6, 110.0), 2024.0) for at in range(3)]
    outcome._known.clear()
    first = project_all(cases)
    asked: list[int] = []
    monkeypatch.setattr(outcome, "_projected", lambda _, some: asked.append(len(some)) or [])
    assert project_all([cases[2], cases[0], cases[2]]) == [first[2], first[0], first[2]]
    assert asked == []
    monkeypatch.setattr(outcome, "_MOST_KNOWN", 2)
    outcome._keep({})
    assert len(outcome._known) == 2
    assert project_all(cases[2:]) == first[2:]  # the last ones asked are kept
