"""Whether an office's own notebook can show synthetic figures, whatever it does with them.

A page of a territory whose figures are real may still show another's, which are made up. What a
notebook will show cannot be known before it runs, nor read out of its pictures afterwards; what it
can reach is seen in its code: it names such a territory, or opens tables or files itself.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.parsing import parsed
from hbanalysis.vocabulary.terms import DEMO

_OPENS_FILES = ("open", "read_", "load", "connect", "glob")
_OPENS_OFFICE = ("workspace", "office", "assess", "project_year")


def reaches_demo(notebook: Path, workspace: Workspace) -> bool:
    """Whether a notebook's code can reach figures of this workspace that are synthetic."""
    figures = workspace.observations
    synthetic = set(figures.loc[figures["source"] == DEMO, "territory"])
    if not synthetic:
        return False
    rows = workspace.territories
    rows = rows[rows["territory"].isin(synthetic)]
    names = {
        str(name).casefold() for name in rows[["territory", "name_vi", "name_en"]].to_numpy().flat
    }
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
        code = "\n\n".join("".join(one["source"]) for one in cells if _runs_as_written(one))
        tree = parsed(code)
    except (SyntaxError, ValueError, KeyError, TypeError):  # a %magic can do anything
        return True
    return any(_reaches(node, names - {""}) for node in ast.walk(tree))


def _runs_as_written(cell: dict[str, Any]) -> bool:
    """Whether a cell is code that no report replaces: its parameters are the report's."""
    given = "parameters" in cell.get("metadata", {}).get("tags", [])
    return cell["cell_type"] == "code" and not given


def _reaches(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return any(name in node.value.casefold() for name in names)
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in _OPENS_OFFICE or str(name).startswith(_OPENS_FILES)
