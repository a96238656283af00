"""brief.docx: the two-page note in the office's own Word template, checked before it is filled."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hbanalysis.briefing.files import property_of, settled
from hbanalysis.briefing.note_texts import context_of
from hbanalysis.briefing.pack_content import Content
from hbanalysis.vocabulary.errors import BadData, Finding, nearest

FOLDER = "templates"
MOST_STEPS, MOST_POWER = 10_000, 100
"""What a template may count through in all, and the greatest power it may take."""
FREED = {"name": 15 * 36000, "note": 16 * 36000, "assessment": 6 * 36000}
"""What columns take of the width of absent ones, one after the other (15, 16 and 6 mm); what is
left over goes to the names.
"""


class BadTemplate(BadData):
    """A Word template that asks for what the note does not have; ``findings`` lists everything.

    >>> str(BadTemplate([Finding("error", "template", "a.docx", "", "?")]))
    'The Word template has 1 problem that must be put right first.'
    """

    SINGULAR = "The Word template has {n} problem that must be put right first."
    PLURAL = "The Word template has {n} problems that must be put right first."


def template_of(root: Path, language: str) -> Path:
    """The office's own template (``templates/brief-vi.docx`` in the workspace), else ours."""
    own = root / FOLDER / f"brief-{language}.docx"
    return own if own.is_file() else Path(__file__).parent / FOLDER / f"brief-{language}.docx"


def write_note(content: Content) -> bytes:
    """The note of a pack; the same content and template give the same bytes.

    Raises BadTemplate for a template with variables that the note does not have, or that is no
    template at all.
    """
    from docxtpl import DocxTemplate

    path = template_of(content.office.root, content.lang.code)
    facts, rules = context_of(content), _bounded()
    try:
        document = DocxTemplate(io.BytesIO(path.read_bytes()))
        asked = document.get_undeclared_template_variables(rules)
        unknown = sorted(asked - set(facts))
        if unknown:
            raise BadTemplate([_unknown(path, name, facts) for name in unknown])
        document.render(facts, rules, autoescape=True)
    except BadTemplate:
        raise
    except (
        Exception
    ) as problem:  # a template is a program of the office: whatever it raises has to be told
        raise BadTemplate(
            [
                Finding(
                    "error",
                    "template-syntax",
                    path.name,
                    "",
                    "The template cannot be filled: {why}.",
                    {"why": str(problem)},
                )
            ]
        ) from None
    title = facts["period"][:1].upper() + facts["period"][1:]
    for table, heads in _standard_tables(document, facts["head"]):
        _drop_empty_columns(table, heads, facts["head"])
        if table._tbl.tblPr.find("{*}tblDescription") is None:
            described(table, content.lang.say("Plan against actual"), title)
    core = document.docx.core_properties
    core.title, core.subject = property_of(title), content.demo
    core.author = property_of(content.choice.office["name"] or content.place)
    core.last_modified_by = ""
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), content.day)


def _bounded() -> Any:
    """How a template is filled: it reads what the note has, and comes to an end.

    What a template counts through is bounded for the whole of it, and so is what it multiplies.
    """
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import SandboxedEnvironment

    class Bounded(SandboxedEnvironment):
        intercepted_binops = frozenset(["*", "**"])

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            numbers = all(isinstance(one, (int, float)) for one in (left, right))
            if not numbers or (operator == "**" and abs(right) > MOST_POWER):
                raise SecurityError(f"{operator} is for small numbers")
            return super().call_binop(context, operator, left, right)

    left = MOST_STEPS

    def counted(*bounds: int) -> range:
        nonlocal left
        steps = range(*bounds)
        left -= len(steps) + 1
        if left < 0:
            raise SecurityError(f"more than {MOST_STEPS} steps")
        return steps

    made = Bounded(autoescape=True, undefined=StrictUndefined)
    made.globals["range"] = counted
    return made


def _unknown(path: Path, name: str, facts: dict[str, Any]) -> Finding:
    return Finding(
        "error",
        "template-variable",
        path.name,
        name,
        "{key}: there is no {found!r}; the nearest is {near!r}.",
        {
            "key": "template",
            "found": name,
            "near": nearest(name, facts) or ", ".join(sorted(facts)),
        },
    )


def described(table: Any, title: str, text: str) -> None:
    """Give a table what a screen reader says before it reads the cells."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr  # python-docx has no alt texts
    for name, value in (("w:tblCaption", title), ("w:tblDescription", text)):
        for former in properties.findall(qn(name)):
            properties.remove(former)
        mark = OxmlElement(name)
        mark.set(qn("w:val"), value)
        properties.append(mark)


def _standard_tables(document: Any, head: dict[str, str]) -> Iterator[tuple[Any, list[str]]]:
    """The tables of a note whose first row names the indicator, with the texts of that row."""
    for table in document.docx.tables:
        texts = [cell.text.strip() for cell in table.rows[0].cells] if len(table.rows) else []
        if head["name"] in texts:
            yield table, texts


def _drop_empty_columns(table: Any, heads: list[str], head: dict[str, str]) -> None:
    """Take out the columns without a head: this period does not have them."""
    empty = [position for position, text in enumerate(heads) if not text]
    if not empty:
        return
    columns = list(table._tbl.tblGrid.gridCol_lst)  # python-docx removes no columns
    freed = sum(int(columns[position].w or 0) for position in empty)
    widths: dict[int, int] = {}
    for field, most in FREED.items():
        if head[field] in heads:
            widths[heads.index(head[field])] = min(freed, most)
            freed -= min(freed, most)
    widths[heads.index(head["name"])] += freed
    for position, more in widths.items():
        columns[position].w = int(columns[position].w or 0) + more
    for position in empty:
        columns[position].getparent().remove(columns[position])
    for row in table.rows:
        _narrow_row(row, set(empty), widths)


def _narrow_row(row: Any, empty: set[int], widths: dict[int, int]) -> None:
    """Take the empty columns out of one row; a cell over several columns shrinks."""
    start = int(row._tr.grid_before)
    for cell in list(row._tr.tc_lst):
        covered = range(start, start + cell.grid_span)
        start += cell.grid_span
        left = [position for position in covered if position not in empty]
        if not left:
            row._tr.remove(cell)
            continue
        cell.grid_span = len(left)
        if cell.width is not None:
            cell.width = int(cell.width) + sum(widths.get(position, 0) for position in left)
