"""What the note says, from the pages' sentences and tables: all variables of a Word template."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.briefing.files import CONTROL
from hbanalysis.briefing.note_annex import note_table
from hbanalysis.briefing.pack_content import UNJUDGED, Content
from hbanalysis.briefing.slide_tables import source_lines
from hbanalysis.briefing.standing_slides import sentences_of_method
from hbanalysis.intake.names import place_within, without_level
from hbanalysis.presentation import sentences
from hbanalysis.presentation.judgement_style import (
    BAD,
    amount_with_unit,
    gap_sentence,
    judged,
)
from hbanalysis.presentation.pages import steering
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import ADDING

LINE, LINES, MOST_HIGHLIGHTS, FEWEST_BEHIND = 77, 32, 2, 2
NARROW, SIGNED, SHORTENINGS = (
    24,
    3,
    4,
)  # letters on a line of the office's head; lines that a signature adds
LONG = 6  # lines from which on names give way to codes


def plain(value: Any) -> Any:
    """Texts, also inside lists and mappings, without characters that no Word file can hold."""
    if isinstance(value, str):
        return CONTROL.sub("", value)
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def context_of(content: Content) -> dict[str, Any]:
    """Every variable of the template (docs/briefing.md has them)."""
    lang, table = content.lang, content.table
    label = content.period.label(lang.code)
    head, rows = note_table(content)
    demo = list(sentences.demo_note(table, lang).paragraphs)
    standing, behind, more, outlook = _first_page(content, demo)
    return dict(
        plain(
            {
                "office": _office(content),
                "place": content.place,
                "period": f"{label}, {_within(content)}",
                "period_upper": f"{label}, {content.place}".upper(),
                "demo": " ".join(demo),
                "demo_mark": content.demo.upper(),
                "closed": content.closed,
                "as_of": lang.date(content.office.as_of),
                "standing": standing,
                "behind": behind,
                "behind_more": more,
                "outlook": outlook,
                "head": head,
                "rows": rows,
                "methods": list(_methods(content)),
            }
        )
    )


def _first_page(
    content: Content, demo: list[str]
) -> tuple[list[str], list[dict[str, str]], str, list[str]]:
    """What stands in the three sections: as much as the page holds, names before codes."""
    whole = LINES - _head_lines(content) - sum(_lines(text) for text in demo)
    for short in range(SHORTENINGS + 1):
        standing = _standing(content)[: 1 + MOST_HIGHLIGHTS - max(0, short - 2)]
        outlook = _outlook(content, codes=short > 1)
        room = whole - sum(_lines(text) for text in standing + outlook)
        behind, more = _behind(content, room, codes=short > 0)
        if sum(_lines(" ".join(item.values())) for item in behind) + _lines(more) <= room:
            break
    return standing, behind, more, outlook


def _lines(text: str) -> int:
    return 0 if not text else math.ceil((len(text) + 6) / LINE)


def _head_lines(content: Content) -> int:
    """How many lines more than the usual ones the office's own words at head and foot take."""
    office = _office(content)
    narrow = (
        math.ceil(len(office["superior"]) / NARROW) + math.ceil(len(office["name"]) / NARROW) - 2
    )
    return (
        max(0, narrow)
        + _lines(office["recipient"])
        + bool(content.office.as_of)
        + (SIGNED if office["signer_title"] or office["signer"] else 0)
    )


def _within(content: Content) -> str:
    """The place as a title names it after its period."""
    return place_within(content.place) if content.lang.code == "vi" else content.place


def _office(content: Content) -> dict[str, str]:
    """The office's own words; what it has not said is its place's name, or left open."""
    said = content.choice.office
    return said | {
        "name": said["name"] or content.place.upper(),
        "town": said["town"] or without_level(content.place),
        "number": said["number"] or ("……-BC" if said["form"] == "party" else "……/BC"),
    }


def _standing(content: Content) -> list[str]:
    """The headline, then what leads the report, each indicator in a sentence."""
    table, lang = content.table, content.lang
    lines = [sentences.headline(table, content.place, lang)]
    if len(table) == 1:  # its reason stands in the next section when it needs something done
        return (
            lines
            if len(content.remedies)
            else [*lines, sentences.because(next(records(table)), lang)]
        )
    good = table[
        (table["measure"].isin(ADDING)) & table["actual"].notna() & (table["parent"] == "")
    ]
    good = (
        good[[judged(row) not in (*BAD, *UNJUDGED) for row in records(good)]] if len(good) else good
    )
    first = list(dict.fromkeys([*content.leads, *good["indicator"]]))[:MOST_HIGHLIGHTS]
    return lines + [_opened(_result(content.row(code), lang)) for code in first]


