"""The door: ``hba check | build | assess | project | report | ...``.

Messages go to stderr, data to stdout. Exit 0: fine; 1: findings or failure; 2: wrong usage.
Nothing heavy is imported before :func:`main` stands guard: Ctrl-C and a machine with too little
of something are sentences from the first moment on.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

from hbanalysis.intake import machine

LITTLE_MEMORY = (
    "Too little memory: a program may use {found} MB here, hba needs {needed}.",
    "Bộ nhớ quá ít: chương trình chỉ được dùng {found} MB, hba cần {needed}.",
)
NO_MEMORY = (
    "The memory is used up; close other programs and run the command again.",
    "Hết bộ nhớ; hãy đóng bớt chương trình khác rồi chạy lại lệnh.",
)
STOPPED = ("Interrupted.", "Đã dừng.")
"""Said before any catalogue can be read: English and Vietnamese."""


def __getattr__(name: str) -> Any:
    if name == "app":
        from hbanalysis.cli.door import app

        return app
    raise AttributeError(name)


def _open_streams() -> None:
    """Give a command that was started without one of its streams (``<&-``) an empty one.

    Its number would else go to the next file or pipe that is opened, and what belongs on the screen
    would go there.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _say(words: tuple[str, str], **facts: object) -> None:
    asked = "en" if "en" in sys.argv[1:] or os.environ.get("HBA_LANG") == "en" else "vi"
    print(words[asked == "vi"].format(**facts), file=sys.stderr)  # noqa: T201


def _guarded() -> int:
    """The commands; what ends them before they can tell it themselves is one sentence."""
    available = machine.megabytes()
    if available is not None and available < machine.LITTLE_MEMORY:
        _say(LITTLE_MEMORY, found=available, needed=machine.LITTLE_MEMORY)
        return 1
    try:
        machine.files_at_once()
        from hbanalysis.cli.door import app

        app()
    except KeyboardInterrupt:
        _say(STOPPED)
        return 130
    except MemoryError:
        _say(NO_MEMORY)
        return 1
    return 0


def main() -> None:
    """Entry point: three streams, in UTF-8 on every platform, then the commands."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = _guarded()
    finally:
        gc.freeze()
    if code:
        sys.exit(code)
