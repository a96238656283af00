"""Which old territories stand behind a new one at each time: ``crosswalk.csv`` followed back.

A reform may follow a reform: ``h`` was made of ``a`` and ``b``, ``n`` took ``h`` half a year later.
Read back from ``n`` there are two stages: ``h`` between the two days, ``a`` and ``b`` before the
first. Shares along the way are multiplied, their limits too. A territory that goes on and takes
over others stands in the stages before that day itself, beside what it took: its own earlier
figures alone are those of a smaller one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.year_profiles import break_days
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.rows import records

WHOLE = "whole"
COLUMNS = ("old", "to", "since", "date", "share_low", "share_high", "basis", "source", "via")


class _Piece(NamedTuple):
    """What of one territory stands behind the new one, and the way it came."""

    place: str
    low: float = 1.0
    high: float = 1.0
    basis: str = WHOLE
    source: str = ""
    via: tuple[tuple[str, str], ...] = ()
    """The territories in between, each with the day on which it was taken over."""
    taken: str = ""
    """The day on which it was taken over itself."""


@dataclass(frozen=True)
class Links:
    """What stood behind some territories, stage by stage.

    One row for each old territory of a stage: from ``since`` (empty: ever) to the day before
    ``date`` it was a part of what ``to`` is now.
    """

    table: pd.DataFrame

    @classmethod
    def into(cls, workspace: Workspace, territories: list[str] | None = None) -> Links:
        """The links into these territories (None: all), as far as they are declared in full."""
        direct = workspace.crosswalk.rename(columns={"from": "old"})
        direct = leaves(direct, workspace.territories)
        return cls(staged(direct, workspace.territories, territories))

    def exact(self) -> pd.DataFrame:
        """The stages that are bridged by whole territories, none of which goes on itself."""
        stage = [self.table["to"], self.table["date"]]
        fit = (self.table["basis"] == WHOLE) & (self.table["old"] != self.table["to"])
        return self.table[fit.groupby(stage).transform("all")]


def staged(
    direct: pd.DataFrame, territories: pd.DataFrame, asked: list[str] | None = None
) -> pd.DataFrame:
    """The links into territories followed back: the columns of :class:`Links`."""
    born = dict(zip(territories["territory"], territories["valid_from"], strict=True))
    old, new = set(direct["old"]), set(direct["to"])
    goes_on = {to for to, day in zip(direct["to"], direct["date"], strict=True) if born[to] < day}
    chained = set(direct.loc[direct["old"].isin(new | goes_on), "to"]) | goes_on
    chosen = direct if asked is None else direct[direct["to"].isin(asked)]
    plain = chosen[~chosen["to"].isin(chained)]
    plain = plain.assign(since="", via=pd.Series([()] * len(plain), plain.index, dtype=object))
    if not chained & set(chosen["to"]) or not old:
        return plain.reindex(columns=list(COLUMNS))
    into: dict[str, list[Any]] = {}
    for link in records(direct):
        into.setdefault(link.to, []).append(link)
    rows = [
        row
        for to in dict.fromkeys(chosen["to"])
        if to in chained
        for row in _stages(str(to), into, born)
    ]
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    return pd.concat([plain.reindex(columns=list(COLUMNS)), made], ignore_index=True)


def _stages(to: str, into: dict[str, list[Any]], born: dict[str, str]) -> list[tuple[Any, ...]]:
    """Every stage of one territory, from its own beginning backwards."""
    rows: list[tuple[Any, ...]] = []
    pieces, day = [_Piece(to)], _day_before([_Piece(to)], into, "9999")
    while day:
        pieces = [one for piece in pieces for one in _opened(piece, into, born, day)]
        earlier = _day_before(pieces, into, day)
        rows += [
            (p.place, to, earlier, day, p.low, p.high, p.basis, p.source, p.via) for p in pieces
        ]
        day = earlier
    return rows


def _day_before(pieces: list[_Piece], into: dict[str, list[Any]], bound: str) -> str:
    """The last day before a day on which one of these territories took over another; or empty."""
    days = [link.date for piece in pieces for link in into.get(piece.place, [])]
    return max((day for day in days if day < bound), default="")


def _opened(
    piece: _Piece, into: dict[str, list[Any]], born: dict[str, str], day: str
) -> list[_Piece]:
    """A territory as it was before a day: what it was made of, with itself where it went on."""
    links = [link for link in into.get(piece.place, []) if link.date == day]
    if not links:
        return [piece]
    own = [piece] if born.get(piece.place, "") < day else []
    via = (*piece.via, (piece.place, piece.taken)) if piece.taken else piece.via
    return own + [
        _Piece(
            link.old,
            piece.low * link.share_low,
            piece.high * link.share_high,
            link.basis if piece.basis == WHOLE else piece.basis,
            link.source,
            via,
            day,
        )
        for link in links
    ]


def leaves(table: pd.DataFrame, territories: pd.DataFrame) -> pd.DataFrame:
    """The links without those of an old territory that is counted again in its own units."""
    parent = dict(zip(territories["territory"], territories["parent"], strict=True))
    units = {(parent.get(old, ""), to) for old, to in zip(table["old"], table["to"], strict=True)}
    pairs = zip(table["old"], table["to"], strict=True)
    return table[np.array([pair not in units for pair in pairs], dtype=bool)]


def tops(table: pd.DataFrame, territories: pd.DataFrame) -> pd.DataFrame:
    """The links without those of units whose own territory above them is linked too."""
    parent = dict(zip(territories["territory"], territories["parent"], strict=True))
    pairs = set(zip(table["old"], table["to"], strict=True))
    above = [(parent.get(old, ""), to) for old, to in zip(table["old"], table["to"], strict=True)]
    return table[np.array([pair not in pairs for pair in above], dtype=bool)]


def broken_before(events: pd.DataFrame, territory: str, indicator: str, date: str) -> str:
    """The month from which an old territory had the shape that was divided on ``date``."""
    days = [day for day in break_days(events, territory, indicator, date) if day < date]
    return days[-1][:7] if days else ""


def comparable_from(events: pd.DataFrame, link: Any, indicator: str) -> str:
    """The month from which a link's figures are of what was taken over, by declared breaks."""
    on_the_way = [broken_before(events, place, indicator, day) for place, day in link.via]
    return max([broken_before(events, link.old, indicator, link.date), *on_the_way])
