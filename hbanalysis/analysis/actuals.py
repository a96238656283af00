"""Where each indicator stands at a cut-off: the actual value, what is missing, and the same period last year."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np
import pandas as pd

from hbanalysis.analysis.series import Grid, grid, last_reported
from hbanalysis.vocabulary.numbers import percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, Measure

SETTLED = ["estimate", "preliminary", "final"]
QUARTER_ENDS = (3, 6, 9, 12)
PERCENT_UNITS = ("", "%", "phần trăm", "percent", "pct")
WARD_LEVELS = ("ward", "phường", "commune", "xã")


@dataclass(frozen=True)
class Standing:
    """One indicator at the cut-off: ``actual`` up to month ``through`` (0: nothing reported)."""

    actual: float = np.nan
    through: int = 0
    in_period: float = np.nan
    partial: float = np.nan
    numerator: float = np.nan
    denominator: float = np.nan
    missing: tuple[str, ...] = ()
    wards: dict[str, float] = field(default_factory=dict)


def scope(indicators: pd.DataFrame, targets: pd.DataFrame, observations: pd.DataFrame, territories: list[str],
          year: int) -> pd.DataFrame:
    """The rows of a report: every indicator with a target or a figure of the year, in the list's order."""
    asked = targets.loc[targets["year"] == year, ["territory", "indicator"]]
    seen = observations.loc[observations["period"].str[:4] == str(year), ["territory", "indicator"]]
    pairs = pd.concat([asked, seen]).drop_duplicates()
    order = pd.DataFrame({"territory": territories, "_place": range(len(territories))})
    listed = indicators.drop(columns="file", errors="ignore").assign(_rank=range(len(indicators)))
    rows = pairs.merge(order, on="territory").merge(listed, on="indicator")
    return rows.sort_values(["_place", "_rank"]).drop(columns=["_place", "_rank"]).reset_index(drop=True)


def _expected_months(cadence: str, until: int) -> list[int]:
    """Months by whose end a report is owed."""
    if cadence.startswith("q"):
        return [month for month in QUARTER_ENDS if month <= until]
    return list(range(1, until + 1)) if cadence.startswith("m") else []


def _flow(cells: Grid, row: int, period: Period, cadence: str) -> Standing:
    """Sums: the year-to-date at the cut-off, or the last one that is complete."""
    total, months = cells.year_to_date[row], cells.monthly[row]
    known = np.flatnonzero(np.isfinite(total[: period.last]))
    through = int(known[-1]) + 1 if len(known) else 0
    reported = np.isfinite(months[: period.last]) | np.isfinite(total[: period.last])
    printed = np.flatnonzero(np.isfinite(cells.printed[row, : period.last]))
    if len(printed):
        reported[: printed[-1] + 1] = True  # a printed year-to-date speaks for the months before it
    missing = tuple(f"{period.year}-{m:02d}" for m in _expected_months(cadence, period.last) if not reported[m - 1])
    inside = months[period.first - 1 : period.last]
    before = total[period.first - 2] if period.first > 1 else 0.0
    in_period = float(np.round(total[period.last - 1] - before, 6))
    if np.isfinite(inside).all():
        in_period = float(np.round(inside.sum(), 6))
    partial = _at_least(months[: period.last], cells.printed[row, : period.last]) if reported.any() else np.nan
    return Standing(float(total[through - 1]) if through else np.nan, through, in_period, partial, missing=missing)


def _at_least(months: np.ndarray, printed: np.ndarray) -> float:
    """The sum of what was reported: the last printed year-to-date before a gap and the months known since."""
    running = 0.0
    for month, total in zip(np.nan_to_num(months), printed, strict=True):
        running = total if np.isfinite(total) else running + month
    return float(np.round(running, 6))


def _level(cells: Grid, row: int, period: Period) -> Standing:
    """Stocks, ranks, milestones: the last value reported in the year."""
    values = np.where(np.isfinite(cells.printed[row]), cells.printed[row], cells.months[row])[None, :]
    actual, through = last_reported(values, period.last)
    return Standing(float(actual[0]), int(through[0]))


