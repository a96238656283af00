"""Commands to begin and to look around: ``hba init | new | open | lab | diff``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hbanalysis.cli.common import (
    Lang,
    Root,
    Territories,
    guarded,
    language_for,
    opened,
    root_for,
    tell,
)
from hbanalysis.vocabulary.errors import HbaError, WrongUsage

if TYPE_CHECKING:
    from hbanalysis.vocabulary.language import Language

NewFolder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="New folder of the office. Thư mục mới của đơn vị.")
]
OfficeName = Annotated[
    str, typer.Option("--name", help='The office, "Phường Hồng Bàng". Tên đơn vị.')
]
Level = Annotated[
    str, typer.Option("--level", help="ward, commune, district, province ... Cấp của đơn vị.")
]
Parent = Annotated[str, typer.Option("--parent", help='"Thành phố Hải Phòng". Đơn vị cấp trên.')]
PlanYear = Annotated[
    int, typer.Option("--year", min=0, max=2100, help="Year of the plan. Năm kế hoạch.")
]
Title = Annotated[
    str, typer.Argument(metavar="TITLE", help='"Câu hỏi của tôi": the question. Câu hỏi của sổ.')
]
SomePeriod = Annotated[
    str, typer.Argument(metavar="[PERIOD]", help="2024-Q3; the newest report without it. Kỳ.")
]
Side = Annotated[
    str, typer.Argument(metavar="SIDE", help="A report's folder, or a day (2024-10-15).")
]
DiffPeriod = Annotated[
    str, typer.Option("--period", help="Period, where days are compared. Kỳ báo cáo.")
]

Target = Annotated[
    Path | None, typer.Option("--output", help="File to write (.xlsx, .csv, .md). Tệp ghi ra.")
]

new = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


def init(
    context: typer.Context,
    folder: NewFolder,
    name: OfficeName,
    level: Level = "",
    parent: Parent = "",
    year: PlanYear = 0,
    language: Lang = None,
) -> None:
    """Make the workspace of an office, with examples. Lập nơi làm việc của một đơn vị, có ví dụ."""
    lang = language_for(context, language)

    def action() -> int:
        from datetime import date

        from hbanalysis.intake.new_office import asked_office, files_of, first_period, start_office

        today = date.today()  # noqa: DTZ011
        office = asked_office(name, level, year or today.year, parent)

        def finish(root: Path) -> None:
            from hbanalysis.intake.delivery.catalogue_book import FILE_NAME, write_catalogue
            from hbanalysis.intake.delivery.template import write_template
            from hbanalysis.intake.delivery.template_scope import chosen_place, file_name
            from hbanalysis.publishing.notebook_files import put_copies

            territory = chosen_place(root, office.code, office.year)
            (root / "mau-phong-ban").mkdir()
            write_template(
                root,
                office.year,
                territory,
                root / "mau-phong-ban" / file_name(territory, office.year),
            )
            write_catalogue(root, root / FILE_NAME)
            put_copies(root / "notebooks")

        start_office(folder, files_of(office, today), finish)
        quarter = first_period(office, today)
        tell(lang.say("The workspace of {name} is ready: {folder}.", name=name, folder=str(folder)))
        tell(lang.say("Next: cd {folder}, then hba report {period}", folder=folder, period=quarter))
        tell(lang.say("README.md there says how to replace the examples by your own figures."))
        typer.echo(folder.as_posix())
        return 0

    guarded(lang, action)


@new.command("notebook")
def notebook(
    context: typer.Context,
    title: Title,
    root: Root = None,
    language: Lang = None,
) -> None:
    """Write a notebook of your own that works. Tạo một sổ phân tích của mình, chạy được ngay."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.publishing.own_notebook import new_notebook

        office = opened(context, root, "", lang)
        period, territory = _newest(office.root) or _from_targets(office)
        path = new_notebook(office.root, title, period, territory, lang)
        tell(lang.say("It is a page of the next report; hba lab opens it."))
        typer.echo(path.relative_to(office.root).as_posix())
        return 0

    guarded(lang, action)


def _newest(root: Path) -> tuple[str, str] | None:
    """Period and territory of the report that was made last."""
    pages = list((root / "reports").glob("[!.]*/*/[!.]*/index.html"))
    if not pages:
        return None
    last = max(pages, key=lambda page: (page.stat().st_mtime, page.as_posix()))
    return last.parts[-3], last.parts[-4]


def _from_targets(office: object) -> tuple[str, str]:
    targets = office.targets  # type: ignore[attr-defined]
    if targets.empty:
        raise HbaError("There is no target yet: data/raw/targets.csv is empty.")
    last = targets.sort_values("year", kind="stable").iloc[-1]
    return f"{int(last['year'])}-Q1", str(last["territory"])


def open_page(
    context: typer.Context,
    period: SomePeriod = "",
    territory: Territories = None,
    root: Root = None,
    language: Lang = None,
) -> None:
    """Open a report in the browser. Mở trang báo cáo trong trình duyệt."""
    lang = language_for(context, language)

    def action() -> int:
        import webbrowser

        folder = root_for(context, root)
        page = _page(folder, period, (territory or [""])[0], lang)
        typer.echo(page.relative_to(folder).as_posix())
        if not webbrowser.open(page.as_uri()):
            tell(lang.say("No browser could be started; open the file above yourself."))
            return 1
        return 0

    guarded(lang, action)


