"""Revisions and the audit of the source as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hbanalysis.intake.audit import CONTRADICTIONS, Answer
from hbanalysis.presentation.cells import fact_column
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.sheet_text import sheet_text
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, Outlook

SHOWN = 12
KINDS = N_({"month": "In the month", "ytd": "Year to date"})
Names = Mapping[str, str]


def signed(value: Any, lang: Language) -> str:
    """A change in percent with its sign: "+72,3%"."""
    text = lang.percent(value)
    return text if is_missing(value) or text.startswith("−") else f"+{text}"


def revision_lines(
    summary: pd.DataFrame, revised: pd.DataFrame, things: Names, territories: Names, lang: Language
) -> str:
    """For each indicator how far first figures were from later ones, then the largest changes."""
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
        label = lang.say(
            "{cells} figures published again, {changed} of them changed; from the first estimate:"
            " median {median}, one in ten more than {p90}, largest {largest} ({place}, {period}).",
            cells=int(row["cells"]),
            changed=int(row["changed"]),
            median=lang.percent(row["median_pct"]),
            p90=lang.percent(row["p90_pct"]),
            largest=signed(row["largest_pct"], lang),
            place=territories.get(row["largest_territory"], "—"),
            period=row["largest_period"],
        )
        out.append("\n".join([head, label, _changes(group, territories, lang)]).rstrip())
    return "\n\n".join(out)


def _changes(group: pd.DataFrame, territories: Names, lang: Language) -> str:
    """The cells that changed since the day, the largest change first."""
    changed = group[group["change"] != 0]
    order = changed["change_pct"].abs().sort_values(ascending=False, kind="stable").index
    shown = changed.loc[order[:SHOWN]]
    if shown.empty:
        return ""
    columns: tuple[Column[Any], ...] = (
        Column(
            "territory",
            "Territory",
            lambda row, _: territories.get(row["territory"], row["territory"]),
        ),
        Column("period", "Period", lambda row, _: row["period"]),
        fact_column("first", "First"),
        fact_column("before", "Known before"),
        fact_column("value", "Known now"),
        Column("change", "Change", lambda row, lang: signed(row["change_pct"], lang), "number"),
        Column("published", "Published", lambda row, lang: lang.date(row["published"])),
    )
    more = len(changed) - len(shown)
    tail = [lang.say("… and {n} more; --format json lists all.", n=more)] if more else []
    sheet = Sheet.of("changes", "What changed", columns, shown, lang)
    return "\n".join([sheet_text(sheet), *tail])


def reconciliation_lines(table: pd.DataFrame, territories: Names, lang: Language) -> str:
    """How many printed years-to-date are not the sum of their months, and each widest gap."""
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
                place=territories.get(widest["territory"], ""),
                period=widest["period"],
                sum=lang.fact(widest["sum_of_months"]),
                ytd=lang.fact(widest["ytd"]),
                pct=signed(widest["gap_pct"], lang),
            )
        )
    return "\n".join(out)


def _audit_word(row: Mapping[str, Any], lang: Language) -> Cell:
    sound = row["answer"] in (Answer.OK, Answer.CUT)
    return Cell(audit_answer(row, lang), tone="" if sound else Outlook.BEHIND)


PERCENT_COLUMNS: tuple[Column[Any], ...] = (
    fact_column("value", "Result"),
    fact_column("plan", "Plan"),
    fact_column("printed", "Printed", "%"),
    fact_column("recomputed", "Recomputed", "%"),
    Column("answer", "Answer", _audit_word, "judgement"),
)


def audit_lines(audit: Any, things: Names, units: Names, lang: Language) -> str:
    """The audit as a few small tables: recomputed percentages, implied plans, counts."""
    out = []
    if audit.percentages:
        title = lang.say("Printed percentages, recomputed")
        out.append(f"{title}\n{sheet_text(_percentages(audit.percentages, things, lang))}")
    if audit.in_year:
        out.append(_in_year(audit.in_year, things, lang))
    if audit.implied:
        title = lang.say("Plans that are not printed, only implied")
        out.append(f"{title}\n{sheet_text(_implied(audit.implied, things, units, lang))}")
    out += [count_line(row, lang) for row in audit.counts]
    if not out:
        return lang.say("There is nothing to audit: no stated results.")
    count = audit.contradictions
    out.append(
        lang.count("{n} contradiction.", "{n} contradictions.", count)
        if count
        else lang.say("No contradiction.")
    )
    return "\n\n".join(out)


def _in_year(rows: Sequence[Any], things: Names, lang: Language) -> str:
    """How many percentages printed within years were recomputed, and those that contradict."""
    wrong = [row for row in rows if row["answer"] in CONTRADICTIONS]
    text = lang.say(
        "{n} percentages printed beside years-to-date, recomputed against the plan in force: {m}"
        " contradict it.",
        n=len(rows),
        m=len(wrong),
    )
    if not wrong:
        return text
    month: Column[Any] = Column("period", "Period", lambda row, _: row["period"])
    columns = (*_of_result(things)[:2], month, *PERCENT_COLUMNS)
    return f"{text}\n{sheet_text(_sheet('audit_in_year', columns, wrong, lang))}"


def _of_result(things: Names) -> tuple[Column[Any], ...]:
    return (
        Column("indicator", "No.", lambda row, _: row["indicator"], "code"),
        Column("name", "Indicator", lambda row, _: things.get(row["indicator"], ""), "name"),
        Column("year", "Year", lambda row, _: str(row["year"]), "number"),
    )


def _sheet(
    name: str, columns: tuple[Column[Any], ...], rows: Sequence[Any], lang: Language
) -> Sheet[Any]:
    keys = tuple(row["indicator"] for row in rows)
    return Sheet(name, "Findings", columns, tuple(rows), keys, lang)


def _percentages(rows: Sequence[Any], things: Names, lang: Language) -> Sheet[Any]:
    return _sheet("audit", (*_of_result(things), *PERCENT_COLUMNS), rows, lang)


def _implied(rows: Sequence[Any], things: Names, units: Names, lang: Language) -> Sheet[Any]:
    """Plans that follow from a printed percentage: rounded half up, and if it was cut off."""

    def ends(row: Any, low: str, high: str, lang: Language) -> str:
        return f"{lang.fact(row[low])} – {lang.fact(row[high])}"

    columns: tuple[Column[Any], ...] = (
        *_of_result(things),
        fact_column("value", "Result"),
        fact_column("printed", "Printed", "%"),
        Column(
            "plan_half_up",
            "Plan if rounded half up",
            lambda row, lang: (
                f"{ends(row, 'plan_from', 'plan_to', lang)} {units.get(row['indicator'], '')}"
            ),
        ),
        Column(
            "plan_truncated",
            "Plan if truncated",
            lambda row, lang: ends(row, "plan_if_cut_from", "plan_if_cut_to", lang),
        ),
    )
    return _sheet("implied", columns, rows, lang)


def count_line(row: Mapping[str, Any], lang: Language) -> str:
    """Whether the counts of a printed scoreboard add up."""
    total = ", ".join(lang.fact(total) for total in row["totals"]) or "—"
    label = " + ".join(lang.fact(count) for count in row["counts"])
    template = (
        "{told} = {sum}: adds up ({year})."
        if row["adds_up"]
        else "{told} = {sum}, printed total {total}: does not add up ({year})."
    )
    return lang.say(template, told=label, sum=lang.fact(row["sum"]), total=total, year=row["year"])


def audit_answer(row: Mapping[str, Any], lang: Language) -> str:
    """What recomputing a printed percentage showed, with the plans that would explain it."""
    text = lang.say(row["answer"])
    if row["denominator_from"] is None:
        return text
    ends = [lang.fact(row["denominator_from"]), lang.fact(row["denominator_to"])]
    return f"{text} ({ends[0] if ends[0] == ends[1] else ' – '.join(ends)})"