def _ratio(cells: Grid, row: int, period: Period, unit: str) -> Standing:
    """Ratios: numerator over denominator, summed over months or as last reported; a denominator of 0 is no ratio."""
    rows = slice(row, row + 1)
    top, month = last_reported(_with_months(cells.printed_numerators[rows], cells.numerators[rows]), period.last)
    bottom, _ = last_reported(_with_months(cells.printed_denominators[rows], cells.denominators[rows]), period.last)
    plain = _level(cells, row, period)
    if int(month[0]) >= plain.through and np.isfinite(top[0]) and np.isfinite(bottom[0]):
        share = percent_of(top[0], bottom[0])
        value = np.nan if share is None else share * _per_hundred(unit)
        return Standing(value, int(month[0]), numerator=float(top[0]), denominator=float(bottom[0]))
    return plain


def _per_hundred(unit: str) -> float:
    """What turns a percentage into the indicator's unit: 1 for %, 10 for ‰, 0.01 for a plain ratio."""
    if unit.strip().lower() in PERCENT_UNITS:
        return 1.0
    return 10.0 if unit.startswith("‰") else 0.01


def _with_months(printed: np.ndarray, months: np.ndarray) -> np.ndarray:
    """Year-to-date counts: printed, else the sum of the months reported so far."""
    summed = np.where(np.isfinite(months), np.nancumsum(months, axis=1), np.nan)
    return np.where(np.isfinite(printed), printed, summed)


def _per_ward(cells: Grid, wards: list[str], indicator: str, period: Period) -> Standing:
    """One value for each ward; the total counts only wards that reported."""
    values, through = {}, 0
    for ward in wards:
        row = cells.row(ward, indicator, period.year)
        one = _flow(cells, row, period, "") if row is not None else Standing()
        # Models are counted when they are built: a month without a row adds none.
        values[ward] = one.partial if np.isnan(one.actual) else one.actual
        last = 0 if row is None else _last_month(cells, row, period)
        through = max(through, one.through, last)
    seen = [value for value in values.values() if np.isfinite(value)]
    return Standing(float(sum(seen)) if seen else np.nan, through, wards=values)


def _last_month(cells: Grid, row: int, period: Period) -> int:
    """The last month (1-12) with any row; 0 when there is none."""
    seen = np.isfinite(cells.months[row, : period.last]) | np.isfinite(cells.printed[row, : period.last])
    return int(np.flatnonzero(seen)[-1]) + 1 if seen.any() else 0


def standing(cells: Grid, line: pd.Series, wards: list[str], period: Period) -> Standing:
    """Where one line of the scope stands, by its measure."""
    if line["measure"] == Measure.PER_WARD:
        return _per_ward(cells, wards, line["indicator"], period)
    row = cells.row(line["territory"], line["indicator"], period.year)
    if row is None:
        owed = _expected_months(line["cadence"], period.last)
        return Standing(missing=tuple(f"{period.year}-{month:02d}" for month in owed))
    if line["measure"] in (Measure.FLOW, Measure.CAP):
        return _flow(cells, row, period, line["cadence"])
    if line["measure"] == Measure.RATIO:
        return _ratio(cells, row, period, line["unit"])
    return _level(cells, row, period)


def wards_of(territories: pd.DataFrame, territory: str, year: int) -> list[str]:
    """The wards that belonged to a territory at the end of a year's plan."""
    wards = territories[(territories["parent"] == territory) & territories["level"].isin(WARD_LEVELS)]
    start, end = wards["valid_from"].fillna(""), wards["valid_to"].fillna("")
    return wards.loc[(start <= f"{year}-12-31") & ((end == "") | (end >= f"{year}-12-31")), "territory"].tolist()


