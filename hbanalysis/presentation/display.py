"""Things a notebook can show and a page can keep: prose, bars of counts, several things together.

A sheet (:mod:`hbanalysis.presentation.sheet`) and a figure are shown the same way: a page takes
their bare markup, JupyterLab takes it with the style it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Protocol

from hbanalysis.presentation import picture_files
from hbanalysis.presentation.judgement_style import SIGNS, css_name
from hbanalysis.presentation.picture import NARROW, WIDE, Picture
from hbanalysis.presentation.sheet import Cell, Sheet
from hbanalysis.presentation.sheet_html import scrollable, styled
from hbanalysis.vocabulary.spreadsheets import formula_free

FIGURE_MIME = "application/vnd.hba.figure+json"
PAGE_MIME = "application/vnd.hba.page+html"
PROSE_MIME = "application/vnd.hba.prose+json"


class Shown(Protocol):
    """What can be put on a page."""

    def html(self) -> str:
        """Its markup, everything escaped, for a page that has our style sheet."""
        ...


def bundle(shown: Shown, text: str) -> dict[str, Any]:
    """A shown thing for a notebook: styled for JupyterLab, bare for our pages, and as text."""
    html = shown.html()
    return {"text/html": styled(html), PAGE_MIME: html, "text/plain": text}


@dataclass(frozen=True)
class Prose:
    """One or more plain-text paragraphs; ``kind`` is ``answer``, ``note``, ``demo`` or ``text``."""

    paragraphs: tuple[str, ...]
    kind: str = "text"

    def html(self) -> str:
        """The paragraphs as HTML, everything escaped."""
        inner = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        role = ' role="note"' if self.kind == "demo" else ""
        return f'<div class="hba-{self.kind}"{role}>{inner}</div>' if inner else ""

    def __str__(self) -> str:
        return "\n\n".join(self.paragraphs)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        prose = {"kind": self.kind, "paragraphs": list(self.paragraphs)}
        return bundle(self, str(self)) | {PROSE_MIME: prose}


@dataclass(frozen=True)
class Strip:
    """Counts by judgement as one bar for the eye; a table says the same in words."""

    counts: tuple[tuple[str, int], ...]

    def html(self) -> str:
        """The bar, hidden from those who are read to."""
        parts = "".join(
            f'<span style="flex:{n};background:{css_name(word)};color:{css_name(f"{word} on")}">'
            f"{SIGNS[word]} {n}</span>"
            for word, n in self.counts
        )
        return f'<div class="hba-strip" aria-hidden="true">{parts}</div>' if parts else ""

    def __str__(self) -> str:
        return "  ".join(f"{SIGNS[word]} {n}" for word, n in self.counts)


@dataclass(frozen=True)
class Stack:
    """Several things one under the other; with ``fold`` behind a line that opens them."""

    parts: Sequence[Shown]
    fold: str = ""
    kind: str = ""

    def html(self) -> str:
        """The parts, in their order."""
        inner = "".join(part.html() for part in self.parts)
        if not self.fold or not inner:
            return inner
        kind = f' class="{self.kind}"' if self.kind else ""
        return f"<details{kind}><summary>{escape(self.fold)}</summary>{inner}</details>"

    def __str__(self) -> str:
        return "\n\n".join(filter(None, [self.fold, *map(str, self.parts)]))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self, str(self))


@dataclass(frozen=True)
class Figure:
    """A picture with the sentence it tells, its words for those who cannot see it, its numbers.

    ``draw`` lays it out at a width (and a height) in pixels; ``subtitle`` says what it measures,
    ``data`` are the numbers it was drawn from, ``caption`` names source and cut-off. A page, a
    slide and a file show the same drawing.
    """

    name: str
    draw: Callable[..., Picture] = field(repr=False, compare=False)
    title: str
    alt: str
    caption: str
    data: Sheet[Any]
    data_label: str = "data"
    demo: str = ""
    subtitle: str = ""
    width: int = WIDE
    """Pixels it takes on a page; less than ``WIDE`` stands beside another."""
    accent: str = picture_files.ACCENT
    """The colour of this year's lines and bars in files, ``#rrggbb``."""

    def __post_init__(self) -> None:
        """A subtitle begins with a capital, whichever word the language puts first."""
        object.__setattr__(self, "subtitle", self.subtitle[:1].upper() + self.subtitle[1:])

    def html(self) -> str:
        """The figure as one self-contained HTML element with its data table folded below it.

        The picture stands in it twice: as wide as the page, and as narrow as a phone.
        """
        half = " hba-half" if self.width < WIDE else ""
        mark = f'<span class="hba-demo-mark">{escape(self.demo)}</span>' if self.demo else ""
        return (
            f'<figure class="hba-figure{half}" id="fig-{escape(self.name)}">'
            f"<h3>{escape(self.title)} {mark}</h3>"
            f'<p class="hba-chart-sub">{escape(self.subtitle)}</p>{self.pictures()}'
            f"<figcaption><p>{escape(self.caption)}</p>"
            f"<details><summary>{escape(self.data_label)}</summary>"
            f"{plain_table(self.data, self.title)}</details></figcaption></figure>"
        )

    def pictures(self) -> str:
        """The drawing as wide as it is on a page and as narrow as a phone; one of them is seen."""
        return self.draw(self.width).svg(self.alt, " hba-broad") + self.draw(NARROW).svg(
            self.alt, " hba-narrow"
        )

    def framed(self, width: float = 0.0, height: float = 0.0) -> Picture:
        """The drawing with its subtitle, its source and the mark of synthetic data."""
        width = width or self.width
        drawn = self.draw(width, height) if height else self.draw(width)
        return picture_files.framed(drawn, self.subtitle, self.caption, self.demo)

    @property
    def svg(self) -> bytes:
        """The figure as a file of its own, which says its title and what it shows."""
        drawn = picture_files.as_svg(self.framed(), self.accent)
        return spoken_svg(drawn, self.title, self.alt, self.data.lang.code)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        facts = {
            "name": self.name,
            "title": self.title,
            "alt": self.alt,
            "caption": self.caption,
            "demo": self.demo,
            "csv": csv_text(self.data),
            "svg": self.svg.decode("utf-8"),
        }
        return bundle(self, self.alt) | {FIGURE_MIME: facts}


