"""The unit behind a number: percent, money, measures, and any noun that can be counted.

Units are open nouns: a plan counts households, models, wards, concerts. Vietnamese writes syllables
apart, so a noun
of two syllables looks like two words; which belong together is told by a list of the common ones,
by the rest of the
sentence (the unit of "số doanh nghiệp ...: 61 doanh nghiệp" stands in its name), and by the
classifiers, which stand alone.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from hbanalysis.intake.plan_text.grammar.folding import pattern

_PERCENT = pattern(r"(?:điểm )?(?:%|phần trăm)")
_PER_MILLE = pattern(r"(?:‰|% ?[0o]{1,2}(?!\w|[.,]\d)|[0o] ?/ ?[0o]{2}(?!\w|[.,]\d))")
_MONEY = pattern(
    r"(?P<scale>(?:nghìn|ngàn|triệu|trăm)? ?(?:tỷ|triệu|nghìn|ngàn|tr\.?(?= ?(?:đ|usd))))?"
    r" ?\.?(?P<base>đồng(?! (?:chí|bào|hồ))|đ(?![\w])|vnđ|vnd|usd"
    r"|đô la mỹ(?: \(usd\))?|đô la|euro)(?![^\W\d])"
)
_ABBREVIATED = pattern(r"(?P<word>tỷ\.? ?đ(?:ồng)?|tr\.? ?đ(?:ồng)?|trđ|triệu ?đ)(?![^\W\d])")
_BARE_SCALE = pattern(
    r"(?P<scale>(?:nghìn|ngàn|triệu|trăm)? ?(?:tỷ|triệu|nghìn|ngàn|vạn))(?![^\W\d])"
)
_MEASURES = pattern(
    r"(?:ha|hecta|km2|km²|km|m2|m²|m3|m³|mw|kwh|gwh|tấn|tạ|yến|kg|lít|tuổi|mét|m)(?![^\W\d])"
)
_SLASH = pattern(
    r" ?/ ?(?P<per>người ?/ ?năm|người ?/ ?tháng|người|năm|m2 ?/ ?tháng|m2 ?/ ?năm|m2|ha ?/ ?năm|ha"
    r"|1 ?ha|(?:1|10|100)? ?vạn dân"
    r"|[\d.]+ ?dân|hộ|tháng|ngày|vụ|phường|xã|thôn|trường|đơn vị|chi bộ|lao động)(?![^\W\d])"
)
_SLASH_COUNT = pattern(r" ?/ ?(?P<per>100{0,3} [^\W\d]+(?: (?:gái|trai|sinh|em))?)(?![^\W\d])")
_WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*", re.UNICODE)

_WORDS = tomllib.loads(
    (resources.files(__package__) / "counted_nouns.toml").read_text(encoding="utf-8")
)
SINGLE = frozenset(_WORDS["single"].split())
ENDERS = frozenset(_WORDS["enders"].split())
_COMPOUND_WORDS = sorted(
    (" ".join(noun.split()) for noun in _WORDS["compound"].split(";")), key=len, reverse=True
)
_COMPOUND = pattern(rf"(?:{'|'.join(_COMPOUND_WORDS)})(?![^\W\d])")
SCALED = {"tỷđ": "tỷ đồng", "tỷđồng": "tỷ đồng", "trđ": "triệu đồng", "trđồng": "triệu đồng",
          "triệuđ": "triệu đồng"}  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """A unit, where it ends, and its kind: percent, money, measure, noun, or none."""

    text: str
    end: int
    kind: str

    @property
    def sure(self) -> bool:
        """Whether the list knows it; an open noun is a reading."""
        return self.kind not in ("noun?", "")


_SYMBOLS = {"m2": "m²", "m3": "m³", "km2": "km²", "mw": "MW", "kwh": "kWh", "gwh": "GWh"}
NO_UNIT = Unit("", 0, "")


def unit_at(folded: str, start: int, name: str = "") -> Unit:
    """The unit that begins at a place (blanks may stand before it).

    >>> unit_at("3.500 lượt lao động trở lên", 5).text, unit_at("61trđ/người/năm", 2).text
    ('lượt lao động', 'triệu đồng/người/năm')
    """
    while start < len(folded) and folded[start] == " ":
        start += 1
    for read in (_percent, _money, _measure):
        unit = read(folded, start)
        if unit:
            return unit
    return _noun(folded, start, name)


def _percent(folded: str, start: int) -> Unit | None:
    mille = _PER_MILLE.match(folded, start)
    if mille:
        return Unit("‰", _after_year(folded, mille.end()), "percent")
    match = _PERCENT.match(folded, start)
    if not match:
        return None
    points = match[0].startswith("điểm")
    return Unit("điểm %" if points else "%", _after_year(folded, match.end()), "percent")


def _after_year(folded: str, end: int) -> int:
    match = pattern(r" ?/ ?năm\b").match(folded, end)
    return match.end() if match else end


def _money(folded: str, start: int) -> Unit | None:
    short = _ABBREVIATED.match(folded, start)
    if short:
        word = SCALED[re.sub(r"[\s.]", "", short["word"])]
        return _per(folded, word, short.end(), "money")
    match = _MONEY.match(folded, start)
    if match:
        base = match["base"]
        base = "USD" if base.startswith(("usd", "đô")) else "đồng" if base[0] in "đv" else base
        scale = re.sub(r"\s+", " ", (match["scale"] or "").replace("tr.", "triệu")).strip()
        scale = "triệu" if scale == "tr" else scale
        return _per(folded, f"{scale} {base}".strip(), match.end(), "money")
    return None


def _measure(folded: str, start: int) -> Unit | None:
    scaled = _BARE_SCALE.match(folded, start)
    if scaled:
        return _scaled(folded, scaled)
    match = _MEASURES.match(folded, start)
    if not match:
        return None
    return _per(folded, _SYMBOLS.get(match[0], match[0]), match.end(), "measure")


def _scaled(folded: str, scaled: re.Match[str]) -> Unit:
    """A scale word and what it counts: nghìn ha, triệu lượt khách; money when nothing follows."""
    scale = re.sub(r"\s+", " ", scaled["scale"].strip())
    end = scaled.end()
    if folded[end : end + 1] == " ":
        measure = _MEASURES.match(folded, end + 1)
        if measure:
            word = _SYMBOLS.get(measure[0], measure[0])
            return _per(folded, f"{scale} {word}", measure.end(), "measure")
        noun = _noun(folded, end + 1, "")
        if noun.kind == "noun":
            return Unit(f"{scale} {noun.text}", noun.end, "noun")
    money = "tỷ" in scale
    return Unit(f"{scale} đồng" if money else scale, end, "money" if money else "measure")


def _per(folded: str, word: str, end: int, kind: str) -> Unit:
    """A unit and what it is counted by: triệu đồng/người/năm, tạ/ha, bác sĩ/vạn dân."""
    match = _SLASH.match(folded, end) or _SLASH_COUNT.match(folded, end)
    if not match:
        return Unit(word, end, kind)
    per = re.sub(r"\s*/\s*", "/", match["per"])
    if kind == "noun" and per == "năm":
        return Unit(word, match.end(), kind)
    return Unit(f"{word}/{per}", match.end(), kind)


def _noun(folded: str, start: int, name: str) -> Unit:
    """A counted noun.

    Of an unknown one it is the longest part that the name repeats, else two syllables.
    """
    known = _COMPOUND.match(folded, start)
    if known:
        return _per(folded, known[0], known.end(), "noun")
    words = _words_at(folded, start)
    if not words:
        return NO_UNIT
    first, end = words[0]
    if first in SINGLE:
        listed = pattern(r"(?:, | và )?").match(folded, end)
        return _per(folded, first, end, "noun") if listed else Unit(first, end, "noun")
    repeated = _repeated(folded, start, words, name)
    count = repeated or min(len(words), 2)
    return _per(
        folded,
        folded[start : words[count - 1][1]],
        words[count - 1][1],
        "noun?" if not repeated else "noun",
    )


def _words_at(folded: str, start: int) -> list[tuple[str, int]]:
    """The words from a place up to a mark or a word that ends nouns, four at most."""
    made: list[tuple[str, int]] = []
    while len(made) < 4:
        match = _WORD.match(folded, start)
        if not match or match[0] in ENDERS:
            break
        made.append((match[0], match.end()))
        start = match.end() + 1
        if folded[match.end() : start] != " ":
            break
    return made


def _repeated(folded: str, start: int, words: list[tuple[str, int]], name: str) -> int:
    """How many of the words stand together in the name."""
    for count in range(len(words), 0, -1):
        if re.search(rf"(?<!\w){re.escape(folded[start : words[count - 1][1]])}(?!\w)", name):
            return count
    return 0


def unit_of_name(name: str) -> str:
    """What a name counts, for a number without a unit.

    >>> unit_of_name("số trường đạt chuẩn"), unit_of_name("phát triển đảng viên mới")
    ('trường', 'đảng viên')
    """
    counted = pattern(r"\b(?:tổng )?số (?:lượng )?").search(name)
    if counted:
        return unit_at(name, counted.end()).text
    known = pattern(r"\b(?=[^\W\d])").finditer(name)
    match = (_COMPOUND.match(name, one.start()) for one in known)
    return next((hit[0] for hit in match if hit), "")
