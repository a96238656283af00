"""The page on the figures themselves: complete or not, revised, contradicting, provisional."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.completeness.coverage import AWAITED, COVERED, PARTLY, SETTLED
from hbanalysis.analysis.completeness.data_quality import Quality, settled_counts
from hbanalysis.presentation.cells import DASH, count_column, fact_column
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.figures.heatmap import LOOKS, NO_INDICATOR
from hbanalysis.presentation.pages.findings_list import SIGNS, Line
from hbanalysis.presentation.pages.findings_list import lines as finding_lines
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.terminal.delivery_preview import change_lines
from hbanalysis.presentation.terminal.scrutiny_text import (
    KINDS,
    PERCENT_COLUMNS,
    count_line,
    reconciliation_lines,
    signed,
)
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, NumberStatus, Outlook

SHOWN = 15
PAIR = ["territory", "indicator"]
MEANINGS = N_(
    {
        NumberStatus.FINAL: "will not change any more",
        NumberStatus.PRELIMINARY: "printed once more by the source, may still change",
        NumberStatus.ESTIMATE: "the source's first figure, usually revised the month after",
        COVERED: "no figure of its own; a later year-to-date or level speaks for it",
        PARTLY: "some wards have not reported",
        AWAITED: "not due until after this report's date",
        DEMO: "synthetic, made for this demonstration; not to be quoted",
    }
)
"""What each kind of figure means for the reader; the English is the message id."""
TONES = {"error": Outlook.BEHIND, "warning": Outlook.AT_RISK, "note": ""}


# ---------------------------------------------------------------- the answer
def doubts(quality: Quality) -> int:
    """How many errors, warnings and printed contradictions ask for a look."""
    return (
        sum(finding.level != "note" for finding in quality.findings) + quality.audit.contradictions
    )


def answer(quality: Quality, territory_name: str, lang: Language) -> Prose:
    """The page's first lines.

    They say whether the figures are complete and right, then what is missing, moved or made up.
    """
    if quality.cells.empty:
        return Prose(
            (
                lang.say(
                    "{place} has neither targets nor figures for this year.", place=territory_name
                ),
            ),
            "answer",
        )
    lines = [
        headline(quality, territory_name, lang),
        _lacking(quality, lang),
        provisional(quality, lang),
        moved(quality, lang),
    ]
    return Prose(tuple(line for line in lines if line), "answer")


def headline(quality: Quality, territory_name: str, lang: Language) -> str:
    """Complete or not, right or not, in one sentence."""
    facts: dict[str, Any] = {
        "place": territory_name,
        "when": quality.period.year_to_date_label(lang.code),
    }
    lacking, all_of = (
        len(quality.owed),
        len(quality.cells.drop_duplicates(["territory", "indicator"])),
    )
    if lacking:
        text = lang.count(
            "{place}, {when}: not complete, {lacking} of {n} indicator lacks figures that are due",
            "{place}, {when}: not complete, {lacking} of {n} indicators lack figures that are due",
            all_of,
            lacking=lacking,
            **facts,
        )
    else:
        text = lang.count(
            "{place}, {when}: complete, every figure due for {n} indicator is there",
            "{place}, {when}: complete, every figure due for {n} indicators is there",
            all_of,
            **facts,
        )
    asked = doubts(quality)
    if not asked:
        return text + lang.say("; the checks found no error and no contradiction.")
    return text + lang.count(
        "; {n} error, doubt or contradiction is listed below.",
        "; {n} errors, doubts or contradictions are listed below.",
        asked,
    )


def _lacking(quality: Quality, lang: Language) -> str:
    if quality.owed.empty:
        return ""
    lines = [
        lang.say(
            "{name} ({months}; {owner})",
            name=lang.pick(row, "name"),
            months=_months(row, lang),
            owner=_owner(row, lang),
        )
        for row in records(quality.owed.head(SHOWN))
    ]
    more = len(quality.owed) - len(lines)
    return lang.say("Missing: {names}.", names="; ".join(lines) + (" …" if more else ""))


def provisional(quality: Quality, lang: Language) -> str:
    """How many figures may still move, and how many are synthetic."""
    counts = settled_counts(quality)
    if not counts["all"]:
        return lang.say("No figures received yet.")
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


def moved(quality: Quality, lang: Language) -> str:
    """What changed since the last report, the largest change by name."""
    changed, day = quality.revised[quality.revised["change"] != 0], lang.date(quality.since)
    if changed.empty:
        return lang.say(
            "Since the cut-off of the last report ({day}) no earlier figure has changed.",
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
        name=_name(row["indicator"], quality, lang),
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


def _row(code: str, quality: Quality) -> Any:
    rows = quality.indicators[quality.indicators["indicator"] == code]
    return rows.iloc[0] if len(rows) else {"name_vi": code, "name_en": code}


def _name(code: str, quality: Quality, lang: Language) -> str:
    return f"{lang.pick(_row(code, quality), 'name')} ({code})"


def _wards(codes: tuple[str, ...], quality: Quality, lang: Language) -> str:
    named = {str(row["territory"]): lang.pick(row, "name") for row in records(quality.territories)}
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
    return (first if first == last else f"{first} – {last}") or lang.say("no date")


def _named(quality: Quality) -> Column[Any]:
    """The indicator's name with its code."""
    return Column(
        "name", "Indicator", lambda row, lang: _name(row["indicator"], quality, lang), "name"
    )


