"""What a page offers beside itself: charts and main tables as files, and links that lead to them.

The files lie in the folder of the report. In the one file that is sent (``report.html``) tables
travel within their links; a chart is there as a picture already.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import nbformat

from hbanalysis.presentation.display import FIGURE_MIME, PAGE_MIME, csv_text
from hbanalysis.presentation.figures.caption import slug
from hbanalysis.presentation.sheet import Sheet
from hbanalysis.presentation.sheet_data import TABLE_MIME, sheet_of
from hbanalysis.publishing.sheet_workbook import workbook

FIGURES, TABLES = "figures", "tables"
KINDS = {
    "csv": "text/csv;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Kinds of files that travel within a page, and what a browser calls them."""
_LINK = re.compile(r'<a\b([^>]*)\shref="((?:figures|tables)/([^"/]+)\.(\w+))"([^>]*)>[^<]*</a>')


def links(paths: Iterable[str], title: str, label: str) -> str:
    """A line of links to files, each named by its kind.

    >>> links(["tables/a.csv"], "Thu & chi", "Tải")[36:]
    '<a href="tables/a.csv" download aria-label="CSV: Thu &amp; chi">CSV</a></p>'
    """
    kinds = ((path, path.rpartition(".")[2].upper()) for path in paths)
    inside = "".join(
        f'<a href="{escape(path)}" download aria-label="{kind}: {escape(title)}">{kind}</a>'
        for path, kind in kinds
    )
    return f'<p class="hba-get"><span>{escape(label)}</span> {inside}</p>'


def sheet_files(sheet: Sheet[Any], stem: str, facts: Mapping[str, Any]) -> dict[str, bytes]:
    """A sheet for calculating and as a workbook, by their paths in the folder of the report."""
    title = f"{facts['place']}, {facts['period']}"
    return {
        f"{TABLES}/{stem}.csv": csv_text(sheet).encode("utf-8-sig"),
        f"{TABLES}/{stem}.xlsx": workbook(title, facts["demo"], [sheet]),
    }


def offered(book: nbformat.NotebookNode, page: str, facts: Mapping[str, Any]) -> dict[str, bytes]:
    """Put links below the charts and main tables that a notebook shows; the files of its tables.

    Parameters
    ----------
    book
        The executed notebook; what it shows for pages is added to.
    page
        The stem of its page: two pages may show the same table of different rows.
    facts
        What stands around the page: place, period, mark of synthetic figures, labels.

    Returns
    -------
    dict
        Path in the folder of the report, and bytes. Those of charts are written with the charts.

    """
    files: dict[str, bytes] = {}
    label = str(facts["labels"]["download"])
    for data in _for_pages(book):
        if FIGURE_MIME in data:
            stem = f"{FIGURES}/{data[FIGURE_MIME]['name']}"
            paths = [f"{stem}.svg", f"{stem}.csv"]
            shown = links(paths, data[FIGURE_MIME]["title"], label) + "</figcaption>"
            data[PAGE_MIME] = data[PAGE_MIME].replace("</figcaption>", shown)
        if TABLE_MIME in data:
            sheet = sheet_of(data[TABLE_MIME])
            own = sheet_files(sheet, _free(f"{page}-{slug(sheet.name)}", files), facts)
            data[PAGE_MIME] += links(own, sheet.label, label)
            files |= own
    return files


def _for_pages(book: nbformat.NotebookNode) -> Iterator[Any]:
    for cell in book.cells:
        for output in cell.get("outputs", []):
            if PAGE_MIME in output.get("data", {}):
                yield output["data"]


def _free(stem: str, files: Mapping[str, bytes]) -> str:
    """The stem, with a number when the page has shown a table of that name already."""
    name, n = stem, 1
    while f"{TABLES}/{name}.csv" in files:
        n += 1
        name = f"{stem}-{n}"
    return name


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Save files by their paths in a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def carried(html: str, folder: Path, kinds: Sequence[str] = tuple(KINDS)) -> str:
    """A page that is sent alone: files of these kinds within their links, other links left out."""

    def link(match: re.Match[str]) -> str:
        before, path, stem, kind, after = match.groups()
        if kind not in kinds:
            return ""
        inside = base64.b64encode((folder / path).read_bytes()).decode()
        attributes = (before + after).replace(' download=""', "").replace(" download", "")
        name, uri = f"{stem}.{kind}", f"data:{KINDS[kind]};base64,{inside}"
        return f'<a href="{uri}" download="{name}"{attributes}>{kind.upper()}</a>'

    return _LINK.sub(link, html)
