"""The annex of the note: the standard table as the fields of a Word template."""

from __future__ import annotations

from hbanalysis.analysis.row import Row
from hbanalysis.briefing.pack_content import UNJUDGED, Content
from hbanalysis.presentation.judgement_style import BAD, SIGNS, amount_with_unit, judged
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import ADDING

FIELDS = {
    "code": "indicator",
    "name": "name",
    "unit": "unit",
    "target": "target",
    "same_period": "same_period",
    "in_period": "in_period",
    "actual": "actual",
    "pct_of_plan": "pct_of_plan",
    "pct_of_same_period": "pct_of_same_period",
    "point": "point",
    "pct_projected": "pct_projected",
    "assessment": "judgement",
    "note": "note",
}
"""The fields of ``head`` and of every one of ``rows``, with the columns of the standard table."""


def note_table(content: Content) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Head and rows of the standard table as texts; a column the period lacks has an empty head."""
    sheet = content.plan_table
    shown = {field: column for field, column in FIELDS.items() if column in sheet.ids}
    head = dict.fromkeys(FIELDS, "") | {
        field: sheet.heading(column) for field, column in shown.items()
    }
    rows = []
    for number, row in enumerate(sheet.rows):
        texts = sheet.texts.iloc[number]
        fields = {field: texts[column] for field, column in shown.items()}
        word = f"{SIGNS[judged(row)]} {content.lang.say(judged(row))}"
        short = {"assessment": word, "note": _short_note(row, content)}
        rows.append(dict.fromkeys(FIELDS, "") | fields | short | _last_level(row, content.lang))
    return head, rows


def _month(period: Period, lang: Language) -> str:
    """A month as a narrow column writes it: 12/2024, Dec 2024."""
    if lang.code == "vi":
        return f"{period.last}/{period.year}"
    return lang.date(period.end.isoformat()).partition(" ")[2]


def _last_level(row: Row, lang: Language) -> dict[str, str]:
    """Of a target that is not due, the level of an earlier year with its month, on one line.

    That it is not due is said by the columns of assessment and note.
    """
    if not (is_missing(row["actual"]) and row["older_month"]):
        return {}
    month = _month(Period.parse(row["older_month"]), lang)
    return {"actual": f"{amount_with_unit(row['older_level'], row, lang)} ({month})"}


def _short_note(row: Row, content: Content) -> str:
    """The few words for which the note's table has room; the workbook has the whole remark."""
    lang = content.lang
    if judged(row) in UNJUDGED:
        when = _month(Period.parse(row["next_date"]), lang) if row["next_date"] else ""
        return lang.say("judged from {month}", month=when) if when else lang.say(str(row["reason"]))
    if (
        row["measure"] in ADDING
        and judged(row) in BAD
        and not content.closed
        and not is_missing(row["required_per_month"])
    ):
        return lang.say(
            "needs {need} a month",
            need=lang.number(row["required_per_month"], int(row["decimals"])),
        )
    return (
        lang.say("short: {names}", names=", ".join(row["wards_short"]))
        if row["wards_short"]
        else ""
    )
