"""Tables as the office prints them.

The standard plan table, the scoreboard, projections, sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from hbanalysis.analysis.year import Year
from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Prose, Table
from hbanalysis.presentation.html_tables import RowDetails, noted, rendered
from hbanalysis.presentation.judgement_style import (
    OUTLOOKS,
    SIGNS,
    VERDICTS,
    absent,
    amount,
    css_name,
    judged,
    status_text,
    target_amount,
    telling_percent,
    unit_text,
)
from hbanalysis.presentation.origins import files_table, homes, origin, projection_home, sources
from hbanalysis.presentation.remarks import remark
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator, Measure, NumberStatus

__all__ = [
    "actual_text",
    "files_table",
    "legend",
    "not_projected",
    "origin",
    "plan",
    "plan_table",
    "projection",
    "projection_table",
    "rendered",
    "scoreboard",
    "sources",
    "target_text",
]

GROUPS = {
    "economy": "Economy, society, defence and security",
    "government": "Government and digital transformation",
    "party": "Party building and mass mobilisation",
    "statistics": "Figures of the statistics office",
}
DASH = "—"
SIGN_OF = {
    Comparator.AT_LEAST: "≥\u00a0",
    Comparator.AT_MOST: "≤\u00a0",
    Comparator.EXACTLY: "=\u00a0",
}


def target_text(row: Any, lang: Language) -> str:
    """The target as the plan says it: "≥ 1.516,7", "2 (hạng)", "hoàn thành", "chưa giao"."""
    if row["comparator"] == "":
        return lang.say("no target")
    if row["comparator"] == Comparator.DONE:
        return lang.say("done")
    if is_missing(row["target"]):
        return lang.say("quota not assigned")
    if row["comparator"] == Comparator.EVERY:
        return lang.say("≥ {target} in every ward", target=target_amount(row, lang))
    if not is_missing(row["target_high"]):
        return (
            f"{target_amount(row, lang)} – {lang.number(row['target_high'], int(row['decimals']))}"
        )
    return SIGN_OF[row["comparator"]] + target_amount(row, lang)


def actual_text(row: Any, lang: Language) -> str:
    """The actual value; events by their word, ratios with their counts."""
    if is_missing(row["actual"]):
        return absent(row, lang)
    if row["measure"] == Measure.MILESTONE:
        return lang.say("done") if row["actual"] >= 1 else lang.say("not done")
    provisional = row["status"] != NumberStatus.FINAL and row["measure"] == Measure.FLOW
    text = amount(row["actual"], row, lang) + ("*" if provisional else "")
    if row["measure"] == Measure.FLOW and row["through"] < Period.parse(row["period"]).last:
        text += " " + lang.say("({n} months)", n=row["through"]).replace(" ", "\u00a0")
    return text


def _percent(value: Any, row: Any, lang: Language) -> str:
    return _or_named(lang.percent(value) if not is_missing(value) else "", row, lang)


def _or_named(text: str, row: Any, lang: Language) -> str:
    """The text, or the name of its absence.

    A dash (explained below the table) where it has no meaning.
    """
    return text or (lang.say("none") if row["measure"] == Measure.FLOW else DASH)


def _name(row: Any, lang: Language) -> str:
    """The indicator's name; parts are marked as such."""
    name = lang.pick(row, "name")
    return lang.say("of which: {name}", name=name) if row["parent"] else name


def by_group(table: pd.DataFrame) -> list[int]:
    """The places of the rows in the order of the standard table.

    Groups together, each where its first row stands.
    """
    places = table["group"].map({name: n for n, name in enumerate(table["group"].unique())})
    return list(places.reset_index(drop=True).sort_values(kind="stable").index)


def plan_table(table: pd.DataFrame, lang: Language, projected: pd.DataFrame | None = None) -> Table:
    """The office's standard table, in the order people know.

    The note of a row stands on a line of its own under it.

    January has no separate year-to-date; a period that starts in January has no separate in-period
    column; the projection columns appear when ``projected`` (same rows) is given and the year is
    open. Hovering a number, or opening the fold of its row, tells where it comes from.
    """
    if table.empty:
        nothing = Prose((lang.say("There is nothing to assess: no target and no figure."),))
        return Table(nothing.html(), table)
    period, note = Period.parse(table["period"].iloc[0]), lang.say("Note")
    ahead = None if projected is None or bool(table["closed"].iloc[0]) else list(records(projected))
    # The layout gathers the rows of a group; ours must come in that order for their notes to stay
    # with them.
    order = by_group(table)
    table, ahead = table.iloc[order], [ahead[n] for n in order] if ahead else None
    rows, behind = [], []
    for place, row in enumerate(records(table)):
        beside = ahead[place] if ahead else None
        cells = _plan_cells(row, beside, lang)
        told = homes(row, beside, lang)
        behind.append(
            RowDetails(remark(row, period, lang), _hovers(told, lang), told, lang.say("Sources"))
        )
        rows.append(cells | {lang.say("Assessment"): status_text(row, lang), note: behind[-1].note})
    data = pd.DataFrame(rows)
    if period.starts_in_january:
        data = data.drop(columns=lang.say("In the period"))
    if period.last == 1:
        data = data.rename(columns={lang.say("Year to date"): lang.say("In the period")})
    shown = data.drop(columns=note)
    group = "_group" if table["group"].astype(bool).any() else ""
    if not group:
        shown = shown.drop(columns="_group")
    made = rendered(
        shown,
        lang.say("Plan against actual"),
        "plan",
        group=group,
        stub=data.columns[1],
        indented=[bool(parent) for parent in table["parent"]],
        coloured=lang.say("Assessment"),
        colours=[css_name(judged(row)) for row in records(table)],
        numeric=tuple(data.columns[3:-2]),
    )
    return Table(noted(made, behind).markup, data)


