"""The office's colour and logo as data: followed by every file, refused when they cannot be."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from office_check.every_rule import faults
from office_check.opening import Office
from PIL import Image
from pptx import Presentation

from hbanalysis.analysis.year import year
from hbanalysis.briefing.deck import write_deck
from hbanalysis.briefing.office_look import FILE, BadLook, OfficeLook, read_look
from hbanalysis.briefing.pack_content import Content, content_of, draw
from hbanalysis.briefing.table_workbook import write_workbook
from hbanalysis.presentation.display import Figure
from hbanalysis.presentation.figures.style import ACCENT
from tests.briefing.test_deck import FIGURES
from tests.tables import write_office

pytestmark = pytest.mark.slow

RED = "#7a1020"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_office(tmp_path_factory.mktemp("look"), observations=FIGURES)


@pytest.fixture
def file(root: Path) -> Iterator[Path]:
    """Where the office says how its packs look; taken away afterwards."""
    path = root / "templates" / FILE
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (300, 90), RED).save(path.with_name("logo.png"))
    yield path
    path.unlink(missing_ok=True)


def opened(root: Path) -> Content:
    return content_of(year("2024-Q3", "quan", root=root))


def test_colour_and_logo_are_followed_by_every_file(root: Path, file: Path) -> None:
    file.write_text(f'accent = "{RED.upper()}"\nlogo = "logo.png"\n', encoding="utf-8")
    content = opened(root)
    deck = write_deck(content)
    office = Office("brief.pptx", deck)
    assert faults(office, "accessibility", "package", "theme and print") == []
    (shown,) = office.find("ppt/theme/theme1.xml", "//a:accent1/a:srgbClr/@val")
    assert shown == RED.lstrip("#").upper()
    made = Presentation(io.BytesIO(deck))
    (logo,) = [shape for shape in made.slide_master.shapes if shape.name == "Logo"]
    title = made.slides[0].shapes.title
    assert title.left + title.width < logo.left
    assert logo.left + logo.width < made.slide_width
    assert logo.width / logo.height == pytest.approx(300 / 90, rel=0.02)
    styles = Office("table.xlsx", write_workbook(content)).parts["xl/styles.xml"]
    assert RED.lstrip("#").upper().encode() in styles
    drawn = [draw(content, name) for name in ("trend-thu", "year-end-thu")]
    pictures = [figure.svg for figure in drawn if isinstance(figure, Figure)]
    assert RED.encode() in pictures[1]
    assert [ACCENT.encode() in svg for svg in pictures] == [False, False]


def test_without_a_file_it_is_ours(root: Path) -> None:
    assert read_look(root) == OfficeLook(ACCENT, b"")


def test_everything_wrong_is_told_at_once(root: Path, file: Path) -> None:
    text = 'acent = "#000000"\naccent = "#ffcc00"\nlogo = "none.png"\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadLook) as refused:
        read_look(root)
    told = [(one.rule, one.facts.get("contrast")) for one in refused.value.findings]
    assert told == [("look-key", None), ("look-accent", 1.5), ("look-logo", None)]
    assert refused.value.findings[0].facts["near"] == "accent"


@pytest.mark.parametrize(
    "text", ["accent = 5", 'accent = "blue"', 'logo = "look.toml"', "logo = 1", "accent ="]
)
def test_what_cannot_be_followed_is_refused(root: Path, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadLook) as refused:
        read_look(root)
    (told,) = refused.value.findings
    assert re.match(r"look-(accent|logo|syntax)", told.rule)
