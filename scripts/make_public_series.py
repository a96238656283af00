"""Turn the General Statistics Office's monthly series into our observations and dated targets.

    python scripts/make_public_series.py SOURCE_DIR [--raw data/raw]

SOURCE_DIR holds `public_investment.csv` and `retail_vietnam.csv`, one row per printed monthly
report. Written are `observations/public-investment.csv`, `observations/retail-viet-nam.csv` and, in
`targets.csv`, the annual plans that the printed "% of plan" implies; every other row of
`targets.csv` is left as it is. Numbers are carried over as printed, as text. What was left out is
said on stderr.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median

from rawtables import OBSERVATION_COLUMNS, RAW, TARGET_COLUMNS, read_rows, write_rows

TERRITORIES = {
    "Bà Rịa - Vũng Tàu": "ba-ria-vung-tau",
    "Bình Định": "binh-dinh",
    "Cần Thơ": "can-tho",
    "Hà Nội": "ha-noi",
    "Hà Tĩnh": "ha-tinh",
    "Hải Phòng": "hai-phong",
    "TP. Hồ Chí Minh": "tp-ho-chi-minh",
    "Thanh Hóa": "thanh-hoa",
    "Vĩnh Phúc": "vinh-phuc",
    "Vốn ngân sách NN cấp huyện": "viet-nam-cap-huyen",
    "Vốn ngân sách NN cấp tỉnh": "viet-nam-cap-tinh",
    "Vốn ngân sách NN cấp xã": "viet-nam-cap-xa",
}
UNIT = "tỷ đồng"
IMPLIED_PLAN = "Kế hoạch đầu tư công (suy ra từ % KH đã công bố)"
SAME_PLAN = Decimal("0.001")  # implied plans this close are one plan
SLIP = 3  # a plan this many times off both its neighbours is a misprint, not a plan
INVESTMENT_COLUMNS = (*OBSERVATION_COLUMNS, "stated_pct_of_plan", "stated_pct_of_same_period")
RETAIL_COLUMNS = (*OBSERVATION_COLUMNS, "stated_pct_of_same_period")


def month_before(period: str) -> str:
    """The calendar month before `YYYY-MM`."""
    year, month = int(period[:4]), int(period[5:])
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"


def report_name(period: str) -> str:
    """How a page names the monthly report a number was printed in."""
    return f"Tổng cục Thống kê, báo cáo tháng {period[5:]}/{period[:4]}"


def printed_rows(
    row: dict[str, str], territory: str, indicator: str, place: str
) -> Iterator[dict[str, str]]:
    """The two or three observations in one printed line.

    They are the month, the month before as revised, and the year to date.
    """
    common = {
        "territory": territory,
        "indicator": indicator,
        "unit": UNIT,
        "published": row["published"],
        "calendar": "month",
        "source": report_name(row["period"]),
    }
    cells = [
        ("month_estimate", row["period"], "month", "estimate"),
        ("year_to_date", row["period"], "ytd", "estimate"),
    ]
    if not row["period"].endswith(
        "-01"
    ):  # a January report's "previous month" is never taken for December
        cells.append(
            ("previous_month_revised", month_before(row["period"]), "month", "preliminary")
        )
    for cell, period, accumulation, status in cells:
        if row[cell]:
            yield common | {
                "period": period,
                "accumulation": accumulation,
                "value": row[cell],
                "status": status,
                "locator": f"{place}:{row['period']}:{cell}",
            }


def in_order(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows by territory, period, accumulation and date of publication."""
    return sorted(
        rows, key=lambda r: (r["territory"], r["period"], r["accumulation"], r["published"])
    )


def investment_observations(printed: list[dict[str, str]]) -> list[dict[str, str]]:
    """Every printed number of public investment, with the percentages beside the year to date."""
    rows = []
    for line in printed:
        for row in printed_rows(
            line, TERRITORIES[line["name"]], "PI", f"public_investment.csv:{line['name']}"
        ):
            if row["accumulation"] == "ytd":
                growth = line["year_to_date_growth_pct"]
                row["stated_pct_of_plan"] = line["pct_of_plan"]
                row["stated_pct_of_same_period"] = str(100 + Decimal(growth)) if growth else ""
            rows.append(row)
    return in_order(rows)


def retail_observations(printed: list[dict[str, str]]) -> list[dict[str, str]]:
    """Every printed number of national retail, first prints with their index on the same period."""
    index = {
        "month_estimate": "month_index_same_month_last_year",
        "year_to_date": "year_to_date_index_same_period_last_year",
    }
    rows = []
    for line in printed:
        for row in printed_rows(line, "viet-nam", "RT", "retail_vietnam.csv"):
            column = index.get(row["locator"].rpartition(":")[2])
            row["stated_pct_of_same_period"] = line[column] if column else ""
            rows.append(row)
    return in_order(rows)


@dataclass(frozen=True)
class Implied:
    """The annual plan that one monthly report implies, with the bounds that its rounding allows.

    It is the year-to-date over the printed % of plan.
    """

    period: str
    published: str
    plan: Decimal
    low: Decimal
    high: Decimal


