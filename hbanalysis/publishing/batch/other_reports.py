"""Links from every report to its neighbours: the other language, periods, territories."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from hbanalysis.intake.load import Workspace
from hbanalysis.intake.store.atomic import write_whole
from hbanalysis.publishing.made_from.manifest import OTHERS, between
from hbanalysis.publishing.made_from.staleness import reports
from hbanalysis.publishing.whole_report import WHOLE
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.language import LANGUAGES, Language
from hbanalysis.vocabulary.periods import Period

MOST_TERRITORIES = 12
"""Territories that a page names beside itself; of more the portfolio is the way."""
NAMES = {"vi": "Tiếng Việt", "en": "English"}


@dataclass(frozen=True)
class Place:
    """Where a report lies: ``reports/<territory>/<period>/<language>``."""

    territory: str
    period: Period
    language: str


def place_of(folder: Path) -> Place | None:
    """What the folder of a report says of it; None for somebody's copy under another name."""
    try:
        period = Period.parse(folder.parent.name)
    except HbaError:
        return None
    if folder.name not in LANGUAGES:
        return None
    return Place(folder.parents[1].name, period, folder.name)


def link_reports(workspace: Workspace) -> None:
    """Bring the links of every page of every report up to date."""
    there = {place: folder for folder in reports(workspace.root) if (place := place_of(folder))}
    for place, folder in there.items():
        for path in sorted(folder.glob("*.html")):
            if path.name != WHOLE:
                _rewrite(path, links(place, path.name, there, workspace))


def _rewrite(path: Path, parts: str) -> None:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return
    changed = between(text, OTHERS, parts)
    if changed != text:
        write_whole(path, changed.encode("utf-8"))


def links(place: Place, page: str, there: dict[Place, Path], workspace: Workspace) -> str:
    """The neighbours of one page, as HTML; empty when there are none."""
    parts = [*_languages(place, page, there), *_periods(place, page, there)]
    parts += _territories(place, page, there, workspace)
    return "".join(f"<li>{one}</li>" for one in parts)


def _link(to: Place, page: str, text: str, there: dict[Place, Path], lang: str = "") -> str:
    """A link to the same page of another report, or to its index where it lacks that page."""
    file = page if (there[to] / page).is_file() else "index.html"
    spoken = f' lang="{lang}" hreflang="{lang}"' if lang else ""
    where = f"../../../{to.territory}/{to.period}/{to.language}/{file}"
    return f'<a href="{escape(where)}"{spoken}>{escape(text)}</a>'


def _languages(place: Place, page: str, there: dict[Place, Path]) -> list[str]:
    others = [Place(place.territory, place.period, code) for code in LANGUAGES]
    return [
        _link(to, page, NAMES[to.language], there, to.language)
        for to in others
        if to != place and to in there
    ]


def _periods(place: Place, page: str, there: dict[Place, Path]) -> list[str]:
    """The reports just before and just after, of the same territory and language."""
    own = [to for to in there if (to.territory, to.language) == (place.territory, place.language)]
    own.sort(key=lambda to: (to.period.year, to.period.last, to.period.last - to.period.first))
    at, lang = own.index(place), Language(place.language)
    parts = []
    for step, arrow in ((at - 1, "‹ {label}"), (at + 1, "{label} ›")):
        if 0 <= step < len(own):
            label = own[step].period.label(lang.code)
            text = arrow.format(label=label[:1].upper() + label[1:])
            parts.append(_link(own[step], page, text, there))
    return parts


def _territories(
    place: Place, page: str, there: dict[Place, Path], workspace: Workspace
) -> list[str]:
    """The same period elsewhere."""
    others = sorted(
        (to for to in there if (to.period, to.language) == (place.period, place.language)),
        key=lambda to: to.territory,
    )
    if len(others) > MOST_TERRITORIES:
        return _portfolio(place, workspace)
    return [
        _link(to, page, workspace.place(to.territory, to.language), there)
        for to in others
        if to != place
    ]


def _portfolio(place: Place, workspace: Workspace) -> list[str]:
    """The page above many reports, where it has been made."""
    parents = workspace.territories.drop_duplicates("territory").set_index("territory")["parent"]
    parent = str(parents.get(place.territory, ""))
    where = f"{parent}/{place.period}/portfolio-{place.language}/index.html"
    if not parent or not (workspace.root / "reports" / where).is_file():
        return []
    name = workspace.place(parent, place.language)
    return [f'<a href="{escape(f"../../../{where}")}">{escape(name)}</a>']
