"""Open a delivered file of any kind: its visible sheets as clean grids, and all that was seen."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine

from hbanalysis.intake.files import fonts
from hbanalysis.intake.files.cells import SheetCells, address, make_grid
from hbanalysis.intake.files.csv_files import read_csv_rows
from hbanalysis.intake.files.kinds import NOT_A_WORKBOOK, PROTECTED, Kind, kind_of, refused
from hbanalysis.intake.files.ods_facts import ods_facts
from hbanalysis.intake.files.sheet_facts import SheetFacts
from hbanalysis.intake.files.visible import without_hidden
from hbanalysis.intake.files.xls_facts import xls_facts
from hbanalysis.intake.files.xlsx_facts import xlsx_facts
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.text import is_mojibake

HIDDEN = "Sheet “{sheet}” is hidden and was not read; show it if it is part of the delivery."
VNI = "{cell} is written in VNI codes (“{found}”), which are not read; convert the file to Unicode."
BY_SPELLING = (
    "{cell} was decoded from TCVN3 because of its spelling, though its font is {found}; check it."
)
OTHER_ENDING = "{file} is a workbook of another kind than its name says; it was read as .{found}."
NOT_CHECKED = "Hidden cells, number formats, formulas and errors could not be checked ({found})."
FONTS_NOT_CHECKED = "Fonts could not be read ({found}); texts in old codes may stay undecoded."
STRAY = (
    "{cell} of sheet “{sheet}” lies far from the other cells; the sheet was not read. Delete its"
    " row and column, save the file and send it again."
)
MOJIBAKE = (
    "{cell} reads “{found}”: UTF-8 that was saved as if it were another encoding; save the file"
    " again as UTF-8."
)

# What xlrd, openpyxl and zipfile raise for files that calamine still reads: too many kinds to name
# each.
_ODD_FILE = (Exception,)
_FACTS: dict[str, Callable[[Path], dict[str, SheetFacts]]] = {
    "xlsx": xlsx_facts,
    "xls": xls_facts,
    "ods": ods_facts,
}
_REFUSALS = (
    calamine.CalamineError,
    calamine.XmlError,
    calamine.ZipError,
    calamine.WorksheetNotFound,
)
Changes = list[tuple[int, int, str, str, str]]


@dataclass
class Source:
    """The visible sheets of a file in their order, and the findings about the file as a whole."""

    file: str
    grids: list[SheetCells]
    findings: list[Finding] = field(default_factory=list)


@dataclass
class _Sheet:
    """One visible sheet on its way: its values as lists, and its facts."""

    name: str
    rows: list[list[Any]]
    top: int
    left: int
    merges: list[Any]
    facts: SheetFacts


def open_source(path: str | Path) -> Source:
    """Read every visible sheet of an xlsx, xls, ods or csv file.

    Raises Unreadable when the file cannot be opened at all. Only ``guarded`` calls this, in a
    process of its own: a damaged file may end it.
    """
    path = Path(path)
    kind = kind_of(path)
    if kind == "text":
        return _open_csv(path)
    try:
        return _open_workbook(path, kind)
    except calamine.PasswordError as problem:
        raise refused(path, PROTECTED) from problem
    except _REFUSALS as problem:
        reason = str(problem) or type(problem).__name__
        raise refused(path, NOT_A_WORKBOOK, found=reason) from problem


def _open_csv(path: Path) -> Source:
    text = read_csv_rows(path)
    grid = make_grid(path.stem, text.rows, text.first_line)
    grid.delimited = True
    facts = {"found": f"{text.encoding}, “{text.delimiter}”", "expected": "UTF-8"}
    source = Source(path.name, [grid], list(text.findings))
    source.findings.insert(
        0, Finding("note", "csv-format", path.name, "", "Read as {found}.", facts)
    )
    _tell_mojibake(source)
    return source


def _open_workbook(path: Path, kind: Kind) -> Source:
    source = Source(path.name, [])
    endings = {"xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"), "xls": (".xls", ".xlt")}
    if path.suffix.lower() not in endings.get(kind, (f".{kind}",)):
        facts = {"file": path.name, "found": kind, "expected": path.suffix}
        source.findings.append(Finding("note", "other-ending", path.name, "", OTHER_ENDING, facts))
    facts_by_sheet = _read_facts(path, kind, source)
    sheets = _read_sheets(path, facts_by_sheet, source)
    decoded = _decode_sheets(path, kind, sheets, source)
    for sheet in sheets:
        changes = decoded.get(sheet.name, [])
        changes += _with_marks(sheet)
        grid = make_grid(sheet.name, sheet.rows, sheet.top, sheet.left, sheet.merges)
        for row, column, before, after, rule in changes:
            grid.changed.setdefault(rule, []).append((row, column, before, after))
        grid.add_faults(sheet.facts.faults)
        grid.formats, grid.struck = sheet.facts.formats, sheet.facts.struck
        source.findings += without_hidden(grid, sheet.facts, source.file)
        source.grids.append(grid)
    _tell_mojibake(source)
    return source


def _read_facts(path: Path, kind: Kind, source: Source) -> dict[str, SheetFacts]:
    try:
        return _FACTS[kind](path)
    except MemoryError:
        raise
    except _ODD_FILE as problem:  # the values may still be read; only this check could not be made
        reason = f"{type(problem).__name__}: {problem}"
        facts = {"found": reason, "expected": "xlsx, xls"}
        finding = Finding("warning", "formulas-not-checked", path.name, "", NOT_CHECKED, facts)
        source.findings.append(finding)
        return {}


def _read_sheets(path: Path, facts: dict[str, SheetFacts], source: Source) -> list[_Sheet]:
    """The values of every visible sheet; one that would fill the memory is told, not read."""
    sheets = []
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
        for meta in book.sheets_metadata:
            own = facts.get(meta.name, SheetFacts())
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if own.hidden or meta.visible != calamine.SheetVisibleEnum.Visible:
                told = {"sheet": meta.name, "found": "Hidden", "expected": "Visible"}
                source.findings.append(
                    Finding("warning", "hidden-sheet", path.name, meta.name, HIDDEN, told)
                )
                continue
            if own.extent.too_large:
                source.findings.append(_stray(path, meta.name, own))
                continue
            sheet = book.get_sheet_by_name(meta.name)
            top, left = sheet.start or (0, 0)
            merges = list(sheet.merged_cell_ranges or ())
            sheets.append(_Sheet(meta.name, sheet.to_python(), top, left, merges, own))
    return sheets


def _stray(path: Path, sheet: str, facts: SheetFacts) -> Finding:
    cell = address(facts.extent.bottom, facts.extent.right)
    told = {"cell": cell, "sheet": sheet, "found": cell, "expected": "1048576"}
    return Finding("error", "stray-cell", path.name, f"{sheet}!{cell}", STRAY, told)


def _with_marks(sheet: _Sheet) -> Changes:
    """Put raised and struck letters into texts, where reading left them plain.

    What was decoded in between keeps its letters, as long as there are as many.
    """
    changes: Changes = []
    for (row, column), (plain, marked) in sheet.facts.texts.items():
        line, place = row - sheet.top, column - sheet.left
        if not (0 <= line < len(sheet.rows) and 0 <= place < len(sheet.rows[line])):
            continue
        text = sheet.rows[line][place]
        if not isinstance(text, str) or plain == marked:
            continue
        if text == plain:
            after = marked
        elif len(text) == len(plain) == len(marked):
            after = "".join(
                new if old != new else letter
                for old, new, letter in zip(plain, marked, text, strict=True)
            )
        else:
            continue
        sheet.rows[line][place] = after
        changes.append((row, column, text, after, "raised-or-struck"))
    return changes


def _find_fonts(path: Path, kind: Kind, source: Source) -> dict[str, fonts.FontsOf]:
    try:
        return fonts.xls_fonts(path) if kind == "xls" else fonts.xlsx_fonts(path)
    except MemoryError:
        raise
    except _ODD_FILE as problem:  # spelling can still tell TCVN3
        facts = {"found": f"{type(problem).__name__}: {problem}", "expected": "xlsx, xls"}
        source.findings.append(
            Finding("warning", "fonts-not-checked", path.name, "", FONTS_NOT_CHECKED, facts)
        )
        return {}


def _decode_sheets(
    path: Path, kind: Kind, sheets: list[_Sheet], source: Source
) -> dict[str, Changes]:
    """Decode TCVN3 texts in place.

    Returns what was changed in each sheet, and reports what could not be read.
    """
    suspects = [sheet for sheet in sheets if fonts.needs_fonts(_texts(sheet))]
    if not suspects:
        return {}
    by_spelling = fonts.spelled_in_tcvn3(text for sheet in suspects for text in _texts(sheet))
    font_maps = {} if kind == "ods" else _find_fonts(path, kind, source)
    changed: dict[str, Changes] = {}
    for sheet in suspects:
        font_of = font_maps.get(sheet.name)
        for number, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                if not isinstance(value, str) or value.isascii():
                    continue
                where = (number + sheet.top, column + sheet.left)
                runs = font_of(*where) if font_of else []
                text, rule = fonts.decode(value, runs, by_spelling)
                if not rule:
                    continue
                row[column] = "" if rule == "vni" else text
                if rule != "vni":
                    changed.setdefault(sheet.name, []).append((*where, value, text, rule))
                _tell_decoding(source, sheet.name, where, rule, value, runs)
    return changed


def _texts(sheet: _Sheet) -> Any:
    return (value for row in sheet.rows for value in row if isinstance(value, str))


def _tell_decoding(
    source: Source, sheet: str, where: tuple[int, int], rule: str, text: str, runs: fonts.Runs
) -> None:
    if rule == "vni":
        facts = {"cell": address(*where), "found": text, "expected": "Unicode"}
        finding = ("error", "vni-text", VNI)
    elif rule == "tcvn3-spelling":
        facts = {"cell": address(*where), "found": runs[0][1] if runs else "?", "expected": ".Vn*"}
        finding = ("note", "tcvn3-spelling", BY_SPELLING)
    else:
        return
    level, name, template = finding
    place = f"{sheet}!{address(*where)}"
    source.findings.append(Finding(level, name, source.file, place, template, facts))  # type: ignore[arg-type]


def _tell_mojibake(source: Source) -> None:
    """The first text of each sheet that is UTF-8 read as Latin-1."""
    for grid in source.grids:
        texts = (
            (address(row, column), value)
            for row, cells in grid.rows.items()
            for column, value in cells
            if isinstance(value, str) and not value.isascii() and is_mojibake(value)
        )
        for cell, text in texts:
            facts = {"cell": cell, "found": text, "expected": "UTF-8"}
            source.findings.append(
                Finding("warning", "mojibake", source.file, f"{grid.name}!{cell}", MOJIBAKE, facts)
            )
            break
