"""Where the year stands: the answer first, then the reason for every row."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.actual.by_measure import LAST_MONTH
from hbanalysis.analysis.plan.rating import BEST_FIRST, going_on
from hbanalysis.analysis.plan.rating import countable as counted
from hbanalysis.analysis.plan.scenario import MISSED, scenario_count
from hbanalysis.analysis.row import Row
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import (
    BAD,
    GOOD,
    amount_with_unit,
    figure_month,
    is_old,
    judged,
    name_within,
    signed_amount,
    target_with_unit,
    telling_percent,
    term_known,
    term_span,
    word_text,
)
from hbanalysis.presentation.sentences.lead_findings import plan_word
from hbanalysis.presentation.sentences.reasons import by_part, month_text, older_level
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import half_up, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import (
    ADDING,
    SUMMED,
    NumberStatus,
    Outlook,
    Verdict,
)


def names(rows: pd.DataFrame, lang: Language) -> str:
    """Names of a few indicators for a sentence, with their codes."""
    return "; ".join(f"{lang.pick(row, 'name')} ({row['indicator']})" for row in records(rows))


def moment(table: pd.DataFrame, lang: Language) -> str:
    """The stretch of the year that the report covers.

    In an open year it goes no further than any amount has been reported.
    """
    period, reached = Period.parse(table["period"].iloc[0]), 0
    if not bool(table["closed"].any()):
        amounts = table.loc[table["measure"].isin(ADDING), "through"]
        reached = int(amounts.max()) if len(amounts) else 0
    return Period(period.year, 1, min(reached or period.last, period.last)).year_to_date_label(
        lang.code
    )


def covered(row: Row, lang: Language) -> str:
    """The stretch of the year that one figure covers.

    It goes to the figure's own last month, which may lie before the cut-off.
    """
    period = Period.parse(row["period"])
    if row["term_last"] and row["term_known"]:
        return term_known(row, lang)
    if is_old(row):
        return figure_month(row, lang)
    last = int(row["through"]) if row["measure"] in SUMMED and row["through"] else period.last
    return Period(period.year, 1, last).year_to_date_label(lang.code)


def one_row(row: Row, lang: Language) -> str:
    """Where a single indicator stands, in one sentence."""
    when = covered(row, lang)
    name, word = lang.pick(row, "name"), word_text(row, lang)
    if is_missing(row["actual"]):
        return lang.say(
            "{name}: no figure for {when} yet; {word}.", name=name, when=when, word=word
        ) + (" " + older_level(row, lang) if row["older_month"] else "")
    if by_part(row, str(row["reason"])):
        return lang.say(
            "{name} reached at least {actual} by {month} (months are missing), against the annual"
            " plan of {target}: {word}.",
            name=name_within(row, lang),
            actual=amount_with_unit(row["partial"], row, lang),
            month=month_text(Period.parse(row["period"]).end.isoformat()[:7], lang),
            target=target_with_unit(row, lang),
            word=word,
        )
    settled = row["status"] in (NumberStatus.FINAL, "")
    text = lang.say(
        (
            "{name} reached {actual} in {when}"
            if settled
            else "{name} is estimated at {actual} for {when}"
        ),
        name=name_within(row, lang),
        when=when,
        actual=amount_with_unit(row["actual"], row, lang),
    )
    text += _of_which(row, lang)
    text += _against_plan(row, lang) + _against_last_year(row, lang)
    return text + lang.say(": {word}.", word=word)


def told_target(row: Row, lang: Language) -> str:
    """The target with its unit; one that was only derived from a percentage without decimals."""
    if row["target_basis"] != "implied" or not is_missing(row["target_high"]):
        return target_with_unit(row, lang)
    return target_with_unit(row.changed(target=float(half_up(row["target"], 0))), lang)


def _against_plan(row: Row, lang: Language) -> str:
    """The percentage of the plan, or the difference where there is none across signs."""
    if not is_missing(row["pct_of_plan"]):
        template = ", {pct} of the annual {plan} of {target}"
        if not is_missing(row["target_high"]):
            template = ", {pct} of the lower end of the annual {plan} of {target}"
        elif row["target_basis"] == "implied":
            template = (
                ", {pct} of the annual {plan} of {target} (derived from the printed % of plan)"
            )
        return lang.say(
            template,
            pct=telling_percent(row["pct_of_plan"], lang),
            plan=plan_word(row, lang),
            target=told_target(row, lang),
        )
    if row["no_pct_because"]:
        return lang.say(
            ", {gap} against the annual plan of {target} (no percentage across signs)",
            gap=signed_amount(row["gap_to_plan"], row, lang),
            target=target_with_unit(row, lang),
        )
    return ""


def _against_last_year(row: Row, lang: Language) -> str:
    """The percentage of the same period, or the difference."""
    if not is_missing(row["pct_of_same_period"]):
        return lang.say(
            ", {pct} of the same period last year", pct=lang.percent(row["pct_of_same_period"])
        )
    if not is_missing(row["change_from_same_period"]):
        return lang.say(
            ", {change} on the same period last year",
            change=signed_amount(row["change_from_same_period"], row, lang),
        )
    return ""


def _of_which(row: Row, lang: Language) -> str:
    """Whether a ratio is that of its last month or of the year to date."""
    if not row["ratio_basis"]:
        return ""
    if row["ratio_basis"] == LAST_MONTH:
        return lang.say(" (the last month's)")
    if is_missing(row["month_ratio"]) or row["month_ratio"] == row["actual"]:
        return lang.say(" (year to date)")
    return lang.say(
        " (year to date; the last month alone {alone})",
        alone=amount_with_unit(row["month_ratio"], row, lang),
    )


def headline(table: pd.DataFrame, territory_name: str, lang: Language) -> str:
    """Where the year stands, in one sentence; for a single indicator, where that one stands."""
    if table.empty:
        return lang.say(
            "{place} has neither targets nor figures for this year.", place=territory_name
        )
    when, rows = moment(table, lang), counted(table)
    if rows.empty:
        return lang.count(
            "{place} has no targets for this year; the figures of {n} indicator stand below.",
            "{place} has no targets for this year; the figures of {n} indicators stand below.",
            len(table),
            place=territory_name,
        )
    if len(rows) == 1:
        return lang.say(
            "{place}: {sentence}", place=territory_name, sentence=one_row(next(records(rows)), lang)
        )
    judgements = rows.apply(judged, axis=1)
    (first, n), *others = _counts(judgements, bool(rows["closed"].iloc[0]))
    told = [lang.say(first, place=territory_name, when=when, n=n, total=len(rows))]
    told += [lang.say(template, n=n) for template, n in others if n]  # none is not worth a word
    return "; ".join(told) + "."


def _counts(judgements: pd.Series, closed: bool) -> list[tuple[str, int]]:
    """How many targets have which judgement, the good ones first, each in its words."""
    if closed:
        count = {word: int((judgements == word).sum()) for word in Verdict}
        return [
            (N_("{place}, {when}: of {total} targets, {n} exceeded"), count[Verdict.EXCEEDED]),
            (N_("{n} met"), count[Verdict.MET]),
            (N_("{n} not met"), count[Verdict.NOT_MET]),
            (N_("{n} not assessed"), count[Verdict.NOT_ASSESSED]),
        ]
    good, bad = int(judgements.isin(GOOD).sum()), int(judgements.isin(BAD).sum())
    return [
        (N_("{place}, {when}: {n} of {total} targets secured or on track"), good),
        (N_("{n} at risk, behind or out of reach"), bad),
        (N_("{n} not assessed yet"), len(judgements) - good - bad),
    ]


def answer(table: pd.DataFrame, territory_name: str, lang: Language) -> Prose:
    """The page's first lines: the headline, then what needs attention by name."""
    lines = [headline(table, territory_name, lang)]
    if len(counted(table)) > 1:
        for word in (Verdict.NOT_MET, Outlook.LOST, Outlook.BEHIND, Outlook.AT_RISK):
            rows = counted(table)[counted(table).apply(judged, axis=1) == word]
            if len(rows):
                lines.append(
                    lang.say(
                        "{word}: {names}.",
                        word=lang.say(str(word)).capitalize(),
                        names=names(rows, lang),
                    )
                )
    return Prose((*lines, *scenario_line(table, lang), *term_line(table, lang)), "answer")


