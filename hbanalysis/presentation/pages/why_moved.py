"""Why a projection is another one than in the report before: the pieces in words and in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.yearend.news import EVENTS, METHOD, NEW_MONTHS, PLAN, REVISIONS
from hbanalysis.presentation.cells import DASH, amount_column
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import within
from hbanalysis.presentation.sentences.lead_findings import short_name
from hbanalysis.presentation.shared_columns import CODE, NAME
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records

TENTHS = 10
MOST_NAMED = 3
MOST_TOLD = 3
FALLS = N_(
    {
        REVISIONS: "revised figures of {what} take {points}",
        PLAN: "the new plan takes {points}",
        EVENTS: "declared events take {points}",
        METHOD: "the method takes {points}",
    }
)
RISES = N_(
    {
        REVISIONS: "revised figures of {what} add {points}",
        PLAN: "the new plan adds {points}",
        EVENTS: "declared events add {points}",
        METHOD: "the method adds {points}",
    }
)


def moved_between_days(rows: pd.DataFrame, lang: Language) -> list[str]:
    """One sentence for each indicator whose projection is another one on the second day."""
    told = rows[(rows["before"] > 0) & (rows["change"] != 0)]
    return [moved_sentence(row, lang, BETWEEN_DAYS) for row in records(told)]


def why_moved(rows: pd.DataFrame, lang: Language, most: int = MOST_TOLD) -> list[str]:
    """One sentence for each indicator, those whose projection moved most first."""
    told = rows[rows["before"] > 0]
    size = (told["change"] / told["before"]).abs().astype(float)
    first = told.loc[size.sort_values(ascending=False, kind="stable").index[:most]]
    return [moved_sentence(row, lang) for row in records(first)]


BETWEEN_REPORTS = N_(
    {
        "same": "{name}: projected as in the report before.",
        "but": "{name}: projected as in the report before, but {pieces}.",
        "below": "{name}: {pct} below the report before: {pieces}.",
        "above": "{name}: {pct} above the report before: {pieces}.",
    }
)
BETWEEN_DAYS = N_(
    {
        "same": "{name}: projected as on the day before.",
        "but": "{name}: projected as on the day before, but {pieces}.",
        "below": "{name}: projected {pct} lower: {pieces}.",
        "above": "{name}: projected {pct} higher: {pieces}.",
    }
)


def moved_sentence(row: Any, lang: Language, words: Mapping[str, str] = BETWEEN_REPORTS) -> str:
    """How far one projection moved since the report before, and what moved it, in percent of it."""
    pieces = _pieces(row)
    tenths = round(TENTHS * 100 * float(row["change"]) / float(row["before"]))
    shown = _rounded([100 * amount / float(row["before"]) for _, amount in pieces], tenths)
    pairs = zip(pieces, shown, strict=True)
    parts = [
        _piece(kind, points, row, lang)
        for (kind, _), points in sorted(pairs, key=lambda one: -abs(one[1]))
        if points
    ]
    way = "same" if not parts else "but" if not tenths else "below" if tenths < 0 else "above"
    return lang.say(
        words[way],
        name=short_name(row, lang),
        pieces=", ".join(parts),
        pct=lang.percent(abs(tenths) / TENTHS),
    )


def _pieces(row: Any) -> list[tuple[str | int, float]]:
    """What moved the projection, in its unit: new months by their number, the rest by its kind."""
    pieces: list[tuple[str | int, float]] = [*row["months"]]
    return pieces + [
        (kind, float(row[kind])) for kind in (REVISIONS, PLAN, EVENTS, METHOD) if row[kind]
    ]


def _rounded(shares: list[float], total: int) -> list[float]:
    """Percentages with one decimal that add up to a total (in tenths): largest remainders first."""
    exact = TENTHS * np.array(shares, dtype=float)
    whole = np.round(exact)
    left = int(total - whole.sum()) if len(exact) else 0
    order = np.argsort(-(exact - whole) * np.sign(left), kind="stable")
    for position in order[: abs(left)]:
        whole[position] += np.sign(left)
    return [float(one) / TENTHS for one in whole]


def _piece(kind: str | int, points: float, row: Any, lang: Language) -> str:
    size = lang.number(abs(points), 1)
    if isinstance(kind, int):
        template = (
            "month {month} falls short by {points}"
            if points < 0
            else ("month {month} brings {points} more")
        )
        return lang.say(template, month=kind, points=size)
    what = _revised(row, lang) if kind == REVISIONS else ""
    return lang.say((FALLS if points < 0 else RISES)[kind], points=size, what=what)


def _revised(row: Any, lang: Language) -> str:
    """The months that were revised, this year's by their number."""
    year = str(row["period"])[:4]
    mine = [int(month[5:7]) for month in row["revised"] if month.startswith(year)]
    if not mine:
        return lang.say("earlier years")
    if len(mine) > MOST_NAMED:
        return lang.say("{n} months of this year", n=len(mine))
    return lang.say("month {month}", month=", ".join(str(month) for month in mine))


