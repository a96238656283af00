"""What changed from one plan to another, group by group, the changed numbers first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import forms
from hbanalysis.vocabulary.numbers import exact, format_number

if TYPE_CHECKING:
    from hbanalysis.intake.plan_text.comparing import Difference, PlannedTarget

GROUPS = {
    "raised": forms("{n} target raised", "{n} targets raised"),
    "lowered": forms("{n} target lowered", "{n} targets lowered"),
    "new": forms("{n} target new", "{n} targets new"),
    "dropped": forms("{n} target dropped", "{n} targets dropped"),
    "other unit": forms("{n} target in another unit", "{n} targets in other units"),
    "reworded": forms("{n} target reworded", "{n} targets reworded"),
    "unchanged": forms("{n} target unchanged", "{n} targets unchanged"),
}
"""The heading of each group, for one and for many."""


def change_lines(changes: list[Difference], lang: Language) -> str:
    """The differences by kind; unchanged targets are only counted."""
    parts = []
    for change, (one, many) in GROUPS.items():
        group = [difference for difference in changes if difference.change == change]
        if not group:
            continue
        lines = [lang.count(one, many, len(group))]
        if change != "unchanged":
            lines += [f"  {_line(difference, lang)}" for difference in group]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _line(one: Difference, lang: Language) -> str:
    if one.before is None or one.after is None:
        target = one.after or one.before
        return "" if target is None else f"{target.name}: {_amount(target, lang)}"
    values = f"{_amount(one.before, lang)} → {_amount(one.after, lang)}{_percent(one, lang)}"
    if one.change == "reworded" and _amount(one.before, lang) == _amount(one.after, lang):
        values = f"{_amount(one.after, lang)} ({lang.say('before: {name}', name=one.before.name)})"
    return f"{one.after.name}: {values}"


def _amount(target: PlannedTarget, lang: Language) -> str:
    """A target as people write it: ≥ 92,35 tỷ đồng."""
    if not target.value:
        return lang.say("no number")
    ends = [end for end in (target.value, target.value_high) if end]
    shown = "–".join(format_number(end, None, lang.code) for end in ends)
    sign = {">=": "≥ ", "<=": "≤ "}.get(target.comparator, "")
    return f"{sign}{shown} {target.unit}".rstrip()


def _percent(one: Difference, lang: Language) -> str:
    """How much a number of the same unit moved, in percent of what it was."""
    before, after = one.before, one.after
    if before is None or after is None or one.change not in ("raised", "lowered"):
        return ""
    if before.unit != after.unit or after.unit in ("%", "hạng") or exact(before.value) == 0:
        return ""
    moved = (exact(after.value) - exact(before.value)) * 100 / exact(before.value)
    return f" ({'+' if moved > 0 else ''}{format_number(moved, 1, lang.code)} %)"
