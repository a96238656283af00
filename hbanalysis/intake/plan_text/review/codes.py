"""Codes for drafted rows: those of the workspace where the name is known, else from the clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from hbanalysis.intake.plan_text.likeness import nearest_name
from hbanalysis.intake.plan_text.rows import PLAN, DraftRow
from hbanalysis.vocabulary.terms import OF_TERM, Measure
from hbanalysis.vocabulary.text import match_key

_KINDS_OF_THEIR_OWN = (Measure.GROWTH, Measure.CHANGE, *OF_TERM)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Known:
    """The indicators of the workspace: names, units and kinds by code."""

    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)

    def like(self, row: DraftRow) -> str:
        """The code of the indicator with a row's name, unit and kind; empty without one."""
        return self._nearest(row, {code for code in self.names if self._same_kind(code, row)})

    def whole(self, row: DraftRow) -> str:
        """Whose figures a target of a term is measured by: that of its name and unit each year."""
        yearly = {code for code in self.names if self.measures.get(code) not in OF_TERM}
        return self._nearest(row, yearly) if row.first_year else ""

    def _nearest(self, row: DraftRow, codes: set[str]) -> str:
        unit = match_key(row.unit)
        by_name = {
            name: code
            for code, name in self.names.items()
            if code in codes and (not row.unit or match_key(self.units.get(code, row.unit)) == unit)
        }
        return by_name.get(nearest_name(row.name, by_name), "")

    def _same_kind(self, code: str, row: DraftRow) -> bool:
        """Growth is no level, and what is asked of a term is nothing of one year."""
        known = self.measures.get(code, "")
        return not known or kind_class(known) == kind_class(row.measure)


def kind_class(measure: str) -> str:
    """Kinds that one code can stand for: all levels and amounts of a year, else each its own."""
    return measure if measure in _KINDS_OF_THEIR_OWN else ""


def proposed_codes(rows: list[DraftRow], known: Known) -> list[str]:
    """A code for each row, none twice among the targets of a year.

    A result takes the code of the target or the known indicator of the same name; a code that the
    workspace gives to something else gets the year before it.
    """
    codes = _from_clauses(rows)
    made: dict[int, str] = {}
    taken: dict[tuple[str, ...], str] = {}
    planned: set[tuple[str, int | None]] = set()
    targets_first = sorted(range(len(rows)), key=lambda place: rows[place].kind != PLAN)
    for place in targets_first:
        row, code = rows[place], codes[place]
        chosen = known.like(row)
        same = next((taken[key] for key in _keys(row) if key in taken), "")
        if row.kind != PLAN or (same, row.year) not in planned:
            chosen = chosen or same
        if not chosen:
            chosen = code if code not in known.names else f"{row.year or ''}.{code}".strip(".")
        if row.kind == PLAN:
            if chosen != same or (chosen, row.year) in planned:
                chosen = _free(chosen, {one for one, _ in planned})
            planned.add((chosen, row.year))
            taken.setdefault(_keys(row)[0], chosen)
        made[place] = chosen
    return [made[place] for place in range(len(rows))]


def _keys(row: DraftRow) -> list[tuple[str, ...]]:
    """What two rows of one code share; a level reached is also that of a term's last year."""
    name, unit, kind = match_key(row.name), match_key(row.unit), kind_class(row.measure)
    return [(name, unit, one) for one in ([kind] if kind else ["", "term_level"])]


def _free(code: str, used: set[str]) -> str:
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
