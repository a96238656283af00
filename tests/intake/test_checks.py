"""Every number against its own series.

What is told, at which cell, how loudly; and what is real stays untold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.intake.checks import Tables
from hbanalysis.intake.checks.catalogue import entries
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.language import Language
from tests.conftest import ROOT, tries
from tests.tables import TERRITORIES, months, write_office

Office = Callable[..., Path]
Findings = Callable[[Path], list[Finding]]
HEAD = "indicator | period | value | territory\n"
FULL = (
    "indicator | period | accumulation | value | numerator | denominator | published | calendar\n"
)
EVEN = [100, 90, 110, 95, 105, 100, 98, 102, 97, 103, 99, 101]
LUMPY = [30, 40, 35, 900, 20, 30, 25, 40, 1100, 30, 20, 35]
SUMS = [sum(EVEN[:month]) for month in range(1, 13)]
PARTS = """
indicator | parent | parent_basis | name_vi | unit     | measure | direction
tong      |        |              | Tổng    | tỷ đồng  | flow    | higher
phan      | tong   | stated       | Phần    | tỷ đồng  | flow    | higher
khac      | tong   | stated       | Khác    | tỷ đồng  | flow    | higher
doc       | tong   | inferred     | Đọc     | tỷ đồng  | flow    | higher
"""
WITH_PARTS = {"indicators": PARTS, "targets": "indicator | value | comparator", "results": ""}


def ytd(indicator: str, year: int, values: list[float | str], published: str = "") -> str:
    """Lines of years-to-date for :data:`FULL`, one for each month; "-" is a gap."""
    return "\n".join(
        f"{indicator} | {year}-{month:02d} | ytd | {value} | | |"
        f" {published or f'{year}-{month:02d}-28'} | month"
        for month, value in enumerate(values, 1)
        if value != "-"
    )


def single(indicator: str, year: int, values: list[float | str]) -> str:
    """Lines of months for :data:`FULL`, printed on the same days as the years-to-date."""
    return ytd(indicator, year, values).replace("| ytd |", "| month |")


def at_once(indicator: str, kind: str, values: list[float | str]) -> str:
    """Lines of 2023 for :data:`FULL`, all printed on one day."""
    return ytd(indicator, 2023, values, "2023-05-31").replace("| ytd |", f"| {kind} |")


def changed(values: list[float], month: int, value: float) -> list[float]:
    """The months with one of them replaced."""
    return [*values[: month - 1], value, *values[month:]]


def years(indicator: str, *by_year: list[float]) -> str:
    """A monthly series from 2021 on."""
    return HEAD + "\n".join(months(indicator, 2021 + n, values) for n, values in enumerate(by_year))


RATIO = HEAD + months("bao", 2023, [97.1, 97.3, 97.4, 97.6]) + "\n"
# name: observations, other tables, the findings (rule, level, cell, found)
CASES: dict[str, tuple[str, dict[str, str], list[tuple[str, str, str, object]]]] = {
    "a month in another unit": (
        years("thu", EVEN, changed(EVEN, 3, 110_000)),
        {},
        [("unit-jump", "warning", "E16", 110_000)],
    ),
    "a month a thousand times too small": (
        years("thu", EVEN, changed(EVEN, 3, 0.11)),
        {},
        [("unit-jump", "warning", "E16", 0.11)],
    ),
    "a year that came in another unit": (
        years("thu", EVEN, EVEN, [1000 * value for value in EVEN[:3]]),
        {},
        [
            ("unit-jump", "warning", f"E{line}", value)
            for line, value in ((26, 100_000), (27, 90_000), (28, 110_000))
        ],
    ),
    "a year-to-date in another unit": (
        FULL + ytd("thu", 2023, SUMS) + "\n" + ytd("thu", 2024, [100, 190, 300_000]),
        {},
        [("unit-jump", "warning", "E16", 300_000)],
    ),
    "a first delivery a thousand times too large, against the plan": (
        HEAD + months("thu", 2024, [95_000, 99_000]),
        {},
        [("unit-jump", "warning", "E2", 95_000), ("unit-jump", "warning", "E3", 99_000)],
    ),
    "twice the annual plan in a month is no unit": (HEAD + months("thu", 2024, [2400]), {}, []),
    "job fairs are no change of unit": (years("thu", LUMPY, LUMPY), {}, []),
    "land sales: large and small in turns": (
        years("thu", [1, 400, 2, 500, 1, 600, 1, 450, 2, 700, 3, 500]),
        {},
        [],
    ),
    "a month of next to nothing among ordinary ones is told": (
        years("thu", EVEN, changed(EVEN, 2, 0.5)),
        {},
        [("unit-jump", "warning", "E15", 0.5)],
    ),
    "a share among percentages": (
        RATIO + "bao | 2023-05 | 0.978 | quan",
        {},
        [("percent-scale", "warning", "E6", 0.978)],
    ),
    "a percentage among shares": (
        HEAD + months("bao", 2023, [0.971, 0.973, 97.4, 0.976]),
        {"targets": "indicator | value | comparator\n"},
        [("percent-scale", "warning", "E4", 97.4)],
    ),
    "the first share against a plan of 98.5": (
        HEAD + "bao | 2024-01 | 0.97 | quan",
        {},
        [("percent-scale", "warning", "E2", 0.97)],
    ),
    "a small percentage is no share": (RATIO + "bao | 2023-05 | 0.2 | quan", {}, []),
    "a ratio above 100": (
        RATIO + "bao | 2023-05 | 101 | quan",
        {},
        [("ratio-over-100", "warning", "E6", 101)],
    ),
    "exactly 100": (RATIO + "bao | 2023-05 | 100 | quan", {}, []),
    "more counted than there are": (
        FULL + "bao | 2023-05 | month | | 12 | 10 | |",
        {},
        [("ratio-over-100", "warning", "F2", 12)],
    ),
    "a percentage that is not its quotient": (
        FULL + "bao | 2023-05 | month | 98.5 | 97 | 100 | | month",
        {},
        [("ratio-not-quotient", "warning", "E2", 98.5)],
    ),
    "a quotient rounded as printed": (
        FULL + "bao | 2023-05 | month | 66.7 | 2 | 3 | | month",
        {},
        [],
    ),
    "nothing of nothing is not 100 %": (
        FULL + "bao | 2023-05 | month | 100 | 0 | 0 | | month",
        {},
        [("ratio-not-quotient", "warning", "E2", 100)],
    ),
    "rank 15 of 14": (
        FULL + "thi | 2023-07 | month | 15 | | 14 | | month",
        {},
        [("rank-beyond-field", "warning", "E2", 15)],
    ),
    "a year-to-date that falls": (
        FULL + ytd("thu", 2023, [100, 190, 110]),
        {},
        [("ytd-falls", "warning", "E4", 110)],
    ),
    "it falls past a gap too": (
        FULL + ytd("thu", 2023, [100, 190, "-", 180]),
        {},
        [("ytd-falls", "warning", "E4", 180)],
    ),
    "it may fall when the earlier one was revised up since": (
        FULL
        + ytd("thu", 2023, [100, 190])
        + "\nthu | 2023-01 | ytd | 200 | | | 2023-06-30 | month",
        {},
        [],
    ),
    "revised down before, it does not fall": (
        FULL + ytd("thu", 2023, [100, 95]) + "\nthu | 2023-01 | ytd | 60 | | | 2023-02-28 | month",
        {},
        [],
    ),
    "a new year begins anew": (
        FULL + ytd("thu", 2023, SUMS) + "\n" + ytd("thu", 2024, [100, 190]),
        {},
        [],
    ),
    "a stock may fall": (FULL + ytd("hoi", 2023, [50, 48]), {}, []),
    "a year of sums delivered as months": (
        years("thu", EVEN, EVEN, SUMS[:5]),
        {},
        [("ytd-as-month", "warning", "E30", 500)],
    ),
    "sums in the first year of all": (
        years("thu", SUMS[:6]),
        {},
        [("ytd-as-month", "warning", "E7", 600)],
    ),
    "a year that really rises": (
        years("thu", EVEN, EVEN, [100, 105, 112, 118, 125, 131, 140, 150]),
        {},
        [],
    ),
    "a steep year that rises as it always does": (
        years("thu", *[[50, 60, 90, 100, 130, 150, 160, 180, 200, 220, 300, 500]] * 3),
        {},
        [],
    ),
    "one sum among months": (
        years("thu", EVEN, changed(EVEN, 6, 600)[:6]),
        {},
        [("ytd-as-month", "warning", "E19", 600)],
    ),
    "a job fair as large as those before is no sum": (
        years("thu", changed(EVEN, 9, 700), changed(EVEN, 6, 600)),
        {},
        [],
    ),
    "the month equals the sum printed with it": (
        FULL + single("thu", 2023, [100, 190]) + "\n" + ytd("thu", 2023, [100, 190]),
        {},
        [("ytd-as-month", "warning", "E3", 190), ("month-not-difference", "note", "E3", 190)],
    ),
    "the month is above the sum printed with it": (
        FULL + single("thu", 2023, [100, 250]) + "\n" + ytd("thu", 2023, [100, 190]),
        {},
        [("month-above-ytd", "warning", "E3", 250), ("month-not-difference", "note", "E3", 250)],
    ),
    "months that are the differences": (
        FULL + single("thu", 2023, EVEN[:4]) + "\n" + ytd("thu", 2023, SUMS[:4]),
        {},
        [],
    ),
    "the difference, but for rounding": (
        FULL + single("thu", 2023, [10.25, 10.25]) + "\n" + ytd("thu", 2023, [10.3, 20.5]),
        {},
        [],
    ),
    "a month that is not the difference, once for the series": (
        FULL + single("thu", 2023, [100, 91, 115]) + "\n" + ytd("thu", 2023, [100, 190, 300]),
        {},
        [("month-not-difference", "note", "E4", 115)],
    ),
    "a sum that is not that of the months of its day": (
        FULL
        + at_once("thu", "month", [100, 91, 115])
        + "\n"
        + at_once("thu", "ytd", [100, 191, 300]),
        {},
        [
            ("ytd-not-months", "warning", "E7", 300),
            ("month-not-difference", "note", "E4", 115),
        ],
    ),
    "a lone sum that is not that of the months of its day": (
        FULL
        + at_once("thu", "month", [100, 91, 115])
        + "\nthu | 2023-03 | ytd | 310 | | | 2023-05-31 | month",
        {},
        [("ytd-not-months", "warning", "E5", 310)],
    ),
    "a sum printed before one of its months came": (
        FULL
        + single("thu", 2023, [100, 90, "-", 95])
        + "\nthu | 2023-03 | month | 110 | | | 2023-05-31 | month\n"
        + ytd("thu", 2023, ["-", "-", 290]),
        {},
        [("ytd-replaced", "warning", "E6", 290)],
    ),
    "sums that their later months confirm, that lack a month, that are of another line": (
        FULL
        + single("thu", 2023, [100, 90])
        + "\nthu | 2023-03 | month | 110 | | | 2023-07-31 | month\n"
        + ytd("thu", 2023, ["-", "-", 300, "-", 512])
        + "\nchi | 2023-03 | ytd | 290 | | | 2023-03-28 | month",
        {},
        [],
    ),
    "a sum below the months printed before it": (
        FULL
        + single("thu", 2023, [100, "-", 115])
        + "\nthu | 2023-05 | ytd | 210 | | | 2023-07-31 | month",
        {},
        [("ytd-below-months", "warning", "E4", 210)],
    ),
    "a sum above the months printed before it, one of them missing": (
        FULL
        + single("thu", 2023, [100, "-", 115])
        + "\nthu | 2023-05 | ytd | 400 | | | 2023-07-31 | month",
        {},
        [],
    ),
    "a fraction of a household": (
        HEAD + "ngheo | 2023-01 | 41.18 | quan",
        {},
        [("count-not-whole", "warning", "E2", 41.18)],
    ),
    "a fraction of what is measured, and a whole count": (
        HEAD + "thu | 2023-01 | 41.18 | quan\nngheo | 2023-01 | 4118 | quan",
        {},
        [],
    ),
    "a part above the whole": (
        HEAD + "tong | 2023-01 | 10 | quan\nphan | 2023-01 | 11 | quan",
        WITH_PARTS,
        [("part-above-whole", "warning", "E3", 11)],
    ),
    "a part by our reading is a note": (
        HEAD + "tong | 2023-01 | 10 | quan\ndoc | 2023-01 | 11 | quan",
        WITH_PARTS,
        [("part-above-whole", "note", "E3", 11)],
    ),
    "the whole exactly": (
        HEAD + "tong | 2023-01 | 10 | quan\nphan | 2023-01 | 10 | quan",
        WITH_PARTS,
        [],
    ),
    "parts that together are more": (
        HEAD + "tong | 2023-01 | 10 | quan\nphan | 2023-01 | 6 | quan\nkhac | 2023-01 | 6 | quan",
        WITH_PARTS,
        [("parts-above-whole", "warning", "E2", 12)],
    ),
    "a ward above its district": (
        HEAD + "thu | 2023-01 | 10 | quan\nthu | 2023-01 | 11 | phuong-a",
        {},
        [("part-above-whole", "warning", "E3", 11)],
    ),
    "a target of a part above that of the whole": (
        HEAD + "tong | 2023-01 | 10 | quan",
        WITH_PARTS | {"targets": "indicator | value | comparator\ntong | 10 | >=\nphan | 12 | >="},
        [("part-above-whole", "warning", "D3", 12)],
    ),
    "two calendars in one year": (
        FULL
        + single("thu", 2023, [100, 90, 110]).replace("2023-03-28 | month", "2023-03-28 | 15-14"),
        {},
        [("mixed-calendars", "warning", "K4", "15-14")],
    ),
    "another calendar from another year on": (
        FULL
        + single("thu", 2023, EVEN)
        + "\n"
        + single("thu", 2024, EVEN[:2])
        .replace("| month", "| 15-14")
        .replace("| 15-14 | 1", "| month | 1")
        .replace("| 15-14 | 9", "| month | 9"),
        {},
        [],
    ),
    "tomorrow's number": (
        "indicator | period | value | published\nthu | 2024-01 | 5 | 2098-01-01",
        {},
        [("future-day", "warning", "J2", "2098-01-01")],
    ),
    "a number of a month that has not begun, undated": (
        "indicator | period | value | published\nthu | 2098-01 | 5 |",
        {},
        [("future-day", "warning", "J2", "2098-01")],
    ),
    "growth across a break": (
        "indicator | period | value | stated_pct_of_same_period\nthu | 2024-06 | 5 | 120",
        {"events": "date | kind | territory\n2024-02-01 | break | quan"},
        [("growth-across-break", "warning", "N2", 120)],
    ),
    "a month on this side of the break, its base on the other": (
        "indicator | period | value | stated_pct_of_same_period\nthu | 2025-01 | 5 | 120",
        {"events": "date | kind | territory\n2024-02-01 | break | quan"},
        [("growth-across-break", "warning", "N2", 120)],
    ),
    "both periods after the break": (
        "indicator | period | value | stated_pct_of_same_period\nthu | 2025-02 | 5 | 120",
        {"events": "date | kind | territory\n2024-02-01 | break | quan"},
        [],
    ),
    "both before": (
        "indicator | period | value | stated_pct_of_same_period\nthu | 2024-01 | 5 | 120",
        {"events": "date | kind | territory\n2024-02-01 | break | quan"},
        [],
    ),
    "a break elsewhere": (
        "indicator | period | value | stated_pct_of_same_period\nthu | 2024-06 | 5 | 120",
        {"events": "date | kind | territory\n2024-02-01 | break | phuong-a"},
        [],
    ),
    "a shock breaks nothing": (
        "indicator | period | value | stated_pct_of_same_period\nthu | 2024-06 | 5 | 120",
        {"events": "date | kind | territory\n2024-02-01 | shock | quan"},
        [],
    ),
    "outside the territory's dates": (
        HEAD + "thu | 2024-06 | 5 | phuong-a",
        {
            "territories": (
                TERRITORIES.replace("level", "level | valid_to")
                .replace("district", "district |")
                .replace("ward", "ward | 2024-05-31")
                .replace("Ward | 2024-05-31", "Ward")
            )
        },
        [("outside-territory", "error", "C2", "2024-06")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_told_of_a_series(tmp_path: Path, name: str) -> None:
    observations, others, expected = CASES[name]
    told = read_workspace(write_office(tmp_path, observations=observations, **others))[1]
    assert [(f.rule, f.level, f.locator, f.facts["found"]) for f in told] == expected
    for finding in told:
        said = Language("vi").say(finding.template)
        assert said != finding.template, "every sentence is said in Vietnamese"
        assert set(re.findall(r"\{(\w+)", said)) == set(re.findall(r"\{(\w+)", finding.template)), (
            "with the same facts"
        )
        assert "{" not in Language("vi").finding(finding)


def test_what_the_rules_look_at_is_made_once(tmp_path: Path) -> None:
    read, _ = read_workspace(write_office(tmp_path))
    assert read is not None
    seen = read.picture
    assert seen.lane is seen.lane, "asked for once a row, it would cost rows times rows"
    assert seen.year is seen.year


def test_every_rule_stands_in_the_book_with_its_level_and_every_entry_in_the_code() -> None:
    intake = ROOT / "hbanalysis" / "intake"
    modules = [intake / "store/build.py", *sorted((intake / "raw").glob("*.py"))]
    modules += sorted((intake / "checks").glob("*.py"))
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    pattern = r'"(error|warning|note)"(?: if [^,]+? else "\w+")?,\s+"([a-z0-9-]+)"'
    found = {(level, rule) for level, rule in re.findall(pattern, code)}
    book = entries()
    assert {rule for _, rule in found} - set(book) == set()
    assert all(level in book[rule].levels for level, rule in found)
    made = {
        "not-a-number",
        "not-a-year",
        "not-a-day",
        "not-a-month",
        "not-a-word",
        "not-a-text",
        "not-a-code",
        "number-as-text",
        "head-again",
        "dates-read",
        "decimal-comma",
        "unknown-parent",
        "unknown-successor",
        "package-absent",
        "package-changed",
        "package-damaged",
        "package-unreadable",
        "unknown-indicator",
        "unknown-territory",
        "part-above-whole",
        "month-above-ytd",
        "ytd-as-month",
        "control-character",
        "ambiguous-number",
        # What the reader of foreign files says, under its own names.
        "error-cell",
        "uncached-formula",
        "scaled-by-format",
        "percent-among-amounts",
        "unit-in-cell",
        "hidden-sheet",
        "hidden-row",
        "hidden-column",
        "open-quote",
        "stray-cell",
        "formulas-not-checked",
        "fonts-not-checked",
        "other-ending",
        "tcvn3-spelling",
        "vni-text",
        "mojibake",
    }
    assert set(book) - {rule for _, rule in found} <= made


def test_the_page_of_rules_is_the_book() -> None:
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("make_checks_page", ROOT / "scripts" / "make_checks_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == module.page()


def test_the_shipped_data_have_neither_errors_nor_warnings() -> None:
    told = read_workspace(ROOT)[1]
    assert {finding.level for finding in told} == {"note"}
    rules = [finding.rule for finding in told]
    assert rules.count("month-not-difference") == 18, "one for each series with months and sums"
    assert rules.count("foretold") == 5, "printed estimates of a year or month that was not over"
    assert len(rules) == 18 + 5


# ---------------------------------------------------------------- laws
@tries(20)
@given(
    st.lists(st.integers(50, 200), min_size=24, max_size=24),
    st.integers(0, 23),
    st.sampled_from([1000, 1e6, 1e-3]),
)
def test_a_unit_slip_is_found_at_its_cell_and_nowhere_else(
    tmp_path_factory: pytest.TempPathFactory, values: list[int], place: int, factor: float
) -> None:
    slipped = [value * factor if n == place else value for n, value in enumerate(values)]
    root = write_office(
        tmp_path_factory.mktemp("slip"),
        observations=years("thu", slipped[:12], slipped[12:]),
        targets="indicator | value | comparator",
    )
    told = [finding for finding in read_workspace(root)[1] if finding.rule == "unit-jump"]
    assert [finding.locator for finding in told] == [f"E{place + 2}"]


@tries(20)
@given(st.lists(st.integers(80, 125), min_size=12, max_size=12), st.integers(4, 12))
def test_a_year_of_sums_is_told_once_the_series_has_a_history(
    tmp_path_factory: pytest.TempPathFactory, values: list[int], length: int
) -> None:
    sums = [sum(values[:n]) for n in range(1, length + 1)]
    told = read_workspace(
        write_office(
            tmp_path_factory.mktemp("sums"),
            observations=years("thu", EVEN, EVEN, sums),
            targets="indicator | value | comparator",
        )
    )[1]
    assert [finding.rule for finding in told] == ["ytd-as-month"]


@tries(20)
@given(st.lists(st.integers(20, 500), min_size=36, max_size=36))
def test_months_beside_their_own_sums_raise_at_most_a_question(
    tmp_path_factory: pytest.TempPathFactory, values: list[int]
) -> None:
    by_year = [values[:12], values[12:24], values[24:]]
    lines = [
        single("thu", 2021 + n, year)
        + "\n"
        + ytd("thu", 2021 + n, [sum(year[:m]) for m in range(1, 13)])
        for n, year in enumerate(by_year)
    ]
    root = write_office(tmp_path_factory.mktemp("even"), observations=FULL + "\n".join(lines))
    questions = {"ytd-as-month", "far-from-own-history"}  # one 500 among months of 20
    assert {finding.rule for finding in read_workspace(root)[1]} <= questions


def test_the_day_of_the_check_is_the_offices_own() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", Tables({}).today)
