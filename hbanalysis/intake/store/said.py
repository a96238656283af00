"""The record of what published reports said of the year's end: ``reports/<territory>.said.jsonl``.

One line for each published report, never changed afterwards. A line holds the ``seal`` of the line
before it and its own, so that a changed or a missing line is found and told.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbanalysis.intake.store.lock import exclusive
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.messages import N_

DAMAGE = N_(
    {
        "torn": "{file}, line {line}: the line is not complete; what it said is lost.",
        "changed": "{file}, line {line}: the entry has been changed since it was written.",
        "missing": "{file}, line {line}: at least one entry before this line is missing.",
        "gone": "{file}: the entry of the report {period} is missing.",
    }
)
"""What can be wrong with a record, one sentence each."""

Problem = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Said:
    """What a record holds: its entries that are as they were written, and what is wrong with it."""

    entries: tuple[dict[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()


def home(root: Path, territory: str) -> Path:
    """The record of a territory."""
    return root / "reports" / f"{territory}.said.jsonl"


def said(root: Path, territory: str) -> Said:
    """The record of a territory, oldest entry first; an empty one where there is none yet.

    A line that is torn or was changed is no entry; each problem is a kind of :data:`DAMAGE` with
    its facts.
    """
    path = home(root, territory)
    lines = _lines(path)
    entries: list[dict[str, Any]] = []
    problems: list[Problem] = []
    last = ""
    for number, line in enumerate(lines, start=1):
        found, facts = _entry(line), {"file": f"reports/{path.name}", "line": number}
        if found is None:
            problems.append(("torn", facts))
            continue
        if found["seal"] != _seal(found):
            problems.append(("changed", facts))
        else:
            if found["after"] != last:
                problems.append(("missing", facts))
            entries.append(found)
        last = str(found["seal"])
    problems += _gone(root, territory, {str(one["seal"]) for one in entries}, path.name)
    return Said(tuple(entries), tuple(problems))


def _gone(root: Path, territory: str, seals: set[str], file: str) -> list[Problem]:
    """Reports that stand there and whose entry does not: also a last line that was taken away."""
    problems = []
    for manifest in sorted((root / "reports" / territory).glob("*/[!.]*/manifest.json")):
        try:
            seal = json.loads(manifest.read_text(encoding="utf-8"))["times"].get("said", "")
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue
        if isinstance(seal, str) and seal and seal not in seals:
            period = manifest.parent.parent.name
            problems.append(("gone", {"file": f"reports/{file}", "period": period}))
    return list({one[1]["period"]: one for one in problems}.values())


def remember(
    root: Path,
    content: dict[str, Any],
    made: str,
    version: str,
    waiting: Callable[[], None] = lambda: None,
) -> str:
    """Append what a report said, unless the last entry of its period and day says the same.

    ``content`` holds ``territory, period, as_of`` and ``rows``. Returns the seal of its entry.
    Two commands at once write one after the other; a line that cannot be written whole (a full
    disk) leaves the record as it was and raises HbaError.
    """
    path = home(root, content["territory"])
    path.parent.mkdir(parents=True, exist_ok=True)
    with exclusive(path.parent / ".logs" / f"{path.name}.lock", waiting):
        known = said(root, content["territory"]).entries
        same = [one for one in known if _of(one) == _of(content)]
        if same and same[-1]["rows"] == content["rows"]:
            return str(same[-1]["seal"])
        whole = [one for line in _lines(path) if (one := _entry(line))]
        entry = {**content, "made": made, "version": version}
        entry["after"] = str(whole[-1]["seal"]) if whole else ""
        entry["seal"] = _seal(entry)
        _append(path, json.dumps(entry, ensure_ascii=False, sort_keys=True))
    return str(entry["seal"])


@contextmanager
def remembering(root: Path, content: dict[str, Any], made: str, version: str) -> Iterator[str]:
    """:func:`remember` while a report takes its place; what is new is taken back if it does not.

    The block is given the seal of the entry.
    """
    territory = content["territory"]
    known = {str(one["seal"]) for one in said(root, territory).entries}
    seal = remember(root, content, made, version)
    try:
        yield seal
    except BaseException:
        if seal not in known:
            _take_back(home(root, territory), seal)
        raise


def _take_back(path: Path, seal: str) -> None:
    """Take an entry away again; one that another entry follows already stays: it holds its seal."""
    with exclusive(path.parent / ".logs" / f"{path.name}.lock", lambda: None):
        kept, _, last = path.read_bytes().rstrip(b"\n").rpartition(b"\n")
        entry = _entry(last.decode("utf-8", errors="replace"))
        if entry is None or entry["seal"] != seal:
            return
        if kept:
            os.truncate(path, len(kept) + 1)
        else:
            path.unlink()


def _of(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["period"], entry["as_of"]


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise _unwritable(path, problem) from None
    return [line for line in text.split("\n") if line.strip()]


def _entry(line: str) -> dict[str, Any] | None:
    """A line as an entry; None for one that is none, or only half of one."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    needed = {"territory", "period", "as_of", "rows", "made", "after", "seal"}
    return entry if isinstance(entry, dict) and needed <= set(entry) else None


def _seal(entry: dict[str, Any]) -> str:
    """The fingerprint of an entry with that of the entry before it."""
    rest = {name: value for name, value in entry.items() if name != "seal"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _append(path: Path, line: str) -> None:
    """One line more, whole or not at all; a torn line before it stays a line of its own."""
    try:
        with path.open("a+b") as out:
            size = out.seek(0, os.SEEK_END)
            if size:
                out.seek(size - 1)
                begin = b"" if out.read(1) == b"\n" else b"\n"
            else:
                begin = b""
            try:
                out.write(begin + line.encode() + b"\n")
                out.flush()
                os.fsync(out.fileno())
            except OSError:
                os.truncate(path, size)
                raise
    except OSError as problem:
        raise _unwritable(path, problem) from None


def _unwritable(path: Path, problem: OSError) -> HbaError:
    return HbaError(
        "{file} cannot be read or written: {why}.",
        file=f"reports/{path.name}",
        why=problem.strerror or str(problem),
    )
