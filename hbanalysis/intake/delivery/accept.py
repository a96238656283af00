"""Taking a delivery in: its observations, the file itself and its line in the register, or nothing.

The raw folder is copied beside itself (by hard links, so only new files cost anything), the copy is
completed and checked as a whole, and then takes the folder's place in one step. A process that dies
before that step leaves the former state, one that dies after it the new one; there is no third.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hbanalysis.intake import machine
from hbanalysis.intake.delivery import register as registry
from hbanalysis.intake.delivery.draft import ROW_STOPPED, Observation
from hbanalysis.intake.delivery.in_place import finish, place
from hbanalysis.intake.delivery.prepare import Delivery
from hbanalysis.intake.raw.declared.figures import OBSERVATIONS
from hbanalysis.intake.raw.raw_texts import read_texts
from hbanalysis.intake.store.atomic import naming, recover, resting_place
from hbanalysis.intake.store.fingerprints import sha256
from hbanalysis.intake.store.lock import try_lock
from hbanalysis.vocabulary.errors import BadData, Finding, HbaError
from hbanalysis.vocabulary.rows import records

STAGE = ".import-"
CHANGED = "The file {file} changed while it was read; import it again. Nothing was written."
IN_USE = (
    "The folder data/raw is in use by another program ({problem}); close it and import again."
    " Nothing was written."
)
BUSY = "Another import is under way in this workspace; wait until it has ended."


@dataclass(frozen=True)
class Accepted:
    """What an import wrote, as paths within the workspace, and how many observations."""

    observations: str
    stored: str
    count: int


@contextmanager
def import_lock(root: Path) -> Iterator[None]:
    """Let one import at a time work on a workspace.

    The system releases the lock when its process ends, in whatever way.
    """
    (root / "data").mkdir(exist_ok=True)
    lock = try_lock(root / "data" / ".import.lock")
    if lock is None:
        raise HbaError(BUSY)
    try:
        recover(_raw(root))
        finish(root, resting_place(_raw(root)))
        for leftover in resting_place(_raw(root)).parent.glob(f"{STAGE}*/"):
            shutil.rmtree(leftover, ignore_errors=True)  # of an import that died
        yield
    finally:
        lock.release()


def _raw(root: Path) -> Path:
    return root / "data" / "raw"


def _link(source: str, target: str) -> None:
    """Another name for the same file; a copy where the file system knows no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def staged(root: Path) -> Iterator[Path]:
    """A workspace beside the real one with the same raw files; gone when the block ends."""
    # Beside what data/raw really is: a link may lead to another file system.
    parent = Path(tempfile.mkdtemp(prefix=STAGE, dir=resting_place(_raw(root)).parent))
    try:
        parent.chmod(0o755)
        shutil.copytree(
            _raw(root),
            parent / "data" / "raw",
            copy_function=_link,
            symlinks=True,
            ignore=shutil.ignore_patterns("~$*"),
        )
        yield parent
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def write_new(path: Path, content: bytes) -> None:
    """Write a new file and put it in the place of the old name.

    Nothing is ever written through a hard link.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with naming(path), fresh.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)


def observations_path(delivery: Delivery) -> str:
    """Where the observations of a delivery go: one file for each recipe and file name.

    A later delivery of the same name is appended, so an office may send its workbook under one name
    every month.
    """
    name = f"{delivery.recipe.name}-{registry.slug(delivery.path.name)}.csv"
    return f"data/raw/observations/{name}"


def _append(stage: Path, delivery: Delivery) -> int:
    """Add the observations to their file in the stage; gives the line of the first new row."""
    path = stage / observations_path(delivery)
    rows: list[dict[str, str]] = []
    columns = list(OBSERVATIONS.names)
    if path.is_file():
        rows = _stored_rows(path, stage)
        columns += [name for name in (rows[0] if rows else {}) if name not in columns]
    first = len(rows) + 2
    rows += [one.fields for one in delivery.observations]
    write_new(path, registry.as_text(rows, columns).encode("utf-8-sig"))  # people open it in Excel
    return first


def _stored_rows(path: Path, stage: Path) -> list[dict[str, str]]:
    """The rows of a file of observations, also after an Excel has saved it in its own way."""
    (text,) = read_texts(path, stage, OBSERVATIONS)
    if any(finding.level == "error" for finding in text.findings):
        raise BadData(text.findings)
    names = [name for name in text.header if name]
    return [{name: str(row[name]) for name in names} for row in records(text.table)]


@contextmanager
def as_if_accepted(root: Path, deliveries: Iterable[Delivery]) -> Iterator[Path]:
    """A workspace beside the real one that holds these deliveries already; gone afterwards."""
    with staged(root) as stage:
        for delivery in deliveries:
            if delivery.observations:
                _append(stage, delivery)
        yield stage


def check_in_place(root: Path, delivery: Delivery) -> Delivery:
    """Hold the observations against all rules of ``hba check``, as if they were taken in.

    A row with an error stops its territory's indicator; what the rules say is told with the cells
    of the delivery.
    """
    from hbanalysis.intake.store.build import read_workspace

    if delivery.blocked or not delivery.observations:
        return delivery
    with staged(root) as stage:
        first, file = _append(stage, delivery), observations_path(delivery)
        findings = [
            finding
            for finding in read_workspace(stage)[1]
            if finding.file == file and finding.row >= first
        ]
    stopped: dict[tuple[str, str], list[Observation]] = {}
    for finding in findings:
        one = delivery.observations[finding.row - first]
        delivery.findings.append(_told(finding, one, delivery))
        if finding.level == "error":
            stopped.setdefault(_pair(one), []).append(one)
    for (territory, indicator), ones in stopped.items():
        facts = {
            "label": f"{territory} {indicator}",
            "cells": ", ".join(dict.fromkeys(one.cell for one in ones)),
        }
        delivery.findings.append(
            Finding(
                "error",
                "row-stopped",
                delivery.path.name,
                ones[0].fields["locator"],
                ROW_STOPPED,
                facts,
                territory,
                indicator,
            )
        )
    delivery.observations = [one for one in delivery.observations if _pair(one) not in stopped]
    return delivery


def _pair(one: Observation) -> tuple[str, str]:
    return one.fields["territory"], one.fields["indicator"]


def _told(finding: Finding, one: Observation, delivery: Delivery) -> Finding:
    return Finding(
        finding.level,
        finding.rule,
        delivery.path.name,
        one.fields["locator"],
        finding.template,
        finding.facts,
        *_pair(one),
    )


def nothing_in(delivery: Delivery) -> bool:
    """Whether there is nothing to take in: it is refused as a whole, or row by row."""
    return delivery.blocked or (delivery.has_errors and not delivery.observations)


def take_its_place(root: Path, stage: Path, files: list[str]) -> None:
    """The stage becomes data/raw: in one step, or file by file where folders cannot change places.

    On Windows the folder cannot be renamed while Excel has one of its files open.
    """
    raw, made = resting_place(_raw(root)), _raw(stage)
    if not machine.exchange(made, raw):
        inside = "data/raw/"
        place(root, raw, {f.removeprefix(inside): (stage / f).read_bytes() for f in files})


def accept(root: Path, delivery: Delivery) -> Accepted:
    """Write a prepared delivery, whole or not at all (to be called within ``import_lock``).

    HbaError when the file changed since it was read, or when another program holds a raw file open.
    """
    stored = registry.stored_name(root, delivery.path.name, delivery.fingerprint)
    count, file = len(delivery.observations), observations_path(delivery)
    try:
        with staged(root) as stage:
            if count:
                _append(stage, delivery)
            copy = stage / registry.FOLDER / stored
            write_new(copy, delivery.path.read_bytes())
            if sha256(copy) != delivery.fingerprint:
                raise HbaError(CHANGED, file=delivery.path.name)
            entry = {
                "name": delivery.path.name,
                "sha256": delivery.fingerprint,
                "recipe": delivery.recipe.name,
                "received": delivery.received,
                "stored": stored,
                "observations": file if count else "",
            }
            rows = [*registry.entries(root), entry]
            text = registry.as_text(rows, registry.COLUMNS)
            write_new(stage / registry.REGISTRY, text.encode("utf-8-sig"))
            take_its_place(
                root,
                stage,
                [registry.REGISTRY, copy.relative_to(stage).as_posix()] + ([file] if count else []),
            )
    except PermissionError as problem:
        recover(_raw(root))
        raise HbaError(IN_USE, problem=problem.strerror or type(problem).__name__) from problem
    return Accepted(file if count else "", f"{registry.FOLDER}/{stored}", count)
