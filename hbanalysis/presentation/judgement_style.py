"""How a judgement looks: its word, its sign and its colour, never the colour alone."""

from __future__ import annotations

import math
from typing import Any

from hbanalysis.analysis.row import Row
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import exact, half_up, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import (
    OF_TERM,
    RANKED,
    SUMMED,
    Comparator,
    Measure,
    Outlook,
    Reason,
    Verdict,
    report_every,
)

SIGNS: dict[str, str] = {
    Verdict.EXCEEDED: "▲",
    Verdict.MET: "✓",
    Verdict.NOT_MET: "▼",
    Verdict.NOT_ASSESSED: "○",
    Verdict.NO_TARGET: "–",
    Outlook.SECURED: "✓",
    Outlook.ON_TRACK: "●",
    Outlook.AT_RISK: "◆",
    Outlook.BEHIND: "▼",
    Outlook.LOST: "✕",
    Outlook.NOT_APPLICABLE: "○",
}
# No two words of one list are told apart by hue alone: each is at least 1.5 times as light or dark
# as the next (checked in the tests), so that they part in print and for every eye.
COLOURS: dict[str, str] = {
    Verdict.EXCEEDED: "#093154",
    Verdict.MET: "#0c553d",
    Verdict.NOT_MET: "#bd311b",
    Verdict.NOT_ASSESSED: "#9da3ab",
    Verdict.NO_TARGET: "#9da3ab",
    Outlook.SECURED: "#093154",
    Outlook.ON_TRACK: "#0c553d",
    Outlook.AT_RISK: "#b67300",
    Outlook.BEHIND: "#bd311b",
    Outlook.LOST: "#0f0512",
    Outlook.NOT_APPLICABLE: "#9da3ab",
}
"""The colour of each word in areas: bars, tiles, marks of charts; on pages, slides and in files."""
# The same words in dark mode.
DARK = {
    "#093154": "#2971a5",
    "#0c553d": "#40bf95",
    "#b67300": "#ffc94d",
    "#bd311b": "#f45036",
    "#0f0512": "#fefdff",
    "#9da3ab": "#4c5259",
}
# Letters need more contrast than areas: the same hue, darker, or lighter on a dark page.
_LETTERS = {"#b67300": "#8f5a00", "#9da3ab": "#5c6470"}
_DARK_LETTERS = {"#093154": "#7cc4ee", "#9da3ab": "#aab3bf", "#bd311b": "#ff8f7a"}
TEXT_COLOURS = {word: _LETTERS.get(colour, colour) for word, colour in COLOURS.items()}
"""The colour of each word where it is written."""
ALARM = "#8a1a5b"
"""What marks illustrative data and errors: no colour of a judgement."""
LETTERS = ("Arial", "Liberation Sans", "DejaVu Sans")
"""The family of letters of pages, slides and figures, then what stands in for it, in this order."""
GOOD = (Verdict.EXCEEDED, Verdict.MET, Outlook.SECURED, Outlook.ON_TRACK)
BAD = (Verdict.NOT_MET, Outlook.LOST, Outlook.BEHIND, Outlook.AT_RISK)
MOST_DECIMALS = 6
PRINTED_APART = (
    0.5  # points by which a printed comparison and our own may differ before the reader is told
)
VERDICTS, OUTLOOKS = tuple(Verdict), tuple(Outlook)


def judged(row: Row) -> str:
    """The one judgement of a row: its verdict when the year is closed, else its outlook."""
    return str(row["verdict"] if not is_missing(row["verdict"]) else row["outlook"])


def css_name(word: str) -> str:
    """``on track`` as a CSS variable: ``var(--hba-on-track)``.

    ``on track text`` is the colour of its letters, ``on track on`` that of letters on its area.
    """
    return f"var(--hba-{word.replace(' ', '-')})"


LIGHT_PAGE = (
    "--paper:#fff;--panel:#f6f7f9;--ink:#1d2733;--soft:#5c6470;--line:#e2e6ec;--edge:#8a929c;--link:#0b5c8a;"
    "--warn:#8a1a5b;--warn-paper:#fbf1f7;--step:1.6rem;"
)
DARK_PAGE = (
    "--paper:#14181d;--panel:#1d232a;--ink:#e8ecf1;--soft:#aab3bf;--line:#343c46;--edge:#77818d;--link:#7cc4ee;"
    "--warn:#f29ad0;--warn-paper:#33202c;"
)


