"""Tables as the office prints them: the standard plan table, the scoreboard, projections, sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Prose, Table
from hbanalysis.presentation.origins import files_table, homes, origin, projection_home, sources
from hbanalysis.presentation.remarks import remark
from hbanalysis.presentation.rendering import Behind, noted, rendered
from hbanalysis.presentation.words import (
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
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator, Measure, NumberStatus

__all__ = ["actual_text", "files_table", "legend", "not_projected", "origin", "plan_table", "projection_table",
           "rendered", "scoreboard", "sources", "target_text"]

GROUPS = {"economy": "Economy, society, defence and security", "government": "Government and digital transformation",
          "party": "Party building and mass mobilisation", "statistics": "Figures of the statistics office"}
DASH = "—"
SIGN_OF = {Comparator.AT_LEAST: "≥\u00a0", Comparator.AT_MOST: "≤\u00a0", Comparator.EXACTLY: "=\u00a0"}


def target_text(row: Any, words: Language) -> str:
    """The target as the plan says it: "≥ 1.516,7", "2 (hạng)", "hoàn thành", "chưa giao"."""
    if row["comparator"] == "":
        return words.say("no target")
    if row["comparator"] == Comparator.DONE:
        return words.say("done")
    if is_missing(row["target"]):
        return words.say("quota not assigned")
    if row["comparator"] == Comparator.EVERY:
        return words.say("≥ {target} in every ward", target=target_amount(row, words))
    if not is_missing(row["target_high"]):
        return f"{target_amount(row, words)} – {words.number(row['target_high'], int(row['decimals']))}"
    return SIGN_OF[row["comparator"]] + target_amount(row, words)


def actual_text(row: Any, words: Language) -> str:
    """The actual value; events by their word, ratios with their counts."""
    if is_missing(row["actual"]):
        return absent(row, words)
    if row["measure"] == Measure.MILESTONE:
        return words.say("done") if row["actual"] >= 1 else words.say("not done")
    provisional = row["status"] != NumberStatus.FINAL and row["measure"] == Measure.FLOW
    text = amount(row["actual"], row, words) + ("*" if provisional else "")
    if row["measure"] == Measure.FLOW and row["through"] < Period.parse(row["period"]).last:
        text += " " + words.say("({n} months)", n=row["through"]).replace(" ", "\u00a0")
    return text


def _percent(value: Any, row: Any, words: Language) -> str:
    return _or_named(words.percent(value) if not is_missing(value) else "", row, words)


def _or_named(text: str, row: Any, words: Language) -> str:
    """The text, or the name of its absence: a dash (explained below the table) where it has no meaning."""
    return text or (words.say("none") if row["measure"] == Measure.FLOW else DASH)


def _name(row: Any, words: Language) -> str:
    """The indicator's name; parts are marked as such."""
    name = words.pick(row, "name")
    return words.say("of which: {name}", name=name) if row["parent"] else name


def by_group(table: pd.DataFrame) -> list[int]:
    """The places of the rows in the order of the standard table: groups together, each where its first row stands."""
    places = table["group"].map({name: n for n, name in enumerate(table["group"].unique())})
    return list(places.reset_index(drop=True).sort_values(kind="stable").index)


def plan_table(table: pd.DataFrame, words: Language, projected: pd.DataFrame | None = None) -> Table:
    """The office's standard table, in the order people know; the note of a row stands on a line of its own under it.

    January has no separate year-to-date; a period that starts in January has no separate in-period column; the
    projection columns appear when ``projected`` (same rows) is given and the year is open. Hovering a number, or
    opening the fold of its row, tells where it comes from.
    """
    period, note = Period.parse(table["period"].iloc[0]), words.say("Note")
    ahead = None if projected is None or bool(table["closed"].iloc[0]) else list(records(projected))
    # The layout gathers the rows of a group; ours must come in that order for their notes to stay with them.
    order = by_group(table)
    table, ahead = table.iloc[order], [ahead[n] for n in order] if ahead else None
    rows, behind = [], []
    for place, row in enumerate(records(table)):
        beside = ahead[place] if ahead else None
        cells = _plan_cells(row, beside, words)
        told = homes(row, beside, words)
        behind.append(Behind(remark(row, period, words), _hovers(told, words), told, words.say("Sources")))
        rows.append(cells | {words.say("Assessment"): status_text(row, words), note: behind[-1].note})
    data = pd.DataFrame(rows)
    if period.starts_in_january:
        data = data.drop(columns=words.say("In the period"))
    if period.last == 1:
        data = data.rename(columns={words.say("Year to date"): words.say("In the period")})
    shown = data.drop(columns=note)
    group = "_group" if table["group"].astype(bool).any() else ""
    if not group:
        shown = shown.drop(columns="_group")
    made = rendered(shown, words.say("Plan against actual"), "plan", group=group, stub=data.columns[1],
                    indented=[bool(parent) for parent in table["parent"]], coloured=words.say("Assessment"),
                    colours=[css_name(judged(row)) for row in records(table)], numeric=tuple(data.columns[3:-2]))
    return Table(noted(made, behind).markup, data)


