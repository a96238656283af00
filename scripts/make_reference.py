"""Write ``docs/commands.md`` and ``docs/reference.md``: every command and every public name.

The commands are read from the command line itself, the names from the stubs of the public modules.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from typer.main import get_command

from hbanalysis.cli import app
from hbanalysis.cli.command_list import SUMMARIES
from hbanalysis.vocabulary.language import Language

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "hbanalysis"
FACES = {
    "hb": "__init__.pyi",
    "hb.tables": "presentation/show/year_tables.pyi",
    "hb.figures": "presentation/show/year_figures.pyi",
    "hb.sentences": "presentation/show/year_sentences.pyi",
    "hb.briefing": "briefing/__init__.pyi",
}
COMMANDS_HEAD = """# Commands · Các lệnh

Made by `make dictionary`; do not edit. Exit code 0: fine; 1: findings or failure; 2: wrong usage. Data go to standard
output, messages to standard error. `--root` and `--lang` may stand before or after the command.
"""
REFERENCE_HEAD = """# Python API

Made by `make dictionary`; do not edit. Everything that is public, by the name a notebook uses: `import hbanalysis as hb`.
"""
_NAME = re.compile(r"^from (?P<module>\S+) import (?P<name>\w+) as (?P<public>\w+)", re.MULTILINE)


def _leaves(command: Any, name: str) -> list[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        return [(name, command)]
    return [leaf for word, one in inner.items() for leaf in _leaves(one, f"{name} {word}")]


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _usage(name: str, command: Any) -> str:
    """One command: what it is for, its arguments and options."""
    words = [
        _argument(parameter)
        for parameter in command.params
        if parameter.param_type_name == "argument"
    ]
    lines = [
        f"\n## {name}\n",
        _cell(command.help or ""),
        f"\n```\n{' '.join([name, *words])}\n```\n",
    ]
    rows = [
        f"| `{', '.join([*parameter.opts, *parameter.secondary_opts])}` | {_cell(parameter.help)} |"
        for parameter in command.params
        if parameter.param_type_name == "option" and parameter.help
    ]
    return "\n".join([*lines, *(["| option | |", "|---|---|", *rows] if rows else [])])


def _argument(parameter: Any) -> str:
    text = parameter.metavar or str(parameter.name).upper()
    return text if parameter.required or text.startswith("[") else f"[{text}]"


def commands_page() -> str:
    """The text of docs/commands.md."""
    root = get_command(app)
    vietnamese = Language("vi")
    rows = [
        f"| `hba {name}` | {vietnamese.say(text)} | {text} |" for name, text in SUMMARIES.items()
    ]
    parts = [COMMANDS_HEAD, "| lệnh | để làm gì | what it is for |\n|---|---|---|", *rows]
    order = {f"hba {name}": place for place, name in enumerate(SUMMARIES)}
    leaves = sorted(_leaves(root, "hba"), key=lambda leaf: order[" ".join(leaf[0].split()[:2])])
    return "\n".join([*parts, *(_usage(name, command) for name, command in leaves)]) + "\n"


def public_names() -> list[tuple[str, str]]:
    """Every public name as a notebook writes it, and where it lives."""
    found = []
    for face, stub in FACES.items():
        for match in _NAME.finditer((PACKAGE / stub).read_text(encoding="utf-8")):
            home = f"{match['module']}.{match['name']}"
            if home not in _MODULES:
                found.append((f"{face}.{match['public']}", home))
    return found


_MODULES = {
    "hbanalysis.briefing",
    *(f"hbanalysis.presentation.show.year_{name}" for name in ("figures", "sentences", "tables")),
}


def reference_page() -> str:
    """The text of docs/reference.md: mkdocstrings puts each docstring in its place."""
    parts, face = [REFERENCE_HEAD], ""
    for public, home in public_names():
        here = public.rpartition(".")[0]
        if here != face:
            face = here
            parts.append(f"\n## {face}\n")
        parts.append(
            f"\n### {public}\n\n::: {home}\n    options:\n      show_root_heading: false\n"
        )
    return "\n".join(parts)


def main() -> None:
    """Write both pages."""
    (ROOT / "docs" / "commands.md").write_text(commands_page(), encoding="utf-8")
    (ROOT / "docs" / "reference.md").write_text(reference_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
