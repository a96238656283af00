"""What a notebook is made of: the files of our library behind it, and the libraries it will import.

Read from the sources, never by running them: the names that a notebook takes from ``hb``, the
modules they live in (the stubs of our public modules say which), and everything those import in
turn (grimp; also inside functions, not what only type checkers see). A
notebook that uses ``hb`` in any other way than ``hb.name`` is taken to need all of it.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hbanalysis.publishing.kernel.apart import apart
from hbanalysis.vocabulary.parsing import parsed
from hbanalysis.vocabulary.public_names import home, homes

PACKAGE = Path(__file__).resolve().parents[2]
OURS = PACKAGE.name
# What stands around every page, whatever its notebook says: the frame, the mark of synthetic
# figures, the index.
FRAME = (
    f"{OURS}.publishing.page_files",
    f"{OURS}.publishing.index",
    f"{OURS}.analysis.judgement.assess",
)
_FOREIGN_ROOMS = ("cli", "briefing")
_SKIPPED = {"__pycache__", "_notebooks", "_recipes"}


@dataclass(frozen=True)
class Needs:
    """Modules of ours and of others that some code imports, directly or not."""

    ours: set[str] = field(default_factory=set)
    theirs: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    """Those of others that the code names itself."""


def _file_of(module: str) -> Path | None:
    path = PACKAGE.parent.joinpath(*module.split("."))
    return next(
        (file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None
    )


def _imported(tree: ast.AST) -> set[str]:
    """Dotted names that a source imports; of ``from a import b`` both ``a`` and ``a.b``."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _behind(module: str, path: Iterable[str]) -> set[str]:
    """The modules behind ``module.a.b``: a module with a stub says where its names live."""
    file, (name, *rest) = _file_of(module), (*path, "")
    stub = file.with_suffix(".pyi") if file else None
    if stub is None or not stub.is_file():
        return {module}
    known = homes(stub)
    if name not in known:  # the module itself, whatever is made of it
        return {module}.union(*(_behind(home(stub, other), ()) for other in known))
    return {module} | _behind(home(stub, name), rest[:-1])


def _chain(node: ast.Attribute) -> tuple[str, list[str]]:
    """``hb.tables.plan`` as ``hb`` and ``tables, plan``; no name when it starts elsewhere."""
    names = [node.attr]
    inner: ast.expr = node.value
    while isinstance(inner, ast.Attribute):
        names.append(inner.attr)
        inner = inner.value
    return (inner.id if isinstance(inner, ast.Name) else ""), names[::-1]


def _taken_from_package(tree: ast.AST) -> set[str]:
    """Modules behind the public names that a source takes from ``import hbanalysis as hb``."""
    aliases = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == OURS
    }
    direct = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    outer = [
        _chain(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and id(node) not in inner
    ]
    chains = [names for start, names in outer if start in aliases]
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in aliases]
    if len(uses) > len(chains) or OURS in direct:
        return _behind(OURS, ())
    return {module for names in chains for module in _behind(OURS, names)}


@cache
def _graph() -> dict[str, set[str]]:
    """Which modules of ours each one imports, also inside functions, not what is for types only.

    Read by a copy of this process: grimp starts threads that stay, and with threads this one could
    no longer fork the kernels of its pages.
    """
    return apart(_read_graph) or _read_graph()


def _read_graph() -> dict[str, set[str]]:
    import grimp

    graph = grimp.build_graph(OURS, exclude_type_checking_imports=True, cache_dir=None)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}


_IMPORT = re.compile(r"^ *(?:from ([\w.]+) import (\([^)]*\)|.+)|import (.+))$", re.MULTILINE)
_NAME = re.compile(r"([\w.]+)(?: as \w+)?(?=[,\s)]|$)")


@cache
def _foreign(module: str) -> frozenset[str]:
    """What a module of ours imports from others, by its dotted name: a warm kernel has it ready.

    Read from its lines: trees of a few hundred modules take half a second, at every report.
    """
    file, names = _file_of(module), set[str]()
    for whole, parts, plain in _IMPORT.findall(file.read_text(encoding="utf-8") if file else ""):
        below = _NAME.findall(re.sub("#.*", "", parts or plain))
        names |= {whole, *(f"{whole}.{part}" for part in below)} if whole else set(below)
    return frozenset(name for name in names if name.split(".")[0] != OURS)


def _closure(start: Iterable[str]) -> Needs:
    """Everything that these modules import in turn, and the packages they lie in."""
    named = set(start)
    needed = Needs(named={name for name in named if name.split(".")[0] != OURS})
    graph = _graph()
    waiting = [name for name in named if name in graph]
    while waiting:
        name = waiting.pop()
        if name not in needed.ours:
            needed.ours.add(name)
            needed.theirs.update(_foreign(name))
            parents = [name.rsplit(".", depth)[0] for depth in range(1, len(name.split(".")))]
            waiting += [*graph[name], *parents]
    return needed


@cache
def _notebook_needs(source: str) -> Needs:
    tree = parsed(source)
    return _closure(_imported(tree) | _taken_from_package(tree))


def needs(notebook: Path) -> Needs:
    """What the code of a notebook imports, directly or not.

    It is all public modules when the code cannot be read as Python.
    """
    try:
        cells = json.loads(notebook.read_bytes())["cells"]  # nbformat would take long to import
        source = "\n\n".join(
            "".join(cell["source"]) for cell in cells if cell.get("cell_type") == "code"
        )
        return _notebook_needs(source)
    # a %magic, a file that is no notebook: whatever it does, it may need all of it
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError):
        return _closure(_behind(OURS, ()))


def library_files() -> dict[str, str]:
    """The fingerprint of every file of the library, by its path from the folder of the package."""
    return {
        path.relative_to(PACKAGE.parent).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and not _SKIPPED & set(path.parts) and path.suffix not in (".pyc", ".pyo")
    }


def _room(name: str) -> str:
    parts = name.replace("/", ".").split(".")
    return parts[1] if len(parts) > 2 else ""


def _files_behind(modules: set[str], library: Iterable[str]) -> list[str]:
    """The files of these modules, and what else (words, rules, templates) lies in their rooms."""
    sources = {
        file.relative_to(PACKAGE.parent).as_posix() for file in map(_file_of, modules) if file
    }
    rooms = {_room(name) for name in modules} - {"", *_FOREIGN_ROOMS} | {"data"}
    return sorted(
        sources | {name for name in library if not name.endswith(".py") and _room(name) in rooms}
    )


def page_files(notebook: Path, library: Iterable[str]) -> list[str]:
    """Files of the library that decide what a notebook's page looks like."""
    return _files_behind(needs(notebook).ours | _closure(FRAME).ours, library)


def index_files(library: Iterable[str]) -> list[str]:
    """Files of the library that decide what the index of a report looks like."""
    return _files_behind(_closure(FRAME).ours, library)
