"""The workbook of an office's lists: indicators, targets, territories, events, steps, phasing.

Each table is a sheet with Vietnamese headings, notes and choices; its second row holds the names of
the columns, by which the sheet is read back. What the office has already stands in it.
"""

from __future__ import annotations

from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

from hbanalysis.intake.delivery.workbook_files import whole_workbook
from hbanalysis.intake.raw.catalogue_words import CATALOGUE, columns_of, labels
from hbanalysis.intake.raw.columns import Column
from hbanalysis.intake.raw.raw_tables import FILE, ROW, read_table
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary.rows import records

FILE_NAME = "danh-muc.xlsx"
TITLES = {
    "indicators": "Chỉ tiêu",
    "targets": "Kế hoạch",
    "territories": "Địa bàn",
    "events": "Sự kiện",
    "steps": "Các bước",
    "phasing": "Phân kỳ",
}
GUIDE, CHOICES = "Hướng dẫn", "Danh sách chọn"
LAST_ROW = 999
LINE = 16
"""Points of one line of letters: not every program makes room for folded text by itself."""
_WIDE = {
    "name_vi": 38,
    "name_en": 30,
    "definition": 44,
    "label_vi": 34,
    "source": 34,
    "note": 30,
}
GUIDE_LINES = (
    "Mỗi trang là một bảng, mỗi dòng là một mục; điền từ dòng 3 trở xuống.",
    "Dòng 1 là tên cột, dòng 2 là mã cột để phần mềm nhận ra: không sửa, không xoá hai dòng này.",
    "Cột có nền vàng là bắt buộc. Chọn trong danh sách ở những ô có mũi tên.",
    "Chỉ gõ số: 1516,66 hoặc 5200; không gõ kèm chữ, không chấm ngăn hàng nghìn.",
    "Ngày gõ như trong Excel: 31/12/2024. Tháng gõ 2024-06.",
    "Điền trang “Địa bàn” và “Chỉ tiêu” trước, rồi “Kế hoạch”; ba trang còn lại để trống nếu"
    " không có.",
    "Xong: lưu tệp, rồi chạy  hba import TỆP  để xem trước, thêm  --accept  để nhận; hoặc chép tệp"
    " vào thư mục data/raw khi ở đó chưa có các bảng này.",
)


def write_catalogue(root: Path, path: Path) -> int:
    """Write the workbook and give the number of rows in it.

    HbaError when a file that may have been filled in stands in its place; it is left as it is.
    """
    count = 0
    with whole_workbook(path, {"title": "Danh mục"}, 2024) as book:
        styles = _styles(book)
        for name in CATALOGUE:
            count += _write_table(book.add_worksheet(TITLES[name]), name, root, styles)
        _write_guide(book.add_worksheet(GUIDE), styles)
        _write_choices(book.add_worksheet(CHOICES), styles)
    return count


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    head = {**base, "bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"}
    kinds = {
        "title": {**base, "bold": True, "font_size": 15, "font_color": "#1F3B57"},
        "line": {**base, "text_wrap": True},
        "head": {**head, "bg_color": "#1F3B57", "font_color": "#FFFFFF"},
        "must": {**head, "bg_color": "#FFE699"},
        "name": {**base, "font_size": 8, "font_color": "#5A6672", "bg_color": "#EDF1F5"},
        "text": {**base, "num_format": "@", "text_wrap": True},
        "number": {**base, "num_format": "General", "align": "right", "indent": 1},
        "day": {**base, "num_format": "dd/mm/yyyy"},
    }
    return {name: book.add_format(kind) for name, kind in kinds.items()}


def _cell_style(column: Column) -> str:
    return {"number": "number", "year": "number", "day": "day"}.get(column.kind, "text")


