"""What a slide is: a headline, one chart, picture or table, its numbers in the notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from hbanalysis.briefing.pack_content import Content, source_line
from hbanalysis.briefing.slide_tables import SlideTable, upright
from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Figure
from hbanalysis.presentation.origins import sources
from hbanalysis.presentation.sentences.short_titles import MOST_WORDS, first_fitting
from hbanalysis.presentation.sheet import Sheet
from hbanalysis.vocabulary.rows import records


@dataclass(frozen=True)
class Title:
    """A finding in at most fifteen words; what it means, in one sentence under it."""

    headline: str
    subtitle: str = ""
    short: str = ""
    """A headline that leaves room for a number behind it."""

    def numbered(self, addition: str) -> Title:
        """With ``(1/2)`` or another addition behind the headline, still within fifteen words."""
        room = MOST_WORDS - len(addition.split())
        short = self.short or self.headline
        kept = first_fitting(self.headline, short, most=room)
        return replace(self, headline=f"{kept} {addition}")


@dataclass(frozen=True)
class Slide:
    """One slide: what it says, how its body is put on it, what that says to who cannot see it."""

    kind: str
    title: Title
    body: Callable[[Any, list[Any]], Any] | SlideTable | Figure
    alt: str
    caption: str
    notes: tuple[str, ...]
    rows: int = 1


def row_notes(content: Content, rows: pd.DataFrame) -> tuple[str, ...]:
    """For each row where it stands, why, and where its number comes from."""
    lang, notes = content.lang, []
    sheet = sources(rows, lang)
    for row in records(rows):
        line = f"{row['indicator']}. {sentences.one_row(row, lang)} {sentences.because(row, lang)}"
        if row["indicator"] in sheet.keys:
            texts = sheet.texts.loc[row["indicator"]]
            origins = (
                f"{sheet.heading(column)}: {texts[column]}"
                for column in ("target_source", "source")
            )
            line += f" [{'; '.join(origins)}]"
        notes.append(line)
    return tuple(notes)


def table_slide(
    content: Content,
    kind: str,
    title: Title,
    grid: SlideTable,
    notes: tuple[str, ...],
    rows: pd.DataFrame,
) -> Slide:
    """A table under its headline, however long: it is spread over slides later."""
    alt = content.lang.say(
        "Table: {title}. Columns: {columns}.",
        title=title.headline,
        columns=", ".join(grid.head),
    )
    caption = source_line(rows, content.lang)
    whole = upright(grid, content.lang)
    return Slide(kind, title, whole, alt, caption, (*notes, caption), len(whole.sheet))


def by_widths(sheet: Sheet[Any], widths: dict[str, float]) -> SlideTable:
    """The columns of a sheet that have a width here, in that order."""
    shown = sheet.joined().only(*widths)
    return SlideTable(shown, tuple(widths[column] for column in shown.ids))
