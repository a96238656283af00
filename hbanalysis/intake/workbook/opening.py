"""Open a delivered file, whatever it is.

Its visible sheets as clean grids, and all that was seen on the way.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine

from hbanalysis.intake.workbook import faults, fonts
from hbanalysis.intake.workbook.cells import SheetCells, address, make_grid
from hbanalysis.intake.workbook.csv_files import read_csv_rows
from hbanalysis.intake.workbook.normalisations import Unreadable
from hbanalysis.vocabulary.errors import Finding

HIDDEN = "Sheet “{sheet}” is hidden and was not read; show it if it is part of the delivery."
VNI = "{cell} is written in VNI codes (“{found}”), which are not read; convert the file to Unicode."
BY_SPELLING = (
    "{cell} was decoded from TCVN3 because of its spelling, though its font is {found}; check it."
)
LOCK_FILE = (
    "{file} is the lock file of an open workbook; close Excel and deliver the workbook itself."
)
NOT_A_WORKBOOK = "{file} cannot be opened as a workbook ({found}); expected is one of {expected}."

FORMULAS_NOT_CHECKED = "Formulas and error cells could not be checked ({found})."
FONTS_NOT_CHECKED = "Fonts could not be read ({found}); texts in old codes may stay undecoded."

# What xlrd, openpyxl and zipfile raise for files that calamine still reads: too many kinds to name
# each.
_ODD_FILE = (Exception,)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass
class Source:
    """The visible sheets of a file in their order, and the findings about the file as a whole."""

    file: str
    grids: list[SheetCells]
    findings: list[Finding] = field(default_factory=list)


def open_source(path: str | Path) -> Source:
    """Read every visible sheet of an xls, xlsx or csv file.

    Raises Unreadable when the file cannot be opened at all.
    """
    path = Path(path)
    if path.name.startswith("~$"):
        raise Unreadable(
            Finding("error", "lock-file", path.name, "", LOCK_FILE, {"file": path.name})
        )
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        return _open_csv(path)
    with path.open("rb") as stream:
        magic = stream.read(4)
    if magic not in (_ZIP, _OLE):
        raise _not_a_workbook(path, repr(magic))
    try:
        return _open_workbook(path, old=magic == _OLE)
    except (
        calamine.CalamineError,
        calamine.PasswordError,
        calamine.XmlError,
        calamine.ZipError,
    ) as error:
        raise _not_a_workbook(path, str(error) or type(error).__name__) from error


def _not_a_workbook(path: Path, found: str) -> Unreadable:
    facts = {"file": path.name, "found": found, "expected": "xlsx, xls, csv"}
    return Unreadable(Finding("error", "not-a-workbook", path.name, "", NOT_A_WORKBOOK, facts))


def _open_csv(path: Path) -> Source:
    rows, encoding, delimiter = read_csv_rows(path)
    grid = make_grid(path.stem, rows)
    facts = {"found": f"{encoding}, “{delimiter}”", "expected": "UTF-8"}
    finding = Finding("note", "csv-format", path.name, "", "Read as {found}.", facts)
    return Source(path.name, [grid], [finding])


def _open_workbook(path: Path, old: bool) -> Source:
    source = Source(path.name, [])
    sheets: list[tuple[Any, list[list[Any]]]] = []
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != calamine.SheetVisibleEnum.Visible:
                facts = {
                    "sheet": meta.name,
                    "found": str(meta.visible).rpartition(".")[2],
                    "expected": "Visible",
                }
                source.findings.append(
                    Finding("warning", "hidden-sheet", path.name, meta.name, HIDDEN, facts)
                )
                continue
            sheet = book.get_sheet_by_name(meta.name)
            sheets.append((sheet, sheet.to_python()))
    decoded = _decode_sheets(path, old, sheets, source)
    faulty = _find_faults(path, old, source)
    for sheet, rows in sheets:
        top, left = sheet.start or (0, 0)
        grid = make_grid(sheet.name, rows, top, left, sheet.merged_cell_ranges or ())
        for row, column, before, after, rule in decoded.get(sheet.name, ()):
            grid.changed.setdefault(rule, []).append((row, column, before, after))
        grid.add_faults(faulty.get(sheet.name, {}))
        source.grids.append(grid)
    return source


def _find_faults(path: Path, old: bool, source: Source) -> faults.Faults:
    try:
        return faults.xls_faults(path) if old else faults.xlsx_faults(path)
    except _ODD_FILE as error:  # the values were read; only this check could not be made
        source.findings.append(
            _not_checked(path, "formulas-not-checked", FORMULAS_NOT_CHECKED, error)
        )
        return {}


def _find_fonts(path: Path, old: bool, source: Source) -> dict[str, fonts.FontsOf]:
    try:
        return fonts.xls_fonts(path) if old else fonts.xlsx_fonts(path)
    except _ODD_FILE as error:  # spelling can still tell TCVN3
        source.findings.append(_not_checked(path, "fonts-not-checked", FONTS_NOT_CHECKED, error))
        return {}


def _not_checked(path: Path, rule: str, template: str, error: Exception) -> Finding:
    facts = {"found": f"{type(error).__name__}: {error}", "expected": "xlsx, xls"}
    return Finding("warning", rule, path.name, "", template, facts)


def _decode_sheets(
    path: Path, old: bool, sheets: list[tuple[Any, list[list[Any]]]], source: Source
) -> dict[str, list[tuple[int, int, str, str, str]]]:
    """Decode TCVN3 texts in place.

    Returns what was changed per sheet and reports what could not be read.
    """
    suspects = [pair for pair in sheets if fonts.needs_fonts(_texts(pair[1]))]
    if not suspects:
        return {}
    font_maps = _find_fonts(path, old, source)
    changed: dict[str, list[tuple[int, int, str, str, str]]] = {}
    for sheet, rows in suspects:
        font_of = font_maps.get(sheet.name)
        top, left = sheet.start or (0, 0)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if not isinstance(value, str) or value.isascii():
                    continue
                runs = font_of(number + top, column + left) if font_of else []
                text, rule = fonts.decode(value, runs)
                if not rule:
                    continue
                where = (number + top, column + left)
                row[column] = "" if rule == "vni" else text
                if rule == "vni":
                    source.findings.append(
                        _about_font(source, sheet.name, where, VNI, "vni-text", value, "Unicode")
                    )
                else:
                    changed.setdefault(sheet.name, []).append((*where, value, text, rule))
                if rule == "tcvn3-spelling":
                    name = runs[0][1] if runs else "?"
                    source.findings.append(
                        _about_font(
                            source, sheet.name, where, BY_SPELLING, "tcvn3-spelling", name, ".Vn*"
                        )
                    )
    return changed


def _texts(rows: list[list[Any]]) -> Any:
    return (value for row in rows for value in row if isinstance(value, str))


def _about_font(
    source: Source,
    sheet: str,
    where: tuple[int, int],
    template: str,
    rule: str,
    found: str,
    expected: str,
) -> Finding:
    facts = {"cell": address(*where), "found": found, "expected": expected}
    level = "error" if rule == "vni-text" else "note"
    return Finding(level, rule, source.file, f"{sheet}!{address(*where)}", template, facts)  # type: ignore[arg-type]
