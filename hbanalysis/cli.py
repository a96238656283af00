"""The door: ``hba check | build | assess | project | report``.

Messages go to stderr, data to stdout. Exit 0: fine; 1: findings or failure; 2: wrong usage.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hbanalysis.vocabulary.errors import BadData, Finding, HbaError

if TYPE_CHECKING:
    import pandas as pd

    from hbanalysis.intake.load import Workspace
    from hbanalysis.vocabulary.language import Language


class Format(StrEnum):
    """How a command prints its data."""

    TEXT = "text"
    JSON = "json"


class Tongue(StrEnum):
    """Language of messages and pages."""

    VI = "vi"
    EN = "en"


app = typer.Typer(
    help="Plan against actual, year-end projection and trends of a yearly resolution. "
         "Kế hoạch và thực hiện, ước thực hiện cả năm, xu hướng.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
)

Root = Annotated[Path | None, typer.Option("--root", help="Workspace: a folder with data/raw. Thư mục làm việc.")]
Lang = Annotated[Tongue | None, typer.Option("--lang", help="Language: vi or en. Ngôn ngữ.")]
AsOf = Annotated[str, typer.Option("--as-of", help="Only what was published by that day (2024-10-15). Đến ngày.")]
Territories = Annotated[list[str] | None, typer.Option(
    "--territory", help="Territory code; repeatable; 'all' for every one with a target. Địa bàn.")]
Output = Annotated[Format, typer.Option("--format", help="text or json.")]
PeriodText = Annotated[str, typer.Argument(metavar="PERIOD", help="2024-07, 2024-Q3, 2024-H1, 2024-9M or 2024.")]

CONTRACT_ASSESS = (
    "territory", "period", "indicator", "parent", "clause", "group", "name_vi", "name_en", "unit", "measure", "target",
    "comparator", "comparator_stated", "plan", "decided", "actual", "through", "in_period", "missing", "status",
    "published", "source", "locator", "file", "demo", "pct_of_plan", "stated_pct_of_plan", "same_period",
    "pct_of_same_period", "same_period_basis", "expected_share", "expected_to_date", "pace_method", "pace_years",
    "required_per_month", "best_month", "verdict", "outlook", "reason", "reason_vi", "reason_en", "next_date",
)
CONTRACT_PROJECT = (
    "territory", "period", "indicator", "name_vi", "name_en", "unit", "target", "comparator", "actual", "demo", "point",
    "lo80", "hi80", "lo95", "hi95", "chance", "method", "months_observed", "years_of_history", "past_miss_pct",
    "past_tries", "reason",
)


@app.callback()
def _shared(context: typer.Context, root: Root = None, lang: Lang = None) -> None:
    """Options that may stand before or after the command."""
    context.obj = {"root": root, "lang": lang}


def words_for(context: typer.Context, lang: Tongue | None) -> Language:
    """The reader's language: the option, else the environment variable HBA_LANG, else Vietnamese."""
    from hbanalysis.vocabulary.language import Language

    chosen = lang or (context.obj or {}).get("lang")
    return Language(str(chosen or os.environ.get("HBA_LANG", "vi")))


def root_for(context: typer.Context, root: Path | None) -> Path:
    """The workspace folder: the option, else the nearest one upwards, else the repository."""
    from hbanalysis.intake.load import find_root

    chosen = root or (context.obj or {}).get("root")
    if chosen is None:
        return find_root()
    if not Path(chosen).is_dir():
        raise HbaError("There is no folder {folder}.", folder=str(chosen))
    return Path(chosen).resolve()


def tell(text: str) -> None:
    """One line for a person, on stderr."""
    typer.echo(text, err=True)


def tell_findings(findings: list[Finding], words: Language) -> None:
    """Every finding as one line: level, file, cell, sentence."""
    for finding in findings:
        place = " ".join(part for part in (finding.file, finding.locator) if part)
        tell(f"{words.say(finding.level)}: {place}: {words.finding(finding)}")


def guarded(words: Language, action: Callable[[], int]) -> None:
    """Run an action; a problem an analyst can put right becomes one sentence and its exit code."""
    try:
        code = action()
    except BadData as problem:
        tell_findings(problem.findings, words)
        tell(words.error(problem))
        code = problem.exit_code
    except HbaError as problem:
        tell(words.error(problem))
        code = problem.exit_code
    raise typer.Exit(code)


def as_json(table: pd.DataFrame, columns: tuple[str, ...]) -> str:
    """Rows as a JSON array; missing numbers are null, never NaN."""
    from hbanalysis.vocabulary.numbers import is_missing

    def plain(value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return list(value)
        if is_missing(value):
            return None
        return value.item() if hasattr(value, "item") else value

    rows = [{name: plain(row[name]) for name in columns} for row in table.to_dict("records")]
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False)


