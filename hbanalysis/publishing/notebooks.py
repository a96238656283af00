"""Notebooks as programs: which parameters they take, and one run of one of them."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import json
import math
import os
import re
import tempfile
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbanalysis.publishing.notebook_files import GIVEN
from hbanalysis.vocabulary.errors import HbaError, WrongUsage, nearest
from hbanalysis.vocabulary.parsing import parsed

KINDS = {"str": str, "int": int, "float": float, "bool": bool}
_HOLDERS = {"list", "dict"}
# A socket has room for about a hundred bytes of path.
_LONGEST_SOCKET = 60
LIMIT = 30 * 60.0
"""Seconds that a notebook may take; ``notebook_minutes`` of the rules says otherwise."""
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True)
class Run:
    """One executed notebook.

    Its file name without suffix, its text, what went wrong (or empty), how long it took.
    """

    name: str
    text: str
    error: str = ""
    seconds: float = 0.0


def _assigned(notebook: Path) -> dict[str, str]:
    """Names that the cell of parameters gives a value, each with its type.

    The type is the one that is written, else that of the value.
    """
    cells = [
        cell
        for cell in json.loads(notebook.read_bytes())["cells"]
        if "parameters" in cell["metadata"].get("tags", [])
    ]
    assigned = {}
    for node in parsed("".join(cells[0]["source"])).body if cells else []:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            assigned[node.target.id] = ast.unparse(node.annotation)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value.value if isinstance(node.value, ast.Constant) else None
            assigned[node.targets[0].id] = "None" if value is None else type(value).__name__
    return assigned


def _verbatim(path: Path) -> str:
    """A path as papermill takes it: it fills in braces, which a folder's name may have."""
    return str(path).replace("{", "{{").replace("}", "}}")


def parameters_of(notebook: Path) -> dict[str, str]:
    """Names and types of a notebook's tagged parameters.

    Raises HbaError for a file that is no notebook. papermill overlooks a line with a second "="
    (also in its comment), and the type of a plain ``years = 5``.
    """
    from papermill import inspect_notebook

    written: dict[str, str] = {}
    with contextlib.suppress(SyntaxError, ValueError, KeyError, TypeError):
        written = _assigned(notebook)  # what cannot be read as Python fails when it runs
    try:
        parameters = {
            name: str(facts["inferred_type_name"])
            for name, facts in inspect_notebook(_verbatim(notebook)).items()
        }
    except Exception as problem:  # half a merge, an empty file, a folder: they fail in as many ways
        if written:  # it does not say what kernel it is for, which a report need not know
            return written
        raise HbaError(
            "The notebook {name} cannot be read: {why}",
            name=notebook.name,
            why=(str(problem) or type(problem).__name__).splitlines()[0][:100],
        ) from None
    untyped = {
        name: kind for name, kind in written.items() if parameters.get(name, "None") == "None"
    }
    return parameters | untyped


def unreadable(notebook: Path) -> HbaError | None:
    """Why the parameters of a notebook cannot be read; nothing when they can."""
    try:
        parameters_of(notebook)
    except HbaError as problem:
        return problem
    return None


def as_written(notebook: Path) -> Any:
    """A notebook before it is run; one that cannot be read is its name and nothing else."""
    import nbformat

    try:
        return nbformat.read(notebook, as_version=4)
    except Exception:  # half a merge, an empty file: they fail in as many ways
        title = nbformat.v4.new_markdown_cell(f"# {notebook.stem}")
        return nbformat.v4.new_notebook(cells=[title])


def unrun(notebook: Path, why: str) -> Run:
    """A notebook that is not run, and why."""
    import nbformat

    return Run(notebook.stem, nbformat.writes(as_written(notebook)), why)


def read_settings(texts: list[str]) -> dict[str, str]:
    """``NAME=VALUE`` options as a mapping; anything else is WrongUsage."""
    settings = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise WrongUsage("The setting {found!r} is not of the form NAME=VALUE.", found=text)
        settings[name.strip()] = value
    return settings


def refuse_own(settings: Iterable[str]) -> None:
    """WrongUsage for a setting that would contradict the order.

    Such a value would put the pages of one quarter into the folder of another.
    """
    for name in settings:
        if name in GIVEN:
            raise WrongUsage(
                "{name} is no setting: the command says it itself (period, --territory, --as-of,"
                " --lang).",
                name=name,
            )


def _value(text: str, kind: str) -> Any:
    """A setting as a value of the written type.

    The type may be a sum (``int | None``) or hold others (``list[int]``).
    """
    if kind == "bool":
        return _TRUTH[text.strip().lower()]
    if kind in KINDS:
        value = KINDS[kind](text)
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(text)
        return value
    names = set(re.findall(r"\w+", kind.lower())) & {*KINDS, *_HOLDERS}
    names = names & _HOLDERS or names
    with contextlib.suppress(ValueError, SyntaxError):
        value = ast.literal_eval(text.strip())
        if type(value).__name__ in names:
            return value
    if names and "str" not in names:
        raise ValueError(text)
    return text


