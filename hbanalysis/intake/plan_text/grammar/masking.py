"""Numbers that are no amounts: dates, decrees, years, ordinals, ages, school grades, names.

A sentence of a plan holds more of these than targets. What is masked here is never read as a value;
it stays part of
the name ("phổ cập 5G", "đạt chuẩn mức độ 2", "con thứ 3 trở lên").
"""

from __future__ import annotations

import re

from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.years import year_mentions

_COUNTED_DAYS = r"(?! ?(?:làm việc|công|giường))"
_SHAPES = tuple(
    pattern(shape)
    for shape in (
        r"ngày \d{1,2}(?: ?[/-] ?\d{1,2}(?: ?[/-] ?\d{4})?| tháng \d{1,2}(?: năm \d{4})?)?\b",
        r"(?<![\d.,])\d{1,2} ?[/-] ?\d{1,2} ?[/-] ?\d{4}",
        r"tháng \d{1,2}(?: ?[/-] ?\d{4}| năm \d{4})?(?![\d.,])",
        r"quý (?:[ivx]+|\d)(?: ?[/-] ?\d{4}| năm \d{4})?\b",
        r"(?<![\d.,/])\d{1,2} (?:năm|tháng)(?! ?tuổi)\b(?:(?: ?đầu| ?cuối) (?:năm|nhiệm kỳ))?",
        r"(?:luật|nghị quyết|nghị định|quyết định|chỉ thị|kết luận|tờ trình|báo cáo|kế hoạch"
        r"|công văn|thông báo|chương trình|đề án|thông tư|hướng dẫn|công điện|văn bản|pháp lệnh)"
        r"(?: số)? ?\d+(?![\d.,]* ?(?:%|tỷ|triệu))[\w/-]*",
        r"lần thứ (?:\d+|[ivxl]+)|kỳ họp (?:thứ|lần) \S+|khoá (?:\d+|[ivxl]+)\b",
        r"con (?:thứ|thứ ba|số)? ?(?:3|2|ba|hai)(?: trở lên)?(?! ?%)\b|sinh con thứ ba trở lên",
        r"năm thứ \d+|(?<!\d)\d+ năm (?:liên tục|liên tiếp|liền)",
        r"(?:lớp|khối lớp|giai đoạn|mức độ|cấp độ|mức|bậc|vòng|đợt|bước|điều|khoản|mục|chương"
        r"|phần|biểu|phụ lục|quốc lộ|tỉnh lộ|đường số|số nhà|quận|khu phố|tổ dân phố|điểm dân cư"
        r"|thế hệ|pha|tuyến số|khu vực|vùng|loại|vành đai|cầu số|hạng) (?:\d{1,2}|[ivx]{1,4})"
        r"(?! ?[.,]?\d)(?! ?(?:%|-|đến|tỷ|triệu|người|hộ|ha\b))\b",
        r"cấp [1-5](?= ?(?:[,.;:)]|$|trở|và|đạt|trên))|sao [3-5]\b",
        r"(?<![\d.,])[1-5](?: ?- ?[1-5])? sao\b",
        r"(?:chính quyền|địa phương|hành chính|đảng bộ|hội đồng) \d cấp\b",
        r"(?:lúa|màu|cây|đất|canh tác|gieo trồng|gieo cấy) [1-3] vụ\b",
        r"(?:từ |trên |dưới )?(?:\d{1,3} ?(?:-"
        r"|đến) ?)?(?:dưới )?\d{1,3} tuổi\b(?! ?trở lên ?\d)(?: trở lên)?",
        r"(?<!\d)\d+ ?buổi ?/ ?(?:ngày|tuần)|24 ?/ ?(?:24|7)(?:h| giờ)?|24h\b|\b[2-6]g\b",
        r"(?:trên|/) ?(?:10*(?:\.000)*|một|mười) ?(?:vạn dân|vạn|nghìn dân|dân|người dân|trẻ"
        r"|ha đất|ha)\b",
        r"trên 10{0,2}\.000 người(?=[^,;.\d]{0,12}:)",
        r"(?<!\d)\d+ (?:khâu|đột phá|phương diện|lĩnh vực|nhóm|mặt|trụ cột|nhiệm vụ trọng tâm"
        r"|địa phương)\b",
        r"(?:giá so sánh|giá cố định|giá hiện hành|giá|mặt bằng giá)(?: năm)? (?:19|20)\d\d",
        r"(?<!\d)\d+ ?° ?c?|tỷ lệ 1 ?/ ?\d[\d.]*",
        r"đủ \d+ (?:loại|mũi|liều|tiêu chí|nội dung)\b|(?<!\d)\d+ loại (?:vắc ?-?xin|vacxin)",
        r"(?:top|tốp|nhóm|trong) \d+"
        r"(?= (?:tỉnh|thành|địa phương|đơn vị|xã|phường|quận|huyện|cả nước|toàn))",
    )
)
_LETTER_NAME = re.compile(r"\b(?!(?:USD|VND|VNĐ)\b)[A-ZĐ][A-ZĐa-z]*[A-ZĐ]?-?\d+[\w.:]*\b")
_DECREE = re.compile(r"(?<!\d)\d+(?:/\d{4})?\s?[-/]\s?[A-ZĐƯ]{2,}[\w./-]*")
_BARE_YEAR = pattern(
    r"(?<![\d.,/])(?:19|20)\d\d(?![\d.,/]\d)(?! ?(?:%|tỷ|triệu|nghìn|đồng|hộ|người|ha\b|lượt"
    r"|lao động|doanh nghiệp|tấn|m2|km|căn|trường hợp|hồ sơ|cây|con\b|đảng viên))"
)
_QUOTED_NAME = re.compile(r'"[^"%]{1,40}"')
_NUMBERED_ITEM = pattern(r"(?:^|[:;.,] ?)\(\d{1,2}\)|(?:^|[;.] )\d{1,2}[.)] (?=[^\d])")
_LIFE = pattern(r"tuổi thọ|độ tuổi|tuổi trung bình")


def masked(text: str, folded: str) -> bytearray:
    """For every letter whether it belongs to a number that is no amount.

    >>> "".join(
    ...     c
    ...     for c, m in zip("ngày 13/12 đạt 5%", masked("ngày 13/12 đạt 5%", "ngày 13/12 đạt 5%"))
    ...     if m
    ... )
    'ngày 13/12'
    """
    mask = bytearray(len(text))
    spans = [match.span() for shape in _SHAPES for match in shape.finditer(folded)]
    spans += [match.span() for shape in (_LETTER_NAME, _DECREE) for match in shape.finditer(text)]
    spans += [match.span() for match in _BARE_YEAR.finditer(folded)]
    spans += [match.span() for match in _QUOTED_NAME.finditer(folded)]
    spans += [match.span() for match in _NUMBERED_ITEM.finditer(folded)]
    spans += [(mention.start, mention.end) for mention in year_mentions(folded)]
    for start, end in spans:
        if " tuổi" in folded[start:end] and _LIFE.search(folded[max(0, start - 40) : start]):
            continue
        mask[start:end] = b"\x01" * (end - start)
    return mask
