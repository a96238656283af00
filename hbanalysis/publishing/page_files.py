"""Executed notebooks as self-contained pages, and the files that travel with them."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import sysconfig
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

import nbformat

from hbanalysis.presentation.display import FIGURE_MIME, PROSE_MIME
from hbanalysis.presentation.judgement_style import css_variables
from hbanalysis.presentation.sheet_html import sheet_rules
from hbanalysis.publishing.discretion import discreet
from hbanalysis.publishing.own_outputs import picture, safe_html, shown
from hbanalysis.publishing.page_anchors import anchored, unbroken, with_contents

_exporting = threading.Lock()  # the exporter keeps state while it renders
STDERR = ("stream", "stderr")
VOLATILE = ("papermill", "execution", "widgets")
# The temporary name of a cell in warnings; its number is that of the process.
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CELL = re.compile(r"""[^\s"']*ipykernel_\d+[/\\]\d+\.py""")


def _library_folders() -> list[str]:
    """Where libraries lie, also as IPython writes what lies in the home folder.

    The longest path comes first.
    """
    paths, home = sysconfig.get_paths(), os.environ.get("HOME") or "~"
    whole = {
        paths["purelib"],
        paths["platlib"],
        paths["stdlib"],
        str(Path(__file__).resolve().parents[2]),
    }
    short = {f"~{path.removeprefix(home)}" for path in whole if path.startswith(home + os.sep)}
    return sorted((path + os.sep for path in whole | short), key=len, reverse=True)


_LIBRARIES = _library_folders()


def _asset(name: str) -> str:
    return (resources.files("hbanalysis.publishing") / "templates" / "hba" / name).read_text(
        encoding="utf-8"
    )


def stylesheet() -> str:
    """Our one style sheet, with the colours of the judgements as variables."""
    tones = f":root{{{css_variables()}}}"
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{css_variables(dark=True)}}}}}"
    page = _asset("style.css").replace("/*tones*/", f"{tones}\n{dark}")
    return page.replace("/*sheet*/", sheet_rules())


@cache
def assets() -> dict[str, str]:
    """What every page carries: our style sheet, our one script, and its hash for the policy.

    A browser runs a script only if the page's Content-Security-Policy has its hash.
    """
    script = _asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {"css": stylesheet(), "script": script, "script_hash": f"sha256-{digest}"}


@cache
def _exporter() -> Any:
    from nbconvert import HTMLExporter
    from nbconvert.exporters import TemplateExporter

    class Plain(HTMLExporter):
        """An exporter without its second reading of the finished page, half of the time.

        That reading gives an English text to pictures that have none: see :func:`with_words`.
        """

        def from_notebook_node(self, nb: Any, resources: Any = None, **more: Any) -> Any:
            """The page as the template lays it out."""
            return TemplateExporter.from_notebook_node(self, nb, resources, **more)

    folder = Path(str(resources.files("hbanalysis.publishing") / "templates"))
    exporter = Plain(
        template_name="hba", exclude_anchor_links=True, extra_template_basedirs=[str(folder)]
    )
    exporter.register_filter("safe_html", safe_html)
    exporter.register_filter("picture", picture)
    exporter.register_filter("shown", shown)
    return exporter


