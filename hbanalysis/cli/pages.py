"""Commands that make pages: ``hba report``."""

from __future__ import annotations

from typing import Annotated

import typer

from hbanalysis.cli.common import AsOf, Lang, PeriodText, Root, Territories, guarded, opened, words_for


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
        office = opened(context, root, as_of, words)
        places = office.chosen_territories(territory or [], when.year)
        made = make_reports(office, when, places, words, jobs, setting or [])
        for one in made:
            typer.echo(one.index.relative_to(office.root).as_posix())
        return int(any(one.failed for one in made))

    guarded(words, action)
