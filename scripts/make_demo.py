"""Invent the monthly figures of Hồng Bàng 2020-2024 that nobody publishes.

The pages can be seen at work.

    python scripts/make_demo.py [--raw data/raw]

Every row says `source = demo`. What is real in them: the 2023 totals of revenue (1536), referrals
(4118), new party members (250), party organisations (6), the call-up 104/104, the 11 models over
nine wards, the rank 2 in 2021-2023 (all printed in the resolution), and industrial output of the
first quarter of 2023 (40.8). Everything else is invented: yearly levels (`TOTALS`), shapes within
the year (`SHAPES`), the dates of Tết (real) and their effect, job fairs, land-like lumps in
revenue, late disbursement of budget capital, the dip of 2021, the storm of September 2024, first
estimates that are revised a month later, one month never delivered (2b, 2024-08) and one indicator
that falls silent (10, after 2024-06). The stream of random numbers is numpy's frozen `RandomState`,
one per indicator, so that a change to one indicator leaves the others as they were.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from rawtables import OBSERVATION_COLUMNS, RAW, read_rows, write_rows

SEED = 2024
YEARS = range(2020, 2025)
DISTRICT = "hong-bang"
TET = {
    2020: date(2020, 1, 25),
    2021: date(2021, 2, 12),
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
}
FIRST_QUARTER_2023 = 40.8  # industrial output, the one known quarter
MISSING = {("2b", "2024-08")}
SILENT_AFTER = {"10": "2024-06"}

# Yearly totals as known after the last revision, 2020..2024. None: follows from the known quarter.
TOTALS: dict[str, tuple[float | None, ...]] = {
    "1": (158.2, 155.4, 166.9, None, 181.6),
    "2a": (41850, 42400, 48300, 54020, 61240),
    "2b": (5480, 4610, 6230, 6985, 7540),
    "3a": (392.4, 401.7, 462.3, 537.1, 556.8),
    "3": (1052.6, 1081.9, 1247.4, 1536, 1588.3),
    "4b": (338.2, 356.9, 391.4, 431.6, 424.7),
    "8": (3120, 2705, 3648, 4118, 3535),
    "15": (228, 215, 236, 250, 252),
}
DECIMALS = {"1": 3, "2a": 1, "2b": 1, "3": 3, "3a": 3, "4b": 3, "8": 0, "15": 0}
# Shape of a year: months 1..12, any scale. `fairs` are added to 8 and `lumps` to 3 on top of this.
SHAPES = {
    "1": (8.2, 7.9, 8.3, 8.2, 8.4, 8.4, 8.3, 8.4, 8.5, 8.6, 8.7, 9.0),
    "2a": (8.4, 7.9, 8.0, 8.1, 8.2, 8.2, 8.3, 8.4, 8.4, 8.6, 8.7, 8.9),
    "2b": (7.6, 7.6, 7.8, 8.4, 8.9, 9.2, 9.3, 8.9, 8.2, 8.0, 8.0, 8.1),
    "3a": (11.5, 6.0, 7.5, 10.0, 7.0, 7.2, 10.2, 7.0, 7.0, 10.3, 7.2, 9.1),
    "3": (9.0, 6.5, 8.0, 8.2, 7.6, 8.4, 8.2, 7.8, 8.4, 8.3, 8.8, 10.8),
    "4b": (1.8, 2.0, 4.0, 5.0, 6.2, 7.6, 7.4, 7.8, 9.0, 10.2, 13.5, 25.5),
    "8": (3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3),
    "15": (4, 9, 7, 8, 14, 8, 6, 10, 12, 8, 9, 5),
}
NOISE = {
    "1": 0.025,
    "2a": 0.015,
    "2b": 0.03,
    "3a": 0.06,
    "3": 0.08,
    "4b": 0.12,
    "8": 0.10,
    "15": 0.12,
}
# How much a full fortnight before Tết adds to a month, and a full week of Tết takes from it.
TET_EFFECT = {
    "1": (0.03, 0.16),
    "2a": (0.14, 0.05),
    "2b": (0.04, 0.02),
    "3a": (0.0, 0.10),
    "3": (0.0, 0.12),
}
TET_EFFECT |= {"4b": (0.15, 0.30), "8": (0.0, 0.55), "15": (0.10, 0.20)}
# Months that were unlike the others, and the factor for an indicator of full sensitivity.
DIPS = {"2020-04": 0.62, "2021-07": 0.78, "2021-08": 0.60, "2021-09": 0.70, "2024-09": 0.90}
SENSITIVITY = {"1": 0.4, "2a": 0.5, "2b": 1.0, "3a": 0.3, "3": 0.3, "4b": 0.3, "8": 0.7, "15": 0.1}
REVISION = {
    "1": 0.015,
    "2a": 0.012,
    "2b": 0.02,
    "3a": 0.012,
    "3": 0.015,
    "4b": 0.06,
    "8": 0.02,
    "15": 0.02,
}
SPRING, AUTUMN = (2, 3, 4, 5), (8, 9, 10, 11)
FAIR = 0.085  # share of the year's referrals made at one of its eight fairs
# Quarterly, cumulated: yearly totals and the shares reached by the end of each quarter.
QUARTERLY = {
    "4": ((8260, 8610, 9870, 11380, 12090), (0.17, 0.40, 0.65, 1), 0),
    "4a": ((1010, 1065, 1160, 1262, 1318), (0.13, 0.34, 0.60, 1), 1),
    "16": ((4, 3, 5, 6, 5), (0.2, 0.5, 0.7, 1), 0),
}
# Numerator/denominator reached by each quarter's end (5: households; 6: criteria; 10: residents;
# 17: programme).
RATIOS: dict[str, dict[int, tuple[tuple[int, int], ...]]] = {
    "5": {
        2020: ((31, 31), (74, 74), (121, 121), (166, 166)),
        2021: ((28, 28), (69, 69), (92, 93), (139, 139)),
        2022: ((35, 35), (83, 83), (133, 133), (181, 181)),
        2023: ((38, 38), (88, 88), (141, 141), (192, 192)),
        2024: ((36, 36), (85, 86), (137, 137), (188, 188)),
    },
    "6": {
        2020: ((104, 110), (106, 110), (108, 110), (110, 110)),
        2021: ((110, 110), (110, 110), (109, 110), (110, 110)),
        2022: ((114, 115), (115, 115), (115, 115), (115, 115)),
        2023: ((120, 120), (120, 120), (120, 120), (120, 120)),
        2024: ((120, 120), (120, 120), (117, 120), (120, 120)),
    },
    "10": {
        2020: ((97110, 103420), (97480, 103510), (97930, 103600), (98360, 103690)),
        2021: ((98420, 103780), (98610, 103850), (98720, 103920), (99480, 104010)),
        2022: ((99610, 104100), (99960, 104180), (100350, 104270), (100920, 104360)),
        2023: ((101050, 104450), (101420, 104540), (101860, 104620), (102430, 104710)),
        2024: ((102520, 104800), (102840, 104890)),
    },
    "17": {
        2020: ((3, 22), (10, 22), (16, 22), (22, 22)),
        2021: ((4, 24), (11, 24), (15, 24), (24, 24)),
        2022: ((4, 24), (12, 24), (18, 24), (24, 24)),
        2023: ((5, 26), (13, 26), (20, 26), (26, 26)),
        2024: ((5, 26), (12, 26), (20, 26), (26, 26)),
    },
}
CALL_UP = {
    "11a": {2020: (84, 84), 2021: (86, 86), 2022: (88, 88), 2023: (88, 88), 2024: (90, 90)},
    "11b": {2020: (12, 12), 2021: (12, 12), 2022: (14, 14), 2023: (16, 16), 2024: (15, 15)},
}
EXAM_RANK = {2020: 3, 2021: 2, 2022: 2, 2023: 2, 2024: 2}
REFORM_RANK = {2020: 4, 2021: 3, 2022: 3, 2023: 2, 2024: 2}
MILESTONES = {"7b": "2024-08", "7c": "2024-12", "12": "2024-11", "14a": "2024-06"}  # 14b: not done
POOR_HOUSEHOLDS = {"2021-10": 1}
WARD_MODELS = {2020: 9, 2021: 9, 2022: 10, 2023: 11, 2024: 10}
LATE_WARD, LATE_YEAR = (
    "hong-bang-trai-chuoi",
    2024,
)  # still without a model at the end of the third quarter

Row = dict[str, str]


def stream(name: str) -> np.random.RandomState:
    """The random numbers of one indicator, the same on every machine.

    They do not depend on the other indicators.
    """
    return np.random.RandomState([SEED, zlib.crc32(name.encode())])


def month_name(year: int, month: int) -> str:
    """`YYYY-MM`."""
    return f"{year}-{month:02d}"


def days_by_month(first: date, count: int) -> np.ndarray:
    """Which share of `count` days from `first` falls into each of the twelve months."""
    months = np.zeros(12)
    for i in range(count):
        months[(first + timedelta(days=i)).month - 1] += 1 / count
    return months


def shape(code: str, year: int, random: np.random.RandomState) -> np.ndarray:
    """The relative size of the twelve months: the usual year, Tết, the odd months, and noise."""
    before, during = TET_EFFECT[code]
    months = np.array(SHAPES[code], dtype=float)
    months /= months.sum()
    months *= 1 + before * days_by_month(TET[year] - timedelta(days=14), 14)
    months *= 1 - during * days_by_month(TET[year] - timedelta(days=1), 7)
    for month in range(1, 13):
        months[month - 1] *= DIPS.get(month_name(year, month), 1.0) ** SENSITIVITY[code]
    return months * np.exp(NOISE[code] * random.normal(size=12))


def fairs(random: np.random.RandomState) -> np.ndarray:
    """Eight job fairs of a year, four in spring and four in autumn; two may fall into one month."""
    months = np.zeros(12)
    for season in (SPRING, AUTUMN):
        for month in random.choice(season, size=4):
            months[month - 1] += FAIR * random.uniform(0.8, 1.2)
    return months


def lumps(random: np.random.RandomState) -> np.ndarray:
    """Two to four months in which something like a land auction is paid in: a sixth of the year."""
    months = np.zeros(12)
    for month in random.choice(12, size=random.randint(2, 5), replace=False):
        months[month] += random.uniform(0.03, 0.09)
    return months


def rounded_to(total: float, months: np.ndarray, decimals: int) -> np.ndarray:
    """Scale to a total and round; what rounding loses goes to the largest month."""
    values = np.round(months * total / months.sum(), decimals)
    values[values.argmax()] += total - values.sum()
    return np.round(values, decimals)


def industrial_output_2023(months: np.ndarray) -> np.ndarray:
    """Scale a year so that its first three months give the one known quarter."""
    values = np.round(months * FIRST_QUARTER_2023 / months[:3].sum(), DECIMALS["1"])
    values[2] += FIRST_QUARTER_2023 - values[:3].sum()
    return np.round(values, DECIMALS["1"])


def monthly_values(code: str) -> dict[int, np.ndarray]:
    """The months of each year as known after their last revision."""
    random = stream(code)
    years: dict[int, np.ndarray] = {}
    sector = monthly_values("3a") if code == "3" else {}
    for year, total in zip(YEARS, TOTALS[code], strict=True):
        months = shape(code, year, random)
        if code == "8":
            months = months / months.sum() * (1 - 8 * FAIR) + fairs(random)
        if total is None:
            years[year] = industrial_output_2023(months)
        elif code == "3":  # its part 3a, plus the rest with the lumps
            rest = months / months.sum() + lumps(random)
            years[year] = np.round(
                sector[year] + rounded_to(total - sector[year].sum(), rest, 3), 3
            )
        else:
            years[year] = rounded_to(total, months, DECIMALS[code])
    return years


def release_day(period: str, months_later: int, random: np.random.RandomState) -> str:
    """A figure comes out between the 5th and the 8th, so many months after its month."""
    months = int(period[:4]) * 12 + int(period[5:]) - 1 + months_later
    return date(months // 12, months % 12 + 1, random.randint(5, 9)).isoformat()


def observation(code: str, period: str, value: str, published: str, **other: str) -> Row:
    """One row of the demonstration, saying so."""
    row = {
        "territory": DISTRICT,
        "indicator": code,
        "period": period,
        "accumulation": "month",
        "value": value,
        "status": "estimate",
        "published": published,
        "calendar": "month",
        "source": "demo",
    } | other
    row["locator"] = f"make_demo.py:{SEED}:{row['territory']}:{code}:{period}:{row['status']}"
    return row


def vintages(
    code: str, period: str, value: float, decimals: int, spread: float, **other: str
) -> Iterator[Row]:
    """A figure; December's and every third of the others come as an estimate first.

    The estimate need not agree with it.
    """
    random = stream(f"{code}:{period}")
    december = period.endswith("-12")
    revised = december or random.uniform() < 1 / 3
    first = value * (1 + spread * random.normal()) if revised else value
    first = max(first, 0.0)
    yield observation(
        code, period, f"{first:.{decimals}f}", release_day(period, 1, random), **other
    )
    if revised:
        status = "final" if december else "preliminary"
        later = release_day(period, 2, random)
        yield observation(
            code, period, f"{value:.{decimals}f}", later, **(other | {"status": status})
        )


def monthly_rows() -> Iterator[Row]:
    """The eight monthly flows, and the monthly count of new poor households.

    That count must stay at zero.
    """
    for code in TOTALS:
        for year, months in monthly_values(code).items():
            for month, value in enumerate(months, start=1):
                period = month_name(year, month)
                if (code, period) not in MISSING:
                    yield from vintages(code, period, float(value), DECIMALS[code], REVISION[code])
    random = stream("9")
    for year in YEARS:
        for month in range(1, 13):
            period = month_name(year, month)
            count = str(POOR_HOUSEHOLDS.get(period, 0))
            yield observation("9", period, count, release_day(period, 1, random))


def quarterly_rows() -> Iterator[Row]:
    """Total investment, its budget part, and party organisations, by quarter.

    Each is cumulated to the end of the quarter.
    """
    for code, (totals, shares, decimals) in QUARTERLY.items():
        random = stream(code)
        spread = 0.0 if code == "16" else 0.02
        for year, total in zip(YEARS, totals, strict=True):
            reached = np.array(shares) * np.array([*(1 + 0.05 * random.normal(size=3)), 1.0])
            for quarter, share in enumerate(reached, start=1):
                period = month_name(year, 3 * quarter)
                yield from vintages(
                    code, period, total * float(share), decimals, spread, accumulation="ytd"
                )


def share_row(code: str, period: str, pair: tuple[int, int], published: str, **other: str) -> Row:
    """A ratio with its numerator and denominator."""
    top, bottom = pair
    parts = {"numerator": str(top), "denominator": str(bottom)}
    return observation(code, period, f"{100 * top / bottom:.2f}", published, **parts, **other)


def ratio_rows() -> Iterator[Row]:
    """The four ratios followed by quarter, and the two call-ups of each March."""
    for code, years in RATIOS.items():
        random = stream(code)
        for year, pairs in years.items():
            for quarter, pair in enumerate(pairs, start=1):
                period = month_name(year, 3 * quarter)
                if period <= SILENT_AFTER.get(code, "9999"):
                    yield share_row(
                        code, period, pair, release_day(period, 1, random), accumulation="ytd"
                    )
    for code, quotas in CALL_UP.items():
        random = stream(code)
        for year, pair in quotas.items():
            yield share_row(
                code, month_name(year, 3), pair, release_day(month_name(year, 3), 1, random)
            )


def event_rows() -> Iterator[Row]:
    """The two ranks and the milestones of 2024; a milestone that was not reached has no row."""
    for code, ranks, month, later in (("7a", EXAM_RANK, 7, 1), ("13", REFORM_RANK, 12, 4)):
        random = stream(code)
        for year, rank in ranks.items():
            period = month_name(year, month)
            yield observation(code, period, str(rank), release_day(period, later, random))
    for code, period in MILESTONES.items():
        yield observation(code, period, "1", release_day(period, 1, stream(code)))


def ward_rows(wards: list[str]) -> Iterator[Row]:
    """New models ward by ward, cumulated over the quarters.

    Every ward has one by December, some have two, and one of them is late.
    """
    random = stream("18")
    for year in YEARS:
        second = set(random.choice(wards[:-1], size=WARD_MODELS[year] - len(wards), replace=False))
        for ward in wards:
            late = year == LATE_YEAR and ward == LATE_WARD
            done = [4] if late else [random.randint(1, 4)]
            done += [4] if ward in second else []
            for quarter in range(1, 5):
                period = month_name(year, 3 * quarter)
                count = str(sum(d <= quarter for d in done))
                day = release_day(period, 1, random)
                yield observation("18", period, count, day, territory=ward, accumulation="ytd")


def demo_rows(raw: Path) -> list[Row]:
    """All rows, in the order of the catalogue of indicators, with its units."""
    units = {row["indicator"]: row["unit"] for row in read_rows(raw / "indicators.csv")}
    places = read_rows(raw / "territories.csv")
    wards = [
        row["territory"]
        for row in places
        if (row["level"], row["parent"]) == ("ward", DISTRICT) and row["valid_from"] < "2024-12-31"
    ]
    rows = [*monthly_rows(), *quarterly_rows(), *ratio_rows(), *event_rows(), *ward_rows(wards)]
    order = list(units)
    rows.sort(
        key=lambda r: (order.index(r["indicator"]), r["territory"], r["period"], r["published"])
    )
    return [row | {"unit": units[row["indicator"]]} for row in rows]


def main(argv: list[str] | None = None) -> None:
    """Write `observations/hong-bang-demo.csv` from the catalogue and the constants above."""
    parser = argparse.ArgumentParser(
        description="invented monthly figures of Hồng Bàng, source = demo"
    )
    parser.add_argument("--raw", type=Path, default=RAW, help="folder of the raw tables")
    raw = parser.parse_args(argv).raw
    write_rows(raw / "observations" / "hong-bang-demo.csv", OBSERVATION_COLUMNS, demo_rows(raw))


if __name__ == "__main__":
    main()
