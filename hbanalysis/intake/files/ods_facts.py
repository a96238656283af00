"""The facts of an .ods file, from its content and its styles."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from hbanalysis.intake.files.cells import Fault
from hbanalysis.intake.files.number_formats import is_telling
from hbanalysis.intake.files.sheet_facts import SheetFacts, with_marks

Element = ElementTree.Element
_HIDDEN = ("collapse", "filter")
_NUMBERS = ("float", "currency", "percentage")
_MOST_REPEATED = 200


@dataclass
class _Styles:
    """What the styles say, by their names: hidden sheets, number formats, raised and struck."""

    hidden: set[str] = field(default_factory=set)
    formats: dict[str, str] = field(default_factory=dict)
    of_cells: dict[str, str] = field(default_factory=dict)
    raised: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _get(element: Element, name: str, otherwise: str = "") -> str:
    """An attribute by its local name."""
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), otherwise)


def ods_facts(path: Path) -> dict[str, SheetFacts]:
    """The facts of every sheet of an .ods file, by its name."""
    facts: dict[str, SheetFacts] = {}
    styles = _Styles()
    with zipfile.ZipFile(path) as archive:
        if "styles.xml" in archive.namelist():
            _read_styles(ElementTree.fromstring(archive.read("styles.xml")), styles)  # noqa: S314
        # expat refuses exploding entities by itself; nothing is fetched from outside.
        root = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314
    _read_styles(root, styles)
    for table in root.iter():
        if _name(table) == "table":
            facts[_get(table, "name")] = _SheetReader(styles).read(table)
    return facts


def _read_styles(root: Element, styles: _Styles) -> None:
    for element in root.iter():
        kind, name = _name(element), _get(element, "name")
        if kind in ("number-style", "percentage-style", "currency-style"):
            styles.formats[name] = _code(element)
        elif kind == "style":
            if _get(element, "data-style-name"):
                styles.of_cells[name] = _get(element, "data-style-name")
            for properties in element:
                if _get(properties, "display") == "false":
                    styles.hidden.add(name)
                if _get(properties, "text-position").startswith("super"):
                    styles.raised.add(name)
                if _get(properties, "text-line-through-style", "none") != "none":
                    styles.struck.add(name)


def _code(style: Element) -> str:
    """A number style as a format of Excel, as far as it tells something."""
    parts = []
    for part in style:
        kind, text = _name(part), (part.text or "").replace('"', "")
        if kind in ("number", "scientific-number", "fraction"):
            factor = float(_get(part, "display-factor", "1") or 1)
            parts.append("0" + "," * round(len(f"{factor:.0f}") / 3 if factor > 1 else 0))
        elif kind in ("text", "currency-symbol") and text:
            percent = _name(style) == "percentage-style" and "%" in text
            parts.append("%" if percent else f'"{text}"')
    return "".join(parts)


class _SheetReader:
    """One sheet: rows and columns as they repeat."""

    def __init__(self, styles: _Styles) -> None:
        self.styles, self.facts = styles, SheetFacts()
        self.row = self.column = 0
        self.defaults: list[tuple[int, str]] = []

    def read(self, table: Element) -> SheetFacts:
        self.facts.hidden = _get(table, "style-name") in self.styles.hidden
        self._children(table)
        return self.facts

    def _children(self, parent: Element) -> None:
        for child in parent:
            kind = _name(child)
            if kind == "table-column":
                self._read_column(child)
            elif kind == "table-row":
                self._read_row(child)
            elif kind.startswith(("table-row", "table-header", "table-column")):
                self._children(child)  # groups and repeated headers

    def _read_column(self, element: Element) -> None:
        count = int(_get(element, "number-columns-repeated", "1"))
        if _get(element, "visibility") in _HIDDEN:
            self.facts.hidden_columns.append((self.column, self.column + count - 1))
        self.column += count

    def _read_row(self, element: Element) -> None:
        count = int(_get(element, "number-rows-repeated", "1"))
        column = 0
        for cell in element:
            if _name(cell) in ("table-cell", "covered-table-cell"):
                repeated = int(_get(cell, "number-columns-repeated", "1"))
                self._read_cell(cell, column, (count, repeated))
                column += repeated
        if _get(element, "visibility") in _HIDDEN and column:
            self.facts.hidden_rows.update(range(self.row, self.row + min(count, 10_000)))
        self.row += count

    def _read_cell(self, cell: Element, column: int, repeated: tuple[int, int]) -> None:
        kind, facts = _get(cell, "value-type"), self.facts
        paragraphs = [child for child in cell if _name(child) == "p"]
        if not kind:
            if _get(cell, "formula") and not paragraphs:
                facts.faults[self.row, column] = Fault.UNCACHED
            return
        facts.extent.add(self.row, column)
        facts.extent.add(self.row + repeated[0] - 1, column + repeated[1] - 1)
        places = [
            (row, beside)
            for row in range(self.row, self.row + min(repeated[0], _MOST_REPEATED))
            for beside in range(column, column + min(repeated[1], _MOST_REPEATED))
        ]
        text = "".join(paragraphs[0].itertext()) if paragraphs else ""
        marked = next(iter(_runs(self.styles, paragraphs)), None)
        style = _get(cell, "style-name")
        for where in places:
            if _is_error(cell, text):
                facts.faults[where] = text or "#N/A"
            if kind in _NUMBERS and is_telling(code := self._code(style, kind)):
                facts.formats[where] = code
            if style in self.styles.struck:
                facts.struck.add(where)
            if marked:
                facts.texts[where] = marked

    def _code(self, style: str, kind: str) -> str:
        code = self.styles.formats.get(self.styles.of_cells.get(style, ""), "")
        return "0%" if kind == "percentage" and "%" not in code else code


def _is_error(cell: Element, text: str) -> bool:
    """An error by its type, or as older programs write it: a formula that shows #... or Err:..."""
    typed = any(k.endswith("}value-type") and v == "error" for k, v in cell.items())
    return typed or (bool(_get(cell, "formula")) and text.startswith(("#", "Err:")))


def _runs(styles: _Styles, paragraphs: list[Element]) -> Iterator[tuple[str, str]]:
    """The plain text of a cell of several runs, and the same with its marks."""
    for paragraph in paragraphs:
        runs = [(paragraph.text or "", False, False)]
        for child in paragraph:
            style = _get(child, "style-name")
            raised, struck = style in styles.raised, style in styles.struck
            runs.append(("".join(child.itertext()), raised, struck))
            runs.append((child.tail or "", False, False))
        if len({run[1:] for run in runs if run[0].strip()}) > 1:
            yield "".join(run[0] for run in runs), with_marks(runs)