# ---------------------------------------------------------------- what came, what is owed
CAME_COLUMNS: tuple[Column[Any], ...] = (
    Column("days", "Published", _days, "name"),
    Column("source", "Source", _source),
    Column("file", "File", lambda row, _: row["file"]),
    count_column("new", "New figures"),
    count_column("again", "Published again"),
    count_column("indicators", "Indicators"),
)


def came_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """The publications of the year, by month and file."""
    if quality.came.empty:
        return Prose((lang.say("No figures received for this year."),), "note")
    return Sheet.of("came", "Figures received", CAME_COLUMNS, quality.came, lang, key="file")


def _latest_month(row: Any, lang: Language) -> str:
    if is_missing(row["month"]):
        return lang.say("no figure" if row["asked"] else "not due")
    return _short(f"{row['year']}-{int(row['month']):02d}", lang)


def _state(row: Any, lang: Language) -> str:
    if is_missing(row["state"]):
        return DASH
    text = f"{LOOKS[row['state']][1]} {lang.say(row['state'])}"
    return text + (f" · {lang.say('illustrative data')}" if row["demo"] else "")


LATEST_COLUMNS: tuple[Column[Any], ...] = (
    Column("indicator", "No.", lambda row, _: row["indicator"], "code"),
    Column("name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name"),
    Column("owner", "Department", _owner),
    Column("month", "Latest month", _latest_month),
    Column("published", "Published", lambda row, lang: lang.date(row["published"]) or DASH),
    Column("state", "Status of the number", _state),
)


def latest_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """The latest figure of every indicator, when it was published and how settled it is."""
    cells = quality.cells
    last = quality.figures.drop_duplicates(PAIR, keep="last")[
        [*PAIR, "month", "published", "state", "demo"]
    ]
    asked = cells.assign(asked=cells["due"] != "").groupby(PAIR, as_index=False)["asked"].any()
    table = quality.table.reset_index(drop=True)[[*PAIR, "name_vi", "name_en", "owner"]]
    rows = table.merge(asked, on=PAIR).merge(last, on=PAIR, how="left")
    if rows.empty:
        return Prose((lang.say(NO_INDICATOR),), "note")
    rows = rows.assign(year=quality.period.year, published=rows["published"].fillna(""))
    return Sheet.of("latest", "Latest figure of every indicator", LATEST_COLUMNS, rows, lang)


