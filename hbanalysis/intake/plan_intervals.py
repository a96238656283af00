"""The plans that printed percentages allow: report by report, laid together for a year and a plan.

A value and its percentage only bound the plan. Several reports of one year bound it more closely,
or show that the denominator moved, was last year's, or was another authority's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd

from hbanalysis.intake.audit import Answer, implied_plan, plain, printed_decimals, recomputed
from hbanalysis.vocabulary.numbers import exact, half_up, is_missing
from hbanalysis.vocabulary.rows import records

CLOSE = 2e-5  # an interval so narrow is as good as the printed plan
LAST_YEARS, ROUNDED = "last year's plan", "rounded value"
KEYS = ["territory", "indicator", "year", "plan"]
STATED_COLUMNS = {"stated_pct": "percent", "plan_name": "plan"}
KEPT = [*KEYS, "period", "value", "percent", "published", "qualifier", "source", "locator", "file"]


@dataclass(frozen=True)
class Report:
    """One printed percentage of a plan, and the plans above ``low`` up to ``high`` it allows."""

    row: dict[str, Any]
    value: Decimal
    percent: Decimal
    decimals: int
    low: Decimal
    high: Decimal

    @property
    def rounded(self) -> bool:
        """Whether the value is printed as "more than" or "nearly"."""
        return bool(self.row["qualifier"])

    def fits(self, plan: Decimal) -> bool:
        """Whether a plan explains the percentage, rounded half up, cut or one off at the end."""
        answer = recomputed(self.value, plan, self.percent, self.decimals)
        return answer in (Answer.OK, Answer.CUT, Answer.LAST_DIGIT)


@dataclass
class Run:
    """Reports of one year that may all speak of one plan; ``stated`` is that plan where printed."""

    reports: list[Report] = field(default_factory=list)
    stated: Decimal | None = None

    @property
    def exact(self) -> list[Report]:
        """The reports whose interval holds the stated plan, where any does."""
        plan = self.stated
        return [one for one in self.reports if plan and one.low < plan <= one.high] or self.reports

    @property
    def low(self) -> Decimal:
        """No plan up to this gives all percentages."""
        return max(one.low for one in self.exact)

    @property
    def high(self) -> Decimal:
        """The largest plan that gives all percentages."""
        return min(one.high for one in self.exact)

    def takes(self, one: Report) -> bool:
        """Whether a further report may speak of the same plan."""
        if self.stated is not None:
            return one.fits(self.stated)
        return not self.reports or max(one.low, self.low) < min(one.high, self.high)


def _reports(results: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Every percentage of a plan printed beside a year-to-date, one row each, in order of time."""
    stated = observations[
        (observations["accumulation"] == "ytd") & observations["stated_pct_of_plan"].notna()
    ]
    stated = stated.assign(
        percent=stated["stated_pct_of_plan"], year=stated["period"].astype(str).str[:4].astype(int)
    )
    within = results[(results["period"] != "") & results["stated_pct"].notna()]
    both = [stated.assign(plan=""), within.drop(columns="plan").rename(columns=STATED_COLUMNS)]
    table = pd.concat([part.reindex(columns=KEPT).astype(object) for part in both])
    usable = table["value"].notna() & (table["value"] > 0) & (table["percent"] > 0)
    texts = {name: table[name].fillna("") for name in ("qualifier", "published", "file")}
    ordered = ["published", "period", "locator"]
    return table.assign(**texts)[usable].sort_values(ordered, kind="stable")


