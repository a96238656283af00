"""The door: exit codes, one sentence on stderr, data alone on stdout.

The keys that outside checks read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from hbanalysis.cli import app
from tests.conftest import ROOT
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
SERIES = ROOT.parent / "shared" / "public-series" / "public_investment.csv"
PAST = "indicator | period | value | territory\n" + "\n".join(
    months("thu", year, [100] * (12 if year < 2024 else 6)) for year in (2022, 2023, 2024)
)


def hba(*arguments: object, **environment: str) -> Result:
    """One command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)


def shell(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command as a person types it."""
    return subprocess.run(
        [Path(sys.executable).with_name("hba"), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env=os.environ | environment,
    )


def spoil(root: Path) -> None:
    """One bad cell."""
    path = root / "data/raw/observations/quan.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",110,", ",1e5,"), encoding="utf-8")


# ---------------------------------------------------------------- check and build
def test_a_sound_office_leaves_with_0(office: Office) -> None:
    root = office()
    assert [hba("--root", root, name).exit_code for name in ("check", "build")] == [0, 0]
    done = hba("check", "--root", root, "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"findings": []})


def test_check_lists_findings_as_json_and_leaves_with_1(office: Office) -> None:
    root = office()
    spoil(root)
    done = hba("--root", root, "--lang", "en", "check", "--format", "json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert done.exit_code == 1
    assert {"level", "rule", "file", "locator", "message"} <= set(finding)
    assert (finding["file"], finding["locator"]) == ("data/raw/observations/quan.csv", "E4")
    assert "'1e5'" in finding["message"]


def test_findings_are_told_on_stderr_in_the_readers_language(office: Office) -> None:
    root = office()
    spoil(root)
    told = {code: hba("check", "--root", root, "--lang", code) for code in ("vi", "en")}
    assert told["vi"].stdout == told["en"].stdout == ""
    assert "expected: a number" in told["en"].stderr
    assert "expected" not in told["vi"].stderr
    assert all("quan.csv E4" in one.stderr for one in told.values())


def test_build_with_a_rejected_cell_builds_the_rest_and_leaves_with_1(office: Office) -> None:
    root = office()
    spoil(root)
    done = hba("build", "--root", root)
    assert (done.exit_code, done.stdout) == (1, "")
    assert (root / "data/processed/observations.parquet").is_file()


@pytest.mark.parametrize(
    "command", [["build"], ["assess", "2024-Q1"], ["project", "2024-Q1"], ["report", "2024-Q1"]]
)
def test_without_a_required_file_nothing_is_written(office: Office, command: list[str]) -> None:
    root = office()
    (root / "data/raw/targets.csv").unlink()
    done = hba("--root", root, *command)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "data/raw/targets.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in root.rglob("*") if path.is_dir()) == [
        "data",
        "observations",
        "raw",
    ]


# ---------------------------------------------------------------- wrong usage
@pytest.mark.parametrize(
    "arguments",
    [
        ["assess", "2024-Q5"],
        ["project", "2024-13"],
        ["report", "tháng 7"],
        ["assess", "0000"],
        ["assess", "2024-Q1", "--territory", "quann"],
        ["project", "2024-Q1", "--territory", "quann"],
        ["report", "2024-Q1", "--territory", "quann"],
        ["assess", "2024-Q1", "--as-of", "2024-02-30"],
        ["assess", "2024-Q1", "--as-of", "30/9/2024"],
        ["report", "2024-Q1", "--set", "no_such_name=1"],
        ["report", "2024-Q1", "--set", "indicators"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("code", ["vi", "en"])
def test_what_cannot_be_understood_is_one_sentence_and_2(
    office: Office, arguments: list[str], code: str
) -> None:
    root = office()
    hba("build", "--root", root)
    done = hba("--root", root, "--lang", code, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (root / "reports").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess"],
        ["assess", "2024-Q1", "--lang", "fr"],
        ["assess", "2024-Q1", "--format", "xml"],
        ["asess", "2024-Q1"],
        ["assess", "2024-Q1", "--tertory", "quan"],
        ["report", "2024-Q1", "--jobs", "0"],
        ["report", "2024-Q1", "--jobs", "x"],
    ],
    ids=" ".join,
)
def test_options_that_do_not_exist_leave_with_2(office: Office, arguments: list[str]) -> None:
    done = hba("--root", office(), *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_an_unknown_language_of_the_machine_is_a_sentence_too(office: Office) -> None:
    done = hba("check", "--root", office(), HBA_LANG="fr")
    assert done.exit_code == 2
    assert "fr" in done.stderr


@pytest.mark.parametrize(
    "command", [["check"], ["build"], ["assess", "2024-Q1"], ["report", "2024-Q1"]]
)
def test_a_workspace_that_is_not_there_is_a_sentence_and_1(
    tmp_path: Path, command: list[str]
) -> None:
    missing, empty = tmp_path / "nowhere", tmp_path / "empty"
    empty.mkdir()
    for folder in (missing, empty):
        done = hba("--root", folder, *command)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.strip()
        assert isinstance(done.exception, SystemExit)
        assert list(empty.iterdir()) == []


def test_as_a_process_the_code_and_the_sentence_are_the_same(office: Office) -> None:
    done = shell("--root", office(), "assess", "2024-Q5")
    assert (done.returncode, done.stdout) == (2, "")
    assert "2024-Q5" in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- data
def told(*arguments: object) -> list[dict[str, Any]]:
    """The JSON that a command prints."""
    done = hba(*arguments, "--format", "json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


def test_the_root_may_stand_before_or_after_the_command(office: Office) -> None:
    root = office()
    assert told("--root", root, "assess", "2024-Q1") == told("assess", "2024-Q1", "--root", root)


def test_assess_prints_the_contract(office: Office) -> None:
    rows = {row["indicator"]: row for row in told("assess", "2024-Q1", "--root", office())}
    keys = (
        "indicator",
        "measure",
        "target",
        "comparator",
        "actual",
        "status",
        "pct_of_plan",
        "pct_of_same_period",
        "verdict",
        "outlook",
        "reason",
        "expected_share",
        "expected_to_date",
        "required_per_month",
    )
    assert all(set(keys) <= set(row) for row in rows.values())
    thu = rows["thu"]
    assert {key: thu[key] for key in keys} == {
        "indicator": "thu",
        "measure": "flow",
        "target": 1200,
        "comparator": ">=",
        "actual": 300,
        "status": "final",
        "pct_of_plan": 25,
        "pct_of_same_period": None,
        "verdict": None,
        "outlook": "on track",
        "reason": "pace",
        "expected_share": 0.25,
        "expected_to_date": 300,
        "required_per_month": 100,
    }
    assert rows["dang"]["target"] is None
    assert all(row["reason_vi"] and row["reason_en"] for row in rows.values())


def test_project_prints_the_contract(office: Office) -> None:
    rows = {
        row["indicator"]: row
        for row in told("project", "2024-H1", "--root", office(observations=PAST))
    }
    keys = (
        "point",
        "lo80",
        "hi80",
        "lo95",
        "hi95",
        "chance",
        "method",
        "months_observed",
        "years_of_history",
        "reason",
    )
    assert all(set(keys) <= set(row) for row in rows.values())
    assert rows["thu"]["point"] == pytest.approx(1200, rel=1e-3)
    assert (rows["thu"]["months_observed"], rows["thu"]["years_of_history"]) == (6, 2)
    assert (rows["hoi"]["point"], rows["hoi"]["reason"]) == (None, "not a flow")


def test_as_of_and_territory_are_heard(office: Office) -> None:
    root = office()
    rows = told("assess", "2024-Q1", "--root", root, "--as-of", "2024-03-10", "--territory", "quan")
    assert {row["territory"] for row in rows} == {"quan"}
    assert next(row for row in rows if row["indicator"] == "thu")["actual"] == 190


@pytest.mark.parametrize("command", ["assess", "project"])
def test_a_person_reads_text_in_the_chosen_language(office: Office, command: str) -> None:
    root = office(observations=PAST)
    assert "Thu ngân sách" in hba(command, "2024-H1", "--root", root).stdout
    assert "Budget revenue" in hba(command, "2024-H1", "--root", root, "--lang", "en").stdout


def test_a_rebuild_on_the_way_is_told_on_stderr_only(office: Office) -> None:
    root = office()
    first, second = (hba("assess", "2024-Q1", "--root", root, "--format", "json") for _ in range(2))
    assert "data/processed" in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout


# ---------------------------------------------------------------- the repository itself
def test_the_repository_has_nothing_to_report() -> None:
    done = shell("check", "--format", "json")
    told = {finding["level"] for finding in json.loads(done.stdout)["findings"]}
    assert (done.returncode, told) == (
        0,
        {"note"},
    ), "months that are not the differences of their sums, and no more"


@pytest.mark.parametrize(
    ("as_of", "actual", "pct_of_plan", "pct_of_same_period", "basis"),
    [
        ("2024-10-06", 11930.421, 59.7335, 93.0408, "printed"),  # the printed row
        ("", 11950.609, 59.8346, 93.1982, "restated"),  # moved by revisions of its months since
    ],
)
def test_hai_phong_in_the_third_quarter(
    as_of: str, actual: float, pct_of_plan: float, pct_of_same_period: float, basis: str
) -> None:
    seen_from = ["--as-of", as_of] if as_of else []
    done = shell("assess", "2024-Q3", "--territory", "hai-phong", "--format", "json", *seen_from)
    (row,) = [row for row in json.loads(done.stdout) if row["indicator"] == "PI"]
    assert (row["actual"], row["stated_pct_of_plan"], row["demo"]) == (actual, 59.7335, False)
    assert row["pct_of_plan"] == pytest.approx(pct_of_plan, abs=0.001)
    assert row["pct_of_same_period"] == pytest.approx(pct_of_same_period, abs=0.001)
    assert row["same_period_basis"] == basis


@pytest.mark.skipif(not SERIES.exists(), reason="the public series lie outside the repository")
def test_those_literals_are_in_the_source() -> None:
    lines = SERIES.read_text(encoding="utf-8").splitlines()
    assert (
        "Hải Phòng,2024-09,2024-09-29,1953.75,1897.664,11930.421,59.7335,-6.9592" in lines
    )  # 100 - 6.9592 = 93.0408


def test_help_costs_nothing_heavy() -> None:
    code = """
import sys
from hbanalysis.cli import main

sys.argv = ["hba", "--help"]
try:
    main()
except SystemExit:
    heavy = {"pandas", "numpy", "scipy", "matplotlib", "papermill", "nbconvert", "pyarrow", "pandera"}
    print("LOADED", sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.rstrip().endswith("LOADED []")
    assert "report" in done.stdout


def test_the_public_names_are_all_there() -> None:
    import hbanalysis

    assert all(getattr(hbanalysis, name) is not None for name in hbanalysis.__all__)
    with pytest.raises(AttributeError, match="no_such"):
        _ = hbanalysis.no_such
