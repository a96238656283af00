"""The page of many territories, with a table for calculating and a workbook beside it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from hbanalysis.analysis.territories.layout import Tile
from hbanalysis.analysis.territories.portfolio import ALL, Portfolio
from hbanalysis.intake.store.atomic import fresh_folder
from hbanalysis.presentation import sentences
from hbanalysis.presentation.portfolio import portfolio_tables as tables
from hbanalysis.presentation.portfolio.matrix_html import matrix, tile_map
from hbanalysis.presentation.portfolio.portfolio_texts import answers, headline
from hbanalysis.presentation.sheet import Sheet
from hbanalysis.publishing.page_above import page_above
from hbanalysis.publishing.sheet_workbook import workbook
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.spreadsheets import formula_free

MOST_ROWS = 60
"""Rows of a table on the page; the workbook has all of them."""
PAGE, CSV, XLSX = "index.html", "portfolio.csv", "portfolio.xlsx"
COLUMNS = (
    *("territory", "indicator", "unit", "measure", "target", "plan", "actual", "through"),
    *("pct_of_plan", "pct_of_same_period", "verdict", "outlook", "reason", "point", "lo80", "hi80"),
    *("chance", "published", "status", "demo"),
)
HEADINGS = N_(
    {
        "matrix": "How does every territory stand?",
        "deliveries": "Who has not delivered?",
        "moved": "What moved since the report before?",
        "cascade": "The cascade: the plan assigned and the unit's own",
        "sums": "Do the assigned plans add up to the parent's?",
        "ranks": "In which place, and how sure is it?",
        "map": "Where?",
        "files": "The same as files",
    }
)
NOTHING = N_(
    {
        "deliveries": "Every territory has delivered all that is due.",
        "moved": "No judgement has changed since the report before, or there is none before it.",
        "cascade": "No plan of these territories is known.",
        "sums": "No plan has been assigned to these territories for an amount of the parent.",
        "ranks": "No indicator is projected for two territories: there is nothing to rank.",
    }
)


def write_portfolio(portfolio: Portfolio, lang: Language, tiles: tuple[Tile, ...] = ()) -> Path:
    """Write page, table and workbook; gives the path of the page.

    They lie in ``reports/<parent>/<period>/portfolio-<language>``, put in place together when all
    are complete.
    """
    home = portfolio.office.root / "reports" / portfolio.parent / str(portfolio.period)
    target = home / f"portfolio-{lang.code}"
    with fresh_folder(target) as folder:
        names = tables.Names(portfolio, lang)
        sheets = _sheets(portfolio, names)
        (folder / PAGE).write_text(_page(portfolio, sheets, names, tiles), encoding="utf-8")
        _write_csv(portfolio, names, folder / CSV)
        mark = sentences.demo_mark(portfolio.plan, lang)
        title = f"{names.places[portfolio.parent]}, {portfolio.period.label(lang.code)}"
        every = [tables.rows_table(portfolio, names), *sheets.values()]
        (folder / XLSX).write_bytes(workbook(title, mark, every))
    return target / PAGE


def _sheets(portfolio: Portfolio, names: tables.Names) -> dict[str, Sheet[Any]]:
    makers = {
        "deliveries": tables.deliveries,
        "moved": tables.moved_table,
        "cascade": tables.cascade_table,
        "sums": tables.sums_table,
        "ranks": tables.ranks_table,
    }
    return {name: maker(portfolio, names) for name, maker in makers.items()}


def _write_csv(portfolio: Portfolio, names: tables.Names, path: Path) -> None:
    """One row for each territory and indicator, numbers in machine notation."""
    places = portfolio.ranks.set_index(["territory", "indicator"])[["first", "last", "of"]]
    table = portfolio.projected[list(COLUMNS)].join(places, on=["territory", "indicator"])
    table.insert(1, "territory_name", table["territory"].map(names.places))
    table.insert(3, "indicator_name", table["indicator"].map(names.indicators))
    ranked = {"first": "place_first", "last": "place_last", "of": "places"}
    table = table.rename(columns=ranked).astype(dict.fromkeys(ranked.values(), "Int64"))
    formula_free(table).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _page(
    portfolio: Portfolio,
    sheets: dict[str, Sheet[Any]],
    names: tables.Names,
    tiles: tuple[Tile, ...],
) -> str:
    lang = names.lang
    parts = [_part("matrix", matrix(portfolio, names), lang)]
    if tiles:
        parts.insert(0, _part("map", tile_map(portfolio, tiles, names), lang))
    late = int((portfolio.delivery["state"] != ALL).sum())
    shown = sheets | {"deliveries": sheets["deliveries"].slice(0, late)}
    parts += [_part(name, _shown(name, sheet, lang), lang) for name, sheet in shown.items()]
    parts.append(_part("files", _files(lang), lang))
    said = {
        "place": names.places[portfolio.parent],
        "period": portfolio.period.label(lang.code),
        "headline": headline(portfolio, lang),
        "answers": answers(portfolio, lang),
        "parts": parts,
    }
    return page_above(portfolio.office, portfolio.plan, lang, said)


def _part(name: str, html: str, lang: Language) -> dict[str, str]:
    return {"id": name, "title": lang.say(HEADINGS[name]), "html": html}


def _shown(name: str, sheet: Sheet[Any], lang: Language) -> str:
    """The first rows of a sheet, and how many more there are and where."""
    if not len(sheet):
        return f'<p class="hba-state">{escape(lang.say(NOTHING[name]))}</p>'
    if len(sheet) <= MOST_ROWS:
        return sheet.html()
    more = lang.count(
        "{n} more row is in portfolio.xlsx.",
        "{n} more rows are in portfolio.xlsx.",
        len(sheet) - MOST_ROWS,
    )
    return sheet.slice(0, MOST_ROWS).html() + f'<p class="hba-state">{escape(more)}</p>'


def _files(lang: Language) -> str:
    words = {CSV: lang.say("all rows for calculating"), XLSX: lang.say("all tables as a workbook")}
    items = "".join(
        f'<li><a href="{name}">{name}</a>: {escape(text)}</li>' for name, text in words.items()
    )
    return f"<ul>{items}</ul>"
