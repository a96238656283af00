"""Things a notebook can show and a page can keep.

Prose, tables and figures that travel with their numbers.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from hbanalysis.vocabulary.spreadsheets import formula_free

FIGURE_MIME = "application/vnd.hba.figure+json"


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

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": "\n\n".join(self.paragraphs)}


@dataclass(frozen=True)
class Table:
    """A finished table: its HTML (already escaped) and the plain data behind it."""

    markup: str
    data: pd.DataFrame

    def html(self) -> str:
        """The table as HTML."""
        return self.markup

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.markup, "text/plain": self.data.to_string(index=False)}


@dataclass(frozen=True)
class Figure:
    """A picture with the sentence it tells, its words for those who cannot see it.

    The numbers it was drawn from.

    ``svg`` is the drawing; ``data`` has columns already named for readers; ``caption`` names source
    and cut-off. ``screen`` is the same as PNG, for pages, where the SVG is heavy; ``drawing`` is
    what other formats are made from.
    """

    name: str
    svg: bytes
    title: str
    alt: str
    caption: str
    data: pd.DataFrame
    data_label: str = "data"
    demo: str = ""
    screen: bytes = b""
    drawing: Any = field(default=None, repr=False, compare=False)

    def html(self) -> str:
        """The figure as one self-contained HTML element with its data table folded below it."""
        kind, raw = ("png", self.screen) if self.screen else ("svg+xml", self.svg)
        picture = base64.b64encode(raw).decode("ascii")
        mark = f'<span class="hba-demo-mark">{escape(self.demo)}</span>' if self.demo else ""
        return (
            f'<figure class="hba-figure" id="fig-{escape(self.name)}">'
            f"<h3>{escape(self.title)} {mark}</h3>"
            + scrollable(
                f'<img src="data:image/{kind};base64,{picture}" alt="{escape(self.alt)}">',
                self.name,
            )
            + f"<figcaption><details><summary>{escape(self.data_label)}</summary>"
            f"{plain_table(self.data, self.title)}</details></figcaption></figure>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        facts = {
            "name": self.name,
            "title": self.title,
            "alt": self.alt,
            "caption": self.caption,
            "demo": self.demo,
            "csv": csv_text(self.data),
        }
        if self.screen:  # else the page itself carries the SVG
            facts["svg"] = self.svg.decode("utf-8")
        return {"text/html": self.html(), "text/plain": self.alt, FIGURE_MIME: facts}


def csv_text(data: pd.DataFrame) -> str:
    """Ready texts as CSV in which no cell is taken for a formula by a spreadsheet."""
    return formula_free(data).to_csv(index=False, lineterminator="\n")


def plain_table(data: pd.DataFrame, label: str) -> str:
    """A small table of ready-made texts, with header scopes.

    In a box that scrolls sideways by keyboard too.
    """
    head = "".join(f'<th scope="col">{escape(str(column))}</th>' for column in data.columns)
    body = "".join(
        "<tr>"
        + f'<th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in data.itertuples(index=False)
    )
    return scrollable(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", label)


def scrollable(markup: str, label: str, *, wide: bool = False) -> str:
    """Wide content that scrolls sideways inside the page, reachable by keyboard.

    ``wide`` prints on a turned sheet.
    """
    kind = "hba-scroll hba-wide" if wide else "hba-scroll"
    return (
        f'<div class="{kind}" role="region" tabindex="0"'
        f' aria-label="{escape(label)}">{markup}</div>'
    )
