"""The facts of an .xlsx file, found by searching its parts for telling bytes.

Values alone are read so fast that parsing every sheet once more would cost several times as much.
A sheet that is not written as Excel writes it goes to ``xlsx_elements``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import unescape as unescaped

from hbanalysis.intake.files.cells import Fault
from hbanalysis.intake.files.number_formats import BUILT_IN, hides_zero, is_telling
from hbanalysis.intake.files.sheet_facts import (
    Book,
    Position,
    SheetFacts,
    column_number,
    with_marks,
)
from hbanalysis.intake.files.xlsx_elements import SheetParser

_RELATION = re.compile(r"\}id$")
_OTHER_CELL = re.compile(rb'<(?:c|row|col)[\t\r\n]|<c(?:>| (?!r="[A-Za-z]))')
_CELL = rb'<c r="([A-Za-z]+)([0-9]+)"'
_FORMULA = rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)"
_FILLED = re.compile(_CELL + rb"[^>]*[^/>]>|" + _CELL + rb">")
_ERROR = re.compile(_CELL + rb'[^>]*\bt="e"[^>]*>(?:' + _FORMULA + rb")?(?:<v[^>]*>([^<]*)</v>)?")
_UNCACHED = re.compile(rb"(?:</f>|<f [^>]*/>|<f/>)\s*(?:<v ?/>|<v></v>)?\s*</c>")
_UNCACHED_CELL = re.compile(_CELL + rb"([^>]*)>" + _FORMULA + rb"\s*(?:<v ?/>|<v></v>)?\s*</c>")
_HIDDEN = re.compile(rb'<(?:row|col) [^>]*\bhidden="(?:1|true)"')
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]+)"[^>]*\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<col [^>]*\bhidden="(?:1|true)"[^>]*>')
# Nearer than that a sheet cannot be too large, however its cells lie.
_FAR = (re.compile(rb' r="[A-Za-z]{3}'), re.compile(rb' r="[A-Za-z]*[0-9]{5}'))
_REFERENCE = re.compile(_CELL)
_STYLE = re.compile(rb'\b(numFmtId|fontId)="([0-9]+)"')
_RUNS = (b"vertAlign", b"<strike")
_ITEM = re.compile(rb"<si(?:/>|[ >].*?</si>)", re.DOTALL)


def xlsx_facts(path: Path) -> dict[str, SheetFacts]:
    """The facts of every sheet of an .xlsx file, by its name.

    Raises what zipfile and the parsers raise when the file is not as it should be.
    """
    facts: dict[str, SheetFacts] = {}
    with zipfile.ZipFile(path) as archive:
        parts = sheet_parts(archive)
        names = set(archive.namelist())
        book = Book()
        if "xl/styles.xml" in names:
            _read_styles(_unprefixed(archive.read("xl/styles.xml")), book)
        if "xl/sharedStrings.xml" in names:
            _read_shared_texts(_unprefixed(archive.read("xl/sharedStrings.xml")), book)
        searches = _Searches(book)
        for name, part in parts:
            facts[name] = _read_sheet(archive.read(part), book, searches)
    return facts


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and part of every sheet, in their order."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise ValueError("no xl/workbook.xml")
    # expat >= 2.4.1 refuses exploding entities by itself, and Python's parser fetches nothing from
    # outside.
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    data = archive.read("xl/workbook.xml")
    sheets = re.search(rb"<sheets[ >].*?</sheets>", data, re.DOTALL)
    if sheets and b"xmlns:r=" in data and b"<sheet " in sheets[0]:  # names defined by the thousand
        data = b'<workbook xmlns:r="r">' + sheets[0] + b"</workbook>"
    parts = []
    for sheet in _named(ElementTree.fromstring(data), "sheet"):  # noqa: S314
        relation = next((value for key, value in sheet.items() if _RELATION.search(key)), "")
        target = targets.get(relation)
        if target:
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in names:
                parts.append((str(sheet.get("name")), part))
    return parts


def _unprefixed(data: bytes) -> bytes:
    """A part whose elements have no prefix and whose attributes stand in double quotes."""
    prefix = re.search(rb"<(\w+):(?:styleSheet|sst)\b", data[:4000])
    if prefix:
        data = re.sub(rb"(</?)" + prefix[1] + b":", rb"\1", data)
    return re.sub(rb"=\'([^\'\"]*)\'", rb'="\1"', data) if b"='" in data[:4000] else data


def _named(root: ElementTree.Element, name: str) -> Iterable[ElementTree.Element]:
    """All elements of a local name, whatever their namespace."""
    return (e for e in root.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name)


def _read_styles(data: bytes, book: Book) -> None:
    """Which cell styles have a telling number format, and which a struck font."""
    codes, struck = dict(BUILT_IN), set()
    formats, fonts, cells = (_section(data, name) for name in (b"numFmts", b"fonts", b"cellXfs"))
    for element in re.findall(rb"<numFmt [^>]*>", formats):
        attributes = _attributes(element)
        codes[int(attributes.get("numFmtId", "-1"))] = _plain(attributes.get("formatCode", ""))
    if b"<strike" in fonts:
        for number, font in enumerate(re.split(rb"<font[ >/]", fonts)[1:]):
            if re.search(rb'<strike(?! val="(?:0|false)")', font):
                struck.add(number)
    for number, element in enumerate(re.findall(rb"<xf [^>]*>", cells)):
        kinds = {name: int(value) for name, value in _STYLE.findall(element)}
        code = codes.get(kinds.get(b"numFmtId", 0), "")
        if is_telling(code):
            book.formats[str(number)] = code
        elif hides_zero(code):
            book.zero_formats[str(number)] = code
        if kinds.get(b"fontId", 0) in struck:
            book.struck.add(str(number))


def _plain(text: str) -> str:
    return unescaped(text, {"&quot;": '"', "&apos;": "'"})


def _section(data: bytes, name: bytes) -> bytes:
    """What stands between the tags of a name; of the first, if there are several."""
    start, end = data.find(b"<" + name), data.find(b"</" + name + b">")
    return data[start:end] if 0 <= start < end else b""


def _is_on(element: ElementTree.Element) -> bool:
    return element.get("val", "1") not in ("0", "false")


def _read_shared_texts(data: bytes, book: Book) -> None:
    """Texts with raised or struck parts, by their number."""
    if not any(sign in data for sign in _RUNS):
        return
    for number, item in enumerate(_ITEM.findall(data)):
        if any(sign in item for sign in _RUNS):
            marked = _marked(ElementTree.fromstring(item))  # noqa: S314
            if marked:
                book.texts[str(number)] = marked


def _marked(item: ElementTree.Element) -> tuple[str, str] | None:
    """The plain text of a rich text and the same with its marks; None when it has none."""
    runs = []
    for run in item:
        if run.tag.rpartition("}")[2] not in ("r", "t"):
            continue
        text = "".join(e.text or "" for e in _named(run, "t"))
        raised = any(e.get("val") == "superscript" for e in _named(run, "vertAlign"))
        struck = any(_is_on(e) for e in _named(run, "strike"))
        runs.append((text, raised, struck))
    # A text that is raised or struck as a whole is drawn so; only a part of one is a mark.
    if len({(raised, struck) for text, raised, struck in runs if text.strip()}) < 2:
        return None
    return "".join(text for text, _, _ in runs), with_marks(runs)


class _Searches:
    """Searches for the cells that the styles and texts of one workbook make telling."""

    def __init__(self, book: Book) -> None:
        # They begin with a literal, not with the cell: a search for that is many times faster.
        self.styled = self._styles([*book.formats, *book.struck], rb"[^>]*>(?!</c>)")
        zero = rb"[^>]*>(?:" + _FORMULA + rb")?<v>-?0(?:\.0*)?</v>"
        self.zeros = self._styles(list(book.zero_formats), zero)
        texts = b"|".join(number.encode() for number in book.texts)
        self.texts = re.compile(rb' t="s"[^>]*><v>(' + texts + rb")</v>") if texts else None

    def _styles(self, styles: list[str], behind: bytes) -> re.Pattern[bytes] | None:
        if not styles:
            return None
        either = b"|".join(style.encode() for style in sorted(set(styles)))
        return re.compile(rb' s="(' + either + rb')"' + behind)


def _cells(data: bytes, search: re.Pattern[bytes] | None) -> Iterator[tuple[Position, str, bool]]:
    """Place and number of each cell that a search finds, and whether it holds a number."""
    for match in search.finditer(data) if search else ():
        start = data.rfind(b"<", 0, match.start())
        cell = _REFERENCE.match(data, start)
        if cell and data[match.end() - 2 : match.end()] != b"/>":
            tag = data[start : data.find(b">", start)]
            number = b' t="' not in tag or b' t="n"' in tag
            yield _position(cell[1], cell[2]), match[1].decode(), number


def _read_sheet(data: bytes, book: Book, searches: _Searches) -> SheetFacts:
    odd = b"='" in data or b"<worksheet" not in data[:4000] or _OTHER_CELL.search(data)
    if odd or any(sign in data for sign in _RUNS):
        return SheetParser(book).parse(data)
    facts = SheetFacts()
    hidden = len(_HIDDEN.findall(data)) if b'hidden="' in data else 0
    if hidden:
        facts.hidden_rows = {int(row) - 1 for row in _HIDDEN_ROW.findall(data)}
        facts.hidden_columns = [
            (int(element["min"]) - 1, int(element["max"]) - 1)
            for element in map(_attributes, _HIDDEN_COLUMN.findall(data))
        ]
        if hidden != len(facts.hidden_rows) + len(facts.hidden_columns):
            return SheetParser(book).parse(data)  # attributes in another order
    if any(pattern.search(data) for pattern in _FAR):
        for cell in _FILLED.findall(data):
            facts.extent.add(*_position(*(cell[:2] if cell[0] else cell[2:4])))
    _find_faults(data, facts)
    _find_styles(data, book, searches, facts)
    facts.texts = {
        position: book.texts[number] for position, number, _ in _cells(data, searches.texts)
    }
    return facts


def _attributes(element: bytes) -> dict[str, str]:
    pairs = re.findall(rb'([\w:]+)="([^"]*)"', element)
    return {"min": "1", "max": "1"} | {n.decode(): v.decode("utf-8", "replace") for n, v in pairs}


def _position(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, column_number(letters.decode())


def _find_faults(data: bytes, facts: SheetFacts) -> None:
    if b't="e"' in data:
        for letters, row, code in _ERROR.findall(data):
            facts.faults[_position(letters, row)] = code.decode("utf-8", "replace") or "#N/A"
    if _UNCACHED.search(data):
        for letters, row, attributes in _UNCACHED_CELL.findall(data):
            if b't="str"' not in attributes and b't="e"' not in attributes:  # ="" is calculated
                facts.faults[_position(letters, row)] = Fault.UNCACHED


def _find_styles(data: bytes, book: Book, searches: _Searches, facts: SheetFacts) -> None:
    for position, style, number in _cells(data, searches.styled):
        if style in book.struck:
            facts.struck.add(position)
        if style in book.formats and number:
            facts.formats[position] = book.formats[style]
    for position, style, number in _cells(data, searches.zeros):
        if number:
            facts.formats[position] = book.zero_formats[style]
