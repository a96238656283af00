"""What an error may say on a page that leaves the house: no machine's folders, no secrets."""

from __future__ import annotations

import os
import re

# A file of this machine by its whole path (not an address of the web): its name is enough.
_PATH = re.compile(r"(?<![\w.:/\\])(?:[A-Za-z]:|~)?(?:[/\\][\w.\-+@ ]*[\w.\-+@])+[/\\]([\w.\-+@]+)")
_NAMED_SECRET = re.compile(
    r"(?i)\b([\w-]*(?:token|passw(?:or)?d|secret|api[_-]?key|authorization|bearer)[\w-]*)"
    r"""(["']?\s*[=:]\s*["']?|\s+(?=[\w.\-]{12,}))([^\s"',;)]+)"""
)
_USER_IN_ADDRESS = re.compile(r"://[^/\s@:]+:[^/\s@]+@")
_SECRET_NAME = re.compile(r"(?i)token|passw|secret|api_?key|credential")
HIDDEN = "***"


def _secrets_of_this_machine() -> list[str]:
    """Values of environment variables whose names say that they are secret."""
    return [
        value for name, value in os.environ.items() if _SECRET_NAME.search(name) and len(value) >= 8
    ]


def discreet(text: str) -> str:
    """The text with files by their name alone and secrets hidden.

    >>> discreet("No such file: '/home/an/so lieu/mat.csv'; token=abc123 for https://u:p@host/x")
    "No such file: 'mat.csv'; token=*** for https://***@host/x"
    """
    for value in _secrets_of_this_machine():
        text = text.replace(value, HIDDEN)
    text = _USER_IN_ADDRESS.sub(f"://{HIDDEN}@", text)
    text = _NAMED_SECRET.sub(rf"\1\2{HIDDEN}", text)
    return _PATH.sub(r"\1", text)
