"""``hba check`` and ``hba package`` as a person meets them: what is shown, hidden, grouped, renewed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hbanalysis.cli import app
from hbanalysis.cli.common import tell_findings
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.language import Language
from tests.tables import OBSERVATIONS, TARGETS, months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
Findings = Callable[[Path], list[Finding]]
FILE = "data/raw/observations/quan.csv"


def run(root: Path, *words: str) -> tuple[int, str]:
    """The exit code and all that was said."""
    result = CliRunner().invoke(app, ["--root", str(root), *words])
    return result.exit_code, result.output


def with_notes(root: Path) -> Path:
    """An office one of whose rows stands twice: a note."""
    path = root / FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1], ""]), encoding="utf-8")
    return root


def test_notes_are_hidden_beside_errors_and_errors_come_first(office: Office) -> None:
    root = with_notes(office(targets=TARGETS.replace("| 1200 ", "| 12OO ")))
    code, said = run(root, "check")
    assert code == 1
    assert said.startswith("lỗi: data/raw/targets.csv D2")
    assert "lưu ý:" not in said
    assert "Còn 1 điểm mức nhẹ hơn không hiện" in said
    assert "lưu ý:" in run(root, "check", "--level", "note")[1]


def test_notes_alone_are_shown_unless_only_errors_are_asked_for(office: Office) -> None:
    root = with_notes(office())
    assert "lưu ý:" in run(root, "check")[1]
    assert "lưu ý:" not in run(root, "check", "--level", "error")[1]


def test_alike_findings_are_told_three_times_and_then_counted(office: Office) -> None:
    root = office(observations=OBSERVATIONS.replace("| 1", "| x1").replace("| 5", "| x5"))
    _, said = run(root, "check")
    lines = said.splitlines()
    assert sum(line.startswith("lỗi:") for line in lines) == 3
    assert "  và 2 chỗ tương tự trong data/raw/observations/quan.csv: E6, E7" in lines
    told = json.loads(run(root, "check", "--format", "json")[1])["findings"]
    assert sum(finding["rule"] == "not-a-number" for finding in told) == 5, "JSON keeps all"


@pytest.mark.parametrize(("value", "told"), [(800, True), (30, True), (170, False)])
def test_a_month_far_from_all_others_is_told_with_its_usual_range(
    office: Office, findings: Findings, value: float, told: bool
) -> None:
    usual = [100.5 + month for month in range(12)]
    text = months("thu", 2022, usual) + "\n" + months("thu", 2023, [*usual[:11], value])
    root = office(observations=f"indicator | period | value | territory\n{text}")
    found = [f for f in findings(root) if f.rule == "far-from-own-history"]
    assert [(f.level, f.locator, f.facts["expected"]) for f in found] == (
        [("warning", "E25", 111.5)] if told else []
    )


def test_package_describes_the_files_anew_and_tells_an_edit_from_damage(
    office: Office, findings: Findings
) -> None:
    root = office()
    code, said = run(root, "package")
    assert code == 0
    assert "+ data/raw/observations/quan.csv" in said
    assert findings(root) == []
    path = root / FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2024-01,month,100", "2024-01,month,101"), encoding="utf-8")
    assert [f.rule for f in findings(root)] == ["package-changed"]
    assert "~ data/raw/observations/quan.csv" in run(root, "package")[1]
    assert findings(root) == []
    path.write_text(text.replace("locator", "vị trí", 1), encoding="utf-8")
    assert "package-damaged" in [f.rule for f in findings(root)]


def test_package_keeps_what_people_wrote(office: Office) -> None:
    root = office()
    run(root, "package")
    path = root / "data/raw/datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["title"], package["resources"][0]["title"] = "Quận Nhỏ", "Sự kiện"
    package["resources"].append({"name": "cu", "path": "cu.csv", "hash": "sha256:0"})
    path.write_text(json.dumps(package), encoding="utf-8")
    assert "- data/raw/cu.csv" in run(root, "package")[1]
    again = json.loads(path.read_text(encoding="utf-8"))
    assert (again["title"], again["resources"][0]["title"]) == ("Quận Nhỏ", "Sự kiện")


def test_a_build_that_finds_hundreds_of_one_kind_tells_some_and_counts_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    same = [Finding("warning", "r", "a.csv", f"C{row}", "Odd.") for row in range(2, 202)]
    few = [Finding("error", "r", "b.csv", f"C{row}", "Odd.") for row in range(2, 23)]
    tell_findings([*same, *few], Language("en"))
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 21 + 20 + 1
    assert told[0].startswith("error: b.csv C2: ")  # the gravest first
    assert told[-1] == (
        "  and 180 more of this kind in a.csv: "
        + ", ".join(f"C{row}" for row in range(22, 34))
        + " …"
    )