def owed_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """What is missing and who must supply it, by department."""
    if quality.cells.empty:
        return Prose((lang.say(NO_INDICATOR),), "note")
    if quality.owed.empty:
        nothing = lang.say("Nothing is missing: every figure that was due has been received.")
        return Prose((nothing, *_not_yet_due(quality, lang)), "note")
    columns: tuple[Column[Any], ...] = (
        Column(
            "name", "Indicator", lambda row, lang: _name(row["indicator"], quality, lang), "name"
        ),
        Column("owner", "Department", _owner),
        Column("months", "Figures lacking", _months),
        Column("due", "Due since", lambda row, lang: lang.date(row["due"])),
        Column("why", "Why", lambda row, lang: _why(row, quality, lang)),
    )
    return Sheet.of("owed", "What is missing and who must supply it", columns, quality.owed, lang)


def _not_yet_due(quality: Quality, lang: Language) -> tuple[str, ...]:
    waiting = quality.count(AWAITED)
    if not waiting:
        return ()
    return (
        lang.count(
            "{n} figure is not due yet on {day}.",
            "{n} figures are not due yet on {day}.",
            waiting,
            day=lang.date(quality.as_of),
        ),
    )


def _why(row: Any, quality: Quality, lang: Language) -> str:
    if row["rejected"]:
        return lang.say("delivered, but rejected; see the findings below")
    if row["silent"]:
        return lang.say("not received from: {names}", names=_wards(row["silent"], quality, lang))
    return lang.say("not received")


# ---------------------------------------------------------------- what moved
def revised_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """Earlier figures that were changed since the last report, the largest change first."""
    changed = quality.revised[quality.revised["change"] != 0].head(SHOWN)
    if changed.empty:
        return Prose((moved(quality, lang),), "note")
    columns: tuple[Column[Any], ...] = (
        Column(
            "name", "Indicator", lambda row, lang: _name(row["indicator"], quality, lang), "name"
        ),
        Column("period", "Period", _revised_period),
        fact_column("before", "Known before"),
        fact_column("value", "Known now"),
        Column("change", "Change", _change_cell, "number"),
        Column("published", "Published", lambda row, lang: lang.date(row["published"])),
    )
    return Sheet.of("revised", "Revisions since the last report", columns, changed, lang)


def _revised_period(row: Any, lang: Language) -> str:
    text = _short(row["period"], lang)
    if row["accumulation"] != "ytd":
        return text
    return f"{text} ({lang.say(KINDS['ytd']).lower()})"


def _change_cell(row: Any, lang: Language) -> Cell:
    """The change in percent with its sign, or both figures where a percentage has no meaning."""
    return Cell(_change(row, lang), float(row["change"]))


def revised_note(quality: Quality, lang: Language) -> Prose:
    """What the table of revisions leaves out: confirmed figures, those beyond its length."""
    same = int((quality.revised["change"] == 0).sum())
    more = len(quality.revised) - same - SHOWN
    lines = []
    if more > 0:
        lines.append(
            lang.count(
                "{n} more changed figure: hba revisions --since {day}.",
                "{n} more changed figures: hba revisions --since {day}.",
                more,
                day=quality.since,
            )
        )
    if same:
        lines.append(
            lang.count(
                "{n} figure was published again unchanged.",
                "{n} figures were published again unchanged.",
                same,
            )
        )
    return Prose(tuple(lines), "note")


# ---------------------------------------------------------------- what contradicts
FINDING_COLUMNS: tuple[Column[Line], ...] = (
    Column(
        "level",
        "Level",
        lambda line, _: Cell(f"{SIGNS[line.level]} {line.level_text}", tone=TONES[line.level]),
        "judgement",
    ),
    Column("indicator", "Indicator", lambda line, _: line.indicator or DASH),
    Column("file", "File", lambda line, _: f"{line.file} {line.cell}".strip()),
    Column("sentence", "What to look at", lambda line, _: line.sentence),
)


