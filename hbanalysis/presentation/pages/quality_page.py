"""The page on the figures themselves.

Complete or not, moved since the last report, contradicting, provisional.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.completeness.coverage import AWAITED, COVERED, PARTLY, SETTLED
from hbanalysis.analysis.completeness.data_quality import Quality, settled_counts
from hbanalysis.intake.audit import Answer
from hbanalysis.presentation.display import Prose, Table
from hbanalysis.presentation.figures.heatmap import LOOKS, NO_INDICATOR
from hbanalysis.presentation.judgement_style import css_name
from hbanalysis.presentation.pages.findings_list import SIGNS, lines
from hbanalysis.presentation.tables import rendered
from hbanalysis.presentation.terminal.delivery_preview import change_lines
from hbanalysis.presentation.terminal.scrutiny_text import (
    KINDS,
    PERCENT_HEAD,
    audit_answer,
    count_line,
    reconciliation_lines,
    signed,
)
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, NumberStatus, Outlook

SHOWN = 15
MEANINGS = {
    NumberStatus.FINAL: "will not change any more",
    NumberStatus.PRELIMINARY: "printed once more by the source, may still change",
    NumberStatus.ESTIMATE: "the source's first figure, usually revised the month after",
    COVERED: "no figure of its own; a later year-to-date or level speaks for it",
    PARTLY: "some wards have not reported",
    AWAITED: "its day lies after the day of this report",
    DEMO: "synthetic, made for this demonstration; not to be quoted",
}
"""What each kind of figure means for the reader; the English is the message id."""
LEVEL_COLOURS = {
    "error": css_name(Outlook.BEHIND),
    "warning": css_name(Outlook.AT_RISK),
    "note": "inherit",
}


# ---------------------------------------------------------------- the answer
def doubts(found: Quality) -> int:
    """How many errors, warnings and printed contradictions ask for a look."""
    return sum(finding.level != "note" for finding in found.findings) + found.audit.contradictions


def answer(found: Quality, place: str, lang: Language) -> Prose:
    """The page's first lines.

    Whether the figures are complete and right, then what is missing, moved or made up.
    """
    if found.cells.empty:
        return Prose(
            (lang.say("{place} has neither targets nor figures for this year.", place=place),),
            "answer",
        )
    told = [
        headline(found, place, lang),
        _lacking(found, lang),
        provisional(found, lang),
        moved(found, lang),
    ]
    return Prose(tuple(line for line in told if line), "answer")


def headline(found: Quality, place: str, lang: Language) -> str:
    """Complete or not, right or not, in one sentence."""
    facts: dict[str, Any] = {"place": place, "when": found.period.year_to_date_label(lang.code)}
    lacking, all_of = len(found.owed), len(found.cells.drop_duplicates(["territory", "indicator"]))
    if lacking:
        text = lang.count(
            "{place}, {when}: not complete, {lacking} of {n} indicator lacks figures that are owed",
            "{place}, {when}: not complete, {lacking} of {n} indicators lack figures that are owed",
            all_of,
            lacking=lacking,
            **facts,
        )
    else:
        text = lang.count(
            "{place}, {when}: complete, every figure owed for {n} indicator is there",
            "{place}, {when}: complete, every figure owed for {n} indicators is there",
            all_of,
            **facts,
        )
    asked = doubts(found)
    if not asked:
        return text + lang.say("; the checks found no error and no contradiction.")
    return text + lang.count(
        "; {n} error, doubt or contradiction stands below.",
        "; {n} errors, doubts or contradictions stand below.",
        asked,
    )


def _lacking(found: Quality, lang: Language) -> str:
    if found.owed.empty:
        return ""
    told = [
        lang.say(
            "{name} ({months}; {owner})",
            name=lang.pick(row, "name"),
            months=_months(row, lang),
            owner=_owner(row, lang),
        )
        for row in records(found.owed.head(SHOWN))
    ]
    more = len(found.owed) - len(told)
    return lang.say("Missing: {names}.", names="; ".join(told) + (" …" if more else ""))


def provisional(found: Quality, lang: Language) -> str:
    """How many figures may still move, and how many are synthetic."""
    counts = settled_counts(found)
    if not counts["all"]:
        return lang.say("No figure has come yet.")
    moving = counts["all"] - counts[NumberStatus.FINAL]
    template = (
        "All {all} figures are final."
        if not moving
        else (
            "All {all} figures are estimates or preliminary and may still move."
            if moving == counts["all"]
            else "{moving} of {all} figures are estimates or preliminary and may still move."
        )
    )
    text = lang.say(template, moving=moving, all=counts["all"])
    if counts[DEMO]:
        text += " " + lang.say(
            (
                "All {all} figures are illustrative."
                if counts[DEMO] == counts["all"]
                else "{demo} of {all} figures are illustrative."
            ),
            demo=counts[DEMO],
            all=counts["all"],
        )
    return text


def moved(found: Quality, lang: Language) -> str:
    """What changed since the last report, the largest change by name."""
    changed, day = found.revised[found.revised["change"] != 0], lang.date(found.since)
    if changed.empty:
        return lang.say(
            "Since the cut-off of the last report ({day}) no figure of before has been changed.",
            day=day,
        )
    row = changed.iloc[0]
    return lang.count(
        "Since the cut-off of the last report ({day}) {n} figure has been changed: {name}, {month}"
        " ({change}).",
        "Since the cut-off of the last report ({day}) {n} figures have been changed, most of all"
        " {name}, {month} ({change}).",
        len(changed),
        day=day,
        name=_name(row["indicator"], found, lang),
        month=_month(row["period"], lang),
        change=_change(row, lang),
    )


# ---------------------------------------------------------------- small texts
def _month(text: str, lang: Language) -> str:
    return Period.parse(str(text)).label(lang.code)


def _short(text: str, lang: Language) -> str:
    """A month as table cells have it: "T9/2024"."""
    return f"{lang.say('M{month}', month=int(str(text)[5:]))}/{str(text)[:4]}"


def _months(row: Any, lang: Language) -> str:
    return ", ".join(lang.say("M{month}", month=month) for month in row["months"])


def _owner(row: Any, lang: Language) -> str:
    return str(row["owner"]) or lang.say("no department named")


def _change(row: Any, lang: Language) -> str:
    if not is_missing(row["change_pct"]):
        return signed(row["change_pct"], lang)
    return f"{lang.fact(row['before'])} → {lang.fact(row['value'])}"


def _row(code: str, found: Quality) -> Any:
    rows = found.indicators[found.indicators["indicator"] == code]
    return rows.iloc[0] if len(rows) else {"name_vi": code, "name_en": code}


def _name(code: str, found: Quality, lang: Language) -> str:
    return f"{lang.pick(_row(code, found), 'name')} ({code})"


def _wards(codes: tuple[str, ...], found: Quality, lang: Language) -> str:
    named = {str(row["territory"]): lang.pick(row, "name") for row in records(found.territories)}
    return ", ".join(named.get(code, code) for code in codes)


def _source(row: Any, lang: Language) -> str:
    if row["demo"]:
        return lang.say("illustrative data")
    more = int(row["sources"]) - 1
    return (
        lang.say("{source} and {n} more", source=row["source"], n=more)
        if more
        else str(row["source"])
    )


def _days(row: Any, lang: Language) -> str:
    first, last = lang.date(row["first_day"]), lang.date(row["last_day"])
    return first if first == last else f"{first} – {last}"


# ---------------------------------------------------------------- what came, what is owed
def came_table(found: Quality, lang: Language) -> Table | Prose:
    """The publications of the year, by month and file."""
    data = pd.DataFrame(
        [
            {
                lang.say("Published"): _days(row, lang) or lang.say("no date"),
                lang.say("Source"): _source(row, lang),
                lang.say("File"): row["file"],
                lang.say("New figures"): str(row["new"]),
                lang.say("Published again"): str(row["again"]),
                lang.say("Indicators"): str(row["indicators"]),
            }
            for row in records(found.came)
        ]
    )
    if data.empty:
        return Prose((lang.say("Nothing has come for this year."),), "note")
    return rendered(
        data,
        lang.say("What came"),
        "came",
        stub=lang.say("Published"),
        numeric=tuple(data.columns[3:]),
    )


def latest_table(found: Quality, lang: Language) -> Table | Prose:
    """The latest figure of every indicator, when it was published and how settled it is."""
    last = found.figures.drop_duplicates(["territory", "indicator"], keep="last").set_index(
        ["territory", "indicator"]
    )
    reporting = set(zip(found.cells["territory"], found.cells["indicator"], strict=True))
    rows = [
        row for row in records(found.table) if (row["territory"], row["indicator"]) in reporting
    ]
    data = pd.DataFrame(
        [
            {
                lang.say("No."): row["indicator"],
                lang.say("Indicator"): lang.pick(row, "name"),
                lang.say("Department"): _owner(row, lang),
                **_latest(row, last, found, lang),
            }
            for row in rows
        ]
    )
    if data.empty:
        return Prose((lang.say(NO_INDICATOR),), "note")
    return rendered(
        data, lang.say("Latest figure of every indicator"), "latest", stub=lang.say("Indicator")
    )


def _latest(row: Any, last: pd.DataFrame, found: Quality, lang: Language) -> dict[str, str]:
    pair = (row["territory"], row["indicator"])
    if pair not in last.index:
        asked = found.cells[(found.cells["indicator"] == pair[1]) & (found.cells["due"] != "")]
        none = lang.say("no figure" if len(asked) else "not due")
        return {
            lang.say("Latest month"): none,
            lang.say("Published"): "—",
            lang.say("Status of the number"): "—",
        }
    cell = last.loc[pair]
    status = f"{LOOKS[cell['state']][1]} {lang.say(cell['state'])}"
    status += f" · {lang.say('illustrative data')}" if cell["demo"] else ""
    return {
        lang.say("Latest month"): _short(f"{found.period.year}-{cell['month']:02d}", lang),
        lang.say("Published"): lang.date(cell["published"]),
        lang.say("Status of the number"): status,
    }


def owed_table(found: Quality, lang: Language) -> Table | Prose:
    """What is missing and who owes it, by department."""
    if found.cells.empty:
        return Prose((lang.say(NO_INDICATOR),), "note")
    data = pd.DataFrame(
        [
            {
                lang.say("Indicator"): _name(row["indicator"], found, lang),
                lang.say("Department"): _owner(row, lang),
                lang.say("Figures lacking"): _months(row, lang),
                lang.say("Due since"): lang.date(row["due"]),
                lang.say("Why"): _why(row, found, lang),
            }
            for row in records(found.owed)
        ]
    )
    waiting = found.count(AWAITED)
    later = (
        (
            lang.count(
                "{n} figure is not owed yet on {day}.",
                "{n} figures are not owed yet on {day}.",
                waiting,
                day=lang.date(found.as_of),
            ),
        )
        if waiting
        else ()
    )
    if data.empty:
        return Prose(
            (lang.say("Nothing is missing: every figure that was owed has come."), *later), "note"
        )
    return rendered(
        data, lang.say("What is missing and who owes it"), "owed", stub=lang.say("Indicator")
    )


def _why(row: Any, found: Quality, lang: Language) -> str:
    if row["rejected"]:
        return lang.say("delivered, but rejected; see the findings below")
    if row["silent"]:
        return lang.say("not received from: {names}", names=_wards(row["silent"], found, lang))
    return lang.say("not received")


# ---------------------------------------------------------------- what moved
def revised_table(found: Quality, lang: Language) -> Table | Prose:
    """Figures of before that were changed since the last report, the largest change first."""
    changed = found.revised[found.revised["change"] != 0]
    data = pd.DataFrame(
        [
            {
                lang.say("Indicator"): _name(row["indicator"], found, lang),
                lang.say("Period"): (
                    _short(row["period"], lang)
                    + (
                        f" ({lang.say(KINDS['ytd']).lower()})"
                        if row["accumulation"] == "ytd"
                        else ""
                    )
                ),
                lang.say("Known before"): lang.fact(row["before"]),
                lang.say("Known now"): lang.fact(row["value"]),
                lang.say("Change"): _change(row, lang),
                lang.say("Published"): lang.date(row["published"]),
            }
            for row in records(changed.head(SHOWN))
        ]
    )
    if data.empty:
        return Prose((moved(found, lang),), "note")
    return rendered(
        data,
        lang.say("Revisions since the last report"),
        "revised",
        stub=lang.say("Indicator"),
        numeric=tuple(data.columns[2:5]),
    )


def revised_note(found: Quality, lang: Language) -> Prose:
    """What the table of revisions leaves out: confirmed figures, those beyond its length."""
    same = int((found.revised["change"] == 0).sum())
    more = len(found.revised) - same - SHOWN
    told = []
    if more > 0:
        told.append(
            lang.count(
                "{n} more changed figure: hba revisions --since {day}.",
                "{n} more changed figures: hba revisions --since {day}.",
                more,
                day=found.since,
            )
        )
    if same:
        told.append(
            lang.count(
                "{n} figure was published again unchanged.",
                "{n} figures were published again unchanged.",
                same,
            )
        )
    return Prose(tuple(told), "note")


# ---------------------------------------------------------------- what contradicts
def findings_table(found: Quality, lang: Language) -> Table | Prose:
    """The findings of the checks on the raw files, what stops first."""
    things = {str(row["indicator"]): row for row in records(found.indicators)}
    places = {str(row["territory"]): row for row in records(found.territories)}
    told = sorted(
        lines(found.findings, things, places, lang), key=lambda line: list(SIGNS).index(line.level)
    )
    data = pd.DataFrame(
        [
            {
                lang.say("Level"): f"{SIGNS[line.level]} {line.level_text}",
                lang.say("Indicator"): line.indicator or "—",
                lang.say("File"): f"{line.file} {line.cell}".strip(),
                lang.say("What to look at"): line.sentence,
            }
            for line in told
        ]
    )
    if data.empty:
        return Prose((lang.say("The checks of the raw files found nothing to look at."),), "note")
    return rendered(
        data,
        lang.say("Findings of the checks"),
        "findings",
        coloured=lang.say("Level"),
        colours=[LEVEL_COLOURS[line.level] for line in told],
    )


def audit_table(found: Quality, lang: Language) -> Table | Prose:
    """The percentages that documents print beside a plan, recomputed."""
    rows = found.audit.percentages
    data = pd.DataFrame(
        [
            dict(
                zip(
                    [lang.say(name) for name in PERCENT_HEAD if name != "Year"],
                    [
                        f"{_name(row['indicator'], found, lang)}, {row['year']}",
                        lang.fact(row["value"]),
                        lang.fact(row["plan"]),
                        lang.fact(row["printed"]) + "%",
                        lang.fact(row["recomputed"]) + "%",
                        audit_answer(row, lang),
                    ],
                    strict=True,
                )
            )
            for row in rows
        ]
    )
    if data.empty:
        return Prose(
            (
                lang.say(
                    "No document prints a percentage beside its plan here: nothing to recompute."
                ),
            ),
            "note",
        )
    colours = [
        "inherit" if row["answer"] in (Answer.OK, Answer.CUT) else LEVEL_COLOURS["error"]
        for row in rows
    ]
    return rendered(
        data,
        lang.say("Printed percentages, recomputed"),
        "audit",
        stub=lang.say("Indicator"),
        coloured=lang.say("Answer"),
        colours=colours,
        numeric=tuple(data.columns[1:5]),
    )


def sums_note(found: Quality, lang: Language) -> Prose:
    """Printed counts and years-to-date that do or do not add up."""
    places = {str(row["territory"]): lang.pick(row, "name") for row in records(found.territories)}
    told = [count_line(row, lang) for row in found.audit.counts]
    told += reconciliation_lines(found.sums, places, lang).splitlines()
    if found.sums["gap"].notna().any() and bool(
        found.sums.loc[found.sums["gap"].notna(), "reconciled"].all()
    ):
        told.append(
            lang.say(
                "Every printed year-to-date of this year is the sum of its months as revised by"
                " then."
            )
        )
    return Prose(tuple(told), "text")


# ---------------------------------------------------------------- how settled
def settled_table(found: Quality, lang: Language) -> Table | Prose:
    """How many figures of the year are of which kind, and what that means."""
    counts = settled_counts(found) | {
        state: found.count(state) for state in (COVERED, PARTLY, AWAITED)
    }
    kinds = [*reversed(SETTLED), COVERED, PARTLY, AWAITED, DEMO]
    data = pd.DataFrame(
        [
            {
                lang.say("Kind of figure"): (
                    lang.say("illustrative data")
                    if kind == DEMO
                    else f"{LOOKS[kind][1]} {lang.say(kind)}"
                ),
                lang.say("Figures"): str(counts[kind]),
                lang.say("What it means"): lang.say(MEANINGS[kind]),
            }
            for kind in kinds
            if counts[kind]
        ]
    )
    if data.empty:
        return Prose((lang.say("No figure has come yet."),), "note")
    return rendered(
        data,
        lang.say("How settled the figures are"),
        "settled",
        stub=lang.say("Kind of figure"),
        numeric=(lang.say("Figures"),),
    )


def changes_note(found: Quality, lang: Language) -> Prose:
    """What was tidied or converted while received files were read.

    Nothing is changed without a line here.
    """
    if all(changes == [] for changes in found.changes.values()):
        return Prose((lang.say("No figure was converted or repaired when it was read."),), "note")
    told = []
    for file, changes in found.changes.items():
        if changes is None:
            told.append(
                lang.say(
                    "{file}: its recipe is gone, so how it was read cannot be told again.",
                    file=file,
                )
            )
            continue
        said = change_lines(changes, lang)
        told += [f"{file}: {line}" for line in said[:SHOWN]]
        if len(said) > SHOWN:
            told.append(lang.say("{file}: {n} more changes.", file=file, n=len(said) - SHOWN))
    return Prose(tuple(told), "text")