def _plan_cells(row: Any, projected: Any, words: Language) -> dict[str, str]:
    """The cells of one row up to its assessment."""
    done = telling_percent(row["pct_of_plan"], words) if not is_missing(row["pct_of_plan"]) else ""
    cells = {
        "_group": words.say(GROUPS.get(str(row["group"]), str(row["group"]))) or words.say("Other indicators"),
        f"{words.say('No.')} · {words.say('Indicator')}": f"{row['indicator']}. {_name(row, words)}",
        words.say("Unit"): unit_text(row, words),
        words.say("Annual plan"): target_text(row, words),
        words.say("Same period last year"): _or_named(amount(row["same_period"], row, words), row, words),
        words.say("In the period"): _or_named(amount(row["in_period"], row, words), row, words),
        words.say("Year to date"): actual_text(row, words),
        words.say("% of plan"): _or_named(done, row, words),
        words.say("% of same period"): _percent(row["pct_of_same_period"], row, words),
    }
    return cells if projected is None else cells | _projected_cells(projected, words)


def _hovers(told: list[tuple[str, str]], words: Language) -> dict[str, str]:
    """What hovering each column tells, from the facts behind the row."""
    homes_of = dict(told)
    figure = homes_of.get(words.say("Year to date"), "")
    target = homes_of.get(words.say("Annual plan"), "")
    last = homes_of.get(words.say("Same period last year"), "")
    ahead = homes_of.get(words.say("Year-end projection"), "")
    return {words.say("Annual plan"): target, words.say("In the period"): figure, words.say("Year to date"): figure,
            words.say("% of plan"): "\n".join(part for part in (figure, target) if part),
            words.say("Same period last year"): last, words.say("% of same period"): last,
            words.say("Year-end projection"): ahead, words.say("% of plan (projected)"): ahead}


def _projected_cells(row: Any, words: Language) -> dict[str, str]:
    share = percent_of(row["point"], row["target"]) if row["measure"] == Measure.FLOW else None
    return {words.say("Year-end projection"): _or_named(amount(row["point"], row, words), row, words),
            words.say("% of plan (projected)"): _percent(share, row, words)}


def legend(table: pd.DataFrame, rule: Mapping[str, Any], words: Language) -> Prose:
    """What the signs of the plan table mean; ``rule`` is the outlook rule in force."""
    lines = [words.say("{dash}: has no meaning for this kind of target. *: estimate or preliminary figure.", dash=DASH)]
    if bool(table["comparator_stated"].eq("").mul(table["comparator"].eq(Comparator.AT_LEAST)).any()):
        lines.append(words.say("Targets printed without a comparing word are judged as floors (at least), the office's "
                               "stated assumption."))
    if not bool(table["closed"].any()):
        lines.append(words.say("On track: at least {good}% of the amount past years ask for by this month; at risk: at "
                               "least {fair}% (with even months {even} and {low}%); levels short of their target by at "
                               "most {near}%: at risk. The chance of meeting the plan is a separate estimate.",
                               near=words.number(rule["level_at_risk_within"]),
                               good=words.number(rule["profile_on_track_from"]),
                               fair=words.number(rule["profile_at_risk_from"]),
                               even=words.number(rule["on_track_from"]), low=words.number(rule["at_risk_from"])))
    return Prose(tuple(lines), "note")


