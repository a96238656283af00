"""Read aloud: alt texts, head rows, headings, titles, order and language."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from office_check.opening import Faults, Office, qn, text_of

FEWEST_LETTERS = 12  # of an alt text that says something
NAMELESS = re.compile(
    r"(TextBox|Rectangle|Chart|Table|Picture|Title|Content Placeholder|Placeholder|Group|Shape|"
    r"Slide Number Placeholder|Footer Placeholder|Text Placeholder)?\s*\d+|"
)


def alt_texts(office: Office) -> Faults:
    """Every picture, chart and table says what it is."""
    for part in office.slides:
        for holder in office.find(part, "//p:graphicFrame | //p:pic"):
            if len(_shown(holder).get("descr", "")) < FEWEST_LETTERS:
                yield part, f"{_name(holder)!r} has no alt text"
    for part in office.named(r"word/(document|header\d*|footer\d*)\.xml"):
        yield from _word_alt_texts(office, part)
    for part in office.named(r"xl/tables/table\d+\.xml"):
        told = office.find(part, "//x14:table/@altTextSummary")
        if not told or len(told[0]) < FEWEST_LETTERS:
            yield part, "the table has no alt text"


def _word_alt_texts(office: Office, part: str) -> Faults:
    for table in office.find(part, "//w:tbl"):
        for name in ("w:tblCaption", "w:tblDescription"):
            told = table.find(f"{qn('w:tblPr')}/{qn(name)}")
            if told is None or not told.get(qn("w:val")):
                yield part, f"a table has no {name}"
    for picture in office.find(part, "//wp:docPr"):
        if len(picture.get("descr", "")) < FEWEST_LETTERS:
            yield part, f"{picture.get('name')!r} has no alt text"


def head_rows(office: Office) -> Faults:
    """A table of data has a row that is marked as its head; a table for layout has none."""
    for part in office.slides:
        for table in office.find(part, "//a:tbl"):
            if table.find(qn("a:tblPr")).get("firstRow") != "1":
                yield part, "a table has no head row"
    for part in office.named(r"word/document\.xml"):
        for table in office.find(part, "//w:tbl"):
            look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
            says = look is not None and look.get(qn("w:firstRow")) == "1"
            has = bool(table.xpath("./w:tr[1]/w:trPr/w:tblHeader", namespaces=table.nsmap))
            if says != has:
                yield (
                    part,
                    "looks like a table with a head row and has none"
                    if says
                    else ("has a head row and does not look like it"),
                )
    for part in office.named(r"xl/tables/table\d+\.xml"):
        if office.xml(part).get("headerRowCount") == "0":
            yield part, "the table has no head row"


def headings(office: Office) -> Faults:
    """A Word document has one title and headings that leave no level out."""
    if office.kind != "word":
        return
    part, levels, titles = "word/document.xml", [], 0
    known = _outline(office)
    for paragraph in office.find(part, "//w:p"):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else ""
        titles += name == "Title"
        if name in known and text_of(paragraph).strip():
            levels.append(known[name])
        if not name and text_of(paragraph).strip():
            yield part, f"has no style: {text_of(paragraph)[:40]!r}"
    if titles != 1:
        yield part, f"has {titles} titles"
    if not levels:
        yield part, "has no heading"
    for former, level in zip([-1, *levels], levels, strict=False):
        if level > former + 1:
            yield part, f"a heading of level {level + 1} follows one of level {former + 1}"


def _outline(office: Office) -> dict[str, int]:
    """The levels of the styles of headings, also of those based on one that has a level."""
    levels: dict[str, int] = {}
    for style in office.find("word/styles.xml", "//w:style[@w:type='paragraph']"):
        own = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        base = style.find(qn("w:basedOn"))
        name = style.get(qn("w:styleId"))
        if own is not None:
            levels[name] = int(own.get(qn("w:val")))
        elif base is not None and base.get(qn("w:val")) in levels:
            levels[name] = levels[base.get(qn("w:val"))]
    return levels


def slide_titles(office: Office) -> Faults:
    """Every slide has a title, no two the same."""
    titles = []
    for part in office.slides:
        told = office.find(part, "//p:sp[.//p:ph[@type='title' or @type='ctrTitle']]")
        titles.append((text_of(told[0].find(qn("p:txBody"))) if told else "").strip())
        if not titles[-1]:
            yield part, "has no title"
    for title, times in Counter(titles).items():
        if title and times > 1:
            yield "ppt/slides", f"{times} slides are called {title!r}"


def reading_order(office: Office) -> Faults:
    """The title is read first, the number of the slide last."""
    for part in office.slides:
        kinds = [_placeholder(shape) for shape in _shapes(office, part)]
        if not kinds or kinds[0] not in ("title", "ctrTitle"):
            yield part, "the title is not read first"
        if "sldNum" in kinds and kinds[-1] != "sldNum":
            yield part, "the number of the slide is not read last"


def _shapes(office: Office, part: str) -> list[Any]:
    kinds = {qn(f"p:{name}") for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")}
    return [shape for shape in office.find(part, "//p:spTree")[0] if shape.tag in kinds]


def _shown(shape: Any) -> Any:
    """What a shape says of itself: its name and its alt text."""
    return shape.find(f".//{qn('p:cNvPr')}")


def _name(shape: Any) -> str:
    return str(_shown(shape).get("name", ""))


def _placeholder(shape: Any) -> str:
    found = shape.find(f".//{qn('p:ph')}")
    return "" if found is None else found.get("type", "obj")


def empties(office: Office) -> Faults:
    """Nothing on a slide is empty: no placeholder, no cell, no box; no headless column in Word."""
    for part in office.slides:
        for shape in _shapes(office, part):
            body = shape.find(qn("p:txBody"))
            if body is not None and not text_of(body).strip():
                yield part, f"{_name(shape)!r} is empty"
        for cell in office.find(part, "//a:tc"):
            if not text_of(cell).strip():
                yield part, "a cell is empty"
    for part in office.named(r"word/document\.xml"):
        for row in office.find(part, "//w:tr[w:trPr/w:tblHeader]"):
            for cell in row.iter(qn("w:tc")):
                if not text_of(cell).strip():
                    yield part, "a column has no head"


def shape_names(office: Office) -> Faults:
    """Every shape of a slide has a name of its own that says what it is."""
    for part in office.slides:
        for name, times in Counter(map(_name, _shapes(office, part))).items():
            if times > 1:
                yield part, f"{times} shapes are called {name!r}"
            if NAMELESS.fullmatch(name):
                yield part, f"the name {name!r} says nothing"


def languages(office: Office) -> Faults:
    """Every text says its language, the same one throughout."""
    found: Counter[str] = Counter()
    for part in office.named(r"ppt/(slides|notes\w+|slide\w+|charts)/[^/]+\.xml"):
        for run in office.find(part, "//a:r | //a:fld"):
            own = run.find(qn("a:rPr"))
            tongue = "" if own is None else own.get("lang", "")
            found[tongue] += 1
            if not tongue and text_of(run).strip():
                yield part, f"says no language: {text_of(run)[:40]!r}"
        found.update(map(str, office.find(part, "//a:defRPr/@lang | //a:endParaRPr/@lang")))
    for part in office.named(r"word/(document|header\d*|footer\d*|styles)\.xml"):
        found.update(map(str, office.find(part, "//w:rPr/w:lang/@w:val")))
    tongues = [tongue for tongue in found if tongue]
    if office.kind == "word" and not tongues:
        yield "word/styles.xml", "says no language"
    if len(tongues) > 1:
        yield "", f"speaks {', '.join(f'{tongue} {found[tongue]} times' for tongue in tongues)}"
