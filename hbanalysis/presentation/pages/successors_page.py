"""An old territory's year in its successors: what can be read, as limits, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hbanalysis.analysis.territories.successors import Successors
from hbanalysis.presentation.judgement_style import amount, unit_text
from hbanalysis.presentation.pages.bridge_table import REFUSED
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

NONE = "—"
WHOLES, PARTS = N_("whole: {names}"), N_("a part of: {names}")


def headline(found: Successors, lang: Language) -> str:
    """How many of the old territory's indicators its successors may show, and how."""
    read = found.readable["indicator"].nunique()
    facts = {
        "read": lang.number(read),
        "all": lang.number(found.readings["indicator"].nunique()),
        "place": found.office.place(found.old, lang.code),
        "period": found.period.label(lang.code),
        "units": lang.number(len(found.territories)),
    }
    if found.divided:
        return lang.say(
            "{read} of {all} indicators of {place} for {period} can be read in the {units}"
            " territories that took it over, each only between two limits.",
            **facts,
        )
    return lang.say(
        "{read} of {all} indicators of {place} for {period} can be read in the {units}"
        " territories that took it over.",
        **facts,
    )


def answers(found: Successors, lang: Language) -> list[str]:
    """What follows for somebody who wants to quote a number of the old territory."""
    alone = lang.say(
        "Other old territories went into the same successors and have no figures here (below):"
        " what stands here is the part that came from {place}.",
        place=found.office.place(found.old, lang.code),
    )
    others = [alone] if any(found.silent.values()) else []
    for event in records(found.breaks):
        told = lang.say(
            "The boundaries of {place} changed after this period: {what} ({day}). What was divided"
            " later holds units that these figures do not; a successor that took only those has"
            " nothing of them.",
            place=found.office.place(found.old, lang.code),
            what=lang.pick(event, "label"),
            day=lang.date(event.date),
        )
        others = [told, *others]
    if found.divided and found.undeclared:
        bare = lang.say(
            "No share is declared yet, so every pair of limits runs from nothing to all that"
            " {place} had; they say what cannot be ruled out, not what is likely.",
            place=found.office.place(found.old, lang.code),
        )
        others = [bare, *others]
    if not found.divided:
        return [lang.say("Every successor took whole territories: the amounts are exact."), *others]
    return [
        lang.say(
            "{place} was divided and nobody has published what went where: a successor had at least"
            " the lower and at most the upper limit, all of them together what {place} had.",
            place=found.office.place(found.old, lang.code),
        ),
        lang.say(
            "No percentage of a plan, no growth and no projection is computed from limits. A"
            " narrower share in crosswalk.csv (area, population, households, amount) makes them"
            " narrower."
        ),
        *others,
    ]


def readings(found: Successors, lang: Language) -> Sheet[Any]:
    """One row for each readable indicator: what the old one had, and the limits of each."""
    ends = {(row.territory, row.indicator): (row.low, row.high) for row in records(found.readable)}
    shown = found.own[found.own["indicator"].isin(found.readable["indicator"])]
    columns: list[Column[Any]] = [
        Column("indicator", "No.", lambda row, _: str(row["indicator"]), "code"),
        Column("name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name"),
        Column("unit", "Unit", unit_text),
        Column("old", found.office.place(found.old, lang.code), _whole, "number"),
    ]
    columns += [
        Column(to, found.office.place(to, lang.code), _limits(to, ends), "number")
        for to in found.territories
    ]
    return Sheet.of("readings", N_("Read in the successors"), tuple(columns), shown, lang)


def _whole(row: Any, _: Language) -> Cell:
    if is_missing(row["actual"]):
        return Cell(NONE)
    return Cell(number=float(row["actual"]), decimals=int(row["decimals"]))


def _limits(
    to: str, ends: dict[tuple[str, str], tuple[float, float]]
) -> Callable[[Any, Language], Cell]:
    def cell(row: Any, lang: Language) -> Cell:
        low, high = ends.get((to, row["indicator"]), (None, None))
        if low is None or high is None:
            return Cell(NONE)
        if low == high:
            return Cell(number=low, decimals=int(row["decimals"]))
        facts = {"low": amount(low, row, lang), "high": amount(high, row, lang)}
        return Cell(lang.say("{low} to {high}", **facts))

    return cell


def refusals(found: Successors, lang: Language) -> Sheet[Any]:
    """Why an indicator cannot be read in any successor, and which ones those are."""
    names = {
        row.indicator: lang.pick(row, "name")
        for row in records(found.readings.drop_duplicates("indicator"))
    }

    def listed(row: Any, _: Language) -> str:
        return "; ".join(f"{code}. {names[code]}" for code in row["indicators"])

    columns: tuple[Column[Any], ...] = (
        Column("why", "Why not", lambda row, lang: lang.say(REFUSED[row["refused"]], places="")),
        Column("indicators", "Indicators", listed, "name"),
    )
    title = N_("What cannot be read")
    return Sheet.of("refusals", title, columns, found.refused, lang, key="refused")


def shares(found: Successors, lang: Language) -> Sheet[Any]:
    """What of the old territory went where, and whose figures are missing beside it."""
    place = found.office.place

    def share(row: Any, lang: Language) -> Cell:
        low, high = row["share_low"], row["share_high"]
        if low == high:
            return Cell(number=float(low), share=True)
        facts = {"low": lang.number(100 * low), "high": lang.number(100 * high)}
        return Cell(lang.say("between {low} % and {high} %", **facts))

    def silent(row: Any, lang: Language) -> str:
        return "; ".join(place(code, lang.code) for code in found.silent[row["to"]]) or NONE

    def short(code: str, lang: Language) -> str:
        return place(code, lang.code).partition(" (")[0]

    def units(row: Any, lang: Language) -> str:
        told = []
        for words, codes in zip((WHOLES, PARTS), found.units[row["to"]], strict=True):
            if codes:
                names = ", ".join(short(code, lang) for code in codes)
                told.append(lang.say(words, names=names))
        return "; ".join(told) or NONE

    columns: tuple[Column[Any], ...] = (
        Column("to", "Territory", lambda row, lang: place(row["to"], lang.code), "name"),
        Column("units", "Of the old one's units", units),
        Column("share", "Its share of the old one", share, "number"),
        Column("date", "Day of the change", lambda row, lang: lang.date(row["date"])),
        Column("silent", "Took in besides, without figures here", silent),
        Column("source", "Source", lambda row, _: str(row["source"])),
    )
    return Sheet.of("shares", N_("What went where"), columns, found.links, lang, key="to")
