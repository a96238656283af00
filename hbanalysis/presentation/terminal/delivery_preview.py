"""A delivery before it is accepted: its figures, and what was changed while reading them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.sheet_text import sheet_text, terminal_width
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import exact

RULES = N_(
    {
        "spaces": "spaces tidied",
        "letters": "letters composed and repaired",
        "tcvn3-font": "decoded from TCVN3 by its font",
        "tcvn3-spelling": "decoded from TCVN3 by its spelling",
        "text-number": "number read from text",
        "number-format": "number as its format shows it",
        "raised-or-struck": "raised or struck letters marked",
        "zero-not-shown": "zero that its format does not show",
        "placeholder": "sign for no value",
        "footnote-mark": "footnote mark taken off",
        "merged-label": "label of merged cells repeated",
        "running-number": "running number taken off",
        "column-name": "column named",
        "index-row": "row that numbers the columns left out",
        "outside-table": "cell outside the table left out",
        "ditto": "ditto sign filled in",
        "unit": "unit converted",
        "percent": "share turned into percent",
        "rounded": "rounded half up as the recipe says",
    }
)
"""What each rule of normalisation does, in words; the English is the message id."""

SHOWN = 40


class Change(Protocol):
    """What is shown of a normalisation."""

    @property
    def rule(self) -> str: ...  # noqa: D102
    @property
    def sheet(self) -> str: ...  # noqa: D102
    @property
    def cells(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def before(self) -> str: ...  # noqa: D102
    @property
    def after(self) -> str: ...  # noqa: D102


COUNTED = N_({"month": "In the month", "ytd": "Year to date"})


def preview_rows(
    rows: Sequence[Mapping[str, str]], territories: Mapping[str, str], lang: Language
) -> str:
    """The figures of a delivery as an aligned table, one line each."""
    columns: tuple[Column[Any], ...] = (
        Column(
            "territory",
            "Territory",
            lambda row, _: territories.get(row["territory"], row["territory"]),
        ),
        Column("indicator", "Indicator", lambda row, _: row["indicator"], "code"),
        Column("period", "Period", lambda row, _: row["period"]),
        Column("counted", "Counted", lambda row, lang: lang.say(COUNTED[row["accumulation"]])),
        Column("value", "Value", _value, "number"),
        Column("unit", "Unit", lambda row, _: row["unit"]),
        Column("status", "Status of the number", lambda row, lang: lang.say(row["status"])),
        Column("published", "Published", lambda row, lang: lang.date(row["published"])),
        Column("locator", "Cell", lambda row, _: row["locator"]),
    )
    keys = tuple(range(len(rows)))
    sheet = Sheet("delivery", "Value", columns, tuple(rows), keys, lang, key="row")
    return sheet_text(sheet, terminal_width())


def _value(row: Mapping[str, str], _: Language) -> Cell:
    """A number with all the digits it was delivered with."""
    digits = -int(exact(row["value"]).as_tuple().exponent)
    return Cell(number=float(row["value"]), decimals=max(0, digits))


def change_lines(changes: Iterable[Change], lang: Language) -> list[str]:
    """Each normalisation as one sentence: where, before, after, which rule."""
    return [
        lang.say(
            "{place}: “{before}” became “{after}” ({rule})",
            place=_cells(change, lang),
            before=change.before,
            after=change.after,
            rule=lang.say(RULES.get(change.rule, change.rule)),
        )
        for change in changes
    ]


def _cells(change: Change, lang: Language) -> str:
    first, more = f"{change.sheet}!{change.cells[0]}", len(change.cells) - 1
    return lang.say("{cell} and {count} more", cell=first, count=more) if more else first


def summary(counts: Mapping[str, Any], lang: Language) -> str:
    """How many figures were read, changed and refused, in one sentence."""
    return lang.say(
        "{read} figures can be taken in, {changed} normalisations, {refused} refusals.", **counts
    )
