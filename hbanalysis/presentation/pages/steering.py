"""Tables for those who steer.

Plans beside each other, realism of the plan, remedies, what a rating would take.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation.cells import DASH, amount_column, percent_column, telling_percent_cell
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import VERDICTS, is_over, kinds_of
from hbanalysis.presentation.pairing import rows_of
from hbanalysis.presentation.shared_columns import ACTUAL, ASSESSMENT, CODE, NAME, TARGET, UNIT
from hbanalysis.presentation.sheet import Cell, Column, RowDetails, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator


def _none(lang: Language) -> Prose:
    return Prose((lang.say("None at this date."),))


def _in_order(code: str) -> tuple[int, str]:
    """Codes as the resolution counts them: 3 before 15, 3a after 3."""
    return int(re.sub(r"\D", "", code) or 0), code


def _plan_of(row: Row, lang: Language) -> str:
    judged = f" ({lang.say('judged')})" if row["plan_place"] == 1 else ""
    return (row["plan"] or DASH) + judged


PLAN_COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    Column("plan", "Plan of", _plan_of),
    Column("decided", "Decided", lambda row, lang: lang.date(str(row["decided"]))),
    UNIT,
    TARGET,
    ACTUAL,
    Column(
        "pct_of_plan",
        "% of plan",
        lambda row, _: telling_percent_cell(row["pct_of_plan"], DASH),
        "number",
    ),
    ASSESSMENT,
)


def plans_table(plans: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """Every plan of the indicators that have several, each with its own % and judgement.

    The judged one is marked.
    """
    if plans.empty:
        return Prose((lang.say("Every indicator has one plan at a time."),))
    return Sheet.of("plans", "Plans beside each other", PLAN_COLUMNS, rows_of(plans), lang)


BASES = N_({"stated": "as stated", "own figures": "own figures", "": "none"})


def _plans_met(row: Row, lang: Language) -> Cell:
    if not row["plans_known"]:
        return Cell(lang.say("none"))
    return Cell(f"{row['plans_met']}/{row['plans_known']}", float(row["plans_met"]))


REALISM_COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    UNIT,
    TARGET,
    amount_column("last_result", "Last year's result", "none"),
    Column("last_basis", "From", lambda row, lang: lang.say(BASES[row["last_basis"]])),
    percent_column("target_to_last", "Plan in % of last year"),
    amount_column("by_growth", "As past growth would give", "none"),
    percent_column("target_to_growth", "Plan in % of that"),
    Column("plans_met", "Past plans met", _plans_met, "number"),
)


def realism_table(rows: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """Targets against last year, against past growth, and their own record.

    Only amounts with something to compare are there.
    """
    rows = rows_of(rows)
    known = rows[rows["target_to_last"].notna() | (rows["plans_known"] > 0)]
    if known.empty:
        return _none(lang)
    recorded = bool((known["plans_known"] > 0).any())
    columns = REALISM_COLUMNS if recorded else REALISM_COLUMNS[:-1]
    return Sheet.of("realism", "How realistic is the plan?", columns, known, lang)


def realism_note(rows: pd.DataFrame, lang: Language) -> Prose:
    """The targets that lie below last year's result: meeting them means falling."""
    below = rows[rows["target_to_last"] < 100]
    if below.empty:
        return Prose(())
    names = "; ".join(
        f"{row['indicator']}. {lang.pick(row, 'name')} ({lang.percent(row['target_to_last'])})"
        for row in records(below)
    )
    text = lang.say(
        "Targets set below last year's result: meeting them would still be a decline: {names}.",
        names=names,
    )
    return Prose((text,), "note")


FEASIBILITIES = N_(
    {
        "feasible": "feasible",
        "above ordinary months": "above ordinary months",
        "only at record pace": "only at record pace",
        "beyond the record": "beyond the record",
        "no month left": "no month left",
        "not known": "",
    }
)
OF_AN_OPEN_YEAR = (
    "gap_to_date",
    "required_per_month",
    "usual_month",
    "best_month",
    "feasibility",
)


def feasibility(row: Row, lang: Language) -> str:
    """Whether what is lacking can still be had, in words."""
    return lang.say(FEASIBILITIES[row["feasibility"]]) or DASH


def _gap_cell(row: Row, lang: Language) -> Cell:
    """What is missing to the plan; "over by" where a limit has been passed, shares in points."""
    if is_missing(row["gap"]):
        return Cell(DASH)
    points = lang.say("{n} percentage points", n="") if str(row["unit"]).startswith("%") else ""
    left = lang.say("left {n}", n="") if row["comparator"] == Comparator.AT_MOST else ""
    before = lang.say("over by {n}", n="") if is_over(row) else left
    return Cell(
        number=float(row["gap"]), decimals=int(row["decimals"]), before=before, after=points
    )


