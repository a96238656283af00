"""``hba check --output``.

``hba revisions`` and ``hba audit`` as a person and a program meet them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from hbanalysis.cli import app
from hbanalysis.vocabulary.language import Language
from tests.conftest import ROOT
from tests.tables import OBSERVATIONS

pytestmark = pytest.mark.slow

Office = Callable[..., Path]


def hba(*arguments: object) -> Result:
    """One command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("name", "begins"),
    [("list.html", b"<!DOCTYPE html>"), ("list.xlsx", b"PK"), ("LIST.HTML", b"<!DOCTYPE html>")],
)
def test_the_list_is_written_beside_what_is_told(
    office: Office, tmp_path: Path, name: str, begins: bytes
) -> None:
    root = office(observations=OBSERVATIONS.replace("| 110", "| 110000"))
    done = hba(
        "check", "--root", root, "--format", "json", "--lang", "en", "--output", tmp_path / name
    )
    (finding,) = json.loads(done.stdout)["findings"]
    assert done.exit_code == 1
    assert (finding["level"], finding["rule"], finding["locator"]) == ("warning", "unit-jump", "E4")
    assert (finding["found"], finding["expected"]) == ("110,000", "95")
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_list_of_a_workspace_that_cannot_be_built_is_written_too(
    office: Office, tmp_path: Path
) -> None:
    root = office()
    (root / "data/raw/targets.csv").unlink()
    assert hba("check", "--root", root, "--output", tmp_path / "list.html").exit_code == 1
    assert "data/raw/targets.csv" in (tmp_path / "list.html").read_text(encoding="utf-8")


def test_another_suffix_is_wrong_usage_and_a_place_that_is_none_a_failure(
    office: Office, tmp_path: Path
) -> None:
    assert hba("check", "--root", office(), "--output", tmp_path / "list.pdf").exit_code == 2
    assert (
        hba("check", "--root", office(), "--output", tmp_path / "none" / "list.html").exit_code == 1
    )


OTHER = "would need another denominator"


def test_the_audit_of_the_shipped_results_leaves_with_its_contradictions() -> None:
    done = hba("audit", "--root", ROOT, "--format", "json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told["contradictions"] == 1 + 2
    wrong = [row for row in told["in_year"] if row["answer"] in ("inconsistent", OTHER)]
    assert [(row["indicator"], row["period"], row["printed"]) for row in wrong] == [
        ("JB", "2024-02", 17.4),
        ("PI", "2024-10", 8.3343),
    ]
    assert [
        (row["indicator"], row["value"], row["plan"], row["printed"], row["recomputed"])
        for row in told["percentages"]
        if row["answer"] == "inconsistent"
    ] == [("15", 250, 240, 100.08, 104.17)]
    assert [(row["indicator"], row["plan_from"], row["plan_to"]) for row in told["implied"]] == [
        ("3", 1125.3, 1133.6),
        ("8", 3390, 3417),
    ]
    assert [(row["counts"], row["sum"], row["adds_up"]) for row in told["counts"]] == [
        ([8, 7, 1], 16, True)
    ]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", ["mâu thuẫn", "1.125,3 – 1.133,6 tỷ đồng", "8 + 7 + 1 = 16"]),
        ("en", ["inconsistent", "3,390 – 3,417", "8 + 7 + 1 = 16: adds up"]),
    ],
)
def test_the_audit_is_told_in_both_languages(lang: str, said: list[str]) -> None:
    text = hba("audit", "--root", ROOT, "--lang", lang).stdout
    assert all(part in text for part in said), text


def test_an_office_without_stated_percentages_has_nothing_to_audit(office: Office) -> None:
    done = hba("audit", "--root", office(), "--lang", "en")
    assert (done.exit_code, done.stdout.strip()) == (
        0,
        "There is nothing to audit: no stated results.",
    )


def test_revisions_of_hai_phong_are_told_with_the_known_figures() -> None:
    done = hba(
        "revisions",
        "--root",
        ROOT,
        "--since",
        "2012-01-01",
        "--territory",
        "hai-phong",
        "--lang",
        "vi",
    )
    assert done.exit_code == 0
    assert all(
        part in done.stdout for part in ("2,3%", "17,7%", "+72,3%", "2020-11", "Giữ cả hai số")
    )


def test_revisions_as_json_hold_summary_list_and_reconciliation() -> None:
    done = hba(
        "revisions",
        "--root",
        ROOT,
        "--since",
        "2024-01-01",
        "--until",
        "2024-12-31",
        "--indicator",
        "PI",
        "--territory",
        "hai-phong",
        "--format",
        "json",
    )
    told = json.loads(done.stdout)
    assert set(told) == {"summary", "revisions", "reconciliation"}
    assert all("2024-01-01" <= row["published"] <= "2024-12-31" for row in told["revisions"])
    assert {"first", "before", "value", "change_pct", "status", "source", "file"} <= set(
        told["revisions"][0]
    )


def test_synthetic_numbers_say_so_in_revisions_too() -> None:
    done = hba(
        "revisions",
        "--root",
        ROOT,
        "--since",
        "2024-10-01",
        "--territory",
        "hong-bang",
        "--lang",
        "en",
    )
    heads = [line for line in done.stdout.splitlines() if re.match(r"\w+ .* – ", line)]
    assert heads
    assert all("[illustrative data]" in line for line in heads)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "10/2024"),
        ("--since", "2024-10-01", "--indicator", "PII"),
        ("--since", "2024-10-01", "--territory", "hai-fong"),
        (),
    ],
)
def test_a_question_that_cannot_be_understood_leaves_with_2(arguments: tuple[str, ...]) -> None:
    assert hba("revisions", "--root", ROOT, *arguments).exit_code == 2


def test_every_word_that_these_pages_say_has_its_vietnamese() -> None:
    for name in (
        "presentation/pages/findings_list.py",
        "presentation/terminal/scrutiny_text.py",
        "cli/data_commands.py",
        "intake/audit.py",
    ):
        code = (ROOT / "hbanalysis" / name).read_text(encoding="utf-8")
        for message in re.findall(r'words\.say\("([^"]+)"', code):
            assert Language("vi").say(message) != message, message
