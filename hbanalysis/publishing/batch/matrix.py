"""Many reports from one TOML file: territories by periods by languages, some notebooks or all."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

from hbanalysis.intake.load import Workspace
from hbanalysis.publishing.index import Order
from hbanalysis.publishing.notebooks import read_settings
from hbanalysis.vocabulary.errors import HbaError, WrongUsage, nearest
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period

LISTS = ("territories", "periods", "languages", "notebooks")
KEYS = (*LISTS, "settings")


def _read(path: Path) -> dict[str, Any]:
    """The matrix as the file has it.

    Raises HbaError when it cannot be read, WrongUsage when it says what cannot be.
    """
    try:
        matrix = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise HbaError(
            "{file} cannot be read or written: {why}.",
            file=path.name,
            why=problem.strerror or str(problem),
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongUsage("{file} is no TOML: {why}.", file=path.name, why=str(problem)) from None
    for key, value in matrix.items():
        if key not in KEYS:
            raise WrongUsage(
                "{file} has an entry {found!r} that means nothing here; the nearest is {near!r}.",
                file=path.name,
                found=key,
                near=nearest(key, KEYS) or ", ".join(KEYS),
            )
        if key in LISTS and not (
            isinstance(value, list) and all(isinstance(one, str) for one in value)
        ):
            raise WrongUsage(
                "{file}: {name} takes a list of texts, such as {example}.",
                file=path.name,
                name=key,
                example='["2024-Q3"]',
            )
    if not matrix.get("periods"):
        raise WrongUsage("{file} names no periods.", file=path.name)
    settings = matrix.get("settings", {})
    if not isinstance(settings, dict) or any(
        isinstance(value, dict) for value in settings.values()
    ):
        raise WrongUsage("{file}: settings takes names with values.", file=path.name)
    return matrix


def orders_of(path: Path, workspace: Workspace, settings: list[str]) -> list[Order]:
    """Every report that a matrix names, in its order.

    Settings of the command line win over those of the file.
    """
    matrix = _read(path)
    own = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in matrix.get("settings", {}).items()
    } | read_settings(settings)
    languages = [Language(code).code for code in matrix.get("languages", ["vi"])]
    orders = []
    for period in [Period.parse(text) for text in matrix["periods"]]:
        places = workspace.chosen_territories(matrix.get("territories", []), period.year)
        orders += [
            Order(territory, period, language, own, tuple(matrix.get("notebooks", [])))
            for territory, language in product(places, languages)
        ]
    if not orders:
        raise HbaError(
            "{file} names no report: no territory has a target in these years.", file=path.name
        )
    return list({order.place: order for order in orders}.values())
