"""What is asked of an office's own template of slides before anything is written on it."""

from __future__ import annotations

from typing import Any

from hbanalysis.briefing.office_look import CONTRAST
from hbanalysis.presentation.judgement_style import TEXT_COLOURS, contrast
from hbanalysis.vocabulary.errors import Finding

SMALLEST = (6.0, 2.5)
"""Inches: the least room that a table in letters of 12 points needs."""


def faults(deck: Any, layout: Any, content: Any, file: str) -> list[Finding]:
    """What is wrong with a template: no room, too little of it, letters that nobody could read.

    ``content`` is the placeholder of ``layout`` for charts and tables; None where there is none.
    """
    if layout is None:
        text = "No layout has a title and a placeholder for content."
        return [Finding("error", "deck-layout", file, "", text)]
    return [*_narrow(layout, content, file), *_unreadable(deck, file)]


def _narrow(layout: Any, content: Any, file: str) -> list[Finding]:
    wide, high = content.width / 914400, content.height / 914400
    if wide >= SMALLEST[0] and high >= SMALLEST[1]:
        return []
    return [
        Finding(
            "error",
            "deck-room",
            file,
            layout.name,
            "The placeholder for content is {wide} x {high} inches; a table needs {least}.",
            {
                "wide": round(wide, 1),
                "high": round(high, 1),
                "least": f"{SMALLEST[0]:g} x {SMALLEST[1]:g}",
            },
        )
    ]


def _unreadable(deck: Any, file: str) -> list[Finding]:
    """Whether text and the fixed colours of judgements stand out from the theme's background."""
    colours = theme_colours(deck.slide_master)
    paper = colours.get("bg1", "#ffffff")
    shown = [colours.get("tx1", "#000000"), *dict.fromkeys(TEXT_COLOURS.values())]
    pale = [colour for colour in shown if contrast(colour, paper) < CONTRAST]
    if not pale:
        return []
    return [
        Finding(
            "error",
            "deck-contrast",
            file,
            "",
            "Letters in {found} cannot be read on the theme's background {paper}"
            " (contrast under 4.5:1).",
            {"found": ", ".join(pale), "paper": paper},
        )
    ]


def theme_colours(master: Any) -> dict[str, str]:
    """The colours of a master's theme by the names that slides call them (``bg1``, ``tx1``)."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as KIND
    from pptx.oxml import parse_xml

    theme = parse_xml(master.part.part_related_by(KIND.THEME).blob)
    slots = {}
    for slot in theme.find(".//{*}clrScheme"):
        value = slot[0].get("lastClr") or slot[0].get("val")
        slots[slot.tag.rpartition("}")[2]] = f"#{value.lower()}"
    names = master._element.find("{*}clrMap").attrib
    return {name: slots[slot] for name, slot in names.items() if slot in slots}
