"""Turn what was transcribed from public pages into our observations, dated plans and percentages.

    python scripts/make_transcribed_series.py [--raw data/raw]

Read are `transcripts/*.csv`, one row for each print of a figure, with its page. Written are one
table of observations for each transcript and, in `targets.csv` and `results_stated.csv`, the rows
whose locator names a transcript; every other row stays as it is. What was left out is said on
stderr with its reason.

* A day that a page does not print is bounded: the month's last day for a page that prints a month,
  the year's for one that prints a year, the last day of the figure's own month for one that prints
  nothing. `published_basis` says `bound`, so that two prints of one cell are two vintages.
* A plan that a page prints is a target from the first page on that prints it or a percentage of it.
  Percentages that cannot be of that plan make a further dated target: the roundest number within
  the interval that their rounding allows; the note gives the interval.
"""

from __future__ import annotations

import argparse
import calendar
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path

from rawtables import OBSERVATION_COLUMNS, RAW, TARGET_COLUMNS, read_rows, write_rows

TRANSCRIPTS = {"hai-phong-revenue": "tỷ đồng", "job-placement": "người"}
COLUMNS = (
    *OBSERVATION_COLUMNS,
    "stated_pct_of_plan",
    "stated_pct_of_same_period",
    "qualifier",
    "published_basis",
    "note",
)
RESULT_COLUMNS = (
    "territory",
    "indicator",
    "year",
    "value",
    "plan",
    "stated_pct",
    "status",
    "published",
    "source",
    "locator",
    "stated_pct_text",
    "period",
    "plan_name",
    "qualifier",
)
IMPLIED_PLAN = "Kế hoạch đầu tư công (suy ra từ % KH đã công bố)"
COUNCIL, CENTRE, STRETCH, SCENARIO = "plan", "central plan", "stretch plan", "scenario"
PERCENT = {
    COUNCIL: "pct_of_plan",
    CENTRE: "pct_of_central_plan",
    STRETCH: "pct_of_stretch_plan",
    SCENARIO: "pct_of_scenario",
}
PLAN_NAMES = {
    "hai-phong": {
        COUNCIL: "Hội đồng nhân dân thành phố Hải Phòng",
        CENTRE: "Trung ương giao",
        STRETCH: "Thành phố Hải Phòng phấn đấu",
        SCENARIO: "Kịch bản tăng trưởng của thành phố Hải Phòng",
    },
    "ha-noi": {COUNCIL: "Thành phố Hà Nội"},
}
NOT_NAMED = "Kế hoạch (nguồn không ghi cơ quan giao)"
NOT_NAMED_IN = {("hai-phong", "BR", "2021"), ("hai-phong", "JB", "2025")}
STEPS = [Decimal(step).scaleb(power) for power in range(5, -4, -1) for step in (1, Decimal("0.5"))]


@dataclass(frozen=True)
class Print:
    """One row of a transcript, with the day on which it became known at the latest."""

    row: dict[str, str]
    locator: str
    day: str
    basis: str

    def __getitem__(self, column: str) -> str:
        return self.row[column]

    @property
    def year(self) -> str:
        """The year the figure or plan is of."""
        return self.row["period"][:4]

    @property
    def is_plan(self) -> bool:
        """Whether it is a plan and not a figure."""
        return self.row["accumulation"] in (COUNCIL, CENTRE, STRETCH)


@dataclass(frozen=True)
class Bounds:
    """The plans that one printed percentage allows: above `low`, up to and including `high`.

    If the percentage was cut, not rounded, they are above `cut`.
    """

    low: Decimal
    high: Decimal
    cut: Decimal
    source: Print

    def holds(self, plan: Decimal) -> bool:
        """Whether a plan gives the printed percentage, rounded half up or cut."""
        return self.cut < plan <= self.high


@dataclass
class Run:
    """Percentages that may all be of one plan; `stated` is that plan where a page prints it."""

    stated: Print | None = None
    bounds: list[Bounds] = field(default_factory=list)

    @property
    def low(self) -> Decimal:
        """No plan so small gives all percentages."""
        return max(one.low for one in self.bounds)

    @property
    def high(self) -> Decimal:
        """The largest plan that gives all percentages."""
        return min(one.high for one in self.bounds)

    def takes(self, one: Bounds) -> bool:
        """Whether a further percentage may be of the same plan."""
        if self.stated is not None:
            return one.holds(Decimal(self.stated["value"]))
        return not self.bounds or max(one.low, self.low) < min(one.high, self.high)


def month_end(month: str) -> str:
    """The last day of a month `YYYY-MM`."""
    return f"{month}-{calendar.monthrange(int(month[:4]), int(month[5:]))[1]:02d}"


def dated(row: dict[str, str]) -> tuple[str, str]:
    """The day a print was known at the latest, and whether the page prints it or only bounds it."""
    printed = row["published"]
    if len(printed) == 10:
        return printed, "printed"
    if len(printed) == 7:
        return month_end(printed), "bound"
    if len(printed) == 4:
        return f"{printed}-12-31", "bound"
    return month_end(row["period"]), "bound"


