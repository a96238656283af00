"""A pack as files: same bytes twice, nothing lost, hostile texts harmless, choices checked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image
from pptx import Presentation
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from hbanalysis.analysis.year import year
from hbanalysis.briefing import files
from hbanalysis.briefing.choice import OFFICE, BadChoice, Choice, read_choice
from hbanalysis.briefing.drawing import DPI
from hbanalysis.briefing.figure_files import COLUMN, OURS, SLIDE
from hbanalysis.briefing.files import Written, put_all
from hbanalysis.briefing.formats import cell_format
from hbanalysis.briefing.note import BadTemplate, write_note
from hbanalysis.briefing.note_annex import FIELDS
from hbanalysis.briefing.note_texts import context_of
from hbanalysis.briefing.pack import FIGURES, FILES, write_pack
from hbanalysis.briefing.pack_content import Content, content_of, figure_names
from hbanalysis.cli import app
from hbanalysis.intake import machine
from hbanalysis.intake.store import atomic
from hbanalysis.presentation.sheet import Cell
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.language import Language
from scripts.make_note_template import FOLDER, TEXTS, template
from tests.conftest import ROOT
from tests.tables import INDICATORS, months, write_office

pytestmark = pytest.mark.slow

HOSTILE = '=HYPERLINK("http://x","</w:t>{{ 7*7 }}<b>&'
YEARS = (
    "indicator | period | value | territory\n"
    + "\n".join(
        months("thu", year, [80 + 5 * month for month in range(1, 13 if year < 2024 else 10)])
        for year in (2021, 2022, 2023, 2024)
    )
    + "\n"
    + months("ngheo", 2024, [0] * 9)
)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A small office whose first indicator has a hostile name."""
    hostile = re.sub(r"Thu ngân sách +", HOSTILE, INDICATORS, count=1)
    root = write_office(tmp_path_factory.mktemp("office"), observations=YEARS, indicators=hostile)
    return content_of(year("2024-Q3", "quan", language="vi", root=root))


@pytest.fixture(scope="module")
def folder(small: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pack(small, tmp_path_factory.mktemp("pack") / "out").folder


class TestFiles:
    def test_the_same_data_give_the_same_bytes(
        self, small: Content, folder: Path, tmp_path: Path
    ) -> None:
        again = content_of(
            year(small.period, small.territory, language=small.lang, root=small.office)
        )
        assert bytes_of(write_pack(again, tmp_path / "out").folder) == bytes_of(folder)

    def test_every_figure_comes_in_every_form_with_its_words(
        self, small: Content, folder: Path
    ) -> None:
        names = [
            name for name in figure_names(small) if (folder / FIGURES / f"{name}.svg").is_file()
        ]
        assert {"plan", "year-end-thu", "trend-thu"} <= set(names)
        found = {path.name for path in (folder / FIGURES).iterdir()}
        ends = (".svg", ".pdf", "-slide.png", "-a4.png", ".csv", "-alt.txt", "-caption.txt")
        assert found == {name + end for name in names for end in ends}
        with (
            Image.open(folder / FIGURES / "plan-slide.png") as wide,
            Image.open(folder / FIGURES / "plan-a4.png") as column,
        ):
            assert wide.width == pytest.approx(SLIDE[0] * DPI, rel=0.01)
            assert wide.width / wide.height == pytest.approx(SLIDE[0] / SLIDE[1], rel=0.01)
            assert column.width == pytest.approx(COLUMN * DPI, rel=0.01)
            assert [round(dots) for dots in (*wide.info["dpi"], *column.info["dpi"])] == [DPI] * 4

    def test_hostile_names_are_text_everywhere(self, folder: Path) -> None:
        sheet = CalamineWorkbook.from_path(folder / "table.xlsx").get_sheet_by_index(0).to_python()
        assert HOSTILE in [cell for row in sheet for cell in row]
        with zipfile.ZipFile(folder / "table.xlsx") as book:
            inside = b"".join(book.read(name) for name in book.namelist() if "sheet" in name)
        assert b"<f>" not in inside
        assert b"hyperlink" not in inside.lower()
        assert b"mergeCell" not in inside
        note = Document(str(folder / "brief.docx"))
        assert [row.cells[1].text for row in note.tables[-1].rows][1] == HOSTILE
        deck = Presentation(str(folder / "brief.pptx"))
        assert any(
            HOSTILE[1:] in shape.text_frame.text
            for slide in deck.slides
            for shape in slide.shapes
            if shape.has_text_frame
        )
        told = (folder / FIGURES / "plan.csv").read_text(encoding="utf-8-sig")
        assert f"'{HOSTILE}" in told.replace('""', '"')

    def test_the_look_is_not_the_default_one(self, folder: Path) -> None:
        with zipfile.ZipFile(folder / "brief.pptx") as deck:
            theme = deck.read("ppt/theme/theme1.xml").decode("utf-8")
            assert not [name for name in deck.namelist() if "thumbnail" in name]
            layouts = [
                name for name in deck.namelist() if re.match(r"ppt/slideLayouts/[^/]+xml$", name)
            ]
        assert "Office" not in theme
        assert "Calibri" not in theme
        assert len(layouts) == 2
        assert Presentation(str(folder / "brief.pptx")).slide_width / 914400 == pytest.approx(
            13.333, abs=0.01
        )

    def test_the_head_of_the_workbook_is_frozen_and_marked(self, folder: Path) -> None:
        with zipfile.ZipFile(folder / "table.xlsx") as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode("utf-8")
            table = book.read("xl/tables/table1.xml").decode("utf-8")
        assert 'state="frozen"' in sheet
        assert 'ref="A4:' in table
        assert 'headerRowCount="0"' not in table


def put(folder: Path, content: bytes, figure: str = "plan.csv") -> list[Written]:
    """One document and one figure, written as a pack is."""
    return put_all(folder, {"brief.pptx": content}, (FIGURES, {figure: content}), OURS)


class TestWriting:
    def test_what_others_put_among_the_figures_stays_and_our_former_figures_go(
        self, tmp_path: Path
    ) -> None:
        put(tmp_path, b"old", "trend-3.svg")
        (tmp_path / FIGURES / "hop").mkdir()
        for name in ("photo.jpg", "plan.xlsx", "hop/plan.csv"):
            (tmp_path / FIGURES / name).write_bytes(b"own")
        put(tmp_path, b"new")
        assert bytes_of(tmp_path) == {
            "brief.pptx": b"new",
            "figures/plan.csv": b"new",
            "figures/photo.jpg": b"own",
            "figures/plan.xlsx": b"own",
            "figures/hop/plan.csv": b"own",
        }

    def test_a_pack_that_cannot_be_written_whole_leaves_the_former_one_and_no_remains(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "brief.pptx").write_bytes(b"old")
        (tmp_path / FIGURES).write_bytes(b"a file")
        with pytest.raises(HbaError, match=FIGURES):
            put(tmp_path, b"new")
        assert bytes_of(tmp_path) == {"brief.pptx": b"old", FIGURES: b"a file"}

    def test_a_place_that_is_a_file_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "bieu mau.xlsx").write_bytes(b"own")
        with pytest.raises(HbaError, match=r"bieu mau\.xlsx cannot be read or written"):
            put(tmp_path / "bieu mau.xlsx", b"new")
        assert bytes_of(tmp_path) == {"bieu mau.xlsx": b"own"}


