"""The package: every part typed and reachable, none twice, nothing of anybody's machine."""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from office_check.opening import Fault, Faults, Office

FOREIGN = re.compile(r"thumbnail|printerSettings|customXml|stylesWithEffects|vbaProject")
RELATIONS = re.compile(r"(.*?)_rels/([^/]*)\.rels")


def entries(office: Office) -> Faults:
    """No entry twice, each with the same date: no clock in the file."""
    for name, times in Counter(map(str.lower, office.entries)).items():
        if times > 1:
            yield name, f"stands {times} times in the package"
    if len(office.dates) > 1:
        yield "", f"entries have {len(office.dates)} different dates"


def content_types(office: Office) -> Faults:
    """Every part has a type, and every type a part."""
    types = "[Content_Types].xml"
    defaults = {kind.get("Extension").lower() for kind in office.find(types, "ct:Default")}
    overrides = [kind.get("PartName").lstrip("/") for kind in office.find(types, "ct:Override")]
    for name, times in Counter(overrides).items():
        if times > 1 or name not in office.parts:
            yield types, f"{name} is typed {times} times and is {_there(office, name)}"
    for part in office.parts:
        extension = part.rpartition(".")[2].lower()
        typed = part in overrides or (extension in defaults and extension != "xml")
        if part != types and not typed:
            yield part, "has no content type of its own"


def _there(office: Office, name: str) -> str:
    return "there" if name in office.parts else "not there"


def relationships(office: Office) -> Faults:
    """Every relationship leads to a part of the package, and every part can be reached."""
    reached = {"[Content_Types].xml"}
    for part in office.named(r".*\.rels"):
        reached.add(part)
        folder = RELATIONS.fullmatch(part)
        base = folder[1] if folder else ""
        ids = Counter(link.get("Id") for link in office.xml(part))
        for key, times in ids.items():
            if times > 1:
                yield part, f"{key} stands {times} times"
        for link in office.xml(part):
            target = link.get("Target")
            if link.get("TargetMode") == "External":
                yield part, f"leads out of the file: {target}"
                continue
            path = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
            reached.add(path)
            if path not in office.parts:
                yield part, f"leads to {path}, which is not there"
    for part in sorted(set(office.parts) - reached):
        yield part, "nothing leads to it"


def foreign_parts(office: Office) -> Faults:
    """No print ticket, thumbnail, macro or store of somebody else's document."""
    for part in office.parts:
        if FOREIGN.search(part):
            yield part, "is left from another document"


def presentation_lists(office: Office) -> Faults:
    """The master of the notes is listed after that of the slides; the size names what it is."""
    part = "ppt/presentation.xml"
    if part not in office.parts:
        return
    order = [child.tag.rpartition("}")[2] for child in office.xml(part)]
    if office.named(r"ppt/notesMasters/.*\.xml"):
        if "notesMasterIdLst" not in order:
            yield part, "has notes but no notesMasterIdLst"
        elif order.index("notesMasterIdLst") != order.index("sldMasterIdLst") + 1:
            yield part, "notesMasterIdLst does not follow sldMasterIdLst"
    size = office.find(part, "p:sldSz")[0]
    wide = int(size.get("cx")) / int(size.get("cy"))
    if size.get("type") == "screen4x3" and abs(wide - 4 / 3) > 0.01:
        yield part, f"says 4:3 and is {wide:.2f}:1"


def properties(office: Office) -> Faults:
    """Title, author, language and dates without a clock; the program without a machine."""
    core, program = "docProps/core.xml", "docProps/app.xml"
    if program in office.parts:
        told = office.parts[program].decode()
        if "Macintosh" in told or "4:3" in told:
            yield program, "tells of another machine"
        slides = re.search(r"<Slides>(\d+)</Slides>", told)
        if office.kind == "powerpoint" and (not slides or int(slides[1]) != len(office.slides)):
            yield program, f"does not say that there are {len(office.slides)} slides"
    for stamp in office.find(core, "dcterms:created | dcterms:modified"):
        if not stamp.text.endswith("T00:00:00Z"):
            yield core, f"is dated by a clock: {stamp.text}"
    if office.template:
        return
    for name in ("dc:title", "dc:creator"):
        values = office.find(core, name)
        if not values or not (values[0].text or "").strip():
            yield core, f"has no {name}"
    yield from _twice(core, " ".join(e.text or "" for e in office.find(core, "dc:title")))


def _twice(part: str, title: str) -> Faults:
    """No part of a title stands in it twice, in small letters or large ones."""
    for piece, times in Counter(re.split(r"\s*[,:]\s*", title.casefold())).items():
        if piece and times > 1:
            yield part, f"the title says {piece!r} {times} times"


@cache
def _validator() -> Any:
    from openxml_audit import OpenXmlValidator

    return OpenXmlValidator()


def schema(office: Office) -> Faults:
    """The elements and attributes that ISO 29500 (transitional) allows, in its order.

    openxml-audit (MIT) carries the content models of Microsoft's Open XML SDK, which are those of
    the standard; the one attribute that they leave open is looked at here.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / office.name.rpartition("/")[2]
        path.write_bytes(office.content)
        for error in _validator().validate(str(path)).errors:
            yield str(error.part_uri or ""), f"{error.description} ({error.path})"
    for part in office.named(r"word/settings\.xml"):
        for zoom in office.find(part, "w:zoom[not(@w:percent)]"):
            yield part, f"{zoom.tag.rpartition('}')[2]} has no percent"


def as_faults(office: Office, rule: str, told: Faults) -> list[Fault]:
    """The faults of one rule."""
    return [Fault(office.name, part, rule, text) for part, text in told]
