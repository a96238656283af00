"""Questions to departments in words, and the table of questions with their answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.questions import (
    ANSWERED,
    AWAITED,
    MISSING,
    OVERDUE,
    questions,
    to_ask,
)
from hbanalysis.analysis.row import Row
from hbanalysis.analysis.year import Year
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import DASH
from hbanalysis.presentation.judgement_style import amount_with_unit, judged, target_with_unit
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records

STATES = N_({ANSWERED: "answered", AWAITED: "answer awaited", OVERDUE: "answer overdue"})


def asked_of(year: Year, asked: str, due: str) -> list[dict[str, str]]:
    """The questions of a year as rows of ``requests.csv``, with ``place`` and ``name`` to show."""
    table = year.plan.reset_index(drop=True)
    return [
        {
            "request": row.request,
            "territory": row.territory,
            "indicator": row.indicator,
            "period": str(year.period),
            "kind": row.kind,
            "owner": row.owner,
            "question": _question(row, year.lang),
            "asked": asked,
            "due": due,
            "place": year.territory_name,
            "name": year.lang.pick(row, "name"),
        }
        for row in records(to_ask(table, year.period))
    ]


def _question(row: Row, lang: Language) -> str:
    if row["kind"] == MISSING:
        months = ", ".join(Period.parse(month).label(lang.code) for month in row.missing)
        return lang.say(
            "No figure has come for {months}. Please send it, or say by which day it will come.",
            months=months,
        )
    reached = "" if is_missing(row.actual) else amount_with_unit(row.actual, row, lang)
    facts = {
        "actual": reached or lang.say("no figure yet"),
        "target": target_with_unit(row, lang),
        "word": lang.say(judged(row)),
        "why": sentences.because(row, lang),
    }
    return lang.say(
        "{actual} against a target of {target}: {word}. {why} What is the reason, what will be"
        " done, and by which day?",
        **facts,
    )


def _answer(row: Any, lang: Language) -> str:
    parts = [row.text, lang.say("measure: {text}", text=row.measure) if row.measure else ""]
    return "; ".join(part for part in parts if part) or DASH


def _day(field: str, heading: str) -> Column[Any]:
    return Column(field, heading, lambda row, lang: lang.date(row[field]) if row[field] else DASH)


COLUMNS: tuple[Column[Any], ...] = (
    Column("indicator", "No.", lambda row, _: str(row.indicator), "code"),
    Column("name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name"),
    Column("owner", "Who is asked", lambda row, _: row.owner or DASH),
    Column("question", "Question", lambda row, _: row.question),
    _day("due", "Answer due"),
    Column("text", "Answer", _answer),
    _day("expected", "Expected by"),
    Column("state", "State", lambda row, lang: lang.say(STATES[row.state])),
)


def questions_table(year: Year) -> Sheet[Any] | None:
    """The questions of the year with their answers, overdue ones first; None without any."""
    rows = questions(year.office, year.territory, year.period)
    if rows.empty:
        return None
    listed = year.office.indicators.drop_duplicates("indicator").set_index("indicator")
    names = listed[["name_vi", "name_en"]].reindex(rows["indicator"])
    rows = rows.assign(name_vi=names["name_vi"].to_numpy(), name_en=names["name_en"].to_numpy())
    return Sheet.of("questions", "Questions and answers", COLUMNS, rows, year.lang, key="request")


def overdue_line(rows: pd.DataFrame, lang: Language) -> str:
    """Who owes how many answers, in one sentence; empty where nobody does."""
    late = rows[rows["state"] == OVERDUE]
    if late.empty:
        return ""
    counts = late["owner"].replace("", DASH).value_counts(sort=False)
    told = "; ".join(f"{owner} ({n})" for owner, n in counts.items())
    return lang.say("Answers overdue: {owners}.", owners=told)


def question_parts(year: Year) -> dict[str, str]:
    """What an index shows of questions and answers: ``questions`` (HTML) and their heading."""
    sheet = questions_table(year)
    if sheet is None:
        return {"questions": "", "questions_label": ""}
    late = overdue_line(questions(year.office, year.territory, year.period), year.lang)
    head = "".join(f'<p class="hba-lead-line">{text}</p>' for text in _escaped(late))
    label = year.lang.say("Questions to departments and their answers")
    return {"questions": head + sheet.html(), "questions_label": label}


def _escaped(text: str) -> Iterator[str]:
    from html import escape

    if text:
        yield escape(text)
