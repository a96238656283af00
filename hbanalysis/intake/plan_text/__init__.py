"""A plan as text (resolution, decision, report) read into drafted targets, for a person to confirm.

``read_plan`` drafts; nothing is written to the workspace before ``accept`` takes a confirmed
review.
"""

from __future__ import annotations

from pathlib import Path

from hbanalysis.intake.plan_text.files.about import day_of, title_of
from hbanalysis.intake.plan_text.files.documents import Document, open_document
from hbanalysis.intake.plan_text.reader import read_text
from hbanalysis.intake.plan_text.rows import PlanDraft
from hbanalysis.vocabulary.errors import Finding


def read_plan(path: Path, year: int | None = None) -> tuple[PlanDraft, list[Finding]]:
    """Draft the targets and stated results of a document, and what to know of how it was read.

    ``year`` stands in where the text names none. HbaError when the document cannot be read as text.
    """
    document: Document = open_document(path)
    draft = read_text(document.text, year)
    draft.file, draft.fingerprint = document.file, document.fingerprint
    draft.title, draft.decided = title_of(document.text), day_of(document.text)
    return draft, document.findings