def _plan_cells(row: Any, projected: Any, lang: Language) -> dict[str, str]:
    """The cells of one row up to its assessment."""
    done = telling_percent(row["pct_of_plan"], lang) if not is_missing(row["pct_of_plan"]) else ""
    cells = {
        "_group": (
            lang.say(GROUPS.get(str(row["group"]), str(row["group"])))
            or lang.say("Other indicators")
        ),
        f"{lang.say('No.')} · {lang.say('Indicator')}": f"{row['indicator']}. {_name(row, lang)}",
        lang.say("Unit"): unit_text(row, lang),
        lang.say("Annual plan"): target_text(row, lang),
        lang.say("Same period last year"): _or_named(
            amount(row["same_period"], row, lang), row, lang
        ),
        lang.say("In the period"): _or_named(amount(row["in_period"], row, lang), row, lang),
        lang.say("Year to date"): actual_text(row, lang),
        lang.say("% of plan"): _or_named(done, row, lang),
        lang.say("% of same period"): _percent(row["pct_of_same_period"], row, lang),
    }
    return cells if projected is None else cells | _projected_cells(projected, lang)


def _hovers(told: list[tuple[str, str]], lang: Language) -> dict[str, str]:
    """What hovering each column tells, from the facts behind the row."""
    homes_of = dict(told)
    figure = homes_of.get(lang.say("Year to date"), "")
    target = homes_of.get(lang.say("Annual plan"), "")
    last = homes_of.get(lang.say("Same period last year"), "")
    ahead = homes_of.get(lang.say("Year-end projection"), "")
    return {
        lang.say("Annual plan"): target,
        lang.say("In the period"): figure,
        lang.say("Year to date"): figure,
        lang.say("% of plan"): "\n".join(part for part in (figure, target) if part),
        lang.say("Same period last year"): last,
        lang.say("% of same period"): last,
        lang.say("Year-end projection"): ahead,
        lang.say("% of plan (projected)"): ahead,
    }


def _projected_cells(row: Any, lang: Language) -> dict[str, str]:
    share = percent_of(row["point"], row["target"]) if row["measure"] == Measure.FLOW else None
    return {
        lang.say("Year-end projection"): _or_named(amount(row["point"], row, lang), row, lang),
        lang.say("% of plan (projected)"): _percent(share, row, lang),
    }


def legend(table: pd.DataFrame, rule: Mapping[str, Any], lang: Language) -> Prose:
    """What the signs of the plan table mean; ``rule`` is the outlook rule in force."""
    lines = [
        lang.say(
            "{dash}: has no meaning for this kind of target. *: estimate or preliminary figure.",
            dash=DASH,
        )
    ]
    if bool(
        table["comparator_stated"].eq("").mul(table["comparator"].eq(Comparator.AT_LEAST)).any()
    ):
        lines.append(
            lang.say(
                "Targets printed without a comparing word are judged as floors (at least), the"
                " office's stated assumption."
            )
        )
    if not bool(table["closed"].any()):
        lines.append(
            lang.say(
                "On track: at least {good}% of the amount past years ask for by this month; at"
                " risk: at least {fair}% (with even months {even} and {low}%); levels short of"
                " their target by at most {near}%: at risk. The chance of meeting the plan is a"
                " separate estimate.",
                near=lang.number(rule["level_at_risk_within"]),
                good=lang.number(rule["profile_on_track_from"]),
                fair=lang.number(rule["profile_at_risk_from"]),
                even=lang.number(rule["on_track_from"]),
                low=lang.number(rule["at_risk_from"]),
            )
        )
    return Prose(tuple(lines), "note")


