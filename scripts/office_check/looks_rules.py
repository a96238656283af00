"""What is seen: letters large enough, colours apart, an office's theme taken over, paper filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from office_check.opening import Faults, Office, qn, text_of

STATUS = {"093154", "0C553D", "B67300", "8F5A00", "BD311B", "0F0512", "9DA3AB", "5C6470", "8A1A5B"}
"""Colours of judgements and of illustrative data: they mean something and stay in any theme."""
SLIDE_POINTS, PAPER_POINTS = 12.0, 9.0
TEXT_CONTRAST, LINE_CONTRAST = 4.5, 3.0
LARGE = 18.0  # points from which on letters need only the contrast of lines
FAMILIES = {"Arial", "Times New Roman", "Liberation Serif"}
SIZE = {1: (8.5, 11.0), 9: (8.268, 11.693)}  # inches of the paper by Excel's number
_SLOTS = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}


def luminance(colour: str) -> float:
    """The relative luminance of ``RRGGBB`` (WCAG 2).

    >>> luminance("FFFFFF"), luminance("000000")
    (1.0, 0.0)
    """
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2).

    >>> round(contrast("FFFFFF", "000000")), round(contrast("8F5A00", "FFFFFF"), 1)
    (21, 5.9)
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def scheme(office: Office) -> dict[str, str]:
    """The colours of the theme of slides by their slot."""
    part = next(iter(office.named(r"ppt/theme/theme1\.xml")), "")
    if not part:
        return {}
    return {
        slot.tag.rpartition("}")[2]: slot[0].get("lastClr") or slot[0].get("val")
        for slot in office.find(part, "//a:clrScheme")[0]
    }


def _colour(holder: Any, slots: dict[str, str]) -> str:
    """The colour of a solid fill; empty for none."""
    if holder is None:
        return ""
    fill = holder.find(qn("a:solidFill"))
    if fill is None or not len(fill):
        return ""
    value: str = fill[0].get("val")
    shown = value if fill[0].tag == qn("a:srgbClr") else slots.get(_SLOTS.get(value, value), "")
    light = fill[0].find(qn("a:lumMod")), fill[0].find(qn("a:lumOff"))
    if not shown or light[0] is None:
        return shown
    return _lighter(shown, *(int(e.get("val")) / 100000 if e is not None else 0.0 for e in light))


def _lighter(colour: str, times: float, more: float) -> str:
    """A colour with its luminance multiplied and raised, as Office does it."""
    from colorsys import hls_to_rgb, rgb_to_hls

    hue, light, full = rgb_to_hls(*(int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)))
    parts = hls_to_rgb(hue, min(1.0, light * times + more), full)
    return "".join(f"{round(255 * part):02X}" for part in parts)


def fixed_colours(office: Office) -> Faults:
    """What an office's theme should change has no colour of its own; only judgements have."""
    for part in office.named(r"ppt/(slides|charts|slideLayouts|slideMasters)/[^/]+\.xml"):
        fixed = [str(v).upper() for v in office.find(part, "//a:srgbClr/@val")]
        foreign = [value for value in fixed if value not in STATUS]
        if foreign:
            yield part, f"{len(foreign)} fixed colours: {', '.join(sorted(set(foreign)))}"


def fixed_fonts(office: Office) -> Faults:
    """Letters come from the theme (slides) or from a style (Word)."""
    for part in office.named(r"ppt/(slides|charts|slideLayouts|slideMasters)/[^/]+\.xml"):
        faces = [str(v) for v in office.find(part, "//a:latin/@typeface") if not v.startswith("+")]
        if faces:
            yield part, f"{len(faces)} fixed fonts: {', '.join(sorted(set(faces)))}"
    for part in office.named(r"word/(document|header\d*)\.xml"):
        faces = office.find(part, "//w:rFonts/@w:ascii")
        if faces:
            yield part, f"{len(faces)} fixed fonts: {', '.join(sorted(set(map(str, faces))))}"


def families(office: Office) -> Faults:
    """One family of letters for slides, one for paper; none left from a library's default."""
    pattern = r"(ppt|word|xl)/(theme/theme\d+|styles|fontTable)\.xml"
    for part in office.named(pattern):
        path = "//a:latin/@typeface | //w:rFonts/@w:ascii | //w:font/@w:name | //x:font/x:name/@val"
        others = {str(v) for v in office.find(part, path)} - FAMILIES - {""}
        if others and office.kind != "excel":
            yield part, f"names {', '.join(sorted(others))}"


