"""The old territories' figures read in a new one: exact sums, intervals, and what is refused."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from hbanalysis.analysis.territories import bridge_report as report
from hbanalysis.intake.load import Workspace
from hbanalysis.presentation.cells import DASH
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import amount, unit_text
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing

REFUSED = N_(
    {
        report.NO_KIND: "Ranks, events and rules for every ward cannot be carried over.",
        report.NO_COUNTS: "A ratio needs its numerator and denominator; they are not reported.",
        report.SILENT: "The whole is not known: no figure from {places}.",
        report.NOTHING: "None of the old territories has reported it.",
        report.OTHER_MONTHS: "The old territories have reported up to different months.",
        report.ANY_QUOTIENT: "A ratio of a divided territory can be anything; no reading.",
    }
)


def bridge_table(table: pd.DataFrame, office: Workspace, lang: Language) -> Sheet[Any] | Prose:
    """One row for each indicator; a sentence where no bridge concerns the territory."""
    if table.empty:
        text = lang.say("No boundary change is declared for this territory in these years.")
        return Prose((text,), "note")
    columns: tuple[Column[Any], ...] = (
        Column("indicator", "No.", lambda row, _: str(row["indicator"]), "code"),
        Column("name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name"),
        Column("unit", "Unit", unit_text),
        Column("bridged", "Old territories together", _bridged, "number"),
        Column("actual", "Reported by the new one", partial(_value, "actual"), "number"),
        Column("revision", "Difference", _revision, "number"),
        Column("places", "From", lambda row, lang: _places(row["known"], office, lang)),
        Column("note", "Note", lambda row, lang: _note(row, office, lang)),
    )
    return Sheet.of("bridges", "Over the boundary change", columns, table, lang)


def _bridged(row: Any, lang: Language) -> Cell:
    low, high = row["low"], row["high"]
    if is_missing(low):
        return Cell(lang.say("not carried over"))
    if low == high:
        return Cell(number=float(low), decimals=int(row["decimals"]))
    ends = {"low": amount(low, row, lang), "high": amount(high, row, lang)}
    return Cell(lang.say("{low} to {high}", **ends))


def _value(name: str, row: Any, _: Language) -> Cell:
    if is_missing(row[name]):
        return Cell(DASH)
    return Cell(number=float(row[name]), decimals=int(row["decimals"]))


def _revision(row: Any, _: Language) -> Cell:
    if is_missing(row["revision"]):
        return Cell(DASH)
    sign = "+" if row["revision"] > 0 else ""
    return Cell(number=float(row["revision"]), decimals=int(row["decimals"]), before=sign)


def _places(codes: tuple[str, ...], office: Workspace, lang: Language) -> str:
    return "; ".join(office.place(code, lang.code) for code in codes) or DASH


def _note(row: Any, office: Workspace, lang: Language) -> str:
    parts = []
    if row["refused"]:
        places = _places(row["silent"], office, lang)
        parts.append(lang.say(REFUSED[row["refused"]], places=places))
    if not is_missing(row["low"]) and row["low"] != row["high"]:
        parts.append(lang.say("Divided: its share is not published, so only the limits are known."))
    if row["broken"]:
        places = _places(row["broken"], office, lang)
        parts.append(lang.say("A boundary change of {places} lies between.", places=places))
    if not is_missing(row["revision"]) and row["revision"]:
        parts.append(lang.say("Reported later than its parts: the difference is a revision."))
    if row["demo"]:
        parts.append(lang.say("illustrative figures"))
    return " ".join(parts)
