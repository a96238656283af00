"""Tables for those who steer.

Plans beside each other, realism of the plan, remedies, what a rating would take.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.rating import judgement
from hbanalysis.presentation.display import Prose, Table
from hbanalysis.presentation.html_tables import RowDetails, noted, rendered
from hbanalysis.presentation.judgement_style import (
    VERDICTS,
    amount,
    css_name,
    judged,
    status_text,
    telling_percent,
    unit_text,
)
from hbanalysis.presentation.tables import DASH, actual_text, target_text
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records


def _none(lang: Language) -> Prose:
    return Prose((lang.say("None at this date."),))


def _code_and_name(row: Any, lang: Language) -> str:
    return f"{row['indicator']}. {lang.pick(row, 'name')}"


def _in_order(code: str) -> tuple[int, str]:
    """Codes as the resolution counts them: 3 before 15, 3a after 3."""
    return int(re.sub(r"\D", "", code) or 0), code


def _percent(value: Any, lang: Language) -> str:
    return DASH if is_missing(value) else lang.percent(value)


def plans_table(plans: pd.DataFrame, lang: Language) -> Table | Prose:
    """Every plan of the indicators that have several, each with its own % and judgement.

    The judged one is marked.
    """
    if plans.empty:
        return Prose((lang.say("Every indicator has one plan at a time."),))
    data = pd.DataFrame(
        [
            {
                lang.say("Indicator"): _code_and_name(row, lang),
                lang.say("Plan of"): (
                    (row["plan"] or DASH)
                    + (f" ({lang.say('judged')})" if row["plan_place"] == 1 else "")
                ),
                lang.say("Decided"): lang.date(str(row["decided"])),
                lang.say("Unit"): unit_text(row, lang),
                lang.say("Annual plan"): target_text(row, lang),
                lang.say("Year to date"): actual_text(row, lang),
                lang.say("% of plan"): (
                    DASH
                    if is_missing(row["pct_of_plan"])
                    else telling_percent(row["pct_of_plan"], lang)
                ),
                lang.say("Assessment"): status_text(row, lang),
            }
            for row in records(plans)
        ]
    )
    return rendered(
        data,
        lang.say("Plans beside each other"),
        "plans",
        stub=lang.say("Indicator"),
        coloured=lang.say("Assessment"),
        colours=[css_name(judged(row)) for row in records(plans)],
        numeric=tuple(data.columns[4:7]),
    )


def realism_table(rows: pd.DataFrame, lang: Language) -> Table | Prose:
    """Targets against last year, against past growth, and their own record.

    Only amounts with something to compare.
    """
    known = rows[rows["target_to_last"].notna() | (rows["plans_known"] > 0)]
    if known.empty:
        return _none(lang)
    basis = {
        key: lang.say(text)
        for key, text in {"stated": "as stated", "own figures": "own figures", "": "none"}.items()
    }
    data = pd.DataFrame(
        [
            {
                lang.say("Indicator"): _code_and_name(row, lang),
                lang.say("Unit"): unit_text(row, lang),
                lang.say("Annual plan"): target_text(row, lang),
                lang.say("Last year's result"): (
                    amount(row["last_result"], row, lang) or lang.say("none")
                ),
                lang.say("From"): basis[row["last_basis"]],
                lang.say("Plan in % of last year"): _percent(row["target_to_last"], lang),
                lang.say("As past growth would give"): (
                    amount(row["by_growth"], row, lang) or lang.say("none")
                ),
                lang.say("Plan in % of that"): _percent(row["target_to_growth"], lang),
                lang.say("Past plans met"): (
                    f"{row['plans_met']}/{row['plans_known']}"
                    if row["plans_known"]
                    else (lang.say("none"))
                ),
            }
            for row in records(known)
        ]
    )
    return rendered(
        data,
        lang.say("How realistic is the plan?"),
        "realism",
        stub=lang.say("Indicator"),
        numeric=tuple(data.columns[[2, 3, 5, 6, 7, 8]]),
    )


def realism_note(rows: pd.DataFrame, lang: Language) -> Prose:
    """The targets that lie below last year's result: meeting them means falling."""
    below = rows[rows["target_to_last"] < 100]
    if below.empty:
        return Prose(())
    told = "; ".join(
        f"{_code_and_name(row, lang)} ({lang.percent(row['target_to_last'])})"
        for row in records(below)
    )
    return Prose(
        (
            lang.say(
                "Targets below last year's result, so that meeting them means falling: {names}.",
                names=told,
            ),
        ),
        "note",
    )


