"""Which notebooks a report is made of: those that come with the package and an office's own.

An office's own notebooks stand in its ``notebooks/`` beside the shipped ones. Only files whose
name begins with two digits and a hyphen (``07-my-question.ipynb``) are pages; others are drafts. A
copy of a shipped notebook that nobody has changed follows the package; a changed one is the
office's own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hbanalysis.intake.raw.dated_rules import office_rules
from hbanalysis.vocabulary.errors import HbaError, WrongUsage, nearest

GIVEN = ("period", "territory", "as_of", "language")
"""The parameters that every report gives its notebooks."""
ASKED = ("period", "territory")
"""Those without which a page would show another quarter or another place."""
_PAGE = re.compile(r"\d\d-.+\.ipynb")
_HIDDEN = (".", "~$")


def shipped_folder() -> Path:
    """Where the notebooks of the package lie: in a checkout beside it, in a wheel within it."""
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "notebooks"
    return beside if beside.is_dir() else package / "_notebooks"


def is_shipped(notebook: Path) -> bool:
    """Whether a notebook is one of the package's."""
    return notebook.resolve().parent == shipped_folder().resolve()


def _pages(folder: Path) -> dict[str, Path]:
    return {
        path.stem: path
        for path in sorted(folder.glob("*.ipynb"))
        if _PAGE.fullmatch(path.name) and (path.is_file() or not path.exists())
    }


def find_notebooks(root: Path) -> list[Path]:
    """The notebooks of a workspace's report, in the order of their names.

    They are the shipped ones (unless ``[defaults] shipped_notebooks = false`` in its rules) and its
    own.
    """
    own_folder, shipped = root / "notebooks", _pages(shipped_folder())
    own = _pages(own_folder) if own_folder.resolve() != shipped_folder().resolve() else {}
    with_shipped = office_rules(root).get("defaults", {}).get("shipped_notebooks", True)
    by_name = (shipped if with_shipped else {}) | {
        name: path
        for name, path in own.items()
        if name not in shipped or not (untouched(path) or _same(path, shipped[name]))
    }
    if not by_name:
        raise HbaError("There are no notebooks: {folder} is empty.", folder="notebooks")
    return [by_name[name] for name in sorted(by_name)]


def drafts(root: Path) -> list[str]:
    """The notebooks in ``notebooks/`` that are no pages, because of their names."""
    return sorted(
        path.name
        for path in (root / "notebooks").glob("*.ipynb")
        if not _PAGE.fullmatch(path.name) and not path.name.startswith(_HIDDEN)
    )


def cells_fingerprint(book: Mapping[str, Any]) -> str:
    """What a notebook says, without what running or opening it leaves behind."""
    cells = [
        [cell.get("cell_type"), "".join(cell.get("source", "")), _tags(cell)]
        for cell in book.get("cells", [])
    ]
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", []))


def untouched(path: Path) -> bool:
    """Whether a notebook is a copy of a shipped one that nobody has changed since."""
    try:
        book = json.loads(path.read_bytes())
        return bool(book["metadata"]["hbanalysis"]["copy"] == cells_fingerprint(book))
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _same(one: Path, other: Path) -> bool:
    """Whether two notebooks say the same, whatever running or opening them has left behind."""
    try:
        first, second = (cells_fingerprint(json.loads(path.read_bytes())) for path in (one, other))
    except (TypeError, ValueError, AttributeError):
        return False
    return first == second


def copy_of(path: Path) -> bytes:
    """A shipped notebook as a copy that knows it is one."""
    book = json.loads(path.read_bytes())
    book["metadata"]["hbanalysis"] = {"copy": cells_fingerprint(book)}
    return (json.dumps(book, ensure_ascii=False, indent=1) + "\n").encode()


def put_copies(folder: Path) -> list[str]:
    """Copy the shipped notebooks into a folder, and renew copies that nobody has changed.

    What an analyst has changed stays; the names of what was written come back.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path in _pages(shipped_folder()).values():
        target, content = folder / path.name, copy_of(path)
        if not target.exists() or (untouched(target) and target.read_bytes() != content):
            target.write_bytes(content)
            written.append(path.name)
    return written


def why_no_page(path: Path) -> HbaError | None:
    """Why a notebook cannot be run for a report; nothing when it can.

    Without a tagged cell of parameters it would run with its own values, and show one territory's
    numbers in the report of another.
    """
    try:
        book = json.loads(path.read_bytes())
        cells = book["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        tagged = [cell for cell in code if "parameters" in _tags(cell)]
        language = _language(book)
    except (KeyError, TypeError, ValueError, AttributeError, OSError):
        return HbaError(
            "The notebook {name} cannot be read: it is not a complete notebook.", name=path.name
        )
    if language not in ("", "python"):
        return HbaError(
            "The notebook {name} is written in {language}; a page needs Python.",
            name=path.name,
            language=language,
        )
    if len(tagged) != 1:
        return _wrongly_tagged(path.name, len(tagged))
    source = "".join(tagged[0].get("source", ""))
    lacking = [name for name in ASKED if not re.search(rf"^{name}\b[^=\n]*=", source, re.M)]
    if lacking:
        return HbaError(
            "The parameters cell of {name} lacks {lacking}: the page would not know what to show.",
            name=path.name,
            lacking=", ".join(lacking),
        )
    return None


def _language(book: Mapping[str, Any]) -> str:
    facts = book.get("metadata", {})
    return str(
        facts.get("kernelspec", {}).get("language")
        or facts.get("language_info", {}).get("name", "")
    ).lower()


def _wrongly_tagged(name: str, count: int) -> HbaError:
    if count:
        return HbaError(
            "The notebook {name} has {count} cells tagged 'parameters'; one is needed.",
            name=name,
            count=count,
        )
    return HbaError(
        "The notebook {name} has no cell tagged 'parameters': it would show its own values in every"
        " report (hba new notebook makes one that works).",
        name=name,
    )


def chosen(notebooks: list[Path], names: tuple[str, ...]) -> list[Path]:
    """The notebooks asked for by name (with or without number and suffix); without any, all."""
    known = {notebook.stem: notebook for notebook in notebooks}
    short = {stem.partition("-")[2] or stem: stem for stem in known}
    picked = []
    for name in names:
        stem = name.removesuffix(".ipynb")
        stem = short.get(stem, stem)
        if stem not in known:
            raise WrongUsage(
                "There is no notebook {found!r}; the nearest is {near!r}.",
                found=name,
                near=nearest(stem, [*known, *short]) or ", ".join(sorted(known)),
            )
        picked.append(known[stem])
    return sorted(picked) or notebooks
