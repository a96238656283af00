"""A draft as a workbook: a row for each target with its words beside it, coloured where unsure."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from textwrap import shorten
from typing import Any

from hbanalysis.intake.plan_text.grammar.folding import fold
from hbanalysis.intake.plan_text.grammar.names import lower_is_better
from hbanalysis.intake.plan_text.review.codes import Known, proposed_codes
from hbanalysis.intake.plan_text.review.fields import (
    COLUMN,
    DOCUMENT_FIELDS,
    DOCUMENT_SHEET,
    FIELDS,
    FIRST_ROW,
    GUIDE,
    GUIDE_SHEET,
    HEAD_ROW,
    ID_ROW,
    SHEET,
    UNREAD_SHEET,
    Field,
)
from hbanalysis.intake.plan_text.rows import RESULT, DraftRow, PlanDraft, plain
from hbanalysis.vocabulary.text import match_key

EVERY_YEAR = re.compile(r"\b(mỗi|hằng|hàng) năm\b")
MEAN = re.compile(r"\b(bình quân|trung bình)\b")
MESSAGE = 255  # letters that Excel shows of a message; the drop-down has every word
OTHER_NAME = "mã {code} đang là “{name}”"
_CADENCE = {
    "flow": "month", "stock": "quarter", "ratio": "quarter", "cap": "month", "growth": "quarter",
    "share": "quarter", "change": "quarter", "term_sum": "year", "term_average": "year",
    "term_level": "year",
}  # fmt: skip
_SPARE_ROWS = 30
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""No clock in the file: the same draft is the same bytes, and so is known not to be filled in."""


