"""Cells made from a row of judgements: amounts, percentages, targets and their words.

Where a number is missing its absence has a name: "none" for an amount, a dash where it could not
have a meaning.
"""

from __future__ import annotations

from typing import Any, assert_never

from hbanalysis.analysis.row import Row
from hbanalysis.presentation.judgement_style import (
    absent,
    amount_with_unit,
    figure_month,
    is_old,
    judged,
    status_text,
    target_amount,
    target_digits,
    telling_digits,
    term_known,
    term_span,
)
from hbanalysis.presentation.sheet import Cell, Column
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import MISSING, exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import ADDING, Comparator, Measure, NumberStatus

DASH = MISSING
SIGN_OF = {
    Comparator.AT_LEAST: "≥\u00a0",
    Comparator.AT_MOST: "≤\u00a0",
    Comparator.EXACTLY: "=\u00a0",
}


def amount_cell(value: Any, row: Row, lang: Language, missing: str | None = None) -> Cell:
    """A value of the row in its own decimals, or ``missing`` (else the name of its absence)."""
    if is_missing(value):
        return Cell(_no_number(row, lang) if missing is None else missing)
    return Cell(number=float(value), decimals=int(row["decimals"]))


def percent_cell(value: Any, missing: str, digits: int = 1) -> Cell:
    """A percentage with one decimal."""
    return (
        Cell(missing)
        if is_missing(value)
        else Cell(number=float(value), decimals=digits, after="%")
    )


def telling_percent_cell(value: Any, missing: str) -> Cell:
    """A percentage with as many decimals as it takes not to look like a 100 that it is not."""
    return percent_cell(value, missing, telling_digits(value, 100, 1))


def _no_number(row: Row, lang: Language) -> str:
    return lang.say("none") if row["measure"] in ADDING else DASH


def row_percent_cell(value: Any, row: Row, lang: Language) -> Cell:
    """A percentage of a row, or the name of its absence."""
    return percent_cell(value, _no_number(row, lang))


def done_cell(row: Row, lang: Language) -> Cell:
    """Percent of plan: never rounded to a 100 that it is not."""
    return telling_percent_cell(row["pct_of_plan"], _no_number(row, lang))


def target_cell(row: Row, lang: Language) -> Cell:
    """The target as the plan says it: "≥ 1.516,7", "2 – 3", "hoàn thành", "chưa giao"."""
    words = _target_words(row, lang)
    if words:
        return Cell(words)
    value, digits = float(row["target"]), target_digits(row)
    if row["comparator"] == Comparator.EVERY:
        before, after = lang.around("≥ {target} in every ward", "target")
        return Cell(number=value, decimals=digits, before=before, after=after)
    if not is_missing(row["target_high"]):
        high = lang.number(row["target_high"], int(row["decimals"]))
        return Cell(f"{lang.number(value, digits)} – {high}", value)
    after = f" ({term_span(row)})".replace(" ", "\u00a0") if row["term_last"] else ""
    return Cell(number=value, decimals=digits, before=SIGN_OF[row["comparator"]], after=after)


def _target_words(row: Row, lang: Language) -> str:
    """What stands in place of a single value; empty where there is one."""
    if row["rival_plans"]:
        return " / ".join(
            target_amount(row.changed(target=value), lang) for _, value in row["rival_plans"]
        )
    if row["comparator"] == "":
        return lang.say("no target")
    if row["comparator"] == Comparator.DONE:
        return lang.say("done")
    return lang.say("quota not assigned") if is_missing(row["target"]) else ""


def actual_cell(row: Row, lang: Language) -> Cell:
    """The actual value; events by their word, an amount with the months it covers."""
    if is_missing(row["actual"]):
        return Cell(absent(row, lang) + _older(row, lang))
    value, measure = float(row["actual"]), Measure(row["measure"])
    match measure:
        case Measure.MILESTONE:
            return Cell(lang.say("done") if value >= 1 else lang.say("not done"), value)
        case Measure.FLOW:
            after = _covered(row, lang)
            return Cell(number=value, decimals=int(row["decimals"]), after=after)
        case (
            Measure.STOCK | Measure.RATIO | Measure.RANK | Measure.CAP | Measure.PER_WARD
            | Measure.GROWTH | Measure.SHARE | Measure.CHANGE
            | Measure.TERM_SUM | Measure.TERM_AVERAGE | Measure.TERM_LEVEL
        ):  # fmt: skip
            return Cell(number=value, decimals=int(row["decimals"]), after=_dated(row, lang))
    assert_never(measure)


