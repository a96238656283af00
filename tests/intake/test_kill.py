"""A build that dies, at whatever moment, leaves the former tables or the new ones.

Never a mixture.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hbanalysis.intake import machine
from hbanalysis.intake.load import ensure_built, workspace
from hbanalysis.intake.store import atomic
from hbanalysis.intake.store import build as building
from hbanalysis.intake.store.build import build
from tests.tables import write_office

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
CHANGED = (",110,", ",111,")
FILE = "data/raw/observations/quan.csv"
STEPS = [(building, "_write", n) for n in range(8)] + [
    (building, "raw_fingerprints", 0),
    (building, "code_fingerprint", 0),
    (building, "recover", 0),
    (building, "read_workspace", 0),
    (atomic, "swap_in", 0),
    (machine, "exchange", 0),
]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny office, built once for all tests of this file."""
    root = write_office(tmp_path_factory.mktemp("built"))
    build(root)
    return root


@pytest.fixture
def built(once: Path, tmp_path: Path) -> Path:
    """A copy of the built office that a test may break."""
    return Path(shutil.copytree(once, tmp_path / "office"))


class Killed(BaseException):
    """As final as a signal: no ``except Exception`` sees it."""


def content(folder: Path) -> dict[str, bytes]:
    """The files of a folder with their bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def change(root: Path) -> None:
    """A number of the delivery becomes another."""
    path = root / FILE
    path.write_text(path.read_text(encoding="utf-8").replace(*CHANGED), encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "name", "calls"), STEPS, ids=lambda value: getattr(value, "__name__", value)
)
def test_a_fault_at_any_step_leaves_the_former_tables_and_no_litter(
    built: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, calls: int
) -> None:
    root = built
    before, real, seen = content(root / "data" / "processed"), getattr(module, name), [0]
    change(root)

    def faulty(*arguments: object, **options: object) -> object:
        seen[0] += 1
        if seen[0] > calls:
            raise Killed
        return real(*arguments, **options)

    monkeypatch.setattr(module, name, faulty)
    with pytest.raises(Killed):
        build(root)
    assert content(root / "data" / "processed") == before
    assert sorted(path.name for path in (root / "data").iterdir()) == ["processed", "raw"]
    monkeypatch.setattr(module, name, real)
    assert ensure_built(root) is not None
    assert 111 in workspace(root).observations["value"].tolist()


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_where_folders_cannot_change_places_in_one_step_a_kill_between_loses_nothing(
    built: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    """Windows: the old folder is set aside first.

    A kill runs no clean-up; the next build brings the folder back.
    """
    root = built
    target, real, seen = root / "data" / "processed", Path.rename, [0]
    before = content(target)
    change(root)

    def rename(path: Path, to: Path) -> Path:
        seen[0] += 1
        if seen[0] > renames:
            raise Killed
        return real(path, to)

    monkeypatch.setattr(machine, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(atomic.shutil, "rmtree", lambda *_, **__: None)
    if renames < 2:
        with pytest.raises(Killed):
            build(root)
    else:
        build(root)
    monkeypatch.undo()
    atomic.recover(target)
    after = content(target)
    assert (after == before) is (renames < 2)
    assert set(after) == set(before)
    ensure_built(root)
    assert 111 in workspace(root).observations["value"].tolist()


def test_a_broken_delivery_after_a_kill_still_brings_the_former_tables_back(built: Path) -> None:
    root = built
    before = content(root / "data" / "processed")
    (root / "data" / "processed").rename(root / "data" / ".processed.old")
    (root / FILE).write_bytes(b"")
    with pytest.raises(building.BadData):
        build(root)
    assert content(root / "data" / "processed") == before


def test_what_a_crash_left_behind_is_swept_up_a_day_later(office: Office) -> None:
    root = office()
    for name, age in ((".processed.new-youngone", 60), (".processed.new-staleone", 2 * 24 * 3600)):
        (root / "data" / name).mkdir()
        os.utime(root / "data" / name, (time.time() - age,) * 2)
    build(root)
    assert sorted(path.name for path in (root / "data").iterdir()) == [
        ".processed.new-youngone",
        "processed",
        "raw",
    ]
