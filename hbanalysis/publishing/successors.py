"""The page of an old territory's year in its successors, with a table for calculating."""

from __future__ import annotations

from pathlib import Path

from hbanalysis.analysis.territories.successors import Successors
from hbanalysis.intake.store.atomic import fresh_folder
from hbanalysis.presentation.pages import successors_page as page
from hbanalysis.publishing.page_above import page_above
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.spreadsheets import formula_free

PAGE, CSV = "index.html", "bridge.csv"
COLUMNS = ("territory", "indicator", "unit", "low", "high", "known", "silent", "refused", "demo")


def write_successors(found: Successors, lang: Language) -> Path:
    """Write page and table; gives the path of the page.

    They lie in ``reports/<old>/<period>/bridge-<language>``, put in place together.
    """
    home = found.office.root / "reports" / found.old / str(found.period)
    target = home / f"bridge-{lang.code}"
    with fresh_folder(target) as folder:
        (folder / PAGE).write_text(_page(found, lang), encoding="utf-8")
        table = found.readings[list(COLUMNS)].copy()
        for name in ("known", "silent"):
            table[name] = table[name].map(" ".join)
        formula_free(table).to_csv(
            folder / CSV, index=False, encoding="utf-8-sig", lineterminator="\n"
        )
    return target / PAGE


def _page(found: Successors, lang: Language) -> str:
    parts = [
        {"id": sheet.name, "title": sheet.label, "html": sheet.html()}
        for sheet in (
            page.readings(found, lang),
            page.refusals(found, lang),
            page.shares(found, lang),
        )
    ]
    said = {
        "place": found.office.place(found.old, lang.code),
        "period": found.period.label(lang.code),
        "headline": page.headline(found, lang),
        "answers": page.answers(found, lang),
        "parts": parts,
    }
    return page_above(found.office, found.own, lang, said)
