"""Tables as the office prints them.

The standard plan table, the scoreboard, projections, sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.scenario import growth_of
from hbanalysis.analysis.row import Row
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import (
    DASH,
    actual_cell,
    amount_cell,
    chance_cell,
    done_cell,
    range_cell,
    row_percent_cell,
    share_cell,
    status_cell,
    target_cell,
)
from hbanalysis.presentation.display import Prose, Stack, Strip
from hbanalysis.presentation.judgement_style import (
    GOOD,
    OUTLOOKS,
    SIGNS,
    VERDICTS,
    absent,
    judged,
    kinds_of,
    unit_text,
)
from hbanalysis.presentation.origins import files_table, homes, origin, projection_home, sources
from hbanalysis.presentation.pairing import paired, rows_of
from hbanalysis.presentation.remarks import remark
from hbanalysis.presentation.sentences.lead_findings import short_name
from hbanalysis.presentation.sentences.year_end import own_record
from hbanalysis.presentation.sheet import Cell, Column, RowDetails, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import ADDING, OF_TERM, Comparator

__all__ = [
    "files_table",
    "legend",
    "not_projected",
    "origin",
    "plan_table",
    "projection_table",
    "scoreboard",
    "sources",
]

GROUPS = N_(
    {
        "economy": "Economy, society, defence and security",
        "government": "Government and digital transformation",
        "party": "Party building and mass mobilisation",
        "statistics": "Figures of the statistics office",
    }
)


def is_part(row: Row) -> bool:
    """Whether a row is a part of a whole; the parent of a term's target is what measures it."""
    return bool(row["parent"]) and row["measure"] not in OF_TERM


def name_text(row: Row, lang: Language) -> str:
    """The indicator's name; parts are marked as such."""
    return _as_part(lang.pick(row, "name"), row, lang)


def brief_name(row: Row, lang: Language) -> str:
    """What people call the indicator: room for one line."""
    return _as_part(short_name(row, lang), row, lang)


def _as_part(name: str, row: Row, lang: Language) -> str:
    """The name, said to be a part's where it does not say so itself."""
    mark = lang.say("of which: {name}", name="").strip()
    if not is_part(row) or name.lower().startswith(mark.lower()):
        return name
    return lang.say("of which: {name}", name=name)


def group_text(row: Row, lang: Language) -> str:
    """The heading under which the standard table has a row."""
    group = str(row["group"])
    return lang.say(GROUPS.get(group, group)) or lang.say("Other indicators")


def by_group(table: pd.DataFrame) -> list[int]:
    """The positions of the rows in the order of the standard table.

    Groups together, each where its first row stands.
    """
    order = table["group"].map({name: n for n, name in enumerate(table["group"].unique())})
    return list(order.reset_index(drop=True).sort_values(kind="stable").index)


CODE: Column[Any] = Column("indicator", "No.", lambda row, _: str(row["indicator"]), "code")
NAME: Column[Any] = Column(
    "name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name", brief=short_name
)
UNIT: Column[Any] = Column("unit", "Unit", unit_text)
TARGET: Column[Any] = Column("target", "Annual plan", target_cell, "number")
ACTUAL: Column[Any] = Column("actual", "Year to date", actual_cell, "number")
DONE: Column[Any] = Column("pct_of_plan", "% of plan", done_cell, "number")
ASSESSMENT: Column[Any] = Column("judgement", "Assessment", status_cell, "judgement")


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


def _point(row: Row, lang: Language) -> Cell:
    return amount_cell(row["point"], row, lang)


POINT: Column[Any] = Column("point", "Year-end projection", _point, "number")
RANGE80: Column[Any] = Column(
    "range80",
    "4 cases of 5",
    lambda row, lang: range_cell(row["lo80"], row["hi80"], row, lang),
    "number",
)
CHANCE: Column[Any] = Column("chance", "Chance", chance_cell, "number")


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
    ASSESSMENT,
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


@dataclass(frozen=True)
class Standing:
    """How many targets have one judgement, and which; the total has no word."""

    word: str
    count: int
    which: str = ""


def _word_cell(line: Standing, lang: Language) -> Cell:
    if not line.word:
        return Cell(lang.say("Total"))
    return Cell(f"{SIGNS[line.word]} {lang.say(line.word)}", tone=line.word)


SCOREBOARD_COLUMNS: tuple[Column[Standing], ...] = (
    Column("judgement", "Assessment", _word_cell, "judgement"),
    Column("count", "Targets", lambda row, _: Cell(number=float(row.count)), "number"),
    Column("which", "Which", lambda row, _: row.which),
)


