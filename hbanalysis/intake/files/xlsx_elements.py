"""A sheet of an .xlsx file that is not written as Excel writes it: read element by element.

Slower than searching for telling bytes, and right for every spelling that XML allows.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from hbanalysis.intake.files.cells import Fault
from hbanalysis.intake.files.sheet_facts import Book, SheetFacts, column_number, with_marks

_REFERENCE = re.compile(r"([A-Za-z]+)([0-9]+)")


class SheetParser:
    """One sheet, element by element."""

    def __init__(self, book: Book) -> None:
        self.book, self.facts = book, SheetFacts()
        self.row, self.column = -1, -1
        self.cell: dict[str, str] = {}
        self.inside = ""
        self.value = ""
        self.formula = False
        self.inline: list[tuple[str, bool, bool]] = []
        self.run = [False, False]

    def parse(self, data: bytes) -> SheetFacts:
        """The facts of a sheet, from the bytes of its part."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)
        return self.facts

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._open_cell(attributes)
        elif name in ("v", "t"):
            self.inside = name
        elif name == "f":
            self.formula = True
        elif name == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isdecimal() else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.facts.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            span = (int(attributes.get("min", "1")) - 1, int(attributes.get("max", "1")) - 1)
            self.facts.hidden_columns.append(span)
        elif name == "r":
            self.run = [False, False]
        elif name == "vertAlign":
            self.run[0] = attributes.get("val") == "superscript"
        elif name == "strike":
            self.run[1] = attributes.get("val", "1") not in ("0", "false")

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference:
            self.row, self.column = int(reference[2]) - 1, column_number(reference[1])
        else:
            self.column += 1
        self.cell, self.value, self.formula, self.inline = attributes, "", False, []
        self.run = [False, False]

    def _text(self, text: str) -> None:
        if self.inside == "v":
            self.value += text
        elif self.inside == "t":
            self.inline.append((text, self.run[0], self.run[1]))

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "t"):
            self.inside = ""
        elif name == "c":
            self._close_cell()

    def _close_cell(self) -> None:
        where, kind = (self.row, self.column), self.cell.get("t", "n")
        facts = self.facts
        if self.value or self.inline:
            facts.extent.add(*where)
        if kind == "e":
            facts.faults[where] = self.value or "#N/A"
        elif self.formula and not self.value and not self.inline and kind != "str":
            facts.faults[where] = Fault.UNCACHED  # ="" is calculated: a text, and empty
        style = self.cell.get("s", "0")
        if self.value and kind in ("n", ""):
            if style in self.book.formats:
                facts.formats[where] = self.book.formats[style]
            elif style in self.book.zero_formats and not self.value.strip("-0."):
                facts.formats[where] = self.book.zero_formats[style]
        if style in self.book.struck and (self.value or self.inline):
            facts.struck.add(where)
        if kind == "s" and self.value in self.book.texts:
            facts.texts[where] = self.book.texts[self.value]
        if len({run[1:] for run in self.inline if run[0].strip()}) > 1:
            plain = "".join(text for text, _, _ in self.inline)
            facts.texts[where] = (plain, with_marks(self.inline))
