"""The office's colour and logo (``templates/look.toml``): what makes a pack look like its own."""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbanalysis.presentation.figures.style import ACCENT
from hbanalysis.presentation.judgement_style import contrast
from hbanalysis.vocabulary.errors import BadData, Finding, nearest
from hbanalysis.vocabulary.messages import N_

FOLDER, FILE = "templates", "look.toml"
KEYS = ("accent", "logo")
KINDS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
"""The kinds of pictures that PowerPoint shows."""
CONTRAST = 4.5
"""What letters in the accent, and white letters on it, need to be read (WCAG 2)."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class BadLook(BadData):
    """Colour or logo of the office that cannot be used; ``findings`` lists everything.

    >>> str(BadLook([Finding("error", "look-key", "look.toml", "", "?")]))
    "The office's look has 1 problem that must be put right first."
    """

    SINGULAR = "The office's look has {n} problem that must be put right first."
    PLURAL = "The office's look has {n} problems that must be put right first."


@dataclass(frozen=True)
class OfficeLook:
    """The colour of lines, bars and heads of tables (``#rrggbb``), and the logo as a picture."""

    accent: str = ACCENT
    logo: bytes = b""


def read_look(root: Path) -> OfficeLook:
    """The look of the office of a workspace; ours where it has said nothing.

    Raises BadLook with every problem at once.
    """
    path = root / FOLDER / FILE
    if not path.is_file():
        return OfficeLook()
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise BadLook(
            [_finding("look-syntax", "", N_("This is not TOML: {why}."), why=why)]
        ) from None
    findings = [
        _finding(
            "look-key",
            key,
            N_("{key}: there is no {found!r}; the nearest is {near!r}."),
            key=FILE,
            found=key,
            near=nearest(key, KEYS) or ", ".join(KEYS),
        )
        for key in said
        if key not in KEYS
    ]
    accent, logo = said.get("accent", ACCENT), said.get("logo", "")
    findings += _wrong_accent(accent)
    picture, wrong = _read_logo(path.parent, logo)
    if findings + wrong:
        raise BadLook(findings + wrong)
    return OfficeLook(accent.lower(), picture)


def _finding(rule: str, where: str, text: str, **facts: Any) -> Finding:
    return Finding("error", rule, FILE, where, text, facts)


def _wrong_accent(accent: Any) -> list[Finding]:
    """What is wrong with a colour: not ``#rrggbb``, or too pale for letters on white."""
    if not isinstance(accent, str) or not _COLOUR.fullmatch(accent):
        text = N_('{key} must be a colour such as "#0b5c8a".')
        return [_finding("look-accent", "accent", text, key="accent")]
    ratio = contrast(accent, "#ffffff")
    if ratio >= CONTRAST:
        return []
    text = N_(
        "{key}: letters in {found} are too pale on white (contrast {contrast}:1, at least 4.5:1)."
    )
    facts = {"key": "accent", "found": accent, "contrast": round(ratio, 1)}
    return [_finding("look-accent", "accent", text, **facts)]


def _read_logo(folder: Path, logo: Any) -> tuple[bytes, list[Finding]]:
    """The bytes of the logo, and what is wrong with it."""
    if logo == "":
        return b"", []
    if not isinstance(logo, str):
        text = N_("{key} must be a text in quotation marks.")
        return b"", [_finding("look-logo", "logo", text, key="logo")]
    from PIL import Image

    try:
        content = (folder / logo).read_bytes()
        with Image.open(io.BytesIO(content)) as picture:
            picture.verify()
            kind = picture.format
        if kind in KINDS:
            return content, []
        why = kind
    except Exception as problem:  # a picture raises whatever its reader raises
        why = getattr(problem, "strerror", None) or str(problem).partition(":")[0]
    text = N_("{key}: {found} cannot be shown as a picture ({why}); PNG and JPEG can.")
    return b"", [_finding("look-logo", "logo", text, key="logo", found=logo, why=why)]
