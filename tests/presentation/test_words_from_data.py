"""No typed number anywhere.

Every number of every sentence is parsed back and found in the row it speaks of.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd
import pytest

import hbanalysis as hb
from hbanalysis.analysis.plan.judgement_changes import (
    BETTER,
    DECIDED,
    FORESEEN,
    OPEN,
    WORSE,
    changes,
    period_before,
)
from hbanalysis.analysis.plan.rating import counts
from hbanalysis.analysis.trend.trend_tables import trends, yearly
from hbanalysis.analysis.yearend.report_rows import paths
from hbanalysis.intake.load import Workspace
from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.lead_trend import lead_trend
from hbanalysis.presentation.figures.month_chart import trend
from hbanalysis.presentation.figures.plan_chart import plan_bars
from hbanalysis.presentation.figures.year_chart import year_end
from hbanalysis.presentation.judgement_style import name_within
from hbanalysis.presentation.pages import growth_panels, trend_panels
from hbanalysis.presentation.pages import period_overview as overview
from hbanalysis.presentation.remarks import remark
from hbanalysis.vocabulary.numbers import exact, half_up, is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.quantities import parse_number
from hbanalysis.vocabulary.rows import records
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

NUMBER = re.compile(r"[−-]?\d+(?:[.,]\d+)*")
PLACES = ("hong-bang", "hai-phong")
PERIODS = ("2024-01", "2024-Q3", "2024-9M", "2024")
LANGUAGES = ("vi", "en")
# Names, not amounts: of the interval, of the two months between which Tết moves, of the bounds no
# chance goes beyond.
FIXED = {
    "vi": ("khoảng dự báo 80%", "Tết rơi vào tháng 1 hoặc tháng 2", "dưới 1%", "trên 99%"),
    "en": ("80% range", "under 1%", "over 99%"),
}
CASES = [(place, period, code) for place in PLACES for period in PERIODS for code in LANGUAGES]
DRAWN = (
    CASES
    if os.environ.get("HBA_CAMPAIGN")
    else [("hong-bang", "2024-Q3", "vi"), ("hai-phong", "2024-9M", "en")]
)


@cache
def office() -> Workspace:
    return hb.workspace(ROOT)


@cache
def assessed(place: str, period: str) -> pd.DataFrame:
    return hb.assess(office(), Period.parse(period), [place])


@cache
def projected(place: str, period: str) -> pd.DataFrame:
    return hb.project_year(assessed(place, period), office(), Period.parse(period), 1.2)


@cache
def moved(place: str, period: str) -> list[tuple[Any, pd.DataFrame]]:
    return trends(office(), assessed(place, period))


DAYS = ("published", "decided", "target_due", "printed_on", "break_day", "step_due")
SHARES = ("chance", "what_if", "what_if_chance", "expected_share", "outlook_chance")


def labels(lang: hb.Language) -> Iterator[str]:
    """How people call the periods of these years; their numbers are names, not amounts."""
    for year in range(2011, 2027):
        for period in [Period(year, month, month) for month in range(1, 13)] + [
            Period.parse(f"{year}{end}") for end in ("", "-H1", "-9M", "-Q1", "-Q2", "-Q3", "-Q4")
        ]:
            yield period.label(lang.code)
        for month in range(1, 13):
            yield Period(year, 1, month).year_to_date_label(lang.code)
            yield lang.say("January and February {year}", year=year)


@cache
def period_names(code: str) -> tuple[str, ...]:
    return tuple(set(labels(hb.Language(code))))


def texts(row: Any, lang: hb.Language) -> Iterator[str]:
    """What of a row is text.

    Names, codes, units, days and sources, which may hold digits of their own.
    """
    yield from (name_within(row, lang), lang.pick(row, "place"))
    for code in (row["indicator"], row["worst_part"]):
        yield from (
            (f"({code})", f"{code}. ", f": {code},", f": {code}.", f" {code}:") if code else ()
        )
    for name, value in row.items():
        if isinstance(value, str) and any(letter.isalpha() for letter in value):
            yield value
        if isinstance(value, str) and value and name in DAYS:
            yield lang.date(value)
        if name == "missing":
            yield from (Period.parse(month).label(lang.code) for month in value)


def amounts(row: Any) -> Iterator[Decimal]:
    """Every amount of a row, shares as percent too.

    What sentences may derive from two of them.
    """
    for name, value in row.items():
        for one in value if isinstance(value, tuple) else [value]:
            if not isinstance(one, (str, bool, dict)) and not is_missing(one):
                yield abs(exact(one))
                if name in SHARES:
                    yield 100 * exact(one)
    if not is_missing(row["expected_share"]):
        yield exact(100 * row["expected_share"] * row["record_factor"])
    for part, whole in (("actual", "printed_to_date"), ("target_high", "target")):
        if not is_missing(row.get(part)) and not is_missing(row.get(whole)):
            yield abs(exact(row[part]) - exact(row[whole]))
    for part, whole in (("actual", "same_period"), ("point", "target")):
        share = percent_of(row.get(part), row.get(whole))
        if share is not None:
            yield exact(share)
    yield exact(int(row["plans"]) - 1)


def numbers(text: str, forget: Iterable[str], lang: hb.Language) -> list[tuple[str, Decimal, int]]:
    """The numbers of a text as the reader sees them.

    Text, value, decimals; names and labels taken out first.
    """
    for known in sorted(
        {*forget, *period_names(lang.code), *FIXED[lang.code]}, key=len, reverse=True
    ):
        text = text.replace(known, " ")
    found = []
    for match in NUMBER.findall(text):
        value = abs(parse_number(match, lang.code))
        found.append((match, value, -int(value.as_tuple().exponent)))
    return found


def unknown(
    text: str, known: Iterable[Decimal], forget: Iterable[str], lang: hb.Language
) -> list[str]:
    """The numbers of a text that no known amount rounds to."""
    values = list(known)
    return [
        match
        for match, value, digits in numbers(text, forget, lang)
        if not any(half_up(one, digits) == value for one in values)
    ]


def of_row(text: str, row: Any, lang: hb.Language, more: Iterable[Any] = ()) -> list[str]:
    """The typed numbers of a sentence about one row."""
    return unknown(text, [*amounts(row), *map(exact, more)], texts(row, lang), lang)


# ---------------------------------------------------------------- the test can fail
@pytest.mark.parametrize("typed", ["4,2%", "1.234,5 tỷ đồng", "17 chỉ tiêu"])
def test_a_typed_number_is_found(typed: str) -> None:
    lang, row = hb.Language("vi"), next(records(assessed("hong-bang", "2024-Q3")))
    assert (
        of_row(f"{sentences.because(row, lang)} {typed}", row, lang)
        == re.split("[ %]", typed, maxsplit=1)[:1]
    )


# ---------------------------------------------------------------- sentences of one row
@pytest.mark.parametrize(("place", "period", "code"), CASES)
def test_every_number_about_a_row_stands_in_the_row(place: str, period: str, code: str) -> None:
    lang, wrong = hb.Language(code), {}
    for row in records(assessed(place, period)):
        for say in (
            sentences.one_row,
            sentences.because,
            lambda row, lang: remark(row, Period.parse(period), lang),
        ):
            found = of_row(say(row, lang), row, lang)
            if found:
                wrong[say(row, lang)] = found
    for row in records(projected(place, period)):
        sentence = sentences.projection_sentence(row, lang)
        told = [sentence, sentences.track_record(row, lang)]
        if row["projection_reason"] == "year complete":
            told.append(sentences.result_sentence(row, lang))
        wrong |= {text: found for text in told if (found := of_row(text, row, lang))}
    for row, table in moved(place, period):
        rolling = table["rolling_year"].dropna()
        now, before = (
            (rolling.iloc[-1] if len(rolling) else 0),
            (rolling.iloc[-13] if len(rolling) > 12 else 0),
        )
        known = [now, *([abs(100 * (now / before - 1))] if before else []), 12]
        sentence = sentences.trend_sentence(table, row, lang)
        found = unknown(sentence, map(exact, known), texts(row, lang), lang)
        wrong |= {sentence: found} if found else {}
    assert wrong == {}


# ---------------------------------------------------------------- sentences of a table
@pytest.mark.parametrize(("place", "period", "code"), CASES)
def test_the_headline_counts_what_the_table_holds(place: str, period: str, code: str) -> None:
    lang, table = hb.Language(code), assessed(place, period)
    counted = counts(table)
    if counted["total"].max() == 1:
        return  # a single indicator: its own sentence, read back above
    told = sorted(
        int(value) for _, value, _ in numbers(sentences.headline(table, "", lang), [], lang)
    )
    by = dict(zip(counted["word"], counted["count"], strict=True))
    if period == "2024":
        expected = [by.get(word, 0) for word in ("exceeded", "met", "not met", "not assessed")]
    else:
        good, bad = (
            sum(by.get(word, 0) for word in words_)
            for words_ in (("secured", "on track"), ("at risk", "behind", "lost"))
        )
        expected = [good, bad, int(counted["total"].max()) - good - bad]
    first, *others = map(int, expected)
    # the first count is the answer; of the others a zero is not told
    assert told == sorted([first, *filter(None, others), int(counted["total"].max())])


@pytest.mark.parametrize(("place", "period", "code"), CASES)
def test_what_changed_is_counted_from_the_rows_that_changed(
    place: str, period: str, code: str
) -> None:
    lang, before = hb.Language(code), period_before(Period.parse(period))
    if before is None:
        assert numbers(overview.changes_answer(None, None, lang).paragraphs[0], [], lang) == []
        return
    table = changes(assessed(place, period), assessed(place, str(before)))
    (told,) = overview.changes_answer(table, before, lang).paragraphs
    named = before.label(code)
    known = [named, named[0].lower() + named[1:]]
    found = [int(value) for _, value, _ in numbers(told, known, lang)]
    kinds = (WORSE, BETTER, OPEN, DECIDED, FORESEEN)
    counts = [int((table["change"] == kind).sum()) for kind in kinds]
    # what did not occur is not told; where nothing did, no number is
    assert found == ([len(table), *filter(None, counts)] if any(counts) else [])


# ---------------------------------------------------------------- figures: title and words against their own numbers
def told_by(figure: Figure, lang: hb.Language) -> Iterator[Decimal]:
    """Every number in the data table of a figure."""
    for column in figure.data.ids:
        for cell in figure.data.texts[column]:
            yield from (value for _, value, _ in numbers(cell, [], lang))
        yield from (value for _, value, _ in numbers(figure.data.heading(column), [], lang))


def drawn(place: str, period: str, lang: hb.Language) -> Iterator[tuple[Figure, pd.DataFrame, Any]]:
    table, found = assessed(place, period), moved(place, period)
    yield plan_bars(table, lang), table, None
    for row in list(records(sentences.projected_rows(projected(place, period))))[:2]:
        yield year_end(row, paths(office(), row), lang), table, row
    for row, months in found[:1]:
        yield (
            trend(months, row, office().events_of(place, row["indicator"]), lang),
            table,
            None,
        )
    for row, months in found[:3]:
        yield lead_trend(months, row, lang), table, None
    yield trend_panels.years(yearly(office(), table), lang), table, None
    for draw in (trend_panels.rolling, growth_panels.growth, trend_panels.seasons):
        yield draw(found, lang), table, None


@pytest.mark.parametrize(("place", "period", "code"), DRAWN)
def test_title_and_words_of_a_figure_hold_only_numbers_of_its_own_table(
    place: str, period: str, code: str
) -> None:
    lang, wrong = hb.Language(code), {}
    for figure, table, row in drawn(place, period, lang):
        if isinstance(figure, Prose):
            continue
        forget = [text for one in records(table) for text in texts(one, lang)]
        # A title may count the series or rows of its table (at most as many as there are) and name
        # twelve months.
        known = {*told_by(figure, lang), *map(Decimal, range(max(len(table), 13)))}
        known |= set(amounts(row)) if row is not None else set()
        known |= {abs(change) for change in changes_in(figure, place, period)}
        for text in (figure.title, figure.alt):
            found = unknown(text, known, forget, lang)
            wrong |= {text: found} if found else {}
    assert wrong == {}


def changes_in(figure: Figure, place: str, period: str) -> Iterator[Decimal]:
    """The change of the rolling year that its figures tell.

    From the same table, not printed in every data table.
    """
    if figure.name.startswith(("trend-", "rolling", "lead-")):
        for _, table in moved(place, period):
            rolling = table["rolling_year"]
            if not is_missing(rolling.iloc[-1]) and rolling.max() > 0:
                yield exact(100 * (1 - rolling.iloc[-1] / rolling.max()))
            if len(rolling) > 12 and rolling.iloc[-13] > 0 and not is_missing(rolling.iloc[-1]):
                yield exact(100 * (rolling.iloc[-1] / rolling.iloc[-13] - 1))