def _page(root: Path, period: str, territory: str, lang: Language) -> Path:
    """The index of the report that is meant: by period and territory, else the one made last."""
    from hbanalysis.intake.load import workspace
    from hbanalysis.vocabulary.periods import Period

    wanted = str(Period.parse(period)) if period else "*"
    place = workspace(root).territory(territory) if territory else "[!.]*"
    pages = list((root / "reports").glob(f"{place}/{wanted}/{lang.code}/index.html"))
    if not pages:
        raise HbaError(
            "There is no such report; make it with: hba report {period}", period=period or "2024-Q3"
        )
    return max(pages, key=lambda page: (page.stat().st_mtime, page.as_posix()))


def lab(context: typer.Context, root: Root = None, language: Lang = None) -> None:
    """Open JupyterLab in the workspace. Mở JupyterLab tại nơi làm việc."""
    lang = language_for(context, language)

    def action() -> int:
        import subprocess
        import sys

        from hbanalysis.publishing.notebook_files import put_copies, shipped_folder

        folder = root_for(context, root)
        books = folder / "notebooks"
        if books.resolve() != shipped_folder().resolve():
            for name in put_copies(books):
                tell(lang.say("notebooks/{name} is as it comes with the package.", name=name))
        start = "lab/tree/notebooks" if books.is_dir() else "lab"
        command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
        return subprocess.call([*command, f"--LabApp.default_url=/{start}"], cwd=folder)  # noqa: S603

    guarded(lang, action)


def diff(
    context: typer.Context,
    before: Side,
    after: Side,
    period: DiffPeriod = "",
    territory: Territories = None,
    root: Root = None,
    language: Lang = None,
) -> None:
    """What changed between two reports or two days. Hai báo cáo, hai ngày khác nhau ở đâu."""
    lang = language_for(context, language)

    def action() -> int:
        if period:
            lines = list(_between_days(context, root, (before, after), period, territory, lang))
        else:
            lines = _between_reports(before, after, lang)
        typer.echo("\n".join(lines) if lines else lang.say("Nothing differs."))
        return 0

    guarded(lang, action)


def _between_reports(before: str, after: str, lang: Language) -> list[str]:
    from hbanalysis.publishing.made_from.differences import RECORD, differences

    folders = [
        path.parent if path.suffix == ".html" else path for path in map(Path, (before, after))
    ]
    for folder in folders:
        if not (folder / RECORD).is_file():
            raise WrongUsage(
                "{found} is no report; name two folders of reports, or two days and --period.",
                found=folder.as_posix(),
            )
    return differences(folders[0], folders[1], lang)


def _between_days(
    context: typer.Context,
    root: Path | None,
    days: tuple[str, str],
    period: str,
    territory: list[str] | None,
    lang: Language,
) -> Iterator[str]:
    from hbanalysis.analysis.judgement.assess import assess_and_project
    from hbanalysis.analysis.yearend.news import news_between
    from hbanalysis.presentation.pages.why_moved import moved_between_days
    from hbanalysis.publishing.made_from.differences import as_kept, judged_differently
    from hbanalysis.vocabulary.periods import Period, parse_day

    when = Period.parse(period)
    offices = [opened(context, root, parse_day(day).isoformat(), lang) for day in days]
    for place in offices[1].chosen_territories(territory or [], when.year):
        tables = [assess_and_project(office, when, [place]) for office in offices]
        name = offices[1].place(place, lang.code)
        lines = judged_differently(as_kept(tables[0]), as_kept(tables[1]), lang)
        moved = news_between(offices[0], offices[1], (when, when), tables[1])
        yield from (f"{name}: {line}" for line in [*lines, *moved_between_days(moved, lang)])


def dictionary(
    context: typer.Context,
    target: Target = None,
    language: Lang = None,
) -> None:
    """Say what every column is. Mọi cột của các bảng, kèm nghĩa."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.store.atomic import write_whole
        from hbanalysis.presentation.terminal.dictionary import (
            as_markdown,
            as_workbook,
            dictionary_rows,
        )

        table = dictionary_rows(lang)
        kind = target.suffix.lower() if target else ".md"
        if kind not in (".xlsx", ".csv", ".md"):
            raise WrongUsage("{found!r} is not .xlsx, .csv or .md.", found=str(target))
        if target is None:
            typer.echo(as_markdown(table), nl=False)
            return 0
        if kind == ".xlsx":
            content = as_workbook(table, lang.say("meaning"))
        elif kind == ".csv":
            from hbanalysis.vocabulary.spreadsheets import formula_free

            plain = formula_free(table).to_csv(index=False, lineterminator="\n")
            content = plain.encode("utf-8-sig")
        else:
            content = as_markdown(table).encode()
        write_whole(target, content)
        typer.echo(target.as_posix())
        return 0

    guarded(lang, action)
