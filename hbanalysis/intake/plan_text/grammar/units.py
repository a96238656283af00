"""The unit behind a number: percent, money, measures, and any noun that can be counted.

Units are open nouns: a plan counts households, models, wards, concerts. Vietnamese writes syllables apart, so a noun
of two syllables looks like two words; which belong together is told by a list of the common ones, by the rest of the
sentence (the unit of "số doanh nghiệp ...: 61 doanh nghiệp" stands in its name), and by the classifiers, which stand alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hbanalysis.intake.plan_text.grammar.folding import pattern

_PERCENT = pattern(r"(?:điểm )?(?:%|phần trăm)")
_PER_MILLE = pattern(r"(?:‰|% ?[0o]{1,2}(?!\w|[.,]\d)|[0o] ?/ ?[0o]{2}(?!\w|[.,]\d))")
_MONEY = pattern(
    r"(?P<scale>(?:nghìn|ngàn|triệu|trăm)? ?(?:tỷ|triệu|nghìn|ngàn|tr\.?(?= ?(?:đ|usd))))?"
    r" ?\.?(?P<base>đồng|đ(?![\w])|vnđ|vnd|usd|đô la mỹ(?: \(usd\))?|đô la|euro)(?![^\W\d])"
)
_ABBREVIATED = pattern(r"(?P<word>tỷ\.? ?đ(?:ồng)?|tr\.? ?đ(?:ồng)?|trđ|triệu ?đ)(?![^\W\d])")
_BARE_SCALE = pattern(r"(?P<scale>(?:nghìn|ngàn|triệu|trăm)? ?(?:tỷ|triệu|nghìn|ngàn|vạn))(?![^\W\d])")
_MEASURES = pattern(
    r"(?:ha|hecta|km2|km²|km|m2|m²|m3|m³|mw|kwh|gwh|tấn|tạ|yến|kg|lít|tuổi|mét|m)(?![^\W\d])"
)
_SLASH = pattern(
    r" ?/ ?(?P<per>người ?/ ?năm|người ?/ ?tháng|người|năm|ha ?/ ?năm|ha|1 ?ha|(?:1|10|100)? ?vạn dân"
    r"|[\d.]+ ?dân|hộ|tháng|ngày|vụ|phường|xã|thôn|trường|đơn vị|chi bộ|lao động)(?![^\W\d])"
)
_SLASH_NOUN = pattern(r" ?/ ?(?!năm)(?P<per>[^\W\d]+(?: dân)?)")
_WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*", re.UNICODE)

# Classifiers and one-syllable nouns that count by themselves.
SINGLE = frozenset(
    "hộ xã phường thôn làng ấp bản buôn tổ khu con cây trường nhà giường vụ lượt người chiếc cái "
    "căn suất lớp đợt ca đội chợ cầu tuyến hạng đôi cặp bộ bản đoàn hội quỹ lần cuộc lô thửa "
    "điểm trạm ao hồ bến tàu xe thuyền hố giếng cột bài tin vở phim giải huy cháu em cụ sao sân "
    "phòng ban ngày giờ tháng buổi bậc bước dòng số phút trang tập cuốn phiếu thẻ lít đề món suất "
    "quận huyện tỉnh thành nước làng liều mũi ca đơn gói tiết bể".split()
)
# Nouns of several syllables, the first of which does not count alone.
COMPOUND = tuple(
    sorted(
        (
            "doanh nghiệp", "hợp tác xã", "tổ hợp tác", "lao động", "đảng viên", "đoàn viên",
            "hội viên", "tổ chức", "mô hình", "cơ sở", "giấy phép", "sản phẩm", "giường bệnh",
            "bác sĩ", "chi bộ", "đảng bộ", "công trình", "dự án", "nhiệm vụ", "công dân",
            "thanh niên", "học sinh", "trường hợp", "hồ sơ", "chỉ tiêu", "tiêu chí", "nội dung",
            "khu phố", "tổ dân phố", "thôn, làng", "thị trấn", "thị xã", "dịch vụ", "thủ tục",
            "vận động viên", "trang trại", "gia trại", "hạng mục", "mục tiêu", "đề án", "di tích",
            "câu lạc bộ", "cán bộ", "công chức", "chương trình", "sáng kiến", "văn bản", "khách",
            "khách du lịch", "lượt khách", "lượt người", "lượt lao động", "nông dân", "phụ nữ",
            "cựu chiến binh", "gia đình", "cá nhân", "tập thể", "đơn vị", "hợp đồng", "thuê bao",
            "khu công nghiệp", "cụm công nghiệp", "khu dân cư", "tuyến đường", "tuyến phố",
            "nhà ở", "nhà văn hoá", "căn hộ", "ngôi nhà", "danh hiệu", "mã số",
            "thương hiệu", "nhãn hiệu", "trung tâm", "bệnh viện", "trạm y tế", "trẻ em", "trẻ",
            "cộng tác viên", "tình nguyện viên", "chiến sĩ", "dân quân", "tội phạm", "tai nạn",
            "người dân", "cơ quan", "làng nghề", "ý tưởng",
            "giải pháp", "đồng chí", "phong trào", "camera", "km đường", "điểm cầu", "lượt hộ",
            "thành viên", "đoạn đường", "tổ viên", "chuyên đề", "hội nghị", "lớp học", "phòng học", "thư viện",
            "khu vực", "chứng chỉ", "học viên", "giáo viên",
            "vườn mẫu", "khu vườn", "cây xanh", "công ty", "startup", "sự kiện", "ứng dụng",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
_COMPOUND = pattern("(?:" + "|".join(COMPOUND) + r")(?![^\W\d])")
STOPPERS = frozenset(
    "đạt được trở và trên dưới của cho có tại trong là mới thêm tham gia đã đang sẽ để so với từ "
    "đến năm mỗi hàng theo bình quân tăng giảm hoàn đủ nộp ở về do bằng cùng các những còn không "
    "gồm vào ra đứng nhằm nếu thì khi mà hoặc tối ít nhiều hơn vượt thoát qua đi làm bị phát lên "
    "xuống gấp vững đúng trực đầu chiếm".split()
)
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


NO_UNIT = Unit("", 0, "")


def unit_at(folded: str, start: int, name: str = "") -> Unit:
    """The unit that begins at a place (blanks may stand before it).

    >>> unit_at("3.500 lượt lao động trở lên", 5).text, unit_at("61trđ/người/năm", 2).text
    ('lượt lao động', 'triệu đồng/người/năm')
    """
    while start < len(folded) and folded[start] == " ":
        start += 1
    for read in (_percent, _money, _measure):
        found = read(folded, start)
        if found:
            return found
    return _noun(folded, start, name)


def _percent(folded: str, start: int) -> Unit | None:
    mille = _PER_MILLE.match(folded, start)
    if mille:
        return Unit("‰", _after_year(folded, mille.end()), "percent")
    found = _PERCENT.match(folded, start)
    if not found:
        return None
    points = found[0].startswith("điểm")
    return Unit("điểm %" if points else "%", _after_year(folded, found.end()), "percent")


def _after_year(folded: str, end: int) -> int:
    found = pattern(r" ?/ ?năm\b").match(folded, end)
    return found.end() if found else end


def _money(folded: str, start: int) -> Unit | None:
    short = _ABBREVIATED.match(folded, start)
    if short:
        word = SCALED[re.sub(r"[\s.]", "", short["word"])]
        return _per(folded, word, short.end(), "money")
    found = _MONEY.match(folded, start)
    if found:
        base = found["base"]
        base = "USD" if base.startswith(("usd", "đô")) else "đồng" if base[0] in "đv" else base
        scale = re.sub(r"\s+", " ", (found["scale"] or "").replace("tr.", "triệu")).strip()
        scale = "triệu" if scale == "tr" else scale
        return _per(folded, f"{scale} {base}".strip(), found.end(), "money")
    return None


def _measure(folded: str, start: int) -> Unit | None:
    scaled = _BARE_SCALE.match(folded, start)
    if scaled:
        scale = re.sub(r"\s+", " ", scaled["scale"].strip())
        noun = _noun(folded, scaled.end() + 1, "") if folded[scaled.end() : scaled.end() + 1] == " " else NO_UNIT
        if noun.text and noun.kind:
            return Unit(f"{scale} {noun.text}", noun.end, "noun")
        return Unit(f"{scale} đồng" if "tỷ" in scale else scale, scaled.end(), "money" if "tỷ" in scale else "measure")
    found = _MEASURES.match(folded, start)
    if not found:
        return None
    word = {"m2": "m²", "m3": "m³", "km2": "km²", "mw": "MW", "kwh": "kWh", "gwh": "GWh"}.get(found[0], found[0])
    return _per(folded, word, found.end(), "measure")


def _per(folded: str, word: str, end: int, kind: str) -> Unit:
    """A unit and what it is counted by: triệu đồng/người/năm, tạ/ha, bác sĩ/vạn dân."""
    found = _SLASH.match(folded, end)
    if not found:
        return Unit(word, end, kind)
    per = re.sub(r"\s*/\s*", "/", found["per"])
    if kind == "noun" and per == "năm":
        return Unit(word, found.end(), kind)
    return Unit(f"{word}/{per}", found.end(), kind)


def _noun(folded: str, start: int, name: str) -> Unit:
    """A counted noun; of an unknown one the longest part that the name repeats, else two syllables."""
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
    return _per(folded, folded[start : words[count - 1][1]], words[count - 1][1], "noun?" if not repeated else "noun")


def _words_at(folded: str, start: int) -> list[tuple[str, int]]:
    """The words from a place up to a mark or a word that ends nouns, four at most, with their ends."""
    made: list[tuple[str, int]] = []
    while len(made) < 4:
        found = _WORD.match(folded, start)
        if not found or found[0] in STOPPERS:
            break
        made.append((found[0], found.end()))
        start = found.end() + 1
        if folded[found.end() : start] != " ":
            break
    return made


def _repeated(folded: str, start: int, words: list[tuple[str, int]], name: str) -> int:
    """How many of the words stand together in the name."""
    for count in range(len(words), 0, -1):
        if re.search(rf"(?<!\w){re.escape(folded[start : words[count - 1][1]])}(?!\w)", name):
            return count
    return 0