def _percent(row: Any, _: Language) -> Cell:
    if is_missing(row["before"]) or row["before"] <= 0:
        return Cell(DASH)
    share = 100 * float(row["change"]) / float(row["before"])
    return Cell(number=share, decimals=1, before="+" if share >= 0.05 else "", after="%")


COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    amount_column("before", "Before"),
    amount_column("now", "Now"),
    Column("change_pct", "Change", _percent, "number"),
    amount_column(NEW_MONTHS, "New months"),
    amount_column(REVISIONS, "Revisions"),
    amount_column(PLAN, "Plan"),
    amount_column(EVENTS, "Declared events"),
    amount_column(METHOD, "Method"),
)


def why_table(rows: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """What moved every projection since the report before, in its unit; empty columns are left out.

    The pieces of a row add up to its change.
    """
    if rows.empty:
        return Prose(())
    shown = tuple(
        column
        for column in COLUMNS
        if column.id not in {PLAN, EVENTS, METHOD} or (rows[column.id] != 0).any()
    )
    return Sheet.of("news", "Why the projection moved", shown, rows, lang)


def ended_against(rows: pd.DataFrame, before: Period, lead: Sequence[str], lang: Language) -> str:
    """How a closed year ended against what the report before had projected, what leads first."""
    told = rows[rows["before"] > 0]
    first = [code for code in lead if code in told.index]
    rest = told[~told.index.isin(first)]
    size = (rest["change"] / rest["before"]).abs().astype(float)
    rest = rest.loc[size.sort_values(ascending=False, kind="stable").index]
    chosen = [*first, *rest.index][: max(len(first), 2)]
    if not chosen:
        return ""
    ends = []
    for row in records(told.loc[chosen]):
        change = 100 * float(row["change"]) / float(row["before"])
        sign = "+" if round(change, 1) > 0 else ""
        ends.append(f"{short_name(row, lang)} {sign}{lang.percent(change)}")
    return lang.say(
        "The year is over; against the projection of {when}: {told}.",
        when=within(before.label(lang.code), lang),
        told=", ".join(ends),
    )


def why_text(
    rows: pd.DataFrame, before: Period | None, day: str, lang: Language, most: int = MOST_TOLD
) -> Prose:
    """What moved the projections since the report before, or why nothing can be said.

    The largest changes have a sentence each.
    """
    if before is None:
        return Prose(
            (
                lang.say(
                    "This is the year's first report of its kind: no projection came before it."
                ),
            )
        )
    if rows.empty:
        text = lang.say(
            "No amount was projected both now and in {when}.",
            when=within(before.label(lang.code), lang),
        )
        return Prose((text,))
    known = lang.say(
        "Against the report of {when}, with what was known on {day}; in percent of what was"
        " projected then:",
        when=within(before.label(lang.code), lang),
        day=lang.date(day),
    )
    return Prose((" ".join([known, *why_moved(rows, lang, most)]),))
