"""Territories by indicators as one table: sign and word of the judgement, the chance below it.

Written by hand, not laid out by a library: 3 321 territories of 16 indicators are 53 136 cells.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

from hbanalysis.analysis.plan.rating import BEST_FIRST, judgement
from hbanalysis.analysis.territories.layout import Tile
from hbanalysis.analysis.territories.portfolio import Portfolio
from hbanalysis.presentation.judgement_style import BAD, SIGNS, css_name, judged
from hbanalysis.presentation.portfolio.portfolio_tables import Names
from hbanalysis.presentation.sheet_html import scrollable
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

DENSE_FROM = 7
"""With so many indicators a cell shows the sign alone, its words stand in a legend: all columns
are seen at once, on a screen and on paper."""


def matrix(portfolio: Portfolio, names: Names) -> str:
    """The table; territories without a target and a figure say so in one cell."""
    lang, codes = names.lang, portfolio.codes
    dense = len(codes) >= DENSE_FROM
    kind = "hba-matrix hba-dense" if dense else "hba-matrix"
    by_place: dict[str, dict[str, str]] = {}
    words = {word: _word(word, lang) for word in SIGNS}
    for row in records(portfolio.projected):
        cells = by_place.setdefault(row.territory, {})
        cells[row.indicator] = _cell(row, words, lang)
    head = "".join(
        f'<th scope="col">{escape(code)}<small>{escape(names.indicator(code))}</small></th>'
        for code in codes
    )
    label = lang.say("Territories and indicators")
    none = escape(lang.say("no target and no figure"))
    body = "".join(
        _line(_head(territory, portfolio, names), by_place.get(territory), codes, none)
        for territory in portfolio.territories
    )
    table = (
        f'<table class="{kind}"><thead><tr><th scope="col">{escape(lang.say("Territory"))}</th>'
        f"{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    shown = scrollable(table, label, wide=len(codes) > 5)
    return (_legend(portfolio, words, lang) if dense else "") + shown


def _word(word: str, lang: Language) -> str:
    return (
        f'<b style="color:{css_name(f"{word} text")}">{SIGNS[word]}'
        f" <span>{escape(lang.say(word))}</span></b>"
    )


def _legend(portfolio: Portfolio, words: dict[str, str], lang: Language) -> str:
    """The signs that the table has, with their words, and what the number beside them is."""
    found = set(judgement(portfolio.plan))
    items = " · ".join(words[word] for word in BEST_FIRST if word in found)
    chance = escape(lang.say("the number: the chance of reaching the target"))
    return f'<p class="hba-state">{items} · {chance}</p>' if found else ""


def _cell(row: Any, words: dict[str, str], lang: Language) -> str:
    word = words[str(row.verdict if not is_missing(row.verdict) else row.outlook)]
    if is_missing(row.chance):
        return f"<td>{word}</td>"
    return f"<td>{word} <small>{_short_chance(float(row.chance), lang)}</small></td>"


def _short_chance(chance: float, lang: Language) -> str:
    """A chance in whole percent, never the certainty that the method cannot have."""
    if 0.01 <= chance <= 0.99:
        return lang.percent(100 * chance, 0)
    return "&lt;1%" if chance < 0.01 else "&gt;99%"


def _head(territory: str, portfolio: Portfolio, names: Names) -> str:
    """The name of a territory, a link where its own report of the period has been made."""
    name, where = (
        escape(names.places[territory]),
        f"{territory}/{portfolio.period}/{names.lang.code}",
    )
    page = f"{where}/index.html"
    if not (portfolio.office.root / "reports" / page).is_file():
        return name
    return f'<a href="{escape(f"../../../{page}")}">{name}</a>'


def _line(name: str, cells: dict[str, str] | None, codes: list[str], none: str) -> str:
    head = f'<th scope="row">{name}</th>'
    if cells is None:
        return f'<tr>{head}<td colspan="{max(len(codes), 1)}" class="hba-none">{none}</td></tr>'
    return f"<tr>{head}{''.join(cells.get(code, '<td>–</td>') for code in codes)}</tr>"


def worst(words: Counter[str]) -> str:
    """The gravest judgement that a territory has, for the colour of its tile."""
    bad = [word for word in reversed(BEST_FIRST) if words.get(word) and word in BAD]
    good = [word for word in BEST_FIRST if words.get(word)]
    return (bad or good or ["not applicable"])[0]


def tile_map(portfolio: Portfolio, tiles: tuple[Tile, ...], names: Names) -> str:
    """The territories as tiles in their places; each tells how many targets are in trouble."""
    lang = names.lang
    counts: dict[str, Counter[str]] = {}
    for row in records(portfolio.projected):
        counts.setdefault(row.territory, Counter())[judged(row._asdict())] += 1
    width = max(tile.column for tile in tiles)
    items = "".join(_tile(tile, counts.get(tile.territory, Counter()), names) for tile in tiles)
    legend = escape(lang.say("In each tile: targets at risk, behind or lost, of all targets."))
    style = f"grid-template-columns:repeat({width},minmax(5.2em,1fr))"
    markup = f'<ul class="hba-tilemap" style="{style}">{items}</ul>'
    return scrollable(markup, lang.say("Tile map")) + f'<p class="hba-state">{legend}</p>'


def _tile(tile: Tile, words: Counter[str], names: Names) -> str:
    trouble, total = sum(words[word] for word in BAD), sum(words.values())
    label = f"{trouble}/{total}" if total else "–"
    style = f"grid-row:{tile.row};grid-column:{tile.column};--tile:{css_name(worst(words))}"
    name = escape(names.places[tile.territory])
    return f'<li style="{style}"><span>{name}</span><strong>{label}</strong></li>'