def _finely(table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The reports with the decimals of their document, and how many years were left out.

    A document prints its percentages equally finely. Left out are years that are as good as
    printed.
    """
    numbers = [printed_decimals(plain(exact(percent))) for percent in table["percent"]]
    fine = pd.Series(numbers, index=table.index, dtype="int64")
    table = table.assign(
        _decimals=fine.groupby([table["source"], table["published"]]).transform("max")
    )
    width = 10.0 ** -table["_decimals"].astype(float) / table["percent"].astype(float)
    keys = [table[name] for name in KEYS]
    close = width.groupby(keys).transform("median") < CLOSE
    return table[~close], int(table.loc[close, KEYS].drop_duplicates().shape[0])


def _parsed(table: pd.DataFrame) -> Iterator[Report]:
    """The reports with the intervals of plans that they allow."""
    for row in records(table):
        percent, decimals = plain(exact(row["percent"])), row["_decimals"]
        value = plain(exact(row["value"]))
        interval = implied_plan(value, percent, int(decimals))
        if interval.high is not None:
            yield Report(dict(row), value, percent, int(decimals), interval.low, interval.high)


def _stated(targets: pd.DataFrame) -> dict[tuple[str, str, int], list[tuple[str, Decimal]]]:
    """The plans that a document prints, by territory, indicator and year: authority and amount."""
    stated: dict[tuple[str, str, int], list[tuple[str, Decimal]]] = {}
    for row in records(targets):
        if is_missing(row["value"]) or row.get("basis") == "implied":
            continue
        key = (row["territory"], row["indicator"], int(row["year"]))
        stated.setdefault(key, []).append((str(row["plan"]), exact(row["value"])))
    return stated


def runs(reports: list[Report], stated: list[Decimal]) -> list[Run]:
    """The reports of one plan and year, each with the run it may belong to; rounded values last."""
    open_runs = [Run(stated=plan) for plan in stated]
    for one in sorted(reports, key=lambda one: one.rounded):
        run = next((run for run in reversed(open_runs) if run.takes(one)), None)
        if run is None:
            if one.rounded and open_runs:
                continue
            run = Run()
            open_runs.append(run)
        if not one.rounded or not run.reports:
            run.reports.append(one)
    return [run for run in open_runs if run.reports]


def _line(key: tuple[Any, ...], run: Run, counted: bool) -> dict[str, Any]:
    """One run as the audit tells it: how many reports, of which months, and the interval."""
    periods = sorted(one.row["period"] for one in run.reports)
    first = min(run.reports, key=lambda one: one.row["published"]).row
    decimals = 0 if counted or run.low > 1000 else 1
    return dict(zip(KEYS, key, strict=True)) | {
        "reports": len(run.reports),
        "from": periods[0],
        "to": periods[-1],
        "plan_from": half_up(run.low, decimals),
        "plan_to": half_up(run.high, decimals),
        "plan_stated": run.stated,
        "known": first["published"],
        "source": first["source"],
        "locator": first["locator"],
    }


def _remarks(
    reports: list[Report],
    plans: list[tuple[str, Decimal]],
    before: list[tuple[str, Decimal]],
) -> Iterator[dict[str, Any]]:
    """Reports that no plan of the year explains: last year's, a rounded value, nothing."""
    for one in reports:
        if not plans or any(one.fits(plan) for _, plan in plans):
            continue
        authority, plan = plans[-1]
        facts = {
            name: one.row[name] for name in ("territory", "indicator", "year", "period", "locator")
        } | {
            "printed": one.percent,
            "value": one.value,
            "qualifier": one.row["qualifier"],
            "plan": plan,
            "authority": authority,
            "recomputed": half_up(100 * one.value / plan, max(one.decimals, 1)),
        }
        fits = next((amount for _, amount in before if one.fits(amount)), None)
        if fits is not None:
            yield facts | {"kind": LAST_YEARS, "other": fits}
        elif one.rounded:
            half = Decimal(5).scaleb(-one.decimals - 1)
            ends = [plan * (one.percent + side) / 100 for side in (-half, half)]
            yield facts | {
                "kind": ROUNDED,
                "from": half_up(ends[0], 0),
                "to": half_up(ends[1], 0),
            }


def _moved(lines: list[dict[str, Any]], targets: pd.DataFrame, parents: dict[Any, str]) -> None:
    """Say of each run after the first what the plan of the whole leaves to the other parts."""
    keyed: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for line in lines:
        keyed.setdefault(tuple(line[name] for name in KEYS), []).append(line)
    for (territory, indicator, year, plan), group in keyed.items():
        whole = parents.get(indicator, "")
        siblings = [
            code for code, parent in parents.items() if parent == whole and code != indicator
        ]
        amounts = [_amounts(targets, territory, code, year) for code in (whole, *siblings)]
        for former, line in pairwise(group):
            line["moved_from"] = former["plan_from"], former["plan_to"]
            known = [amount for amount in amounts[1:] if amount is not None]
            if whole and amounts[0] is not None and known and not plan:
                left = amounts[0] - sum(known, Decimal(0))
                line["rest_before"] = left - (former["plan_stated"] or former["plan_to"])
                line["rest_after"] = [left - line["plan_to"], left - line["plan_from"]]


def _amounts(targets: pd.DataFrame, territory: str, code: str, year: int) -> Decimal | None:
    """The first plan of an indicator's year, where one is known."""
    own = targets[
        (targets["territory"] == territory)
        & (targets["indicator"] == code)
        & (targets["year"] == year)
        & targets["value"].notna()
    ].sort_values("decided", kind="stable")
    return exact(own["value"].iloc[0]) if len(own) else None


@dataclass(frozen=True)
class PlanIntervals:
    """What percentages say about plans: ``lines`` (runs), ``remarks``, and how many are ``close``.

    ``close`` counts the years whose percentages are so fine that they are as good as the plan.
    """

    lines: list[dict[str, Any]]
    remarks: list[dict[str, Any]]
    close: int


def plan_intervals(
    results: pd.DataFrame,
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    indicators: pd.DataFrame,
) -> PlanIntervals:
    """Lay together all percentages of a plan that are printed beside a year-to-date.

    ``observations`` hold every vintage. Percentages without a named plan are those of the plan
    that is judged. Lines: ``territory, indicator, year, plan, reports, from, to`` (months),
    ``plan_from, plan_to`` (unit of the indicator), ``plan_stated, known`` (day), ``source,
    locator``; where the plan moved also ``moved_from, rest_before, rest_after``.
    """
    units = indicators.drop_duplicates("indicator").set_index("indicator")["unit"].to_dict()
    parents = indicators.drop_duplicates("indicator").set_index("indicator")["parent"].to_dict()
    groups: dict[tuple[Any, ...], list[Report]] = {}
    table, close = _finely(_reports(results, observations))
    for one in _parsed(table):
        groups.setdefault(tuple(one.row[name] for name in KEYS), []).append(one)
    stated = _stated(targets)
    lines: list[dict[str, Any]] = []
    remarks: list[dict[str, Any]] = []
    for key, reports in sorted(groups.items(), key=lambda item: item[0]):
        territory, indicator, year, plan = key
        plans, before = (
            [
                one
                for one in stated.get((territory, indicator, int(when)), [])
                if plan in ("", one[0])
            ]
            for when in (year, year - 1)
        )
        told = list(_remarks(reports, plans, before))
        explained = {one["locator"] for one in told}
        rest = [one for one in reports if one.row["locator"] not in explained]
        amounts = [amount for _, amount in plans]
        counted = "đồng" not in str(units.get(indicator, ""))
        lines += [_line(key, run, counted) for run in runs(rest, amounts)]
        remarks += told
    _moved(lines, targets, parents)
    return PlanIntervals(lines, remarks, close)
