"""What figures came, which is the latest of every indicator, and what is owed by whom."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.completeness.coverage import AWAITED
from hbanalysis.analysis.completeness.data_quality import Quality
from hbanalysis.presentation.cells import DASH, count_column
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.figures.heatmap import LOOKS, NO_INDICATOR
from hbanalysis.presentation.pages.quality.short_texts import (
    months_text,
    name_column,
    owner_text,
    short_month,
)
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

PAIR = ["territory", "indicator"]


def _wards(codes: tuple[str, ...], quality: Quality, lang: Language) -> str:
    named = {str(row["territory"]): lang.pick(row, "name") for row in records(quality.territories)}
    return ", ".join(named.get(code, code) for code in codes)


def _source(row: Any, lang: Language) -> str:
    if row["demo"]:
        return lang.say("illustrative data")
    more = int(row["sources"]) - 1
    return (
        lang.say("{source} and {n} more", source=row["source"], n=more)
        if more
        else str(row["source"])
    )


def _days(row: Any, lang: Language) -> str:
    first, last = lang.date(row["first_day"]), lang.date(row["last_day"])
    return (first if first == last else f"{first} – {last}") or lang.say("no date")


CAME_COLUMNS: tuple[Column[Any], ...] = (
    Column("days", "Published", _days, "name"),
    Column("source", "Source", _source),
    Column("file", "File", lambda row, _: row["file"]),
    count_column("new", "New figures"),
    count_column("again", "Published again"),
    count_column("indicators", "Number of indicators"),
)


def came_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """The publications of the year, by month and file."""
    if quality.came.empty:
        return Prose((lang.say("No figures received for this year."),), "note")
    return Sheet.of("came", "Figures received", CAME_COLUMNS, quality.came, lang, key="file")


def _latest_month(row: Any, lang: Language) -> str:
    if is_missing(row["month"]):
        return lang.say("no figure" if row["asked"] else "not due")
    return short_month(f"{row['year']}-{int(row['month']):02d}", lang)


def _state(row: Any, lang: Language) -> str:
    if is_missing(row["state"]):
        return DASH
    text = f"{LOOKS[row['state']][1]} {lang.say(row['state'])}"
    return text + (f" · {lang.say('illustrative data')}" if row["demo"] else "")


LATEST_COLUMNS: tuple[Column[Any], ...] = (
    Column("indicator", "No.", lambda row, _: row["indicator"], "code"),
    Column("name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name"),
    Column("owner", "Department", owner_text),
    Column("month", "Latest month", _latest_month),
    Column("published", "Published", lambda row, lang: lang.date(row["published"]) or DASH),
    Column("state", "Status of the number", _state),
)


def latest_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """The latest figure of every indicator, when it was published and how settled it is."""
    cells = quality.cells
    last = quality.figures.drop_duplicates(PAIR, keep="last")[
        [*PAIR, "month", "published", "state", "demo"]
    ]
    asked = cells.assign(asked=cells["due"] != "").groupby(PAIR, as_index=False)["asked"].any()
    table = quality.table.reset_index(drop=True)[[*PAIR, "name_vi", "name_en", "owner"]]
    rows = table.merge(asked, on=PAIR).merge(last, on=PAIR, how="left")
    if rows.empty:
        return Prose((lang.say(NO_INDICATOR),), "note")
    rows = rows.assign(year=quality.period.year, published=rows["published"].fillna(""))
    return Sheet.of("latest", "Latest figure of every indicator", LATEST_COLUMNS, rows, lang)


def owed_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """What is missing and who must supply it, by department."""
    if quality.cells.empty:
        return Prose((lang.say(NO_INDICATOR),), "note")
    if quality.owed.empty:
        nothing = lang.say("Nothing is missing: every figure that was due has been received.")
        return Prose((nothing, *_not_yet_due(quality, lang)), "note")
    columns: tuple[Column[Any], ...] = (
        name_column(quality),
        Column("owner", "Department", owner_text),
        Column("months", "Figures lacking", months_text),
        Column("due", "Due since", lambda row, lang: lang.date(row["due"])),
        Column("why", "Why", lambda row, lang: _why(row, quality, lang)),
    )
    return Sheet.of("owed", "What is missing and who must supply it", columns, quality.owed, lang)


def _not_yet_due(quality: Quality, lang: Language) -> tuple[str, ...]:
    waiting = quality.count(AWAITED)
    if not waiting:
        return ()
    return (
        lang.count(
            "{n} figure is not due yet on {day}.",
            "{n} figures are not due yet on {day}.",
            waiting,
            day=lang.date(quality.as_of),
        ),
    )


def _why(row: Any, quality: Quality, lang: Language) -> str:
    if row["rejected"]:
        return lang.say("delivered, but rejected; see the findings below")
    if row["silent"]:
        return lang.say("not received from: {names}", names=_wards(row["silent"], quality, lang))
    return lang.say("not received")
