"""Codes for drafted rows: those of the workspace where the name is known, else from the clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from hbanalysis.intake.plan_text.likeness import nearest_name
from hbanalysis.intake.plan_text.rows import PLAN, DraftRow
from hbanalysis.vocabulary.text import match_key

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Known:
    """The indicators of the workspace: names and units by code."""

    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def like(self, row: DraftRow) -> str:
        """The code of the indicator with the name and the unit of a row; empty without one."""
        unit = match_key(row.unit)
        by_name = {
            name: code
            for code, name in self.names.items()
            if not row.unit or match_key(self.units.get(code, row.unit)) == unit
        }
        return by_name.get(nearest_name(row.name, by_name), "")


def proposed_codes(rows: list[DraftRow], known: Known) -> list[str]:
    """A code for each row, none twice among the targets.

    A result takes the code of the target or the known indicator of the same name; a code that the
    workspace gives to something else gets the year before it.
    """
    codes = _from_clauses(rows)
    made: list[str] = []
    planned: list[str] = []
    taken: dict[str, str] = {}
    for row, code in zip(rows, codes, strict=True):
        key = match_key(row.name)
        chosen = known.like(row)
        chosen = chosen or (taken.get(key, "") if row.kind != PLAN else "")
        if not chosen:
            chosen = code if code not in known.names else f"{row.year or ''}.{code}".strip(".")
        if row.kind == PLAN:
            chosen = _free(chosen, planned)
            planned.append(chosen)
            taken.setdefault(key, chosen)
        made.append(chosen)
    return made


def _free(code: str, used: list[str]) -> str:
    """The code, or the same with a number where another target has it already."""
    tries = [code, *(f"{code}-{number}" for number in range(2, 1000))]
    return next(one for one in tries if one not in used)


def _from_clauses(rows: list[DraftRow]) -> list[str]:
    """Codes by the numbers of the text when they are all different, else running ones."""
    plans = [row for row in rows if row.kind == PLAN]
    heads = [_own_number(row) for row in plans]
    clauses = {(row.clause, head) for row, head in zip(plans, heads, strict=True)}
    numbered = all(heads) and max(Counter(head for _, head in clauses).values(), default=1) == 1
    return _codes(rows, numbered)


def _own_number(row: DraftRow) -> str:
    last = row.clause.rsplit(" ", 1)[-1]
    return last if last.isdigit() else ""


def _codes(rows: list[DraftRow], numbered: bool) -> list[str]:
    sizes = Counter(_own_number(row) for row in rows if row.kind == PLAN and not row.parent)
    parts: Counter[str] = Counter()
    made: list[str] = []
    running = results = 0
    for row in rows:
        if row.kind != PLAN:
            results += 1
            made.append(f"k{results}")
        elif row.parent and rows[row.parent - 1].kind == PLAN:
            whole = made[row.parent - 1]
            made.append(f"{whole}{_letter(parts[whole])}")
            parts[whole] += 1
        elif numbered:
            number = _own_number(row)
            several = sizes[number] > 1
            made.append(f"{number}{_letter(parts[number])}" if several else number)
            parts[number] += several
        else:
            running += 1
            made.append(str(running))
    return made


def _letter(number: int) -> str:
    return _LETTERS[number] if number < len(_LETTERS) else f"-{number + 1}"