def prints(raw: Path, name: str) -> list[Print]:
    """All rows of a transcript that are used, each once; the others are said on stderr."""
    found: dict[tuple[str, ...], Print] = {}
    for line, row in enumerate(read_rows(raw / "transcripts" / f"{name}.csv"), start=2):
        if row["left_out"]:
            what = f"{row['territory']} {row['indicator']} {row['period']} {row['value']}"
            print(f"left out: {name}.csv line {line}: {what}: {row['left_out']}", file=sys.stderr)
            continue
        day, basis = dated(row)
        key = tuple(
            row[c] for c in ("territory", "indicator", "period", "accumulation", "value", "page")
        )
        found.setdefault(key, Print(row, f"transcripts/{name}.csv:{line}", day, basis))
    return list(found.values())


def plan_name(one: Print, authority: str) -> str:
    """How `targets.csv` names the plan of an authority."""
    if authority == COUNCIL and (one["territory"], one["indicator"], one.year) in NOT_NAMED_IN:
        return NOT_NAMED
    return PLAN_NAMES[one["territory"].removesuffix("-2025")][authority]


def observation(one: Print, unit: str, accumulation: str) -> dict[str, str]:
    """One print as a row of observations."""
    of_plan = one["pct_of_plan"] if accumulation == "ytd" else ""
    return {
        "territory": one["territory"],
        "indicator": one["indicator"],
        "period": one["period"],
        "accumulation": accumulation,
        "value": one["value"],
        "unit": unit,
        "status": one["status"] or "estimate",
        "published": one.day,
        "calendar": "month",
        "source": one["page"],
        "locator": one.locator,
        "stated_pct_of_plan": of_plan,
        "stated_pct_of_same_period": one["pct_of_same_period"],
        "qualifier": one["qualifier"],
        "published_basis": one.basis,
        "note": one["note"],
    }


def observations(found: list[Print], unit: str) -> list[dict[str, str]]:
    """Every figure of a transcript; a January stands as month and as year to date."""
    rows = []
    for one in found:
        if one.is_plan:
            continue
        rows.append(observation(one, unit, one["accumulation"]))
        if one["accumulation"] == "month" and one["period"].endswith("-01"):
            rows.append(observation(one, unit, "ytd"))
    keys = ("territory", "indicator", "period", "accumulation", "published", "source")
    return sorted(rows, key=lambda row: [row[key] for key in keys])


def bounds(one: Print, authority: str) -> Bounds | None:
    """The plans that the percentage printed for an authority's plan allows, rounded half up."""
    text = one[PERCENT[authority]]
    to_date = one["accumulation"] == "ytd" or one["period"].endswith("-01")
    if not text or one.is_plan or not to_date or authority in one["doubtful"].split(";"):
        return None
    half = Decimal(5).scaleb(-len(text.partition(".")[2]) - 1)
    amount, percent = 100 * Decimal(one["value"]), Decimal(text)
    low, high, cut = (amount / end for end in (percent + half, percent - half, percent + 2 * half))
    return Bounds(low, high, cut, one)


def grouped(found: list[Print]) -> dict[tuple[str, str, str, str], list[Print]]:
    """Prints that speak of one plan: by territory, indicator, year and authority."""
    groups: dict[tuple[str, str, str, str], list[Print]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.day, one.locator)):
        for authority in PERCENT:
            says = one["accumulation"] == authority or one[PERCENT[authority]]
            if says or (authority == COUNCIL and one["plan_printed"]):
                groups[one["territory"], one["indicator"], one.year, authority].append(one)
    return groups


def stated_plan(group: list[Print], authority: str) -> Print | None:
    """The page that prints the plan itself; a plan printed beside a figure counts as one."""
    for one in group:
        if one["accumulation"] == authority:
            return one
        if authority == COUNCIL and one["plan_printed"] and not one.is_plan:
            row = one.row | {"value": one["plan_printed"], "note": ""}
            return Print(row, one.locator, one.day, one.basis)
    return None


def runs(group: list[Print], authority: str) -> list[Run]:
    """The plans of one year and authority, each with the percentages that are of it, in order."""
    stated = stated_plan(group, authority)
    allowed = [one for one in (bounds(each, authority) for each in group) if one]
    exact = [one for one in allowed if not one.source["qualifier"]]
    found = [Run(stated)] if stated else []
    for one in exact or ([] if stated else allowed):
        run = next((run for run in reversed(found) if run.takes(one)), None)
        if run is None:
            run = Run()
            found.append(run)
        run.bounds.append(one)
    return found


def roundest(low: Decimal, high: Decimal) -> Decimal:
    """The number above `low` and up to `high` with the coarsest step, nearest to the middle.

    >>> roundest(Decimal("97743.2"), Decimal("97852.1"))
    Decimal('97800')
    """
    middle = (low + high) / 2
    for step in STEPS:
        near = ((middle / step) + Decimal("0.5")).to_integral_value(ROUND_FLOOR) * step
        if low < near <= high:
            return near.quantize(Decimal(1)) if near == near.to_integral_value() else near
    return middle


