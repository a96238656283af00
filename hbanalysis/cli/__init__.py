"""The door: ``hba check | build | assess | project | report | ...``.

Messages go to stderr, data to stdout. Exit 0: fine; 1: findings or failure; 2: wrong usage.
"""

from __future__ import annotations

import gc
import os
import sys

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


def _open_streams() -> None:
    """Give a command that was started without one of its streams (``<&-``) an empty one.

    Its number would else go to the next file or pipe that is opened, and what belongs on the screen
    would go there.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def main() -> None:
    """Entry point: three streams, in UTF-8 on every platform, then the commands."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    finally:
        gc.freeze()
