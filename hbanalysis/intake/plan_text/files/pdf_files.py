"""The words of a PDF file, page by page; pages that are pictures are told, a scan is refused.

pdfium gives the text, fast. Pages with ruled lines go through pdfplumber, which finds the cells of
tables.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from hbanalysis.vocabulary.errors import Finding, HbaError

MAX_PAGES = 400
SCAN = (
    "{file} is a scan: its pages are pictures without text; read a text version, or run it through "
    "OCR first."
)
PICTURES = (
    "Pages without text (pictures) were not read: {pages}. What stands on them must be entered by "
    "hand."
)
LOCKED = "{file} is protected by a password; save an open copy and read that."
BROKEN = "{file} cannot be read as PDF ({found}); print it to PDF anew or save it as .docx."
MANY_PAGES = "{file} has {count} pages, more than any plan ({limit}); choose the plan itself."


def pdf_text(path: Path, data: bytes, findings: list[Finding]) -> str:
    """The text of a PDF; HbaError when it is a scan, protected, broken or endless."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        locked = "password" in str(problem).lower()
        raise HbaError(LOCKED if locked else BROKEN, file=path.name, found=str(problem)) from None
    try:
        if len(pdf) > MAX_PAGES:
            raise HbaError(MANY_PAGES, file=path.name, count=len(pdf), limit=MAX_PAGES)
        pages = [_page_text(page) for page in pdf]
    finally:
        pdf.close()
    pictures = [number for number, (text, _) in enumerate(pages, 1) if len(text.split()) < 4]
    if len(pictures) == len(pages):
        raise HbaError(SCAN, file=path.name)
    ruled = [number for number, (_, lines) in enumerate(pages, 1) if lines]
    texts = {number: text for number, (text, _) in enumerate(pages, 1)}
    texts |= _tables(data, ruled)
    if pictures:
        told = ", ".join(str(number) for number in pictures)
        findings.append(
            Finding("warning", "scanned-page", path.name, "", PICTURES, {"pages": told})
        )
    return "\n".join(texts[number] for number in sorted(texts))


def _page_text(page: Any) -> tuple[str, bool]:
    """The text of a page and whether it has the ruled lines of a table."""
    import pypdfium2.raw as pdfium

    reader = page.get_textpage()
    text = reader.get_text_range().replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-")
    reader.close()
    paths = sum(1 for one in page.get_objects(max_depth=2) if one.type == pdfium.FPDF_PAGEOBJ_PATH)
    page.close()
    return text, 8 <= paths <= 5000


def _tables(data: bytes, numbers: list[int]) -> dict[int, str]:
    """Pages with ruled lines again: what stands outside tables as lines, table rows with tabs."""
    if not numbers:
        return {}
    import pdfplumber

    made = {}
    with pdfplumber.open(io.BytesIO(data), pages=numbers) as pdf:
        for page in pdf.pages:
            tables = [
                one for one in page.find_tables() if len(one.rows) > 1 and len(one.columns) > 2
            ]
            if tables:
                made[page.page_number] = _around(page, tables)
    return made


def _around(page: Any, tables: list[Any]) -> str:
    """A page from top to bottom: text, table, text."""
    parts, top = [], float(page.bbox[1])
    for table in sorted(tables, key=lambda one: one.bbox[1]):
        if table.bbox[1] > top:
            parts.append(
                page.crop((page.bbox[0], top, page.bbox[2], table.bbox[1])).extract_text() or ""
            )
        rows = table.extract()
        parts += ["\t".join(" ".join((cell or "").split()) for cell in row) for row in rows]
        top = min(float(table.bbox[3]), float(page.bbox[3]))
    if page.bbox[3] > top:
        parts.append(
            page.crop((page.bbox[0], top, page.bbox[2], page.bbox[3])).extract_text() or ""
        )
    return "\n".join(parts)
