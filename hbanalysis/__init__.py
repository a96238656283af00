"""hbanalysis: plan against actual.

Year-end projection and trends for a district's yearly resolution.

Words
    An *indicator* is one measured thing; a *target* is what a plan says about it for a year; an
    *observation* is one
    reported value with its publication date; a *period* is 2024-07, 2024-Q3, 2024-H1, 2024-9M or
    2024. During the
    year a target has an *outlook*, after it a *verdict*, never both. ``docs/glossary.md`` has all
    of them.

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
    from hbanalysis.analysis.completeness.data_quality import data_quality
    from hbanalysis.analysis.plan.assessment import assess
    from hbanalysis.analysis.plan.other_plans import plans_beside
    from hbanalysis.analysis.plan.rating import rating, reconcile, recount
    from hbanalysis.analysis.plan.realism import realism
    from hbanalysis.analysis.plan.remedies import remedy_sheet
    from hbanalysis.analysis.trend.trend_tables import trend_table, trends, yearly
    from hbanalysis.analysis.year import Year, year
    from hbanalysis.analysis.yearend.report_rows import paths, project_year
    from hbanalysis.analysis.yearend.track_record import past_record
    from hbanalysis.briefing import pack
    from hbanalysis.briefing.content import gather
    from hbanalysis.briefing.pack import make_briefing
    from hbanalysis.intake.load import Workspace, workspace
    from hbanalysis.presentation import sentences, tables
    from hbanalysis.presentation.figures import charts_of_plan as figures
    from hbanalysis.presentation.figures import evidence_figures, heatmap
    from hbanalysis.presentation.pages import (
        evidence_page as evidence,
    )
    from hbanalysis.presentation.pages import (
        quality_page as quality,
    )
    from hbanalysis.presentation.pages import (
        steering,
    )
    from hbanalysis.presentation.pages import (
        trend_panels as movements,
    )
    from hbanalysis.vocabulary.errors import HbaError
    from hbanalysis.vocabulary.language import Language
    from hbanalysis.vocabulary.periods import Period

__version__ = version("hbanalysis")

_HOMES = {
    "HbaError": "vocabulary.errors",
    "Year": "analysis.year",
    "year": "analysis.year",
    "Language": "vocabulary.language",
    "Period": "vocabulary.periods",
    "Workspace": "intake.load",
    "workspace": "intake.load",
    "assess": "analysis.plan.assessment",
    "plans_beside": "analysis.plan.other_plans",
    "realism": "analysis.plan.realism",
    "remedy_sheet": "analysis.plan.remedies",
    "rating": "analysis.plan.rating",
    "recount": "analysis.plan.rating",
    "reconcile": "analysis.plan.rating",
    "project_year": "analysis.yearend.report_rows",
    "paths": "analysis.yearend.report_rows",
    "past_record": "analysis.yearend.track_record",
    "trend_table": "analysis.trend.trend_tables",
    "trends": "analysis.trend.trend_tables",
    "yearly": "analysis.trend.trend_tables",
    "data_quality": "analysis.completeness.data_quality",
    "gather": "briefing.content",
    "make_briefing": "briefing.pack",
}
_MODULES = {
    "sentences": "presentation.sentences",
    "tables": "presentation.tables",
    "figures": "presentation.figures.charts_of_plan",
    "heatmap": "presentation.figures.heatmap",
    "evidence_figures": "presentation.figures.evidence_figures",
    "steering": "presentation.pages.steering",
    "movements": "presentation.pages.trend_panels",
    "quality": "presentation.pages.quality_page",
    "evidence": "presentation.pages.evidence_page",
    "pack": "briefing.pack",
}
__all__ = [
    "HbaError",
    "Language",
    "Period",
    "Workspace",
    "Year",
    "assess",
    "data_quality",
    "evidence",
    "evidence_figures",
    "figures",
    "gather",
    "heatmap",
    "make_briefing",
    "movements",
    "pack",
    "past_record",
    "paths",
    "plans_beside",
    "project_year",
    "quality",
    "rating",
    "realism",
    "reconcile",
    "recount",
    "remedy_sheet",
    "sentences",
    "steering",
    "tables",
    "trend_table",
    "trends",
    "workspace",
    "year",
    "yearly",
]


def __getattr__(name: str) -> Any:
    """Public names are imported when first used, so that ``import hbanalysis`` costs nothing."""
    if name in _MODULES:
        return import_module(f"hbanalysis.{_MODULES[name]}")
    if name not in _HOMES:
        raise AttributeError(f"module 'hbanalysis' has no attribute {name!r}")
    return getattr(import_module(f"hbanalysis.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES, *_MODULES])
