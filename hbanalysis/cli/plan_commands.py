"""Commands about a plan's text: ``hba plan read | accept | diff``."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hbanalysis.cli.common import Lang, Root, guarded, language_for, root_for, tell, tell_findings
from hbanalysis.vocabulary.errors import HbaError, WrongUsage

if TYPE_CHECKING:
    from hbanalysis.intake.plan_text.review.codes import Known
    from hbanalysis.intake.plan_text.rows import PlanDraft
    from hbanalysis.vocabulary.language import Language

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


class PlanFormat(StrEnum):
    """How a drafted plan is printed."""

    TEXT = "text"
    CSV = "csv"


PlanFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Plan as txt, docx, pdf or html. Văn bản kế hoạch."),
]
Compared = Annotated[
    str,
    typer.Argument(
        metavar="PLAN",
        help="A year of the workspace, a review or a document. Năm, bảng duyệt, văn bản.",
    ),
]
ReviewFile = Annotated[
    Path, typer.Argument(metavar="REVIEW.xlsx", help="A confirmed review. Bảng đã duyệt.")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", help="File to write (.csv or .xlsx). Tệp ghi ra."),
]
Shape = Annotated[PlanFormat, typer.Option("--format", help="text or csv.")]
Territory = Annotated[
    str, typer.Option("--territory", help="Territory code to fill in. Mã địa bàn để điền sẵn.")
]
PlanYear = Annotated[
    int,
    typer.Option("--year", min=0, max=2100, help="Year where the text names none. Năm kế hoạch."),
]


@app.command("read")
def read(
    context: typer.Context,
    file: PlanFile,
    output: Output = None,
    shape: Shape = PlanFormat.TEXT,
    year: PlanYear = 0,
    territory: Territory = "",
    root: Root = None,
    language: Lang = None,
) -> None:
    """Draft targets and stated results from a plan's text.

    Đọc nghị quyết thành bản nháp chỉ tiêu.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.plan_text import read_plan

        if output is not None and output.suffix.lower() not in (".csv", ".xlsx"):
            raise WrongUsage("{found!r} is neither .csv nor .xlsx.", found=output.name)
        draft, findings = read_plan(file, year or None)
        draft.territory = territory or _only_territory(context, root)
        tell_findings(findings, lang)
        if shape is PlanFormat.CSV and output is None:
            typer.echo(_as_csv(draft, lang), nl=False)
        elif output is None:
            _show(draft, lang)
        else:
            _write(draft, output, _known(context, root), lang)
        return 0

    guarded(lang, action)


def _show(draft: PlanDraft, lang: Language) -> None:
    from hbanalysis.presentation.terminal.plan_draft import (
        draft_lines,
        draft_summary,
        unread_lines,
    )

    typer.echo(draft_lines(draft, lang))
    if draft.unread:
        typer.echo("\n" + lang.say("Not read:"))
        typer.echo(unread_lines(draft, lang))
    tell(draft_summary(draft, lang))
    tell(lang.say("Nothing was written; --output FILE.xlsx writes the review to confirm."))


def _write(draft: PlanDraft, output: Path, known: Known, lang: Language) -> None:
    from hbanalysis.intake.store.atomic import leave_filled, write_whole
    from hbanalysis.presentation.terminal.plan_doubts import doubt_text
    from hbanalysis.presentation.terminal.plan_draft import draft_summary

    if output.suffix.lower() == ".xlsx":
        from hbanalysis.intake.plan_text.review.writer import review_bytes

        doubts = [doubt_text(row, lang) for row in draft.rows]
        content = review_bytes(draft, doubts, known)
        leave_filled(output, content)
        write_whole(output, content)
        tell(lang.say("Confirm it in Excel, then: hba plan accept {file}", file=output.name))
    else:
        write_whole(output, _as_csv(draft, lang).encode("utf-8-sig"))
    tell(draft_summary(draft, lang))
    typer.echo(output.as_posix())


def _known(context: typer.Context, root: Path | None) -> Known:
    """Names and units of the workspace's indicators; none where there is no workspace."""
    from hbanalysis.intake.plan_text.review.codes import Known
    from hbanalysis.intake.raw.raw_tables import read_table
    from hbanalysis.vocabulary.rows import records

    folder = _workspace_or_none(context, root)
    if folder is None:
        return Known()
    rows = list(records(read_table(folder, "indicators")[0]))
    columns = ("name_vi", "unit", "measure")
    names, units, kinds = ({row["indicator"]: row[one] for row in rows} for one in columns)
    return Known(names, units, kinds)


def _only_territory(context: typer.Context, root: Path | None) -> str:
    """The code of the only territory of the workspace, wholes aside; empty where it has more."""
    from hbanalysis.intake.raw.raw_tables import read_table
    from hbanalysis.vocabulary.rows import records

    folder = _workspace_or_none(context, root)
    rows = list(records(read_table(folder, "territories")[0])) if folder is not None else []
    parents = {row["parent"] for row in rows}
    codes = {row["territory"] for row in rows} - parents
    return codes.pop() if len(codes) == 1 else ""


@app.command("accept")
def accept(
    context: typer.Context,
    review: ReviewFile,
    root: Root = None,
    language: Lang = None,
) -> None:
    """Take a confirmed review into the raw tables. Nhận bảng đã duyệt vào số liệu gốc."""
    lang = language_for(context, language)

    def action() -> int:
        from datetime import date

        from hbanalysis.intake.plan_text.review.accept import accept_review

        today = date.today().isoformat()  # noqa: DTZ011
        done, findings = accept_review(root_for(context, root), review, today)
        tell_findings(findings, lang)
        if done is None:
            tell(lang.say("Nothing was written: the review is taken in whole or not at all."))
            return 1
        for table, count in done.counts.items():
            typer.echo(f"data/raw/{table}.csv +{count}")
        if done.examples:
            said = lang.say(
                "The examples gave way to the plan; {count} indicators of theirs are gone.",
                count=done.examples,
            )
            tell(said)
        tell(lang.say("Taken in; the review is kept as {stored}.", stored=done.stored))
        return 0

    guarded(lang, action)


@app.command("diff")
def diff(
    context: typer.Context,
    before: Compared,
    after: Compared,
    shape: Shape = PlanFormat.TEXT,
    territory: Territory = "",
    root: Root = None,
    language: Lang = None,
) -> None:
    """What changed from one plan to another. So hai kế hoạch: mới, bỏ, tăng, giảm, đổi lời."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.plan_text.comparing import (
            COLUMNS,
            as_records,
            differences,
            targets_of,
        )
        from hbanalysis.presentation.terminal.plan_changes import change_lines

        folder = _workspace_or_none(context, root)
        changes = differences(*(targets_of(one, folder, territory) for one in (before, after)))
        if shape is PlanFormat.CSV:
            typer.echo(_csv_text(COLUMNS, as_records(changes)), nl=False)
        else:
            typer.echo(change_lines(changes, lang))
        return 0

    guarded(lang, action)


def _workspace_or_none(context: typer.Context, root: Path | None) -> Path | None:
    try:
        return root_for(context, root)
    except HbaError:
        if root is not None:
            raise
        return None


def _as_csv(draft: PlanDraft, lang: Language) -> str:
    from hbanalysis.intake.plan_text.rows import COLUMNS, as_record
    from hbanalysis.presentation.terminal.plan_doubts import doubt_text

    return _csv_text(COLUMNS, [as_record(draft, row, doubt_text(row, lang)) for row in draft.rows])


def _csv_text(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
