"""The description of an office's raw files, ``datapackage.json``: renewed after an edit.

What people wrote there (titles, sources, licences, meanings of columns) stays; bytes, fingerprints
and columns become those of the files as they are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbanalysis.intake.raw.columns import Column, Schema
from hbanalysis.intake.raw.raw_files import OBSERVATIONS, TEXTS, read_files, table_name
from hbanalysis.intake.raw.raw_texts import read_texts
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.intake.store.atomic import write_whole
from hbanalysis.intake.store.fingerprints import PACKAGE, sha256
from hbanalysis.vocabulary.errors import HbaError

_TYPES = {"number": "number", "year": "integer", "day": "date", "month": "yearmonth"}
Resource = dict[str, Any]


@dataclass(frozen=True)
class Renewed:
    """Which files are described anew, by their paths below ``data/raw``."""

    changed: list[str]
    added: list[str]
    gone: list[str]


def renew_package(root: Path) -> Renewed:
    """Describe the raw files as they are now; the file is replaced only by a complete one."""
    raw = root / "data" / "raw"
    package = _read(raw / PACKAGE)
    described = {str(one.get("path", "")): one for one in package["resources"]}
    files = [path for path in read_files(root) if path.suffix.lower() in TEXTS]
    files += [raw / name for name in described if (raw / name).is_file()]
    present = {path.relative_to(raw).as_posix(): path for path in sorted(set(files))}
    resources = [_resource(path, root, described.get(name, {})) for name, path in present.items()]
    text = json.dumps({**package, "resources": resources}, ensure_ascii=False, indent=2)
    write_whole(raw / PACKAGE, f"{text}\n".encode())
    return Renewed(
        changed=[
            one["path"]
            for one in resources
            if one["path"] in described and described[one["path"]].get("hash") != one["hash"]
        ],
        added=[name for name in present if name not in described],
        gone=[name for name in described if name not in present],
    )


def _read(path: Path) -> dict[str, Any]:
    """The description so far; an empty one when there is none."""
    if not path.is_file():
        return {"profile": "tabular-data-package", "name": "raw", "resources": []}
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        list(package["resources"])
    except (ValueError, KeyError, TypeError) as problem:
        raise HbaError(
            "{file} cannot be read; move it away, then hba package writes a new one.",
            file=path.name,
        ) from problem
    return dict(package)


def _resource(path: Path, root: Path, former: Resource) -> Resource:
    """One file: what was said of it, and its bytes and columns as they are."""
    raw = root / "data" / "raw"
    name = path.relative_to(raw).as_posix()
    folder = name.partition("/")[0]
    schema = SCHEMAS.get(OBSERVATIONS if folder == OBSERVATIONS else table_name(path))
    known = {"profile": "tabular-data-resource", "name": path.stem.replace("_", "-"), "path": name}
    known |= {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    facts: Resource = {"bytes": path.stat().st_size, "hash": f"sha256:{sha256(path)}"}
    if schema is not None:
        facts["schema"] = {"fields": _fields(path, root, schema, former)}
    return {**known, **former, **facts}


def _fields(path: Path, root: Path, schema: Schema, former: Resource) -> list[Resource]:
    said = {str(one.get("name")): one for one in former.get("schema", {}).get("fields", [])}
    columns = {column.name: column for column in schema.columns}
    header = [name for text in read_texts(path, root, schema) for name in text.header if name]
    return [said.get(name) or _field(name, columns.get(name)) for name in dict.fromkeys(header)]


def _field(name: str, column: Column | None) -> Resource:
    if column is None:
        return {"name": name, "type": "string"}
    made: Resource = {"name": name, "type": _TYPES.get(column.kind, "string")}
    made["description"] = column.meaning
    constraints: Resource = {"required": True} if column.filled else {}
    if column.words:
        constraints["enum"] = list(column.words)
    return made | ({"constraints": constraints} if constraints else {})
