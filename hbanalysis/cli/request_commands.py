"""Asking departments and taking their answers in: ``hba request``, ``hba answer``."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hbanalysis.cli.common import (
    AsOf,
    Lang,
    PeriodText,
    Root,
    Territories,
    guarded,
    language_for,
    opened,
    root_for,
    tell,
    tell_findings,
)
from hbanalysis.vocabulary.messages import N_

if TYPE_CHECKING:
    from hbanalysis.vocabulary.language import Language

Due = Annotated[
    str, typer.Option("--due", help="Day by which an answer is due; default: in 7 days. Hạn.")
]
Folder = Annotated[
    Path | None,
    typer.Option("--output", help="Folder for the workbooks. Thư mục ghi các phiếu."),
]
Day = Annotated[
    str, typer.Option("--day", help="Day of asking or answering; default: today. Ngày.")
]
File = Annotated[Path, typer.Argument(help="The workbook that has come back. Phiếu đã trả lời.")]
Accept = Annotated[bool, typer.Option("--accept", help="Take the answers in. Ghi câu trả lời.")]


def _today(day: str) -> str:
    from hbanalysis.vocabulary.periods import parse_day

    return parse_day(day).isoformat() if day else datetime.now(UTC).date().isoformat()


def request(
    context: typer.Context,
    period: PeriodText,
    territory: Territories = None,
    as_of: AsOf = "",
    due: Due = "",
    day: Day = "",
    output: Folder = None,
    root: Root = None,
    language: Lang = None,
) -> None:
    """Write one workbook of questions for each department: missing figures, targets in trouble.

    Lập phiếu hỏi cho từng đơn vị.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.analysis.year import Year
        from hbanalysis.intake.delivery.request_book import (
            keep_requests,
            overdue,
            with_kept_days,
            write_requests,
        )
        from hbanalysis.presentation.pages.questions_page import asked_of
        from hbanalysis.vocabulary.periods import Period

        when, asked = Period.parse(period), _today(day)
        until = _today(due) if due else _later(asked)
        office = opened(context, root, as_of, lang)
        places = office.chosen_territories(territory or [], when.year)
        years = [Year(office, when, one, lang) for one in places]
        rows = [row for year in years for row in asked_of(year, asked, until)]
        rows = with_kept_days(office.root, rows)
        demo = {year.territory for year in years if year.plan["demo"].any()}
        if not rows:
            tell(lang.say("There is nothing to ask: no figure is missing, no target in trouble."))
            return 0
        folder = output or office.root / "reports" / "requests" / str(when)
        paths = write_requests(folder, _books(rows, when.label(lang.code), demo, lang))
        new = keep_requests(office.root, rows)
        for path in paths:
            typer.echo(str(path))
        if new:
            template = N_("{n} questions, {new} of them new; new ones are due by {due}.")
        else:
            template = N_("{n} questions, none of them new; each keeps the day by which it is due.")
        tell(lang.say(template, n=len(rows), new=new, due=lang.date(until)))
        if late := overdue(office.root, asked):
            owners = [owner or lang.say("department not named") for owner in late]
            tell(lang.say("Overdue without an answer: {owners}.", owners="; ".join(owners)))
        return 0

    guarded(lang, action)


def _books(
    rows: list[dict[str, Any]], period: str, demo: set[str], lang: Language
) -> dict[str, bytes]:
    """One workbook for each department, by the name of its file; the rows are put in its order."""
    from hbanalysis.intake.delivery.register import slug
    from hbanalysis.intake.delivery.request_book import request_workbook

    rows.sort(key=lambda row: str(row["owner"]))
    books = {}
    for owner, group in groupby(rows, key=lambda row: str(row["owner"])):
        name, mine = owner or lang.say("department not named"), list(group)
        title = f"{name}: {period}"
        if any(row["territory"] in demo for row in mine):
            title += f" ({lang.say('illustrative data')})"
        books[f"{slug(name)}.xlsx"] = request_workbook(title, mine)
    return books


def _later(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=7)).isoformat()


def answer(
    context: typer.Context,
    file: File,
    accept: Accept = False,
    day: Day = "",
    root: Root = None,
    language: Lang = None,
) -> None:
    """Show the answers that a workbook brings back; with --accept take them in.

    Xem và ghi câu trả lời của đơn vị.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.delivery.request_book import keep_answers, read_answers
        from hbanalysis.intake.raw.raw_tables import read_table

        folder = root_for(context, root)
        table = read_table(folder, "requests")[0]
        asked = dict(zip(table["request"], table["asked"], strict=True))
        rows, findings = read_answers(file, asked, _today(day))
        for row in rows:
            told = (row["text"], row["expected"] and lang.date(row["expected"]), row["measure"])
            typer.echo(f"{row['request']}: {'; '.join(part for part in told if part)}")
        if findings:
            tell_findings(findings, lang)
            tell(lang.say("Nothing was written."))
            return 1
        if not accept:
            tell(lang.say("Nothing was written; --accept takes the answers in."))
            return 0
        new = keep_answers(folder, file, rows)
        tell(lang.count("{n} answer was taken in.", "{n} answers were taken in.", new))
        return 0

    guarded(lang, action)
