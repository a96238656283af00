"""One pack: four kinds of files in one folder, replaced whole; an open file is not lost."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hbanalysis.analysis.year import Year
from hbanalysis.briefing.deck import write_deck
from hbanalysis.briefing.drawing import drawn_beside
from hbanalysis.briefing.figure_files import OURS, orders_of, words_of
from hbanalysis.briefing.files import Written, put_all
from hbanalysis.briefing.note import write_note
from hbanalysis.briefing.pack_content import Content, content_of, draw, figure_names
from hbanalysis.briefing.table_workbook import write_workbook
from hbanalysis.intake.load import Workspace
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period

Progress = Callable[[str], None]
FILES: dict[str, Callable[[Content], bytes]] = {
    "brief.pptx": write_deck,
    "brief.docx": write_note,
    "table.xlsx": write_workbook,
}
FIGURES = "figures"
STEPS = len(FILES) + 1
"""How many times a pack reports progress: after each file, and after the figures."""


@dataclass(frozen=True)
class Pack:
    """A finished pack: where its files are, and why some figures were not drawn."""

    folder: Path
    written: tuple[Written, ...]
    notes: tuple[str, ...]

    @property
    def held(self) -> tuple[Written, ...]:
        """The files whose places were held open by another program."""
        return tuple(one for one in self.written if one.wanted is not None)


def folder_for(office: Workspace, territory: str, period: Period, language: str) -> Path:
    """Where a pack goes when nothing is said: beside the report, which is replaced as a whole."""
    return office.root / "reports" / territory / str(period) / f"briefing-{language}"


def figures_of(content: Content) -> tuple[list[Figure], tuple[str, ...]]:
    """All figures of the choice, each with a name of its own, and why some could not be drawn."""
    figures: dict[str, Figure] = {}
    notes: list[str] = []
    for name in figure_names(content):
        figure = draw(content, name)
        if isinstance(figure, Figure):
            own = _own_name(figure, figures)
            figures[own.name] = own
        else:
            notes += figure.paragraphs
    return list(figures.values()), tuple(notes)


def _own_name(figure: Figure, taken: Container[str]) -> Figure:
    """The figure under a name that no other has: "3 a" and "3-a" make the same file name."""
    name, number = figure.name, 1
    while name in taken:
        number += 1
        name = f"{figure.name}-{number}"
    return replace(figure, name=name)


def gallery(content: Content) -> Iterator[Figure | Prose]:
    """The figures of a pack one after the other, as pictures.

    Parameters
    ----------
    content
        What :func:`hbanalysis.briefing.pack_content` gave.

    Returns
    -------
    iterator of Figure
        A sentence instead of a figure where there is nothing to draw.

    Examples
    --------
    >>> [figure.name for figure in hb.briefing.gallery(hb.briefing.content(year, figures="plan"))]
    ['plan']

    """
    for name in figure_names(content):
        yield draw(content, name)


def gallery_answer(content: Content) -> Prose:
    """How many figures there are.

    Parameters
    ----------
    content
        What :func:`hbanalysis.briefing.pack_content` gave.

    Returns
    -------
    Prose
        One sentence.

    Examples
    --------
    >>> hb.briefing.answer(hb.briefing.content(year)).kind
    'answer'

    """
    drawn = len(figure_names(content))
    return Prose(
        (
            content.lang.count(
                "{place}, {period}: {n} figure for the meeting.",
                "{place}, {period}: {n} figures for the meeting.",
                drawn,
                place=content.place,
                period=content.period.label(content.lang.code),
            ),
        ),
        "answer",
    )


def pack_note(pack: Pack, lang: Language) -> Prose:
    """Where the files of a pack now are.

    Parameters
    ----------
    pack
        What :func:`hbanalysis.briefing.write` gave.
    lang
        The language of the note.

    Returns
    -------
    Prose
        One sentence for each file.

    Examples
    --------
    >>> pack = hb.briefing.write(year.only("3"), folder=tmp / "pack")
    >>> len(hb.briefing.written(pack, year.lang).paragraphs) == len(pack.written)
    True

    """
    lines = [
        lang.say("Written: {file}.", file="/".join(one.path.parts[-5:])) for one in pack.written
    ]
    return Prose(tuple(lines), "note")


def write_pack(content: Content, folder: Path, progress: Progress = lambda _: None) -> Pack:
    """Make everything, then write it: a failure while making leaves the former pack as it was."""
    figures, notes = figures_of(content)
    made = {}
    with drawn_beside([order for figure in figures for order in orders_of(figure)]) as all_drawn:
        for name, maker in FILES.items():
            made[name] = maker(content)
            progress(name)
        pictures = {file: raw for one in figures for file, raw in words_of(one).items()}
        pictures |= all_drawn()
    progress(FIGURES)
    return Pack(folder, tuple(put_all(folder, made, (FIGURES, pictures), OURS)), notes)


def write_briefing(
    year: Year, choice: str | Path | None = None, folder: str | Path | None = None
) -> Pack:
    """Write the briefing pack of a year: slides, note, workbook, figure files.

    Parameters
    ----------
    year
        The year.
    choice
        A TOML file: what to show to whom. Without it what needs attention first.
    folder
        Where the files go; without it beside the report, in ``reports`` of the workspace.

    Returns
    -------
    Pack
        Where its files are, and a sentence for every figure that could not be drawn.

    Raises
    ------
    HbaError
        BadChoice or BadTemplate, when the office's choice or template cannot be followed.

    Examples
    --------
    >>> hb.briefing.write(year.only("3"), folder=tmp / "pack").folder.name
    'pack'

    """
    content = content_of(year, choice)
    usual = folder_for(year.office, year.territory, year.period, year.lang.code)
    return write_pack(content, Path(folder) if folder else usual)
