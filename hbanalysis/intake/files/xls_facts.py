"""The facts of an .xls file, from its BIFF records.

The records are walked once; cells are looked at only by their kind, place and style.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from hbanalysis.intake.files.cells import Fault
from hbanalysis.intake.files.number_formats import BUILT_IN, hides_zero, is_telling
from hbanalysis.intake.files.sheet_facts import SheetFacts, with_marks

BOF, EOF, BOUNDSHEET, FORMAT, XF, FONT, RECALC = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x31, 0x1C1
ROW, COLUMNS, TEXTS, CONTINUED = 0x208, 0x7D, 0xFC, 0x3C
NUMBER, RK, MULTIPLE, FORMULA, ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205
SHARED_TEXT, OLD_TEXT, RICH_TEXT = 0xFD, 0x204, 0xD6
BIFF8 = 0x600
_CELLS = frozenset({NUMBER, RK, MULTIPLE, FORMULA, ERROR, SHARED_TEXT, OLD_TEXT, RICH_TEXT})
_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_HEAD = struct.Struct("<HH")
_CELL = struct.Struct("<HHH")


class Silence:
    """xlrd writes remarks about odd files to its log; none of them changes what is read."""

    def write(self, text: str) -> int:
        """Take a remark and drop it."""
        return len(text)

    def flush(self) -> None:
        """Nothing is kept."""


@dataclass
class _Book:
    """What the records before the sheets say: styles, shared texts, who calculated."""

    version: int = BIFF8
    names: dict[int, str] = field(default_factory=dict)
    struck_fonts: set[int] = field(default_factory=set)
    raised_fonts: set[int] = field(default_factory=set)
    fonts: int = 0
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[tuple[int, int]] = field(default_factory=list)
    telling: dict[int, str] = field(default_factory=dict)
    zero: dict[int, str] = field(default_factory=dict)
    struck: set[int] = field(default_factory=set)
    texts: dict[int, tuple[str, str]] = field(default_factory=dict)
    calculated: bool = False

    def settle(self, shared: list[bytes]) -> None:
        """Tell styles and texts apart that change what is seen."""
        for number, (font, kind) in enumerate(self.styles):
            code = self.codes.get(kind, "")
            if is_telling(code):
                self.telling[number] = code
            elif hides_zero(code):
                self.zero[number] = code
            if font in self.struck_fonts:
                self.struck.add(number)
        if shared and (self.struck_fonts or self.raised_fonts):
            self.texts = _marked_texts(shared, self.raised_fonts, self.struck_fonts)


def xls_facts(path: Path) -> dict[str, SheetFacts]:
    """The facts of every sheet of an .xls file, by its name.

    Raises what xlrd and struct raise when the file is not as it should be.
    """
    stream = _stream(path)
    book, shared, before = _Book(), list[bytes](), 0
    for kind, data in _records(stream, 0):
        if kind == EOF:
            break
        if kind == TEXTS or (kind == CONTINUED and before == TEXTS):
            shared.append(data)
            before = TEXTS
            continue
        if kind == BOF and len(data) >= 2:
            book.version = struct.unpack_from("<H", data)[0]
        elif kind == BOUNDSHEET:
            book.names[struct.unpack_from("<I", data)[0]] = _sheet_name(book, data)
        else:
            _read_style(book, kind, data)
        before = kind
    book.settle(shared)
    return {name: _SheetReader(book).read(stream, start) for start, name in book.names.items()}


def _stream(path: Path) -> bytes:
    """The bytes of the workbook inside the compound file."""
    from xlrd.compdoc import CompDoc

    document = CompDoc(path.read_bytes(), logfile=Silence())
    for name in ("Workbook", "Book"):
        memory, base, length = document.locate_named_stream(name)
        if memory:
            return bytes(memory[base : base + length])
    raise ValueError("no workbook stream")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record from a place on."""
    position, end, head = start, len(stream) - 4, _HEAD.unpack_from
    while position <= end:
        kind, length = head(stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length


def _sheet_name(book: _Book, data: bytes) -> str:
    if book.version != BIFF8:
        return data[7 : 7 + data[6]].decode("latin-1")
    length, wide = data[6], data[7] & 1
    return data[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")


def _read_style(book: _Book, kind: int, data: bytes) -> None:
    if kind == FORMAT and len(data) > 5:
        number, length, wide = struct.unpack_from("<HHB", data)
        text = data[5 : 5 + length * (1 + (wide & 1))]
        if book.version != BIFF8:
            text, wide = data[3 : 3 + data[2]], 0
        book.codes[number] = text.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
    elif kind == XF and len(data) >= 4:
        book.styles.append(_HEAD.unpack_from(data))
    elif kind == FONT and len(data) >= 10:
        _, options, _, _, escapement = struct.unpack_from("<HHHHH", data)
        number = book.fonts + (book.fonts >= 4)  # there is no font 4
        book.fonts += 1
        if options & 0x08:
            book.struck_fonts.add(number)
        if escapement == 1:
            book.raised_fonts.add(number)
    elif kind == RECALC:
        book.calculated = True


def _marked_texts(
    shared: list[bytes], raised: set[int], struck: set[int]
) -> dict[int, tuple[str, str]]:
    """Shared texts with raised or struck parts, by their number: as stored, and with marks."""
    from xlrd.book import unpack_SST_table

    texts, changes = unpack_SST_table(shared, struct.unpack_from("<I", shared[0], 4)[0])
    found = {}
    for number, runs in changes.items():
        if not any(font in raised or font in struck for _, font in runs):
            continue
        text = texts[number]
        starts = [(0, -1), *runs, (len(text), -1)]
        parts = [
            (text[start:end], font in raised, font in struck)
            for (start, font), (end, _) in pairwise(starts)
        ]
        if len({part[1:] for part in parts if part[0].strip()}) > 1:
            found[number] = (text, with_marks(parts))
    return found


class _SheetReader:
    """One sheet, record by record."""

    def __init__(self, book: _Book) -> None:
        self.book, self.facts = book, SheetFacts()

    def read(self, stream: bytes, start: int) -> SheetFacts:
        depth, facts = 0, self.facts
        for kind, data in _records(stream, start):
            if kind == BOF:
                depth += 1
            elif kind == EOF:
                depth -= 1
                if not depth:
                    break
            elif depth > 1:
                continue  # a chart within the sheet
            elif kind in _CELLS and len(data) >= 6:
                self._read_cell(kind, data)
            elif kind == ROW and len(data) >= 16:
                if data[12] & 0x20:
                    facts.hidden_rows.add(_HEAD.unpack_from(data)[0])
            elif kind == COLUMNS and len(data) >= 10 and data[8] & 1:
                facts.hidden_columns.append(_HEAD.unpack_from(data))
        return facts

    def _read_cell(self, kind: int, data: bytes) -> None:
        row, column, style = _CELL.unpack_from(data)
        position, facts, book = (row, column), self.facts, self.book
        if kind == MULTIPLE:  # numbers beside each other, style and value of each six bytes apart
            for beside, at in enumerate(range(4, len(data) - 5, 6), column):
                facts.extent.add(row, beside)
                zero = data[at + 2 : at + 6] in (b"\0\0\0\0", b"\2\0\0\0")
                self._read_style((row, beside), _HEAD.unpack_from(data, at)[0], True, zero)
            return
        facts.extent.add(row, column)
        zero = not any(data[6:14]) if kind in (NUMBER, FORMULA) else data[6:10] == b"\2\0\0\0"
        self._read_style(position, style, kind in (NUMBER, RK, FORMULA), zero)
        if kind == ERROR and len(data) >= 8 and data[7]:
            facts.faults[position] = _CODES.get(data[6], "#N/A")
        elif kind == FORMULA and data[12:14] == b"\xff\xff":
            if data[6] == 2:
                facts.faults[position] = _CODES.get(data[8], "#N/A")
            elif data[6] == 3 and not book.calculated:  # empty, by a program that only writes
                facts.faults[position] = Fault.UNCACHED
        elif kind == SHARED_TEXT and book.texts and len(data) >= 10:
            marked = book.texts.get(struct.unpack_from("<I", data, 6)[0])
            if marked:
                facts.texts[position] = marked

    def _read_style(self, position: tuple[int, int], style: int, number: bool, zero: bool) -> None:
        book = self.book
        if number and style in book.telling:
            self.facts.formats[position] = book.telling[style]
        elif number and zero and style in book.zero:
            self.facts.formats[position] = book.zero[style]
        if style in book.struck:
            self.facts.struck.add(position)