def scenario_line(table: pd.DataFrame, lang: Language) -> list[str]:
    """How many targets reach their growth scenario; nothing where there is none."""
    reached, total = scenario_count(table)
    if not total:
        return []
    missed = table[table["scenario_met"] == MISSED]
    text = lang.say("{reached}/{total} reach the growth scenario.", reached=reached, total=total)
    if len(missed):
        text += " " + lang.say("Below it: {names}.", names=names(missed, lang))
    return [text]


def term_line(table: pd.DataFrame, lang: Language) -> list[str]:
    """Where the targets stand whose term goes on after the year; nothing where there is none."""
    rows = table[going_on(table) & (table["comparator"] != "")]
    if rows.empty:
        return []
    judgements = rows.apply(judged, axis=1)
    words = [
        lang.say("{word}: {names}", word=lang.say(str(word)), names=names(rows[mine], lang))
        for word in dict.fromkeys((*BEST_FIRST, *judgements))
        if (mine := judgements == word).any()
    ]
    return [
        lang.say(
            "Targets of a term ({span}), judged at its end: {words}.",
            span=", ".join(dict.fromkeys(term_span(row) for row in records(rows))),
            words="; ".join(words),
        )
    ]


def demo_mark(table: pd.DataFrame, lang: Language) -> str:
    """The mark "số liệu minh họa" when any number of the table is synthetic; else empty."""
    return lang.say("illustrative data") if bool(table["demo"].any()) else ""


def demo_note(table: pd.DataFrame, lang: Language) -> Prose:
    """The note that no one can miss: which numbers are synthetic. Nothing when none is."""
    if not demo_mark(table, lang):
        return Prose(())
    return Prose(
        (
            lang.say(
                "ILLUSTRATIVE DATA: the targets are those of the resolution, the monthly figures"
                " are synthetic and are not the office's. Do not quote them."
            ),
        ),
        "demo",
    )
