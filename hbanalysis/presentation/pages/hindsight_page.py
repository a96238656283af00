"""How a closed year's own projections came out: replayed by month, and as they were published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from hbanalysis.intake.store.said import DAMAGE
from hbanalysis.presentation.cells import (
    DASH,
    amount_column,
    chance_cell,
    percent_column,
    range_cell,
)
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import SIGNS
from hbanalysis.presentation.shared_columns import CODE, NAME
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period


def _outlook(row: Any, lang: Language) -> Cell:
    word = str(row["outlook"])
    return Cell(f"{SIGNS[word]} {lang.say(word)}" if word else DASH, tone=word)


def _verdict(row: Any, lang: Language) -> Cell:
    word = str(row["verdict"])
    return Cell(f"{SIGNS[word]} {lang.say(word)}" if word else DASH, tone=word)


def _inside(row: Any, lang: Language) -> str:
    return lang.say("inside") if row["inside80"] else lang.say("outside")


SAID_AND_CAME: tuple[Column[Any], ...] = (
    Column("outlook", "Said then", _outlook),
    Column("chance", "Chance", chance_cell, "number"),
    amount_column("point", "Projected"),
    Column(
        "range80",
        "80% interval",
        lambda row, lang: range_cell(row["lo80"], row["hi80"], row, lang),
        "number",
    ),
    amount_column("total", "Year-end value"),
)
COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    Column("month", "Months seen", lambda row, _: Cell(number=float(row["month"])), "number"),
    *SAID_AND_CAME,
    Column("inside80", "In the interval", _inside),
    Column("verdict", "Judged", _verdict),
)


PUBLISHED: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    Column("report", "Report", lambda row, lang: Period.parse(row["report"]).label(lang.code)),
    Column("made", "Made on", lambda row, lang: lang.date(row["made"])),
    *SAID_AND_CAME,
    percent_column("miss_pct", "Miss, % of the year-end"),
    Column("inside80", "In the interval", _inside),
)


def published_table(rows: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """What published reports said, beside how their years ended; nothing without any."""
    if rows.empty:
        return Prose(())
    return Sheet.of("published", "What published reports said", PUBLISHED, rows, lang)


def published_answer(rows: pd.DataFrame, lang: Language) -> Prose:
    """How the projections that were published came out: misses, bands and chances as given then."""
    if rows.empty:
        return Prose(
            (lang.say("No published report has said anything yet of a year that is over."),)
        )
    timely = rows[rows["in_time"]]
    lines = []
    if len(timely):
        lines.append(
            lang.count(
                "As published: of {n} projection {inside80} held the year's end in its 80% interval"
                " and {inside95} in its 95% interval; it was off by {miss} on average.",
                "As published: of {n} projections {inside80} held the year's end in their 80%"
                " interval and {inside95} in their 95% interval; they were off by {miss} on"
                " average.",
                len(timely),
                inside80=int(timely["inside80"].sum()),
                inside95=int(timely["inside95"].sum()),
                miss=lang.percent(timely["miss_pct"].abs().mean()),
            )
        )
        lines += _chances(timely[timely["met"].notna() & timely["chance"].notna()], lang)
    if len(timely) < len(rows):
        lines.append(
            lang.count(
                "{n} projection was published after its year had ended: it is no test.",
                "{n} projections were published after their year had ended: they are no test.",
                len(rows) - len(timely),
            )
        )
    return Prose(tuple(lines), "answer")


def _chances(rows: pd.DataFrame, lang: Language) -> list[str]:
    """The chances that were given beside how many plans were met."""
    if rows.empty:
        return []
    return [
        lang.say(
            "The chances given said that {expected} of {n} plans would be met; {met} were.",
            expected=lang.number(rows["chance"].sum(), 1),
            n=len(rows),
            met=int(rows["met"].sum()),
        )
    ]


def record_problems(problems: Iterable[tuple[str, Mapping[str, Any]]], lang: Language) -> Prose:
    """What is wrong with the record of published projections, one sentence each."""
    return Prose(tuple(lang.say(DAMAGE[kind], **facts) for kind, facts in problems))


def hindsight_table(rows: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """The projections of the year beside its end; a sentence where there is none."""
    if rows.empty:
        return Prose((lang.say("The year is not over, or none of its amounts was projected."),))
    return Sheet.of("hindsight", "How this year's own projections came out", COLUMNS, rows, lang)


def hindsight_answer(rows: pd.DataFrame, lang: Language) -> Prose:
    """How many of the year's own projections held its end."""
    if rows.empty:
        return Prose(())
    text = lang.count(
        "Of {n} projection made within this year {inside} held its end in the 80% interval.",
        "Of {n} projections made within this year {inside} held its end in the 80% interval.",
        len(rows),
        inside=int(rows["inside80"].sum()),
    )
    return Prose((text,), "answer")
