"""The keys a recipe may have, and every way in which one can be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hbanalysis.vocabulary.errors import nearest
from hbanalysis.vocabulary.terms import NumberStatus

FACTS_OF_SOURCE = ("{month}", "{year}", "{published}", "{territory}", "{file}")
_SOURCE_FACT = "{(?:month|year|published|territory|file)}"

Problem = tuple[str, str, dict[str, Any]]

UNKNOWN_KEY = "The recipe does not know the key {found}; the nearest is {near}."
MISSING_KEY = "The recipe lacks the key {key}; docs/deliveries.md says what it is for."
NOT_A_WORD = "The key {key} of the recipe holds {found!r}; expected is one of: {expected}."
NOT_A_TEXT = "The key {key} of the recipe holds {found!r}; expected is a text."
NOT_TEXTS = "The key {key} of the recipe holds {found!r}; expected is a list of texts."
NOT_ALTERNATIVES = (
    "The key {key} of the recipe holds {found!r}; expected is a list of lists of texts."
)
NOT_DECIMALS = "The key {key} of the recipe holds {found!r}; expected is a number from 0 to 10."
NOT_MONTHS = "The key {key} of the recipe holds {found!r}; expected is a list of months, 1 to 12."
NOT_A_FLAG = "The key {key} of the recipe holds {found!r}; expected is true or false."
NOT_A_SECTION = "The key {key} of the recipe holds {found!r}; expected is a section."


@dataclass(frozen=True)
class Key:
    """One key: its words and what it holds.

    ``kind`` is "text", "texts", "alternatives", "number", "numbers", "flag" or "table".
    """

    kind: str
    meaning: str = ""
    needed: bool = False
    words: tuple[str, ...] = ()


TOP = {
    "source": Key(
        "text",
        "document to cite; {month}, {year}, {published}, {territory}, {file} are filled in",
        True,
    ),
    "published": Key(
        "text", "where the day of publication stands", True, ("file name", "title", "received")
    ),
    "calendar": Key("text", words=("month", "15-14")),
    "table": Key("table", "which table", True),
    "rows": Key("table", "which rows", True),
    "columns": Key("tables", "which columns", True),
}
TABLE = {
    "title": Key("texts", "words of the title", True),
    "without": Key("texts"),
    "sheet": Key("text"),
    "unit": Key("text"),
    "number_format": Key("text", words=("vi", "en")),
}
ROWS = {
    "are": Key("text", "what a row stands for", True, ("territory", "indicator")),
    "by": Key("text", words=("labels", "code", "name")),
    "indicator": Key("text"),
    "territory": Key("text"),
    "labels": Key("table"),
    "prefix": Key("text"),
    "unit_column": Key("text"),
    "accumulation_column": Key("text"),
    "may_be_absent": Key("texts"),
}
COLUMN = {
    "header": Key(
        "alternatives", "words of the column's name; a list of lists for alternatives", True
    ),
    "without": Key("texts"),
    "figure": Key("text", words=("value", "stated_pct_of_plan", "stated_pct_of_same_period")),
    "accumulation": Key("text", "the month alone or the year to date", True, ("month", "ytd")),
    "status": Key("text", words=(*(str(status) for status in NumberStatus), "title")),
    "decimals": Key("number"),
    "percent": Key("text", words=("points", "fraction")),
    "months": Key("numbers"),
    "optional": Key("flag"),
    "each": Key("flag"),
}


def _texts(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(part, str) and part for part in value)
    )


_KINDS = {
    "text": (lambda value: isinstance(value, str) and bool(value), NOT_A_TEXT),
    "texts": (_texts, NOT_TEXTS),
    "alternatives": (
        lambda value: isinstance(value, list) and bool(value) and all(map(_texts, value)),
        NOT_ALTERNATIVES,
    ),
    "number": (lambda value: type(value) is int and 0 <= value <= 10, NOT_DECIMALS),
    "numbers": (
        lambda value: (
            isinstance(value, list) and all(type(part) is int and 1 <= part <= 12 for part in value)
        ),
        NOT_MONTHS,
    ),
    "flag": (lambda value: isinstance(value, bool), NOT_A_FLAG),
    "table": (lambda value: isinstance(value, dict), NOT_A_SECTION),
    "tables": (
        lambda value: (
            isinstance(value, list) and bool(value) and all(isinstance(p, dict) for p in value)
        ),
        NOT_A_SECTION,
    ),
}


def _section(content: dict[str, Any], keys: dict[str, Key], where: str) -> Iterator[Problem]:
    """The problems of one section.

    Keys that are unknown or lacking, and values of a wrong kind.
    """
    for name, value in content.items():
        if name not in keys:
            near = nearest(name, keys) or next(iter(keys))
            yield "recipe-key", UNKNOWN_KEY, {"found": where + name, "near": where + near}
            continue
        key = keys[name]
        fits, refusal = _KINDS[key.kind]
        if not fits(value):
            yield "recipe-value", refusal, {"key": where + name, "found": value}
        elif key.words and value not in key.words:
            facts = {"key": where + name, "found": value, "expected": ", ".join(key.words)}
            yield "recipe-value", NOT_A_WORD, facts
    for name, key in keys.items():
        if key.needed and name not in content:
            yield "recipe-missing", MISSING_KEY, {"key": where + name}


def check_keys(content: dict[str, Any]) -> list[Problem]:
    """Everything that is wrong with the content of a recipe, as (rule, template, facts).

    >>> [
    ...     facts["key"]
    ...     for _, _, facts in check_keys(
    ...         {"source": "A", "published": "title", "table": {}, "rows": {}}
    ...     )
    ... ]
    ['columns', 'table.title', 'rows.are']
    """
    problems = list(_section(content, TOP, ""))
    for name, keys in (("table", TABLE), ("rows", ROWS)):
        if isinstance(content.get(name), dict):
            problems += _section(content[name], keys, f"{name}.")
    columns = content.get("columns")
    for number, column in enumerate(columns if isinstance(columns, list) else [], 1):
        if isinstance(column, dict):
            problems += _section(column, COLUMN, f"columns[{number}].")
    return problems or list(_between_keys(content))


def _between_keys(content: dict[str, Any]) -> Iterator[Problem]:
    """The problems of keys that need each other.

    They are the fixed half of the rows, the written-out labels, and the status of values.
    """
    rows = content["rows"]
    other = "indicator" if rows["are"] == "territory" else "territory"
    if other not in rows:
        yield "recipe-missing", MISSING_KEY, {"key": f"rows.{other}"}
    labels, by = rows.get("labels", {}), rows.get("by", "labels")
    if by == "labels" and not labels:
        yield "recipe-missing", MISSING_KEY, {"key": "rows.labels"}
    for label, code in labels.items():
        if not isinstance(code, str) or not code:
            yield "recipe-value", NOT_A_TEXT, {"key": f"rows.labels.{label}", "found": code}
    for number, column in enumerate(content["columns"], 1):
        if column.get("figure", "value") == "value" and "status" not in column:
            yield "recipe-missing", MISSING_KEY, {"key": f"columns[{number}].status"}
    if re.search("[{}]", re.sub(_SOURCE_FACT, "", content["source"])):
        facts = {
            "key": "source",
            "found": content["source"],
            "expected": ", ".join(FACTS_OF_SOURCE),
        }
        yield "recipe-value", NOT_A_WORD, facts
