"""Tables for those who steer: plans beside each other, realism of the plan, remedies, what a rating would take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from hbanalysis.analysis.scoring import judgement
from hbanalysis.presentation.display import Prose, Table
from hbanalysis.presentation.rendering import Behind, noted, rendered
from hbanalysis.presentation.tables import DASH, actual_text, target_text
from hbanalysis.presentation.words import VERDICTS, amount, css_name, judged, status_text, telling_percent, unit_text
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records


def _none(words: Language) -> Prose:
    return Prose((words.say("None at this date."),))


def _code_and_name(row: Any, words: Language) -> str:
    return f"{row['indicator']}. {words.pick(row, 'name')}"


def _in_order(code: str) -> tuple[int, str]:
    """Codes as the resolution counts them: 3 before 15, 3a after 3."""
    return int(re.sub(r"\D", "", code) or 0), code


def _percent(value: Any, words: Language) -> str:
    return DASH if is_missing(value) else words.percent(value)


def plans_table(plans: pd.DataFrame, words: Language) -> Table | Prose:
    """Every plan of the indicators that have several, each with its own % and judgement; the judged one is marked."""
    if plans.empty:
        return Prose((words.say("Every indicator has one plan at a time."),))
    data = pd.DataFrame([{
        words.say("Indicator"): _code_and_name(row, words),
        words.say("Plan of"): (row["plan"] or DASH) + (f" ({words.say('judged')})" if row["plan_place"] == 1 else ""),
        words.say("Decided"): words.date(str(row["decided"])),
        words.say("Unit"): unit_text(row, words),
        words.say("Annual plan"): target_text(row, words),
        words.say("Year to date"): actual_text(row, words),
        words.say("% of plan"): DASH if is_missing(row["pct_of_plan"]) else telling_percent(row["pct_of_plan"], words),
        words.say("Assessment"): status_text(row, words),
    } for row in records(plans)])
    return rendered(data, words.say("Plans beside each other"), "plans", stub=words.say("Indicator"),
                    coloured=words.say("Assessment"), colours=[css_name(judged(row)) for row in records(plans)],
                    numeric=tuple(data.columns[4:7]))


def realism_table(rows: pd.DataFrame, words: Language) -> Table | Prose:
    """Targets against last year, against past growth, and their own record; only amounts with something to compare."""
    known = rows[rows["target_to_last"].notna() | (rows["plans_known"] > 0)]
    if known.empty:
        return _none(words)
    basis = {key: words.say(text) for key, text in {"stated": "as stated", "own figures": "own figures",
                                                    "": "none"}.items()}
    data = pd.DataFrame([{
        words.say("Indicator"): _code_and_name(row, words),
        words.say("Unit"): unit_text(row, words),
        words.say("Annual plan"): target_text(row, words),
        words.say("Last year's result"): amount(row["last_result"], row, words) or words.say("none"),
        words.say("From"): basis[row["last_basis"]],
        words.say("Plan in % of last year"): _percent(row["target_to_last"], words),
        words.say("As past growth would give"): amount(row["by_growth"], row, words) or words.say("none"),
        words.say("Plan in % of that"): _percent(row["target_to_growth"], words),
        words.say("Past plans met"): f"{row['plans_met']}/{row['plans_known']}" if row["plans_known"] else (
            words.say("none")),
    } for row in records(known)])
    return rendered(data, words.say("How realistic is the plan?"), "realism", stub=words.say("Indicator"),
                    numeric=tuple(data.columns[[2, 3, 5, 6, 7, 8]]))


def realism_note(rows: pd.DataFrame, words: Language) -> Prose:
    """The targets that lie below last year's result: meeting them means falling."""
    below = rows[rows["target_to_last"] < 100]
    if below.empty:
        return Prose(())
    told = "; ".join(f"{_code_and_name(row, words)} ({words.percent(row['target_to_last'])})" for row in records(below))
    return Prose((words.say("Targets below last year's result, so that meeting them means falling: {names}.",
                            names=told),), "note")


