"""What lies on the disk is replaced whole, read whole, and shared between accounts."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from hbanalysis.intake import load, machine
from hbanalysis.intake.load import workspace
from hbanalysis.intake.store.atomic import fresh_folder, recover, swap_in
from hbanalysis.intake.store.build import build
from hbanalysis.intake.store.lock import exclusive, try_lock
from hbanalysis.vocabulary.errors import BadData, HbaError

Office = Callable[..., Path]


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "file").write_text(text, encoding="utf-8")
    return path


def test_a_second_rename_that_fails_brings_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, new = folder(tmp_path / "raw", "old"), folder(tmp_path / "new", "new")
    monkeypatch.setattr(machine, "exchange", lambda *_: False)
    real = Path.rename

    def rename(self: Path, to: Path) -> Path:
        if self == new:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return real(self, to)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="cross-device"):
        swap_in(new, target)
    assert (target / "file").read_text(encoding="utf-8") == "old"
    assert not (tmp_path / ".raw.old").exists()


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    real = folder(tmp_path / "elsewhere", "old")
    link = tmp_path / "processed"
    link.symlink_to(real, target_is_directory=True)
    with fresh_folder(link) as new:
        assert new.parent == real.parent
        (new / "file").write_text("new", encoding="utf-8")
    assert link.is_symlink()
    assert (real / "file").read_text(encoding="utf-8") == "new"


def test_links_in_a_circle_are_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "processed").symlink_to(tmp_path / "other")
    (tmp_path / "other").symlink_to(tmp_path / "processed")
    with pytest.raises(HbaError, match="processed is a link that leads back"):
        recover(tmp_path / "processed")


def test_a_link_whose_file_has_gone_is_told_not_passed_over(office: Office) -> None:
    root = office()
    lies = root / "data" / "raw" / "observations" / "dang.csv"
    lies.symlink_to(root / "a drive that is not there" / "dang.csv")
    with pytest.raises(BadData) as told:
        build(root)
    assert [(one.rule, one.file) for one in told.value.findings] == [
        ("missing-file", "data/raw/observations/dang.csv")
    ]


def test_a_folder_that_nobody_may_open_is_no_empty_folder(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, real = office(), os.listdir

    def listed(folder: str | Path) -> list[str]:
        if Path(folder).name == "observations":
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr(os, "listdir", listed)
    with pytest.raises(BadData) as told:
        build(root)
    assert [(one.rule, one.file) for one in told.value.findings] == [
        ("unreadable", "data/raw/observations")
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_what_is_no_file_and_folders_behind_links_are_told_to_be_unread(office: Office) -> None:
    root = office()
    lies = root / "data" / "raw" / "observations"
    os.mkfifo(lies / "pipe.csv")
    (lies / "ours.csv").mkdir()
    (lies / "linked").symlink_to(folder(root / "elsewhere", "x"), target_is_directory=True)
    told = [(one.rule, Path(one.file).name) for one in build(root).findings]
    assert told == [("file-not-read", "pipe.csv"), ("file-not-read", "linked")]


def test_a_mount_point_is_refused_before_anything_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder(tmp_path / "raw", "old")
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == target)
    with pytest.raises(HbaError, match="mount point"), fresh_folder(target):
        pytest.fail("nothing may be filled")
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


@pytest.mark.parametrize("name", [".vi.backup", ".vi.", ".vi.new-", ".vi.new-mine"])
def test_a_folder_of_the_users_own_is_never_cleared_away(tmp_path: Path, name: str) -> None:
    folder(tmp_path / "vi", "report")
    own = folder(tmp_path / name, "mine")
    recover(tmp_path / "vi", alone=True)
    assert own.is_dir()


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    left = folder(tmp_path / ".vi.new-ab12cd_9", "half")
    recover(tmp_path / "vi", alone=True)
    assert not left.exists()


def test_new_folders_follow_the_umask_and_a_shared_group(tmp_path: Path) -> None:
    tmp_path.chmod(0o2775)
    before = os.umask(0o002)
    try:
        with fresh_folder(tmp_path / "vi"):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / "vi").stat().st_mode & 0o7777 == 0o2775


def test_the_lock_can_be_taken_by_another_account(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with exclusive(tmp_path / "lock", waiting=lambda: pytest.fail("it is free")):
            assert try_lock(tmp_path / "lock") is None
            mode = (tmp_path / "lock").stat().st_mode & 0o777
    finally:
        os.umask(before)
    assert mode == 0o666


def test_a_build_placed_between_gives_old_and_new_no_mixture(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = office()
    build(root)
    observations = root / "data" / "raw" / "observations" / "quan.csv"
    real, built = load._table, [0]

    def table(path: Path) -> pd.DataFrame:
        if path.stem == "observations" and not built[0]:
            built[0] = 1
            text = observations.read_text(encoding="utf-8").replace(",110,", ",111,")
            observations.write_text(text, encoding="utf-8")
            build(root)
        return real(path)

    monkeypatch.setattr(load, "_table", table)
    found = workspace(root)
    assert built == [1]
    monkeypatch.undo()
    again = workspace(root)
    assert found.raw == again.raw
    pd.testing.assert_frame_equal(found.observations, again.observations)