def _result(row: Row, lang: Language) -> str:
    """One indicator in a sentence: actual, plan, judgement; while the year runs its chance too."""
    sentence = sentences.one_row(row, lang)
    if row["closed"] or row["projection_reason"] or is_missing(row["chance"]):
        return sentence
    chance = sentences.chance_text(row, lang)
    return sentence + " " + lang.say("Chance of meeting the plan: {chance}.", chance=chance)


def _opened(sentence: str) -> str:
    """A sentence with a capital at its start."""
    return sentence[:1].upper() + sentence[1:]


def _behind(content: Content, room: int, *, codes: bool) -> tuple[list[dict[str, str]], str]:
    """What needs something done, the worst first, as much as the page holds; the others by name."""
    lang, rows = content.lang, content.remedies
    told: list[dict[str, str]] = []
    for row in records(rows):
        name = f"{row['indicator']}. {lang.pick(row, 'name')}"
        item = {
            "name": f"{name} ({lang.say(judged(row))}).",
            "standing": _opened(sentences.because(row, lang)),
            "need": _need(row, content),
            "proposal": str(row["proposal"]),
        }
        room -= _lines(" ".join(item.values()))
        if (
            room < _lines(_further(rows.iloc[len(told) + 1 :], content, codes=codes))
            and len(told) >= FEWEST_BEHIND
        ):
            break
        told.append(item)
    return told, _further(rows.iloc[len(told) :], content, codes=codes)


def _further(rest: pd.DataFrame, content: Content, *, codes: bool) -> str:
    """Those for which the page has no room, by name, many by code."""
    if rest.empty:
        return ""
    text = content.lang.say(
        "Further: {names}; see the annex.", names=sentences.names(rest, content.lang)
    )
    if not codes and _lines(text) < LONG:
        return text
    return content.lang.say("Further: {names}; see the annex.", names=", ".join(rest["indicator"]))


def _need(row: Row, content: Content) -> str:
    """What is missing, what each remaining month would have to bring, feasibility, owner."""
    lang, said = content.lang, []
    if not is_missing(row["gap"]):
        said.append(gap_sentence(row, lang))
    if not is_missing(row["required_per_month"]) and not content.closed:
        said.append(
            lang.say(
                "Needed per month: {need} ({feasibility}).",
                feasibility=steering.feasibility(row, lang),
                need=amount_with_unit(row["required_per_month"], row, lang),
            )
        )
    if row["owner"]:
        said.append(lang.say("Owner: {owner}.", owner=row["owner"]))
    return " ".join(said)


def _outlook(content: Content, *, codes: bool) -> list[str]:
    """Where the year will end, and what cannot be judged yet."""
    lang = content.lang
    paragraphs = list(
        sentences.projection_answer(content.projected, content.place, lang).paragraphs
    )
    rows = sentences.projected_rows(content.projected)
    if len(paragraphs) > 1 and (codes or _lines(paragraphs[1]) >= LONG):
        chances = [
            f"{row['indicator']} ({sentences.chance_text(row, lang)})"
            for row in records(rows[rows["chance"] < 0.5].sort_values("chance"))
        ]
        paragraphs[1] = lang.say(
            "Less likely than not (chance): {names}.", names="; ".join(chances)
        )
    rest = content.unjudged
    if len(rest):
        paragraphs.append(
            lang.count(
                "{n} target cannot be judged at this date ({codes}).",
                "{n} targets cannot be judged at this date ({codes}).",
                len(rest),
                codes=", ".join(rest["indicator"]),
            )
        )
    return paragraphs


def _methods(content: Content) -> list[str]:
    """How it was judged and projected, and where the numbers come from, once each."""
    lang = content.lang
    methods = [
        f"{lang.say(line.what)}: {line.source} ({lang.date(line.published)}): {line.indicators}."
        for line in source_lines(content.table, lang)
    ]
    return [" ".join(sentences_of_method(content)), " ".join(methods)]