def _older(row: Row, lang: Language) -> str:
    """The last level of an earlier year, with its month, where this year has none."""
    if not row["older_month"]:
        return ""
    month = Period.parse(row["older_month"]).label(lang.code).replace(" ", "\u00a0")
    return f"; {amount_with_unit(row['older_level'], row, lang)} ({month})"


def _dated(row: Row, lang: Language) -> str:
    """The month of a level's figure that is not of the period's last month."""
    if row["term_last"]:
        return _of_term(row, lang)
    if row["measure"] == Measure.CAP:
        return _months_only(row, lang)
    if not is_old(row):
        return ""
    return "\u00a0" + lang.say("({month})", month=figure_month(row, lang)).replace(" ", "\u00a0")


def _of_term(row: Row, lang: Language) -> str:
    """The months of its term that a figure counts."""
    known = term_known(row, lang)
    return f" ({known})".replace(" ", "\u00a0") if known else ""


def _covered(row: Row, lang: Language) -> str:
    """A star for what is not final, and the months where they end before the period does."""
    star = "" if row["status"] == NumberStatus.FINAL else "*"
    return star + _months_only(row, lang)


def _months_only(row: Row, lang: Language) -> str:
    """The months that a sum covers where they end before the period does."""
    if row["through"] >= Period.parse(row["period"]).last:
        return ""
    return "\u00a0" + lang.say("({n} months)", n=row["through"]).replace(" ", "\u00a0")


def chance_cell(row: Row, lang: Language) -> Cell:
    """A chance in whole percent; never a certainty that the method cannot have."""
    if is_missing(row["chance"]):
        unset = "quota not assigned" if row.get("comparator", "") else "no target"
        return Cell(lang.say(unset) if is_missing(row["target"]) else DASH)
    return share_cell(float(row["chance"]), lang)


def share_cell(share: float, lang: Language) -> Cell:
    """A chance that is known, in whole percent."""
    words = lang.say("under 1%") if share < 0.01 else lang.say("over 99%") if share > 0.99 else ""
    return Cell(words, share, share=True, after="%")


def fact_cell(value: Any, after: str = "") -> Cell:
    """A number with all its digits, as a file or a document has it."""
    if is_missing(value):
        return Cell("" if value is None else MISSING)
    digits = -int(exact(value).normalize().as_tuple().exponent)
    return Cell(number=float(value), decimals=max(0, digits), after=after)


def range_cell(low: Any, high: Any, row: Row, lang: Language) -> Cell:
    """Both ends of an interval, kept on one line; a dash where there is none."""
    if is_missing(low) and is_missing(high):
        return Cell(DASH)
    ends = (lang.number(end, int(row["decimals"])) for end in (low, high))
    return Cell("\u00a0–\u00a0".join(ends))


def status_cell(row: Row, lang: Language) -> Cell:
    """The judgement: sign and word, with the reason where there is none, in its colour."""
    return Cell(status_text(row, lang), tone=judged(row))


# ---------------------------------------------------------------- columns of one kind of cell
def text_column(field: str, heading: str) -> Column[Any]:
    """A column of words; a dash where there are none."""
    return Column(field, heading, lambda row, _: str(row[field] or DASH))


def count_column(field: str, heading: str) -> Column[Any]:
    """A column of whole numbers."""
    return Column(field, heading, lambda row, _: Cell(number=float(row[field])), "number")


def percent_column(field: str, heading: str) -> Column[Any]:
    """A column of percentages with one decimal."""
    return Column(field, heading, lambda row, _: percent_cell(row[field], DASH), "number")


def fact_column(field: str, heading: str, after: str = "") -> Column[Any]:
    """A column of numbers with all their digits."""
    return Column(field, heading, lambda row, _: fact_cell(row[field], after), "number")


def amount_column(field: str, heading: str, missing: str = "") -> Column[Any]:
    """A column of amounts in the row's decimals; ``missing`` is said for none, else a dash."""

    def cell(row: Row, lang: Language) -> Cell:
        return amount_cell(row[field], row, lang, lang.say(missing) or DASH)

    return Column(field, heading, cell, "number")
