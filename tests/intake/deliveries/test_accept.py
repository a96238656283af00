"""Taking in is all or nothing.

What is written, what is refused, and what a death in the middle leaves.
"""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hbanalysis.cli import app
from hbanalysis.intake.delivery.accept import accept, check_in_place, import_lock
from hbanalysis.intake.delivery.prepare import Delivery, prepare
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.language import Language
from tests.conftest import CAMPAIGN, ROOT
from tests.intake.deliveries.makers import NAME, SPENDING, table, xlsx
from tests.intake.deliveries.recipe import write_recipe

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent


@pytest.fixture
def desk(office: Callable[..., Path], tmp_path: Path) -> Path:
    """The tiny office with the recipe of the cases and an empty inbox."""
    (tmp_path / "inbox").mkdir()
    root = office()
    write_recipe(root)
    return root


def deliver(root: Path, file: Path, *, take: bool = True, received: str = "") -> Delivery:
    """Prepare a file and take it in."""
    with import_lock(root):
        made = check_in_place(root, prepare(root, file, "bao-cao", received))
        if take and not made.blocked:
            accept(root, made)
    return made


def report(root: Path, value: float = 100.5, name: str = NAME, spending: float = 50) -> Path:
    """A report in the inbox with the given revenue and spending of April."""
    rows = table(["Thu ngân sách", "Tỷ đồng", value, 400], [*SPENDING[:2], spending, 200])
    return xlsx(rows, name)(root / "inbox")


def rules(made: Delivery) -> list[str]:
    """The rules of all errors."""
    return [finding.rule for finding in made.findings if finding.level == "error"]


