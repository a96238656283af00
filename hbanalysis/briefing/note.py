"""brief.docx: the two-page note in the office's own Word template.

Its variables checked before it is filled.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from hbanalysis.briefing.content import Content
from hbanalysis.briefing.files import property_of, settled
from hbanalysis.briefing.note_texts import COLUMNS, context_of
from hbanalysis.vocabulary.errors import BadData, Finding, nearest

FOLDER = "templates"
NOTE_NEEDS = 16 * 36000  # 16 mm: with them "judged from 12/2024" stands on one line


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
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    path = template_of(content.office.root, content.lang.code)
    facts, rules = (
        context_of(content),
        SandboxedEnvironment(autoescape=True, undefined=StrictUndefined),
    )
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
    _drop_empty_columns(document, [name for name in COLUMNS if not facts["head"][name]], facts)
    core = document.docx.core_properties
    core.title, core.subject = property_of(f"{content.place}, {facts['period']}"), content.demo
    core.author, core.last_modified_by = property_of(content.choice.office["name"]), ""
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), content.day)


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


def _drop_empty_columns(document: Any, absent: list[str], facts: dict[str, Any]) -> None:
    """Take out the columns of the standard table that this period does not have.

    Note and name get their width.
    """
    for table in document.docx.tables:
        heads = [cell.text.strip() for cell in table.rows[0].cells]
        if not absent or heads.count("") != len(absent) or facts["head"]["name"] not in heads:
            continue
        empty, wide = (
            [place for place, text in enumerate(heads) if not text],
            heads.index(facts["head"]["name"]),
        )
        note = heads.index(facts["head"]["note"]) if facts["head"]["note"] in heads else wide
        columns = table._tbl.tblGrid.gridCol_lst  # python-docx removes no columns
        freed = sum(int(columns[place].w or 0) for place in empty)
        shares = {note: min(freed, NOTE_NEEDS)}
        shares[wide] = shares.get(wide, 0) + freed - min(freed, NOTE_NEEDS)
        for place, more in shares.items():
            columns[place].w = int(columns[place].w or 0) + more
        for place in reversed(empty):
            columns[place].getparent().remove(columns[place])
        for row in table.rows:
            cells = list(row._tr.tc_lst)
            for place, more in shares.items():
                cells[place].width = int(cells[place].width or 0) + more
            for place in reversed(empty):
                row._tr.remove(cells[place])