OF_AN_OPEN_YEAR = (
    "Missing by now",
    "Needed per month",
    "Good ordinary month",
    "Best month so far",
    "Feasibility",
)


def remedy_table(rows: pd.DataFrame, lang: Language) -> Table | Prose:
    """The sheet of remedies.

    What is lacking, whether it can still be had, who answers, and the office's proposal.
    """
    if rows.empty:
        return Prose((lang.say("Nothing is at risk, behind or missed."),))
    told = {
        key: lang.say(text)
        for key, text in {
            "feasible": "feasible",
            "only at record pace": "only at record pace",
            "beyond the record": "beyond the record",
            "no month left": "no month left",
        }.items()
    } | {"not known": DASH}
    data = pd.DataFrame(
        [
            {
                lang.say("Indicator"): _code_and_name(row, lang),
                lang.say("Assessment"): status_text(row, lang),
                lang.say("Missing to the plan"): amount(row["gap"], row, lang) or DASH,
                lang.say("Missing by now"): amount(row["gap_to_date"], row, lang) or DASH,
                lang.say("Needed per month"): amount(row["required_per_month"], row, lang) or DASH,
                lang.say("Good ordinary month"): amount(row["usual_month"], row, lang) or DASH,
                lang.say("Best month so far"): amount(row["best_month"], row, lang) or DASH,
                lang.say("Feasibility"): told[row["feasibility"]],
                lang.say("Worst part"): row["worst_part"] or DASH,
                lang.say("Owner"): row["owner"] or DASH,
                lang.say("Proposal"): row["proposal"],
            }
            for row in records(rows)
        ]
    )
    if (
        rows["feasibility"].isin(["no month left", "not known"]).all()
    ):  # the year is over: nothing more can be had
        data = data.drop(columns=[lang.say(name) for name in OF_AN_OPEN_YEAR])
    under = list(data.columns[-3:])
    behind = [
        RowDetails(
            " · ".join(f"{name}: {row[name]}" for name in under if row[name] not in ("", DASH))
        )
        for row in records(data)
    ]
    made = rendered(
        data.drop(columns=under),
        lang.say("Proposed remedies"),
        "remedies",
        stub=lang.say("Indicator"),
        coloured=lang.say("Assessment"),
        colours=[css_name(word) for word in judgement(rows)],
        numeric=tuple(name for name in data.columns[2:7] if name not in under),
    )
    return Table(noted(made, behind).markup, data)


def rating_note(found: Mapping[str, Any], lang: Language) -> Prose:
    """What the rating rule asks and how much is lacking; nothing where no rule applies."""
    if not found:
        return Prose(())
    facts = {
        "word": lang.pick(found, "word"),
        "source": found["source"],
        "total": found["total"],
        "asked_done": found["asked_done"],
        "asked_exceeded": found["asked_exceeded"],
        "done": found["done"],
        "exceeded": found["exceeded"],
    }
    text = lang.say(
        "For “{word}” ({source}): {asked_done} of {total} targets done and {asked_exceeded}"
        " exceeded; so far {done} done, {exceeded} exceeded.",
        **facts,
    )
    if not found["possible"]:
        more = lang.say("Out of reach: {n} targets can no longer be met.", n=found["failed"])
    elif found["reached"]:
        more = lang.say("Reached.")
    else:
        more = lang.say(
            "Lacking: {done} more done, {exceeded} more exceeded.",
            done=found["more_done"],
            exceeded=found["more_exceeded"],
        )
    return Prose((f"{text} {more}",), "note")


def reconciliation(table: pd.DataFrame, lang: Language) -> Table | Prose:
    """A printed scoreboard beside the recount of what the document itself shows."""
    if table.empty:
        return Prose((lang.say("No scoreboard was printed for that year."),))
    data = pd.DataFrame(
        [
            {
                lang.say("Assessment"): lang.say(row["word"]) if row["word"] else DASH,
                lang.say("As printed"): f"{row['stated']}/{row['total']}",
                lang.say("Shown by figures"): row["recounted"],
                lang.say("Which"): ", ".join(sorted(row["which"], key=_in_order)),
            }
            for row in records(
                table.sort_values(
                    "word", key=lambda word: word.map(list(VERDICTS).index), kind="stable"
                )
            )
        ]
    )
    return rendered(
        data,
        lang.say("Scoreboard as printed"),
        "reconciliation",
        stub=lang.say("Assessment"),
        numeric=tuple(data.columns[1:3]),
    )