class Killed(BaseException):
    """As final as a signal: no ``except Exception`` sees it."""


class TestKilled:
    """A pack is the former one or the new one, whenever the run dies."""

    @pytest.mark.parametrize("step", range(6))
    @pytest.mark.parametrize("in_one_step", [True, False], ids=["linux", "elsewhere"])
    def test_at_any_step_it_is_whole(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, *, in_one_step: bool
    ) -> None:
        target, left = tmp_path / "out", [step]
        put(target, b"old")
        before = bytes_of(target)
        real = {name: getattr(Path, name) for name in ("write_bytes", "rename")}
        exchange = machine.exchange

        def counted(name: str) -> Callable[..., Any]:
            def call(*arguments: Any) -> Any:
                left[0] -= 1
                if left[0] < 0:
                    raise Killed
                return real[name](*arguments)

            return call

        real["exchange"] = exchange if in_one_step else lambda *_: False
        for name in ("write_bytes", "rename"):
            monkeypatch.setattr(Path, name, counted(name))
        monkeypatch.setattr(machine, "exchange", counted("exchange"))
        monkeypatch.setattr(atomic, "_remove", lambda _: None)  # a kill runs no clean-up
        with suppress(Killed):
            put(target, b"new")
        monkeypatch.undo()
        atomic.recover(target)
        assert bytes_of(target) in (before, dict.fromkeys(before, b"new"))
        put(target, b"newer")
        assert set(bytes_of(target).values()) == {b"newer"}

    def test_what_others_put_beside_the_files_stays_the_same_file(self, tmp_path: Path) -> None:
        target = tmp_path / "out"
        put(target, b"old")
        (target / "bien ban").mkdir()
        for name in ("ghi chu.txt", "bien ban/hop.txt"):
            (target / name).write_bytes(b"own")
        (target / ".brief.pptx.new").write_bytes(b"remains of a killed run")
        number = (target / "ghi chu.txt").stat().st_ino
        put(target, b"new")
        assert (target / "ghi chu.txt").stat().st_ino == number
        assert (target / "bien ban" / "hop.txt").read_bytes() == b"own"
        assert [path.name for path in target.iterdir() if path.name.startswith(".")] == []
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    def test_the_folder_one_stands_in_and_a_link_keep_their_place(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target, link = tmp_path / "out", tmp_path / "link"
        target.mkdir()
        link.symlink_to(target)
        put(link, b"one")
        assert link.is_symlink()
        number = target.stat().st_ino
        monkeypatch.chdir(target)
        put(Path(), b"two")
        assert (target.stat().st_ino, (target / "brief.pptx").read_bytes()) == (number, b"two")


class TestHeldOpen:
    @pytest.fixture
    def held(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
        """Windows refuses to replace what is held open; elsewhere that has to be done by hand."""

        def hold(held: Path) -> None:
            real, swap = Path.replace, atomic.swap_in

            def replace(self: Path, target: Any) -> Path:
                if Path(target) == held:
                    raise PermissionError(13, "Permission denied", str(target))
                return real(self, target)

            def swap_in(new: Path, target: Path) -> None:
                if held.is_relative_to(target) and held.exists():
                    raise PermissionError(13, "Permission denied", str(target))
                swap(new, target)

            monkeypatch.setattr(Path, "replace", replace)
            monkeypatch.setattr(files, "swap_in", swap_in)
            monkeypatch.setattr(atomic, "swap_in", swap_in)

        return hold

    def test_a_file_is_left_and_the_new_one_stands_beside_it(
        self, tmp_path: Path, held: Callable[[Path], None]
    ) -> None:
        path = tmp_path / "brief.pptx"
        put(tmp_path, b"old")
        held(path)
        first, second = put(tmp_path, b"new")[0], put(tmp_path, b"newer")[0]
        assert path.read_bytes() == b"old"
        assert (first.path.read_bytes(), second.path.read_bytes()) == (b"new", b"newer")
        assert re.fullmatch(r"brief-\d{8}-\d{6}(-\d+)?\.pptx", first.path.name)
        assert (first.wanted, second.wanted) == (path, path)
        assert len(list(tmp_path.iterdir())) == 4

    def test_a_folder_is_left_and_the_new_one_stands_beside_it(
        self, tmp_path: Path, held: Callable[[Path], None]
    ) -> None:
        put(tmp_path, b"old")
        held(tmp_path / "figures")
        beside = put(tmp_path, b"new")[1]
        assert (tmp_path / "figures" / "plan.csv").read_bytes() == b"old"
        assert (beside.path / "plan.csv").read_bytes() == b"new"
        assert len(list(tmp_path.iterdir())) == 3

    def test_the_command_says_so_and_ends_with_1(
        self, small: Content, held: Callable[[Path], None]
    ) -> None:
        target = small.office.root / "out"
        target.mkdir()
        (target / "brief.docx").write_bytes(b"open")
        held(target / "brief.docx")
        choice = small.office.root / "choice.toml"
        choice.write_text('figures = ["plan"]\nslides = ["stand"]\n', encoding="utf-8")
        found = CliRunner().invoke(
            app,
            [
                "briefing",
                "2024-Q3",
                "--territory",
                "quan",
                "--root",
                str(small.office.root),
                "--choice",
                str(choice),
                "--output",
                str(target),
                "--lang",
                "en",
            ],
        )
        assert found.exit_code == 1
        assert "brief.docx is open in another program" in found.stderr
        assert sorted(
            re.sub(r"-\d{8}-\d{6}", "-TIME", line) for line in found.stdout.splitlines()
        ) == ["out/brief-TIME.docx", "out/brief.pptx", "out/figures", "out/table.xlsx"]


class TestChoice:
    def test_all_problems_are_told_at_once_with_the_nearest_name(self, tmp_path: Path) -> None:
        path = tmp_path / "choice.toml"
        path.write_text(
            'audience = "leader"\nfigure = []\nslides = ["stand", "trend-9", "sources", "plann"]\n'
            'indicators = "3"\n[office]\nsignr = "A"\n',
            encoding="utf-8",
        )
        with pytest.raises(BadChoice) as refused:
            read_choice(path, ["3", "4b"])
        told = [
            (one.locator, one.facts.get("found"), one.facts.get("near"))
            for one in refused.value.findings
        ]
        assert told == [
            ("figure", "figure", "figures"),
            ("audience", "leader", "leaders"),
            ("indicators", None, None),
            ("slides", "trend-9", "trend-3"),
            ("slides", "plann", "plan"),
            ("office", "signr", "signer"),
        ]

    def test_order_indicators_and_office_are_followed(self, tmp_path: Path) -> None:
        path = tmp_path / "choice.toml"
        path.write_text(
            'audience = "specialists"\nindicators = ["4b", "3"]\nfigures = ["trend", "plan"]\n'
            '[office]\nname = "VĂN PHÒNG"\n',
            encoding="utf-8",
        )
        chosen = read_choice(path, ["3", "4b"])
        assert (chosen.indicators, chosen.figures) == (("4b", "3"), ("trend", "plan"))
        assert "table" in chosen.slides
        assert chosen.office == OFFICE | {"name": "VĂN PHÒNG"}
        assert read_choice(None, ["3"]) == Choice()

    def test_specialists_get_the_whole_table_on_slides(
        self, content: Callable[..., Content], tmp_path: Path
    ) -> None:
        path = tmp_path / "choice.toml"
        path.write_text(
            'slides = ["table", "year-end-3"]\nfigures = ["year-end-3", "plan"]\n', encoding="utf-8"
        )
        known = content("hong-bang", "2024-Q3")
        chosen = replace(known, choice=read_choice(path, known.table["indicator"].tolist()))
        deck = Presentation(io.BytesIO(FILES["brief.pptx"](chosen)))
        cells = [
            row.cells[0].text
            for slide in deck.slides
            for shape in slide.shapes
            if shape.has_table
            for row in list(shape.table.rows)[1:]
        ]
        assert cells == known.plan_table.joined().texts["name"].tolist()
        assert figure_names(chosen) == ["year-end-3", "plan"]


class TestTemplate:
    def test_ours_are_what_the_script_writes(self) -> None:
        for code in TEXTS:
            with (
                zipfile.ZipFile(FOLDER / f"brief-{code}.docx") as stored,
                zipfile.ZipFile(io.BytesIO(template(code))) as made,
            ):
                assert {n: stored.read(n) for n in stored.namelist()} == {
                    n: made.read(n) for n in made.namelist()
                }

    def test_every_variable_is_documented(self, small: Content) -> None:
        page = (ROOT / "docs" / "briefing.md").read_text(encoding="utf-8")
        assert [name for name in (*context_of(small), *FIELDS) if f"`{name}`" not in page] == []

    def test_the_office_s_own_comes_first_and_its_unknown_variables_are_refused(
        self, small: Content
    ) -> None:
        own = small.office.root / "templates" / "brief-vi.docx"
        own.parent.mkdir(exist_ok=True)
        document = Document()
        document.add_paragraph("Báo cáo {{ period }} {{ standin }} {{ offices.name }}")
        document.save(str(own))
        try:
            with pytest.raises(BadTemplate) as refused:
                write_note(small)
            assert [(one.facts["found"], one.facts["near"]) for one in refused.value.findings] == [
                ("offices", "office"),
                ("standin", "standing"),
            ]
            for broken in ("{{ period + 1 }}", "{{ 1 / 0 }}", "{% for %}"):
                document.paragraphs[0].runs[0].text = broken
                document.save(str(own))
                with pytest.raises(BadTemplate):
                    write_note(small)
            own.write_bytes(b"no Word file")
            with pytest.raises(BadTemplate):
                write_note(small)
            document.paragraphs[0].runs[0].text = "Báo cáo {{ period }}"
            document.save(str(own))
            made = Document(io.BytesIO(write_note(small)))
            assert made.paragraphs[0].text == "Báo cáo Quý III/2024, quận Nhỏ"
        finally:
            own.unlink()


def test_a_format_shows_a_number_as_the_page_writes_it() -> None:
    vietnamese, english = Language("vi"), Language("en")
    percent = Cell(number=59.66, decimals=1, after="%")
    assert cell_format(percent, vietnamese) == "[$-42A]#,##0.0%"
    assert cell_format(Cell(number=60596.0), english) == "[$-409]#,##0"
    covered = Cell(number=4468.8, before="≥ ", after='* (7 "tháng")')
    assert cell_format(covered, vietnamese) == '[$-42A]"≥ "#,##0"* (7 tháng)"'


def test_without_figures_the_pack_is_shorter_and_says_why(tmp_path: Path) -> None:
    root = write_office(tmp_path, observations="indicator | period | value\nthu | 2020-01 | 5\n")
    empty = content_of(year("2024-Q3", "quan", language="en", root=root))
    pack = write_pack(empty, tmp_path / "out")
    deck = Presentation(str(pack.folder / "brief.pptx"))
    assert len(pack.notes) == 1
    # the answer, why nothing can be judged yet (two slides), where the plan comes from
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[0] == "None of 9 targets can be judged at this date"
    assert titles[1:3] == [f"9 targets are not assessed at this date ({page}/2)" for page in (1, 2)]
    assert titles[3:] == ["No figures yet; the plan's own sources"]
    assert sorted(path.name for path in pack.folder.iterdir()) == [
        "brief.docx",
        "brief.pptx",
        "figures",
        "table.xlsx",
    ]
