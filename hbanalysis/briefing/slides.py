"""The slides of a pack, in the order of the choice, spread over pages and told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from hbanalysis.briefing import standing_slides, year_slides
from hbanalysis.briefing.choice import AUDIENCES, parted
from hbanalysis.briefing.pack_content import Content
from hbanalysis.briefing.slide import Slide
from hbanalysis.briefing.slide_tables import SlideTable, pages_of
from hbanalysis.briefing.theme import CONTENT
from hbanalysis.presentation import sentences
from hbanalysis.vocabulary.language import Language

MOST, FEWEST = 10, 6
MOST_LINES = {"leaders": 3, "specialists": 2}
"""Slides of single years: what leads, and for leaders the worst target beside it."""


def slides_of(content: Content, room: tuple[float, float] = CONTENT[2:]) -> list[Slide]:
    """All slides of the choice, in its order; what has nothing to show at this date is left out.

    ``room``: width and height (inches) that a slide has for its table.

    Where nobody has chosen, long tables give way so that there are at most ten: they say that they
    go on.
    """
    slides = [
        page
        for name in content.choice.slides
        for slide in _made(content, name)
        for page in _pages(slide, room)
    ]
    if content.choice.slides == AUDIENCES["leaders"]:
        slides = _within(slides, content.lang)
    pages = Counter(slide.kind for slide in slides)
    position: Counter[str] = Counter()
    for number, slide in enumerate(slides):
        position[slide.kind] += 1
        if pages[slide.kind] > 1:
            place = f"({position[slide.kind]}/{pages[slide.kind]})"
            slides[number] = replace(slide, title=slide.title.numbered(place))
    return _told_apart(slides, content.lang)


def _told_apart(slides: list[Slide], lang: Language) -> list[Slide]:
    """No two headlines the same: a screen reader lists the slides by them.

    With a single projected target its table and its line would say the same sentence.
    """
    shows = {"year-end": lang.say("month by month"), "trend": lang.say("trend")}
    said: set[str] = set()
    distinct = []
    for slide in slides:
        title, number = slide.title, 1
        more = shows.get(parted(slide.kind)[0], "")
        while title.headline in said:
            number += 1
            title = slide.title.numbered(f"({more or number})")
            more = ""
        said.add(title.headline)
        distinct.append(replace(slide, title=title))
    return distinct


def _within(slides: list[Slide], lang: Language) -> list[Slide]:
    """At most ten slides: the longest table loses its last one and says what is left out."""
    kept, left = list(slides), Counter[str]()
    while len(kept) > MOST and (kind := _longest(kept)):
        dropped = kept.pop(_last(kept, kind))
        left[kind] += dropped.rows
    for kind, rows in left.items():
        if not any(slide.kind == kind for slide in kept):
            continue
        last = _last(kept, kind)
        more = lang.count("{n} more row: see table.xlsx.", "{n} more rows: see table.xlsx.", rows)
        kept[last] = replace(kept[last], caption=f"{more} {kept[last].caption}")
    return kept


def _last(slides: list[Slide], kind: str) -> int:
    """The number of the last slide of a kind."""
    return max(number for number, slide in enumerate(slides) if slide.kind == kind)


def _longest(slides: list[Slide]) -> str:
    """The kind that gives up a slide: of several the most, what needs something done last of all.

    Before that the one that says why some cannot be judged, which table.xlsx does too. Empty when
    nothing can go.
    """
    pages = Counter(slide.kind for slide in slides)
    several = [kind for kind in pages if pages[kind] > 1]
    others = [kind for kind in several if kind != "behind"]
    if not others and "behind" in several:
        return "unjudged" if "unjudged" in pages else "behind"
    return max(reversed(others), key=lambda kind: pages[kind], default="")


def _made(content: Content, name: str) -> list[Slide]:
    kind, code = parted(name)
    if code:
        return (year_slides.line if kind == "year-end" else year_slides.trend)(content, code)
    if name == "year-end":
        return [
            slide
            for code in content.lines[: MOST_LINES[content.choice.audience]]
            for slide in year_slides.line(content, code)
        ]
    if name == "trend":
        return [
            slide
            for row, _ in content.trends[:1]
            for slide in year_slides.trend(content, str(row["indicator"]))
        ]
    makers: dict[str, Callable[[Content], list[Slide]]] = {
        "stand": standing_slides.stand,
        "plan": standing_slides.plan,
        "behind": standing_slides.behind,
        "projection": year_slides.projection,
        "table": standing_slides.table,
        "unjudged": standing_slides.unjudged,
        "sources": standing_slides.sources,
    }
    return makers[name](content)


def _pages(slide: Slide, room: tuple[float, float]) -> list[Slide]:
    """A slide, or as many as its table takes; the notes of further ones have their rows."""
    if not isinstance(slide.body, SlideTable):
        return [slide]
    first, *others = pages_of(replace(slide.body, room=room))
    return [
        replace(slide, body=first, rows=len(first.sheet)),
        *(replace(slide, body=page, rows=len(page.sheet), notes=page.lines()) for page in others),
    ]


def with_demo_note(slide: Slide, content: Content) -> Slide:
    """The slide; where there are synthetic data, its speaker notes begin with the note on them."""
    return replace(
        slide, notes=(*sentences.demo_note(content.table, content.lang).paragraphs, *slide.notes)
    )