def _opened(context: typer.Context, root: Path | None, as_of: str, words: Language) -> Workspace:
    """The workspace, rebuilt first when raw files changed; findings of the rebuild are told."""
    from hbanalysis.intake.load import ensure_built, workspace

    folder = root_for(context, root)
    built = ensure_built(folder)
    if built is not None:
        tell(words.say("data/processed was rebuilt from the raw files."))
        tell_findings([finding for finding in built.findings if finding.level == "error"], words)
    return workspace(folder, as_of)


@app.command()
def check(context: typer.Context, root: Root = None, lang: Lang = None, output: Output = Format.TEXT) -> None:
    """Check the raw files and list all problems at once. Kiểm tra số liệu thô."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.intake.build import read_workspace

        _, findings = read_workspace(root_for(context, root))
        if output is Format.JSON:
            rows = [{"level": f.level, "rule": f.rule, "file": f.file, "locator": f.locator,
                     "message": words.finding(f), "territory": f.territory, "indicator": f.indicator}
                    for f in findings]
            typer.echo(json.dumps({"findings": rows}, ensure_ascii=False, indent=1))
        else:
            tell_findings(findings, words)
            tell(words.count("{n} finding.", "{n} findings.", len(findings)) if findings
                 else words.say("Nothing to report: the raw files are sound."))
        return int(any(finding.level != "note" for finding in findings))

    guarded(words, action)


@app.command()
def build(context: typer.Context, root: Root = None, lang: Lang = None) -> None:
    """Write data/processed from data/raw, whole or not at all. Dựng số liệu đã kiểm tra."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.intake.build import build as build_tables

        built = build_tables(root_for(context, root))
        tell_findings(built.findings, words)
        told = ", ".join(f"{name} {count}" for name, count in built.rows.items())
        tell(words.say("Built data/processed: {rows}.", rows=told))
        return int(any(finding.level == "error" for finding in built.findings))

    guarded(words, action)


@app.command()
def assess(context: typer.Context, period: PeriodText, as_of: AsOf = "", territory: Territories = None,
           root: Root = None, lang: Lang = None, output: Output = Format.TEXT) -> None:
    """Hold every target against its figures. So kế hoạch với thực hiện."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.analysis.assessment import assess as assess_targets
        from hbanalysis.presentation.sentences import with_sentences
        from hbanalysis.presentation.terminal import plan_rows
        from hbanalysis.vocabulary.periods import Period

        when = Period.parse(period)
        office = _opened(context, root, as_of, words)
        table = with_sentences(assess_targets(office, when, office.chosen_territories(territory or [], when.year)))
        if output is Format.JSON:
            typer.echo(as_json(table, CONTRACT_ASSESS))
        else:
            typer.echo(plan_rows(table, words))
        return 0

    guarded(words, action)


@app.command()
def project(context: typer.Context, period: PeriodText, as_of: AsOf = "", territory: Territories = None,
            root: Root = None, lang: Lang = None, output: Output = Format.TEXT) -> None:
    """Project where the year will end. Ước thực hiện cả năm."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.analysis.assessment import assess as assess_targets
        from hbanalysis.analysis.yearend import project_year
        from hbanalysis.presentation.terminal import projection_rows
        from hbanalysis.vocabulary.periods import Period

        when = Period.parse(period)
        office = _opened(context, root, as_of, words)
        table = assess_targets(office, when, office.chosen_territories(territory or [], when.year))
        table = project_year(table, office, when)
        if output is Format.JSON:
            typer.echo(as_json(table.assign(reason=table["projection_reason"]), CONTRACT_PROJECT))
        else:
            typer.echo(projection_rows(table, words))
        return 0

    guarded(words, action)


@app.command()
def report(context: typer.Context, period: PeriodText, as_of: AsOf = "", territory: Territories = None,
           root: Root = None, lang: Lang = None,
           jobs: Annotated[int, typer.Option("--jobs", min=1, help="Notebooks at a time. Số sổ chạy cùng lúc.")] = 2,
           setting: Annotated[list[str] | None, typer.Option(
               "--set", help="NAME=VALUE for the notebooks; repeatable. Tham số của sổ.")] = None) -> None:
    """Run the notebooks and write the HTML analysis. Lập trang phân tích."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.publishing.progress import make_reports
        from hbanalysis.vocabulary.periods import Period

        when = Period.parse(period)
        office = _opened(context, root, as_of, words)
        places = office.chosen_territories(territory or [], when.year)
        made = make_reports(office, when, places, words, jobs, setting or [])
        for one in made:
            typer.echo(one.index.relative_to(office.root).as_posix())
        return int(any(one.failed for one in made))

    guarded(words, action)


def main() -> None:
    """Entry point: UTF-8 on every platform, then the commands."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


if __name__ == "__main__":
    main()
