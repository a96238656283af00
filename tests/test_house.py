"""The house is in order.

Generated files match their origin, notebooks are clean, documents name what exists.
"""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import nbformat
import pytest
from papermill import inspect_notebook

from hbanalysis.cli import app
from scripts.make_analysis_pages import columns_page, judging_page
from scripts.make_dictionary import dictionary
from scripts.make_environment import environment
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ASKED_FOR = ("jupyterlab", "pandas", "seaborn", "statsmodels", "papermill")


def tracked() -> list[Path]:
    """Files that git keeps; all files where there is no git."""
    found = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    names = found.stdout.splitlines() or [
        p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if p.is_file()
    ]
    return [ROOT / name for name in names if "node_modules" not in name and ".venv" not in name]


def test_environment_yml_is_made_from_pyproject() -> None:
    """`make environment` would change nothing.

    The five libraries the office chose stand in it by name.
    """
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert text == environment()
    assert [name for name in ASKED_FOR if f"  - {name}" not in text] == []


def test_the_data_dictionary_is_made_from_the_schemas() -> None:
    """`make dictionary` would change nothing."""
    assert (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == dictionary()


def test_the_pages_of_the_analysis_are_made_from_code_and_examples() -> None:
    """`make dictionary` would change nothing."""
    for name, text in (("columns", columns_page()), ("judging", judging_page())):
        assert (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") == text


def test_locks_pin_every_library_once_and_carry_no_address() -> None:
    run, dev = (
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert re.findall(r"https?://|--index|--find-links", run + dev) == []
    pinned = [{line.split(" ;")[0] for line in text.splitlines()} for text in (run, dev)]
    assert pinned[0] - pinned[1] == set()  # markers may be wider in dev, versions may not differ
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[=; ]", line)[0] for line in run.splitlines()}
    wanted = {re.split(r"[<>=]", line)[0] for line in project["dependencies"]}
    assert wanted - names == set()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestEveryNotebook:
    def test_is_stored_without_outputs(self, path: Path) -> None:
        cells = nbformat.read(path, as_version=4).cells
        assert [
            cell.id for cell in cells if cell.get("outputs") or cell.get("execution_count")
        ] == []

    def test_asks_its_question_first_in_both_languages(self, path: Path) -> None:
        first, second = nbformat.read(path, as_version=4).cells[:2]
        assert (first.metadata.tags, second.metadata.tags) == (["lang-vi"], ["lang-en"])
        assert all(
            cell.source.startswith("# ") and cell.source.endswith("?") for cell in (first, second)
        )

    def test_has_typed_and_explained_parameters(self, path: Path) -> None:
        parameters = inspect_notebook(str(path))
        assert {"period", "territory", "as_of", "language"} <= set(parameters)
        assert [
            name for name, facts in parameters.items() if facts["inferred_type_name"] == "None"
        ] == []
        assert [name for name, facts in parameters.items() if not facts["help"]] == []

    def test_holds_one_year_and_invites_to_change_something(self, path: Path) -> None:
        cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
        sources = [cell.source for cell in cells]
        assert sum("hb.year(" in source for source in sources) == 1
        assert [source for source in sources if "Period.parse" in source] == []
        lab = [cell.source for cell in cells if "lab" in cell.metadata.get("tags", [])]
        assert [source for source in lab if "CHANGE HERE" in source] != []
        assert [source for source in lab if "\nyear." in f"\n{source}"] != []

    def test_is_thin(self, path: Path) -> None:
        code = [
            cell.source
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "code"
        ]
        assert sum(len(source.splitlines()) for source in code) < 60


def test_every_command_stands_in_both_readmes() -> None:
    names = [
        command.name or command.callback.__name__.replace("_", "-")
        for command in app.registered_commands
    ]
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.vi.md")]
    assert [name for name in names for text in texts if f"hba {name}" not in text] == []
    assert all("make report" in text and "make test" in text for text in texts)


def test_every_verb_of_the_makefile_tells_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.M)[1].split())
    assert phony == set(re.findall(r"^([a-z-]+):.*## ", text, re.M))


def test_no_tracked_file_names_a_machine() -> None:
    """No absolute path of a machine in any text that is kept."""
    pattern = re.compile(r"/(?:w\x6frk|f\x61rm|r\x6fot)/")
    found = []
    for path in tracked():
        if (
            path.suffix in (".png", ".ico")
            or not path.is_file()
            or path.name == Path(__file__).name
        ):
            continue
        if pattern.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []


def test_no_tracked_file_names_a_package_registry() -> None:
    """Whoever installs decides where from."""
    pattern = re.compile(r"p\x79pi\.org|p\x79thonhosted\.org|registry\.n\x70mjs|anaconda\.o\x72g")
    texts = [path for path in tracked() if path.is_file() and path.suffix not in (".png", ".ico")]
    named = [
        path.relative_to(ROOT).as_posix()
        for path in texts
        if pattern.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert named == []


def test_the_data_package_describes_every_table() -> None:
    package = json.loads((ROOT / "data" / "raw" / "datapackage.json").read_text(encoding="utf-8"))
    raw = ROOT / "data" / "raw"
    described = {resource["path"] for resource in package["resources"]}
    assert {
        p.relative_to(raw).as_posix() for p in raw.rglob("*.csv") if "received" not in p.parts
    } - described == set()
    assert [
        r["path"]
        for r in package["resources"]
        if not (r["hash"].startswith("sha256:") and r["sources"])
    ] == []


def test_nothing_a_merge_left_behind_is_kept() -> None:
    assert [path.name for path in tracked() if path.suffix in (".orig", ".rej", ".bak")] == []