def findings_table(quality: Quality, lang: Language) -> Sheet[Line] | Prose:
    """The findings of the checks on the raw files, what stops first."""
    things = {str(row["indicator"]): row for row in records(quality.indicators)}
    territories = {str(row["territory"]): row for row in records(quality.territories)}
    rows = sorted(
        finding_lines(quality.findings, things, territories, lang),
        key=lambda line: list(SIGNS).index(line.level),
    )
    if not rows:
        return Prose((lang.say("The checks of the raw files found nothing to look at."),), "note")
    keys = tuple(range(len(rows)))
    return Sheet(
        "findings",
        "Findings of the checks",
        FINDING_COLUMNS,
        tuple(rows),
        keys,
        lang,
        key="finding",
    )


def audit_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """The percentages that documents print beside a plan, recomputed."""
    rows = tuple(quality.audit.percentages)
    if not rows:
        nothing = lang.say(
            "No document prints a percentage beside its plan here: nothing to recompute."
        )
        return Prose((nothing,), "note")
    columns: tuple[Column[Any], ...] = (
        Column(
            "name",
            "Indicator",
            lambda row, lang: f"{_name(row['indicator'], quality, lang)}, {row['year']}",
            "name",
        ),
        *PERCENT_COLUMNS,
    )
    keys = tuple(row["indicator"] for row in rows)
    return Sheet("audit", "Printed percentages, recomputed", columns, rows, keys, lang)


def sums_note(quality: Quality, lang: Language) -> Prose:
    """Printed counts and years-to-date that do or do not add up."""
    places = {str(row["territory"]): lang.pick(row, "name") for row in records(quality.territories)}
    lines = [count_line(row, lang) for row in quality.audit.counts]
    lines += reconciliation_lines(quality.sums, places, lang).splitlines()
    if quality.sums["gap"].notna().any() and bool(
        quality.sums.loc[quality.sums["gap"].notna(), "reconciled"].all()
    ):
        lines.append(
            lang.say(
                "Every printed year-to-date of this year is the sum of its months as revised by"
                " then."
            )
        )
    return Prose(tuple(lines), "text")


# ---------------------------------------------------------------- how settled
def settled_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """How many figures of the year are of which kind, and what that means."""
    counts = settled_counts(quality) | {
        state: quality.count(state) for state in (COVERED, PARTLY, AWAITED)
    }
    kinds = [*reversed(SETTLED), COVERED, PARTLY, AWAITED, DEMO]
    rows = tuple((kind, counts[kind]) for kind in kinds if counts[kind])
    if not rows:
        return Prose((lang.say("No figures received yet."),), "note")
    keys = tuple(kind for kind, _ in rows)
    return Sheet(
        "settled", "How settled the figures are", SETTLED_COLUMNS, rows, keys, lang, key="state"
    )


def _kind_of_figure(row: tuple[str, int], lang: Language) -> str:
    kind = row[0]
    if kind == DEMO:
        return lang.say("illustrative data")
    return f"{LOOKS[kind][1]} {lang.say(kind)}"


SETTLED_COLUMNS: tuple[Column[tuple[str, int]], ...] = (
    Column("state", "Kind of figure", _kind_of_figure, "name"),
    Column("count", "Figures", lambda row, _: Cell(number=float(row[1])), "number"),
    Column("meaning", "What it means", lambda row, lang: lang.say(MEANINGS[row[0]])),
)


def changes_note(quality: Quality, lang: Language) -> Prose:
    """What was tidied or converted while received files were read.

    Nothing is changed without a line here.
    """
    if all(changes == [] for changes in quality.changes.values()):
        return Prose((lang.say("No figure was converted or repaired when it was read."),), "note")
    lines = []
    for file, changes in quality.changes.items():
        if changes is None:
            lines.append(
                lang.say(
                    "{file}: its recipe is gone, so how it was read can no longer be described.",
                    file=file,
                )
            )
            continue
        said = change_lines(changes, lang)
        lines += [f"{file}: {line}" for line in said[:SHOWN]]
        if len(said) > SHOWN:
            lines.append(lang.say("{file}: {n} more changes.", file=file, n=len(said) - SHOWN))
    return Prose(tuple(lines), "text")
