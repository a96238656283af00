"""Fingerprints: which bytes a number came from, and whether the processed tables match them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from hbanalysis.intake.raw.raw_files import read_files

FINGERPRINTS = "fingerprints.json"
PACKAGE = "datapackage.json"


def sha256(path: Path) -> str:
    """The fingerprint of one file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def raw_fingerprints(root: Path) -> dict[str, str]:
    """Fingerprint of every file that the build reads, by its path within the workspace."""
    kept = {*read_files(root), *(root / "data" / "raw").glob("*.toml")}
    return {p.relative_to(root).as_posix(): sha256(p) for p in sorted(kept) if p.is_file()}


def code_fingerprint() -> str:
    """Fingerprint of the code that makes the processed tables: they are rebuilt when it changes."""
    digest = hashlib.sha256()
    for room in ("vocabulary", "intake", "data"):
        for entry in _code(resources.files("hbanalysis") / room):
            digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def _code(folder: Traversable) -> Iterator[Traversable]:
    """Code and rules of a room and of the rooms inside it, in a fixed order."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".py", ".toml", ".csv")):
            yield entry
        elif entry.is_dir() and not entry.name.startswith("__"):
            yield from _code(entry)


def is_fresh(root: Path) -> bool:
    """Whether ``data/processed`` was built from the raw files and the code as they are now."""
    path = root / "data" / "processed" / FINGERPRINTS
    if not path.is_file():
        return False
    try:
        built: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    whole = all((path.parent / f"{name}.parquet").is_file() for name in built.get("rows", {}))
    return (
        whole
        and built.get("raw") == raw_fingerprints(root)
        and built.get("code") == code_fingerprint()
    )


def package_findings(root: Path) -> list[tuple[str, str]]:
    """Raw files whose bytes differ from ``datapackage.json`` (path, problem).

    There are none without a package.
    """
    path = root / "data" / "raw" / PACKAGE
    if not path.is_file():
        return []
    try:
        resources_listed = json.loads(path.read_text(encoding="utf-8"))["resources"]
    except (ValueError, KeyError, TypeError):
        return [(path.relative_to(root).as_posix(), "unreadable")]
    problems = []
    for resource in resources_listed:
        file = path.parent / str(resource.get("path", ""))
        stated = str(resource.get("hash", "")).removeprefix("sha256:")
        if not file.is_file():
            problems.append((file.relative_to(root).as_posix(), "absent"))
        elif stated and sha256(file) != stated:
            problem = "changed" if _columns_stand(file, resource) else "damaged"
            problems.append((file.relative_to(root).as_posix(), problem))
    return problems


def _columns_stand(file: Path, resource: dict[str, Any]) -> bool:
    """Whether a changed file still has the columns it had: then it was edited, not damaged."""
    try:
        described = {str(one["name"]) for one in resource["schema"]["fields"]}
    except (KeyError, TypeError):
        return True
    line = file.read_bytes().partition(b"\n")[0].removeprefix(b"\xef\xbb\xbf")
    names = re.split(r"[,;\t]", line.decode("utf-8", "replace"))
    return described <= {name.strip('" \r') for name in names}
