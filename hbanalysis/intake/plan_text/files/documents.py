"""Open a plan's document, whatever it is, as one text; refuse in a sentence what holds none.

A table row is one line with tabs between its cells. Places that the reader quotes are letters of
this text; of a text
file they are letters of the file itself.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hbanalysis.vocabulary.errors import Finding, HbaError
from hbanalysis.vocabulary.text import (
    decode_tcvn3,
    looks_like_vni,
    spelled_as_vietnamese,
    spelling_says_tcvn3,
)

MAX_BYTES = 50_000_000
MAX_LETTERS, MAX_LINES, LINE_END = 1_000_000, 60_000, "\n"
KINDS = ".txt, .docx, .pdf, .html"

NO_FILE = "There is no file {file}."
A_FOLDER = "{file} is a folder; name the document in it."
TOO_BIG = "{file} is larger than {limit}, more than any plan; choose the plan itself."
TOO_LONG = "{file} has more than {limit} lines, more than any plan; choose the plan itself."
MANY_LETTERS = "{file} has more than {limit} letters, more than any plan; choose the plan itself."
EMPTY = "{file} holds no text."
OLD_WORD = "{file} is in the old Word format; save it as .docx in Word and read that."
NOT_KNOWN = "{file} is not a document that can be read ({found}); expected is one of {kinds}."
VNI = "{file} is written in VNI codes, which are not read; convert it to Unicode."
CODES = "The letters of {file} cannot be told; save it as UTF-8 or as .docx."
LOCK_FILE = "{file} is the lock file of an open document; close Word and read the document itself."


@dataclass
class Document:
    """The text of a document, its fingerprint, and what a reader should know of how it was read."""

    file: str
    text: str
    fingerprint: str
    findings: list[Finding] = field(default_factory=list)


def open_document(path: Path) -> Document:
    """Read a document as text.

    HbaError in one sentence when it is absent, empty, too large, a scan, in codes that cannot be
    told, or no document at all.
    """
    data = _bytes_of(path)
    findings: list[Finding] = []
    text = _reader(path, data)(path, data, findings)
    if len(text) > MAX_LETTERS:
        raise HbaError(MANY_LETTERS, file=path.name, limit=MAX_LETTERS)
    if text.count(LINE_END) > MAX_LINES:
        raise HbaError(TOO_LONG, file=path.name, limit=MAX_LINES)
    text = unicodedata.normalize("NFC", text)
    if not text.strip():
        raise HbaError(EMPTY, file=path.name)
    text = _in_unicode(path, text)
    return Document(path.name, text, hashlib.sha256(data).hexdigest(), findings)


def _bytes_of(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise HbaError(LOCK_FILE, file=path.name)
    if path.is_dir():
        raise HbaError(A_FOLDER, file=path.name)
    if not path.is_file():
        raise HbaError(NO_FILE, file=path.name)
    if path.stat().st_size > MAX_BYTES:
        raise HbaError(TOO_BIG, file=path.name, limit="50 MB")
    data = path.read_bytes()
    if not data.strip():
        raise HbaError(EMPTY, file=path.name)
    return data


Reader = Callable[[Path, bytes, list[Finding]], str]


def _reader(path: Path, data: bytes) -> Reader:
    """What opens the file; its first bytes count, not its name."""
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        from hbanalysis.intake.plan_text.files.pdf_files import pdf_text

        return pdf_text
    if data.startswith(b"PK\x03\x04"):
        from hbanalysis.intake.plan_text.files.word_files import word_text

        return word_text
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise HbaError(OLD_WORD, file=path.name)
    return _plain_text


def _plain_text(path: Path, data: bytes, _: list[Finding]) -> str:
    text = _decoded(path, data).replace("\r\n", "\n").replace("\r", "\n")
    start = text.lstrip("\ufeff \n\t")[:600].lower()
    if path.suffix.lower() in (".html", ".htm") or start.startswith(("<!doctype html", "<html")):
        from hbanalysis.intake.plan_text.files.html_files import html_text

        return html_text(text)
    if "\x00" in text or sum(c < " " and c not in "\n\t\f\v" for c in text[:5000]) > 20:
        raise HbaError(NOT_KNOWN, file=path.name, found=repr(data[:8]), kinds=KINDS)
    return text


def _decoded(path: Path, data: bytes) -> str:
    """UTF-8, UTF-16 or Windows-1258: what the bytes say."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if sum(byte < 9 or 13 < byte < 32 for byte in data[:20_000]) > len(data[:20_000]) // 100:
        raise HbaError(NOT_KNOWN, file=path.name, found=repr(data[:8]), kinds=KINDS)
    latin = data.decode("latin-1")
    if spelling_says_tcvn3(latin[:20_000]):
        return latin
    vietnamese = data.decode("cp1258", errors="replace")
    if (
        "\ufffd" in vietnamese
        or spelled_as_vietnamese(unicodedata.normalize("NFC", vietnamese)[:20_000]) < 0.5
    ):
        raise HbaError(CODES, file=path.name)
    return vietnamese


def _in_unicode(path: Path, text: str) -> str:
    """TCVN3 letters are read, VNI letters and unreadable fonts refused."""
    sample = text[:20_000]
    if spelling_says_tcvn3(sample):
        return unicodedata.normalize("NFC", decode_tcvn3(text))
    if looks_like_vni(sample):
        raise HbaError(VNI, file=path.name)
    words = [word for word in sample.split() if word.isalpha()]
    if len(words) > 50 and spelled_as_vietnamese(" ".join(words)) < 0.3:
        raise HbaError(CODES, file=path.name)
    return text