def scoreboard_sheet(table: pd.DataFrame, lang: Language) -> Sheet[Standing]:
    """How many targets stand where; the counts add up to the total in its last row."""
    rows = sentences.counted(rows_of(table))
    judgements = rows.apply(judged, axis=1) if len(rows) else pd.Series(dtype=str)
    kinds = VERDICTS if len(rows) and bool(rows["closed"].iloc[0]) else OUTLOOKS
    counts = [
        Standing(
            str(word),
            int((judgements == word).sum()),
            _which(rows[judgements == word], lang),
        )
        for word in kinds
    ]
    lines = [line for line in counts if line.count]
    lines.append(Standing("", sum(line.count for line in lines)))
    keys = tuple(line.word or "total" for line in lines)
    return Sheet(
        "scoreboard", "Scoreboard", SCOREBOARD_COLUMNS, tuple(lines), keys, lang, key="judgement"
    )


def scoreboard(table: pd.DataFrame, lang: Language) -> Stack:
    """The scoreboard with its counts as one bar for the eye above it."""
    sheet = scoreboard_sheet(table, lang)
    return Stack((Strip(tuple((line.word, line.count) for line in sheet.rows[:-1])), sheet))


def _which(rows: pd.DataFrame, lang: Language) -> str:
    """The indicators by code and name: nobody knows a plan's codes by heart."""
    return "; ".join(f"{row['indicator']} {short_name(row, lang)}" for row in records(rows))


PROJECTION_COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    UNIT,
    TARGET,
    POINT,
    RANGE80,
    Column(
        "range95",
        "19 cases of 20",
        lambda row, lang: range_cell(row["lo95"], row["hi95"], row, lang),
        "number",
    ),
    CHANCE,
    Column(
        "required_per_month",
        "Needed per month",
        lambda row, lang: amount_cell(row["required_per_month"], row, lang, lang.say("none")),
        "number",
    ),
    Column(
        "best_month",
        "Best month so far",
        lambda row, lang: amount_cell(row["best_month"], row, lang, lang.say("none")),
        "number",
    ),
    Column("basis", "Basis", projection_home, "under"),
)
WHAT_IF_COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "what_if_point",
        "Year-end as assumed",
        lambda row, lang: amount_cell(row["what_if_point"], row, lang, DASH),
        "number",
    ),
    Column(
        "what_if_chance",
        "Chance as assumed",
        lambda row, lang: (
            Cell(DASH)
            if is_missing(row["what_if_chance"])
            else share_cell(row["what_if_chance"], lang)
        ),
        "number",
    ),
)


def projection_table(table: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """The projected indicators with interval and chance.

    Under each, how far the method was off before.
    """
    rows = sentences.projected_rows(rows_of(table))
    if rows.empty:
        over = bool(table["closed"].any()) or bool(
            (table["projection_reason"] == "year complete").any()
        )
        return Prose((lang.say("The year is over.") if over else lang.say("None at this date."),))
    after = PROJECTION_COLUMNS.index(CHANCE) + 1
    assumed = WHAT_IF_COLUMNS if rows["what_if_point"].notna().any() else ()
    columns = (*PROJECTION_COLUMNS[:after], *assumed, *PROJECTION_COLUMNS[after:])
    return Sheet.of(
        "projection",
        "year-end projection",
        columns,
        rows,
        lang,
        kinds=kinds_of,
        details=_projection_details,
    )


def _projection_details(row: Row, lang: Language) -> RowDetails:
    """How far the method was off here; what else the projection stands on lies behind the row."""
    told = own_record(row, lang)
    basis = [(lang.say("Basis"), projection_home(row, lang) + ".")]
    besides = (*sentences.last_figure(row, lang), *sentences.informed(row, lang))
    note = " ".join([told[:1].upper() + told[1:] + ".", *besides])
    return RowDetails(note, {}, basis, lang.say("Basis"))


def not_projected(table: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """The indicators without a projection and why."""
    rows = rows_of(table)[rows_of(table)["projection_reason"] != ""]
    if rows.empty:
        return Prose((lang.say("None: every indicator is projected."),))
    why: Column[Any] = Column("projection_reason", "Why not", sentences.why_not_projected)
    return Sheet.of("not-projected", "Not projected", (CODE, NAME, why), rows, lang)
