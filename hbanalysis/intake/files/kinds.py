"""What a file is by its content, whatever its name says."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from hbanalysis.intake.files.normalisations import Unreadable
from hbanalysis.vocabulary.errors import Finding

Kind = Literal["xlsx", "xls", "ods", "text"]

LOCK_FILE = (
    "{file} is the lock file of an open workbook; close Excel and deliver the workbook itself."
)
NOT_A_WORKBOOK = "{file} cannot be opened as a workbook ({found}); expected is one of {expected}."
DAMAGED = "{file} is damaged and cannot be opened as a workbook; ask for it again."
EMPTY = "{file} is empty."
PROTECTED = "{file} is protected by a password; take the password off and send it again."
WEB_PAGE = (
    "{file} is a web page under the name of a workbook; open it in Excel and save it as .xlsx."
)
XML_SHEET = "{file} is an XML table of Excel 2003; open it in Excel and save it as .xlsx."
TEXT_FILE = "{file} is a text file under the name of a workbook; give it the ending .csv."
WORKBOOK_AS_TEXT = "{file} is a workbook under the name of a text file; give it the ending {other}."
BINARY_BOOK = "{file} is a binary workbook (.xlsb); open it in Excel and save it as .xlsx."
WORD_DOCUMENT = "{file} is a Word document, not a table; expected is one of {expected}."
PRESENTATION = "{file} is a presentation, not a table; expected is one of {expected}."
PDF_FILE = "{file} is a PDF file, not a table; ask for the workbook it was made from."
PICTURE = "{file} is a picture, not a table; ask for the workbook it was made from."
ARCHIVE = "{file} is an archive; unpack it and deliver the workbooks inside."

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
EXPECTED = "xlsx, xls, ods, csv"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DOCUMENTS = {
    b"%PDF": PDF_FILE,
    b"{\\rt": WORD_DOCUMENT,
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"Rar!": ARCHIVE,
    b"7z\xbc\xaf": ARCHIVE,
}


def kind_of(path: Path) -> Kind:
    """What a file is; Unreadable, with a sentence that says what it is, when it is no table."""
    if path.name.startswith("~$"):
        raise refused(path, LOCK_FILE, rule="lock-file")
    with path.open("rb") as stream:
        head = stream.read(2048)
    named_text = path.suffix.lower() in TEXT_SUFFIXES
    if not head.strip():
        raise refused(path, EMPTY)
    if head[:4] in (_ZIP, _OLE):
        kind = _kind_of_zip(path) if head[:4] == _ZIP else _kind_of_compound(path)
        if named_text:
            raise refused(path, WORKBOOK_AS_TEXT, other=f".{kind}")
        return kind
    for magic, template in _DOCUMENTS.items():
        if head.startswith(magic):
            raise refused(path, template)
    _refuse_markup(path, head)
    if named_text:
        return "text"
    raise refused(path, TEXT_FILE) if _is_text(head) else refused(path, DAMAGED)


def refused(path: Path, template: str, rule: str = "not-a-workbook", **facts: str) -> Unreadable:
    """A file that is not read, with the sentence that says why."""
    known = {"file": path.name, "expected": EXPECTED, **facts}
    return Unreadable(Finding("error", rule, path.name, "", template, known))


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as problem:
        raise refused(path, DAMAGED) from problem
    if "xl/workbook.bin" in names:
        raise refused(path, BINARY_BOOK)
    if any(name.startswith("word/") for name in names):
        raise refused(path, WORD_DOCUMENT)
    if any(name.startswith("ppt/") for name in names):
        raise refused(path, PRESENTATION)
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise refused(path, ARCHIVE)


def _kind_of_compound(path: Path) -> Kind:
    """An old workbook, or a new one that is encrypted, or an old Word document."""
    names = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in names:
        raise refused(path, PROTECTED)
    book = any(name.encode("utf-16-le") + b"\0\0" in names for name in ("Workbook", "Book"))
    if not book and "WordDocument".encode("utf-16-le") in names:
        raise refused(path, WORD_DOCUMENT)
    return "xls"


def _refuse_markup(path: Path, head: bytes) -> None:
    text = _decoded(head).lstrip("\ufeff \r\n\t").lower()
    if text.startswith(("<!doctype html", "<html", "<table", "<head", "<body", "mime-version:")):
        raise refused(path, WEB_PAGE)
    if text.startswith(("<?xml", "<workbook")):
        raise refused(path, XML_SHEET if "spreadsheet" in text else WEB_PAGE)


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def _is_text(head: bytes) -> bool:
    """Whether bytes read as lines of a table: printable, with a delimiter."""
    text = _decoded(head)
    odd = sum(sign < " " and sign not in "\r\n\t" for sign in text) + text.count("\ufffd")
    return odd <= len(text) // 50 and any(sign in text for sign in "\t;,|")
