"""How often each way of reading the pace would have been wrong, on real plans.

Writes ``docs/pace.md``.

    python benchmarks/pace_calls.py [--write]

For every territory of the public-investment series, every year from 2015 to 2024 and the cut-offs
of March, June and September, the library is asked what it would have said on the last day of the
month: figures, plans and past years as published by then. The truth came in December: the
year-to-date printed then, against the plan in force on the day of the call, and against the last
plan of the year.
"""

from __future__ import annotations

import argparse
import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.vocabulary.periods import Period

ROOT = Path(__file__).resolve().parents[1]
YEARS, MONTHS = range(2015, 2025), (3, 6, 9)
DEFAULT, PLAIN, LINEAR = "default", "own profile alone", "linear"
METHODS = (DEFAULT, PLAIN, LINEAR, "fixed ±10 points", "fixed ±15 points")
BEHIND, ON_TRACK = ("behind", "lost"), ("on track", "secured")


def variant(office: Workspace, **changes: float) -> Workspace:
    """The workspace with changed numbers in its pace and outlook rules."""
    rules = copy.deepcopy(office.rules)
    for section in ("pace", "outlook"):
        for entry in rules[section]:
            entry.update({key: value for key, value in changes.items() if key in entry})
    return replace(office, rules=rules)


def calls_of(office: Workspace, period: Period, places: list[str]) -> pd.DataFrame:
    """What every method says for a cut-off: one row a territory with figures and a plan."""
    plain = {
        "pool_worth_years": 0,
        "fewest_record_years": 99,
        "profile_on_track_from": 95.0,
        "profile_at_risk_from": 85.0,
    }
    asked = {
        DEFAULT: office,
        PLAIN: variant(office, **plain),
        LINEAR: variant(office, past_years=0),
    }
    said = {name: assess(one, period, places).set_index("territory") for name, one in asked.items()}
    table = said[DEFAULT][["indicator", "target", "pct_of_plan", "through", "pace_method"]].copy()
    for name, one in said.items():
        table[name] = one["outlook"]
    for points in (10, 15):
        late = table["pct_of_plan"] < 100 * period.last / 12 - points
        table[f"fixed ±{points} points"] = np.where(late, "behind", "on track")
    usable = (
        (table["through"] == period.last) & (table["target"] > 0) & (table["indicator"] == "PI")
    )
    return table[usable].assign(year=period.year, month=period.last).reset_index()


def truth(office: Workspace) -> pd.DataFrame:
    """The December year-to-date and the last plan of each territory and year."""
    seen = office.observations
    december = seen[
        (seen["indicator"] == "PI")
        & (seen["accumulation"] == "ytd")
        & seen["period"].str.endswith("-12")
    ]
    december = december.sort_values("published", kind="stable").drop_duplicates(
        ["territory", "period"], keep="last"
    )
    december = december.assign(year=december["period"].str[:4].astype("int64"))
    plans = office.targets[office.targets["indicator"] == "PI"].sort_values(
        "decided", kind="stable"
    )
    plans = plans.drop_duplicates(["territory", "year"], keep="last")
    found = december[["territory", "year", "value"]].rename(columns={"value": "outcome"})
    return found.merge(
        plans[["territory", "year", "value"]].rename(columns={"value": "last_plan"}),
        on=["territory", "year"],
    )


def collect() -> pd.DataFrame:
    """Every call beside its truth."""
    now = workspace(ROOT)
    places = sorted(now.targets.loc[now.targets["indicator"] == "PI", "territory"].unique())
    rows = []
    for year in YEARS:
        for month in MONTHS:
            period = Period(year, 1, month)
            rows.append(calls_of(workspace(ROOT, period.end.isoformat()), period, places))
    return pd.concat(rows, ignore_index=True).merge(truth(now), on=["territory", "year"])


