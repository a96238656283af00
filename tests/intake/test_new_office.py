"""A new office's workspace: it runs at once, and what cannot be made leaves nothing behind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hbanalysis.intake.delivery.examples import drop_examples
from hbanalysis.intake.delivery.register import as_text, read_rows
from hbanalysis.intake.load import workspace
from hbanalysis.intake.new_office import asked_office, example_tables, files_of, start_office
from hbanalysis.intake.store.build import build
from hbanalysis.vocabulary.errors import HbaError, WrongUsage
from hbanalysis.vocabulary.terms import DEMO

TODAY = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("name", "level", "parent", "code", "found"),
    [
        ("Phường Hồng Bàng", "", "", "hong-bang", "ward"),
        ("  Xã   Tiên Lãng ", "", "", "tien-lang", "commune"),
        ("Đặc khu Cát Hải", "", "", "cat-hai", "special zone"),
        ("Quận 1", "", "", "quan-1", "district"),
        ("Hồng Bàng", "phường", "", "hong-bang", "ward"),
        ("Hồng Bàng", "Quận", "", "hong-bang", "district"),
        ("Văn phòng Aux", "ward", "", "van-phong-aux", "ward"),
        ("Phường Aux", "", "", "ward-aux", "ward"),
    ],
)
def test_an_office_has_a_code_and_a_level(
    name: str, level: str, parent: str, code: str, found: str
) -> None:
    office = asked_office(name, level, 2026, parent)
    assert (office.code, office.level) == (code, found)


@pytest.mark.parametrize(
    ("name", "level"), [("", ""), ("  ", ""), ("12", ""), ("A\x07b", ""), ("A", "wardd")]
)
def test_what_cannot_be_an_office_is_refused(name: str, level: str) -> None:
    with pytest.raises(WrongUsage):
        asked_office(name, level, 2026, "")


@pytest.mark.parametrize("parent", ["", "Thành phố Hải Phòng", "Phường Hồng Bàng"])
@pytest.mark.parametrize("year", [2024, 2026, 2030])
def test_the_tables_have_no_finding_and_every_example_is_marked(
    tmp_path: Path, year: int, parent: str
) -> None:
    folder = tmp_path / "đơn vị"
    start_office(folder, files_of(asked_office("Phường Hồng Bàng", "", year, parent), TODAY))
    assert [f.message for f in build(folder).findings if f.level != "note"] == []
    office = workspace(folder)
    assert set(office.observations["source"]) <= {DEMO}
    assert office.targets["year"].tolist() == [year] * 3
    assert (office.observations["published"] <= TODAY.isoformat()).all()
    assert (folder / "README.md").read_text("utf-8").count("@") == 0


def test_the_same_question_gives_the_same_files() -> None:
    office = asked_office("Xã An Lão", "", 2026, "Hải Phòng")
    assert files_of(office, TODAY) == files_of(office, TODAY)
    assert all(row["source"] == DEMO for row in example_tables(office, TODAY)["observations/vi-du"])


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    files = files_of(asked_office("Phường A", "", 2026, ""), TODAY)
    start_office(tmp_path / "a", files)
    before = tree(tmp_path)
    with pytest.raises(HbaError, match="workspace already"):
        start_office(tmp_path / "a", files)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x").touch()
    with pytest.raises(HbaError, match="not empty"):
        start_office(tmp_path / "b", files)
    with pytest.raises(HbaError, match="is a file"):
        start_office(tmp_path / "b" / "x", files)
    assert tree(tmp_path) == before | {"b", "b/x"}


@pytest.mark.parametrize("there", [True, False])
def test_what_fails_halfway_leaves_nothing(tmp_path: Path, there: bool) -> None:
    files = files_of(asked_office("Phường A", "", 2026, ""), TODAY)

    def full_disk(_: Path) -> None:
        raise OSError(28, "No space left on device")

    if there:
        (tmp_path / "a").mkdir()
    with pytest.raises(HbaError, match="nothing was changed"):
        start_office(tmp_path / "a", files, full_disk)
    assert tree(tmp_path) == ({"a"} if there else set())
    start_office(tmp_path / "a", files)
    assert (tmp_path / "a" / "data" / "raw" / "targets.csv").is_file()


def test_the_examples_give_way_to_an_accepted_plan(tmp_path: Path) -> None:
    """An example's dated target would else stand before an undated one of the plan."""
    root, stage = tmp_path / "office", tmp_path / "stage"
    start_office(root, files_of(asked_office("Phường Hồng Bàng", "", 2026, ""), TODAY))
    table = Path("data/raw/targets.csv")
    former = read_rows(root / table)
    own = {**former[0], "value": "165", "source": "Nghị quyết", "decided": "", "plan": ""}
    (stage / table).parent.mkdir(parents=True)
    (stage / table).write_text(as_text([*former, own], list(own)), encoding="utf-8")
    assert drop_examples(root, stage) == 2
    assert [(row["indicator"], row["value"]) for row in read_rows(stage / table)] == [("1", "165")]
    assert [row["indicator"] for row in read_rows(stage / "data/raw/indicators.csv")] == ["1"]
    assert read_rows(stage / "data/raw/observations/vi-du.csv") == []
    for path in stage.rglob("*.csv"):
        (root / path.relative_to(stage)).write_bytes(path.read_bytes())
    assert [one.message for one in build(root).findings if one.level == "error"] == []
    assert drop_examples(root, stage) == 0