def sizes(office: Office) -> Faults:
    """Letters are at least 12 points on slides and 9 points on paper."""
    for part in office.named(r"ppt/(slides|charts)/[^/]+\.xml"):
        small = [int(v) for v in office.find(part, "//a:*/@sz") if int(v) < SLIDE_POINTS * 100]
        if small:
            yield part, f"{len(small)} texts of {min(small) / 100:g} points"
    for part in office.named(r"word/(document|styles)\.xml"):
        for style in office.find(part, "//*[w:rPr/w:sz]"):
            points = int(style.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val"))) / 2
            name = style.get(qn("w:styleId"), "")
            if points < PAPER_POINTS and name not in ("LetterRule", "SectionEnd"):
                yield part, f"{name or 'a run'} has {points:g} points"


def text_contrast(office: Office) -> Faults:
    """Letters stand out from what is behind them."""
    slots = scheme(office)
    for part in office.slides:
        for run in office.find(part, "//a:r[a:rPr]"):
            if not text_of(run).strip():
                continue
            own = run.find(qn("a:rPr"))
            front = _colour(own, slots) or slots["dk1"]
            back = _behind(run, slots)
            needed = LINE_CONTRAST if int(own.get("sz", "0")) >= LARGE * 100 else TEXT_CONTRAST
            if contrast(front, back) < needed:
                yield part, f"{contrast(front, back):.1f}:1 for {text_of(run)[:40]!r}"
    for part in office.named(r"word/(document|styles|header\d*)\.xml"):
        for value in office.find(part, "//w:color/@w:val"):
            if value != "auto" and contrast(str(value), "FFFFFF") < TEXT_CONTRAST:
                yield part, f"{value} on white has {contrast(str(value), 'FFFFFF'):.1f}:1"


def _behind(run: Any, slots: dict[str, str]) -> str:
    """The colour behind a text: of its cell, of its box, else of the slide."""
    for holder in run.iterancestors():
        for name in ("a:tcPr", "p:spPr"):
            shown = _colour(holder.find(qn(name)), slots)
            if shown:
                return shown
    return slots["lt1"]


def chart_contrast(office: Office) -> Faults:
    """Lines and bars of charts stand out from the paper, or say beside them what they are."""
    slots = scheme(office)
    for part in office.named(r"ppt/charts/chart\d+\.xml"):
        for series in office.find(part, "//c:ser"):
            form = series.find(qn("c:spPr"))
            line = None if form is None else form.find(qn("a:ln"))
            shown = _colour(line, slots) if line is not None else _colour(form, slots)
            labelled = bool(series.xpath(".//c:dLbl | ./c:dLbls", namespaces=series.nsmap))
            if shown and not labelled and contrast(shown, slots["lt1"]) < LINE_CONTRAST:
                name = text_of(series.find(qn("c:tx"))).strip()
                yield part, f"{contrast(shown, slots['lt1']):.1f}:1 for {name[-30:]!r}"


def printed(office: Office) -> Faults:
    """A sheet prints across A4 in letters of at least 9 points, with the numbers of its pages."""
    for part in office.named(r"xl/worksheets/sheet\d+\.xml"):
        points, scale = paper_points(office, part)
        if points < PAPER_POINTS:
            yield part, f"prints at {scale:.0%}, letters of {points:.1f} points"
        if not any("&P" in (foot.text or "") for foot in office.find(part, "//x:oddFooter")):
            yield part, "prints no page numbers"


def paper_points(office: Office, part: str) -> tuple[float, float]:
    """The smallest letters of a sheet on paper, and how much it is made smaller to fit."""
    setup, margins = office.find(part, "x:pageSetup")[0], office.find(part, "x:pageMargins")[0]
    paper = SIZE[int(setup.get("paperSize", "1"))]
    across = paper[1] if setup.get("orientation") == "landscape" else paper[0]
    room = across - float(margins.get("left")) - float(margins.get("right"))
    scale = min(1.0, room / sum(_column_inches(office, part)))
    return scale * min(_cell_points(office, part)), scale


def _column_inches(office: Office, part: str) -> Iterator[float]:
    """The widths of the printed columns: pixels of the default letters, 96 to an inch."""
    last = _last_column(office, part)
    wide = {
        number: float(column.get("width"))
        for column in office.find(part, "//x:col[not(@hidden='1')]")
        for number in range(int(column.get("min")), int(column.get("max")) + 1)
    }
    for number in range(1, last + 1):
        yield int((256 * wide.get(number, 9.14) + 18) / 256 * 7) / 96


def _last_column(office: Office, part: str) -> int:
    """The last printed column: of the print area, else of the cells."""
    number = int(re.findall(r"\d+", part)[-1]) - 1
    areas = office.find("xl/workbook.xml", "//x:definedName[@name='_xlnm.Print_Area']")
    own = [a.text for a in areas if a.get("localSheetId") == str(number)]
    if own:
        return _number(re.findall(r"\$([A-Z]+)\$\d+", own[0])[-1])
    cells = [re.match(r"[A-Z]+", str(v)) for v in office.find(part, "//x:c/@r")]
    return max(_number(found[0]) for found in cells if found)


def _number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - 64
    return total


def _cell_points(office: Office, part: str) -> Iterator[float]:
    """The sizes of the letters of all cells that hold something."""
    styles = "xl/styles.xml"
    fonts = [float(v) for v in office.find(styles, "//x:fonts/x:font/x:sz/@val")]
    forms = [int(v) for v in office.find(styles, "//x:cellXfs/x:xf/@fontId")]
    for style in {int(c.get("s", "0")) for c in office.find(part, "//x:c[x:v or x:is]")}:
        yield fonts[forms[style]]