def score(calls: pd.DataFrame, plan: str) -> pd.DataFrame:
    """Wrong calls of each method by month.

    "behind" on a year that met the plan, "on track" on one that did not.
    """
    short, rows = calls["outcome"] < calls[plan], []
    for method in METHODS:
        word = calls[method]
        row: dict[str, object] = {"method": method}
        for month in MONTHS:
            here = calls["month"] == month
            wrong = int((word.isin(BEHIND) & ~short & here).sum())
            missed = int((word.isin(ON_TRACK) & short & here).sum())
            row[f"month {month}"] = f"{wrong} + {missed}"
        wrong, missed = (word.isin(BEHIND) & ~short), (word.isin(ON_TRACK) & short)
        row |= {
            "wrongly behind": int(wrong.sum()),
            "missed": int(missed.sum()),
            "both": int((wrong | missed).sum()),
            "at risk": int((word == "at risk").sum()),
            "at risk read as no alarm": int((word.isin(BEHIND) != short).sum()),
            "at risk read as an alarm": int((~word.isin(ON_TRACK) != short).sum()),
        }
        rows.append(row)
    return pd.DataFrame(rows)


def markdown(table: pd.DataFrame) -> str:
    """A table as Markdown."""
    lines = [" | ".join(table.columns), " | ".join("---" for _ in table.columns)]
    lines += [" | ".join(str(cell) for cell in row) for row in table.to_numpy()]
    return "\n".join(f"| {line} |" for line in lines)


def page(calls: pd.DataFrame) -> str:
    """The whole of ``docs/pace.md``."""
    parts = [HEAD]
    for title, rows in (
        ("Hải Phòng", calls[calls["territory"] == "hai-phong"]),
        ("All twelve series (nine provinces, three budget levels)", calls),
    ):
        for plan, said in (
            ("target", "the plan in force on the day of the call"),
            ("last_plan", "the year's last plan"),
        ):
            short = int((rows["outcome"] < rows[plan]).sum())
            parts.append(
                f"### {title}, against {said}\n\n{len(rows)} calls; {short} of them in years that"
                f" ended short.\n\n{markdown(score(rows, plan))}\n"
            )
    return "\n".join(parts) + TAIL


HEAD = """# How often the pace is wrong

Made by `python benchmarks/pace_calls.py --write`; do not edit. Investment from the state budget 2015-2024, calls at the
end of March, June and September with what was published by that day.

* **wrongly behind**: called *behind* (or lost), and the year met the plan.
* **missed**: called *on track* (or secured), and the year ended short.
* Month columns: wrongly behind + missed.
* *At risk* is neither; how often it was said stands in its own column, and the last two columns force it: read as no
  alarm, or as an alarm. A fixed band has no such word, so it has the same number in both.

Methods: **default** is `hba assess`; **own profile alone** is the middle of own past years with 95 % and 85 %, our
former default; **linear** is months / 12 with the same two thresholds; **fixed** calls a year behind when % of plan
lies more than 10 or 15 points under months / 12.

"""
TAIL = """
## What was changed, and why

The former default (own profile, 95 / 85) hardly ever called a year behind wrongly, but let most short years pass as *on
track* or *at risk*: the plan is mostly missed by 5 to 15 %, less than its thresholds could see. Two things helped:

1. **Thresholds.** Where past years give the profile, the amount asked is known well: *on track* from 100 % of it, *at
   risk* from 95 %. Even months keep 95 / 85.
2. **The record of past plans.** In March a share scatters by 18 % from year to year; what past years made of the plan
   in force at that month says more. Both are weighted by how far they usually err. At the end of the year the record
   hardly counts, and a series without three past plans has none: then the profile alone decides.

## Honest limits

* Few cases: 30 calls for Hải Phòng, and three calls of one year are not independent; differences of two or three calls
  mean nothing. The twelve series share their years (plans, COVID-19) and three of them overlap with the provinces.
* The thresholds and the weight of the record were chosen on these same series. Nothing is left to test them on.
* The fixed band of 10 points does well here because this series happens to run that far under even months (15, 40 and
  66 % at the three cut-offs); on an even series, such as retail, it would not.
* Against the year's last plan the default LOSES: to linear pace in both sets, and on Hải Phòng to the fixed bands too.
  Plans were raised after the call, which no pace can see, and most years then ended short; whoever always warns is then
  right most of the time. We judge against the plan in force, because that is what a report of the day can know.
* Read with *at risk* as no alarm, the default is level with the band of 10 points on the twelve series and one call
  behind the band of 15 on Hải Phòng; its gain is that it seldom says *on track* or *behind* when it should not.
"""


def main() -> None:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(description="wrong calls of each pace method")
    parser.add_argument("--write", action="store_true", help="write docs/pace.md")
    text = page(collect())
    if parser.parse_args().write:
        (ROOT / "docs" / "pace.md").write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
