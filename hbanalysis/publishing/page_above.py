"""The frame of a page that stands above the reports: a portfolio, an old territory's successors."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import pandas as pd

from hbanalysis.intake.load import Workspace
from hbanalysis.presentation import sentences
from hbanalysis.publishing.index import LABELS, WORDS
from hbanalysis.publishing.page_files import plain_page
from hbanalysis.vocabulary.language import Language


def page_above(
    office: Workspace, rows: pd.DataFrame, lang: Language, said: Mapping[str, Any]
) -> str:
    """The whole page; ``said`` are its own words: place, period, headline, answers, parts.

    ``rows`` are the judgements behind it: they tell whether it shows illustrative figures.
    """
    facts = {
        "language": lang.code,
        "labels": {name: lang.say(text) for name, text in LABELS.items()},
        "words": {name: lang.say(text) for name, text in WORDS.items()},
        "demo": sentences.demo_mark(rows, lang),
        "demo_note": sentences.demo_note(rows, lang).html(),
        "as_of": lang.date(office.as_of),
        "version": f"hbanalysis {version('hbanalysis')}",
    }
    return plain_page("portfolio.html.j2", facts | dict(said))
