"""All commands of ``hba``, each from the module that holds it."""

from __future__ import annotations

import typer

from hbanalysis.cli import (
    analysis_commands as analysis,
)
from hbanalysis.cli import (
    briefing_commands as briefing,
)
from hbanalysis.cli import (
    data_commands as data,
)
from hbanalysis.cli import (
    import_command as delivery,
)
from hbanalysis.cli import (
    office_commands as office,
)
from hbanalysis.cli import (
    page_commands as pages,
)
from hbanalysis.cli import (
    plan_commands as plan,
)
from hbanalysis.cli import (
    portfolio_commands as portfolio,
)
from hbanalysis.cli import (
    request_commands as requests,
)
from hbanalysis.cli import (
    scrutiny_commands as scrutiny,
)
from hbanalysis.cli import (
    template_command as templates,
)
from hbanalysis.cli.command_list import CommandList
from hbanalysis.cli.common import Lang, Root, Version

app = typer.Typer(
    cls=CommandList,
    help=(
        "Plan against actual, year-end projection and trends of a yearly resolution. "
        "Kế hoạch và thực hiện, dự báo cả năm, xu hướng."
    ),
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _shared(
    context: typer.Context,
    root: Root = None,
    language: Lang = None,
    version: Version = False,  # noqa: ARG001
) -> None:
    """Options that may stand before or after the command."""
    context.obj = {"root": root, "lang": language}


for command in (
    data.check,
    data.build,
    data.package,
    scrutiny.revisions,
    scrutiny.audit,
    templates.template,
    analysis.assess,
    analysis.project,
    analysis.backtest,
    pages.report,
    pages.stale,
    portfolio.portfolio,
    portfolio.bridge,
    requests.request,
    requests.answer,
    briefing.briefing,
):
    app.command()(command)
app.command("import")(delivery.import_file)
app.command("init")(office.init)
app.command("open")(office.open_page)
app.command("lab")(office.lab)
app.command("diff")(office.diff)
app.command("dictionary")(office.dictionary)
app.add_typer(office.new, name="new", help="Write something of your own. Tạo sổ của mình.")
app.add_typer(plan.app, name="plan", help="Read a plan's text. Đọc văn bản kế hoạch, nghị quyết.")
