"""What a document says of itself: its name and its day."""

from __future__ import annotations

import re

_TITLE = re.compile(
    r"^\s*(NGHỊ QUYẾT|QUYẾT ĐỊNH|KẾ HOẠCH|BÁO CÁO|CHƯƠNG TRÌNH HÀNH ĐỘNG)\s*\n+\s*([^\n]{5,300})",
    re.MULTILINE,
)
_DAY = re.compile(
    r",\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+((?:19|20)\d\d)", re.IGNORECASE
)
_HEAD = 5000


def title_of(text: str) -> str:
    r"""The name of a document from its first lines; empty when they hold none.

    >>> title_of("NGHỊ QUYẾT\nVề nhiệm vụ năm 2026")
    'Nghị quyết về nhiệm vụ năm 2026'
    """
    match = _TITLE.search(text[:_HEAD])
    if not match:
        return ""
    rest = match[2].strip()
    return f"{match[1].capitalize()} {rest[:1].lower()}{rest[1:]}"


def day_of(text: str) -> str:
    """The day in the head of a document ("Hải Phòng, ngày 12 tháng 12 năm 2025"), as 2025-12-12.

    >>> day_of("Hải Phòng, ngày 12 tháng 12 năm 2025"), day_of("Căn cứ Luật ngày 19/6/2015")
    ('2025-12-12', '')
    """
    days = {
        f"{year}-{int(month):02d}-{int(day):02d}"
        for day, month, year in _DAY.findall(text[:_HEAD])
        if 1 <= int(day) <= 31 and 1 <= int(month) <= 12
    }
    return days.pop() if len(days) == 1 else ""
