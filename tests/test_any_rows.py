"""Any subset, in any order, gives each indicator its own numbers: tables, figures, sentences."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import hbanalysis as hb
from hbanalysis.analysis.columns import schema
from hbanalysis.analysis.year import Year
from hbanalysis.briefing.note import write_note
from hbanalysis.briefing.pack_content import content_of
from hbanalysis.briefing.slide_tables import SlideTable
from hbanalysis.briefing.slides import slides_of
from hbanalysis.briefing.table_workbook import write_workbook
from hbanalysis.presentation.sheet import Sheet
from tests.conftest import ROOT, tries

pytestmark = pytest.mark.slow

SHEETS = ("plan", "projection", "not_projected", "remedies", "realism", "latest")


@cache
def whole() -> Year:
    return hb.year("2024-Q3", "hong-bang", root=ROOT)


@cache
def shown(name: str) -> Any:
    return getattr(hb.tables, name)(whole())


codes = st.lists(st.sampled_from(sorted(whole().codes)), min_size=1, unique=True)


@given(codes, st.sampled_from(SHEETS), st.booleans())
@tries(40)
def test_rows_of_a_table_have_their_own_numbers_and_words(
    chosen: list[str], name: str, as_rows: bool
) -> None:
    rows = whole().plan.loc[chosen] if as_rows else chosen
    part, table = getattr(hb.tables, name)(whole(), rows), shown(name)
    if not isinstance(part, Sheet):
        assert not isinstance(table, Sheet) or not set(chosen) & set(table.keys)
        return
    assert set(part.keys) == set(chosen) & set(table.keys)
    for of_part, of_table in ((part.numbers, table.numbers), (part.texts, table.texts)):
        columns = [column for column in of_part.columns if column in of_table.columns]
        pd.testing.assert_frame_equal(
            of_part[columns], of_table.loc[of_part.index, columns], check_like=True
        )


@given(codes)
@tries(15)
def test_projections_made_of_any_rows_are_those_of_the_whole(chosen: list[str]) -> None:
    rows = whole().plan.loc[chosen].reset_index(drop=True)
    again = hb.project_year(rows, whole().office, "2024-Q3").set_index("indicator")
    for name in ("point", "lo80", "hi95", "chance"):
        wanted = whole().projected.loc[chosen, name].tolist()
        assert again[name].tolist() == pytest.approx(wanted, rel=1e-9, nan_ok=True)
    assert again["coherence"].tolist() == whole().projected.loc[chosen, "coherence"].tolist()


def test_two_years_together_are_refused_whatever_was_done_to_them() -> None:
    year = whole()
    other = hb.year("2024-9M", "hong-bang", root=year.office)
    manipulations: list[Callable[[pd.DataFrame], pd.DataFrame]] = [
        lambda table: table.copy(),
        lambda table: table.sort_values("pct_of_plan"),
        lambda table: table.reset_index(drop=True).query("measure == 'flow'"),
        lambda table: pd.concat([year.plan.loc[["3"]], table.loc[["8"]]]),
        lambda table: table.merge(table[["indicator"]], on="indicator"),
    ]
    for change in manipulations:
        with pytest.raises(hb.HbaError, match="2024-9M, not of 2024-Q3"):
            hb.tables.plan(year, change(other.plan))
        with pytest.raises(hb.HbaError, match="2024-9M, not of 2024-Q3"):
            hb.project_year(change(other.plan), year.office, "2024-Q3")
    with pytest.raises(hb.HbaError, match=r"hb\.year"):
        hb.tables.plan(year.plan)


def test_every_judged_table_is_as_declared() -> None:
    schema("assess").validate(whole().plan.reset_index(drop=True), lazy=True)
    schema("project_year").validate(whole().projected.reset_index(drop=True), lazy=True)


def test_every_column_that_is_shown_of_a_plan_is_declared() -> None:
    for name in ("plan", "projection"):
        assert [column for column in shown(name).ids if column not in hb.columns] == []


def test_a_figure_of_some_rows_is_drawn_from_their_own_numbers() -> None:
    table = hb.figures.plan_bars(whole()).data.texts
    for chosen in (["3a", "3"], ["3"], ["8", "1"]):
        part = hb.figures.plan_bars(whole(), chosen).data.texts
        assert set(part.index) <= set(chosen)
        pd.testing.assert_frame_equal(part, table.loc[part.index, part.columns], check_like=True)


@pytest.mark.parametrize("part", ["trends", "quality", "record", "changes", "sources", "news"])
def test_every_column_of_the_other_tables_is_declared(part: str) -> None:
    own = whole().office.indicators.columns  # an office may describe its indicators further
    declared = {*hb.columns, *hb.columns.part(part), *own}
    assert [column for column in getattr(whole(), part).columns if column not in declared] == []


def _annex(year: Year) -> dict[str, dict[str, str]]:
    """The rows of a note's annex by code: what stands under each heading."""
    table = Document(io.BytesIO(write_note(content_of(year)))).tables[-1]
    head, *lines = ([cell.text.strip() for cell in row.cells] for row in table.rows)
    return {line[0]: dict(zip(head, line, strict=True)) for line in lines}


def _workbook(year: Year) -> dict[str, dict[str, Any]]:
    """The rows of a pack's workbook by code."""
    book = load_workbook(io.BytesIO(write_workbook(content_of(year))))
    lines = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
    first = next(n for n, line in enumerate(lines) if line[0] in year.codes)
    head = lines[first - 1]
    return {str(line[0]): dict(zip(head, line, strict=True)) for line in lines[first:]}


def _slides(year: Year) -> dict[str, dict[str, str]]:
    """The rows of the tables on slides by the kind of slide and code."""
    return {
        f"{slide.kind} {code}": row
        for slide in slides_of(content_of(year))
        if isinstance(slide.body, SlideTable) and slide.body.sheet.key == "indicator"
        for code, row in slide.body.sheet.texts.to_dict("index").items()
    }


@pytest.mark.parametrize("document", [_annex, _workbook, _slides])
def test_documents_of_any_rows_have_their_own_numbers(
    document: Callable[[Year], dict[str, dict[str, Any]]],
) -> None:
    """Rows in another order, and a few of them, are told as in the document of all."""
    table = document(whole())
    assert len(table) > 2
    for chosen in (sorted(whole().codes, reverse=True), ["8", "3a", "3"]):
        for code, row in document(whole().only(*chosen)).items():
            shared = row.keys() & table[code].keys()
            told, of_all = ({name: one[name] for name in shared} for one in (row, table[code]))
            assert told == of_all, code
