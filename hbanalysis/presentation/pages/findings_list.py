"""The list of findings that goes back to the department that delivered.

As a page and as a workbook.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Any

from hbanalysis.presentation.display import scrollable
from hbanalysis.presentation.judgement_style import ALARM
from hbanalysis.presentation.picture import HEX
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.periods import Period

LEVELS = N_(("error", "warning", "note"))
SIGNS = {"error": "✕", "warning": "◆", "note": "○"}
# What a finding calls the thing it would rather have seen, by order of preference.
WANTED = ("expected", "other", "near", "column")
HEADINGS = N_(
    (
        "Department",
        "File",
        "Cell",
        "Level",
        "Indicator",
        "Territory",
        "Found",
        "Expected",
        "What to look at",
        "Rule",
    )
)
WIDTHS = (18, 20, 7, 10, 20, 14, 12, 14, 46, 12)
"""Widths in letters: together what A4 across holds in letters of 9 points."""


@dataclass(frozen=True)
class Line:
    """One finding in the reader's words, with the department that answers for it."""

    department: str
    file: str
    cell: str
    level: str
    level_text: str
    indicator: str
    territory: str
    found: str
    expected: str
    sentence: str
    rule: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    """What was found and what was expected where these are numbers, by the heading."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells under :data:`HEADINGS`."""
        return (
            self.department,
            self.file,
            self.cell,
            self.level_text,
            self.indicator,
            self.territory,
            self.found,
            self.expected,
            self.sentence,
            self.rule,
        )


def wanted(finding: Finding, lang: Language) -> str:
    """What was expected, in words; empty when the sentence alone can say it."""
    name = next((name for name in WANTED if finding.facts.get(name) not in (None, "")), "")
    value = finding.facts.get(name)
    return lang.say(value) if name == "expected" and isinstance(value, str) else lang.fact(value)


def lines(
    findings: Sequence[Finding],
    indicators: Mapping[str, Mapping[str, Any]],
    places: Mapping[str, Mapping[str, Any]],
    lang: Language,
) -> list[Line]:
    """Every finding once, by department, file and place in the file.

    ``indicators`` and ``places`` are the rows of the lists by code; a code that no list knows is
    shown as it is.
    """
    made = []
    for finding in findings:
        thing = indicators.get(finding.indicator, {})
        territory = places.get(finding.territory, {})
        made.append(
            (
                finding.row,
                Line(
                    str(thing.get("owner", "") or lang.say("no department named")),
                    finding.file,
                    finding.locator,
                    finding.level,
                    lang.say(finding.level),
                    _called(finding.indicator, thing, lang),
                    lang.pick(territory, "name") or finding.territory,
                    lang.fact(finding.facts.get("found", "")),
                    wanted(finding, lang),
                    _sentence(finding, lang),
                    finding.rule,
                    _numbers(finding),
                ),
            )
        )
    unnamed = lang.say("no department named")
    made.sort(
        key=lambda pair: (
            pair[1].department == unnamed,
            pair[1].department,
            pair[1].file,
            LEVELS.index(pair[1].level),
            pair[0],
            pair[1].cell,
        )
    )
    return [line for _, line in made]


def _sentence(finding: Finding, lang: Language) -> str:
    """A finding as one tells it to a colleague: months by name, numbers no finer than needed."""
    facts = {name: _as_said(name, value, lang) for name, value in finding.facts.items()}
    return lang.finding(replace(finding, facts=_rounded(facts)))


def _as_said(name: str, value: Any, lang: Language) -> Any:
    month = name == "period" and isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}", value)
    return Period.parse(value).label(lang.code) if month else value


def _rounded(facts: dict[str, Any]) -> dict[str, Any]:
    """Numbers without idle digits; as they are where rounding would make two of them one."""
    numbers = {name: value for name, value in facts.items() if isinstance(value, float)}
    short = {
        name: round(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2)
        for name, value in numbers.items()
    }
    if len(set(short.values())) < len(set(numbers.values())):
        return facts
    return facts | short


def _numbers(finding: Finding) -> dict[str, float]:
    """The numbers of a finding as numbers; the first fact that says what was expected counts."""
    name = next((name for name in WANTED if finding.facts.get(name) not in (None, "")), "")
    values = {"Found": finding.facts.get("found"), "Expected": finding.facts.get(name)}
    return {
        heading: float(value)
        for heading, value in values.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }


def _called(code: str, row: Mapping[str, Any], lang: Language) -> str:
    name = lang.pick(row, "name")
    return f"{code} {name}" if name else code


