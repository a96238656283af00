"""What a number format does to the number that a person sees.

A cell may hold 0.985 and show 98.5 %, hold 100 500 000 and show 100.5, hold 900 and show 900 triệu.
A delivery means what its reader sees, so the format is part of the number.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from functools import lru_cache

# The formats that Excel numbers instead of writing them out; of the others none changes a number.
BUILT_IN = {
    9: "0%",
    10: "0.00%",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    44: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<digit>[0#?])'
    r"|(?P<general>General|@)|[eE][+-]|(?P<comma>,)|(?P<point>\.)|(?P<percent>%)|(?P<plain>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_LETTER = re.compile(r"[^\W\d_]|[%‰₫$€£¥]")


@dataclass(frozen=True)
class Section:
    """One section of a format.

    ``power`` of ten between stored and shown number, the literal text before and behind it,
    whether digits appear at all, and whether one appears for zero.
    """

    power: int = 0
    before: str = ""
    after: str = ""
    digits: bool = False
    zero_digit: bool = False
    condition: tuple[str, float] | None = None
    coloured: bool = False

    @property
    def words(self) -> str:
        """The literal text that says something (a unit, a mark); brackets and dashes do not."""
        text = f"{self.before} {self.after}".strip()
        return text if _LETTER.search(text) else ""


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a number format; none for one of dates.

    >>> [(s.power, s.words) for s in sections('#,##0.0,," triệu"')]
    [(-6, 'triệu')]
    >>> sections("0.0%")[0].power, sections("dd/mm/yyyy")
    (2, ())
    """
    parts = _split(code) if code else []
    if any(re.search(r"[ymdhs]", _bare(part), re.IGNORECASE) for part in parts):
        return ()
    return tuple(_section(part) for part in parts)


def _split(code: str) -> list[str]:
    """The sections of a format, at each semicolon that is not literal."""
    parts = [""]
    for token in _TOKEN.finditer(code):
        if token["plain"] == ";":
            parts.append("")
        else:
            parts[-1] += token[0]
    return parts


def _bare(section: str) -> str:
    """A section without literals, currency and the word General: its letters are those of dates."""
    return "".join(
        token["plain"] or "" for token in _TOKEN.finditer(section) if token["plain"] is not None
    )


def _section(text: str) -> Section:
    power, digits, zero, condition, coloured = 0, False, False, None, False
    literal = ["", ""]
    commas, in_fraction = 0, False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "digit":
            commas = 0 if not in_fraction else commas
            digits, zero = True, zero or token[0] == "0"
        elif kind == "general":
            digits = zero = True
        elif kind == "comma":
            commas += digits
        elif kind == "point":
            in_fraction = True
        elif kind == "percent":
            power += 2
            literal[digits] += "%"
        elif kind == "bracket":
            literal[digits] += _currency(token["bracket"])
            condition = condition or _condition(token["bracket"])
            coloured = coloured or not (condition or token["bracket"].startswith("$"))
        elif kind is not None:
            literal[digits] += token[kind]
        else:
            literal[digits] += " "
    before, after = (" ".join(part.split()) for part in literal)
    return Section(power - 3 * commas, before, after, digits, zero, condition, coloured)


def _currency(bracket: str) -> str:
    return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""


def _condition(bracket: str) -> tuple[str, float] | None:
    match = _CONDITION.fullmatch(bracket)
    try:
        return (match[1], float(match[2])) if match else None
    except ValueError:
        return None


def section_for(code: str, value: float) -> Section | None:
    """The section of a format that shows this value; None when the format is none of numbers.

    >>> section_for('0.0;-0.0;"-"', 0.0).before, section_for(";;;", 5.0).digits
    ('-', False)
    """
    parts = sections(code)
    if not parts:
        return None
    conditional = any(part.condition for part in parts)
    if conditional:
        for part in parts:
            if part.condition is None or _COMPARE[part.condition[0]](value, part.condition[1]):
                return part
        return parts[-1]
    numeric = parts[:3]
    if value < 0 and len(numeric) > 1:
        return numeric[1]
    return numeric[2] if value == 0 and len(numeric) > 2 else numeric[0]


@lru_cache(maxsize=512)
def is_telling(code: str) -> bool:
    """Whether a format shows some number as another than the one that is stored.

    >>> [is_telling(code) for code in ("0.00%", "#,##0.0,", '0" triệu"', ";;;", "0.00", "d/m")]
    [True, True, True, True, False, False]
    """
    parts = sections(code)[:2]
    told = any(part.power or part.words or not part.digits for part in parts)
    return told or drops_sign(code)


@lru_cache(maxsize=512)
def drops_sign(code: str) -> bool:
    """Whether a negative number looks like a positive one: no minus, no brackets, no colour.

    >>> [drops_sign(code) for code in ("0.0;0.0", "0.0;[Red]0.0", "0.0;-0.0", "0.0", "0_);(0)")]
    [True, False, False, False, False]
    """
    first, *others = sections(code) or (Section(),)
    if not others or first.condition or others[0].condition:
        return False
    negative = others[0]
    same = (negative.before, negative.after) == (first.before, first.after)
    return same and negative.digits and not negative.coloured


@lru_cache(maxsize=512)
def hides_zero(code: str) -> bool:
    """Whether a format shows nothing, or a dash, for zero: accounting formats do.

    >>> hides_zero('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)'), hides_zero("0.0")
    (True, False)
    """
    section = section_for(code, 0.0)
    return section is not None and not section.zero_digit
