"""A tiny office in text tables: one district, three wards, one or two indicators of each measure.

Every table is written the way the tests show it, cells between bars; columns that a test does not
name take the defaults below, so that a test shows only what it is about.
"""

from __future__ import annotations

import csv
from pathlib import Path

from hbanalysis.intake.raw.schemas import SCHEMAS

Row = dict[str, str]

INDICATORS = """
indicator|name_vi              |name_en          |unit     |measure  |direction|decimals|cadence|judgeable
thu      |Thu ngân sách        |Budget revenue   |tỷ đồng  |flow     |higher   |1       |month  |M12
chi      |Chi thường xuyên     |Current spending |tỷ đồng  |flow     |lower    |1       |month  |M12
von      |Vốn đầu tư theo quý  |Investment       |tỷ đồng  |flow     |higher   |1       |quarter|M12
hoi      |Tổ chức hội          |Associations     |tổ chức  |stock    |higher   |0       |quarter|M12
bao      |Bao phủ bảo hiểm y tế|Health insurance |%        |ratio    |higher   |1       |month  |M12
quan-su  |Tuyển quân           |Call-up          |%        |ratio    |higher   |1       |event  |M03
thi      |Thứ hạng thi lớp 10  |Exam rank        |hạng     |rank     |lower    |0       |event  |M07
pari     |Thứ hạng cải cách    |Reform rank      |hạng     |rank     |lower    |0       |event  |N04
truong   |Trường chuẩn quốc gia|National school  |trường   |milestone|higher   |0       |event  |M12
ranh     |Mở rộng địa giới     |Boundary         |nội dung |milestone|higher   |0       |event  |M07
ngheo    |Hộ nghèo mới         |New poor         |hộ       |cap      |lower    |0       |month  |M12
mohinh   |Mô hình dân vận      |Mass mobilisation|mô hình  |per_ward |higher   |0       |month  |M12
dang     |Kết nạp đảng viên    |New party members|đảng viên|flow     |higher   |0       |month  |M12
iip      |Chỉ số sản xuất CN   |Industrial index |%        |growth   |higher   |2       |month  |M12
co-cau   |Tỷ trọng dịch vụ     |Share of services|%        |share    |higher   |1       |quarter|M12
giam     |Giảm hộ nghèo        |Fewer poor       |%        |change   |higher   |1       |quarter|M12
tong     |Tổng vốn nhiệm kỳ    |Term investment  |tỷ đồng  |term_sum |higher   |1       |month  |M12
tran     |Tổng nợ nhiệm kỳ     |Term debt        |tỷ đồng  |term_sum |lower    |1       |year   |M12
tang     |Tăng trưởng bình quân|Average growth   |%/năm    |term_average|higher|2       |year   |M12
viec     |Việc làm bình quân   |Average jobs     |lao động |term_average|higher|0       |year   |M12
moi-nam  |Việc làm mỗi năm     |Jobs each year   |lao động |term_average|higher|0       |year   |M12
do-thi   |Tỷ lệ đô thị hóa     |Urban share      |%        |term_level|higher  |1       |year   |M12
ngheo-tl |Tỷ lệ hộ nghèo       |Poor share       |%        |term_level|lower   |1       |year   |M12
"""
TERRITORIES = """
territory | parent | name_vi  | name_en    | level
quan      |        | Quận Nhỏ | Small Town | district
phuong-a  | quan   | Phường A | Ward A     | ward
phuong-b  | quan   | Phường B | Ward B     | ward
phuong-c  | quan   | Phường C | Ward C     | ward
"""
TARGETS = """
indicator | value | comparator
thu       | 1200  | >=
chi       | 600   | <=
hoi       | 50    | >=
bao       | 98.5  | >=
thi       | 2     | <=
truong    | 1     | done
ngheo     | 0     | <=
mohinh    | 1     | every
dang      |       | >=
"""
OBSERVATIONS = """
indicator | period  | value
thu       | 2024-01 | 100
thu       | 2024-02 | 90
thu       | 2024-03 | 110
chi       | 2024-01 | 50
chi       | 2024-02 | 50
chi       | 2024-03 | 50
hoi       | 2024-03 | 48
bao       | 2024-03 | 97
ngheo     | 2024-01 | 0
ngheo     | 2024-02 | 0
ngheo     | 2024-03 | 0
"""


