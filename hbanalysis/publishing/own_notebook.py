"""A notebook of one's own: one that works to begin with, and what a report will say of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hbanalysis.intake.delivery.register import slug
from hbanalysis.publishing.notebook_files import drafts, find_notebooks, why_no_page
from hbanalysis.publishing.notebooks import unreadable
from hbanalysis.publishing.own_outputs import ALT
from hbanalysis.vocabulary.errors import HbaError, WrongUsage
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_

_DRAWS = re.compile(r"\b(sns\.\w*plot|plt\.(?:plot|bar|barh|scatter|subplots|hist)|\.plot\()")
_FIRST = 7
PARAMETERS = """period: str = {period!r}  # kỳ báo cáo · reporting period
territory: str = {territory!r}  # địa bàn · territory
as_of: str = ""  # chỉ dùng số công bố đến ngày này; để trống: mọi số đã có · known by this day
language: str = {language!r}  # ngôn ngữ của trang: vi, en · language of the page"""
TEXTS = N_(
    {
        "answer": "Say in one sentence what this page shows, and why it matters now.",
        "table": "The table to start from: change the columns as you need them.",
        "chart": "A chart; its first line says in words what it shows.",
        "alt": "Cumulative share of the plan, by indicator",
    }
)
_YEAR = """import hbanalysis as hb

year = hb.year(period, territory, as_of, language)"""
_TABLE = """columns = ["name_vi", "target", "actual", "pct_of_plan", "outlook"]
year.plan[columns]"""
_CHART = """#| fig-alt: "{alt}"
import seaborn as sns

shares = year.plan.dropna(subset=["pct_of_plan"])
axes = sns.barplot(data=shares, x="pct_of_plan", y="name_{language}", color="#1f5f8b")
axes.set(xlabel="% ", ylabel="", xlim=(0, None))"""


def own_notebook(title: str, period: str, territory: str, lang: Language) -> dict[str, Any]:
    """A notebook as a report wants it: a title, its parameters, a year, a table and a chart."""

    def text(name: str, kind: str = "") -> dict[str, Any]:
        return _cell("markdown", kind + lang.say(TEXTS[name]))

    given = PARAMETERS.format(period=period, territory=territory, language=lang.code)
    cells = [
        _cell("markdown", f"# {title}"),
        _cell("code", given, ["parameters"]),
        _cell(
            "code", "import hbanalysis as hb\n\nyear = hb.year(period, territory, as_of, language)"
        ),
        _cell("code", "hb.sentences.demo_note(year)"),
        text("answer"),
        text("table"),
        _cell("code", _TABLE.replace("name_vi", f"name_{lang.code}")),
        text("chart"),
        _cell("code", _CHART.format(alt=lang.say(TEXTS["alt"]), language=lang.code)),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"own-{number:02d}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, source: str, tags: list[str] | None = None) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": kind,
        "metadata": {"tags": tags} if tags else {},
        "source": source.splitlines(keepends=True),
    }
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def new_notebook(root: Path, title: str, period: str, territory: str, lang: Language) -> Path:
    """Write a notebook of one's own into ``notebooks/`` under the next free number; its path."""
    title = " ".join(title.split())
    if not any(map(str.isalnum, title)):
        raise WrongUsage('{found!r} is no title; write it in quotes: "...".', found=title)
    taken = {int(path.stem[:2]) for path in find_notebooks(root)}
    number = max(taken | {_FIRST - 1}) + 1
    if number > 99:
        raise HbaError("There are {n} notebooks already; no number is left.", n=len(taken))
    path = root / "notebooks" / f"{number:02d}-{slug(title + '.x')}.ipynb"
    path.parent.mkdir(exist_ok=True)
    book = own_notebook(title, period, territory, lang)
    path.write_text(json.dumps(book, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def check_notebook(path: str | Path, language: str = "vi") -> list[str]:
    """What a report will say of a notebook, before it is run.

    Parameters
    ----------
    path
        A notebook (``notebooks/07-my-question.ipynb``).
    language
        ``vi`` or ``en``, for the sentences.

    Returns
    -------
    list of str
        One sentence for each thing to put right; empty when the notebook will be a page as it is.

    Raises
    ------
    HbaError
        When there is no such file.

    Examples
    --------
    >>> hb.check_notebook(year.office.root / "notebooks" / "03-trends.ipynb")
    []

    """
    notebook, lang = Path(path), Language(language)
    if not notebook.is_file():
        raise HbaError("There is no notebook {name}.", name=notebook.name)
    problem = why_no_page(notebook) or unreadable(notebook)
    if problem:
        return [lang.error(problem)]
    sentences = []
    if notebook.name in drafts(notebook.parent.parent):
        sentences.append(
            lang.say(
                "{name} is a draft, not a page: a page's name begins with two digits and a hyphen,"
                " such as 07-{name}.",
                name=notebook.name,
            )
        )
    book = json.loads(notebook.read_bytes())
    sources = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    silent = sum(bool(_DRAWS.search(source)) and not ALT.search(source) for source in sources)
    if silent:
        sentences.append(
            lang.count(
                '{n} cell draws a chart without words: begin it with #| fig-alt: "what it shows".',
                "{n} cells draw a chart without words: begin each with"
                ' #| fig-alt: "what it shows".',
                silent,
            )
        )
    return sentences
