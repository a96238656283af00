"""The office's standard table of plan against actual, and what its signs mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.scenario import growth_of
from hbanalysis.analysis.row import Row
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import DASH, actual_cell, amount_cell, row_percent_cell
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import GOOD, SIGNS, absent, judged, kinds_of
from hbanalysis.presentation.origins import homes
from hbanalysis.presentation.pairing import paired, rows_of
from hbanalysis.presentation.remarks import remark
from hbanalysis.presentation.shared_columns import (
    ACTUAL,
    ASSESSMENT,
    CODE,
    DONE,
    POINT,
    TARGET,
    UNIT,
    brief_name,
    by_group,
    group_text,
    is_part,
    name_text,
)
from hbanalysis.presentation.sheet import Cell, Column, RowDetails, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import ADDING, Comparator


def _same_period(row: Row, lang: Language) -> Cell:
    return amount_cell(row["same_period"], row, lang)


def _in_period(row: Row, lang: Language) -> Cell:
    return amount_cell(row["in_period"], row, lang)


def _pct_of_same_period(row: Row, lang: Language) -> Cell:
    return row_percent_cell(row["pct_of_same_period"], row, lang)


def _pct_of_scenario(row: Row, lang: Language) -> Cell:
    """The percentage of the scenario, or the growth that it asks for beside the own."""
    if not is_missing(row["pct_of_scenario"]):
        return row_percent_cell(row["pct_of_scenario"], row, lang)
    if is_missing(row["scenario_growth"]) or not row["scenario_met"]:
        return Cell(DASH)
    words = lang.say(
        "{own} against {asked}",
        own=lang.percent(growth_of(row), 2),
        asked=lang.percent(row["scenario_growth"], 2),
    )
    return Cell(words, growth_of(row))


def _pct_projected(row: Row, lang: Language) -> Cell:
    share = percent_of(row["point"], row["target"]) if row["measure"] in ADDING else None
    return row_percent_cell(share, row, lang)


def _note(row: Row, lang: Language) -> str:
    return remark(row, Period.parse(row["period"]), lang)


def _actual_now(row: Row, lang: Language) -> Cell:
    """The actual value; the level of an earlier year stands in the note below."""
    if is_missing(row["actual"]):
        return Cell(absent(row, lang))
    return actual_cell(row, lang)


def _word_alone(row: Row, lang: Language) -> Cell:
    """The judgement without the reason why there is none: that is the note below."""
    word = judged(row)
    return Cell(f"{SIGNS[word]} {lang.say(word)}", tone=word)


PLAN_COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    Column("name", "Indicator", name_text, "name", brief=brief_name),
    UNIT,
    TARGET,
    Column("same_period", "Same period last year", _same_period, "number"),
    Column("in_period", "In the period", _in_period, "number"),
    replace(ACTUAL, brief=_actual_now),
    DONE,
    Column("pct_of_same_period", "% of same period", _pct_of_same_period, "number"),
    Column("pct_of_scenario", "% of scenario", _pct_of_scenario, "number"),
    POINT,
    Column("pct_projected", "% of plan (projected)", _pct_projected, "number"),
    replace(ASSESSMENT, brief=_word_alone),
    Column("note", "Note", _note, "under"),
    Column("group", "Group", group_text, "group"),
)
"""The standard table, in the order people know."""
PROJECTED = ("point", "pct_projected")
ORIGIN_OF = {
    "target": ("target",),
    "in_period": ("actual",),
    "actual": ("actual",),
    "pct_of_plan": ("actual", "target"),
    "same_period": ("same_period",),
    "pct_of_same_period": ("same_period",),
    "point": ("point",),
    "pct_projected": ("point",),
}
"""Whose origin hovering each column tells."""


def _plan_columns(rows: pd.DataFrame, *, ahead: bool) -> tuple[Column[Any], ...]:
    """The columns that have something to say of these rows at this point of the year."""
    periods = [Period.parse(text) for text in rows["period"].unique()]
    idle = set() if ahead else set(PROJECTED)
    if any(period.starts_in_january for period in periods):
        idle.add("in_period")
    if not (rows["scenario_met"] != "").any():
        idle.add("pct_of_scenario")
    if not rows["group"].astype(bool).any():
        idle.add("group")
    columns = tuple(column for column in PLAN_COLUMNS if column.id not in idle)
    if not any(period.last == 1 for period in periods):
        return columns
    return tuple(
        replace(column, heading=N_("In the period")) if column.id == "actual" else column
        for column in columns
    )


def plan_table(
    table: pd.DataFrame, lang: Language, projected: pd.DataFrame | None = None
) -> Sheet[Any]:
    """The office's standard table, in the order people know.

    January has no separate year-to-date; a period that starts in January has no separate in-period
    column; the projection columns appear when ``projected`` (same period, paired by territory and
    indicator) is given and the year is open. Hovering a number, or opening the fold of its row,
    tells where it comes from.
    """
    rows = rows_of(table)
    ahead = projected is not None and not bool(rows["closed"].any())
    if ahead and projected is not None:
        rows = paired(rows, projected)
    return Sheet.of(
        "plan",
        "Plan against actual",
        _plan_columns(rows, ahead=ahead),
        rows.iloc[by_group(rows)],
        lang,
        details=_plan_details if not ahead else _plan_details_ahead,
        part=is_part,
        kinds=kinds_of,
        nothing=N_("There is nothing to assess: no target and no figure."),
    )


def _plan_details(row: Row, lang: Language, *, ahead: bool = False) -> RowDetails:
    """The note of a row of the plan table, and where its numbers come from."""
    origins = homes(row, lang, ahead=ahead)
    hover = {
        column: "\n".join(origins[fact].text for fact in facts if fact in origins)
        for column, facts in ORIGIN_OF.items()
    }
    facts = [(origin.label, origin.text) for origin in origins.values()]
    if brief_name(row, lang) != name_text(row, lang):
        facts.insert(0, (lang.say("Indicator"), name_text(row, lang)))
    note = remark(row, Period.parse(row["period"]), lang, briefly=True)
    facts.insert(0, (lang.say("Note"), _note(row, lang)))
    if judged(row) in GOOD and note.lower() == sentences.because(row, lang, briefly=True).lower():
        # What goes as it should needs no line of its own: its reason lies behind the fold.
        note = ""
    return RowDetails(note, hover, facts, lang.say("Sources"))


def _plan_details_ahead(row: Row, lang: Language) -> RowDetails:
    return _plan_details(row, lang, ahead=True)


def legend(table: pd.DataFrame, rule: Mapping[str, Any], lang: Language) -> Prose:
    """What the signs of the plan table mean; ``rule`` is the outlook rule in force."""
    lines = [
        lang.say(
            "{dash}: has no meaning for this kind of target. *: estimate or preliminary figure.",
            dash=DASH,
        )
    ]
    if bool(
        table["comparator_stated"].eq("").mul(table["comparator"].eq(Comparator.AT_LEAST)).any()
    ):
        lines.append(
            lang.say(
                "Targets printed without a comparing word are judged as floors (at least), the"
                " office's stated assumption."
            )
        )
    if not bool(table["closed"].any()):
        lines.append(
            lang.say(
                "On track: at least {good}% of the amount past years ask for by this month; at"
                " risk: at least {fair}% (with even months {even} and {low}%); levels short of"
                " their target by at most {near}%: at risk. The chance of meeting the plan is a"
                " separate estimate.",
                near=lang.number(rule["level_at_risk_within"]),
                good=lang.number(rule["profile_on_track_from"]),
                fair=lang.number(rule["profile_at_risk_from"]),
                even=lang.number(rule["on_track_from"]),
                low=lang.number(rule["at_risk_from"]),
            )
        )
    return Prose(tuple(lines), "note")
