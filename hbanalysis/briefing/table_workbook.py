"""table.xlsx: the standard table with real numbers that look as on the page.

A sheet of sources.
"""

from __future__ import annotations

import io
import math
import re
from datetime import UTC, datetime
from typing import Any

from hbanalysis.briefing.content import Content
from hbanalysis.briefing.files import settled
from hbanalysis.briefing.formats import number_format
from hbanalysis.presentation import sentences, tables
from hbanalysis.presentation.figures.style import ACCENT
from hbanalysis.presentation.judgement_style import COLOURS, judged
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator, Measure

HEAD = 4
_ONE_NUMBER = re.compile(r"[^\d]*[-−]?\d[\d.,]*(?:[^\d]*|\D*\(\d+\D*\))$")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {"No.": 6, "Indicator": 46, "Unit": 12, "Assessment": 20, "Note": 52, "Group": 24}
NARROW, WIDE, LINE = (
    11,
    34,
    16.5,
)  # widths in letters of columns that have no width of their own; points of a line


def values_of(row: Any) -> dict[str, Any]:
    """The numbers behind the texts of one row of the standard table, by the.

    English. Name of their column.
    """
    done = row["comparator"] == Comparator.DONE
    event = row["measure"] == Measure.MILESTONE
    return {
        "Annual plan": None if done else row["target"],
        "Same period last year": row["same_period"],
        "In the period": row["in_period"],
        "Year to date": None if event else row["actual"],
        "% of plan": row["pct_of_plan"],
        "% of same period": row["pct_of_same_period"],
        "Year-end projection": row["point"],
        "% of plan (projected)": (
            percent_of(row["point"], row["target"]) if row["measure"] == Measure.FLOW else None
        ),
    }


def standard_cells(content: Content) -> tuple[list[str], list[list[tuple[str, Any]]]]:
    """Head and cells of the standard table, each as the page's text and the number behind it.

    None for words.
    """
    lang, data = content.lang, content.plan_table.data
    named = {lang.say(name): name for name in values_of(content.projected.iloc[0])}
    if content.period.last == 1:
        named[lang.say("In the period")] = "Year to date"
    columns = list(data.columns[2:])
    rows = []
    for (_, texts), row in zip(data.iterrows(), records(content.projected), strict=True):
        code, _, name = str(texts.iloc[1]).partition(". ")
        numbers = values_of(row)
        cells: list[tuple[str, Any]] = [(code, None), (name, None)]
        cells += [
            (str(texts[column]), _number(str(texts[column]), numbers.get(named.get(column, ""))))
            for column in columns
        ]
        rows.append([*cells, (str(texts["_group"]), None)])
    return [lang.say("No."), lang.say("Indicator"), *columns, lang.say("Group")], rows


def _number(text: str, value: Any) -> float | None:
    """The number behind a text, where the text is one number with signs around it."""
    return (
        None if value is None or is_missing(value) or not _ONE_NUMBER.match(text) else float(value)
    )


def write_workbook(content: Content) -> bytes:
    """The workbook of a pack; the same content gives the same bytes."""
    import xlsxwriter

    out, lang = io.BytesIO(), content.lang
    safe = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(out, safe) as book:
        book.set_properties(
            {
                "title": f"{content.place}, {content.period.label(lang.code)}",
                "subject": content.demo,
                "created": datetime.fromisoformat(content.day[:10]).replace(tzinfo=UTC),
            }
        )
        head, rows = standard_cells(content)
        sheet = book.add_worksheet(lang.say("Standard table"))
        _top(book, sheet, content, lang.say("Plan against actual"))
        _table(book, sheet, "StandardTable", head, rows, content)
        sheet.freeze_panes(HEAD, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        origin = tables.sources(content.table, lang).data
        cells = [
            [(str(cell), None) for cell in row] for row in origin.itertuples(index=False, name=None)
        ]
        sheet = book.add_worksheet(lang.say("Sources"))
        _top(book, sheet, content, lang.say("Where the numbers come from"))
        if cells:
            _table(book, sheet, "Sources", list(map(str, origin.columns)), cells, content)
        sheet.freeze_panes(HEAD, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return settled(out.getvalue(), content.day)


def _top(book: Any, sheet: Any, content: Content, title: str) -> None:
    """Title, headline and the mark of synthetic data above a table.

    Paper size and repeated head for printing.
    """
    lang = content.lang
    known = (
        lang.say("Figures known up to") + " " + lang.date(content.office.as_of)
        if content.office.as_of
        else ""
    )
    sheet.write_string(
        0,
        0,
        f"{title}: {content.place}, {content.period.label(lang.code)}",
        book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 14}),
    )
    sheet.write_string(
        1,
        0,
        sentences.headline(content.table, content.place, lang),
        book.add_format({"font_name": "Times New Roman", "font_size": 12}),
    )
    mark = " ".join([*sentences.demo_note(content.table, lang).paragraphs, known]).strip()
    sheet.write_string(
        2,
        0,
        mark,
        book.add_format(
            {
                "bold": True,
                "font_name": "Times New Roman",
                "font_size": 12,
                "font_color": COLOURS["behind"],
            }
        ),
    )
    sheet.set_paper(9)
    sheet.repeat_rows(HEAD - 1)
    sheet.hide_gridlines(2)


