"""CSV as it comes from other programs.

UTF-8, UTF-16, Windows-1258 or TCVN3 bytes; comma, semicolon or tab between.
"""

import csv
import io
from itertools import islice
from pathlib import Path

from hbanalysis.intake.workbook.normalisations import Unreadable
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.text import decode_tcvn3, spelled_as_vietnamese, spelling_says_tcvn3

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_DELIMITERS = ";\t,|"
_ENCODING_UNCLEAR = (
    "The encoding of {file} cannot be told ({found}); expected is one of {expected}."
)


def read_csv_rows(path: Path) -> tuple[list[list[str]], str, str]:
    """The rows of a CSV file, its encoding and its delimiter.

    Unreadable when the encoding cannot be told.
    """
    try:
        text, encoding = _decode(path)
        delimiter = _delimiter(text)
        return (
            list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)),
            encoding,
            delimiter,
        )
    except (UnicodeError, csv.Error) as error:
        raise _unclear(path, str(error)) from error


def _decode(path: Path) -> tuple[str, str]:
    data = path.read_bytes()
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding), encoding
    if data.count(b"\x00") > len(data) // 4:
        encoding = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
        return data.decode(encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_single_byte(path, data)


def _unclear(path: Path, found: str) -> Unreadable:
    facts = {"file": path.name, "found": found, "expected": "UTF-8, UTF-16, Windows-1258, TCVN3"}
    return Unreadable(Finding("error", "csv-encoding", path.name, "", _ENCODING_UNCLEAR, facts))


def _decode_single_byte(path: Path, data: bytes) -> tuple[str, str]:
    """Windows-1258 or TCVN3: the one that gives Vietnamese syllables."""
    latin = data.decode("latin-1")
    if spelling_says_tcvn3(latin):
        return decode_tcvn3(latin), "tcvn3"
    vietnamese = data.decode("cp1258", errors="replace")
    if "\ufffd" in vietnamese or spelled_as_vietnamese(vietnamese) < 0.5:
        raise _unclear(path, repr(data[:20]))
    return vietnamese, "cp1258"


def _delimiter(text: str) -> str:
    """The delimiter that gives most lines the same number of fields above one.

    A comma may also be a decimal point.
    """

    def score(delimiter: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 200)
        widths = [len(row) for row in rows if len(row) > 1]
        common = max(set(widths), key=widths.count) if widths else 0
        return widths.count(common), -_DELIMITERS.index(delimiter)

    return max(_DELIMITERS, key=score)
