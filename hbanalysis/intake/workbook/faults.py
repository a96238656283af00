"""Cells that look empty to a fast reader and are not.

Error values, and formulas that were never calculated.

calamine returns nothing for both. The sheets' own bytes tell them apart; they are searched for a
telling pattern first, and only a file with a hit is looked at more closely.
"""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from hbanalysis.intake.workbook.cells import Fault

Faults = dict[str, dict[tuple[int, int], str]]
UNCACHED = Fault.UNCACHED

_ERROR_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"[^>]*>'
    rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?(?:<v>([^<]*)</v>|<v"
    rb" ?/>)?"
)
_UNCACHED_END = re.compile(rb"(?:</f>|<f [^>]*/>)(?:<v ?/>|<v></v>)?</c>")
_UNCACHED_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"([^>]*)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
# BIFF8: BOOLERR with an error code, FORMULA whose cached result is an error or an empty string.
_BIFF_CODES = b"[\x00\x07\x0f\x17\x1d\x24\x2a]"
_BIFF_FAULT = re.compile(
    b"\x05\x02\x08\x00.{6}"
    + _BIFF_CODES
    + b"\x01|\x06\x00..{1}.{6}(?:\x02."
    + _BIFF_CODES
    + b"|\x03..)...\xff\xff",
    re.DOTALL,
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def xlsx_faults(path: Path) -> Faults:
    """Faulty cells of an .xlsx file by sheet: "#DIV/0!" and its kin, or UNCACHED."""
    found: Faults = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive):
            data = archive.read(part)
            cells: dict[tuple[int, int], str] = {}
            if b't="e"' in data:
                for letters, row, code in _ERROR_CELL.findall(data):
                    cells[_position(letters, row)] = code.decode() or "#N/A"
            if _UNCACHED_END.search(data):
                for letters, row, attributes in _UNCACHED_CELL.findall(data):
                    if (
                        b't="str"' not in attributes and b't="e"' not in attributes
                    ):  # ="" is calculated
                        cells[_position(letters, row)] = UNCACHED
            if cells:
                found[name] = cells
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise ValueError("no xl/workbook.xml")
    # expat >= 2.4.1 refuses exploding entities by itself, and Python's parser fetches nothing from
    # outside.
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    parts = []
    for sheet in book.iter():
        target = targets.get(sheet.get(_RELATION)) if sheet.tag.endswith("}sheet") else None
        if target:
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in names:
                parts.append((str(sheet.get("name")), part))
    return parts


def _position(letters: bytes, row: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = 26 * column + letter - 64
    return int(row) - 1, column - 1


def xls_faults(path: Path) -> Faults:
    """Faulty cells of an .xls file by sheet.

    Xlrd is asked only when the bytes show that there may be one.
    """
    if not _BIFF_FAULT.search(path.read_bytes()):
        return {}
    import xlrd

    from hbanalysis.intake.workbook.fonts import _Silence

    book = xlrd.open_workbook(path, logfile=_Silence())
    found: Faults = {}
    for sheet in book.sheets():
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                if kind == xlrd.XL_CELL_ERROR:
                    code = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#N/A")
                    found.setdefault(sheet.name, {})[row, column] = code
                elif kind == xlrd.XL_CELL_TEXT and sheet.cell_value(row, column) == "":
                    found.setdefault(sheet.name, {})[row, column] = UNCACHED
    return found