OF_AN_OPEN_YEAR = ("Missing by now", "Needed per month", "Good ordinary month", "Best month so far", "Feasibility")


def remedy_table(rows: pd.DataFrame, words: Language) -> Table | Prose:
    """The sheet of remedies: what is lacking, whether it can still be had, who answers, and the office's proposal."""
    if rows.empty:
        return Prose((words.say("Nothing is at risk, behind or missed."),))
    told = {key: words.say(text) for key, text in {
        "feasible": "feasible", "only at record pace": "only at record pace", "beyond the record": "beyond the record",
        "no month left": "no month left"}.items()} | {"not known": DASH}
    data = pd.DataFrame([{
        words.say("Indicator"): _code_and_name(row, words),
        words.say("Assessment"): status_text(row, words),
        words.say("Missing to the plan"): amount(row["gap"], row, words) or DASH,
        words.say("Missing by now"): amount(row["gap_to_date"], row, words) or DASH,
        words.say("Needed per month"): amount(row["required_per_month"], row, words) or DASH,
        words.say("Good ordinary month"): amount(row["usual_month"], row, words) or DASH,
        words.say("Best month so far"): amount(row["best_month"], row, words) or DASH,
        words.say("Feasibility"): told[row["feasibility"]],
        words.say("Worst part"): row["worst_part"] or DASH,
        words.say("Owner"): row["owner"] or DASH,
        words.say("Proposal"): row["proposal"],
    } for row in records(rows)])
    if rows["feasibility"].isin(["no month left", "not known"]).all():  # the year is over: nothing more can be had
        data = data.drop(columns=[words.say(name) for name in OF_AN_OPEN_YEAR])
    under = list(data.columns[-3:])
    behind = [Behind(" · ".join(f"{name}: {row[name]}" for name in under if row[name] not in ("", DASH)))
              for row in records(data)]
    made = rendered(data.drop(columns=under), words.say("Proposed remedies"), "remedies",
                    stub=words.say("Indicator"), coloured=words.say("Assessment"),
                    colours=[css_name(word) for word in judgement(rows)],
                    numeric=tuple(name for name in data.columns[2:7] if name not in under))
    return Table(noted(made, behind).markup, data)


def rating_note(found: Mapping[str, Any], words: Language) -> Prose:
    """What the rating rule asks and how much is lacking; nothing where no rule applies."""
    if not found:
        return Prose(())
    facts = {"word": words.pick(found, "word"), "source": found["source"], "total": found["total"],
             "asked_done": found["asked_done"], "asked_exceeded": found["asked_exceeded"], "done": found["done"],
             "exceeded": found["exceeded"]}
    text = words.say("For “{word}” ({source}): {asked_done} of {total} targets done and {asked_exceeded} exceeded; so "
                     "far {done} done, {exceeded} exceeded.", **facts)
    if not found["possible"]:
        more = words.say("Out of reach: {n} targets can no longer be met.", n=found["failed"])
    elif found["reached"]:
        more = words.say("Reached.")
    else:
        more = words.say("Lacking: {done} more done, {exceeded} more exceeded.", done=found["more_done"],
                         exceeded=found["more_exceeded"])
    return Prose((f"{text} {more}",), "note")


def reconciliation(table: pd.DataFrame, words: Language) -> Table | Prose:
    """A printed scoreboard beside the recount of what the document itself shows."""
    if table.empty:
        return Prose((words.say("No scoreboard was printed for that year."),))
    data = pd.DataFrame([{
        words.say("Assessment"): words.say(row["word"]) if row["word"] else DASH,
        words.say("As printed"): f"{row['stated']}/{row['total']}",
        words.say("Shown by figures"): row["recounted"],
        words.say("Which"): ", ".join(sorted(row["which"], key=_in_order)),
    } for row in records(table.sort_values("word", key=lambda word: word.map(list(VERDICTS).index), kind="stable"))])
    return rendered(data, words.say("Scoreboard as printed"), "reconciliation", stub=words.say("Assessment"),
                    numeric=tuple(data.columns[1:3]))
