"""Bridges over a change of territories: what the old ones had, read in the new one.

``crosswalk.csv`` declares which part of an old territory went to a new one (``links.py`` follows it
back over several reforms). A new territory that took only whole ones has their sums, exactly; one
that took a part of any has an interval, never a point; where nothing is declared, or an old one has
not reported, nothing is bridged. Counts and amounts are bridged by their values, ratios by
numerator and denominator only; ranks, milestones and rules for every ward have no bridge. Figures
from before a declared break of an old territory are left where they are: the crosswalk divides it
as it was at its end.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from hbanalysis.analysis.history.links import Links, comparable_from
from hbanalysis.analysis.history.year_months import DECIMALS, Array, YearMonths, grid
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, Measure, traits

BRIDGE = "bridge"
"""Marks a bridged figure (column ``published_basis``)."""
CELL = ["territory", "indicator", "period", "accumulation", "calendar"]
PARTS = ("value", "numerator", "denominator")


def bridge_parts(measure: str, unit: str) -> tuple[str, ...]:
    """What of an indicator can be bridged: its value, its two counts, or nothing.

    >>> bridge_parts("flow", "tỷ đồng"), bridge_parts("ratio", "%"), bridge_parts("rank", "hạng")
    (('value',), ('numerator', 'denominator'), ())
    >>> bridge_parts("stock", "%")
    ()
    """
    parts = traits(Measure(measure)).bridged_by
    return () if parts == ("value",) and _rate(unit) else parts


def _rate(unit: str) -> bool:
    """Whether a unit is that of a rate, which does not add up over territories."""
    text = unit.strip().lower()
    return "%" in text or "‰" in text or "/" in text or text in ("phần trăm", "percent", "pct")


def _kinds(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    listed = workspace.indicators.drop_duplicates("indicator")
    return {
        row.indicator: parts
        for row in records(listed)
        if (parts := bridge_parts(str(row.measure), str(row.unit)))
    }


def observed(workspace: Workspace, territories: list[str] | str | None = None) -> pd.DataFrame:
    """The figures that a report sees, with the exactly bridged past of territories.

    Adds rows where a territory has no figure of its own; they carry ``bridge`` in
    ``published_basis`` and name the old territories in ``locator``. They are laid out once for a
    workspace, however many ask.
    """
    asked = [territories] if isinstance(territories, str) else territories
    kept: dict[Any, pd.DataFrame] = workspace.__dict__.setdefault("_observed", {})
    key = None if asked is None else tuple(asked)
    if key not in kept:
        kept[key] = _observed(workspace, asked)
    return kept[key].copy(deep=False)


def figures_of(workspace: Workspace, territories: list[str]) -> pd.DataFrame:
    """The rows of :func:`observed` of these territories alone."""
    seen = observed(workspace, territories)
    return seen[seen["territory"].isin(territories)]


def _observed(workspace: Workspace, asked: list[str] | None) -> pd.DataFrame:
    own = workspace.known_figures
    links = Links.into(workspace, asked).exact()
    known = set(own["territory"].unique()) if len(links) else set()
    if not known.issuperset(links["old"]):  # one old territory without figures: no sum of all
        heard = links["old"].isin(known).groupby([links["to"], links["date"]]).transform("all")
        links = links[heard]
    if links.empty:
        return own
    made = _bridged_rows(workspace, own, links)
    if made.empty:
        return own
    have = pd.MultiIndex.from_frame(own[CELL].astype(str))
    new = made[~pd.MultiIndex.from_frame(made[CELL]).isin(have)]
    return _below(own, new) if len(new) else own


def _bridged_rows(workspace: Workspace, own: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """One row for each cell that every old territory of a new one has reported."""
    kinds = _kinds(workspace)
    took = links.groupby(["to", "date"])["old"].nunique()
    chosen = own[own["territory"].isin(set(links["old"])) & own["indicator"].isin(set(kinds))]
    if chosen.empty:
        return chosen
    facts = _facts(chosen)
    cells = _comparable(workspace, grid(chosen), links, kinds)
    if cells.empty:
        return cells
    keys = ["to", "indicator", "period", "accumulation", "date"]
    summed = cells.groupby(keys, sort=True).agg(
        **{name: (name, lambda column: column.sum(min_count=len(column))) for name in PARTS},
        sources=("old", "nunique"),
    )
    summed = summed.reset_index()
    stage = pd.MultiIndex.from_frame(summed[["to", "date"]])
    summed = summed[summed["sources"].to_numpy() == took.reindex(stage).to_numpy()]
    return _as_observations(summed, links, facts)


def _comparable(
    workspace: Workspace,
    cells: YearMonths,
    links: pd.DataFrame,
    kinds: dict[str, tuple[str, ...]],
) -> pd.DataFrame:
    """The figures of the old territories, long, from their last break to the day of the link."""
    long = _long(cells, _levels(workspace))
    long = long.merge(
        links[["old", "to", "since", "date", "via"]], left_on="territory", right_on="old"
    )
    month, first, day = long["period"], long["since"].str[:7], long["date"].str[:7]
    long = long[(first <= month) & (month < day)]
    names = ["old", "to", "date", "indicator"]
    since = {
        (link.old, link.to, link.date, link.indicator): comparable_from(
            workspace.events, link, link.indicator
        )
        for link in records(long.drop_duplicates(names))
    }
    keys = zip(*(long[name] for name in names), strict=True)
    whole = [since[key] <= month for key, month in zip(keys, long["period"], strict=True)]
    long = long[np.array(whole, dtype=bool)]
    for name in PARTS:
        allowed = long["indicator"].map(lambda code, name=name: name in kinds[code])
        long[name] = long[name].where(allowed.astype(bool))
    return long


def _levels(workspace: Workspace) -> set[str]:
    """The indicators whose months do not add up over a year."""
    summed = workspace.indicators["measure"].isin([Measure.FLOW, Measure.CAP])
    return set(workspace.indicators.loc[~summed, "indicator"])


def _long(cells: YearMonths, levels: set[str]) -> pd.DataFrame:
    """A grid as rows: ``territory, indicator, period, accumulation`` and the three numbers."""
    level = cells.index.get_level_values("indicator").isin(levels)[:, None]
    months = np.where(level, cells.months, cells.monthly)
    to_date = np.where(level, cells.printed, cells.year_to_date)
    places = cells.index.to_frame(index=False)
    sets: dict[str, tuple[Array, Array, Array]] = {
        "month": (months, cells.numerators, cells.denominators),
        "ytd": (to_date, cells.printed_numerators, cells.printed_denominators),
    }
    parts: list[pd.DataFrame] = []
    for accumulation, arrays in sets.items():
        frame: Any = places.loc[places.index.repeat(12)].reset_index(drop=True)
        month = np.tile(np.arange(1, 13), len(places))
        frame["period"] = [
            f"{year}-{number:02d}" for year, number in zip(frame["year"], month, strict=True)
        ]
        frame["accumulation"] = accumulation
        for name, array in zip(PARTS, arrays, strict=True):
            frame[name] = array.reshape(-1)
        parts.append(frame[np.isfinite(frame[list(PARTS)]).any(axis=1)])
    return pd.concat(parts, ignore_index=True)


def _facts(chosen: pd.DataFrame) -> pd.DataFrame:
    """Of each old series: whether it is synthetic, its last day, its least settled status."""
    table = chosen.assign(
        territory=chosen["territory"].astype(str),
        indicator=chosen["indicator"].astype(str),
        demo=chosen["source"] == DEMO,
        about=chosen["qualifier"] != "",
    )
    return table.groupby(["territory", "indicator"]).agg(
        demo=("demo", "any"), published=("published", "max"), about=("about", "any")
    )


def _as_observations(
    summed: pd.DataFrame, links: pd.DataFrame, facts: pd.DataFrame
) -> pd.DataFrame:
    """The sums as rows of the table of observations."""
    stages = links.groupby(["to", "date"])
    names = {stage: tuple(sorted(rows["old"])) for stage, rows in stages}
    rows = []
    for row in records(summed):
        known = facts.loc[[(old, row.indicator) for old in names[row.to, row.date]]]
        text = " + ".join(names[row.to, row.date])
        rows.append(
            {
                "territory": row.to,
                "indicator": row.indicator,
                "period": row.period,
                "accumulation": row.accumulation,
                **{name: getattr(row, name) for name in PARTS},
                "status": "estimate",
                "published": known["published"].max(),
                "calendar": "month",
                "source": DEMO if known["demo"].any() else BRIDGE,
                "locator": text,
                "qualifier": "about" if known["about"].any() else "",
                "published_basis": BRIDGE,
            }
        )
    return pd.DataFrame(rows)


def _below(own: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The bridged rows below the received ones, every column in the kind that it has there."""
    made: dict[str, Any] = {}
    for name in own.columns:
        column: Any = own[name]
        number = pd.api.types.is_numeric_dtype(column.dtype)
        cells: Any = new[name] if name in new else pd.Series(np.nan if number else "", new.index)
        if isinstance(column.dtype, pd.CategoricalDtype):
            added = pd.Categorical(cells.astype("str"))
            made[str(name)] = union_categoricals([column.array, added])
        else:
            kind = column.dtype if number else "str"
            made[str(name)] = pd.concat([column, cells.astype(kind)], ignore_index=True)
    return pd.DataFrame(made)


