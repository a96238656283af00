"""The page of an old territory's year in its successors, with a table for calculating."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from hbanalysis.analysis.territories.successors import Successors
from hbanalysis.intake.store.atomic import fresh_folder
from hbanalysis.presentation import sentences
from hbanalysis.presentation.pages import successors_page as page
from hbanalysis.publishing.index import LABELS, WORDS
from hbanalysis.publishing.page_files import plain_page
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
    facts = {
        "language": lang.code,
        "labels": {name: lang.say(text) for name, text in LABELS.items()},
        "words": {name: lang.say(text) for name, text in WORDS.items()},
        "demo": sentences.demo_mark(found.own, lang),
        "demo_note": sentences.demo_note(found.own, lang).html(),
        "place": found.office.place(found.old, lang.code),
        "period": found.period.label(lang.code),
        "as_of": lang.date(found.office.as_of),
        "version": f"hbanalysis {version('hbanalysis')}",
        "headline": page.headline(found, lang),
        "answers": page.answers(found, lang),
        "parts": parts,
    }
    return plain_page("portfolio.html.j2", facts)
