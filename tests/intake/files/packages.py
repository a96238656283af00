"""Files written part by part, as other programs write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import xlsxwriter

HEAD = ["Chỉ tiêu", "ĐVT", "Tháng 4 năm 2024", "Lũy kế 4 tháng năm 2024"]
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def with_parts(source: Path, target: Path, **parts: tuple[str, str]) -> Path:
    """A copy of a zipped file in which texts of parts are replaced.

    ``sheet1=("old", "new")`` changes the part whose name ends in ``sheet1.xml``.
    """
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for part, (before, after) in parts.items():
                if name.endswith(f"{part}.xml"):
                    assert before.encode() in data, f"{name} lacks {before}"
                    data = data.replace(before.encode(), after.encode())
            new.writestr(name, data)
    return target


def formatted(path: Path, value: object, code: str, unit: str = "Tỷ đồng") -> Path:
    """A report whose C4 has a number format of its own."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    sheet = book.add_worksheet("Sheet1")
    sheet.write(0, 0, "Báo cáo thu chi")
    sheet.write_row(2, 0, HEAD)
    sheet.write_row(3, 0, ["Thu ngân sách", unit, "", 400])
    sheet.write(3, 2, value, book.add_format({"num_format": code}))
    sheet.write_row(4, 0, ["Chi thường xuyên", "Tỷ đồng", 50, 200])
    book.close()
    return path


CELL = '<table:table-cell office:value-type="{kind}" {more}>{text}</table:table-cell>'


def ods(path: Path, rows: list[str], styles: str = "", sheet: str = "") -> Path:
    """An .ods file of one sheet, its rows as XML."""
    spaces = " ".join(
        f'xmlns:{name}="{OFFICE}:{full}:1.0"'
        for name, full in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
        )
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="S" {sheet}>{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
            ' manifest:version="1.2"><manifest:file-entry manifest:full-path="/"'
            ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        archive.writestr("content.xml", content)
    return path


def ods_row(*values: object, style: str = "", hidden: bool = False) -> str:
    """One row: texts and numbers; ``style`` is that of its numbers."""
    cells = []
    for value in values:
        if isinstance(value, str):
            cells.append(CELL.format(kind="string", more="", text=f"<text:p>{value}</text:p>"))
        else:
            more = f'office:value="{value}"' + (f' table:style-name="{style}"' if style else "")
            cells.append(CELL.format(kind="float", more=more, text=f"<text:p>{value}</text:p>"))
    collapsed = ' table:visibility="collapse"' if hidden else ""
    return f"<table:table-row{collapsed}>{''.join(cells)}</table:table-row>"
