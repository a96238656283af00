"""Revisions and the audit of the source as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from hbanalysis.presentation.terminal.judgement_rows import aligned
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO

SHOWN = 12
REVISION_HEAD = ("Territory", "Period", "First", "Known before", "Known now", "Change", "Published")
PERCENT_HEAD = ("Indicator", "Year", "Result", "Plan", "Printed", "Recomputed", "Answer")
IMPLIED_HEAD = ("Indicator", "Year", "Result", "Printed", "Plan if rounded half up", "Plan if cut")
KINDS = {"month": "In the month", "ytd": "Year to date"}
Names = Mapping[str, str]


def signed(value: Any, lang: Language) -> str:
    """A change in percent with its sign: "+72,3%"."""
    text = lang.percent(value)
    return text if is_missing(value) or text.startswith("−") else f"+{text}"


def revision_lines(
    summary: pd.DataFrame, revised: pd.DataFrame, things: Names, places: Names, lang: Language
) -> str:
    """For each indicator how far first figures were from later ones.

    Then the largest changes since the day.
    """
    if summary.empty:
        return lang.say("Nothing that was known has been published again since then.")
    out = []
    for row in records(summary):
        group = revised[
            (revised["indicator"] == row["indicator"])
            & (revised["accumulation"] == row["accumulation"])
        ]
        head = (
            f"{row['indicator']} {things.get(row['indicator'], '')} –"
            f" {lang.say(KINDS[row['accumulation']])}"
        )
        if (group["source"] == DEMO).any():
            head += f" [{lang.say('illustrative data')}]"
        told = lang.say(
            "{cells} figures published again, {changed} of them changed; from the first estimate:"
            " median {median}, one in ten more than {p90}, largest {largest} ({place}, {period}).",
            cells=int(row["cells"]),
            changed=int(row["changed"]),
            median=lang.percent(row["median_pct"]),
            p90=lang.percent(row["p90_pct"]),
            largest=signed(row["largest_pct"], lang),
            place=places.get(row["largest_territory"], "—"),
            period=row["largest_period"],
        )
        out.append("\n".join([head, told, _changes(group, places, lang)]).rstrip())
    return "\n\n".join(out)


def _changes(group: pd.DataFrame, places: Names, lang: Language) -> str:
    """The cells that changed since the day, the largest change first."""
    changed = group[group["change"] != 0]
    order = changed["change_pct"].abs().sort_values(ascending=False, kind="stable").index
    rows = [
        [
            places.get(row["territory"], row["territory"]),
            row["period"],
            lang.fact(row["first"]),
            lang.fact(row["before"]),
            lang.fact(row["value"]),
            signed(row["change_pct"], lang),
            lang.date(row["published"]),
        ]
        for row in records(changed.loc[order[:SHOWN]])
    ]
    if not rows:
        return ""
    head = [lang.say(name) for name in REVISION_HEAD]
    more = len(changed) - len(rows)
    tail = [lang.say("… and {n} more; --format json lists all.", n=more)] if more else []
    return "\n".join([aligned([head, *rows]), *tail])


def reconciliation_lines(table: pd.DataFrame, places: Names, lang: Language) -> str:
    """How many printed years-to-date are not the sum of their months.

    The widest gap of each indicator.
    """
    out = []
    for indicator, group in table[table["gap"].notna()].groupby(
        "indicator", sort=True, observed=True
    ):
        apart = group[~group["reconciled"]]
        if apart.empty:
            continue
        widest = apart.iloc[int(apart["gap_pct"].abs().fillna(-1).argmax())]
        out.append(
            lang.say(
                "{indicator}: {n} of {all} printed years-to-date are not the sum of their months;"
                " the widest gap is {place}, {period}: months {sum}, printed {ytd} ({pct}). Both"
                " are kept.",
                indicator=indicator,
                n=len(apart),
                all=len(group),
                place=places.get(widest["territory"], ""),
                period=widest["period"],
                sum=lang.fact(widest["sum_of_months"]),
                ytd=lang.fact(widest["ytd"]),
                pct=signed(widest["gap_pct"], lang),
            )
        )
    return "\n".join(out)


def audit_lines(found: Any, things: Names, units: Names, lang: Language) -> str:
    """The audit as a few small tables: recomputed percentages, implied plans, counts."""
    out = []
    if found.percentages:
        head = [lang.say(name) for name in PERCENT_HEAD]
        rows = [
            [
                _thing(row, things),
                str(row["year"]),
                lang.fact(row["value"]),
                lang.fact(row["plan"]),
                lang.fact(row["printed"]) + "%",
                lang.fact(row["recomputed"]) + "%",
                audit_answer(row, lang),
            ]
            for row in found.percentages
        ]
        out.append("\n".join([lang.say("Printed percentages, recomputed"), aligned([head, *rows])]))
    if found.implied:
        head = [lang.say(name) for name in IMPLIED_HEAD]
        rows = [
            [
                _thing(row, things),
                str(row["year"]),
                lang.fact(row["value"]),
                lang.fact(row["printed"]) + "%",
                (
                    f"{lang.fact(row['plan_from'])} – {lang.fact(row['plan_to'])}"
                    f" {units.get(row['indicator'], '')}"
                ),
                f"{lang.fact(row['plan_if_cut_from'])} – {lang.fact(row['plan_if_cut_to'])}",
            ]
            for row in found.implied
        ]
        out.append(
            "\n".join(
                [lang.say("Plans that are not printed, only implied"), aligned([head, *rows])]
            )
        )
    out += [count_line(row, lang) for row in found.counts]
    if not out:
        return lang.say("There is nothing to audit: no stated results.")
    count = found.contradictions
    out.append(
        lang.count("{n} contradiction.", "{n} contradictions.", count)
        if count
        else lang.say("No contradiction.")
    )
    return "\n\n".join(out)


def count_line(row: Mapping[str, Any], lang: Language) -> str:
    """Whether the counts of a printed scoreboard add up."""
    total = ", ".join(lang.fact(total) for total in row["totals"]) or "—"
    told = " + ".join(lang.fact(count) for count in row["counts"])
    template = (
        "{told} = {sum}: adds up ({year})."
        if row["adds_up"]
        else "{told} = {sum}, printed total {total}: does not add up ({year})."
    )
    return lang.say(template, told=told, sum=lang.fact(row["sum"]), total=total, year=row["year"])


def _thing(row: Mapping[str, Any], things: Names) -> str:
    return f"{row['indicator']} {things.get(row['indicator'], '')[:44]}"


def audit_answer(row: Mapping[str, Any], lang: Language) -> str:
    """What recomputing a printed percentage showed, with the plans that would explain it."""
    text = lang.say(row["answer"])
    if row["denominator_from"] is None:
        return text
    ends = [lang.fact(row["denominator_from"]), lang.fact(row["denominator_to"])]
    return f"{text} ({ends[0] if ends[0] == ends[1] else ' – '.join(ends)})"
