"""What printed percentages say about plans, as sentences for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hbanalysis.intake.plan_intervals import LAST_YEARS, PlanIntervals
from hbanalysis.vocabulary.language import Language

Names = Mapping[str, str]


def interval_lines(intervals: PlanIntervals, things: Names, places: Names, lang: Language) -> str:
    """What printed percentages say about plans, one sentence for each plan."""
    out = [_interval(row, things, places, lang) for row in intervals.lines]
    out += [_unexplained(row, things, places, lang) for row in intervals.remarks]
    if not out:
        return ""
    if intervals.close:
        out.append(
            lang.count(
                "{n} more year has percentages so fine that they are as good as its plan.",
                "{n} more years have percentages so fine that they are as good as their plans.",
                intervals.close,
            )
        )
    return "\n".join([lang.say("Plans that printed percentages allow"), *out])


def _about(row: Mapping[str, Any], things: Names, places: Names) -> str:
    plan = f", {row['plan']}" if isinstance(row["plan"], str) and row["plan"] else ""
    territory = places.get(row["territory"], row["territory"])
    return f"{territory}, {row['indicator']} {things.get(row['indicator'], '')} {row['year']}{plan}"


def _interval(row: Mapping[str, Any], things: Names, places: Names, lang: Language) -> str:
    """How many reports allow which plans; where the plan moved, from what and what it means."""
    span = row["from"] if row["from"] == row["to"] else f"{row['from']} – {row['to']}"
    facts = {
        "about": _about(row, things, places),
        "n": row["reports"],
        "span": span,
        "low": lang.fact(row["plan_from"]),
        "high": lang.fact(row["plan_to"]),
    }
    if "moved_from" in row:
        former = " – ".join(lang.fact(end) for end in row["moved_from"])
        text = lang.say(
            "{about}: {span} would need a plan of {low} to {high}, other reports {former}: the"
            " denominator moved.",
            **facts,
            former=former,
        )
        return f"{text} {_rest(row, lang)}".rstrip()
    if row["plan_stated"] is None:
        return lang.say(
            "{about}: no page prints the plan; {n} reports ({span}) allow {low} to {high}.", **facts
        )
    return lang.say(
        "{about}: {n} reports ({span}) allow {low} to {high}; {stated} is printed.",
        **facts,
        stated=lang.fact(row["plan_stated"]),
    )


def _rest(row: Mapping[str, Any], lang: Language) -> str:
    """What the plan of the whole leaves to other lines before and after a plan moved."""
    if "rest_after" not in row:
        return ""
    low, high = row["rest_after"]
    if low <= 0 <= high:
        return lang.say(
            "What the whole's plan leaves to other lines falls from {before} to nothing: the"
            " definition moved, this is no growth.",
            before=lang.fact(row["rest_before"]),
        )
    return lang.say(
        "The whole's plan leaves {before} to other lines before, {low} to {high} after.",
        before=lang.fact(row["rest_before"]),
        low=lang.fact(low),
        high=lang.fact(high),
    )


def _unexplained(row: Mapping[str, Any], things: Names, places: Names, lang: Language) -> str:
    """A percentage that the year's plan does not explain, and what does."""
    facts = {
        "about": _about({**row, "plan": ""}, things, places),
        "period": row["period"],
        "printed": lang.fact(row["printed"]),
        "value": lang.fact(row["value"]),
        "plan": lang.fact(row["plan"]),
    }
    if row["kind"] == LAST_YEARS:
        return lang.say(
            "{about}, {period}: {value} is printed as {printed}% of plan; of this year's {plan} it"
            " is {recomputed}%, last year's plan of {other} fits.",
            **facts,
            recomputed=lang.fact(row["recomputed"]),
            other=lang.fact(row["other"]),
        )
    words = {
        "over": lang.say("more than"),
        "nearly": lang.say("nearly"),
        "about": lang.say("about"),
    }
    return lang.say(
        "{about}, {period}: {words} {value} is printed as {printed}% of {plan}, which is {low} to"
        " {high}: the words round the number.",
        **facts,
        words=words[row["qualifier"]],
        low=lang.fact(row["from"]),
        high=lang.fact(row["to"]),
    )
