"""Recipes: a small text file beside the data that says what a delivered table means.

A recipe (``data/raw/recipes/NAME.toml``) names the table by words of its title, says which rows are
which territory or indicator, and which columns are which figure. Nothing in it is a position: a
table is recognised by what it says, and what is not recognised is a finding, never a guess.
``docs/deliveries.md`` shows how to write one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbanalysis.intake.delivery.recipe_keys import check_keys
from hbanalysis.vocabulary.errors import BadData, Finding, WrongUsage, nearest

FOLDER = "data/raw/recipes"


class BadRecipe(BadData):
    """A recipe that cannot be followed; ``findings`` lists everything that is wrong with it.

    >>> str(BadRecipe([Finding("error", "recipe-key", "a.toml", "", "?")]))
    'The recipe has 1 problem that must be put right first.'
    """

    SINGULAR = "The recipe has {n} problem that must be put right first."
    PLURAL = "The recipe has {n} problems that must be put right first."


@dataclass(frozen=True)
class TableRule:
    """Which table: every entry of ``title`` stands in its title, none of ``without`` does."""

    title: tuple[str, ...]
    without: tuple[str, ...] = ()
    sheet: str = ""
    unit: str = ""
    number_format: str = ""


@dataclass(frozen=True)
class RowRule:
    """Which rows, and what their labels are.

    ``by`` says how a label is read: "labels" (written out here), or "code" / "name" of our own
    lists. ``unit_column`` and ``accumulation_column`` name columns in which each row says its unit,
    and whether its figures are of the month alone ("trong tháng") or to date ("lũy kế"). ``are`` is
    what a row stands for, "territory" or "indicator"; the other of the two is fixed for the whole
    table.
    """

    are: str
    by: str
    indicator: str = ""
    territory: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    prefix: str = ""
    unit_column: str = ""
    accumulation_column: str = ""
    may_be_absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnRule:
    """Which column: its name has all phrases of one alternative of ``header``, and its months fit.

    A ``month`` takes a header of one month ("tháng 4 năm 2024"), a ``ytd`` one that runs from
    January ("4 tháng năm 2024", "quý I", and January itself): a year-to-date delivered as a month
    finds no column. ``each`` takes every such column, otherwise there must be exactly one.
    ``decimals`` rounds half up; ``percent`` says whether 98.5 % is delivered as 98.5 ("points") or
    0.985 ("fraction").
    """

    header: tuple[tuple[str, ...], ...]
    accumulation: str
    without: tuple[str, ...] = ()
    figure: str = "value"
    status: str = ""
    decimals: int | None = None
    percent: str = ""
    months: tuple[int, ...] = tuple(range(1, 13))
    optional: bool = False
    each: bool = False


@dataclass(frozen=True)
class Recipe:
    """Everything that is needed to turn one kind of delivery into observations."""

    name: str
    source: str
    published: str
    calendar: str
    table: TableRule
    rows: RowRule
    columns: tuple[ColumnRule, ...]


def recipe_folders(root: Path) -> list[Path]:
    """Where recipes lie: with the workspace's data, then those that come with the package."""
    package = Path(__file__).resolve().parents[2]
    return [root / FOLDER, package.parent / FOLDER, package / "_recipes"]


def known_recipes(root: Path) -> dict[str, Path]:
    """Every recipe by its name; one of the workspace goes before one of the package."""
    return {
        path.stem: path
        for folder in reversed(recipe_folders(root))
        for path in sorted(folder.glob("*.toml"))
    }


def find_recipe(root: Path, name: str) -> Path:
    """The file of a recipe; an unknown name is WrongUsage with the nearest."""
    known = known_recipes(root)
    if name in known:
        return known[name]
    raise WrongUsage(
        "There is no recipe {found!r}; the nearest is {near!r}.",
        found=name,
        near=nearest(name, known) or next(iter(known), ""),
    )


def _problem(path: Path, rule: str, template: str, **facts: Any) -> Finding:
    return Finding("error", rule, f"{FOLDER}/{path.name}", "", template, facts)


def load_recipe(path: Path) -> Recipe:
    """Read a recipe file.

    BadRecipe with all problems at once: no TOML, unknown keys, missing keys, values of a wrong
    kind.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadRecipe(
            [
                _problem(
                    path, "recipe-toml", "The file cannot be read: {problem}.", problem=str(problem)
                )
            ]
        ) from problem
    problems = [
        _problem(path, rule, template, **facts) for rule, template, facts in check_keys(content)
    ]
    if problems:
        raise BadRecipe(problems)
    return Recipe(
        name=path.stem,
        source=content["source"],
        published=content["published"],
        calendar=content.get("calendar", "month"),
        table=TableRule(**_frozen(content["table"])),
        rows=_row_rule(content["rows"]),
        columns=tuple(ColumnRule(**_frozen(column)) for column in content["columns"]),
    )


def _row_rule(content: dict[str, Any]) -> RowRule:
    labels = tuple((label, code) for label, code in content.get("labels", {}).items())
    rest = _frozen({key: value for key, value in content.items() if key != "labels"})
    return RowRule(**{"by": "labels", **rest}, labels=labels)


def _frozen(content: dict[str, Any]) -> dict[str, Any]:
    """Lists as tuples, all the way down."""

    def freeze(value: Any) -> Any:
        return tuple(freeze(part) for part in value) if isinstance(value, list) else value

    return {key: freeze(value) for key, value in content.items()}
