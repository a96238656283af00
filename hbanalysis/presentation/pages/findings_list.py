"""The list of findings that goes back to the department that delivered, as a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby
from typing import Any

from hbanalysis.presentation.display import scrollable
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
NOBODY = N_(("no department named", "the files themselves"))
"""What stands in the place of a department, last in the list."""


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
                    _department(finding, thing, lang),
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
    nobody = ["", *(lang.say(name) for name in NOBODY)]
    made.sort(
        key=lambda pair: (
            nobody.index(pair[1].department) if pair[1].department in nobody else 0,
            pair[1].department,
            pair[1].file,
            LEVELS.index(pair[1].level),
            pair[0],
            pair[1].cell,
        )
    )
    return [line for _, line in made]


def _department(finding: Finding, thing: Mapping[str, Any], lang: Language) -> str:
    """Who answers for a finding; one of a whole file belongs to nobody in particular."""
    unnamed, files = NOBODY
    return str(thing.get("owner", "")) or lang.say(unnamed if finding.indicator else files)


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
        body.append(f"<h2>{escape(department[:1].upper() + department[1:])}</h2>")
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
    # On a phone every finding is a card: what to look at must not lie beyond the edge.
    "@media screen and (max-width:640px){.hba-scroll table{min-width:0}.hba-wide::before"
    "{display:none!important}thead{display:none}tbody :is(tr,th,td){display:block;border:0}tbody"
    " tr{border-top:1px solid var(--line);padding:8px 0}tbody :is(th,td){padding:1px 0;width:auto"
    ";text-align:left}tbody :is(th,td):empty{display:none}tbody td[data-head]::before{content:"
    'attr(data-head)": ";color:var(--soft)}}'
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
        named = zip(("", "Found", "Expected", ""), cells[1:], strict=True)
        body.append(
            f'<tr><th scope="row">{escape(line.cell)}</th><td{kind}>{escape(cells[0])}</td>'
            + "".join(_cell(head, cell, lang) for head, cell in named)
            + "</tr>"
        )
    markup = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    return scrollable(markup, label, wide=True)


def _cell(head: str, text: str, lang: Language) -> str:
    """A cell that says on a phone what a head says on a desk."""
    named = f' data-head="{escape(lang.say(head))}"' if head and text else ""
    return f"<td{named}>{escape(text)}</td>"
