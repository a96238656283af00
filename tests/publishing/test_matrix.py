"""Many reports from one file, on this machine or on a cluster."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from hbanalysis.intake.load import workspace
from hbanalysis.intake.store.lock import exclusive
from hbanalysis.publishing.batch.matrix import orders_of
from hbanalysis.publishing.batch.progress import publish
from hbanalysis.publishing.index import Order
from hbanalysis.vocabulary.errors import HbaError, WrongUsage
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.publishing.test_report import QUARTER, quick, small_notebook  # noqa: F401
from tests.tables import write_office

pytestmark = pytest.mark.slow

MATRIX = """
territories = ["quan", "phuong-a"]
periods = ["2024-Q1", "2024-Q2"]
languages = ["vi", "en"]
notebooks = ["one"]
[settings]
years = 3
"""
ON_A_CLUSTER = """
territories = ["quan", "phuong-a"]
periods = ["2024-Q1", "2024-Q2"]
notebooks = ["one"]
"""


def matrix(root: Path, text: str) -> Path:
    """A matrix file."""
    path = root / "year.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_matrix_is_every_combination_once(quick: Path) -> None:  # noqa: F811
    orders = orders_of(matrix(quick, MATRIX), workspace(quick), ["years=4"])
    assert [order.place for order in orders] == [
        f"{place}/{period}/{code}"
        for period in ("2024-Q1", "2024-Q2")
        for place in ("quan", "phuong-a")
        for code in ("vi", "en")
    ]
    assert orders[0] == Order("quan", Period.parse("2024-Q1"), "vi", {"years": "4"}, ("one",))
    made = publish(workspace(quick), orders, Language("en"))
    assert [one.index.is_file() for one in made] == [True] * 8


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('period = ["2024-Q1"]', "periods"),
        ('periods = "2024-Q1"', '["2024-Q3"]'),
        ("", "no periods"),
        ('periods = ["2024-Q9"]', "2024-Q9"),
        ("periods = [", "TOML"),
        ('periods = ["2024"]\nlanguages = ["fr"]', "fr"),
        ('periods = ["2024"]\nterritories = ["quann"]', "quan"),
        ('periods = ["2024"]\nsettings = 3', "settings"),
    ],
)
def test_a_matrix_that_cannot_be_meant_is_wrong_usage(quick: Path, text: str, told: str) -> None:  # noqa: F811
    with pytest.raises(WrongUsage) as problem:
        orders_of(matrix(quick, text), workspace(quick), [])
    assert told in str(problem.value)


def test_a_matrix_that_is_not_there_and_a_notebook_that_is_not(quick: Path) -> None:  # noqa: F811
    with pytest.raises(HbaError, match=r"nothing\.toml"):
        orders_of(quick / "nothing.toml", workspace(quick), [])
    orders = orders_of(
        matrix(quick, 'periods = ["2024-Q1"]\nnotebooks = ["won"]'), workspace(quick), []
    )
    with pytest.raises(WrongUsage, match="one"):
        publish(workspace(quick), orders, Language("en"))
    assert not (quick / "reports").exists()


def test_two_runs_of_one_report_wait_for_each_other_and_say_so(tmp_path: Path) -> None:
    told, order = [], []

    def second() -> None:
        with exclusive(tmp_path / "a" / "lock", lambda: told.append("waiting")):
            order.append("second")

    with exclusive(tmp_path / "a" / "lock", told.clear):
        other = threading.Thread(target=second)
        other.start()
        while not told and other.is_alive():
            time.sleep(0.01)
        order.append("first")
    other.join()
    assert (told, order) == (["waiting"], ["first", "second"])


def test_who_waits_for_another_run_can_be_stopped(tmp_path: Path) -> None:
    with exclusive(tmp_path / "lock", lambda: None):
        told: list[str] = []
        with (
            pytest.raises(KeyboardInterrupt),
            exclusive(tmp_path / "lock", lambda: told.append("waiting"), lambda: True),
        ):
            pytest.fail("it cannot have the lock")
    assert told == ["waiting"]


def test_a_cluster_that_does_not_answer_is_a_sentence(
    quick: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()  # the real pool
    with pytest.raises(HbaError, match="scheduler"):
        publish(
            workspace(quick),
            [Order("quan", QUARTER, "vi", {})],
            Language("en"),
            scheduler="nonsense",
        )


WAITS = """
import os, pathlib, time
home = pathlib.Path({root!r})
(home / f"start-{{os.getpid()}}").touch()
while not (home / "killed").exists():
    time.sleep(0.05)
print("page of", period)
"""


@pytest.mark.filterwarnings("ignore")
def test_a_matrix_on_a_cluster_is_whole_though_a_busy_worker_is_killed(tmp_path: Path) -> None:
    """Every page waits until both workers are busy and one of them has been killed."""
    distributed = pytest.importorskip("distributed")
    write_office(tmp_path)
    small_notebook(tmp_path / "notebooks" / "01-one.ipynb", "Sổ", WAITS.format(root=str(tmp_path)))
    orders = orders_of(matrix(tmp_path, ON_A_CLUSTER), workspace(tmp_path), [])
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        victim = next(iter(cluster.workers.values())).process.process._process
        number = victim.pid

        def kill() -> None:
            while len(list(tmp_path.glob("start-*"))) < 2:
                time.sleep(0.05)
            victim.kill()
            victim.join()
            (tmp_path / "killed").touch()

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        made = publish(
            workspace(tmp_path), orders, Language("vi"), scheduler=cluster.scheduler_address
        )
        killer.join()
        living = {one.process.process._process.pid for one in cluster.workers.values()}
    assert number not in living
    assert [(one.failed, len(one.made)) for one in made] == [({}, 1)] * 4
    assert len(list(tmp_path.glob("start-*"))) == 5  # the page that died with its worker ran again
    for order, one in zip(orders, made, strict=True):
        text = (one.folder / "01-one.html").read_text(encoding="utf-8")
        assert f"page of {order.period}" in text
