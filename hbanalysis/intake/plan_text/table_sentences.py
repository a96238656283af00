"""Cells of a table put together as a sentence whose letters know their places."""

from __future__ import annotations

import re

from hbanalysis.intake.plan_text.grammar.amounts import amounts
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.masking import masked
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.table_columns import Cell

DONE = pattern(r"^(?:đạt|hoàn thành|có|x|duy trì|giữ vững|đạt chuẩn|100% đạt)\W*$")
_NUMBERED_UNIT = re.compile(r"^(?P<number>\d[\d. ]*) ?(?P<unit>[^\W\d].*)$")
_SIGNS = {"≥": "tối thiểu ", "≤": "không quá ", ">": "trên ", "<": "dưới "}


def sentence(
    printed: Paragraph, name: Cell, value: Cell, unit: Cell | None, plan: Cell | None
) -> Paragraph:
    """Name, value, unit and former plan as one paragraph whose letters know their places.

    A cell that only says "đạt" is no value: the name itself is what is to be done.
    """
    done = DONE.match(value.folded.strip()) is not None
    letters: list[str] = []
    places: list[int] = []
    words = name.text.rstrip(" :;.").replace(":", ",")
    put(letters, places, words + ("" if done else ":"), name.places)
    if not done:
        _with_unit(letters, places, value, unit)
    if plan is not None and any(letter.isdigit() for letter in plan.text):
        put(letters, places, " (kế hoạch", plan.places[:1])
        _with_unit(letters, places, plan, unit)
        put(letters, places, ")", plan.places[-1:])
    return Paragraph("".join(letters), tuple(places), printed.line)


def _with_unit(letters: list[str], places: list[int], value: Cell, unit: Cell | None) -> None:
    """Add a value with its unit behind the number: "từ 93", "%", "trở lên"."""
    digits = [at for at, letter in enumerate(value.text) if letter.isdigit()]
    has_unit = any(one.unit.text for one in amounts(value.folded, masked(value.text, value.folded)))
    if has_unit or unit is None or not unit.text or not digits:
        spell(letters, places, value.text, value.places)
        return
    ends = digits[-1] + 1
    spell(letters, places, value.text[:ends], value.places[:ends])
    put(letters, places, " " + _scaled(unit.text), unit.places)
    spell(letters, places, value.text[ends:], value.places[ends:])


def _scaled(unit: str) -> str:
    """A unit with its number as a word: "1.000 lượt" is nghìn lượt; another number is no unit."""
    match = _NUMBERED_UNIT.match(unit)
    if match is None:
        return unit
    scale = {"1000": "nghìn", "1000000": "triệu"}.get(re.sub(r"\D", "", match["number"]))
    return f"{scale} {match['unit']}" if scale else ""


def spell(letters: list[str], places: list[int], text: str, at: tuple[int, ...]) -> None:
    """Add a value, its signs (≥ <) as the words they stand for."""
    for letter, position in zip(text, at, strict=True):
        read = _SIGNS.get(letter, letter)
        if read == " " and letters[-1] == " ":
            continue
        letters += read
        places += [position] * len(read)


def put(letters: list[str], places: list[int], words: str, at: tuple[int, ...]) -> None:
    """Add words and a blank; letters that stand in no cell take the place of their neighbour."""
    own = len(at)
    lead = len(words) - len(words.lstrip())
    for number, letter in enumerate(words):
        position = at[min(max(number - lead, 0), own - 1)] if own else (places[-1] if places else 0)
        letters.append(letter)
        places.append(position)
    letters.append(" ")
    places.append(places[-1])
