"""How a judgement looks: its word, its sign and its colour, never the colour alone."""

from __future__ import annotations

from typing import Any

from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import exact, half_up, is_missing
from hbanalysis.vocabulary.terms import Measure, Outlook, Reason, Verdict

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
# Distinguishable with the common colour-vision deficiencies and at least 4.5 : 1 on white (checked
# in the tests).
COLOURS: dict[str, str] = {
    Verdict.EXCEEDED: "#0b5c8a",
    Verdict.MET: "#1b6e53",
    Verdict.NOT_MET: "#b3321b",
    Verdict.NOT_ASSESSED: "#5c6470",
    Verdict.NO_TARGET: "#5c6470",
    Outlook.SECURED: "#0b5c8a",
    Outlook.ON_TRACK: "#1b6e53",
    Outlook.AT_RISK: "#8f5a00",
    Outlook.BEHIND: "#b3321b",
    Outlook.LOST: "#7a1f5c",
    Outlook.NOT_APPLICABLE: "#5c6470",
}
GOOD = (Verdict.EXCEEDED, Verdict.MET, Outlook.SECURED, Outlook.ON_TRACK)
BAD = (Verdict.NOT_MET, Outlook.LOST, Outlook.BEHIND, Outlook.AT_RISK)
MOST_DECIMALS = 6
PRINTED_APART = (
    0.5  # points by which a printed comparison and our own may differ before the reader is told
)
VERDICTS, OUTLOOKS = tuple(Verdict), tuple(Outlook)


def judged(row: Any) -> str:
    """The one judgement of a row: its verdict when the year is closed, else its outlook."""
    return str(row["verdict"] if not is_missing(row["verdict"]) else row["outlook"])


def css_name(word: str) -> str:
    """``on track`` as a CSS variable: ``var(--hba-on-track)``."""
    return f"var(--hba-{word.replace(' ', '-')})"


def status_text(row: Any, lang: Language) -> str:
    """Sign and word, with the reason when there is no judgement: "○ không áp dụng: chưa đến kỳ"."""
    word = judged(row)
    text = f"{SIGNS[word]} {lang.say(word)}"
    if word in (Verdict.NOT_ASSESSED, Outlook.NOT_APPLICABLE):
        text += f" ({lang.say(str(row['reason']))})"
    return text


def name_within(row: Any, lang: Language) -> str:
    """The indicator's name inside a sentence.

    A small first letter, unless it is an abbreviation.
    """
    name = lang.pick(row, "name")
    return name if name[1:2].isupper() or lang.code == "en" else name[:1].lower() + name[1:]


def absent(row: Any, lang: Language) -> str:
    """The name of a missing actual value."""
    return lang.say("not due") if row["reason"] == Reason.NOT_DUE else lang.say("no figure")


def amount(value: Any, row: Any, lang: Language) -> str:
    """A value of the row in its own decimals; empty when missing."""
    return "" if is_missing(value) else lang.number(value, int(row["decimals"]))


def target_amount(row: Any, lang: Language) -> str:
    """The target with all the decimals it was set with, and no more: "1.516,66"."""
    if is_missing(row["target"]):
        return ""
    digits = exact(row["target"]).normalize().as_tuple().exponent
    return lang.number(row["target"], max(0, -int(digits)))


def target_with_unit(row: Any, lang: Language) -> str:
    """The target with its unit."""
    return _with_unit(target_amount(row, lang), row, lang)


def unit_text(row: Any, lang: Language) -> str:
    """The unit as the reader's language names it."""
    return str(row["unit"] if lang.code == "vi" else row.get("unit_en") or row["unit"])


def _with_unit(text: str, row: Any, lang: Language) -> str:
    unit = unit_text(row, lang)
    if row["measure"] == Measure.RANK:
        return f"{unit} {text}"
    return text + unit if unit.startswith("%") else f"{text} {unit}".strip()


def telling_amount(row: Any, lang: Language) -> str:
    """The actual value with its unit.

    With as many decimals as it takes to see on which side of the target it is.
    """
    value, target, digits = row["actual"], row["target"], int(row["decimals"])
    if is_missing(target) or exact(value) == exact(target):
        return _with_unit(amount(value, row, lang), row, lang)
    while digits < MOST_DECIMALS and half_up(value, digits) == half_up(target, digits):
        digits += 1
    return _with_unit(lang.number(value, digits), row, lang)


def telling_percent(value: Any, lang: Language) -> str:
    """A percentage with one decimal, or more where one would round it to a 100 that it is not."""
    digits = 1
    while (
        not is_missing(value)
        and digits < MOST_DECIMALS
        and exact(value) != 100
        and half_up(value, digits) == 100
    ):
        digits += 1
    return lang.percent(value, digits)


def amount_with_unit(value: Any, row: Any, lang: Language) -> str:
    """A value with its unit: "1.516,7 tỷ đồng", "98,5%"."""
    return _with_unit(amount(value, row, lang), row, lang)