def scoreboard(table: pd.DataFrame, words: Language) -> Table:
    """How many targets stand where; the counts add up to the total shown."""
    rows = sentences.counted(table)
    judgements = rows.apply(judged, axis=1) if len(rows) else pd.Series(dtype=str)
    kinds = VERDICTS if len(rows) and bool(rows["closed"].iloc[0]) else OUTLOOKS
    found = [(str(word), int((judgements == word).sum())) for word in kinds]
    data = pd.DataFrame([{words.say("Assessment"): f"{SIGNS[word]} {words.say(word)}", words.say("Targets"): n,
                          words.say("Which"): _which(rows[judgements == word], words)}
                         for word, n in found if n])
    total = {words.say("Assessment"): words.say("Total"), words.say("Targets"): sum(n for _, n in found),
             words.say("Which"): ""}
    data = pd.concat([data, pd.DataFrame([total])], ignore_index=True)
    colours = [css_name(word) for word, n in found if n] + ["inherit"]
    made = rendered(data, words.say("Scoreboard"), "scoreboard", coloured=words.say("Assessment"), colours=colours,
                    numeric=(words.say("Targets"),))
    return Table(_strip(found) + made.markup, data)


def _strip(found: list[tuple[str, int]]) -> str:
    """The counts as one bar for the eye; the table below says the same in words."""
    parts = "".join(f'<span style="flex:{n};background:{css_name(word)}">{SIGNS[word]} {n}</span>'
                    for word, n in found if n)
    return f'<div class="hba-strip" aria-hidden="true">{parts}</div>' if parts else ""


def _which(rows: pd.DataFrame, words: Language) -> str:
    """A few indicators by name, many by code."""
    if len(rows) > 2:
        return ", ".join(rows["indicator"])
    return "; ".join(f"{row['indicator']} {words.pick(row, 'name')}" for row in records(rows))


def projection_table(table: pd.DataFrame, words: Language) -> Table | Prose:
    """The projected indicators with interval and chance; under each, how far the method was off before."""
    rows = sentences.projected_rows(table)
    if rows.empty:
        over = bool(table["closed"].any()) or bool((table["projection_reason"] == "year complete").any())
        return Prose((words.say("The year is over.") if over else words.say("None at this date."),))
    basis = words.say("Basis")
    data = pd.DataFrame([{
        words.say("Indicator"): f"{row['indicator']}. {words.pick(row, 'name')}",
        words.say("Unit"): unit_text(row, words),
        words.say("Annual plan"): target_text(row, words),
        words.say("Year-end projection"): amount(row["point"], row, words),
        words.say("4 cases of 5"): _range(row, "80", words),
        words.say("19 cases of 20"): _range(row, "95", words),
        words.say("Chance"): sentences.chance_text(row, words),
        words.say("If it ended there"): sentences.if_it_ended_there(row, words),
        words.say("Needed per month"): amount(row["required_per_month"], row, words) or words.say("none"),
        words.say("Best month so far"): amount(row["best_month"], row, words) or words.say("none"),
        basis: projection_home(row, words),
    } for row in records(rows)])
    behind = [Behind(f"{basis}: {text}.") for text in data[basis]]
    made = rendered(data.drop(columns=basis), words.say("year-end projection"), "projection",
                    stub=words.say("Indicator"), numeric=tuple(data.columns[[2, 3, 4, 5, 6, 8, 9]]))
    return Table(noted(made, behind).markup, data)


def _range(row: Any, share: str, words: Language) -> str:
    """Both ends of an interval, kept on one line."""
    low, high = (amount(row[f"{end}{share}"], row, words) for end in ("lo", "hi"))
    return f"{low}\u00a0–\u00a0{high}"


def not_projected(table: pd.DataFrame, words: Language) -> Table | Prose:
    """The indicators without a projection and why."""
    rows = table[table["projection_reason"] != ""]
    data = pd.DataFrame([{
        words.say("No."): row["indicator"],
        words.say("Indicator"): words.pick(row, "name"),
        words.say("Why not"): sentences.why_not_projected(row, words),
    } for row in records(rows)])
    if data.empty:
        return Prose((words.say("None: every indicator is projected."),))
    return rendered(data, words.say("Not projected"), "not-projected", stub=words.say("Indicator"))
