"""From data/raw to data/processed: the same bytes every time, whole or not at all."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from hbanalysis.intake.load import ensure_built, workspace
from hbanalysis.intake.store import build as building
from hbanalysis.intake.store.atomic import fresh_folder
from hbanalysis.intake.store.build import build
from hbanalysis.intake.store.fingerprints import sha256
from hbanalysis.vocabulary.errors import BadData, Finding
from tests.tables import OBSERVATIONS, parse, write_rows

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
TABLES = [
    "answers",
    "crosswalk",
    "events",
    "foretold",
    "indicators",
    "observations",
    "phasing",
    "rejected",
    "remedies",
    "requests",
    "results_stated",
    "scenarios",
    "scoreboard_stated",
    "steps",
    "targets",
    "territories",
]


def content(root: Path) -> dict[str, bytes]:
    """The files of data/processed with their bytes."""
    return {path.name: path.read_bytes() for path in (root / "data" / "processed").iterdir()}


def test_two_builds_are_the_same_byte_for_byte(office: Office) -> None:
    root = office()
    build(root)
    first = content(root)
    assert sorted(first) == sorted([*(f"{name}.parquet" for name in TABLES), "fingerprints.json"])
    build(root)
    assert content(root) == first


def test_the_order_of_rows_and_files_does_not_show(office: Office) -> None:
    root = office()
    build(root)
    first, rows = workspace(root), parse(OBSERVATIONS)
    random.Random(7).shuffle(rows)
    (root / "data/raw/observations/quan.csv").unlink()
    write_rows(root / "data/raw/observations/b.csv", "observations", rows[:4])
    write_rows(root / "data/raw/observations/a.csv", "observations", rows[4:])
    second = workspace(root)
    columns = [name for name in first.observations.columns if name != "file"]
    assert second.observations[columns].equals(first.observations[columns])
    assert content(root)["targets.parquet"] == first.targets.to_parquet(
        index=False, compression="zstd"
    )


def test_columns_that_nobody_asked_for_are_kept(office: Office) -> None:
    root = office(observations="indicator | period | value | ghi_chu\nthu | 2024-01 | 5 | tạm tính")
    assert workspace(root).observations["ghi_chu"].tolist() == ["tạm tính"]


def test_no_number_is_changed_on_the_way(office: Office) -> None:
    root = office(
        observations="indicator | period | value\nthu | 2024-01 | 468.349\nthu | 2024-02 | 0.1"
    )
    assert workspace(root).observations["value"].tolist() == [468.349, 0.1]


@pytest.mark.parametrize("spoil", ["missing column", "not utf-8"])
def test_a_build_that_fails_leaves_the_former_tables(office: Office, spoil: str) -> None:
    root = office()
    build(root)
    before = content(root)
    path = root / "data/raw/targets.csv"
    path.write_bytes(
        path.read_bytes().replace(b"comparator,", b"x,")
        if spoil == "missing column"
        else b"\xff\xfe\x00"
    )
    with pytest.raises(BadData) as told:
        build(root)
    assert {finding.file for finding in told.value.findings} == {"data/raw/targets.csv"}
    assert content(root) == before


def test_a_crash_while_writing_leaves_the_former_tables_and_no_litter(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = office()
    build(root)
    before = content(root)

    def full(_: Path) -> dict[str, str]:
        raise OSError("the disk is full")

    monkeypatch.setattr(building, "raw_fingerprints", full)
    with pytest.raises(OSError, match="disk"):
        build(root)
    assert content(root) == before
    assert sorted(path.name for path in (root / "data").iterdir()) == ["processed", "raw"]


def test_a_folder_that_a_crash_set_aside_comes_back(tmp_path: Path) -> None:
    aside = tmp_path / ".processed.old"
    aside.mkdir()
    (aside / "kept").write_text("1", encoding="utf-8")
    with pytest.raises(RuntimeError), fresh_folder(tmp_path / "processed"):
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["processed"]
    assert (tmp_path / "processed" / "kept").is_file()


def test_tables_are_built_again_only_when_something_changed(office: Office) -> None:
    root = office()
    assert ensure_built(root) is not None
    assert ensure_built(root) is None
    path = root / "data/raw/observations/quan.csv"
    path.write_bytes(path.read_bytes().replace(b",110,", b",111,"))
    assert ensure_built(root) is not None
    assert 111 in workspace(root).observations["value"].tolist()


def test_a_spoilt_record_of_fingerprints_only_means_building_again(office: Office) -> None:
    root = office()
    build(root)
    (root / "data/processed/fingerprints.json").write_text("{", encoding="utf-8")
    assert ensure_built(root) is not None


def package(root: Path, **changed: str) -> None:
    """A datapackage.json that describes the raw files, with some hashes or paths changed."""
    raw = root / "data" / "raw"
    files = {path.relative_to(raw).as_posix(): sha256(path) for path in raw.rglob("*.csv")}
    resources = [
        {"path": path, "hash": f"sha256:{print_}"} for path, print_ in (files | changed).items()
    ]
    (root / "data/raw/datapackage.json").write_text(
        json.dumps({"resources": resources}), encoding="utf-8"
    )


def test_a_package_that_fits_says_nothing(
    office: Office, findings: Callable[[Path], list[Finding]]
) -> None:
    root = office()
    package(root)
    assert findings(root) == []


def test_a_package_that_does_not_fit_is_a_warning(
    office: Office, findings: Callable[[Path], list[Finding]]
) -> None:
    root = office()
    package(root, **{"targets.csv": "0" * 64, "gone.csv": "0" * 64})
    assert {(f.level, f.rule, f.file) for f in findings(root)} == {
        ("warning", "package-changed", "data/raw/targets.csv"),
        ("warning", "package-absent", "data/raw/gone.csv"),
    }
    assert build(root).rows["observations"] == len(parse(OBSERVATIONS))


def test_a_package_that_is_no_json_is_told_not_thrown(
    office: Office, findings: Callable[[Path], list[Finding]]
) -> None:
    root = office()
    (root / "data/raw/datapackage.json").write_text("{", encoding="utf-8")
    assert [f.file for f in findings(root)] == ["data/raw/datapackage.json"]
