"""The note as a Word file: its structure, and what becomes of an office's own template."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from hbanalysis.analysis.year import year
from hbanalysis.briefing.note import FOLDER, BadTemplate, write_note
from hbanalysis.briefing.note_annex import FIELDS, note_table
from hbanalysis.briefing.pack_content import Content, content_of
from scripts.make_note_template import template
from tests.tables import write_office

pytestmark = pytest.mark.slow

FIGURES = "indicator | period | value\nthu | 2023-01 | 90\nthu | 2024-01 | 100\n"


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """An office in January: the annex has no column "in the period"."""
    root = write_office(tmp_path_factory.mktemp("january"), observations=FIGURES)
    return content_of(year("2024-01", "quan", language="vi", root=root))


@pytest.fixture
def own(january: Content) -> Iterator[Path]:
    """Where the office keeps its own template; taken away afterwards."""
    path = january.office.root / FOLDER / "brief-vi.docx"
    path.parent.mkdir(exist_ok=True)
    yield path
    path.unlink(missing_ok=True)


def annex(fields: list[str], *, across: int = 0) -> Any:
    """A template with nothing but a standard table of some fields, as an office draws it.

    ``across``: how many columns the first cell of a line below the head covers.
    """
    document = Document()
    table = document.add_table(5 if across else 4, len(fields))
    loops = {1: "{%tr for row in rows %}", 3: "{%tr endfor %}"}
    for number, row in enumerate(table.rows):
        for cell, field in zip(row.cells, fields, strict=True):
            cell.text = {0: f"{{{{ head.{field} }}}}", 2: f"{{{{ row.{field} }}}}"}.get(number, "")
        if number in loops:
            row.cells[0].text = loops[number]
    if across:
        line = table.rows[4].cells
        line[0].merge(line[across - 1]).text = "Chỉ tiêu kinh tế"
    return document


def heads(note: bytes) -> list[str]:
    """The head of the last table of a note."""
    return [cell.text for cell in Document(io.BytesIO(note)).tables[-1].rows[0].cells]


def _has_letters() -> bool:
    """Whether LibreOffice is here, with a font of Times' width that has Vietnamese letters."""
    if not (shutil.which("soffice") and shutil.which("fc-list")):
        return False
    call = ["fc-list", ":lang=vi", "family"]
    families = subprocess.run(call, capture_output=True, encoding="utf-8", check=True).stdout
    return any(name in families for name in ("Times New Roman", "Liberation Serif"))


@pytest.mark.skipif(not _has_letters(), reason="needs LibreOffice and Vietnamese letters of Times")
@pytest.mark.parametrize("period", ["2024-01", "2024-Q3", "2024"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_plan_of_26_targets_takes_two_pages(
    file: Callable[..., bytes], tmp_path: Path, period: str, language: str
) -> None:
    note = tmp_path / "brief.docx"
    note.write_bytes(file("brief.docx", "hong-bang", period, language))
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*call, str(note)], capture_output=True, check=True)
    with pypdfium2.PdfDocument(tmp_path / "brief.pdf") as printed:
        assert len(printed) == 2


def test_what_is_not_due_names_its_last_level_and_month(content: Callable[..., Content]) -> None:
    _, rows = note_table(content("hong-bang", "2024-01"))
    told = {row["code"]: (row["actual"], row["note"]) for row in rows}
    assert told["10"] == ("97,8% (12/2023)", "đánh giá từ 3/2024")
    assert told["12"][0] == "chưa đến kỳ"  # an event has no level to name


