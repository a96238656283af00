"""Two plans side by side: what is new, dropped, raised, lowered, reworded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from hbanalysis.intake.plan_text import read_plan
from hbanalysis.intake.plan_text.likeness import ALIKE, SAME, likeness
from hbanalysis.intake.plan_text.review.entries import read_review
from hbanalysis.intake.plan_text.rows import PLAN, plain
from hbanalysis.intake.raw.raw_tables import read_table
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.quantities import unit_scale
from hbanalysis.vocabulary.refusals import NotUnderstood
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.text import match_key

NO_TARGETS = "{source} has no targets to compare."


class Change(StrEnum):
    """What became of a target from one plan to the other."""

    NEW = "new"
    DROPPED = "dropped"
    RAISED = "raised"
    LOWERED = "lowered"
    UNIT = "other unit"
    REWORDED = "reworded"
    SAME = "unchanged"


@dataclass(frozen=True)
class PlannedTarget:
    """One target of a plan as far as it is compared.

    Its numbers are in machine notation, empty where there is none.
    """

    code: str
    name: str
    year: str
    value: str
    value_high: str
    unit: str
    comparator: str


@dataclass(frozen=True)
class Difference:
    """A pair of targets, or one that has no partner, and what changed between them."""

    change: Change
    before: PlannedTarget | None
    after: PlannedTarget | None


COLUMNS = (
    "change", "code", "name_before", "name_after", "year_before", "year_after", "value_before",
    "value_after", "unit_before", "unit_after", "comparator_before", "comparator_after",
)  # fmt: skip


def targets_of(source: str, root: Path | None, territory: str = "") -> list[PlannedTarget]:
    """The targets of a year of the workspace ("2024"), of a review, or of a document.

    HbaError when there is no such source or it has no targets.
    """
    if re.fullmatch(r"(19|20)\d\d", source) and not Path(source).exists():
        targets = _of_year(source, root, territory)
    elif source.lower().endswith(".xlsx"):
        targets = _of_review(Path(source))
    else:
        targets = _of_document(Path(source))
    if not targets:
        raise HbaError(NO_TARGETS, source=source)
    return targets


def _of_year(year: str, root: Path | None, territory: str) -> list[PlannedTarget]:
    if root is None:
        raise HbaError(
            "There is no workspace here: no folder {folder} upwards from {start}"
            " (hba init makes one).",
            folder="data/raw",
            start=".",
        )
    names = {row["indicator"]: row for row in records(read_table(root, "indicators")[0])}
    rows = [row for row in records(read_table(root, "targets")[0]) if row["year"] == year]
    places = [row["territory"] for row in rows]
    place = territory or max(dict.fromkeys(places), key=places.count, default="")
    latest = {}
    for row in sorted(rows, key=lambda one: one["decided"]):
        if row["territory"] == place:
            latest[row["indicator"]] = row
    return [
        PlannedTarget(
            code,
            names.get(code, {}).get("name_vi", code),
            year,
            row["value"],
            row.get("value_high", ""),
            row["unit"] or names.get(code, {}).get("unit", ""),
            row["comparator"],
        )
        for code, row in latest.items()
    ]


def _of_review(path: Path) -> list[PlannedTarget]:
    return [
        PlannedTarget(
            entry["indicator"],
            entry["name"],
            entry["year"],
            entry["value"],
            entry["value_high"],
            entry["unit"],
            entry["comparator"],
        )
        for entry in read_review(path, decided=False).entries
        if entry["kind"] == "P"
    ]


def _of_document(path: Path) -> list[PlannedTarget]:
    draft, _ = read_plan(path)
    return [
        PlannedTarget(
            "",
            row.name,
            str(row.year or ""),
            plain(row.value),
            plain(row.value_high),
            row.unit,
            row.comparator or row.proposed,
        )
        for row in draft.rows
        if row.kind == PLAN
    ]


def differences(before: list[PlannedTarget], after: list[PlannedTarget]) -> list[Difference]:
    """Every target of both plans once, in the order of the later plan, the dropped ones last.

    Targets pair by code where both have one and the names agree, else by the words of their names.

    >>> old = PlannedTarget("", "Thu ngân sách", "2025", "75", "", "tỷ đồng", ">=")
    >>> new = PlannedTarget("", "Tổng thu ngân sách", "2026", "92", "", "tỷ đồng", ">=")
    >>> [one.change.value for one in differences([old], [new])]
    ['raised']
    """
    partners = _pairs(before, after)
    made = []
    for position, target in enumerate(after):
        former = before[partners[position]] if position in partners else None
        made.append(Difference(_change(former, target), former, target))
    gone = set(range(len(before))) - set(partners.values())
    return made + [Difference(Change.DROPPED, before[position], None) for position in sorted(gone)]


def _pairs(before: list[PlannedTarget], after: list[PlannedTarget]) -> dict[int, int]:
    """Place in the later plan -> place in the former, best likeness first, one to one."""
    scored = [
        (score, position, former)
        for position, target in enumerate(after)
        for former, other in enumerate(before)
        if (score := _likeness(target, other)) >= SAME
    ]
    partners: dict[int, int] = {}
    used: set[int] = set()
    for _, position, former in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if position not in partners and former not in used:
            partners[position] = former
            used.add(former)
    return partners


def _likeness(target: PlannedTarget, other: PlannedTarget) -> float:
    if (target.unit == "%") != (other.unit == "%"):
        return 0.0  # a share and an amount of one thing are two targets
    alike = likeness(target.name, other.name)
    same_unit = match_key(target.unit) == match_key(other.unit)
    if target.code and target.code == other.code and alike >= ALIKE:
        return 2.0 + alike
    return alike + (0.1 if same_unit and alike >= ALIKE else 0.0)


def _change(former: PlannedTarget | None, target: PlannedTarget) -> Change:
    if former is None:
        return Change.NEW
    if former.value and target.value:
        scaled = _in_one_unit(former, target)
        if scaled is None:
            return Change.UNIT
        if scaled[0] != scaled[1]:
            return Change.RAISED if scaled[1] > scaled[0] else Change.LOWERED
    elif former.value != target.value:
        return Change.REWORDED
    same_words = match_key(former.name) == match_key(target.name)
    same = same_words and former.comparator == target.comparator
    return Change.SAME if same else Change.REWORDED


def _in_one_unit(
    former: PlannedTarget, target: PlannedTarget
) -> tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]] | None:
    """Both values (with their upper ends) in one unit; None when they measure different things."""
    if match_key(former.unit) == match_key(target.unit):
        return _ends(former, 0), _ends(target, 0)
    try:
        (power, base), (other_power, other_base) = unit_scale(former.unit), unit_scale(target.unit)
    except NotUnderstood:
        return None
    return (_ends(former, power), _ends(target, other_power)) if base == other_base else None


def _ends(target: PlannedTarget, power: int) -> tuple[Decimal, Decimal]:
    low = exact(target.value).scaleb(power)
    return low, exact(target.value_high).scaleb(power) if target.value_high else low


def as_records(changes: Iterable[Difference]) -> list[dict[str, str]]:
    """Differences as the columns of ``--format csv``."""
    made = []
    for one in changes:
        row = {"change": str(one.change), "code": (one.after or one.before or _NONE).code}
        for when, target in (("before", one.before), ("after", one.after)):
            one_plan = target or _NONE
            value = "–".join(part for part in (one_plan.value, one_plan.value_high) if part)
            row |= {
                f"name_{when}": one_plan.name,
                f"year_{when}": one_plan.year,
                f"value_{when}": value,
                f"unit_{when}": one_plan.unit,
                f"comparator_{when}": one_plan.comparator,
            }
        made.append(row)
    return made


_NONE = PlannedTarget("", "", "", "", "", "", "")