def implied_plans(printed: list[dict[str, str]]) -> dict[tuple[str, str], list[Implied]]:
    """Implied plans by series and year.

    A report prints its percentages to as many decimals as its longest one.
    """
    places: dict[str, int] = defaultdict(int)
    for line in printed:
        places[line["period"]] = max(
            places[line["period"]], len(line["pct_of_plan"].partition(".")[2])
        )
    plans: dict[tuple[str, str], list[Implied]] = defaultdict(list)
    for line in printed:
        if not line["pct_of_plan"]:
            continue
        percent, total = Decimal(line["pct_of_plan"]), 100 * Decimal(line["year_to_date"])
        half = Decimal(5).scaleb(-places[line["period"]] - 1)
        bounds = (total / percent, total / (percent + half), total / (percent - half))
        plans[line["name"], line["period"][:4]].append(
            Implied(line["period"], line["published"], *bounds)
        )
    return plans


def is_slip(months: list[Implied], at: int) -> bool:
    """Whether the plan of one report is several times larger or smaller than those printed just before and after."""
    around = [months[i].plan for i in (at - 1, at + 1) if 0 <= i < len(months)]
    plan = months[at].plan
    return bool(around) and (
        all(plan > SLIP * other for other in around) or all(SLIP * plan < o for o in around)
    )


def runs(months: list[Implied]) -> list[list[Implied]]:
    """Cut a year into runs of reports that imply one plan.

    Their plans lie within 0.1 %, or cannot be told apart by the rounding.
    """
    found: list[list[Implied]] = []
    for month in months:
        if found:
            run = found[-1]
            middle = median(m.plan for m in run)
            overlap = month.low <= min(m.high for m in run) and month.high >= max(
                m.low for m in run
            )
            if overlap or abs(month.plan - middle) <= SAME_PLAN * middle:
                run.append(month)
                continue
        found.append([month])
    return found


def interval(run: list[Implied]) -> str:
    """The words for what the rounding of the printed percentages still allows."""
    low, high = max(m.low for m in run), min(m.high for m in run)
    if low <= high:
        return f"the printed rounding allows {low:.2f} to {high:.2f}"
    low, high = min(m.plan for m in run), max(m.plan for m in run)
    return f"the rounding intervals do not intersect, observed {low:.2f} to {high:.2f}"


def implied_targets(printed: list[dict[str, str]]) -> list[dict[str, str]]:
    """One dated target per run of agreeing reports.

    Misprinted percentages are left out and said so on stderr.
    """
    rows = []
    for (name, year), months in implied_plans(printed).items():
        slips = [m for i, m in enumerate(months) if is_slip(months, i)]
        for slip in slips:
            print(
                f"left out: {name} {slip.period}: implied plan {slip.plan:.1f} is a misprint",
                file=sys.stderr,
            )
        for run in runs([m for m in months if m not in slips]):
            value = median(m.plan for m in run).quantize(Decimal("0.01"), ROUND_HALF_UP)
            span = run[0].period if len(run) == 1 else f"{run[0].period} to {run[-1].period}"
            note = (
                f"implied by year-to-date / % of plan, not printed; {len(run)} monthly report(s),"
                f" {span}; "
            )
            rows.append(
                {
                    "territory": TERRITORIES[name],
                    "indicator": "PI",
                    "year": year,
                    "value": str(value),
                    "unit": UNIT,
                    "comparator": ">=",
                    "plan": IMPLIED_PLAN,
                    "decided": run[0].published,
                    "source": report_name(run[0].period),
                    "locator": f"public_investment.csv:{name}:{run[0].period}:pct_of_plan",
                    "note": note + interval(run),
                    "basis": "implied",
                }
            )
    return sorted(rows, key=lambda r: (r["territory"], r["decided"]))


def report_left_out(file: str, printed: list[dict[str, str]]) -> None:
    """Say which printed numbers were not carried over: in January, the revised month before."""
    for line in printed:
        if line["period"].endswith("-01") and line["previous_month_revised"]:
            print(f"left out: {file} {line['period']}: previous_month_revised", file=sys.stderr)


def main(argv: list[str] | None = None) -> None:
    """Read both series and write both tables of observations.

    The implied plans in the table of targets are renewed.
    """
    parser = argparse.ArgumentParser(
        description="public series -> observations and implied targets"
    )
    parser.add_argument(
        "source", type=Path, help="folder with public_investment.csv and retail_vietnam.csv"
    )
    parser.add_argument("--raw", type=Path, default=RAW, help="folder of the raw tables")
    options = parser.parse_args(argv)
    investment = read_rows(options.source / "public_investment.csv")
    retail = read_rows(options.source / "retail_vietnam.csv")
    report_left_out("public_investment.csv", investment)
    report_left_out("retail_vietnam.csv", retail)
    observations = options.raw / "observations"
    write_rows(
        observations / "public-investment.csv",
        INVESTMENT_COLUMNS,
        investment_observations(investment),
    )
    write_rows(observations / "retail-viet-nam.csv", RETAIL_COLUMNS, retail_observations(retail))
    kept = [row for row in read_rows(options.raw / "targets.csv") if row["plan"] != IMPLIED_PLAN]
    write_rows(options.raw / "targets.csv", TARGET_COLUMNS, kept + implied_targets(investment))


if __name__ == "__main__":
    main()