def summary(listed: Sequence[Line], lang: Language) -> str:
    """How many findings of which level there are, in one sentence."""
    if not listed:
        return lang.say("Nothing to report: the raw files are sound.")
    counts = {level: sum(line.level == level for line in listed) for level in LEVELS}
    counted = ", ".join(f"{count} {lang.say(level)}" for level, count in counts.items() if count)
    if not counts["error"]:
        return lang.say("No errors; to look at: {told}.", told=counted)
    return lang.count("{n} finding: {told}.", "{n} findings: {told}.", len(listed), told=counted)


def page(listed: Sequence[Line], lang: Language, day: str, css: str) -> str:
    """The list as one self-contained HTML page, by department and file, everything escaped."""
    title = lang.say("Figures to look at")
    body = [
        f"<h1>{escape(title)}</h1>",
        f'<div class="hba-answer"><p>{escape(summary(listed, lang))}</p>',
    ]
    if listed:
        body.append(f"<p>{escape(lang.say(HOW_TO_READ))}</p>")
    body.append("</div>")
    for department, members in groupby(listed, key=lambda line: line.department):
        body.append(f"<h2>{escape(department)}</h2>")
        for file, rows in groupby(members, key=lambda line: line.file):
            body += [f"<h3>{escape(file)}</h3>", _table(list(rows), f"{department}: {file}", lang)]
    return (
        f'<!DOCTYPE html>\n<html lang="{lang.code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{css}{LIST_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + '\n</main>\n<footer class="hba-foot"><p>hba check · '
        f"{escape(lang.date(day))}</p></footer>\n</body>\n</html>\n"
    )


# Columns of one width under each other, whatever they hold; the first is a cell address, not a
# name.
LIST_STYLE = (
    ".hba-scroll table{table-layout:fixed;min-width:1000px}tbody"
    " th{min-width:0}td{overflow-wrap:anywhere}thead th:nth-child(1){width:5%}thead"
    " th:nth-child(2){width:10%}thead th:nth-child(3){width:24%}thead"
    " th:nth-child(4){width:11%}thead th:nth-child(5){width:15%}"
)
HOW_TO_READ = N_(
    "An error is not used until it is put right; a warning is used and may be true, please confirm"
    " or correct it; a note needs no answer."
)


def _table(rows: Sequence[Line], label: str, lang: Language) -> str:
    """One file's findings: cell, level, what, found, expected, sentence."""
    heads = ("Cell", "Level", "Indicator", "Found", "Expected", "What to look at")
    head = "".join(f'<th scope="col">{escape(lang.say(name))}</th>' for name in heads)
    body = []
    for line in rows:
        what = line.indicator + (f" · {line.territory}" if line.territory else "")
        cells = (
            f"{SIGNS[line.level]} {line.level_text}",
            what,
            line.found,
            line.expected,
            line.sentence,
        )
        kind = ' class="hba-failed"' if line.level == "error" else ""
        body.append(
            f'<tr><th scope="row">{escape(line.cell)}</th><td{kind}>{escape(cells[0])}</td>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in cells[1:])
            + "</tr>"
        )
    markup = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    return scrollable(markup, label, wide=True)


def workbook(listed: Sequence[Line], lang: Language, day: str) -> bytes:
    """The list as an Excel workbook: one sheet, header frozen, filters on; texts stay texts."""
    import xlsxwriter

    out = io.BytesIO()
    # Without these a cell that begins with "=" or "http" would come alive in the reader's Excel.
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {
            "title": lang.say("Figures to look at"),
            "author": "hba check",
            "created": datetime.fromisoformat(day),
        }
    )
    head = book.add_format(
        {"bold": True, "bottom": 2, "valign": "vcenter", "text_wrap": True, "bg_color": "#f6f7f9"}
    )
    plain = book.add_format(
        {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#dfe3e9"}
    )
    marks = {
        "error": book.add_format(
            {
                "valign": "top",
                "bold": True,
                "font_color": ALARM,
                "border": 1,
                "border_color": "#dfe3e9",
            }
        ),
        "warning": book.add_format(
            {"valign": "top", "font_color": HEX["ink"], "border": 1, "border_color": "#dfe3e9"}
        ),
    }
    sheet = book.add_worksheet(lang.say("Findings"))
    for column, (name, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, lang.say(name), head)
    for row, line in enumerate(listed, 1):
        for column, text in enumerate(line.texts):
            style = marks.get(line.level, plain) if HEADINGS[column] == "Level" else plain
            number = line.numbers.get(HEADINGS[column])
            if number is None:
                sheet.write_string(row, column, text, style)
            else:
                sheet.write_number(row, column, number, style)
    sheet.ignore_errors({"number_stored_as_text": f"A2:J{len(listed) + 1}"})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(listed), 1), len(HEADINGS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()