def review_bytes(draft: PlanDraft, doubts: list[str], known: Known) -> bytes:
    """The review of a draft as the bytes of an .xlsx file.

    ``doubts`` tells the doubts of each row in the reader's words; ``known`` are the
    workspace's indicators by code.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        title = f"Duyệt bản nháp: {draft.file}"
        book.set_properties({"title": title, "created": NO_DAY})
        styles = _styles(book)
        _rows_sheet(book.add_worksheet(SHEET), draft, doubts, known, styles)
        _unread_sheet(book.add_worksheet(UNREAD_SHEET), draft, styles)
        _document_sheet(book.add_worksheet(DOCUMENT_SHEET), draft, styles)
        _guide_sheet(book.add_worksheet(GUIDE_SHEET), styles)
    return out.getvalue()


def records_of(draft: PlanDraft, doubts: list[str], known: Known) -> list[dict[str, str]]:
    """The rows of a review, each cell by the id of its column, words of lists as their keys."""
    codes = proposed_codes(draft.rows, known)
    doubts = [
        _with_known(row, code, doubt, known)
        for row, code, doubt in zip(draft.rows, codes, doubts, strict=True)
    ]
    return [
        _record(number, row, code, codes, doubt) | _whole(row, code, known)
        for number, (row, code, doubt) in enumerate(zip(draft.rows, codes, doubts, strict=True), 1)
    ]


def _whole(row: DraftRow, code: str, known: Known) -> dict[str, str]:
    """The known indicator that a target of a term sums up or averages, when it is not a part."""
    whole = known.whole(row)
    return {"parent": whole} if whole and not row.parent and whole != code else {}


def _with_known(row: DraftRow, code: str, doubt: str, known: Known) -> str:
    """The doubts of a row, and the name its code has already when that is not quite its own."""
    other = known.names.get(code, "")
    if not other or match_key(other) == match_key(row.name) or row.form == "scoreboard":
        return doubt
    return "; ".join(part for part in (doubt, OTHER_NAME.format(code=code, name=other)) if part)


def _record(number: int, row: DraftRow, code: str, codes: list[str], doubt: str) -> dict[str, str]:
    scoreboard = row.form == "scoreboard"
    total = row.total if scoreboard or row.plan_value is None else row.plan_value
    return {
        "number": str(number),
        "take": "look" if doubt else "yes",
        "kind": "S" if scoreboard else row.kind,
        "indicator": "" if scoreboard else code,
        "parent": codes[row.parent - 1] if row.parent else "",
        "name": row.name,
        "year": str(row.year or ""),
        "value": plain(row.value),
        "value_high": plain(row.value_high),
        "unit": row.unit,
        "quote": row.quote,
        "doubts": doubt,
        "comparator_stated": row.comparator_stated,
        "comparator": "" if row.kind == RESULT else row.comparator or row.proposed,
        "measure": "" if scoreboard else _measure(row),
        "first_year": "" if row.kind == RESULT else str(row.first_year or ""),
        "direction": "" if scoreboard else _direction(row),
        "cadence": "" if scoreboard else _CADENCE.get(row.measure, "event"),
        "printed_pct": plain(row.printed_pct),
        "plan_value": plain(total if row.kind == RESULT else None),
        "clause": row.clause + _again(row),
        "group": row.heading[:80],
        "place": f"{row.line}:{row.char_start}-{row.char_end}",
    }


def _again(row: DraftRow) -> str:
    """Where else the text says it: " (nhắc lại: dòng 434)"."""
    lines = ", ".join(map(str, row.repeated))
    return f" (nhắc lại: dòng {lines})" if lines else ""


def _measure(row: DraftRow) -> str:
    """The kind in the words of the drop-down: averages of growth, quotas of every year."""
    if row.measure != "term_average":
        return row.measure
    if row.form == "growth":
        return "term_growth"
    words = fold(row.quote)
    return "term_each" if EVERY_YEAR.search(words) and not MEAN.search(words) else row.measure


def _direction(row: DraftRow) -> str:
    lower = row.measure in ("rank", "cap") or lower_is_better(row.name)
    if row.form == "change":  # the size of a fall that is wanted
        lower = row.comparator == "<="
    return "lower" if lower else "higher"


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
    cell = {**base, "border": 1, "border_color": "#BFC7CF"}
    kinds = {
        "cell": cell,
        "look": {**cell, "bg_color": "#FFF3BF"},
        "proposed": {**cell, "bg_color": "#DCEBF7", "italic": True},
        "quote": {**cell, "font_color": "#4A5560"},
        "look quote": {**cell, "font_color": "#4A5560", "bg_color": "#FFF3BF"},
        "head": {**cell, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"},
        "plain": base,
        "title": {**base, "bold": True, "font_size": 14, "text_wrap": False},
    }
    return {name: book.add_format(kind) for name, kind in kinds.items()}


def _rows_sheet(
    sheet: Any,
    draft: PlanDraft,
    doubts: list[str],
    known: Known,
    styles: dict[str, Any],
) -> None:
    for position, field in enumerate(FIELDS):
        sheet.write_string(ID_ROW, position, field.id)
        sheet.write_string(HEAD_ROW, position, field.title, styles["head"])
        hidden = {"hidden": True} if not field.width else {}
        sheet.set_column(position, position, field.width or 9, None, hidden)
    sheet.set_row(ID_ROW, None, None, {"hidden": True})
    sheet.set_row(HEAD_ROW, 32)
    records = records_of(draft, doubts, known)
    for line, (row, record) in enumerate(zip(draft.rows, records, strict=True), FIRST_ROW):
        _write_row(sheet, line, row, record, styles)
    last = FIRST_ROW + len(records) - 1
    for field in FIELDS:
        _validate(sheet, field, last + _SPARE_ROWS)
    sheet.freeze_panes(FIRST_ROW, COLUMN["name"] + 1)
    sheet.autofilter(HEAD_ROW, 0, max(last, FIRST_ROW), len(FIELDS) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)


def _write_row(
    sheet: Any, line: int, row: DraftRow, record: dict[str, str], styles: dict[str, Any]
) -> None:
    look = record["take"] == "look"
    lines = max(len(record[field.id]) / max(field.width, 1) for field in FIELDS if field.width > 16)
    sheet.set_row(line, min(15.0 * (1 + int(lines * 1.05)), 400))
    for position, field in enumerate(FIELDS):
        text = record[field.id]
        style = "look" if look else "cell"
        if field.id in ("quote", "doubts"):
            style = "look quote" if look else "quote"
        if field.id == "comparator" and text and not row.comparator:
            style = "proposed"
        if field.choices:
            text = field.choices.get(text, "")
        if text and (field.number or field.id in ("year", "first_year", "number")):
            sheet.write_number(line, position, float(text), styles[style])
        else:
            sheet.write_string(line, position, text, styles[style])


def _validate(sheet: Any, field: Field, last: int) -> None:
    position = COLUMN[field.id]
    if field.choices:
        words = list(field.choices.values())
        rule: dict[str, Any] = {
            "validate": "list",
            "source": words,
            "error_title": field.title,
            "error_message": shorten("Một trong: " + ", ".join(words), MESSAGE, placeholder=" …"),
        }
        sheet.data_validation(FIRST_ROW, position, last, position, rule)
    elif field.id in ("year", "first_year"):
        rule = {"validate": "integer", "criteria": "between", "minimum": 1990, "maximum": 2100}
        sheet.data_validation(
            FIRST_ROW,
            position,
            last,
            position,
            rule | {"error_title": "Năm", "error_message": "Ví dụ: 2026"},
        )


def _unread_sheet(sheet: Any, draft: PlanDraft, styles: dict[str, Any]) -> None:
    for position, (title, width) in enumerate((("Dòng", 7), ("Nguyên văn", 110), ("Mục", 50))):
        sheet.write_string(0, position, title, styles["head"])
        sheet.set_column(position, position, width)
    for line, one in enumerate(draft.unread, 1):
        sheet.write_number(line, 0, one.line, styles["cell"])
        sheet.write_string(line, 1, one.quote[:30_000], styles["quote"])
        sheet.write_string(line, 2, one.heading[:500], styles["cell"])
    sheet.freeze_panes(1, 0)


def _document_sheet(sheet: Any, draft: PlanDraft, styles: dict[str, Any]) -> None:
    filled = {
        "territory": draft.territory,
        "source": draft.title or draft.file,
        "decided": draft.decided,
        "file": draft.file,
        "document": draft.fingerprint,
    }
    sheet.set_column(0, 0, 9, None, {"hidden": True})
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 90)
    for line, (name, title) in enumerate(DOCUMENT_FIELDS.items()):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, title, styles["head"])
        fixed = name in ("file", "document")
        sheet.write_string(line, 2, filled.get(name, ""), styles["cell" if fixed else "proposed"])


def _guide_sheet(sheet: Any, styles: dict[str, Any]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, "Duyệt bản nháp chỉ tiêu", styles["title"])
    for line, text in enumerate(GUIDE, 1):
        sheet.write_string(line, 0, str(line), styles["plain"])
        sheet.write_string(line, 1, text, styles["plain"])
        sheet.set_row(line, 16 * (1 + len(text) // 100) + 4)
