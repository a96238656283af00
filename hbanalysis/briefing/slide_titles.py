"""What each slide finds, in at most fifteen words, and the sentence under it that says it whole."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.briefing.pack_content import UNJUDGED, Content
from hbanalysis.briefing.slide import Title
from hbanalysis.presentation import sentences
from hbanalysis.presentation.judgement_style import BAD, GOOD, judged, telling_percent
from hbanalysis.presentation.sentences.lead_findings import (
    gravest_first,
    headline,
    share_of_plan,
    short_finding,
    short_name,
)
from hbanalysis.presentation.sentences.short_titles import first_fitting, with_name
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import percent_of
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Measure, Verdict

MORE_LIKELY = 0.5
"""The chance from which on a target is more likely met than missed."""


def standing(content: Content) -> Title:
    """How many targets are safe and how many are not; a single one by its name."""
    lang, table = content.lang, content.table
    whole = sentences.headline(table, content.place, lang)
    rows = sentences.counted(table)
    if len(rows) == 1:
        return Title(indicator(content, str(rows["indicator"].iloc[0])).headline, whole)
    if rows.empty:
        none = lang.say("No target is known for this year")
        return Title(none, whole)
    counted = _closed_counts if content.closed else _open_counts
    leads = content.projected.set_index("indicator", drop=False).loc[content.leads]
    # The counts are the title; under it stands what leads, in amounts.
    return Title(counted(rows, lang), headline(leads, lang) or whole)


def _open_counts(rows: pd.DataFrame, lang: Language) -> str:
    judgements = rows.apply(judged, axis=1)
    good, bad = int(judgements.isin(GOOD).sum()), int(judgements.isin(BAD).sum())
    facts = {"total": len(rows), "good": good, "bad": bad}
    if good and bad:
        return lang.say(
            "{good} of {total} targets secured or on track; {bad} at risk or worse", **facts
        )
    if good:
        return lang.say("{good} of {total} targets secured or on track", **facts)
    if bad:
        return lang.say("{bad} of {total} targets at risk, behind or out of reach", **facts)
    return lang.say("None of {total} targets can be judged at this date", **facts)


def _closed_counts(rows: pd.DataFrame, lang: Language) -> str:
    judgements = rows.apply(judged, axis=1)
    exceeded, met, missed = (
        int((judgements == word).sum()) for word in (Verdict.EXCEEDED, Verdict.MET, Verdict.NOT_MET)
    )
    facts = {"total": len(rows), "met": met + exceeded, "exceeded": exceeded, "missed": missed}
    if not met + exceeded + missed:
        return lang.say("None of {total} targets can be judged at this date", **facts)
    if not met + exceeded:
        return lang.say("{missed} of {total} targets not met", **facts)
    if not met:
        reached = lang.say("{exceeded} of {total} targets exceeded", **facts)
    else:
        reached = lang.say("{met} of {total} targets met", **facts)
        reached += " " + lang.say("({exceeded} exceeded)", **facts) if exceeded else ""
    return reached + ("; " + lang.say("{missed} not met", **facts) if missed else "")


def remedies(content: Content) -> Title:
    """How many targets need something done and how they stand; few of a closed year by name."""
    lang, rows = content.lang, content.remedies
    standings, count = rows.apply(judged, axis=1), len(rows)
    if content.closed:
        missed = lang.count("{n} target was not met", "{n} targets were not met", count)
        short = ", ".join(short_name(row, lang) for row in records(rows))
        named = lang.say("Not met: {names}", names=short)
        return Title(first_fitting(named, missed), _gravest(content), short=missed)
    bare = lang.count("{n} target needs attention", "{n} targets need attention", count)
    if count == 1:
        word, name = lang.say(standings.iloc[0]), short_name(next(records(rows)), lang)
        return Title(with_name(lambda name: f"{bare}: {name} ({word})", name), short=bare)
    words = standings.drop_duplicates()
    counts = ", ".join(f"{int((standings == word).sum())} {lang.say(word)}" for word in words)
    return Title(first_fitting(f"{bare}: {counts}", bare), _gravest(content), short=bare)


def _gravest(content: Content) -> str:
    """The gravest amount among those that need attention, in percent of its plan."""
    lang, needy = content.lang, content.remedies["indicator"]
    rows = content.projected[content.projected["indicator"].isin(needy)]
    amounts = gravest_first(rows[(rows["measure"] == Measure.FLOW) & rows["pct_of_plan"].notna()])
    if amounts.empty:
        return ""
    row = next(records(amounts))
    at_end = None if row["closed"] else percent_of(row["point"], row["target"])
    told = GRAVEST[at_end is not None]
    share = row["pct_of_plan"] if at_end is None else at_end
    return lang.say(told, name=short_name(row, lang), pct=telling_percent(share, lang)) + "."


GRAVEST: dict[bool, str] = N_(
    {
        False: "The gravest: {name}, {pct} of plan",
        True: "The gravest: {name}, projected at {pct} of plan",
    }
)


def projections(content: Content, rows: pd.DataFrame) -> Title:
    """How many targets will more likely be missed than met, and the least likely of them."""
    lang, whole = content.lang, _answer(content)
    if len(rows) == 1:
        return Title(indicator(content, str(rows["indicator"].iloc[0])).headline, whole)
    asked = rows[rows["chance"].notna()]
    if asked.empty:
        number = lang.say("The year-end is projected for {n} indicators", n=len(rows))
        return Title(number, whole)
    missed = asked[asked["chance"] < MORE_LIKELY].sort_values("chance", kind="stable")
    facts = {"n": len(asked), "missed": len(missed), "likely": len(asked) - len(missed)}
    if missed.empty:
        return Title(
            lang.say("{likely} of {n} targets are more likely met than missed", **facts), whole
        )
    bare = lang.say("{missed} of {n} targets are more likely missed than met", **facts)
    least = next(records(missed))
    chance = sentences.chance_text(least, lang)
    lowest = lang.say(
        "least likely: {name} ({chance})", name=short_name(least, lang), chance=chance
    )
    return Title(first_fitting(f"{bare}; {lowest}", bare), whole, bare)


def _answer(content: Content) -> str:
    return sentences.projection_answer(content.projected, content.place, content.lang).paragraphs[0]


def indicator(content: Content, code: str) -> Title:
    """How one indicator will end, or ended; its amounts and its range in the sentence."""
    lang, row = content.lang, content.row(code)
    whole = capital(_sentence(row, lang))
    share = share_of_plan(row, row["actual"], lang)
    if judged(row) in UNJUDGED and row["projection_reason"] and share:
        covered = sentences.covered(row, lang)
        known = with_name(lambda name: f"{name}, {covered}: {share}", short_name(row, lang))
        return Title(known, whole)
    return Title(short_finding(row, lang), whole)


def capital(sentence: str) -> str:
    """A sentence that begins as one; a name in the middle of it keeps its letters."""
    return sentence[:1].upper() + sentence[1:]


def _sentence(row: Any, lang: Language) -> str:
    """The sentence of one indicator: its result, its projection, or where it stands."""
    if row["projection_reason"] == "year complete":
        return sentences.result_sentence(row, lang)
    if row["projection_reason"]:
        return sentences.one_row(row, lang)
    return sentences.projection_sentence(row, lang)


def standard_table(content: Content, rows: int) -> Title:
    """That this is the table of the resolution."""
    headline = content.lang.count(
        "The standard table: {n} indicator in the order of the resolution",
        "The standard table: {n} indicators in the order of the resolution",
        rows,
    )
    return Title(headline)


def unjudged(content: Content, rows: int) -> Title:
    """How many targets cannot be judged."""
    headline = content.lang.count(
        "{n} target cannot be judged at this date",
        "{n} targets cannot be judged at this date",
        rows,
    )
    return Title(headline)


def sources(content: Content) -> Title:
    """How recent the figures are."""
    lang = content.lang
    published = max((str(day) for day in content.table["published"]), default="")
    if not published:
        return Title(lang.say("No figures yet; the plan's own sources"))
    told = N_("Figures published up to {day}, each traced to its file and cell")
    return Title(lang.say(told, day=lang.date(published)))
