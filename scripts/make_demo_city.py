"""Make a workspace with many territories of one city, INVENTED figures, for trying the portfolio.

    python scripts/make_demo_city.py FOLDER [--territories 114] [--indicators 16] [--years 6]
        [--last 2026-05] [--seed 20250701]

With 114 territories they carry the names of Hải Phòng's units of July 2025; another number makes
numbered ones. Every row says ``source = demo``, so that every output says it too. The same numbers
give the same files. The folder is a workspace of its own; it does not belong into git.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from rawtables import RAW

CITY = "hai-phong-2025"
CITY_PLAN, OWN_PLAN = "UBND thành phố giao", "HĐND xã, phường"
KINDS = (
    ("thu", "Thu ngân sách trên địa bàn", "Budget revenue", "tỷ đồng", 90.0),
    ("dau-tu", "Giải ngân đầu tư công", "Public investment disbursed", "tỷ đồng", 40.0),
    ("ban-le", "Bán lẻ hàng hóa", "Retail sales", "tỷ đồng", 600.0),
    ("viec-lam", "Giới thiệu việc làm", "Job referrals", "lượt", 900.0),
)
SHAPE = np.array([6.2, 5.1, 7.6, 7.7, 8.0, 8.6, 8.1, 8.2, 8.6, 9.0, 9.6, 13.3]) / 100
SILENT_SHARE, LATE_SHARE = 0.03, 0.08


def territories(count: int) -> pd.DataFrame:
    """The city and its units."""
    city = {
        "territory": CITY,
        "parent": "",
        "name_vi": "Hải Phòng (số liệu minh họa)",
        "name_en": "Hai Phong (illustrative)",
        "level": "province",
    }
    if count == 114:
        listed = pd.read_csv(RAW / "territories.csv", dtype=str, keep_default_na=False)
        units = listed[(listed["parent"] == CITY)][list(city)]
    else:
        units = pd.DataFrame(
            {
                "territory": [f"xa-{n:04d}" for n in range(1, count + 1)],
                "parent": CITY,
                "name_vi": [f"Xã số {n}" for n in range(1, count + 1)],
                "name_en": [f"Commune {n}" for n in range(1, count + 1)],
                "level": "commune",
            }
        )
    table = pd.concat([pd.DataFrame([city]), units], ignore_index=True)
    return table.assign(valid_from="", valid_to="", successor="")


def indicators(count: int) -> pd.DataFrame:
    """So many monthly amounts, four kinds in turns."""
    rows = []
    for number in range(count):
        code, vi, en, unit, _ = KINDS[number % len(KINDS)]
        turn = number // len(KINDS)
        more = f" ({turn + 1})" if turn else ""
        rows.append(
            {
                "indicator": f"{code}-{turn + 1}" if turn else code,
                "parent": "",
                "parent_basis": "",
                "clause": str(number + 1),
                "group": "economy",
                "name_vi": vi + more,
                "name_en": en + more,
                "unit": unit,
                "measure": "flow",
                "direction": "higher",
                "decimals": 0 if unit == "lượt" else 1,
                "cadence": "month",
                "judgeable": "M12",
                "owner": "",
                "definition": "",
                "projectable": "yes",
                "short_vi": vi + more,
                "short_en": en + more,
            }
        )
    return pd.DataFrame(rows)


def figures(
    places: list[str], listed: pd.DataFrame, years: int, last: str, random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Months and plans of every unit and indicator."""
    final, month = int(last[:4]), int(last[5:7])
    sizes = random.lognormal(0, 0.6, (len(places), 1))
    levels = np.array([KINDS[n % len(KINDS)][4] for n in range(len(listed))])
    level = sizes * levels * random.lognormal(0, 0.2, (len(places), len(listed)))
    growth = random.normal(1.08, 0.03, (len(places), len(listed)))
    span = range(final - years, final + 1)
    blocks = []
    for year in span:
        until = month if year == final else 12
        total = level * growth ** (year - final + years)
        noise = random.lognormal(0, 0.12, (*level.shape, until))
        blocks.append((year, until, _as_told(total[..., None] * SHAPE[:until] * noise, listed, 2)))
    plan = level * growth ** (years - 1) * random.normal(1.1, 0.06, level.shape)
    plan = _as_told(plan[..., None], listed, 1)[..., 0]
    observed = pd.concat([_long(places, listed, *block) for block in blocks], ignore_index=True)
    return _with_gaps(observed, places, last, random), _plans(places, listed, final, plan, random)


def _as_told(values: np.ndarray, listed: pd.DataFrame, decimals: int) -> np.ndarray:
    """Values (U, I, M) as an office tells them: what is counted in whole numbers."""
    whole = (listed["decimals"] == 0).to_numpy()[None, :, None]
    return np.where(whole, np.round(values), np.round(values, decimals))


