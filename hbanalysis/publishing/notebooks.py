"""Notebooks as programs: which there are, which parameters they take, and one run of one of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbanalysis.vocabulary.errors import HbaError, WrongUsage, nearest

KINDS = {"str": str, "int": int, "float": float, "bool": bool}
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True)
class Run:
    """One executed notebook: its file name without suffix, the executed copy, and what went wrong (or empty)."""

    name: str
    path: Path
    error: str = ""


def find_notebooks(root: Path) -> list[Path]:
    """The notebooks of a workspace, in the order of their names; those of the package when it has none."""
    package = Path(__file__).resolve().parents[1]
    for folder in (root / "notebooks", package.parent / "notebooks", package / "_notebooks"):
        found = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith((".", "~$")))
        if found:
            return found
    raise HbaError("There are no notebooks: {folder} is empty.", folder="notebooks")


def parameters_of(notebook: Path) -> dict[str, str]:
    """Names and types of a notebook's tagged parameters."""
    from papermill import inspect_notebook

    return {name: str(facts["inferred_type_name"]) for name, facts in inspect_notebook(str(notebook)).items()}


def read_settings(texts: list[str]) -> dict[str, str]:
    """``NAME=VALUE`` options as a mapping; anything else is WrongUsage."""
    settings = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise WrongUsage("The setting {found!r} is not of the form NAME=VALUE.", found=text)
        settings[name.strip()] = value
    return settings


def _typed(name: str, text: str, kind: str) -> Any:
    wanted = KINDS.get(kind, str)
    try:
        return _TRUTH[text.strip().lower()] if wanted is bool else wanted(text)
    except (KeyError, ValueError):
        raise WrongUsage("The parameter {name} takes a {kind}, not {found!r}.", name=name, kind=kind,
                         found=text) from None


def checked_settings(notebooks: list[Path], settings: Mapping[str, str]) -> dict[Path, dict[str, Any]]:
    """For each notebook the settings it takes, with their types; a name that no notebook knows is WrongUsage.

    papermill only warns of an unknown name and then prints the default quarter as if it had been asked for.
    """
    known = {notebook: parameters_of(notebook) for notebook in notebooks}
    names = {name for own in known.values() for name in own}
    for name in settings:
        if name not in names:
            raise WrongUsage("There is no parameter {found!r}; the nearest is {near!r}.", found=name,
                             near=nearest(name, names) or ", ".join(sorted(names)))
    return {notebook: {name: _typed(name, settings[name], kind) for name, kind in own.items() if name in settings}
            for notebook, own in known.items()}


def run_notebook(notebook: Path, parameters: Mapping[str, Any], output: Path, root: Path) -> Run:
    """Execute one notebook with papermill in the workspace folder; a failing cell is told, not raised."""
    import papermill
    from jupyter_core.utils import ensure_event_loop
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    # Without it ipykernel prints a warning into every run; "auto" encrypts where both sides can.
    config = Config({"KernelManager": {"transport_encryption": "auto"}})
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    try:
        papermill.execute_notebook(str(notebook), str(output), parameters=dict(parameters), kernel_name="python3",
                                   cwd=str(root), progress_bar=False, request_save_on_cell_execute=False, config=config,
                                   shutdown_kernel="immediate")
    except PapermillExecutionError as problem:
        return Run(notebook.stem, output, f"{problem.ename}: {problem.evalue}")
    finally:
        ensure_event_loop().close()  # nbclient opens one for each thread and leaves it open
    return Run(notebook.stem, output)