def _typed(name: str, text: str, kind: str) -> Any:
    try:
        return _value(text, kind)
    except (KeyError, ValueError):
        raise WrongUsage(
            "The parameter {name} takes a {kind}, not {found!r}.", name=name, kind=kind, found=text
        ) from None


def checked_settings(
    notebooks: list[Path], settings: Mapping[str, str]
) -> dict[Path, dict[str, Any]]:
    """For each notebook the settings it takes, with their types; an unknown name is WrongUsage.

    papermill only warns of an unknown name and then prints the default quarter as if it had been
    asked for.
    """
    known = {notebook: parameters_of(notebook) for notebook in notebooks}
    names = {name for own in known.values() for name in own}
    for name in settings:
        if name not in names and name not in GIVEN:
            raise WrongUsage(
                "There is no parameter {found!r}; the nearest is {near!r}.",
                found=name,
                near=nearest(name, names) or ", ".join(sorted(names)),
            )
    return {
        notebook: {
            name: _typed(name, settings[name], kind)
            for name, kind in own.items()
            if name in settings
        }
        for notebook, own in known.items()
    }


def _transport(folder: str) -> dict[str, Any]:
    """How to talk to a kernel.

    By sockets in a folder of ours where kernels are warm, else by what jupyter_client can secure. A
    port can be taken by somebody else between choosing and using it; a socket in a private folder
    cannot.
    """
    from hbanalysis.publishing.kernel.provisioner import WarmKernelProvisioner

    if WarmKernelProvisioner.server and len(folder) < _LONGEST_SOCKET:
        return {
            "transport": "ipc",
            "connection_file": str(Path(folder) / f"{uuid.uuid4().hex[:12]}.json"),
        }
    # Without it ipykernel prints a warning into every run; "auto" encrypts where both sides can.
    return {"transport_encryption": "auto"}


def _close(loop: asyncio.AbstractEventLoop) -> None:
    """End a loop with what still waits in it: who listened to a notebook that was stopped."""
    waiting = asyncio.all_tasks(loop)
    for task in waiting:
        task.cancel()
    if waiting:
        loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
    loop.close()


def _executed(
    notebook: Path, parameters: Mapping[str, Any], output: Path, root: Path, limit: float
) -> str:
    """Execute one notebook into ``output`` within ``limit`` seconds; what went wrong, or empty."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from jupyter_core.utils import ensure_event_loop
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    from hbanalysis.publishing.kernel.client import PromptClient
    from hbanalysis.publishing.kernel.limits import register

    talk = _transport(os.environ.get("JUPYTER_RUNTIME_DIR", "x" * _LONGEST_SOCKET))
    config = Config(
        {
            "KernelManager": (
                talk | {"client_class": f"{PromptClient.__module__}.{PromptClient.__name__}"}
            )
        }
    )
    try:
        # The folder goes to the kernel itself: papermill's own `cwd` moves this process, with all
        # its other threads.
        papermill.execute_notebook(
            _verbatim(notebook),
            _verbatim(output),
            parameters=dict(parameters),
            engine_name=register(),
            deadline=time.monotonic() + limit,
            kernel_name="python3",
            language="python",  # where the notebook itself does not say
            resources={"metadata": {"path": str(root)}},
            progress_bar=False,
            request_save_on_cell_execute=False,
            config=config,
            shutdown_kernel="immediate",
        )
    except PapermillExecutionError as problem:
        return f"{problem.ename}: {problem.evalue}"
    except CellTimeoutError:
        return f"The notebook was stopped: it took longer than {limit / 60:g} minutes."
    except (DeadKernelError, NoSuchKernel, RuntimeError, TimeoutError) as problem:
        return f"{type(problem).__name__}: {problem}"
    finally:
        _close(ensure_event_loop())  # nbclient opens one for each thread and leaves it open
    return ""


def run_notebook(
    notebook: Path, parameters: Mapping[str, Any], root: Path, limit: float = LIMIT
) -> Run:
    """Execute one notebook with papermill in the workspace folder, for ``limit`` seconds at most.

    A failing cell is told, not raised. The executed notebook comes back as text, so that the same
    task can be run on another machine.
    """
    from hbanalysis.publishing.kernel.provisioner import WarmKernelProvisioner

    started = time.monotonic()
    # Within the folder that the warm server removes when this process is killed, where there is
    # one.
    runtime = os.environ.get("JUPYTER_RUNTIME_DIR") if WarmKernelProvisioner.server else None
    with tempfile.TemporaryDirectory(
        prefix="hba-run-", dir=runtime, ignore_cleanup_errors=True
    ) as folder:
        output = Path(folder) / notebook.name
        error = _executed(notebook, parameters, output, root, limit)
        if (
            not output.is_file()
        ):  # the kernel died: what there is to keep is the notebook as it was asked
            output = notebook
        return Run(
            notebook.stem, output.read_text(encoding="utf-8"), error, time.monotonic() - started
        )