def _long(
    places: list[str], listed: pd.DataFrame, year: int, until: int, values: np.ndarray
) -> pd.DataFrame:
    """The months of one year as rows."""
    index = pd.MultiIndex.from_product(
        [places, listed["indicator"], range(1, until + 1)],
        names=["territory", "indicator", "month"],
    )
    table = index.to_frame(index=False)
    months = [f"{year}-{number:02d}" for number in range(1, 13)]
    after = [f"{year + n // 12}-{n % 12 + 1:02d}-06" for n in range(1, 13)]
    table["period"] = np.array(months, dtype=object)[table["month"] - 1]
    table["published"] = np.array(after, dtype=object)[table["month"] - 1]
    return table.drop(columns="month").assign(value=values.reshape(-1))


def _with_gaps(
    table: pd.DataFrame, places: list[str], last: str, random: np.random.Generator
) -> pd.DataFrame:
    """Some units send nothing in the year, some are a month late."""
    draw = random.random(len(places))
    silent = {p for p, one in zip(places, draw, strict=True) if one < SILENT_SHARE}
    late = {p for p, one in zip(places, draw, strict=True) if one > 1 - LATE_SHARE}
    this_year = table["period"].str[:4] == last[:4]
    gone = (this_year & table["territory"].isin(silent)) | (
        (table["period"] == last) & table["territory"].isin(late)
    )
    return table[~gone].assign(
        accumulation="month", status="estimate", calendar="month", source="demo", locator=""
    )


def _plans(
    places: list[str],
    listed: pd.DataFrame,
    year: int,
    plan: np.ndarray,
    random: np.random.Generator,
) -> pd.DataFrame:
    """The plan that the city assigned, the unit's own, and the city's own of every indicator."""
    index = pd.MultiIndex.from_product(
        [places, listed["indicator"]], names=["territory", "indicator"]
    )
    given = index.to_frame(index=False).assign(value=plan.reshape(-1), plan=CITY_PLAN)
    more = random.choice([1.0, 1.02, 1.05, 1.1], len(given))
    raised = _as_told(plan[..., None] * more.reshape(*plan.shape, 1), listed, 1)
    own = given.assign(value=raised.reshape(-1), plan=OWN_PLAN)
    whole = pd.DataFrame(
        {
            "territory": CITY,
            "indicator": listed["indicator"],
            "value": np.round(plan.sum(axis=0) * random.choice([0.97, 1.0, 1.03], len(listed)), 0),
            "plan": CITY_PLAN,
        }
    )
    return pd.concat([whole, given, own], ignore_index=True).assign(
        year=year,
        unit="",
        comparator_stated="",
        comparator=">=",
        decided=f"{year - 1}-12-20",
        source="demo",
        locator="",
        note="",
    )


RULES = """[defaults]
territories = ["{city}"]

[[plans]]
from = "2000-01-01"
order = ["{own}", "{given}"]
"""


def make_city(
    folder: Path, count: int = 114, kinds: int = 16, years: int = 6, last: str = "2026-05",
    seed: int = 20250701,
) -> None:  # fmt: skip
    """Write the workspace."""
    random = np.random.Generator(np.random.PCG64(seed))
    raw = folder / "data" / "raw"
    (raw / "observations").mkdir(parents=True, exist_ok=True)
    places, listed = territories(count), indicators(kinds)
    units = places.loc[places["territory"] != CITY, "territory"].tolist()
    months, plans = figures(units, listed, years, last, random)
    columns = ["territory", "indicator", "period", "accumulation", "value", "numerator"]
    columns += ["denominator", "unit", "status", "published", "calendar", "source", "locator"]
    months = months.assign(numerator="", denominator="", unit="")[columns]
    tables = {"territories": places, "indicators": listed, "targets": plans}
    for name, table in tables.items():
        table.to_csv(raw / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
    months.to_csv(raw / "observations" / "demo.csv", index=False, lineterminator="\n")
    text = RULES.format(city=CITY, own=OWN_PLAN, given=CITY_PLAN)
    (raw / "rules.toml").write_text(text, encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--territories", type=int, default=114)
    parser.add_argument("--indicators", type=int, default=16)
    parser.add_argument("--years", type=int, default=6)
    parser.add_argument("--last", default="2026-05")
    parser.add_argument("--seed", type=int, default=20250701)
    asked = parser.parse_args()
    make_city(
        asked.folder, asked.territories, asked.indicators, asked.years, asked.last, asked.seed
    )


if __name__ == "__main__":
    main()