REMEDY_COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    ASSESSMENT,
    Column("gap", "Missing to the plan", _gap_cell, "number"),
    amount_column("gap_to_date", "Missing by now"),
    amount_column("required_per_month", "Needed per month"),
    amount_column("usual_month", "Typical good month"),
    amount_column("best_month", "Best month so far"),
    Column("feasibility", "Feasibility", feasibility),
    Column("worst_part", "Worst part", lambda row, _: row["worst_part"] or DASH, "under"),
    Column("owner", "Owner", lambda row, _: row["owner"] or DASH, "under"),
    Column("proposal", "Proposal", lambda row, _: row["proposal"], "under"),
)


def remedy_table(rows: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """The sheet of remedies.

    It says what is lacking, whether it can still be had, who answers, and what the office proposes.
    """
    if rows.empty:
        return Prose((lang.say("Nothing is at risk, behind or missed."),))
    rows = rows_of(rows)
    sheet = Sheet.of(
        "remedies",
        "Proposed remedies",
        REMEDY_COLUMNS,
        rows,
        lang,
        details=_remedy_details,
        kinds=kinds_of,
    )
    # When the year is over nothing more can be had.
    over = rows["feasibility"].isin(["no month left", "not known"]).all()
    return sheet.without(*OF_AN_OPEN_YEAR) if over else sheet


def _remedy_details(row: Row, lang: Language) -> RowDetails:
    under = [column for column in REMEDY_COLUMNS if column.role == "under"]
    facts = [(lang.say(column.heading), str(row[column.id])) for column in under if row[column.id]]
    return RowDetails(" · ".join(f"{label}: {text}" for label, text in facts))


def rating_note(rating: Mapping[str, Any], lang: Language) -> Prose:
    """What the rating rule asks and how much is lacking; nothing where no rule applies."""
    if not rating:
        return Prose(())
    facts = {
        "word": lang.pick(rating, "word"),
        "source": rating["source"],
        "total": rating["total"],
        "asked_done": rating["asked_done"],
        "asked_exceeded": rating["asked_exceeded"],
        "done": rating["done"],
        "exceeded": rating["exceeded"],
    }
    text = lang.say(
        "For “{word}” ({source}): {asked_done} of {total} targets done in time and {asked_exceeded}"
        " exceeded; so far {done} done in time, {exceeded} exceeded.",
        **facts,
    )
    if not rating["possible"]:
        more = _out_of_reach(rating, lang)
    elif rating["reached"]:
        more = lang.say(
            "What figures can show of it is fulfilled; points and discipline are outside the"
            " figures."
        )
    else:
        more = lang.say(
            "Still needed: {done} more met, {exceeded} more exceeded.",
            done=rating["more_done"],
            exceeded=rating["more_exceeded"],
        )
    return Prose((f"{text} {more}",), "note")


def _out_of_reach(rating: Mapping[str, Any], lang: Language) -> str:
    """Why the best word cannot be reached any more."""
    failed, late = rating["failed"] - rating["done_late"], rating["late"]
    why = [
        lang.count("{n} target not met", "{n} targets not met", failed) if failed else "",
        lang.say("{n} late", n=late) if late else "",
    ]
    if not any(why):
        why = [lang.say("{n} too few exceeded", n=rating["more_exceeded"])]
    return lang.say("Out of reach: {why}.", why=", ".join(part for part in why if part))


RECONCILIATION_COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "word",
        "Assessment",
        lambda row, lang: lang.say(row["word"]) if row["word"] else DASH,
        "name",
    ),
    Column(
        "stated",
        "As printed",
        lambda row, _: Cell(f"{row['stated']}/{row['total']}", float(row["stated"])),
        "number",
    ),
    Column(
        "recounted",
        "Shown by figures",
        lambda row, _: Cell(number=float(row["recounted"])),
        "number",
    ),
    Column("which", "Which", lambda row, _: ", ".join(sorted(row["which"], key=_in_order))),
)


def reconciliation(table: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """A printed scoreboard beside the recount of what the document itself shows."""
    if table.empty:
        return Prose((lang.say("No scoreboard was printed for that year."),))
    rows = table.sort_values("word", key=lambda word: word.map(list(VERDICTS).index), kind="stable")
    return Sheet.of(
        "reconciliation",
        "Scoreboard as printed",
        RECONCILIATION_COLUMNS,
        rows,
        lang,
        key="word",
    )