def provenance(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """For each territory and indicator of the year so far: least settled status, last publication, sources, demo."""
    past = observations[observations["period"] <= period.cut_off]
    # Pace and projection stand on past years: one synthetic row in the history marks everything made from it.
    synthetic = past.assign(_demo=past["source"] == DEMO).groupby(["territory", "indicator"])["_demo"].any()
    used = past[past["period"] >= f"{period.year}-01"]
    used = used.assign(_rank=used["status"].map({word: n for n, word in enumerate(SETTLED)}))
    pairs = used.groupby(["territory", "indicator"])
    last = used.sort_values(["period", "published"], kind="stable").groupby(["territory", "indicator"]).tail(1)
    table = pairs.agg(published=("published", "max"), _rank=("_rank", "min"))
    named = last.set_index(["territory", "indicator"])[["source", "locator", "file"]]
    table = table.join(named)
    table["status"] = table.pop("_rank").map(dict(enumerate(SETTLED)))
    return table.join(synthetic.rename("demo"), how="outer").reset_index()


def with_derived(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill indicators that are the sum of their parts (11 = 11a + 11b) and that nobody reported themselves."""
    for place, row in rows[(rows["derived"] == "sum_of_parts") & (rows["through"] == 0)].iterrows():
        parts = rows[(rows["territory"] == row["territory"]) & (rows["parent"] == row["indicator"])]
        if parts.empty or parts["denominator"].isna().any() or parts["numerator"].isna().any():
            continue
        top, bottom = parts["numerator"].sum(), parts["denominator"].sum()
        share = percent_of(top, bottom)
        rows.loc[place, ["actual", "numerator", "denominator"]] = [np.nan if share is None else share, top, bottom]
        rows.loc[place, "through"] = parts["through"].min()
        for column in ("published", "status", "source", "locator", "file"):
            rows.loc[place, column] = parts[column].iloc[0]
        rows.loc[place, "demo"] = bool(parts["demo"].any())
    return rows


def actuals(lines: pd.DataFrame, observations: pd.DataFrame, territories: pd.DataFrame,
            period: Period) -> pd.DataFrame:
    """Every line of the scope with its standing and where the numbers came from.

    Adds ``actual, through, in_period, partial, numerator, denominator, missing, wards, published, status, demo,
    source, locator, file``. ``through`` is the month (1-12) up to which ``actual`` counts; 0 means nothing reported.
    """
    cells = grid(observations)
    wards = {place: wards_of(territories, place, period.year) for place in lines["territory"].unique()}
    found = [standing(cells, line, wards[line["territory"]], period) for line in records(lines)]
    columns = [one.name for one in fields(Standing)]
    told = pd.DataFrame([vars(one) for one in found], index=lines.index, columns=columns)
    table = pd.concat([lines, told.astype({"through": "int64"})], axis=1)
    table = table.merge(_provenance_of_wards(provenance(observations, period), territories, lines),
                        on=["territory", "indicator"], how="left")
    table["demo"] = table["demo"].fillna(False).astype(bool)
    for column in ("published", "status", "source", "locator", "file"):
        table[column] = table[column].fillna("")
    return with_derived(table)


def _provenance_of_wards(known: pd.DataFrame, territories: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Per-ward indicators take the provenance of their wards."""
    per_ward = lines.loc[lines["measure"] == Measure.PER_WARD, "indicator"].unique()
    if not len(per_ward):
        return known
    parent = territories.drop_duplicates("territory").set_index("territory")["parent"]
    lifted = known[known["indicator"].isin(per_ward)].copy()
    lifted["territory"] = lifted["territory"].map(parent)
    synthetic = lifted.groupby(["territory", "indicator"])["demo"].any().rename("demo")
    last = lifted.drop(columns="demo").drop_duplicates(["territory", "indicator"], keep="last")
    last = last.merge(synthetic.reset_index(), on=["territory", "indicator"])
    return pd.concat([known[~known["indicator"].isin(per_ward)], last])
