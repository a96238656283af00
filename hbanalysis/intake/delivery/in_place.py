"""Taking in where folders cannot change places: file by file, with a journal, all or none.

On Windows a folder cannot be renamed while Excel has a file of it open, and an office has its CSV
open all day. So only the files that change are touched: each waits beside its place, the former one
is set aside (which fails at once where it is open), and the journal says how far this has come. A
death before the journal says "all set" leads back, one after it forward.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from hbanalysis.intake.store.atomic import naming

JOURNAL = ".import.journal"
FRESH, ASIDE = ".fresh", ".aside"


def _beside(path: Path, end: str) -> Path:
    return path.with_name(f".{path.name}{end}")


def _note(journal: Path, files: list[str], ready: bool) -> None:
    """Write the journal whole: a half one must not be read."""
    draft = _beside(journal, ".draft")
    with naming(journal):
        draft.write_text(json.dumps({"files": files, "ready": ready}), encoding="utf-8")
        draft.replace(journal)


def place(root: Path, raw: Path, files: dict[str, bytes]) -> None:
    """Put these files (paths within ``raw``) in their places, all or none.

    Raises PermissionError, with everything as it was, where one of them is open elsewhere.
    """
    journal, names = root / "data" / JOURNAL, sorted(files)
    _note(journal, names, ready=False)
    try:
        for name in names:
            target = raw / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with naming(target):
                _beside(target, FRESH).write_bytes(files[name])
        for name in names:
            if (raw / name).exists():
                (raw / name).rename(_beside(raw / name, ASIDE))
        _note(journal, names, ready=True)
    except BaseException:
        finish(root, raw)
        raise
    finish(root, raw)


def finish(root: Path, raw: Path) -> None:
    """Bring to its end what a death has left: back before all was set, forward after it."""
    journal = root / "data" / JOURNAL
    try:
        entry = json.loads(journal.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for name in entry["files"]:
        target = raw / name
        fresh, aside = _beside(target, FRESH), _beside(target, ASIDE)
        if not entry["ready"] and aside.exists():
            aside.replace(target)
        elif entry["ready"] and fresh.exists():
            fresh.replace(target)
    for name in entry["files"]:
        for end in (FRESH, ASIDE):
            with suppress(FileNotFoundError):
                _beside(raw / name, end).unlink()
    journal.unlink()
