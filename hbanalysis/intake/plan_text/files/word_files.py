"""The words of a .docx file in their order: paragraphs, lists with a dash, tables with tabs.

Words that a tracked change has deleted are left out, those it has inserted are read: the text as it
would be accepted.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hbanalysis.vocabulary.errors import Finding, HbaError

MAX_UNPACKED = 300_000_000
NOT_WORD = "{file} is not a Word document ({found}); expected is one of {kinds}."
UNPACKS_TOO_BIG = "{file} unpacks to more than {limit}, more than any plan; choose the plan itself."
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = (f"{_W}del", f"{_W}moveFrom")


def word_text(path: Path, data: bytes, _: list[Finding]) -> str:
    """The text of a Word document.

    HbaError when the archive is broken, no document, or far too large.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    _check_archive(path, data)
    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as problem:
        raise _not_word(path, type(problem).__name__) from None
    return "\n".join(_lines(document.element.body))


def _not_word(path: Path, kind: str) -> HbaError:
    return HbaError(NOT_WORD, file=path.name, found=kind, kinds=".txt, .docx, .pdf, .html")


def _check_archive(path: Path, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError) as problem:
        raise _not_word(path, type(problem).__name__) from None
    if "word/document.xml" not in names and not any(name.startswith("word/") for name in names):
        raise _not_word(path, "zip")
    if size > MAX_UNPACKED:
        raise HbaError(UNPACKS_TOO_BIG, file=path.name, limit="300 MB")


def _lines(body: Any) -> Iterator[str]:
    """A line for each paragraph and table row, in the order of the document."""
    for block in body:
        if block.tag == f"{_W}p":
            yield from _paragraph(block)
        elif block.tag == f"{_W}tbl":
            yield ""
            yield from (_row(row) for row in block.iter(f"{_W}tr"))
            yield ""
        elif block.tag == f"{_W}sdt":
            yield from _lines(
                block.find(f"{_W}sdtContent") if block.find(f"{_W}sdtContent") is not None else []
            )


def _paragraph(block: Any) -> list[str]:
    text = _words(block)
    if not text.strip():
        return [""]
    numbered = block.find(f"{_W}pPr/{_W}numPr") is not None
    style = block.find(f"{_W}pPr/{_W}pStyle")
    numbered = numbered or (
        style is not None and str(style.get(f"{_W}val", "")).lower().startswith("list")
    )
    bare = text.lstrip()[:1] not in "-–+*•"
    return [f"- {text.strip()}" if numbered and bare else text]


def _row(row: Any) -> str:
    """The cells of a table row; a cell merged over columns is followed by empty ones."""
    cells = []
    for cell in row.iter(f"{_W}tc"):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        width = int(span.get(f"{_W}val", "1")) if span is not None else 1
        words = " ".join(" ".join(_words(one).split()) for one in cell.iter(f"{_W}p"))
        cells += [words.strip(), *[""] * (min(width, 50) - 1)]
    return "\t".join(cells)


def _words(block: Any) -> str:
    """The letters of a paragraph without those a tracked change took out."""
    parts = []
    for node in block.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if any(parent.tag in _GONE for parent in node.iterancestors()):
            continue
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        else:
            parts.append({"tab": " ", "noBreakHyphen": "-"}.get(node.tag.removeprefix(_W), "\n"))
    return "".join(parts)