@pytest.mark.parametrize(
    ("form", "there", "gone"),
    [
        ("", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("party", "ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ],
)
def test_the_letter_takes_the_form_of_its_office(
    january: Content, form: str, there: str, gone: str
) -> None:
    office = january.choice.office | {"form": form}
    case = replace(january, choice=replace(january.choice, office=office))
    head = Document(io.BytesIO(write_note(case))).tables[0]
    told = [paragraph.text for cell in head.rows[0].cells for paragraph in cell.paragraphs]
    assert there in told
    assert gone not in told
    assert ("*" in told) == (form == "party")
    assert told[-1].startswith("Nhỏ, ngày")  # Quận Nhỏ: a place line has the proper name alone


def test_title_and_headings_are_built_in_ones(file: Callable[..., bytes]) -> None:
    note = Document(io.BytesIO(file("brief.docx", "hong-bang", "2024-Q3")))
    told = [
        (p.style.name, p.text)
        for p in note.paragraphs
        if p.style.name.startswith(("Title", "Head"))
    ]
    assert [name for name, _ in told] == ["Title", *["Heading 1"] * 3, "Heading 2"]
    assert told[1][1] == "1. Kết quả thực hiện"
    assert note.styles["Annex Title"].base_style.name == "Heading 1"
    bold = [run.text for p in note.paragraphs for run in p.runs if run.bold]
    assert bold == [], "what is bold is so by its style"


def test_the_title_says_the_place_once(file: Callable[..., bytes]) -> None:
    note = Document(io.BytesIO(file("brief.docx", "hong-bang", "2024-Q3")))
    assert note.core_properties.title == "Quý III/2024, quận Hồng Bàng"
    assert note.core_properties.author == "Quận Hồng Bàng", "no office has been named"


def test_it_is_laid_out_as_word_2013_and_later_do(file: Callable[..., bytes]) -> None:
    settings = Document(io.BytesIO(file("brief.docx", "hong-bang", "2024-Q3"))).settings.element
    kept = {e.get(qn("w:name")): e.get(qn("w:val")) for e in settings.iter(qn("w:compatSetting"))}
    assert kept["compatibilityMode"] == "15"
    assert settings.find(f".//{qn('w:useFELayout')}") is None


class TestOwnTemplate:
    def test_every_column_without_a_head_goes_whatever_else_is_missing(
        self, january: Content, own: Path
    ) -> None:
        for left_out in ("in_period", "note", "same_period", "assessment"):
            annex([name for name in FIELDS if name != left_out]).save(str(own))
            assert "" not in heads(write_note(january))

    def test_a_table_of_few_columns_keeps_those_it_has(self, january: Content, own: Path) -> None:
        annex(["name", "in_period", "actual"]).save(str(own))
        note = Document(io.BytesIO(write_note(january)))
        assert heads(write_note(january)) == ["Chỉ tiêu", "Thực hiện trong kỳ"]
        grid = note.tables[0]._tbl.tblGrid.gridCol_lst
        assert [len(row._tr.tc_lst) for row in note.tables[0].rows] == [2] * len(
            note.tables[0].rows
        )
        assert len(grid) == 2

    def test_a_line_over_several_columns_shrinks_with_them(
        self, january: Content, own: Path
    ) -> None:
        annex(["code", "name", "in_period", "actual"], across=4).save(str(own))
        last = Document(io.BytesIO(write_note(january))).tables[0].rows[-1]._tr.tc_lst
        assert [cell.grid_span for cell in last] == [3]
        assert last[0].xpath("string(.)") == "Chỉ tiêu kinh tế"

    def test_its_standard_table_says_what_it_is_and_keeps_what_the_office_says(
        self, january: Content, own: Path
    ) -> None:
        def told() -> list[str]:
            properties = Document(io.BytesIO(write_note(january))).tables[-1]._tbl.tblPr
            return [
                properties.find(qn(f"w:tbl{n}")).get(qn("w:val"))
                for n in ("Caption", "Description")
            ]

        annex(["name", "actual"]).save(str(own))
        assert told() == ["Kế hoạch và thực hiện", "Tháng 1/2024, quận Nhỏ"]
        own.write_bytes(template("en"))
        assert told()[1].startswith("Each row is one target")

    @pytest.mark.parametrize(
        "text",
        [
            "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
            "{{ 'x' * 9999999999 }}",
            "{{ 9 ** 999999999 }}",
        ],
    )
    def test_one_without_end_is_told_at_once(self, january: Content, own: Path, text: str) -> None:
        document = Document()
        document.add_paragraph(text)
        document.save(str(own))
        with pytest.raises(BadTemplate) as problem:
            write_note(january)
        assert problem.value.findings[0].rule == "template-syntax"
