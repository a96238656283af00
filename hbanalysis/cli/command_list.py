"""The list of commands as ``hba --help`` prints it, in the reader's language."""

from __future__ import annotations

import os
import sys
from typing import Any

from typer.core import TyperGroup

from hbanalysis.vocabulary.messages import N_

SUMMARIES = N_(
    {
        "init": "Make the workspace of an office, with examples to replace.",
        "plan": "Read a resolution's text into targets; take it in; compare two plans.",
        "template": "Write the workbook that departments fill in.",
        "import": "Show what a delivered file would bring; with --accept take it in.",
        "check": "Check the raw files and list all problems at once.",
        "build": "Write data/processed from data/raw, whole or not at all.",
        "package": "Describe the raw files anew after an edit.",
        "revisions": "What later publications changed.",
        "audit": "Recompute what the documents print.",
        "assess": "Compare every target with its figures.",
        "project": "Project where the year will end.",
        "backtest": "Replay past years as they were known then.",
        "report": "Make the pages of a period.",
        "portfolio": "Make one page above the reports of all units of a city.",
        "bridge": "Read an old territory's period in the territories that took it over.",
        "request": "Write one workbook of questions for each department.",
        "answer": "Show the answers that came back; with --accept take them in.",
        "open": "Open a report in the browser.",
        "stale": "Which pages no longer match what they were made from, and why.",
        "diff": "What changed between two reports or two days.",
        "briefing": "Make slides, a two-page note, the table and figures.",
        "new": "Write a notebook of your own.",
        "lab": "Open JupyterLab in the workspace.",
        "dictionary": "Say what every column of the tables is.",
    }
)
"""What each command is for, in the order of the work."""


def reader(arguments: list[str]) -> str:
    """The language of a reader who asks for help.

    It is that of ``--lang``, else of HBA_LANG, else of the system, else Vietnamese.

    >>> reader(["--lang", "en", "--help"]), reader(["--lang=vi"])
    ('en', 'vi')
    """
    for number, text in enumerate(arguments):
        if text == "--lang" and number + 1 < len(arguments):
            return "en" if arguments[number + 1] == "en" else "vi"
        if text.startswith("--lang="):
            return "en" if text == "--lang=en" else "vi"
    chosen = os.environ.get("HBA_LANG") or ""
    system = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if chosen == "en" or (not chosen and system.startswith("en")) else "vi"


class CommandList(TyperGroup):
    """Commands in the order of the work, each with its sentence."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of the work; a new one at the end until it has its place."""
        known = [name for name in SUMMARIES if name in self.commands]
        return known + [name for name in super().list_commands(ctx) if name not in SUMMARIES]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list under its heading."""
        from hbanalysis.vocabulary.language import Language

        lang = Language(reader(sys.argv[1:]))
        rows = [
            (name, lang.say(SUMMARIES[name]) if name in SUMMARIES else command.get_short_help_str())
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        ]
        with formatter.section(lang.say("Commands")):
            formatter.write_dl(rows)
