"""Names once: a stub beside a module says where each of its public names lives.

``module.pyi`` is what type checkers and editors read; here it is what the module itself reads, so
that a name is written in one place, imported when it is first used, and all that ``dir`` shows.
(lazy_loader does this for names that are not renamed and live one folder below; ours do neither.)
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from hbanalysis.vocabulary.parsing import parsed

ABOVE = Path(__file__).resolve().parents[2]
"""The folder in which the package lies."""


@cache
def homes(stub: Path) -> dict[str, tuple[str, str]]:
    """Where each public name of a stub lives: name -> (module, name there).

    ``from a.b import c as d`` says that ``d`` is ``c`` of ``a.b``, or the module ``a.b.c``.
    """
    tree = parsed(stub.read_text(encoding="utf-8"))
    return {
        alias.asname or alias.name: (str(node.module), alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def home(stub: Path, name: str) -> str:
    """The module behind a public name; nothing is imported to find it."""
    module, inner = homes(stub)[name]
    path = ABOVE.joinpath(*module.split("."), inner)
    is_module = path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
    return f"{module}.{inner}" if is_module else module


def public(file: str) -> tuple[list[str], Callable[[], list[str]], Callable[[str], Any]]:
    """``__all__``, ``__dir__`` and ``__getattr__`` of a module, from the stub beside its file."""
    stub = Path(file).with_suffix(".pyi")
    known = homes(stub)
    names = sorted(known)

    def found(name: str) -> Any:
        if name not in known:
            raise AttributeError(f"there is no public name {name!r}; there are {', '.join(names)}")
        module, inner = known[name]
        behind = import_module(home(stub, name))
        return getattr(behind, inner) if behind.__name__ == module else behind

    return names, lambda: names, found
