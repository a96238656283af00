"""An old territory's year, read in the territories that took it over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from hbanalysis.analysis.history.links import WHOLE
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.territories.bridge_report import bridge_report
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.periods import Period


@dataclass(frozen=True, eq=False)
class Successors:
    """What became of one territory, and what of its figures its successors may show.

    ``links`` are its rows of ``crosswalk.csv`` after the period began.
    """

    office: Workspace
    period: Period
    old: str
    links: pd.DataFrame

    @classmethod
    def of(cls, office: Workspace, period: Period | str, name: str) -> Successors:
        """Those of a territory (code or name). Raises HbaError where none are declared."""
        period, old = Period.of(period), office.territory(name)
        links = office.crosswalk
        links = links[(links["from"] == old) & (links["date"] > f"{period.year}-01-01")]
        if links.empty:
            raise HbaError(
                "No boundary change of {place} is declared after {day}; crosswalk.csv says what"
                " became of a territory.",
                place=old,
                day=f"{period.year}-01-01",
            )
        return cls(office, period, old, links)

    @property
    def territories(self) -> tuple[str, ...]:
        """The successors, in the order of the crosswalk."""
        return tuple(dict.fromkeys(self.links["to"]))

    @property
    def undeclared(self) -> bool:
        """Whether nobody says anything about any share: each is between nothing and all."""
        return bool(((self.links["share_low"] == 0) & (self.links["share_high"] == 1)).all())

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """The declared breaks of the old territory between the period and its end, by date.

        What was divided then is not what the period's figures are of.
        """
        events = self.office.events_of(self.old, "")
        later = events["date"] > self.period.end.isoformat()
        before = events["date"] < str(self.links["date"].max())
        return events[later & before & (events["kind"] == "break")]

    @cached_property
    def units(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Of each successor the old one's own units that it took: whole ones, and parts of others.

        Empty where the crosswalk links the old territory only as a whole.
        """
        listed = self.office.territories
        own = set(listed.loc[listed["parent"] == self.old, "territory"])
        links = self.office.crosswalk
        links = links[links["from"].isin(own) & (links["date"] > f"{self.period.year}-01-01")]
        whole = links["basis"] == WHOLE
        return {
            to: (
                tuple(links.loc[whole & (links["to"] == to), "from"]),
                tuple(links.loc[~whole & (links["to"] == to), "from"]),
            )
            for to in self.territories
        }

    @property
    def divided(self) -> bool:
        """Whether any successor took a part only."""
        return bool((self.links["share_low"] < self.links["share_high"]).any())

    @cached_property
    def own(self) -> pd.DataFrame:
        """The old territory's own assessment: what is carried over."""
        return assess(self.office, self.period, [self.old])

    @cached_property
    def readings(self) -> pd.DataFrame:
        """One row for each successor and indicator: :func:`~.bridge_report.bridge_report`."""
        tables = [bridge_report(self.office, self.period, to) for to in self.territories]
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def readable(self) -> pd.DataFrame:
        """The readings that have limits (equal ends where everything went whole)."""
        return self.readings[self.readings["low"].notna()]

    @cached_property
    def refused(self) -> pd.DataFrame:
        """Why which indicators cannot be read: ``refused``, ``indicators`` (codes), one row each.

        An indicator stands here when it is refused in every successor.
        """
        table = self.readings[~self.readings["indicator"].isin(self.readable["indicator"])]
        found = table.drop_duplicates("indicator").groupby("refused", sort=False)["indicator"]
        return found.agg(tuple).rename("indicators").reset_index()

    @cached_property
    def silent(self) -> dict[str, tuple[str, ...]]:
        """Of each successor the other old territories that have no figures for it."""
        return {
            str(to): tuple(dict.fromkeys(code for codes in rows["silent"] for code in codes))
            for to, rows in self.readings.groupby("territory", sort=False)
        }
