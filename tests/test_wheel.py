"""What is handed out: a wheel and a source archive that hold everything an office needs."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

NEEDED = (
    "hbanalysis/py.typed",
    "hbanalysis/__init__.pyi",
    "hbanalysis/vocabulary/locale/vi.po",
    "hbanalysis/data/rules.toml",
    "hbanalysis/data/new_office/README.md",
    "hbanalysis/_notebooks/01-plan-against-actual.ipynb",
    "hbanalysis/_recipes/mau-phong-ban.toml",
    "hbanalysis/briefing/templates/brief.pptx",
    "hbanalysis/publishing/templates/hba/style.css",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both archives, made by the project's own build backend."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


class TestWhatIsHandedOut:
    def test_the_wheel_holds_what_an_office_needs_and_no_office_s_data(self, built: Path) -> None:
        (wheel,) = built.glob("*.whl")
        names = zipfile.ZipFile(wheel).namelist()
        assert [name for name in NEEDED if name not in names] == []
        outside = [n for n in names if not n.startswith(("hbanalysis/", "hbanalysis-"))]
        assert outside == []
        assert not [name for name in names if "__pycache__" in name or name.endswith("demo.csv")]

    def test_the_source_archive_holds_tests_and_data(self, built: Path) -> None:
        (archive,) = built.glob("*.tar.gz")
        with tarfile.open(archive) as source:
            names = {name.partition("/")[2] for name in source.getnames()}
        wanted = {"pyproject.toml", "Makefile", "README.md", "data/raw/targets.csv", "mkdocs.yml"}
        assert wanted <= names
        assert not [name for name in names if name.startswith((".venv/", "reports/h", "site/"))]

    def test_it_says_which_release_it_is(self, built: Path) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        (wheel,) = built.glob("*.whl")
        assert wheel.name == f"hbanalysis-{project['version']}-py3-none-any.whl"

    def test_an_office_starts_from_the_wheel_alone(self, built: Path, tmp_path: Path) -> None:
        """In an environment of its own, in a folder far from the repository."""
        venv.create(tmp_path / "venv", with_pip=False)
        python = next(p for p in (tmp_path / "venv").glob("*/python*") if p.is_file())
        packages = next((tmp_path / "venv").glob("[lL]ib*/**/site-packages"))
        (wheel,) = built.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
        # What it depends on is taken from here; the package itself comes first, from the wheel.
        (packages / "here.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")

        def hba(*words: str) -> str:
            command = [str(python), "-P", "-m", "hbanalysis", *words]
            done = subprocess.run(
                command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        hba("init", "phường", "--name", "Phường Mới", "--year", "2024")
        hba("--root", "phường", "check")
        assert '"on track"' in hba("--root", "phường", "assess", "2024-Q1", "--format", "json")
