"""What a notebook takes from the library stands behind its page, whatever it takes."""

from __future__ import annotations

import inspect
from operator import attrgetter
from pathlib import Path

import pytest

import hbanalysis as hb
from hbanalysis.publishing.kernel.launch import preloaded
from hbanalysis.publishing.made_from.dependencies import (
    OURS,
    PACKAGE,
    _foreign,
    _imported,
    library_files,
    page_files,
)
from hbanalysis.vocabulary.parsing import parsed
from tests.publishing.test_report import small_notebook

GROUPS = ("tables", "figures", "sentences", "briefing")
NAMES = sorted(
    {name for name in dir(hb) if name not in GROUPS}
    | {f"{group}.{name}" for group in GROUPS for name in dir(getattr(hb, group))}
)


@pytest.mark.parametrize("name", NAMES)
def test_the_module_of_every_public_name_stands_behind_the_page(tmp_path: Path, name: str) -> None:
    thing = attrgetter(name)(hb)
    if not (inspect.isfunction(thing) or inspect.isclass(thing)):
        pytest.skip(f"hb.{name} is a value")
    book = tmp_path / "07-own.ipynb"
    small_notebook(book, "Own", f"import hbanalysis as hb\nhb.{name}")
    own = thing.__module__.replace(".", "/")
    assert {f"{own}.py", f"{own}/__init__.py"} & set(page_files(book, library_files()))


def test_a_pack_in_a_notebook_depends_on_the_briefing_room(tmp_path: Path) -> None:
    book = tmp_path / "07-own.ipynb"
    small_notebook(book, "Own", "import hbanalysis as hb\nhb.briefing.gallery(hb.briefing.content)")
    behind = page_files(book, library_files())
    assert {"hbanalysis/briefing/pack.py", "hbanalysis/briefing/pack_content.py"} <= set(behind)


def test_the_lines_of_our_modules_name_what_their_trees_import() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        dotted = path.relative_to(PACKAGE.parent).with_suffix("").parts
        tree = {name for name in _imported(parsed(path.read_bytes())) if name.split(".")[0] != OURS}
        assert tree <= _foreign(".".join(dotted).removesuffix(".__init__")), path


def test_kernels_have_ready_what_a_notebook_names_and_not_what_only_packs_draw_with(
    tmp_path: Path,
) -> None:
    own, plain = tmp_path / "07-own.ipynb", tmp_path / "08-plain.ipynb"
    small_notebook(
        own, "Own", "import matplotlib.pyplot as plt\nimport hbanalysis as hb\nhb.figures.plan"
    )
    small_notebook(plain, "Plain", "import hbanalysis as hb\nhb.briefing.write")
    assert "matplotlib.pyplot" in preloaded([own])
    ready = preloaded([plain])
    assert "hbanalysis.briefing.pack" in ready
    assert not {name for name in ready if name.split(".")[0] in ("matplotlib", "fontTools", "PIL")}
