"""CSV as it comes from other programs.

In UTF-8, UTF-16, Windows-1258 or TCVN3 bytes, with comma, semicolon or tab between. What is damaged
is named with its line: a byte of another encoding, a quote that is never closed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from hbanalysis.intake.files.normalisations import Unreadable
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.text import decode_tcvn3, spelled_as_vietnamese, spelling_says_tcvn3

ENCODING_UNCLEAR = (
    "The letters of {file} are in none of the encodings {expected} (the first such sign, {found},"
    " stands in line {line}); open it in Excel and save it as CSV UTF-8."
)
BROKEN_BYTE = (
    "Line {line} of {file} holds the byte {found}, which is not {expected}, while the rest is;"
    " correct that line, or save the file as CSV UTF-8."
)
OPEN_QUOTE = (
    "A quotation mark in line {line} of {file} is never closed, so the lines below it cannot be"
    " told apart; close or remove it."
)
NO_TABLE = "{file} cannot be read as CSV ({found}); expected is one of {expected}."

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_DELIMITERS = ";\t,|"
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True)
class CsvText:
    """The rows of a CSV file, and how it was read.

    ``first_line`` is 1 where a first line of Excel's own (``sep=;``) was taken off.
    """

    rows: list[list[str]]
    encoding: str
    delimiter: str
    first_line: int = 0
    findings: list[Finding] = field(default_factory=list)


def read_csv_rows(path: Path, names: Set[str] = frozenset()) -> CsvText:
    """The rows of a CSV file, its encoding and its delimiter.

    ``names`` are those that columns may have: where the first line has some, they tell the
    delimiter. Unreadable when the encoding cannot be told, or a quotation mark is never closed.
    """
    text, encoding = _decode(path, path.read_bytes())
    text, declared = _without_separator_line(text)
    delimiter = declared or _delimiter_of_names(text, names) or _delimiter(text)
    line = _open_quote(text, delimiter)
    if line:
        facts = {"file": path.name, "line": line + bool(declared)}
        raise Unreadable(Finding("error", "open-quote", path.name, "", OPEN_QUOTE, facts))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        facts = {"file": path.name, "found": str(problem), "expected": "CSV"}
        raise Unreadable(
            Finding("error", "not-a-workbook", path.name, "", NO_TABLE, facts)
        ) from problem
    return CsvText(rows, encoding, delimiter, int(bool(declared)))


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    if not encoding and data.count(b"\x00") > len(data) // 4:
        encoding = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    try:
        return data.decode(encoding or "utf-8"), encoding or "utf-8"
    except UnicodeDecodeError as problem:
        if encoding or _is_nearly_utf8(data):
            raise _broken_byte(path, data, problem) from problem
        return _decode_single_byte(path, data)


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 but for a few: it has letters of several bytes, and more of them."""
    text = data.decode("utf-8", "replace")
    whole = sum(sign > "\x7f" and sign != "\ufffd" for sign in text)
    return whole > 2 * text.count("\ufffd")


def _broken_byte(path: Path, data: bytes, problem: UnicodeDecodeError) -> Unreadable:
    wide = problem.encoding.startswith("utf-16")
    before = data[: problem.start].decode(problem.encoding if wide else "latin-1", "replace")
    line = 1 + max(before.count("\n"), before.count("\r"))
    facts = {
        "file": path.name,
        "line": line,
        "found": f"0x{data[problem.start]:02X}",
        "expected": "UTF-16" if wide else "UTF-8",
    }
    return Unreadable(Finding("error", "csv-encoding", path.name, f"A{line}", BROKEN_BYTE, facts))


def _decode_single_byte(path: Path, data: bytes) -> tuple[str, str]:
    """Windows-1258 or TCVN3: the one that gives Vietnamese syllables."""
    latin = data.decode("latin-1")
    if spelling_says_tcvn3(latin):
        return decode_tcvn3(latin), "tcvn3"
    vietnamese = data.decode("cp1258", errors="replace")
    if "\ufffd" in vietnamese or spelled_as_vietnamese(vietnamese) < 0.5:
        expected = "UTF-8, UTF-16, Windows-1258, TCVN3"
        first = next(position for position, byte in enumerate(data) if byte > 0x7F)
        facts = {
            "file": path.name,
            "line": 1 + max(data.count(b"\n", 0, first), data.count(b"\r", 0, first)),
            "found": f"0x{data[first]:02X}",
            "expected": expected,
        }
        raise Unreadable(Finding("error", "csv-encoding", path.name, "", ENCODING_UNCLEAR, facts))
    return vietnamese, "cp1258"


def _without_separator_line(text: str) -> tuple[str, str]:
    r"""A text without Excel's first line ``sep=;``, and the delimiter that it declares.

    >>> _without_separator_line("sep=;\na;b\n"), _without_separator_line("a;b")
    (('a;b\n', ';'), ('a;b', ''))
    """
    match = _SEPARATOR_LINE.match(text)
    return (text[match.end() :], match[1]) if match else (text, "")


def _delimiter_of_names(text: str, names: Set[str]) -> str:
    """The delimiter between the known names in the first line; empty when there is none."""
    line = text.lstrip("\ufeff").partition("\n")[0].lower()
    known = {
        sign: len({cell.strip('" \r') for cell in line.split(sign)} & names) for sign in _DELIMITERS
    }
    best = max(_DELIMITERS, key=lambda sign: known[sign])
    return best if known[best] > 1 else ""


def _delimiter(text: str) -> str:
    """The delimiter that gives most lines the same number of fields, more than one.

    A comma may also be a decimal point.
    """

    def score(delimiter: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 200)
        try:
            widths = [len(row) for row in rows if len(row) > 1]
        except csv.Error:
            return 0, -_DELIMITERS.index(delimiter)
        common = max(set(widths), key=widths.count) if widths else 0
        return widths.count(common), -_DELIMITERS.index(delimiter)

    return max(_DELIMITERS, key=score)


def _open_quote(text: str, delimiter: str) -> int:
    """The line of a quotation mark that is never closed, or only by that of another row.

    0 when there is none. A text of several lines in one cell is fine as long as its lines do not
    look like rows of the file.
    """
    if '"' not in text:
        return 0
    width = 0
    for start, row, whole in _records(text, delimiter):
        swallowed = [cell for cell in row if "\n" in cell.strip() or "\r" in cell.strip()]
        for cell in swallowed:
            inner = cell.strip().splitlines()[1:]
            if not whole or any(line.count(delimiter) >= max(1, width - 1) for line in inner):
                return start
        if not whole:
            return start
        width = max(width, len(row)) if len(row) > 1 else width
    return 0


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str], bool]]:
    """First line, cells, and whether the record ends before the text does, quotes and all."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 0
    lines = io.StringIO(text, newline="").readlines()
    try:
        for row in reader:
            ended = reader.line_num < len(lines) or _closed(lines[start:], delimiter)
            yield start + 1, row, ended
            start = reader.line_num
    except csv.Error:
        return


def _closed(lines: list[str], delimiter: str) -> bool:
    """Whether the quotes of a last record are closed: a strict reader says so."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as problem:
        return "unexpected end" not in str(problem)
    return True