def css_variables(*, dark: bool = False) -> str:
    """The colours of a page and of every judgement, as CSS variables."""
    rules = [DARK_PAGE if dark else LIGHT_PAGE]
    for word, colour in COLOURS.items():
        tone = DARK[colour] if dark else colour
        letters = _DARK_LETTERS.get(colour, tone) if dark else TEXT_COLOURS[word]
        name = f"--hba-{word.replace(' ', '-')}"
        rules.append(f"{name}:{tone};{name}-text:{letters};{name}-on:{letters_on(tone)};")
    return "".join(rules)


def letters_on(colour: str) -> str:
    """White or black, whichever can be read on an area of this colour (4.5 : 1).

    >>> letters_on("#093154"), letters_on("#b67300")
    ('#fff', '#000')
    """
    return "#fff" if contrast(colour, "#ffffff") >= READABLE else "#000"


READABLE = 4.5


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """How many times lighter one colour is than another, 1 to 21 (WCAG 2.2).

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def status_text(row: Row, lang: Language) -> str:
    """Sign and word, with the reason when there is no judgement: "○ không áp dụng: chưa đến kỳ"."""
    return f"{SIGNS[judged(row)]} {word_text(row, lang)}"


def word_text(row: Row, lang: Language) -> str:
    """The word, with the reason when there is no judgement."""
    word = judged(row)
    if word in (Verdict.NOT_ASSESSED, Outlook.NOT_APPLICABLE):
        return f"{lang.say(word)} ({lang.say(str(row['reason']))})"
    return lang.say(word)


def kinds_of(row: Row, lang: Language) -> dict[str, str]:
    """By what a reader may filter the rows of indicators: the word of each, and its owner."""
    return {"word": lang.say(judged(row)), "owner": str(row.get("owner") or "")}


def name_within(row: Row, lang: Language) -> str:
    """The indicator's name inside a sentence.

    It begins with a small letter, unless it is an abbreviation.
    """
    return within(lang.pick(row, "name"), lang)


def within(name: str, lang: Language) -> str:
    """A name or a period inside a sentence: "quý III/2024"; abbreviations and English stay.

    >>> within("Quý III/2024", Language("vi")), within("GRDP", Language("vi"))
    ('quý III/2024', 'GRDP')
    """
    return name if name[1:2].isupper() or lang.code == "en" else name[:1].lower() + name[1:]


def absent(row: Row, lang: Language) -> str:
    """The name of a missing actual value."""
    return lang.say("not due") if row["reason"] == Reason.NOT_DUE else lang.say("no figure")


def amount(value: Any, row: Row, lang: Language) -> str:
    """A value of the row in its own decimals; empty when missing."""
    return "" if is_missing(value) else lang.number(value, int(row["decimals"]))


def target_digits(row: Row) -> int:
    """The decimals that the target was set with, and no more: 2 for 1.516,66."""
    return max(0, -int(exact(row["target"]).normalize().as_tuple().exponent))


def target_amount(row: Row, lang: Language) -> str:
    """The target with all the decimals it was set with, and no more: "1.516,66"."""
    return "" if is_missing(row["target"]) else lang.number(row["target"], target_digits(row))


def target_with_unit(row: Row, lang: Language) -> str:
    """The target with its unit, a range with both ends: "3.400 – 3.700 tỷ đồng"."""
    text = target_amount(row, lang)
    if not is_missing(row["target_high"]):
        text += " – " + target_amount(row.changed(target=row["target_high"]), lang)
    return _with_unit(text, row, lang)


def end_with_unit(end: Any, row: Row, lang: Language) -> str:
    """One end of a range, or any other target of the row, with its unit."""
    return target_with_unit(row.changed(target=end, target_high=math.nan), lang)


def unit_text(row: Row, lang: Language) -> str:
    """The unit as the reader's language names it."""
    return str(row["unit"] if lang.code == "vi" else row.get("unit_en") or row["unit"])