def rows_of(path: Path) -> list[dict[str, str]]:
    """A CSV file as rows."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_preview_writes_nothing(desk: Path) -> None:
    before = {p: p.read_bytes() for p in (desk / "data").rglob("*.csv")}
    made = deliver(desk, report(desk), take=False)
    assert len(made.observations) == 4
    assert {p: p.read_bytes() for p in (desk / "data").rglob("*.csv")} == before
    assert not (desk / "data/raw/received").exists()


def test_an_accepted_file_is_kept_registered_and_traceable(desk: Path) -> None:
    file = report(desk)
    deliver(desk, file, received="2024-05-08")
    kept = desk / "data/raw/received/2024-05-06-bao-cao.xlsx"
    entry = {
        "name": NAME,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "recipe": "bao-cao",
        "received": "2024-05-08",
        "stored": kept.name,
        "observations": "data/raw/observations/bao-cao-2024-05-06-bao-cao.csv",
    }
    assert kept.read_bytes() == file.read_bytes()
    assert rows_of(desk / "data/raw/received/registry.csv") == [entry]
    first = rows_of(desk / entry["observations"])[0]
    assert (first["indicator"], first["period"], first["value"]) == ("thu", "2024-04", "100.5")
    assert (first["source"], first["locator"]) == ("Báo cáo tháng 04/2024", "Sheet1!C4")
    assert (first["published"], first["status"]) == ("2024-05-06", "preliminary")


def test_accepted_figures_are_known_from_their_publication_on(desk: Path) -> None:
    deliver(desk, report(desk))
    for day, known in (("2024-05-05", 0), ("2024-05-06", 4)):
        told = workspace(desk, day).observations
        assert (told["period"] == "2024-04").sum() == known


def test_the_same_file_comes_in_once_whatever_its_name(desk: Path) -> None:
    file = report(desk)
    deliver(desk, file)
    again = file.with_name("2024-06-01-khac.xlsx")
    again.write_bytes(file.read_bytes())
    made = deliver(desk, again)
    assert rules(made) == ["already-imported"]
    assert "đã nhập ngày 2024-05-06 với tên " + NAME in Language("vi").finding(made.findings[-1])
    assert len(rows_of(desk / "data/raw/received/registry.csv")) == 1


def test_another_value_published_on_the_same_day_is_refused_as_a_whole(desk: Path) -> None:
    deliver(desk, report(desk))
    before = {p: p.read_bytes() for p in (desk / "data").rglob("*.csv")}
    made = deliver(desk, report(desk, value=101, name="2024-05-06-sua.xlsx"))
    assert rules(made) == ["contradiction"]
    assert (
        "C4 ghi 101, nhưng data/raw/observations/bao-cao-2024-05-06-bao-cao.csv dòng 2 ghi 100.5"
        in Language("vi").finding(made.findings[-1])
    )
    assert {p: p.read_bytes() for p in (desk / "data").rglob("*.csv")} == before


def test_another_value_published_later_is_a_new_vintage(desk: Path) -> None:
    deliver(desk, report(desk))
    deliver(desk, report(desk, value=101, name="2024-06-06-bao-cao.xlsx"))
    told = workspace(desk).observations
    april = told[
        (told["indicator"] == "thu")
        & (told["period"] == "2024-04")
        & (told["accumulation"] == "month")
    ]
    assert april["value"].tolist() == [100.5, 101]


def test_a_second_file_of_one_name_is_appended_and_kept_beside_the_first(desk: Path) -> None:
    deliver(desk, report(desk, name="bao-cao.xlsx"), received="2024-05-06")
    deliver(desk, report(desk, 101, name="bao-cao.xlsx"), received="2024-06-06")
    entries = rows_of(desk / "data/raw/received/registry.csv")
    assert len({entry["stored"] for entry in entries}) == 2
    assert [entry["received"] for entry in entries] == ["2024-05-06", "2024-06-06"]
    assert len(rows_of(desk / "data/raw/observations/bao-cao-bao-cao.csv")) == 8
    for entry in entries:
        kept = (desk / "data/raw/received" / entry["stored"]).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == entry["sha256"]


def test_what_is_known_already_is_not_written_twice(desk: Path) -> None:
    deliver(desk, report(desk))
    made = deliver(desk, report(desk, name="2024-05-06-lai.xlsx", spending=50.0))
    assert rules(made) in ([], ["already-imported"])
    assert made.observations == []


def test_a_rejected_cell_stops_only_its_own_row(desk: Path) -> None:
    file = xlsx(table(["Thu ngân sách", "Tỷ đồng", "1.536", 400], SPENDING))(desk / "inbox")
    made = deliver(desk, file)
    assert rules(made) == ["ambiguous-number", "row-stopped"]
    assert {one.fields["indicator"] for one in made.observations} == {"chi"}
    assert "Không nhập dòng “Thu ngân sách” do lỗi ở C4." in map(
        Language("vi").finding, made.findings
    )


def test_a_file_of_which_nothing_can_be_taken_is_not_kept(desk: Path) -> None:
    rows = table(
        ["Thu ngân sách", "Tỷ đồng", "1.536", 400], ["Chi thường xuyên", "Tỷ đồng", "1.200", 200]
    )
    file = xlsx(rows)(desk / "inbox")
    run = CliRunner().invoke(
        app, ["import", str(file), "--recipe", "bao-cao", "--root", str(desk), "--accept"]
    )
    assert (run.exit_code, "Không nhập được số liệu nào từ tệp này" in run.stderr) == (1, True)
    assert not (desk / "data/raw/received").exists()


def test_two_imports_at_a_time_are_one_too_many(desk: Path) -> None:
    with (
        import_lock(desk),
        pytest.raises(HbaError, match="Another import is under way"),
        import_lock(desk),
    ):
        pass


def test_a_file_that_changes_while_it_is_read_is_not_taken(desk: Path) -> None:
    file = report(desk)
    with import_lock(desk):
        made = check_in_place(desk, prepare(desk, file, "bao-cao"))
        file.write_bytes(file.read_bytes() + b" ")
        with pytest.raises(HbaError, match="changed while it was read"):
            accept(desk, made)
    assert not (desk / "data/raw/received").exists()


# Every point is a process of its own: all of them in `make campaign`, every fourth each time.
STEP = 1 if CAMPAIGN else 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("form", ["", "plain"])
def test_a_death_in_the_middle_leaves_the_former_state_or_the_new_one(
    desk: Path, form: str
) -> None:
    words = [str(HERE / "kill_at.py"), str(desk), str(report(desk)), "bao-cao", str(STEP), form]
    run = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert run.returncode == 0, run.stderr
    left = Counter(line.split()[0] for line in run.stdout.splitlines())
    assert set(left) == {"former", "new"}
    assert left["former"] >= 40 // STEP
