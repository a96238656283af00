"""What a notebook sees: public names only, each once, each explained with a running example."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import hbanalysis as hb
from hbanalysis.vocabulary.public_names import homes

PACKAGE = Path(hb.__file__).parent
NAMESPACES = ("tables", "figures", "sentences", "briefing")


def public() -> Iterator[tuple[str, Any]]:
    """Every public name and what it is."""
    for name in dir(hb):
        if name not in NAMESPACES:
            yield name, getattr(hb, name)
    for space in NAMESPACES:
        for name in dir(getattr(hb, space)):
            yield f"{space}.{name}", getattr(getattr(hb, space), name)


NAMES = dict(public())


def test_dir_shows_what_is_public_and_nothing_else() -> None:
    assert {*NAMESPACES, "year", "assess", "project_year", "columns", "HbaError"} <= set(dir(hb))
    for holder in (hb, *(getattr(hb, space) for space in NAMESPACES)):
        stub = Path(str(holder.__file__)).with_suffix(".pyi")
        assert dir(holder) == sorted(homes(stub)) == holder.__all__
        assert [name for name in dir(holder) if name.startswith("_")] == []
        for module, name in homes(stub).values():
            found = import_module(module)
            assert hasattr(found, name) or import_module(f"{module}.{name}")


def test_a_name_that_is_not_public_is_refused_with_those_that_are() -> None:
    with pytest.raises(AttributeError, match="plan, printed_scoreboard"):
        _ = hb.tables.plann
    assert (PACKAGE / "py.typed").is_file()


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_explained_with_a_running_example(name: str) -> None:
    thing = NAMES[name]
    doc = inspect.getdoc(
        thing if inspect.isroutine(thing) or inspect.isclass(thing) else type(thing)
    )
    assert doc
    examples = doc.partition("Examples\n--------\n")[2]
    assert ">>> " in examples
    if inspect.isfunction(thing):
        assert "Parameters\n----------\n" in doc
        assert "Returns\n-------\n" in doc
        for parameter in inspect.signature(thing).parameters:
            assert parameter == "rows" or parameter in doc.partition("Returns\n")[0]


def test_no_public_name_is_short_of_a_docstring_at_its_namespace() -> None:
    assert [space for space in NAMESPACES if not getattr(hb, space).__doc__] == []
