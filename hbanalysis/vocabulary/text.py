"""Vietnamese text as it arrives, and as we compare it.

`clean` repairs what nobody can see (composition, no-break spaces, the Icelandic letter that looks
like Đ) and is safe for display. `match_key` goes further, for comparing only: it forgets case,
punctuation and where a tone mark sits, so that `Uỷ ban` meets `Ủy ban` and `tỉ` meets `tỷ`.
`decode_tcvn3` reads texts of the 1990s and 2000s whose letters only look right in a `.Vn*` font;
`looks_like_vni` recognises the other old convention, which we refuse instead of guessing.
"""

import re
import unicodedata
from functools import lru_cache

_TCVN3_CODES = (
    "A1A2A3A4A5A6A7A8A9AAABACADAE"
    "B5B6B7B8B9BBBCBDBEC6C7C8C9CACB"
    "CCCECFD0D1D2D3D4D5D6D7D8DCDDDE"
    "DFE1E2E3E4E5E6E7E8E9EAEBECEDEE"
    "EFF1F2F3F4F5F6F7F8F9FAFBFCFDFE"
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(bytes.fromhex(_TCVN3_CODES), _TCVN3_LETTERS, strict=True))

# Latin-1 characters that TCVN3 uses and that correct Vietnamese does not (its own è é ê ì í ... are
# left out).
_SHARED_WITH_UNICODE = "ÈÉÊÌÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý"
_TCVN3_ONLY = re.compile(
    "[" + "".join(chr(code) for code in _TCVN3 if chr(code) not in _SHARED_WITH_UNICODE) + "]"
)
_TCVN3_SIGN = re.compile("[A-Za-z\u0110\u0111][¡-®µ-¿]|[¡-®µ-¿][a-z]")
_ALPHABET = frozenset(_TCVN3_LETTERS.lower() + "abcdefghijklmnopqrstuvwxyz")
_LATIN1_SYMBOL = re.compile("[\u00a1-\u00bf\u00d7\u00f7]")
_EDGE_SIGNS = "".join(map(chr, range(0xA1, 0xC0)))
_BEYOND_LATIN1 = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")

_INVISIBLE = {ord(c): None for c in "\u200b\u200c\u200d\u2060\ufeff"}
_LOOKALIKES = {0xD0: "Đ", 0x189: "Đ", 0xF0: "đ"}
_CLEANING = _INVISIBLE | _LOOKALIKES
_TO_CLEAN = re.compile(
    r"^\s|\s$|\s\s|[\t-\r\u0085\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\u00d0\u00f0\u0189]"
)


def visible(text: str) -> str:
    """A text without the signs that nobody sees, and without space around it.

    >>> visible("\u200bthu\u200b\u00a0 ")
    'thu'
    """
    return text.translate(_INVISIBLE).strip()


_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_TONE = re.compile("[" + "".join(_TONES) + "]")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_LETTER = re.compile(r"[^\W\d_]")
# The first byte of a letter of UTF-8, read as Windows-1252, and something that is no plain letter.
_TWO_BYTES = re.compile("[\u00c3-\u00c6\u00e1\u00e2][^\\x00-\x7f]")
_SHORT_Y = re.compile(r"^(qu|[hklmst])y$")

_INITIAL = "(?:ngh|ng|nh|th|tr|ch|ph|kh|gh|gi|qu|[bcdđghklmnpqrstvx])?"
_WITH_FINAL = "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|iê|oa|oă|oe|oo|uâ|uă|ua|uê|uô|ươ|uy|uyê|yê|uơ"
_WITHOUT_FINAL = (
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ui|ưi|ưa|ưu|iêu|oai|oao|oay|oeo|uây|uôi|ươi|ươu|"
    "uya|uyu|yêu|uai"
)
_SYLLABLE = re.compile(rf"^{_INITIAL}(?:(?:{_WITH_FINAL})(?:ng|nh|ch|[cmnpt])?|{_WITHOUT_FINAL})$")
_VNI_PAIR = re.compile("[aAoOeE][âêáàåãäéèëúùøûõïÂÊÁÀÅÃÄÉÈËÚÙØÛÕÏ]|[uöôyiUÖÔYI][ùøûõïÙØÛÕÏ]|ñ|Ñ")