def scoreboard(table: pd.DataFrame, lang: Language) -> Table:
    """How many targets stand where; the counts add up to the total shown."""
    rows = sentences.counted(table)
    judgements = rows.apply(judged, axis=1) if len(rows) else pd.Series(dtype=str)
    kinds = VERDICTS if len(rows) and bool(rows["closed"].iloc[0]) else OUTLOOKS
    found = [(str(word), int((judgements == word).sum())) for word in kinds]
    data = pd.DataFrame(
        [
            {
                lang.say("Assessment"): f"{SIGNS[word]} {lang.say(word)}",
                lang.say("Targets"): n,
                lang.say("Which"): _which(rows[judgements == word], lang),
            }
            for word, n in found
            if n
        ]
    )
    total = {
        lang.say("Assessment"): lang.say("Total"),
        lang.say("Targets"): sum(n for _, n in found),
        lang.say("Which"): "",
    }
    data = pd.concat([data, pd.DataFrame([total])], ignore_index=True)
    colours = [css_name(word) for word, n in found if n] + ["inherit"]
    made = rendered(
        data,
        lang.say("Scoreboard"),
        "scoreboard",
        coloured=lang.say("Assessment"),
        colours=colours,
        numeric=(lang.say("Targets"),),
    )
    return Table(_strip(found) + made.markup, data)


def _strip(found: list[tuple[str, int]]) -> str:
    """The counts as one bar for the eye; the table below says the same in words."""
    parts = "".join(
        f'<span style="flex:{n};background:{css_name(word)}">{SIGNS[word]} {n}</span>'
        for word, n in found
        if n
    )
    return f'<div class="hba-strip" aria-hidden="true">{parts}</div>' if parts else ""


def _which(rows: pd.DataFrame, lang: Language) -> str:
    """A few indicators by name, many by code."""
    if len(rows) > 2:
        return ", ".join(rows["indicator"])
    return "; ".join(f"{row['indicator']} {lang.pick(row, 'name')}" for row in records(rows))


def projection_table(table: pd.DataFrame, lang: Language) -> Table | Prose:
    """The projected indicators with interval and chance.

    Under each, how far the method was off before.
    """
    rows = sentences.projected_rows(table)
    if rows.empty:
        over = bool(table["closed"].any()) or bool(
            (table["projection_reason"] == "year complete").any()
        )
        return Prose((lang.say("The year is over.") if over else lang.say("None at this date."),))
    basis = lang.say("Basis")
    data = pd.DataFrame(
        [
            {
                lang.say("Indicator"): f"{row['indicator']}. {lang.pick(row, 'name')}",
                lang.say("Unit"): unit_text(row, lang),
                lang.say("Annual plan"): target_text(row, lang),
                lang.say("Year-end projection"): amount(row["point"], row, lang),
                lang.say("4 cases of 5"): _range(row, "80", lang),
                lang.say("19 cases of 20"): _range(row, "95", lang),
                lang.say("Chance"): sentences.chance_text(row, lang),
                lang.say("If it ended there"): sentences.if_it_ended_there(row, lang),
                lang.say("Needed per month"): (
                    amount(row["required_per_month"], row, lang) or lang.say("none")
                ),
                lang.say("Best month so far"): (
                    amount(row["best_month"], row, lang) or lang.say("none")
                ),
                basis: projection_home(row, lang),
            }
            for row in records(rows)
        ]
    )
    behind = [RowDetails(f"{basis}: {text}.") for text in data[basis]]
    made = rendered(
        data.drop(columns=basis),
        lang.say("year-end projection"),
        "projection",
        stub=lang.say("Indicator"),
        numeric=tuple(data.columns[[2, 3, 4, 5, 6, 8, 9]]),
    )
    return Table(noted(made, behind).markup, data)


def _range(row: Any, share: str, lang: Language) -> str:
    """Both ends of an interval, kept on one line."""
    low, high = (amount(row[f"{end}{share}"], row, lang) for end in ("lo", "hi"))
    return f"{low}\u00a0–\u00a0{high}"


def not_projected(table: pd.DataFrame, lang: Language) -> Table | Prose:
    """The indicators without a projection and why."""
    rows = table[table["projection_reason"] != ""]
    data = pd.DataFrame(
        [
            {
                lang.say("No."): row["indicator"],
                lang.say("Indicator"): lang.pick(row, "name"),
                lang.say("Why not"): sentences.why_not_projected(row, lang),
            }
            for row in records(rows)
        ]
    )
    if data.empty:
        return Prose((lang.say("None: every indicator is projected."),))
    return rendered(data, lang.say("Not projected"), "not-projected", stub=lang.say("Indicator"))


def plan(year: Year) -> Table:
    """The office's standard table of a year, with its projection while the year is open."""
    return plan_table(year.plan, year.lang, year.projected)


def projection(year: Year) -> Table | Prose:
    """The projected indicators of a year, with interval and chance."""
    return projection_table(year.projected, year.lang)
