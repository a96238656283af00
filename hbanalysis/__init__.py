"""hbanalysis: plan against actual, year-end projection and trends for a district's yearly resolution.

Words
    An *indicator* is one measured thing; a *target* is what a plan says about it for a year; an *observation* is one
    reported value with its publication date; a *period* is 2024-07, 2024-Q3, 2024-H1, 2024-9M or 2024. During the
    year a target has an *outlook*, after it a *verdict*, never both. ``docs/glossary.md`` has all of them.

Rooms, in the order data flow through them
    vocabulary    the words: periods, numbers, terms, languages, how problems are told
    intake        files -> validated tables: ``workspace`` loads them as they were known on a day
    analysis      tables -> judgements: ``assess``, ``project_year``, ``trend_table``
    presentation  judgements -> what people see: ``sentences``, ``tables``, ``figures``
    publishing    notebooks -> pages: ``hba report``
    briefing      the same tables -> slides, note, workbook, figures: ``hba briefing``

>>> import hbanalysis as hb
>>> hb.Period.parse("2024-Q3").label("vi")
'Quý III/2024'

A notebook is a few lines of this kind (the tables are pandas DataFrames throughout)::

    office = hb.workspace(as_of="2024-10-15")
    table = hb.assess(office, hb.Period.parse("2024-Q3"), ["hong-bang"])
    words = hb.Language("vi")
    hb.sentences.answer(table, "Hồng Bàng", words)
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hbanalysis.analysis.assessment import assess
    from hbanalysis.analysis.beside import plans_beside
    from hbanalysis.analysis.evidence import past_record
    from hbanalysis.analysis.quality import data_quality
    from hbanalysis.analysis.realism import realism
    from hbanalysis.analysis.remedies import remedy_sheet
    from hbanalysis.analysis.scoring import rating, reconcile, recount
    from hbanalysis.analysis.trends import trend_table, trends, yearly
    from hbanalysis.analysis.yearend import paths, project_year
    from hbanalysis.briefing import pack
    from hbanalysis.briefing.content import gather
    from hbanalysis.briefing.pack import make_briefing
    from hbanalysis.intake.load import Workspace, workspace
    from hbanalysis.presentation import (
        evidence,
        evidence_figures,
        figures,
        heatmap,
        movements,
        quality,
        sentences,
        steering,
        tables,
    )
    from hbanalysis.vocabulary.language import Language
    from hbanalysis.vocabulary.periods import Period

__version__ = version("hbanalysis")

_HOMES = {
    "Language": "vocabulary.language", "Period": "vocabulary.periods", "Workspace": "intake.load",
    "workspace": "intake.load", "assess": "analysis.assessment", "project_year": "analysis.yearend",
    "paths": "analysis.yearend", "trend_table": "analysis.trends", "trends": "analysis.trends",
    "figures": "presentation", "sentences": "presentation", "tables": "presentation", "steering": "presentation",
    "plans_beside": "analysis.beside", "realism": "analysis.realism", "remedy_sheet": "analysis.remedies",
    "rating": "analysis.scoring", "recount": "analysis.scoring", "reconcile": "analysis.scoring",
    "yearly": "analysis.trends", "movements": "presentation", "data_quality": "analysis.quality",
    "past_record": "analysis.evidence", "quality": "presentation", "heatmap": "presentation",
    "evidence": "presentation", "evidence_figures": "presentation",
    "make_briefing": "briefing.pack", "gather": "briefing.content", "pack": "briefing",
}
__all__ = ["Language", "Period", "Workspace", "assess", "data_quality", "evidence", "evidence_figures", "figures",
           "gather", "heatmap", "make_briefing", "movements", "pack", "past_record", "paths", "plans_beside",
           "project_year", "quality", "rating", "realism", "reconcile", "recount", "remedy_sheet", "sentences",
           "steering", "tables", "trend_table", "trends", "workspace", "yearly"]


def __getattr__(name: str) -> Any:
    """Public names are imported when first used, so that ``import hbanalysis`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'hbanalysis' has no attribute {name!r}")
    home = f"hbanalysis.{_HOMES[name]}"
    if _HOMES[name] in ("presentation", "briefing"):
        return import_module(f"{home}.{name}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
