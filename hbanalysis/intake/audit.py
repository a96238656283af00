"""The arithmetic of what a document prints.

Percentages are recomputed, plans implied, and counts held to add up, all in exact decimals. A
printed percentage gets one of five answers, from harmless to impossible; where the plan is not
printed the percentage only bounds it, and the interval is the answer, never a point in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Any

import pandas as pd

from hbanalysis.vocabulary.numbers import exact, half_up, is_missing
from hbanalysis.vocabulary.rows import records


class Answer(StrEnum):
    """What recomputing a printed percentage shows."""

    OK = "ok"
    CUT = "ok if cut"
    LAST_DIGIT = "last digit"
    OTHER_DENOMINATOR = "would need another denominator"
    INCONSISTENT = "inconsistent"


GROWTH = re.compile(r"(?i)tăng|giảm|vượt|\bup\b|\bdown\b|increase|decrease|growth|\+")
FALL = re.compile(r"(?i)giảm|\bdown\b|decrease")
CONTRADICTIONS = (Answer.OTHER_DENOMINATOR, Answer.INCONSISTENT)


@dataclass(frozen=True)
class Interval:
    """All plans above ``low`` (itself excluded) up to ``high`` (included; None: without end)."""

    low: Decimal
    high: Decimal | None

    def rounded(self, decimals: int, counted: bool) -> tuple[Decimal, Decimal | None]:
        """The ends as people read them.

        Counted things have the whole numbers inside, others are rounded half up.
        """
        if not counted:
            return half_up(self.low, decimals), (
                None if self.high is None else half_up(self.high, decimals)
            )
        first = self.low.to_integral_value(ROUND_FLOOR) + 1
        return first, None if self.high is None else self.high.to_integral_value(ROUND_FLOOR)


def printed_decimals(text: Any) -> int:
    """How many decimals a percentage was printed with; "100,08%" and 100.08 have two.

    >>> printed_decimals("100,08%"), printed_decimals("136%"), printed_decimals(Decimal("97.50"))
    (2, 0, 2)
    """
    number = re.search(r"[0-9]+(?:[.,]([0-9]+))?", str(text))
    return len(number[1] or "") if number else 0


def implied_plan(value: Decimal, percent: Decimal, decimals: int, *, cut: bool = False) -> Interval:
    """The plans for which ``value`` is printed as ``percent`` with so many decimals.

    The percentage may have been rounded half up or cut.

    >>> [
    ...     round(float(end), 1)
    ...     for end in (lambda i: (i.low, i.high))(implied_plan(Decimal(1536), Decimal(136), 0))
    ... ]
    [1125.3, 1133.6]
    >>> implied_plan(Decimal(4118), Decimal(121), 0).rounded(0, counted=True)
    (Decimal('3390'), Decimal('3417'))
    """
    unit = Decimal(1).scaleb(-decimals)
    lowest, highest = (percent, percent + unit) if cut else (percent - unit / 2, percent + unit / 2)
    return Interval(100 * value / highest, 100 * value / lowest if lowest > 0 else None)


def recomputed(value: Decimal, plan: Decimal, percent: Decimal, decimals: int) -> Answer:
    """The answer for a value, its plan (not zero) and the percentage printed with so many decimals.

    >>> [
    ...     str(recomputed(*map(Decimal, row), decimals))
    ...     for *row, decimals in (
    ...         ("11", "9", "122", 0),
    ...         ("250", "240", "104.16", 2),
    ...         ("250", "240", "104.18", 2),
    ...         ("118", "120", "99.2", 1),
    ...         ("250", "240", "100.08", 2),
    ...     )
    ... ]
    ['ok', 'ok if cut', 'last digit', 'would need another denominator', 'inconsistent']
    """
    percentage, unit = 100 * value / plan, Decimal(1).scaleb(-decimals)
    if half_up(percentage, decimals) == percent:
        return Answer.OK
    if percentage.quantize(unit, rounding=ROUND_DOWN) == percent:
        return Answer.CUT
    if abs(half_up(percentage, decimals) - percent) == unit:
        return Answer.LAST_DIGIT
    return (
        Answer.OTHER_DENOMINATOR
        if denominators(value, plan, percent, decimals)
        else Answer.INCONSISTENT
    )


def denominators(
    value: Decimal, plan: Decimal, percent: Decimal, decimals: int
) -> tuple[Decimal, Decimal] | None:
    """The smallest and largest plan, printed as finely as this one, that would give the percentage.

    None when there is no such plan.

    >>> denominators(Decimal(118), Decimal(120), Decimal("99.2"), 1)
    (Decimal('119'), Decimal('119'))
    >>> denominators(Decimal(250), Decimal(240), Decimal("100.08"), 2)
    """
    fits = implied_plan(value, percent, decimals)
    step = Decimal(1).scaleb(min(int(plan.as_tuple().exponent), 0))
    if fits.high is None or value <= 0:
        return None
    least = (fits.low / step).to_integral_value(ROUND_CEILING) * step
    least = least + step if least == fits.low else least
    most = (fits.high / step).to_integral_value(ROUND_FLOOR) * step
    return (least, most) if least <= most else None


def plain(value: Decimal) -> Decimal:
    """Without the zeros that only a float had: 1536.0 is 1536."""
    return Decimal(f"{value.normalize():f}")


def audit_percentages(results: pd.DataFrame) -> list[dict[str, Any]]:
    """Every stated result that prints a percentage beside its plan, recomputed."""
    rows = []
    for row in records(results):
        if (
            is_missing(row["stated_pct"])
            or is_missing(row["value"])
            or is_missing(row["plan"])
            or not row["plan"]
        ):
            continue
        value, plan, percent = (plain(exact(row[name])) for name in ("value", "plan", "stated_pct"))
        decimals, growth = _decimals(row), is_growth(row)
        share = as_share(percent, str(row.get("stated_pct_text", ""))) if growth else percent
        answer = recomputed(value, plan, share, decimals)
        fits = (
            denominators(value, plan, share, decimals)
            if answer == Answer.OTHER_DENOMINATOR
            else None
        )
        rows.append(
            _about(row)
            | {
                "value": value,
                "plan": plan,
                "printed": percent,
                "recomputed": half_up(100 * value / plan - 100 * growth, max(decimals, 2)),
                "growth": growth,
                "answer": str(answer),
                "denominator_from": fits and fits[0],
                "denominator_to": fits and fits[1],
            }
        )
    return rows


def is_growth(row: Any) -> bool:
    """Whether a printed percentage is growth: "tăng 55,74 %" is 155.74 % of its base."""
    return bool(GROWTH.search(str(row.get("stated_pct_text", "") or "")))


def as_share(percent: Decimal, text: str) -> Decimal:
    """Printed growth as a share of its base.

    >>> as_share(Decimal("55.74"), "tăng 55,74%"), as_share(Decimal("7.5"), "giảm 7,5 %")
    (Decimal('155.74'), Decimal('92.5'))
    """
    return 100 - abs(percent) if FALL.search(text) or percent < 0 else 100 + percent


def _decimals(row: Any) -> int:
    """Decimals of the printed percentage.

    They are those of its own characters where we have them, else of the number.
    """
    text = row.get("stated_pct_text", "")
    return printed_decimals(plain(exact(row["stated_pct"])) if is_missing(text) else text)


def _about(row: Any) -> dict[str, Any]:
    """Where an audited number stands."""
    return {
        name: row.get(name, "") for name in ("territory", "indicator", "source", "locator", "file")
    } | {"year": int(row["year"])}


def implied_plans(results: pd.DataFrame, indicators: pd.DataFrame) -> list[dict[str, Any]]:
    """Every stated result that prints a percentage and no plan, with the plans that it allows.

    The interval is given for a percentage that was rounded half up, and for one that was cut.
    """
    units = indicators.drop_duplicates("indicator").set_index("indicator")["unit"].to_dict()
    rows = []
    for row in records(results):
        if is_missing(row["stated_pct"]) or is_missing(row["value"]) or not is_missing(row["plan"]):
            continue
        value, percent, decimals = (
            plain(exact(row["value"])),
            plain(exact(row["stated_pct"])),
            _decimals(row),
        )
        if is_growth(row):
            percent = as_share(percent, str(row["stated_pct_text"]))
        unit = str(units.get(row["indicator"], ""))
        # Persons and households come whole; amounts of money do not, even where they are printed
        # so.
        counted = "đồng" not in unit and "%" not in unit and value == value.to_integral_value()
        half, cut = (
            implied_plan(value, percent, decimals, cut=way).rounded(0 if counted else 1, counted)
            for way in (False, True)
        )
        rows.append(
            _about(row)
            | {
                "value": value,
                "printed": percent,
                "unit": unit,
                "plan_from": half[0],
                "plan_to": half[1],
                "plan_if_cut_from": cut[0],
                "plan_if_cut_to": cut[1],
            }
        )
    return rows


def audit_counts(scoreboard: pd.DataFrame) -> list[dict[str, Any]]:
    """Counts by verdict that a document prints, added up against the total it prints."""
    rows = []
    largest_first = scoreboard.sort_values("count", ascending=False, kind="stable")
    for _, group in largest_first.groupby(["territory", "year", "source"], sort=True):
        one = group.iloc[0]
        counts = [plain(exact(count)) for count in group["count"]]
        totals = sorted({plain(exact(total)) for total in group["total"] if not is_missing(total)})
        rows.append(
            {
                "territory": one["territory"],
                "year": int(one["year"]),
                "source": one["source"],
                "words": group["word"].tolist(),
                "counts": counts,
                "sum": sum(counts, Decimal(0)),
                "totals": totals,
                "adds_up": totals in ([], [sum(counts, Decimal(0))]),
            }
        )
    return rows


@dataclass(frozen=True)
class Audit:
    """What recomputing the stated results shows."""

    percentages: list[dict[str, Any]]
    implied: list[dict[str, Any]]
    counts: list[dict[str, Any]]
    in_year: list[dict[str, Any]] = field(default_factory=list)
    """Percentages printed beside years-to-date: see :func:`~...printed_in_year`."""

    @property
    def contradictions(self) -> int:
        """Percentages that no rounding explains, and counts that do not add up."""
        rows = [*self.percentages, *self.in_year]
        wrong = sum(row["answer"] in CONTRADICTIONS for row in rows)
        return wrong + sum(not row["adds_up"] for row in self.counts)


def audit(
    results: pd.DataFrame,
    scoreboard: pd.DataFrame,
    indicators: pd.DataFrame,
    in_year: list[dict[str, Any]] | None = None,
) -> Audit:
    """All audits of the stated results of a workspace; ``in_year`` those of its observations."""
    # A percentage printed within a year is one of several of its plan: those are laid together.
    yearly = results[results["period"] == ""] if "period" in results else results
    return Audit(
        audit_percentages(yearly),
        implied_plans(yearly, indicators),
        audit_counts(scoreboard),
        in_year or [],
    )