def clean(text: str) -> str:
    r"""Text for display: composed letters, plain single spaces, a real Đ, no invisible characters.

    >>> clean("  Ðo\u0302\u0300ng\u00a0\u00a0Nai ")
    'Đồng Nai'
    """
    if text.isascii():
        return " ".join(text.split())
    if not _TO_CLEAN.search(text) and unicodedata.is_normalized("NFC", text):
        return text  # the usual case, many thousand times per workbook
    return " ".join(unicodedata.normalize("NFC", text.translate(_CLEANING)).split())


def strip_marks(text: str) -> str:
    """The bare letters, for file names and loose searches.

    They have no tone, no hat, no horn, and d for đ; case is kept.

    >>> strip_marks("Hồng Bàng, Đường")
    'Hong Bang, Duong'
    """
    spread = (
        unicodedata.normalize("NFD", text.translate(_CLEANING)).replace("đ", "d").replace("Đ", "D")
    )
    return "".join(c for c in spread if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def unit_key(text: str) -> str:
    """A unit as it is compared: composed, in small letters, tỉ as tỷ; signs such as % stay.

    >>> unit_key("Tỉ đồng") == unit_key("tỷ đồng"), unit_key("%") == unit_key("‰")
    (True, False)
    """
    return unicodedata.normalize("NFC", clean(text)).casefold().replace("tỉ", "tỷ")


@lru_cache(maxsize=8192)
def match_key(text: str) -> str:
    """A key under which two spellings of the same words are equal. Never shown to anyone.

    Case, punctuation and spacing are dropped, the tone of a syllable is moved behind it (so its
    place over the vowels no longer matters) and y is written i where both spell one sound.
    Different words keep different keys.

    >>> match_key("Uỷ ban; Hoá chất 1.000 tỷ") == match_key("ỦY BAN  hóa chất (1.000 tỉ)")
    True
    >>> match_key("Hà Nội") == match_key("Ha Nội")
    False
    """
    return " ".join(
        _fold_word(word)
        for word in _WORD.findall(unicodedata.normalize("NFC", clean(text).casefold()))
    )


def _fold_word(word: str) -> str:
    if word.isascii() and not word.endswith("y"):
        return word
    spread = unicodedata.normalize("NFD", word)
    tones = "".join(_TONES[mark] for mark in _TONE.findall(spread))
    letters = unicodedata.normalize("NFC", _TONE.sub("", spread))
    if _SHORT_Y.match(letters):
        letters = letters[:-1] + "i"
    return letters + tones


def decode_tcvn3(text: str, capitals: bool = False) -> str:
    r"""Read text stored in TCVN3 (ABC) codes, as spreadsheets with `.Vn*` fonts hold it.

    Such fonts store one Latin-1 letter for each code. `capitals` is for fonts whose name ends in H:
    they draw small letters as capitals, because TCVN3 has no codes for capitals with tones.
    Characters outside the 74 codes are kept.

    >>> decode_tcvn3("Tæng s¶n phÈm trong n\xadíc")
    'Tổng sản phẩm trong nước'
    >>> decode_tcvn3("chñ yÕu", capitals=True)
    'CHỦ YẾU'
    """
    decoded = text.translate(_TCVN3)
    return decoded.upper() if capitals else decoded


def may_be_tcvn3(text: str) -> bool:
    """Whether the characters allow TCVN3; cheap to ask.

    Some are letters that Vietnamese does not use, none is one that TCVN3 cannot hold.

    >>> (
    ...     may_be_tcvn3("Tæng sè"),
    ...     may_be_tcvn3("Tổng số"),
    ...     may_be_tcvn3("Total"),
    ...     may_be_tcvn3("nghìn m²"),
    ... )
    (True, False, False, False)
    """
    return (
        not text.isascii()
        and _TCVN3_ONLY.search(text) is not None
        and _BEYOND_LATIN1.search(text) is None
    )


def mixes_tcvn3(text: str) -> bool:
    """Whether a sign of TCVN3 stands inside a word of correct Vietnamese.

    Such a cell has two fonts, or was typed in both.

    >>> mixes_tcvn3("Đ¬n vị"), mixes_tcvn3("Đơn vị"), mixes_tcvn3("nghìn m²")
    (True, False, False)
    """
    return _TCVN3_SIGN.search(text) is not None and _BEYOND_LATIN1.search(text) is not None


def spelled_as_vietnamese(text: str) -> float:
    """The share of words that could be Vietnamese syllables, 0 to 1.

    Tells a right decoding from a wrong one.

    >>> spelled_as_vietnamese("Tổng sản phẩm"), spelled_as_vietnamese("Tæng s¶n phÈm")
    (1.0, 0.0)
    """
    words = [word for word in re.split(r"[\s\d.,;:/()%&'\"+*-]+", text) if word]
    return sum(_is_syllable(word) for word in words) / len(words) if words else 0.0


def _is_syllable(word: str) -> bool:
    small = unicodedata.normalize("NFC", word.lower())
    if not _ALPHABET.issuperset(small) or not (word.islower() or word.isupper() or word.istitle()):
        return False
    spread = unicodedata.normalize("NFD", small)
    letters = unicodedata.normalize("NFC", _TONE.sub("", spread))
    return len(_TONE.findall(spread)) <= 1 and _SYLLABLE.match(letters) is not None


def reads_as_vietnamese(text: str) -> bool:
    """Whether a text reads as Vietnamese as it stands, signs beside its words left aside.

    >>> reads_as_vietnamese("Hà Nam ¹"), reads_as_vietnamese("100,5¹"), reads_as_vietnamese("Tæng")
    (True, True, False)
    """
    letters = _LATIN1_SYMBOL.sub(" ", text)
    return not _LETTER.search(letters) or spelled_as_vietnamese(letters) >= 0.9


def words_of_tcvn3(text: str) -> int:
    """How many words only TCVN3 explains: nonsense as they stand, Vietnamese when decoded.

    A sign at the edge of a word may be a footnote mark and proves nothing.

    >>> words_of_tcvn3("Tæng s¶n phÈm"), words_of_tcvn3("Hà Nam ¹"), words_of_tcvn3("5 µm · ½")
    (3, 0, 0)
    """
    if not may_be_tcvn3(text):
        return 0
    words = [word.strip(_EDGE_SIGNS) for word in re.split(r"[\s\d.,;:/()%&'\"+*-]+", text)]
    return sum(
        decode_tcvn3(word) != word and not _is_syllable(word) and _is_syllable(decode_tcvn3(word))
        for word in words
    )


def spelling_says_tcvn3(text: str) -> bool:
    """Whether spelling alone, without a font, shows TCVN3.

    Decoded the text is all Vietnamese, as it stands it is not.

    >>> (
    ...     spelling_says_tcvn3("Tæng s¶n phÈm"),
    ...     spelling_says_tcvn3("Thôn Đông"),
    ...     spelling_says_tcvn3("Hà Nam ¹"),
    ... )
    (True, False, False)
    """
    if not may_be_tcvn3(text) or reads_as_vietnamese(text):
        return False
    return spelled_as_vietnamese(decode_tcvn3(text)) >= 0.9


def is_mojibake(text: str) -> bool:
    """Whether a text is UTF-8 whose bytes were taken for letters of Windows-1252.

    >>> is_mojibake("BÃ¡o cÃ¡o thu chi"), is_mojibake("Báo cáo"), is_mojibake("Tæng s¶n phÈm")
    (True, False, False)
    """
    if not _TWO_BYTES.search(text) or len(text) > 10_000:
        return False
    try:
        data = b"".join(
            sign.encode("latin-1") if sign < "\u0100" else sign.encode("cp1252") for sign in text
        )
        return spelled_as_vietnamese(data.decode("utf-8")) > spelled_as_vietnamese(text)
    except UnicodeError:
        return False


def looks_like_vni(text: str) -> bool:
    """Whether text is written in VNI codes: a letter, then an accented one that is its tone.

    >>> (
    ...     looks_like_vni("Toång saûn phaåm trong nöôùc"),
    ...     looks_like_vni("Tổng sản phẩm"),
    ...     looks_like_vni("hoà hoãn"),
    ... )
    (True, False, False)
    """
    if text.isascii() or _BEYOND_LATIN1.search(text) or _LATIN1_SYMBOL.search(text):
        return False
    pairs = _VNI_PAIR.findall(text)
    # Two marks and broken spelling: proper words such as "hoà hoãn" are pairs too, but they spell.
    return len(pairs) >= 2 and spelled_as_vietnamese(text.replace("ñ", "#").replace("Ñ", "#")) < 0.7
