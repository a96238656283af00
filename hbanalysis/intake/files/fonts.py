"""Texts of old fonts: which font draws which part of a cell, and what the text therefore says.

Only opened when the characters of a workbook allow TCVN3, because reading fonts takes many times
longer than reading values. xlrd knows the fonts of .xls, openpyxl those of .xlsx; both also know
runs of different fonts inside one cell.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from hbanalysis.vocabulary.text import (
    decode_tcvn3,
    looks_like_vni,
    may_be_tcvn3,
    mixes_tcvn3,
    spelling_says_tcvn3,
    words_of_tcvn3,
)

FEWEST_WORDS = 2

Runs = list[tuple[int, str]]  # where a font begins in the text, and its name
FontsOf = Callable[[int, int], Runs]


class Decoded(NamedTuple):
    """A text after decoding, and the evidence.

    The evidence is "tcvn3-font", "tcvn3-spelling", "vni" (refused) or "" (untouched).
    """

    text: str
    rule: str


def decode(text: str, runs: Runs, by_spelling: bool = False) -> Decoded:
    """Decode the parts of a text that stand in TCVN3 fonts.

    Without a font that says so, only where the workbook as a whole is spelled in TCVN3.

    >>> decode("Tæng sè", [(0, ".VnTime")]), decode("tæng sè", [(0, ".VnTimeH")]).text
    (Decoded(text='Tổng số', rule='tcvn3-font'), 'TỔNG SỐ')
    >>> decode("Tæng sè", [(0, "Arial")]).rule, decode("Tæng sè", [], by_spelling=True).rule
    ('', 'tcvn3-spelling')
    >>> decode("aù", [(0, "VNI-Times")]).rule
    'vni'
    """
    names = [name.lower() for _, name in runs]
    if any(name.startswith("vni") for name in names) and not text.isascii():
        return Decoded(text, "vni")
    if any(name.startswith(".vn") for name in names):
        ends = [start for start, _ in runs[1:]] + [len(text)]
        parts = [
            (
                decode_tcvn3(text[start:end], capitals=name.endswith("h"))
                if name.startswith(".vn")
                else text[start:end]
            )
            for (start, _), name, end in zip(runs, names, ends, strict=True)
        ]
        decoded = "".join(parts)
        if decoded != text:
            return Decoded(decoded, "tcvn3-font")
    if by_spelling and spelling_says_tcvn3(text):
        return Decoded(decode_tcvn3(text), "tcvn3-spelling")
    return Decoded(text, "vni" if looks_like_vni(text) else "")


def spelled_in_tcvn3(texts: Iterable[str]) -> bool:
    """Whether the texts of a workbook show TCVN3 by more than a word that may be chance.

    >>> spelled_in_tcvn3(["Tæng s¶n phÈm", "Total"]), spelled_in_tcvn3(["Curaçao ®", "Hà Nam ¹"])
    (True, False)
    """
    return sum(words_of_tcvn3(text) for text in texts if not text.isascii()) >= FEWEST_WORDS


def needs_fonts(texts: Iterator[str]) -> bool:
    """Whether any text of a sheet could be, or hold, TCVN3 or VNI.

    Only then are fonts worth their time.
    """
    return any(
        may_be_tcvn3(text) or mixes_tcvn3(text) or looks_like_vni(text)
        for text in texts
        if not text.isascii()
    )


def xls_fonts(path: Path) -> dict[str, FontsOf]:
    """For each sheet of an .xls file a function from cell to font runs."""
    import xlrd

    from hbanalysis.intake.files.xls_facts import Silence

    with path.open("rb") as stream:
        book = xlrd.open_workbook(
            file_contents=stream.read(), formatting_info=True, logfile=Silence()
        )

    def of_sheet(sheet: xlrd.sheet.Sheet) -> FontsOf:
        def runs(row: int, column: int) -> Runs:
            if row >= sheet.nrows or column >= sheet.row_len(row):
                return []
            first = book.font_list[book.xf_list[sheet.cell_xf_index(row, column)].font_index].name
            further = sheet.rich_text_runlist_map.get((row, column), [])
            fonts = [(start, book.font_list[font].name) for start, font in further]
            return fonts if fonts and fonts[0][0] == 0 else [(0, first), *fonts]

        return runs

    return {sheet.name: of_sheet(sheet) for sheet in book.sheets()}


def xlsx_fonts(path: Path) -> dict[str, FontsOf]:
    """For each sheet of an .xlsx file a function from cell to font runs."""
    import openpyxl
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    book = openpyxl.load_workbook(path, rich_text=True)

    def of_sheet(name: str) -> FontsOf:
        sheet = book[name]

        def runs(row: int, column: int) -> Runs:
            cell = sheet.cell(row + 1, column + 1)
            own = str(cell.font.name or "")
            if not isinstance(cell.value, CellRichText):
                return [(0, own)]
            fonts, start = [], 0
            for part in cell.value:
                name = str(part.font.rFont or own) if isinstance(part, TextBlock) else own
                fonts.append((start, name))
                start += len(part.text if isinstance(part, TextBlock) else part)
            return fonts

        return runs

    return {name: of_sheet(name) for name in book.sheetnames}