def spoken_svg(svg: bytes, title: str, alt: str, language: str) -> bytes:
    """An SVG that a screen reader reads as one image with a title and a description.

    Parameters
    ----------
    svg
        The drawing.
    title, alt
        What is said of it: in a word, and what it shows.
    language
        The language of both, such as ``vi``.

    Returns
    -------
    bytes
        The drawing with ``role``, ``title`` and ``desc``.

    Examples
    --------
    >>> from hbanalysis.presentation.display import spoken_svg
    >>> spoken_svg(b'<svg width="9">', "Thu", "Tăng <5", "vi").decode()[:43]
    '<svg role="img" aria-labelledby="title desc'

    """
    opening = svg.index(b"<svg") + len(b"<svg")
    inside = svg.index(b">", opening) + 1
    said = f' role="img" aria-labelledby="title desc" lang="{language}" xml:lang="{language}"'
    words = f'<title id="title">{escape(title)}</title><desc id="desc">{escape(alt)}</desc>'
    head, rest = svg[opening:inside], svg[inside:]
    return svg[:opening] + said.encode() + head + words.encode() + rest


def csv_text(sheet: Sheet[Any]) -> str:
    """A sheet as CSV in which no cell is taken for a formula by a spreadsheet.

    Numbers are plain numbers with a point, percentages shares; what is missing is empty.
    """
    data = sheet.texts.set_axis([*sheet.headings.values()], axis=1)
    for position, column in enumerate(sheet.columns):
        if column.role == "number":
            shown = zip(sheet.cells[column.id], data.iloc[:, position], strict=True)
            data.isetitem(position, [_plain_number(cell, text) for cell, text in shown])
    return formula_free(data).to_csv(index=False, lineterminator="\n")


def _plain_number(cell: Cell, text: str) -> str:
    """A number as CSV holds it; a bound ("≥ 5") is not the number itself and stays words."""
    if cell.number is None:
        return ""
    return f"{cell.held:.12g}" if cell.live and not cell.before else text


def plain_table(sheet: Sheet[Any], label: str) -> str:
    """The numbers of a figure: many rows, so without what great-tables adds (5 ms for each row)."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in sheet.headings.values())
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(text)}</td>" for text in others)
        + "</tr>"
        for first, *others in sheet.texts.itertuples(index=False, name=None)
    )
    return scrollable(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", label)
