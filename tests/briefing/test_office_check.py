"""The checker of Office files: it passes what is right, and finds each fault put into a file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from office_check.every_rule import AREAS, faults
from office_check.opening import Office

from scripts.make_note_template import TEXTS, template

pytestmark = pytest.mark.slow

CAPTION = r'<w:tblDescription w:val="[^"]*"/>'


def changed(content: bytes, part: str, pattern: str, new: str) -> bytes:
    """A file with one thing in one of its parts changed, which must be there."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh,
    ):
        for entry in old.infolist():
            text = old.read(entry.filename)
            if entry.filename == part:
                told, times = re.subn(pattern.encode(), new.encode(), text, count=1, flags=re.S)
                assert times == 1, f"{pattern} is not in {part}"
                text = told
            fresh.writestr(entry, text)
    return out.getvalue()


def rules(name: str, content: bytes, *, template: bool = False) -> set[str]:
    """The rules that a file breaks."""
    return {fault.rule for fault in faults(Office(name, content, template=template))}


@pytest.fixture(scope="module")
def note(file: Callable[..., bytes]) -> bytes:
    return file("brief.docx", "hong-bang", "2024-Q3")


@pytest.mark.parametrize("code", TEXTS)
def test_the_word_templates_pass(code: str) -> None:
    assert faults(Office(f"brief-{code}.docx", template(code), template=True)) == []


@pytest.mark.parametrize(
    "pack", [("hong-bang", "2024-Q3", "vi"), ("hai-phong", "2024-01", "en")], ids="-".join
)
def test_the_note_passes(pack: tuple[str, str, str], file: Callable[..., bytes]) -> None:
    assert faults(Office("brief.docx", file("brief.docx", *pack))) == []


@pytest.mark.parametrize(
    ("part", "pattern", "new", "rule"),
    [
        ("word/document.xml", r"(<w:pPr>)(<w:pStyle [^>]*>)(<w:ind[^>]*/>)", r"\1\3\2", "schema"),
        ("word/settings.xml", r' w:percent="100"', "", "schema"),
        ("word/document.xml", CAPTION, "", "alt_texts"),
        ("word/document.xml", r"<w:tblHeader/>", "", "head_rows"),
        ("word/document.xml", r'w:firstRow="0"', 'w:firstRow="1"', "head_rows"),
        ("word/document.xml", r'<w:pStyle w:val="Heading1"/>', "", "headings"),
        ("word/document.xml", r'w:pStyle w:val="Heading1"', 'w:pStyle w:val="Title"', "headings"),
        (
            "word/document.xml",
            r'w:pStyle w:val="Heading1"',
            'w:pStyle w:val="Heading2"',
            "headings",
        ),
        ("word/styles.xml", r'<w:lang w:val="vi-VN"[^>]*>', "", "languages"),
        ("word/styles.xml", "8A1A5B", "FFC000", "text_contrast"),
        ("word/styles.xml", r'<w:sz w:val="18"/>', '<w:sz w:val="15"/>', "sizes"),
        ("word/theme/theme1.xml", "Times New Roman", "Calibri", "families"),
        ("docProps/app.xml", "Microsoft Office Word", "Microsoft Macintosh Word", "properties"),
        ("docProps/core.xml", r"<dc:creator>[^<]*", "<dc:creator>", "properties"),
        ("docProps/core.xml", "<dc:title>", "<dc:title>Quận Hồng Bàng, ", "properties"),
        ("docProps/core.xml", "T00:00:00Z", "T09:12:44Z", "properties"),
        (
            "[Content_Types].xml",
            r"<Override PartName=\"/word/styles.xml\"[^>]*>",
            "",
            "content_types",
        ),
        ("word/_rels/document.xml.rels", "fontTable.xml", "fonts.xml", "relationships"),
    ],
)
def test_each_fault_put_into_a_note_is_found(
    note: bytes, part: str, pattern: str, new: str, rule: str
) -> None:
    assert rule in rules("brief.docx", changed(note, part, pattern, new))


def test_every_rule_belongs_to_one_area_and_says_what_it_wants() -> None:
    asked = [rule for area in AREAS.values() for rule in area]
    assert len(asked) == len(set(asked))
    assert [rule.__name__ for rule in asked if not rule.__doc__] == []