def bridged_pairs(observations: pd.DataFrame, year: int) -> set[tuple[str, str]]:
    """Territory and indicator of the series that have a bridged figure in a year."""
    here = observations[
        (observations["published_basis"] == BRIDGE) & (observations["period"].str[:4] == str(year))
    ]
    return set(zip(here["territory"], here["indicator"], strict=True))


def bridged_from(observations: pd.DataFrame, lines: pd.DataFrame) -> list[tuple[str, ...]]:
    """The old territories behind the bridged past of each line; empty where there is none."""
    here = observations[observations["published_basis"] == BRIDGE]
    named: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in records(here.drop_duplicates(["territory", "indicator", "locator"])):
        pair = (str(row.territory), str(row.indicator))
        before = named.get(pair, ())
        named[pair] = tuple(dict.fromkeys((*before, *str(row.locator).split(" + "))))
    pairs = zip(lines["territory"], lines["indicator"], strict=True)
    return [named.get(pair, ()) for pair in pairs]


def taken_over(workspace: Workspace, territory: str, year: int) -> tuple[str, ...]:
    """The territories behind one that took them over since a year began, itself included."""
    links = Links.into(workspace, [territory]).table
    return tuple(dict.fromkeys(links.loc[links["date"] > f"{year}-01-01", "old"]))


