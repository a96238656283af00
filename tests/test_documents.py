"""The documents: every command and public name is in them, they build strictly, their code runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import hbanalysis as hb
from hbanalysis.cli import app
from hbanalysis.publishing.own_notebook import new_notebook
from hbanalysis.vocabulary.language import Language
from scripts.make_reference import commands_page, public_names, reference_page
from tests.conftest import ROOT
from tests.tables import write_office

pytestmark = pytest.mark.slow

GUIDES = sorted((ROOT / "docs" / "vi").glob("*.md"))
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(guide: Path, kind: str) -> list[str]:
    text = guide.read_text(encoding="utf-8")
    return [match[2] for match in _BLOCK.finditer(text) if match[1] == kind]


def test_the_pages_of_commands_and_names_are_made_from_the_code() -> None:
    """`make dictionary` would change nothing."""
    for name, text in (("commands", commands_page()), ("reference", reference_page())):
        assert (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") == text


def test_every_public_name_is_in_the_reference() -> None:
    named = {public.split(".")[1] for public, _ in public_names()}
    parts = {"tables", "figures", "sentences", "briefing"}
    assert named == set(dir(hb)) - {name for name in dir(hb) if name.startswith("__")} | parts


def test_the_site_builds_without_a_warning_and_opens_from_the_file_system(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={"NO_MKDOCS_2_WARNING": "1", "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    for page in ("index.html", "vi/bat-dau.html", "reference.html", "search/search_index.js"):
        assert (tmp_path / page).is_file(), page
    fetched = re.compile(
        r'<(?:script|img|iframe)[^>]*src="https?:|<link[^>]*stylesheet[^>]*https?:'
    )
    pages = list(tmp_path.rglob("*.html"))
    assert not [page for page in pages if fetched.search(page.read_text(encoding="utf-8"))]


def test_the_commands_of_the_guides_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From an empty folder, in the order of the guides, as they are printed."""
    monkeypatch.chdir(tmp_path)
    lines = [
        line
        for guide in ("bat-dau.md", "so-cua-minh.md")
        for block in blocks(ROOT / "docs" / "vi" / guide, "console")
        for line in block.splitlines()
    ]
    assert len(lines) >= 5
    for line in lines:
        command, *words = shlex.split(line)
        assert command == "hba"
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, (line, done.output)
        if words[0] == "init":
            monkeypatch.chdir(tmp_path / words[1])
    assert (
        tmp_path / "don-vi" / "reports" / "hong-bang" / "2026-Q1" / "vi" / "index.html"
    ).is_file()


def test_the_python_of_the_guide_on_own_notebooks_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_office(tmp_path)
    new_notebook(root, "Nguồn thu nào chậm nhất?", "2024-Q1", "quan", Language("vi"))
    monkeypatch.chdir(root)
    names: dict[str, Any] = {"period": "2024-Q1", "territory": "quan"}
    names |= {"as_of": "", "language": "vi"}
    first, second, _ = blocks(ROOT / "docs" / "vi" / "so-cua-minh.md", "python")
    exec(first, names)
    exec(second.replace('"1"', '"thu"').replace('"2"', '"chi"'), names)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_a_guide_names_is_one(guide: Path) -> None:
    known = set(re.findall(r"^\| `hba ([\w-]+)`", commands_page(), re.MULTILINE))
    text = guide.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)hba ([a-z][\w-]*)", text, re.MULTILINE))
    assert named <= known | {"--version"}