def rest(run: Run, rows: list[dict[str, str]], part: Print, authority: str) -> Decimal | None:
    """What the whole's plan leaves after its other part, where the run's percentages allow it.

    Revenue is domestic, customs and other lines: a plan that takes the other lines in is the rest.
    """
    pairs = {"BR-D": "BR-C", "BR-C": "BR-D"}
    name, known = plan_name(part, authority), {}
    for row in rows:
        if (row["territory"], row["year"], row["plan"]) == (part["territory"], part.year, name):
            known[row["indicator"]] = Decimal(row["value"])
    whole, other = known.get("BR"), known.get(pairs.get(part["indicator"], ""))
    left = None if whole is None or other is None else whole - other
    return left if left is not None and run.low < left <= run.high else None


def spelt(run: Run) -> str:
    """What the rounding of a run's percentages allows, in words."""
    if not run.bounds:
        return ""
    months = sorted({one.source["period"] for one in run.bounds})
    span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    about = " of figures printed as 'more than' or 'nearly'" * any(
        one.source["qualifier"] for one in run.bounds
    )
    return (
        f"{len(run.bounds)} printed % of plan{about} ({span}) allow {run.low:.1f} to {run.high:.1f}"
    )


def target(
    run: Run, first: Print, authority: str, unit: str, before: list[dict[str, str]]
) -> dict[str, str]:
    """One dated plan, printed or implied; `before` are the plans made so far."""
    dated_by = [one.source for one in run.bounds] + ([run.stated] if run.stated else [])
    earliest = min(dated_by, key=lambda one: (one.day, one.locator))
    named = run.stated or earliest
    left = None if run.stated else rest(run, before, first, authority)
    value = run.stated["value"] if run.stated else f"{left or roundest(run.low, run.high)}"
    note = [] if run.stated else ["implied by year-to-date / % of plan, not printed"]
    note += ["what the whole's plan leaves after its other part: no other lines"] * bool(left)
    note += [text for text in (run.stated["note"] if run.stated else "", spelt(run)) if text]
    return {
        "territory": first["territory"],
        "indicator": first["indicator"],
        "year": first.year,
        "value": value,
        "unit": unit,
        "comparator": ">=",
        "plan": plan_name(first, authority),
        "decided": earliest.day,
        "source": named["page"],
        "locator": named.locator,
        "note": "; ".join([*note, "known by the day given, decided earlier"]),
        "basis": "stated" if run.stated else "implied",
    }


def targets(found: list[Print], unit: str) -> list[dict[str, str]]:
    """Every plan that the pages print or imply; a growth scenario is not one of them."""
    rows: list[dict[str, str]] = []
    for (*_, authority), group in sorted(grouped(found).items(), key=lambda item: item[0][1]):
        if authority != SCENARIO:
            for run in runs(group, authority):
                rows.append(target(run, group[0], authority, unit, rows))
    return sorted(
        rows,
        key=lambda row: [row[k] for k in ("territory", "indicator", "year", "plan", "decided")],
    )


def results(found: list[Print]) -> Iterator[dict[str, str]]:
    """Percentages of a plan or scenario other than the first plan, which stand by their figure."""
    for one in found:
        if one.is_plan:
            continue
        for authority, column in PERCENT.items():
            if not one[column] or authority == COUNCIL:
                continue
            yield {
                "territory": one["territory"],
                "indicator": one["indicator"],
                "year": one.year,
                "value": one["value"],
                "stated_pct": one[column],
                "status": one["status"] or "estimate",
                "published": one.day,
                "source": one["page"],
                "locator": one.locator,
                "stated_pct_text": one[column],
                "period": one["period"],
                "plan_name": plan_name(one, authority),
                "qualifier": one["qualifier"],
            }


def ours(row: dict[str, str]) -> bool:
    """Whether a row of a shared table was made by this script."""
    return row["locator"].startswith("transcripts/")


def renew(raw: Path, plans: list[dict[str, str]], stated: list[dict[str, str]]) -> None:
    """Put our rows into the shared tables, before the plans that the investment series implies."""
    kept = [row for row in read_rows(raw / "targets.csv") if not ours(row)]
    before = [row for row in kept if row["plan"] != IMPLIED_PLAN]
    after = [row for row in kept if row["plan"] == IMPLIED_PLAN]
    write_rows(raw / "targets.csv", TARGET_COLUMNS, before + plans + after)
    kept = [row for row in read_rows(raw / "results_stated.csv") if not ours(row)]
    write_rows(raw / "results_stated.csv", RESULT_COLUMNS, kept + stated)


def main(argv: list[str] | None = None) -> None:
    """Read every transcript, write its observations, and renew its plans and percentages."""
    parser = argparse.ArgumentParser(description="transcripts -> observations, plans, percentages")
    parser.add_argument("--raw", type=Path, default=RAW, help="folder of the raw tables")
    raw = parser.parse_args(argv).raw
    plans: list[dict[str, str]] = []
    stated: list[dict[str, str]] = []
    for name, unit in TRANSCRIPTS.items():
        found = prints(raw, name)
        write_rows(raw / "observations" / f"{name}.csv", COLUMNS, observations(found, unit))
        plans += targets(found, unit)
        stated += results(found)
    renew(raw, plans, stated)


if __name__ == "__main__":
    main()