def _with_unit(text: str, row: Row, lang: Language) -> str:
    unit = unit_text(row, lang)
    if row["measure"] in RANKED:
        return f"{unit} {text}"
    return text + unit if unit.startswith("%") else f"{text} {unit}".strip()


def telling_digits(value: Any, limit: Any, digits: int) -> int:
    """As many decimals as it takes to see on which side of a limit a value is; at least those."""
    if is_missing(value) or is_missing(limit) or exact(value) == exact(limit):
        return digits
    while digits < MOST_DECIMALS and half_up(value, digits) == half_up(limit, digits):
        digits += 1
    return digits


def telling_amount(row: Row, lang: Language) -> str:
    """The actual value with its unit and decimals enough to see its side of the target."""
    digits = telling_digits(row["actual"], row["target"], int(row["decimals"]))
    return _with_unit(lang.number(row["actual"], digits), row, lang)


def telling_percent(value: Any, lang: Language) -> str:
    """A percentage with one decimal, or more where one would round it to a 100 that it is not."""
    return lang.percent(value, telling_digits(value, 100, 1))


def amount_with_unit(value: Any, row: Row, lang: Language) -> str:
    """A value with its unit: "1.516,7 tỷ đồng", "98,5%"."""
    return _with_unit(amount(value, row, lang), row, lang)


def signed_amount(value: Any, row: Row, lang: Language) -> str:
    """A difference with its sign and unit: "+580 lượt", "−1,5 điểm phần trăm"."""
    text = lang.number(abs(value), int(row["decimals"]))
    sign = "−" if value < 0 else "+"
    if unit_text(row, lang).startswith("%"):
        return sign + lang.say("{n} percentage points", n=text)
    return _with_unit(sign + text, row, lang)


def difference(value: Any, row: Row, lang: Language) -> str:
    """How far two values of a row lie apart, without a sign; of shares in percentage points."""
    if is_missing(value):
        return ""
    return signed_amount(abs(float(value)), row, lang).removeprefix("+")


def gap_sentence(row: Row, lang: Language) -> str:
    """What is missing to the plan, left under a limit, or by how much it has been passed."""
    gap = difference(row["gap"], row, lang)
    if is_over(row):
        return lang.say("Over the plan by {gap}.", gap=gap)
    if row["comparator"] == Comparator.AT_MOST:
        return lang.say("Left under the limit: {gap}.", gap=gap)
    return lang.say("Missing to the plan: {gap}.", gap=gap)


def is_over(row: Row) -> bool:
    """Whether a value lies above what its plan allows: a limit, an exact value, a range."""
    highest = row["target"] if is_missing(row["target_high"]) else row["target_high"]
    limited = row["comparator"] in (Comparator.AT_MOST, Comparator.EXACTLY)
    return bool(limited and row["actual"] > highest)


def is_old(row: Row) -> bool:
    """Whether a level's figure is of an earlier month than the period's last."""
    settled = (*SUMMED, *OF_TERM, Measure.MILESTONE)
    if row["measure"] in settled or is_missing(row["actual"]):
        return False
    recurring = bool(report_every(str(row["cadence"])))
    return recurring and 0 < row["through"] < Period.parse(row["period"]).last


def term_span(row: Row) -> str:
    """The years of a target's term: "2026–2030"."""
    return f"{int(row['term_first'])}–{int(row['term_last'])}"


def term_known(row: Row, lang: Language) -> str:
    """What a term's figure counts: "2026", "2026–2027", "2026 – 03/2028"."""
    known = str(row["term_known"])
    if not known:
        return ""
    first, year, month = int(row["term_first"]), int(known[:4]), int(known[5:])
    if month == 12:
        return str(first) if year == first else f"{first}–{year}"
    return f"{first} – {Period(year, month, month).label(lang.code)}"


def figure_month(row: Row, lang: Language) -> str:
    """The last month that a row's figure speaks for, in words."""
    month = int(row["through"])
    return Period(Period.parse(row["period"]).year, month, month).label(lang.code)


def age(row: Row, lang: Language) -> str:
    """The month of a level's figure where it is not the period's last: an old figure says so."""
    if not is_old(row):
        return ""
    return lang.say("The figure is that of {month}.", month=figure_month(row, lang))
