"""The sheets of a portfolio: deliveries, cascade, sums, places, changes, and all rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from hbanalysis.analysis.territories import cascade as plans
from hbanalysis.analysis.territories.portfolio import ALL, NOTHING, PARTLY, Portfolio
from hbanalysis.presentation.cells import DASH, share_cell
from hbanalysis.presentation.judgement_style import SIGNS
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing

Columns = tuple[Column[Any], ...]
STATES = N_({NOTHING: "nothing delivered", PARTLY: "partly delivered", ALL: "all delivered"})
LEVELS = N_({plans.ASSIGNED: "assigned from above", plans.OWN: "its own plan"})


class Names:
    """The names of territories and indicators of one portfolio in one language."""

    def __init__(self, portfolio: Portfolio, lang: Language) -> None:
        office = portfolio.office
        self.lang = lang
        places = office.territories.drop_duplicates("territory").set_index("territory")
        listed = office.indicators.drop_duplicates("indicator").set_index("indicator")
        self.places = _named(places, "name", lang)
        self.indicators = _named(listed, "name", lang)
        self.short = _named(listed, "short", lang) if f"short_{lang.code}" in listed else {}
        self.decimals = listed["decimals"].astype(int).to_dict()
        unit = listed["unit_en"] if lang.code == "en" and "unit_en" in listed else listed["unit"]
        self.units = unit.where(unit != "", listed["unit"]).to_dict()

    def indicator(self, code: str) -> str:
        """The short name where there is one."""
        return self.short.get(code) or self.indicators.get(code, code)


def _named(table: pd.DataFrame, stem: str, lang: Language) -> dict[str, str]:
    own, other = table[f"{stem}_{lang.code}"], table[f"{stem}_vi"]
    return {str(k): str(v) for k, v in own.where(own != "", other).items()}


def _place(names: Names) -> Column[Any]:
    return Column("territory", "Territory", lambda row, _: names.places[row["territory"]], "name")


def _indicator(names: Names) -> Column[Any]:
    def cell(row: Any, _: Language) -> str:
        return f"{row['indicator']}. {names.indicator(row['indicator'])}"

    return Column("indicator", "Indicator", cell)


def _amount_column(field: str, heading: str, names: Names) -> Column[Any]:
    def cell(row: Any, _: Language) -> Cell:
        if is_missing(row[field]):
            return Cell(DASH)
        return Cell(number=float(row[field]), decimals=names.decimals[row["indicator"]])

    return Column(field, heading, cell, "number")


def _percent_column(field: str, heading: str) -> Column[Any]:
    """A percentage, 0 to 100, with one decimal."""

    def cell(row: Any, _: Language) -> Cell:
        if is_missing(row[field]):
            return Cell(DASH)
        return Cell(number=float(row[field]), decimals=1, after="%")

    return Column(field, heading, cell, "number")


def _unit(names: Names) -> Column[Any]:
    return Column("unit", "Unit", lambda row, _: names.units[row["indicator"]])


def deliveries(portfolio: Portfolio, names: Names) -> Sheet[Any]:
    """Who has delivered how much, those with the least first."""
    columns: Columns = (
        _place(names),
        Column("state", "Delivery", lambda row, lang: lang.say(STATES[row["state"]])),
        Column("delivered", "Indicators up to date", _delivered, "number"),
        Column("missing", "Outstanding", _outstanding),
        Column(
            "published",
            "Latest publication",
            lambda row, lang: lang.date(str(row["published"])) if row["published"] else DASH,
        ),
    )
    title = N_("Who has delivered")
    return Sheet.of("deliveries", title, columns, portfolio.delivery, names.lang, key="territory")


def _outstanding(row: Any, lang: Language) -> str:
    """The codes of what has not come; where nothing has come, that all of it has not."""
    if row["missing"] and not row["delivered"] and len(row["missing"]) == row["indicators"]:
        return lang.say("all indicators")
    return ", ".join(row["missing"]) or DASH


def _delivered(row: Any, _: Language) -> Cell:
    return Cell(number=float(row["delivered"]), after=f"/{row['indicators']}")


def cascade_table(portfolio: Portfolio, names: Names) -> Sheet[Any]:
    """Each unit's assigned plan and its own, with what has been reached of each."""
    columns: Columns = (
        _place(names),
        _indicator(names),
        Column("level", "Plan", lambda row, lang: lang.say(LEVELS[row["level"]])),
        Column("plan", "Authority", lambda row, _: str(row["plan"]) or DASH),
        Column("value", "Target", lambda row, lang: _plan(row, names, lang), "number"),
        _unit(names),
        _amount_column("actual", "Year to date", names),
        _percent_column("pct", "% of this plan"),
    )
    title = N_("The plan assigned and the unit's own")
    return Sheet.of("cascade", title, columns, portfolio.cascade, names.lang, key="territory")


