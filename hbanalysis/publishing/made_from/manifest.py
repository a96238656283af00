"""``manifest.json``: what a report was made from, so that one can tell later if it still holds.

It names no machine and no user. Under ``times``, and nowhere else in a report, stands the time of
day: when the run began and ended and what each page took. Everything else, and every other file, is
the same bytes for the same inputs.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hbanalysis.intake.store.fingerprints import raw_fingerprints, sha256
from hbanalysis.publishing.made_from.dependencies import PACKAGE, library_files

PACKAGES = (
    "hbanalysis",
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "seaborn",
    "matplotlib",
    "papermill",
    "nbconvert",
    "great-tables",
)
MANIFEST = "manifest.json"
INDEX = "index"
MARK = ("<!--hba-stale-->", "<!--/hba-stale-->")
"""What an index says of pages that are out of date stands between these."""
OTHERS = ("<!--hba-others-->", "<!--/hba-others-->")
"""The links of a page to other reports stand between these; they come and go with the others."""


@dataclass(frozen=True)
class Inputs:
    """Fingerprints of everything a page can depend on, as they are now."""

    raw: dict[str, str]
    code: dict[str, str]
    notebooks: dict[str, str]
    versions: dict[str, str]


def versions() -> dict[str, str]:
    """The releases of Python and of the libraries that decide what a page looks like."""
    return {name: version(name) for name in PACKAGES} | {"python": platform.python_version()}


def inputs(root: Path, notebooks: list[Path]) -> Inputs:
    """What a workspace, its notebooks, the library and the environment are at this moment."""
    return Inputs(
        raw_fingerprints(root),
        library_files(),
        {path.stem: sha256(path) for path in notebooks},
        versions(),
    )


@cache
def commit() -> str:
    """The commit that the library was checked out at; empty where it has no history."""
    if not (PACKAGE.parent / ".git").exists():
        return ""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"],  # noqa: S607
            cwd=PACKAGE.parent,
            capture_output=True,
            encoding="ascii",
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip()


def fingerprint(value: Any) -> str:
    """One fingerprint for anything that can be written as JSON."""
    return hashlib.sha256(
        json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()


def page_entry(
    error: str, parameters: dict[str, Any], files: list[str], now: Inputs, notebook: str
) -> dict[str, Any]:
    """What one page was made from.

    Its parameters, the library files behind it, and one fingerprint of it all.
    """
    parts = {
        "parameters": parameters,
        "raw": now.raw,
        "code": {name: now.code[name] for name in files},
        "notebook": now.notebooks.get(notebook, ""),
        "versions": now.versions,
    }
    return {
        "error": error,
        "parameters": parameters,
        "code": files,
        "fingerprint": fingerprint(parts),
    }


def content_fingerprint(path: Path) -> str:
    """The fingerprint of a file of a report.

    That of a page leaves out its links to other reports, that of an index its mark of being out of
    date: both change when something else does.
    """
    if path.suffix != ".html":
        return sha256(path)
    text = between(path.read_text(encoding="utf-8"), OTHERS, "")
    if path.name == f"{INDEX}.html":
        text = between(text, MARK, "")
    return hashlib.sha256(text.encode()).hexdigest()


def between(text: str, marks: tuple[str, str], content: str) -> str:
    """The text with ``told`` between two marks; as it was when it lacks them.

    >>> between("a<!--hba-others-->b<!--/hba-others-->c", OTHERS, "")
    'a<!--hba-others--><!--/hba-others-->c'
    """
    before, opening, rest = text.partition(marks[0])
    _, closing, after = rest.partition(marks[1])
    return before + opening + content + closing + after if closing else text


def as_left(path: Path, stated: str | None) -> bool:
    """Whether a file of a report is still the one with the stated fingerprint."""
    try:
        return content_fingerprint(path) == stated
    except (
        OSError,
        ValueError,
    ):  # it is gone, or no text, or its name in a damaged manifest is none
        return False


def folder_fingerprints(folder: Path) -> dict[str, str]:
    """Fingerprint of every file of a report, but for the manifest itself."""
    return {
        path.relative_to(folder).as_posix(): content_fingerprint(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def times(
    begun: datetime, former: Path, seconds: dict[str, float], fresh: list[str]
) -> dict[str, Any]:
    """When a run began and ended (UTC), and what each page took.

    For a page that was kept it is what it took when it was made.
    """
    took = read_manifest(former).get("times", {}).get("seconds", {})
    kept = {name: took[name] for name in fresh if name in took}
    hours = {"begun": begun, "ended": datetime.now(UTC)}
    return {name: when.isoformat(timespec="seconds") for name, when in hours.items()} | {
        "seconds": seconds | kept
    }


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Save a manifest, last of all files: a folder with one is complete."""
    whole = manifest | {"files": folder_fingerprints(folder)}
    text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_entry(value: Any) -> bool:
    """Whether this is what :func:`page_entry` makes."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("error"), str)
        and isinstance(value.get("parameters"), dict)
        and isinstance(value.get("code"), list)
        and all(isinstance(name, str) for name in value["code"])
    )


def _is_whole(manifest: Any) -> bool:
    """Whether all that is read from a manifest is there, in the shape in which it was written."""
    if not isinstance(manifest, dict) or not isinstance(manifest.get("pages"), dict):
        return False
    took = manifest.get("times", {"seconds": {}})
    return (
        all(_texts(manifest.get(key)) for key in ("raw", "code", "notebooks", "versions", "files"))
        and all(map(_is_entry, (manifest.get("index"), *manifest["pages"].values())))
        and isinstance(manifest.get("parameters", {}), dict)
        and isinstance(took, dict)
        and isinstance(took.get("seconds"), dict)
    )


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a report; empty when none can be read, or parts of it are damaged."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return manifest if _is_whole(manifest) else {}