def _environment() -> Any:
    from jinja2 import Environment, PackageLoader

    return Environment(
        loader=PackageLoader("hbanalysis.publishing", "templates/hba"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def plain_page(template: str, facts: Mapping[str, Any]) -> str:
    """A page that is not a notebook (the index, a stub).

    Everything is escaped unless our tables mark it as safe.
    """
    return anchored(_environment().get_template(template).render(**assets(), **facts))


def _without_paths(text: str) -> str:
    """A warning or a trace as it reads on any machine, without the colours of a terminal.

    Files are told by their path from where libraries lie.
    """
    for folder in _LIBRARIES:
        text = text.replace(folder, "")
    return _CELL.sub("cell.py", _COLOUR.sub("", text))


def _settle_outputs(cell: nbformat.NotebookNode) -> None:
    """What leaves the house: no warnings (they are in the log), no folders, no secrets."""
    if "outputs" not in cell:
        return
    cell.outputs = [
        output for output in cell.outputs if (output.output_type, output.get("name")) != STDERR
    ]
    for output in cell.outputs:
        if output.output_type == "error":
            output.evalue = discreet(_without_paths(output.evalue))
            output.traceback = [discreet(_without_paths(line)) for line in output.traceback]


TRY_OUT = "lab"
"""The tag of cells that invite an analyst to change something; they are run, never published."""


def settled(notebook: nbformat.NotebookNode, language: str) -> nbformat.NotebookNode:
    """The executed notebook without times and paths.

    The cells of the other language, and those for trying things out, are left out too.
    """
    left_out = {f"lang-{'en' if language == 'vi' else 'vi'}", TRY_OUT}
    notebook.cells = [
        cell for cell in notebook.cells if not left_out & set(cell.metadata.get("tags", []))
    ]
    for holder in (notebook, *notebook.cells):
        for name in VOLATILE:
            holder.metadata.pop(name, None)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        _settle_outputs(cell)
    return notebook


def figures_of(notebook: nbformat.NotebookNode) -> dict[str, dict[str, Any]]:
    """Every figure that the notebook shows: name -> title, alt, caption, csv and svg."""
    figures = (data[FIGURE_MIME] for data in _shown(notebook) if FIGURE_MIME in data)
    return {facts["name"]: dict(facts) | {"svg": facts["svg"].encode("utf-8")} for facts in figures}


def _shown(notebook: nbformat.NotebookNode) -> Iterator[Mapping[str, Any]]:
    """What the cells of a notebook show, by MIME type."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield output.get("data", {})


def answer_of(notebook: nbformat.NotebookNode) -> str:
    """The first sentence of a notebook's answer; empty when it gives none."""
    proses = (data[PROSE_MIME] for data in _shown(notebook) if PROSE_MIME in data)
    return next((prose["paragraphs"][0] for prose in proses if prose["kind"] == "answer"), "")


def short_title_of(notebook: nbformat.NotebookNode) -> str:
    """What the navigation calls a page: ``nav`` of its title's cell, else the title itself."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.metadata.get("nav") or title_of(notebook))
    return ""


def title_of(notebook: nbformat.NotebookNode) -> str:
    """The question of a notebook: the first heading of its first text cell."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source.splitlines()[0].removeprefix("# ").strip())
    return ""


def page(notebook: nbformat.NotebookNode, facts: Mapping[str, Any]) -> str:
    """One executed notebook as one self-contained HTML page: no request, code folded."""
    with _exporting:
        body, _ = _exporter().from_notebook_node(
            notebook, resources={"hba": dict(facts) | assets()}
        )
    labels = facts["labels"]
    told = with_words(answer_first(str(body)), str(labels["own_picture"]))
    return with_contents(unbroken(anchored(told)), str(labels["contents"]))


_MUTE = re.compile(r"<img\b(?![^>]*\salt=)")


def with_words(body: str, words: str) -> str:
    """The page with words for every picture of a notebook's own that has none.

    >>> with_words('<img src="data:,"><img src="data:," alt="A">', "Picture")
    '<img alt="Picture" src="data:,"><img src="data:," alt="A">'
    """
    return _MUTE.sub(f'<img alt="{escape(words)}"', body)


_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_ANSWER = re.compile(r'<div class="hba-answer"><p>(.*?)</p>', re.DOTALL)


def answer_first(body: str) -> str:
    """The page with its answer as its main heading and the question above it, small.

    A page without an answer keeps its question.

    >>> answer_first('<h1 id="q">Q?</h1><div class="hba-answer"><p>A.</p><p>B.</p></div>')
    '<p class="hba-question">Q?</p><h1 id="answer">A.</h1><div class="hba-more"><p>B.</p></div>'
    """
    title, answer = _TITLE.search(body), _ANSWER.search(body)
    if title is None or answer is None or answer.start() < title.end():
        return body
    heading = f'<p class="hba-question">{title[1]}</p><h1 id="answer">{answer[1]}</h1>'
    between = body[title.end() : answer.start()]
    rest = '<div class="hba-more">' + body[answer.end() :]
    return body[: title.start()] + heading + between + rest


def get_ready() -> None:
    """Import the exporter and compile its template, while there is time."""
    with _exporting:
        _ = _exporter().template


def write_figures(folder: Path, figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Save picture, numbers and words of each figure under one stem; the names written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, facts in sorted(figures.items()):
        (folder / f"{name}.svg").write_bytes(facts["svg"])
        (folder / f"{name}.csv").write_text(facts["csv"], encoding="utf-8-sig", newline="")
        lang = {key: facts[key] for key in ("title", "alt", "caption", "demo")}
        text = json.dumps(lang, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return sorted(figures)
