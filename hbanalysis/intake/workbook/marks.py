"""Small signs in and around tables.

Placeholders, footnote marks, units, index rows, titles, totals, letterheads.
"""

import re
from functools import lru_cache
from itertools import pairwise

from hbanalysis.vocabulary.text import strip_marks

PLACEHOLDERS = frozenset(
    {"-", "–", "—", "−", "...", "…", "..", ".", "x", "X", "*", "//", "'", "--", "- -", "_"}
)
DITTO = frozenset({'"', "''", "“", "”", "-nt-", "nt", "“”", '" "'})

_NUMBER_LIKE = re.compile(
    r"[(+−–-]? ?[0-9][0-9.,  ]*\)? ?(?:%|‰)?(?: ?(?:\(\*+\)|\*+|\([0-9]\)"
    r"|⁽?[¹²³⁰⁴-⁹ᵃ-ᵉ](?:,? ?[¹²³⁰⁴-⁹ᵃ-ᵉ])*⁾?))?"
)
_MONEY = r"(?:(?:nghìn|ngàn|triệu) (?:tỷ|tỉ)|nghìn|ngàn|triệu|trđ|tr\.đ|tr|tỷ|tỉ|đồng|đ)\b"
_WITH_UNIT = re.compile(
    rf"[(+−–-]? ?[0-9][0-9.,]* ?{_MONEY}\.?(?: ?(?:[0-9][0-9.,]* ?)?{_MONEY})*\)?"
)
_INDEX_TEXT = re.compile(r"\(?(?:[A-Za-zĐđ]|[0-9]{1,2})\)?(?: ?= ?[-+*/:()0-9 %x×]+)?")
_NUMBERED = re.compile(
    r"(?:(?:biểu|bảng|phụ lục)(?: số)?\s*[0-9IVX]+|[0-9]{1,2}[a-z]?(?:[.\-][0-9]{1,2})*[.)/])\s*\S"
    r"|[0-9]{1,2}\.?\s*\(?tiếp",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\(\s*tiếp", re.IGNORECASE)
_NOTE = re.compile(
    r"\(?\*+\)?|\([0-9]\)\s|[0-9]\)\s|\[[0-9]\]|[¹²³]|ghi chú|nguồn|chú thích|nơi nhận|người"
    r" lập|thủ trưởng|_{3,}",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(
    r"cong hoa xa hoi|doc lap ?- ?tu do|^so ?: ?.*/|^ub(?:nd| ?nhan dan)|^uy ban nhan dan|, ngay .*"
    r" thang .* nam"
    r"|^kem theo"
)
_TOTAL = re.compile(
    r"(?:tong so|tong cong|tong|cong|tong tri gia|tong gia tri|tong muc|tong kim ngach|ca nuoc|toan"
    r" quoc|chung"
    r"|toan nganh\b.*)\s*(?:\(.*\))?:?"
)
_PART = re.compile(r"(?:trong do|chia ra|bao gom|gom|o/w)\b|[-+–•]\s?\S")
_GROUP = re.compile(
    r"(?:[a-z0-9ivx]{1,4}[.)] ?)?(?:trong do|chia ra|chia theo|phan theo|bao gom|mot so)\b"
)

_UNIT_WORDS = (
    r"dong|d|vnd|usd|đo"
    r" la|%|‰|ha|tan|ta|kg|km|m2|m3|m²|m³|met|lit|con|cai|chiec|bo|doi|vien|bao|hop|kwh|nguoi|luot"
    r"|khach|hk|ho|vu|lan|diem|giuong|phong|cong trinh|du an|doanh nghiep|dn|hanh khach|lao"
    r" dong|tap|may|chai|ram|to"
    r"|qua|trieu|ty|nghin|tieu chi|to chuc|truong|phuong|don vi tinh|thue"
    r" bao|cap|sp|quyen|ban|bai|mon|lop|hoc sinh"
    r"|lan nguoi|dvt"
    r"|dongs|vn dong|vnds|us\\$|(?:us )?dollars?|tons?|tonnes?|hectares?|persons?|people|pers\\."
    r"|households?|passengers?|heads?|pieces?|cases?|times|litres?|liters?|metres?|meters?|units?"
)
_UNIT = re.compile(
    rf"(?:tram|1[. ]?000|1[. ]?000[. ]?000|nghin|ngan|trieu|ty|ti|tr\.?"
    rf"|thous(?:and)?s?\.?|mill?(?:ion)?s?\.?|bill?(?:ion)?s?\.?|trill?(?:ion)?s?\.?"
    rf")?(?: ?(?:ty|ti|trieu))?"
    rf" ?(?:{_UNIT_WORDS})?(?:[./ ](?:{_UNIT_WORDS}|nam|thang|ngay|{_UNIT_WORDS}\.{_UNIT_WORDS}))*"
)
_YEAR_TEXT = re.compile(r"(?:nam |year )?(?:19|20)[0-9]{2}")
_UNIT_HEAD = re.compile(r"\(?(?:(?:don vi(?: tinh)?|dvt)\b\s*[:.]?|unit(?: of meas[a-z]*)?\s*:)\s*")
# A power is no mark: m², km³; ¹ and ⁴ are never powers.
_TRAILING_MARK = re.compile(
    r"\s*(\(\*+\)|⁽\*+⁾|(?<![*])\*{1,3}|\([0-9]\)|\[[0-9]\]"
    r"|(?:(?<!\bm)(?<!\b[kdcmKM]m)[²³]|⁽?[¹⁰⁴-⁹ᵃ-ᵉ]|⁽[²³])(?:,? ?[¹²³⁰⁴-⁹ᵃ-ᵉ])*⁾?)$"
)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Small bare letters, for recognising words of layout (never for telling data apart)."""
    return strip_marks(text).lower()


def is_placeholder(text: str) -> bool:
    """A sign for "no value": -, –, ..., x.

    What it means is for the sender to say, so it stays on record.
    """
    return text in PLACEHOLDERS


def is_number_like(text: str) -> bool:
    """Whether a text is written as a number (whatever its value may be).

    >>> (
    ...     is_number_like("105506.2"),
    ...     is_number_like("(12,5)"),
    ...     is_number_like("1.234(*)"),
    ...     is_number_like("01/01 - 20/9"),
    ... )
    (True, True, True, False)
    """
    return text[0] in "0123456789(+-−–" and _NUMBER_LIKE.fullmatch(text) is not None


def has_unit(text: str) -> bool:
    """Whether a text is a number with a money unit behind it, such as "1,5 tỷ" or "900 triệu".

    >>> has_unit("1,5 tỷ"), has_unit("1.516 tỷ 660 triệu đồng"), has_unit("12 trđ")
    (True, True, True)
    >>> has_unit("12"), has_unit("5 tháng"), has_unit("1.000 đồng")
    (False, False, False)
    """
    return (
        text[0] in "0123456789(+-−–"
        and _WITH_UNIT.fullmatch(text.lower()) is not None
        and not is_unit(text)
    )


def is_unit(text: str) -> bool:
    """Whether a text is nothing but a unit of measure.

    >>> (
    ...     is_unit("Đơn vị tính: Tỷ đồng"),
    ...     is_unit("Nghìn tấn, triệu USD"),
    ...     is_unit("Triệu HK.km"),
    ...     is_unit("Thực hiện"),
    ... )
    (True, True, True, False)
    >>> [is_unit(text) for text in ("Bill. dongs", "Thous.tons", "Unit: Billion VND", "Million")]
    [True, True, True, True]
    """
    words = plain(text).strip("() :;.")
    if _UNIT_HEAD.match(words):
        return True
    return bool(words) and all(
        _UNIT.fullmatch(part.strip()) for part in re.split(r"[;,]|\bva\b", words) if part.strip()
    )


def unit_name(text: str) -> str:
    """The unit itself, without "Đơn vị tính:" and brackets.

    >>> unit_name("(Đơn vị tính: Tỷ đồng)"), unit_name("Nghìn tỷ đồng")
    ('Tỷ đồng', 'Nghìn tỷ đồng')
    """
    head = _UNIT_HEAD.match(plain(text))
    return (text[head.end() :] if head and len(plain(text)) == len(text) else text).strip(" ():")


def unit_in_title(title: str) -> str:
    """The unit that a title gives in brackets, or "".

    >>> (
    ...     unit_in_title("Thu ngân sách tháng 7 (ĐVT: Triệu đồng)"),
    ...     unit_in_title("Thu ngân sách (quý I)"),
    ... )
    ('Triệu đồng', '')
    """
    match = re.search(r"\(\s*(?:đơn vị(?: tính)?|đvt)\s*:\s*([^)]+)\)", title, re.IGNORECASE)
    return match[1].strip() if match else ""


def unit_in_brackets(header: str) -> str:
    """The unit in brackets of a column's name, or "".

    >>> unit_in_brackets("Ước tính tháng 4 năm 2012 (Tỷ đồng)"), unit_in_brackets("Quý I (sơ bộ)")
    ('Tỷ đồng', '')
    >>> unit_in_brackets("Tháng 4 [tỷ đồng]")
    'tỷ đồng'
    """
    found = re.findall(r"\(([^)]*)\)|\[([^\]]*)\]", header)
    units = [inside for pair in found for inside in pair if inside and is_unit(inside)]
    return unit_name(units[-1]) if units else ""


def is_numbered_title(text: str) -> bool:
    """A text that opens a table: "12. ...", "Biểu số 3 ...", "(Tiếp theo)".

    >>> (
    ...     is_numbered_title("12.1. Thu nhập"),
    ...     is_numbered_title("Biểu 02: Thu"),
    ...     is_numbered_title("Hà Nội"),
    ... )
    (True, True, False)
    """
    return _NUMBERED.match(text) is not None or _CONTINUED.search(text[:40]) is not None


def is_note(text: str) -> bool:
    """A line under a table: a footnote, its source, a signature."""
    return _NOTE.match(text) is not None


def is_letterhead(text: str) -> bool:
    """The state's motto, the office, number and date of a letter."""
    return _LETTERHEAD.search(plain(text)) is not None


def is_index_row(values: list[object]) -> bool:
    """A row that only numbers the columns: A B 1 2 3, or (1) (2) (3)=(2)/(1).

    >>> (
    ...     is_index_row(["A", "B", 1.0, 2.0]),
    ...     is_index_row(["(1)", "(2)", "3=2/1"]),
    ...     is_index_row(["Thịt", 1.0, 2.0]),
    ... )
    (True, True, False)
    """
    numbers = []
    for value in values:
        if isinstance(value, float):
            numbers.append(value)
        elif not isinstance(value, str) or not _INDEX_TEXT.fullmatch(value):
            return False
        else:
            digits = re.match(r"\(?([0-9]{1,2})", value)
            numbers.extend([float(digits[1])] if digits else [])
    rising = all(b - a == 1 for a, b in pairwise(numbers))
    return len(values) > 1 and len(numbers) > 0 and numbers[0] in (1.0, 2.0, 3.0) and rising


def is_enumerator(value: object) -> bool:
    """A running number before a label: 3, "12", "II", "1.2", "a)".

    >>> [is_enumerator(value) for value in (3.0, "II.", "1.2", "a)", "Hà Nội")]
    [True, True, True, True, False]
    """
    if type(value) is float:
        return value.is_integer() and 0 < value < 200
    return (
        type(value) is str
        and re.fullmatch(r"[IVX]+[.)]?|[0-9]{1,3}(?:\.[0-9]+)*[.)]?|[A-Za-z][.)]?", value)
        is not None
    )


def is_year_text(text: str) -> bool:
    """Whether a text is a year and nothing else.

    >>> [is_year_text(text) for text in ("Năm 2023", "2023", "Tháng 1")]
    [True, True, False]
    """
    return _YEAR_TEXT.fullmatch(plain(text)) is not None


def split_mark(text: str) -> tuple[str, str]:
    """A text without the footnote mark at its end, and the mark.

    >>> split_mark("Hà Nội (*)"), split_mark("Đất ở m²"), split_mark("Thu ngân sách(1)")
    (('Hà Nội', '(*)'), ('Đất ở m²', ''), ('Thu ngân sách', '(1)'))
    >>> split_mark("Hà Nam¹"), split_mark("100,5 ¹,²"), split_mark("100,5⁽²⁾")
    (('Hà Nam', '¹'), ('100,5', '¹,²'), ('100,5', '⁽²⁾'))
    """
    match = _TRAILING_MARK.search(text)
    return (text[: match.start()], match[1]) if match and match.start() else (text, "")


def row_kind(label: str) -> str:
    """What a label says about its row by itself: "total", "part" (of something above) or "row".

    >>> [
    ...     row_kind(label)
    ...     for label in (
    ...         "TỔNG SỐ",
    ...         "Trong đó: Bia hơi",
    ...         "- Trung ương",
    ...         "Tổng sản lượng",
    ...         "Hà Nội",
    ...     )
    ... ]
    ['total', 'part', 'part', 'row', 'row']
    """
    words = plain(label)
    if _TOTAL.fullmatch(words):
        return "total"
    return "part" if _PART.match(words) else "row"


def opens_parts(label: str) -> bool:
    """Whether the rows below a label are parts: Trong đó, Chia theo, Phân theo ..."""
    return _GROUP.match(plain(label)) is not None