EVENTS = """
date       | kind
2020-04-01 | shock
"""
RESULTS_STATED = """
territory | indicator | year | value | source
quan      | thu       | 2023 | 1100  | Nghị quyết
"""


def parse(text: str) -> list[Row]:
    """The rows of a text table.

    A header line, then cells between bars; blank lines and ``#`` lines are prose.
    """
    lines = [
        line.strip()
        for line in text.strip().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    header, *body = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(header, cells, strict=True)) for cells in body]


def month_after(period: str, day: int = 6) -> str:
    """The day in the next month on which an office reports a month.

    >>> month_after("2024-12")
    '2025-01-06'
    """
    year, month = int(period[:4]), int(period[5:7])
    return f"{year + month // 12}-{month % 12 + 1:02d}-{day:02d}"


def _default(table: str, row: Row) -> Row:
    if table == "targets":
        return {
            "territory": "quan",
            "year": "2024",
            "comparator_stated": "trở lên",
            "plan": "Quận ủy",
            "decided": "2023-12-13",
            "source": "Nghị quyết",
        }
    if table == "observations":
        published = month_after(row["period"]) if row.get("period", "")[4:5] == "-" else ""
        return {
            "territory": "quan",
            "accumulation": "month",
            "status": "final",
            "published": published,
            "calendar": "month",
            "source": "Báo cáo quận",
            "locator": "bảng 1",
        }
    return (
        {"kind": "break", "label_vi": "Sự kiện", "label_en": "Event"} if table == "events" else {}
    )


def completed(table: str, rows: list[Row]) -> list[Row]:
    """The rows with the defaults of their table in the columns they do not name."""
    return [_default(table, row) | row for row in rows]


def write_csv(path: Path, rows: list[Row], columns: list[str]) -> None:
    """One raw file, as the office would save it: UTF-8, a header, columns in this order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def columns_of(table: str, rows: list[Row]) -> list[str]:
    """The required columns of a table in their order, then the extra ones that the rows bring."""
    common = (
        "numerator",
        "denominator",
        "calendar",
        "locator",
    )  # optional, and nearly always there
    required = [c.name for c in SCHEMAS[table].columns if c.required or c.name in common]
    return required + sorted({name for row in rows for name in row} - set(required))


def write_rows(path: Path, table: str, rows: list[Row]) -> None:
    """Rows of one table, completed with their defaults, as one file."""
    rows = completed(table, rows)
    write_csv(path, rows, columns_of(table, rows))


def write_office(
    root: Path,
    *,
    observations: str = OBSERVATIONS,
    targets: str = TARGETS,
    indicators: str = INDICATORS,
    territories: str = TERRITORIES,
    events: str = EVENTS,
    results: str = RESULTS_STATED,
    rules: str = "",
    **more: str,
) -> Path:
    """A complete small workspace in ``root``; gives ``root`` back."""
    raw = root / "data" / "raw"
    for table, text in (
        ("indicators", indicators),
        ("territories", territories),
        ("targets", targets),
    ):
        write_rows(raw / f"{table}.csv", table, parse(text))
    write_rows(raw / "observations" / "quan.csv", "observations", parse(observations))
    for table, text in (("events", events), ("results_stated", results), *more.items()):
        if text:
            write_rows(raw / f"{table}.csv", table, parse(text))
    if rules:
        (raw / "rules.toml").write_text(rules, encoding="utf-8")
    return root


def months(indicator: str, year: int, values: list[float | str], territory: str = "quan") -> str:
    """Lines of an observation table ``indicator | period | value | territory``, one for each month.

    "-" is a gap.
    """
    return "\n".join(
        f"{indicator} | {year}-{month:02d} | {value} | {territory}"
        for month, value in enumerate(values, 1)
        if value != "-"
    )