def _plan(row: Any, names: Names, lang: Language) -> Cell:
    """A stated plan as it is; one that only a printed percentage implies, with its interval."""
    decimals = names.decimals[row["indicator"]]
    if row["basis"] == plans.STATED:
        return Cell(number=float(row["value"]), decimals=decimals)
    fine = max(decimals, 2)
    ends = {"low": lang.number(row["low"], fine + 1), "high": lang.number(row["high"], fine + 1)}
    return Cell(
        number=float(row["value"]),
        decimals=fine,
        before="≈ ",
        after=" " + lang.say("(implied: {low} to {high})", **ends),
    )


def sums_table(portfolio: Portfolio, names: Names) -> Sheet[Any]:
    """What the assigned plans add up to, beside the parent's own plan."""
    columns: Columns = (
        _indicator(names),
        Column("units", "Units with an assigned plan", _count("units"), "number"),
        _amount_column("sum", "Assigned together", names),
        _amount_column("parent_plan", "Plan of the parent", names),
        _percent_column("pct", "Assigned, % of it"),
        _unit(names),
    )
    title = N_("Assigned plans together against the parent's")
    return Sheet.of("sums", title, columns, portfolio.sums, names.lang, key="indicator")


def _count(field: str) -> Callable[[Any, Language], Cell]:
    return lambda row, _: Cell(number=float(row[field]))


def ranks_table(portfolio: Portfolio, names: Names) -> Sheet[Any]:
    """Places, each with the interval within which the territory is exchangeable with others."""
    table = portfolio.ranks.sort_values(["indicator", "first", "last"], kind="stable")
    columns: Columns = (
        _place(names),
        _indicator(names),
        Column("places", "Place between", _places, "number"),
        _percent_column("share", "Projected, % of plan"),
        _percent_column("share_low", "80% interval from"),
        _percent_column("share_high", "to"),
    )
    return Sheet.of(
        "ranks", "Places within which they can be exchanged", columns, table, names.lang,
        key="territory",
    )  # fmt: skip


def _places(row: Any, lang: Language) -> Cell:
    first, last = int(row["first"]), int(row["last"])
    text = f"{first}" if first == last else f"{first}–{last}"
    return Cell(lang.say("{places} of {n}", places=text, n=int(row["of"])))


def moved_table(portfolio: Portfolio, names: Names) -> Sheet[Any]:
    """The judgements that changed since the report before, the worst first."""
    moved = portfolio.moved
    table = portfolio.plan.iloc[:0].assign(word="", word_before="", moved=0.0)
    if moved is not None:
        table = moved[moved["change"] != "same"]
    columns: Columns = (
        _place(names),
        _indicator(names),
        Column("before", "Before", lambda row, lang: word_text(str(row["word_before"]), lang)),
        Column("word", "Now", _now, "judgement"),
        _percent_column("pct_of_plan", "% of plan"),
    )
    return Sheet.of("moved", "What moved", columns, table, names.lang, key="territory")


def word_text(word: str, lang: Language) -> str:
    """Sign and word of a judgement; a dash for none."""
    return f"{SIGNS[word]} {lang.say(word)}" if word else DASH


def _now(row: Any, lang: Language) -> Cell:
    return Cell(word_text(str(row["word"]), lang), tone=str(row["word"]))


def rows_table(portfolio: Portfolio, names: Names) -> Sheet[Any]:
    """Every territory and indicator in one row: judgement, amounts, projection, chance."""
    table = portfolio.projected
    word = table["verdict"].where(table["verdict"].notna(), table["outlook"]).astype(str)
    columns: Columns = (
        _place(names),
        _indicator(names),
        _unit(names),
        _amount_column("target", "Target", names),
        _amount_column("actual", "Year to date", names),
        _percent_column("pct_of_plan", "% of plan"),
        Column("word", "Judgement", _now, "judgement"),
        _amount_column("point", "Projected", names),
        _amount_column("lo80", "80% interval from", names),
        _amount_column("hi80", "to", names),
        Column("chance", "Chance", chance_cell, "number"),
    )
    return Sheet.of(
        "rows", "All territories and indicators", columns, table.assign(word=word), names.lang,
        key="territory",
    )  # fmt: skip


def chance_cell(row: Any, lang: Language) -> Cell:
    """The chance of the plan as whole percent; a dash where there is none."""
    if is_missing(row["chance"]):
        return Cell(DASH)
    return share_cell(float(row["chance"]), lang)