def interval_base(
    workspace: Workspace, cells: YearMonths, lines: pd.DataFrame, year: int
) -> tuple[Array, Array]:
    """Between which amounts the year-to-date of a territory's past lies.

    For each line its month ``through`` in ``year``: the shares' ends times what each old territory
    had; the two are the same where all were whole. NaN where one of them has not reported, has a
    break since, or nothing is declared.
    """
    low, high = np.full(len(lines), np.nan), np.full(len(lines), np.nan)
    links = Links.into(workspace, lines["territory"].unique().tolist()).table
    links = links[(links["date"] > f"{year}-01-01") & (links["since"] < f"{year + 1}")]
    if links.empty:
        return low, high
    into = {str(to): list(records(rows)) for to, rows in links.groupby("to")}
    for position, line in enumerate(records(lines)):
        if line.territory in into and bridge_parts(line.measure, line.unit) == ("value",):
            ends = _line_ends(workspace, cells, into[line.territory], line, year)
            low[position], high[position] = ends
    return low, high


def _line_ends(
    workspace: Workspace, cells: YearMonths, links: list[Any], line: Any, year: int
) -> tuple[float, float]:
    """What the old territories had stage by stage, and the line's own months since."""
    through = int(line.through)
    last = _months_before(max(link.date for link in links), year)
    own = _amount(cells, line.territory, line.indicator, year, last, through)
    ends = [_ends(workspace, cells, link, line.indicator, year, through) for link in links]
    low, high = (float(sum(side)) + own for side in zip(*ends, strict=True))
    return round(low, DECIMALS), round(high, DECIMALS)


def _months_before(day: str, year: int) -> int:
    """How many months of a year lie before the month of a day (empty: none)."""
    if day[:4] != str(year):
        return 12 if day > str(year) else 0
    return int(day[5:7]) - 1


def _amount(
    cells: YearMonths, territory: str, indicator: str, year: int, after: int, through: int
) -> float:
    """What a territory reported for the months after one month, through another; NaN if unknown."""
    if after >= through:
        return 0.0
    row = cells.row(territory, indicator, year)
    if row is None:
        return np.nan
    if after == 0:
        return float(cells.year_to_date[row, through - 1])
    return float(cells.months[row, after:through].sum())


def _ends(
    workspace: Workspace, cells: YearMonths, link: Any, indicator: str, year: int, through: int
) -> tuple[float, float]:
    """What one old territory can have brought in the months of its stage."""
    after = _months_before(link.since, year)
    through = min(_months_before(link.date, year), through)
    if after < through and comparable_from(workspace.events, link, indicator) > (
        f"{year}-{after + 1:02d}"
    ):
        return np.nan, np.nan
    value = _amount(cells, link.old, indicator, year, after, through)
    ends = (value * link.share_low, value * link.share_high)
    return min(ends), max(ends)