def _table(
    book: Any,
    sheet: Any,
    name: str,
    head: list[str],
    rows: list[list[tuple[str, Any]]],
    content: Content,
) -> None:
    """An Excel table: its head row is marked as such, so that it can be read aloud and filtered."""
    lang = content.lang
    base = {
        "font_name": "Times New Roman",
        "font_size": 12,
        "valign": "top",
        "bottom": 1,
        "bottom_color": "#c9ced6",
    }
    styles: dict[Any, Any] = {}

    def style(**more: Any) -> Any:
        key = tuple(sorted(more.items()))
        if key not in styles:
            styles[key] = book.add_format(base | more)
        return styles[key]

    amounts = {place for row in rows for place, (_, value) in enumerate(row) if value is not None}
    tops = [
        style(
            bold=True,
            text_wrap=True,
            font_color="#ffffff",
            bg_color=ACCENT,
            valign="vcenter",
            align="right" if place in amounts else "left",
        )
        for place in range(len(head))
    ]
    sheet.add_table(
        HEAD - 1,
        0,
        HEAD - 1 + len(rows),
        len(head) - 1,
        {
            "name": name,
            "style": None,
            "autofilter": True,
            "columns": [
                {"header": text, "header_format": top}
                for text, top in zip(_distinct(head), tops, strict=True)
            ],
        },
    )
    named = {lang.say(text): wide for text, wide in WIDTHS.items()}
    longest = [max((len(row[place][0]) for row in rows), default=8) for place in range(len(head))]
    widths = [
        named.get(text, min(WIDE, max(NARROW, most + 2)))
        for text, most in zip(head, longest, strict=True)
    ]
    for place, wide in enumerate(widths):
        sheet.set_column(place, place, wide)
    sheet.set_row(HEAD - 1, 3 * LINE)
    told = lang.say("Assessment")
    for number, row in enumerate(rows):
        lines = [
            math.ceil(1.1 * len(text) / wide) for (text, _), wide in zip(row, widths, strict=True)
        ]
        sheet.set_row(HEAD + number, LINE * max(1, *lines))
        for place, (text, value) in enumerate(row):
            if value is not None:
                sheet.write_number(
                    HEAD + number, place, value, style(num_format=number_format(text, lang))
                )
                continue
            more: dict[str, Any] = {"text_wrap": True}
            if place in amounts:
                more["align"] = "right"
            if text.startswith(_ACTIVE):
                more["quote_prefix"] = True
            if head[place] == told and name == "StandardTable":
                more |= {
                    "bold": True,
                    "indent": 1,
                    "font_color": COLOURS[judged(content.table.iloc[number])],
                }
            sheet.write_string(HEAD + number, place, text, style(**more))


def _distinct(head: list[str]) -> list[str]:
    """Column names that Excel takes: none twice (letters' case aside)."""
    seen: dict[str, int] = {}
    found = []
    for text in head:
        seen[text.lower()] = seen.get(text.lower(), 0) + 1
        found.append(text if seen[text.lower()] == 1 else f"{text} ({seen[text.lower()]})")
    return found
