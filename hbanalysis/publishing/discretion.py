"""What an error may say on a page that leaves the house: no machine's folders, no secrets."""

from __future__ import annotations

import os
import re

HIDDEN = "***"
_NAMES = (  # in English, and a password in Vietnamese
    r"token|passw(?:or)?d|passphrase|pwd|secret|credential|(?:api|access|private)[_-]?key|bearer"
    r"|m(?:ậ|a)t[ _-]?kh(?:ẩ|a)u"
)
_QUOTED = r""""[^"\n]*"|'[^'\n]*'"""
_HIDDEN_IN: tuple[tuple[re.Pattern[str], str], ...] = (
    # A key file, whole: also one that is cut off.
    (
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*KEY-----|\Z)", re.S),
        HIDDEN,
    ),
    # Who asks at an address: user, password or the token that stands for both.
    (re.compile(r"""://[^/\s"'<>]*@"""), f"://{HIDDEN}@"),
    # A header of a request goes to the end of its line or of its quotes; its scheme is no secret.
    (
        re.compile(
            r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie)"
            rf"""(["']?\s*[:=]\s*)(?:{_QUOTED}|[^\n"']+)"""
        ),
        rf"\1\2{HIDDEN}",
    ),
    # Two words that a key of some kind follows, or a long word alone.
    (
        re.compile(
            rf"(?i)((?:\B--?|\b)[\w-]{{0,40}}(?:{_NAMES})[\w-]{{0,40}})(\s+)(?=[\w.\-]{{12,}})[^\s\"',;)]+"
        ),
        rf"\1\2{HIDDEN}",
    ),
    (
        re.compile(rf"(?i)(\B--?[\w-]{{0,40}}(?:{_NAMES})[\w-]{{0,40}}\s+)[^\s\"',;)]+"),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?<!\S)(-u|--user)(\s+)[^\s:]+:\S+"), rf"\1\2{HIDDEN}"),
    # name=value and name: value; in quotes also with spaces.
    (
        re.compile(
            rf"""(?i)\b([\w-]{{0,40}}(?:{_NAMES})[\w-]{{0,40}})(["']?\s*(?:=>|[=:])\s*)"""
            rf"""(?:(["'])(?:(?!\3)[^\n])*\3|["']?[^\s"',;&)]+)"""
        ),
        rf"\1\2\3{HIDDEN}\3",
    ),
    # Keys that are known by their shape.
    (
        re.compile(
            r"\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[opsru]_\w{20,}"
            r"|\bgithub_pat_\w{20,}|\bsk-[\w-]{20,}|\bxox[abprs]-[\w-]{10,}|\bAIza[\w-]{30,}"
        ),
        HIDDEN,
    ),
)
# A file of this machine by its whole path (not an address of the web): its name is enough.
# A backslash stands twice where Python prints a name of Windows; between quotes a path ends there.
_ROOT = r"(?:[A-Za-z]:|~|[/\\](?=[/\\]))?"
_ON_A_DRIVE = re.compile(r"\bfile:/+(?=[A-Za-z]:)")
_PATHS = (
    re.compile(rf"""(?<=['"]){_ROOT}[/\\][^"'\n]*[/\\]([^"'/\\\n]+)(?=['"])"""),
    re.compile(
        rf"(?<![\w.:/\\]){_ROOT}(?:[/\\]+[\w.\-+@ ]*[\w.\-+@])+[/\\]+([\w.\-+@]+)",
    ),
)
_HOME = re.compile(
    r"(?i)(?<![\w.:/\\])(?:[A-Z]:)?[/\\]+(?:home|users)[/\\]+[\w.\-+@]+(?![\w.\-+@ ]*[/\\]|\w)"
)
_SECRET_NAME = re.compile(r"(?i)token|passw|secret|(?:api|access|private)_?key|credential")


def _secrets_of_this_machine() -> list[str]:
    """Values of environment variables whose names say that they are secret."""
    return [
        value for name, value in os.environ.items() if _SECRET_NAME.search(name) and len(value) >= 8
    ]


def discreet(text: str) -> str:
    """The text with files by their name alone and secrets hidden.

    >>> discreet("No such file: '/home/an/so lieu/mat.csv'; token=abc123 for https://u:p@host/x")
    "No such file: 'mat.csv'; token=*** for https://***@host/x"
    >>> discreet("Authorization: Bearer abc.def")
    'Authorization: ***'
    """
    for value in _secrets_of_this_machine():
        text = text.replace(value, HIDDEN)
    for pattern, instead in _HIDDEN_IN:
        text = pattern.sub(instead, text)
    text = _HOME.sub("~", _ON_A_DRIVE.sub("", text).replace("file://", "//"))
    for path in _PATHS:
        text = path.sub(r"\1", text)
    return text
