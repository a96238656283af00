"""The record of what was published: appended whole, never changed, and what is amiss is told."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from hbanalysis.intake.store.said import home, remember, remembering, said
from hbanalysis.vocabulary.errors import HbaError

DAY = "2024-07-10T08:00:00+00:00"


def content(period: str = "2024-06", point: float = 10.0) -> dict[str, Any]:
    row = {"indicator": "thu", "point": point}
    return {"territory": "quan", "period": period, "as_of": "", "rows": [row]}


def kept(root: Path, *points: float) -> list[str]:
    for number, point in enumerate(points, start=1):
        remember(root, content(f"2024-{number:02d}", point), DAY, "1")
    return home(root, "quan").read_text(encoding="utf-8").splitlines()


def kinds(root: Path) -> list[str]:
    return [kind for kind, _ in said(root, "quan").problems]


def test_the_same_numbers_again_append_nothing_and_other_ones_a_line(tmp_path: Path) -> None:
    first = remember(tmp_path, content(), DAY, "1")
    assert remember(tmp_path, content(), "2024-08-01T00:00:00+00:00", "2") == first
    assert remember(tmp_path, content(point=11.0), DAY, "1") != first
    found = said(tmp_path, "quan")
    assert [one["rows"][0]["point"] for one in found.entries] == [10.0, 11.0]
    assert found.problems == ()


def test_a_territory_without_reports_has_an_empty_record(tmp_path: Path) -> None:
    assert said(tmp_path, "quan").entries == ()


def test_a_changed_number_is_told_and_says_nothing(tmp_path: Path) -> None:
    lines = kept(tmp_path, 1.0, 2.0, 3.0)
    lines[1] = lines[1].replace('"point": 2.0', '"point": 2.5')
    home(tmp_path, "quan").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert kinds(tmp_path) == ["changed"]
    assert [one["rows"][0]["point"] for one in said(tmp_path, "quan").entries] == [1.0, 3.0]


@pytest.mark.parametrize("gone", [0, 1])
def test_an_entry_taken_out_is_told(tmp_path: Path, gone: int) -> None:
    lines = kept(tmp_path, 1.0, 2.0, 3.0)
    del lines[gone]
    home(tmp_path, "quan").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert kinds(tmp_path) == ["missing"]


def test_a_last_entry_taken_out_is_told_by_its_report(tmp_path: Path) -> None:
    seal = remember(tmp_path, content("2024-06"), DAY, "1")
    folder = tmp_path / "reports" / "quan" / "2024-06" / "vi"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(f'{{"times": {{"said": "{seal}"}}}}', encoding="utf-8")
    assert kinds(tmp_path) == []
    home(tmp_path, "quan").unlink()
    assert kinds(tmp_path) == ["gone"]


def test_a_torn_last_line_is_told_and_the_next_entry_is_whole(tmp_path: Path) -> None:
    lines = kept(tmp_path, 1.0, 2.0)
    torn = "\n".join(lines)[:-30]
    home(tmp_path, "quan").write_text(torn, encoding="utf-8")
    remember(tmp_path, content("2024-09", 9.0), DAY, "1")
    found = said(tmp_path, "quan")
    assert [one["rows"][0]["point"] for one in found.entries] == [1.0, 9.0]
    assert kinds(tmp_path) == ["torn"]


def broken_off(root: Path, other: str = "") -> tuple[str, int]:
    """A report that does not take its place: its seal, and the entries while it was made."""
    entries = 0
    with suppress(OSError), remembering(root, content(), DAY, "1") as seal:
        if other:
            remember(root, content(other), DAY, "1")
        entries = len(said(root, "quan").entries)
        raise OSError("full")
    return seal, entries


@pytest.mark.parametrize("before", [(), (1.0,), (1.0, 2.0)])
def test_a_report_that_does_not_take_its_place_has_said_nothing(
    tmp_path: Path, before: tuple[float, ...]
) -> None:
    kept_before = kept(tmp_path, *before) if before else []
    assert broken_off(tmp_path)[1] == len(before) + 1
    path = home(tmp_path, "quan")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    assert lines == kept_before
    assert kinds(tmp_path) == []


def test_what_a_former_report_said_is_not_taken_back(tmp_path: Path) -> None:
    seal = remember(tmp_path, content(), DAY, "1")
    assert broken_off(tmp_path) == (seal, 1)
    assert len(said(tmp_path, "quan").entries) == 1


def test_an_entry_that_another_follows_stays(tmp_path: Path) -> None:
    broken_off(tmp_path, "2024-07")
    assert len(said(tmp_path, "quan").entries) == 2
    assert kinds(tmp_path) == []


def test_a_full_disk_leaves_the_record_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(tmp_path, 1.0)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HbaError, match="No space left"):
        remember(tmp_path, content("2024-09", 9.0), DAY, "1")
    monkeypatch.undo()
    assert home(tmp_path, "quan").read_text(encoding="utf-8").splitlines() == before
    assert kinds(tmp_path) == []


def test_commands_at_once_write_one_after_the_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda month: remember(tmp_path, content(f"2024-{month:02d}"), DAY, "1"),
                range(1, 13),
            )
        )
    found = said(tmp_path, "quan")
    assert len(found.entries) == 12
    assert found.problems == ()