def _write_table(sheet: Any, name: str, root: Path, styles: dict[str, Any]) -> int:
    """One table: headings, names, the rows that the office has, free rows below."""
    schema, told = SCHEMAS[name], columns_of(name)
    table = read_table(root, name)[0]
    known = [column for column in schema.columns if column.name in told]
    extra = [c for c in table.columns if c not in (*schema.names, FILE, ROW)]
    columns = known + [Column(c, "text", "", required=False) for c in extra]
    for position, column in enumerate(columns):
        words = told.get(column.name, {"heading": column.name, "note": "", "example": ""})
        sheet.write_string(
            0, position, words["heading"], styles["must" if column.filled else "head"]
        )
        if words["note"]:
            sheet.write_comment(0, position, _note(words), {"x_scale": 2, "y_scale": 1.2})
        sheet.write_string(1, position, column.name, styles["name"])
        style = styles[_cell_style(column)]
        sheet.set_column(position, position, _width(column, words["heading"]), style)
        _offer(sheet, position, column, words)
    rows = list(records(table))
    for line, row in enumerate(rows, 2):
        for position, column in enumerate(columns):
            _write_cell(sheet, line, position, column, str(row[column.name]), styles)
        widths = [_width(c, told.get(c.name, {"heading": c.name})["heading"]) for c in columns]
        texts = [str(row[column.name]) for column in columns]
        folds = (ceil(len(text) / wide) for text, wide in zip(texts, widths, strict=True))
        sheet.set_row(line, LINE * max(1, *folds))
    sheet.set_row(0, 36)
    sheet.freeze_panes(2, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    # Thirty columns on one page cannot be read: nine points, over as many pages as it takes.
    sheet.set_print_scale(75)
    sheet.repeat_columns(0)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:AZ{LAST_ROW}"})
    return len(rows)


def _note(words: dict[str, str]) -> str:
    return words["note"] + (f"\nVí dụ: {words['example']}" if words["example"] else "")


def _width(column: Column, heading: str) -> float:
    return _WIDE.get(column.name, max(11, min(22, len(heading) + 3)))


def _write_cell(
    sheet: Any, line: int, position: int, column: Column, text: str, styles: dict[str, Any]
) -> None:
    style = styles[_cell_style(column)]
    if not text:
        return
    if column.kind in ("number", "year"):
        sheet.write_number(line, position, float(text), style)
    elif column.kind == "day":
        day = date.fromisoformat(text)
        sheet.write_datetime(line, position, datetime(day.year, day.month, day.day), style)  # noqa: DTZ001
    else:
        sheet.write_string(line, position, _label_of(column.name, text), style)


def _label_of(column: str, word: str) -> str:
    return next((label for label, own in labels().get(column, {}).items() if own == word), word)


def _offer(sheet: Any, position: int, column: Column, words: dict[str, str]) -> None:
    """What may be chosen or typed in a column, with its note beside the cell."""
    rule: dict[str, Any] = {"validate": "any"}
    if column.name in labels():
        rule = {"validate": "list", "source": _choices_of(column.name)}
    elif column.kind == "year":
        rule = {"validate": "integer", "criteria": "between", "minimum": 1990, "maximum": 2100}
    elif column.kind == "number":
        rule = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
    elif column.kind == "day":
        rule = {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1900, 1, 1),
            "maximum": date(2100, 12, 31),
        }
    elif column.name in ("indicator", "territory") and column.kind == "text":
        title = TITLES["indicators" if column.name == "indicator" else "territories"]
        rule = {"validate": "list", "source": f"='{title}'!$A$3:$A${LAST_ROW + 1}"}
    heading = words["heading"][:32]
    note = _note(words)[:255] if words["note"] else heading
    rule |= {"input_title": heading, "input_message": note, "error_title": heading}
    if rule["validate"] != "any":
        rule |= {"error_message": note}
    sheet.data_validation(2, position, LAST_ROW, position, rule)


def _choices_of(column: str) -> str:
    """Where the labels of a column stand in the sheet of choices."""
    position = list(labels()).index(column)
    letter = chr(65 + position)
    return f"='{CHOICES}'!${letter}$2:${letter}${1 + len(labels()[column])}"


def _write_choices(sheet: Any, styles: dict[str, Any]) -> None:
    headings = {c: words["heading"] for name in CATALOGUE for c, words in columns_of(name).items()}
    for position, (column, choices) in enumerate(labels().items()):
        sheet.write_string(0, position, headings.get(column, column), styles["head"])
        for line, label in enumerate(choices, 1):
            sheet.write_string(line, position, label, styles["text"])
        sheet.set_column(position, position, 24)
    sheet.protect()
    sheet.set_landscape()
    sheet.set_paper(9)


def _write_guide(sheet: Any, styles: dict[str, Any]) -> None:
    """How to fill the workbook, and one example of a row of each table, written downwards."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 80)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, "Cách điền", styles["title"])
    line = 1
    for number, text in enumerate(GUIDE_LINES, 1):
        sheet.merge_range(line, 0, line, 2, f"{number}. {text}", styles["line"])
        sheet.set_row(line, 20 + 18 * (len(text) > 130))
        line += 1
    for name in CATALOGUE:
        sheet.set_row(line + 1, 24)
        sheet.write_string(line + 1, 0, TITLES[name], styles["title"])
        line += 2
        for position, text in enumerate(("Cột", "Ví dụ", "Giải thích")):
            sheet.write_string(line, position, text, styles["head"])
        for words in columns_of(name).values():
            line += 1
            for position, key in enumerate(("heading", "example", "note")):
                sheet.write_string(line, position, words[key], styles["line"])
            folds = max(ceil(len(words["example"]) / 40), ceil(len(words["note"]) / 80))
            sheet.set_row(line, LINE * max(1, folds))
        line += 1
    sheet.protect()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
