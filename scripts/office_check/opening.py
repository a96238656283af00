"""An Office file opened as what it is: a zip of XML parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "ep": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
}
KINDS = {
    "ppt/presentation.xml": "powerpoint",
    "word/document.xml": "word",
    "xl/workbook.xml": "excel",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong, in which part of which file, by which rule."""

    file: str
    part: str
    rule: str
    text: str


class Office:
    """One Office file in memory.

    ``template`` for those that people fill in: they have no title, no author and no slides yet.
    """

    def __init__(self, name: str, content: bytes, *, template: bool = False) -> None:
        self.name, self.content, self.template = name, content, template
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.entries = [entry.filename for entry in package.infolist()]
            self.dates = {entry.date_time for entry in package.infolist()}
            self.parts = {entry: package.read(entry) for entry in self.entries}
        self._roots: dict[str, Any] = {}

    @cached_property
    def kind(self) -> str:
        """``word``, ``excel`` or ``powerpoint``; empty for anything else."""
        return next((kind for part, kind in KINDS.items() if part in self.parts), "")

    def xml(self, part: str) -> Any:
        """The root element of a part."""
        if part not in self._roots:
            self._roots[part] = etree.fromstring(self.parts[part])
        return self._roots[part]

    def named(self, pattern: str) -> list[str]:
        """The parts whose whole name fits a pattern, in order; slide 10 comes after slide 9."""
        fit = [name for name in self.parts if re.fullmatch(pattern, name)]
        return sorted(fit, key=lambda name: [int(n) for n in re.findall(r"\d+", name)])

    def find(self, part: str, path: str) -> list[Any]:
        """The elements of a part under an XPath with the prefixes of :data:`NAMES`."""
        found: list[Any] = self.xml(part).xpath(path, namespaces=NAMES)
        return found

    @property
    def slides(self) -> list[str]:
        """The parts of the slides."""
        return self.named(r"ppt/slides/slide\d+\.xml")


Faults = Iterator[tuple[str, str]]
Rule = Callable[[Office], Faults]


def qn(name: str) -> str:
    """``w:tbl`` as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def text_of(element: Any) -> str:
    """All that is written inside an element."""
    return "".join(element.itertext())
