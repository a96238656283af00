"""Many territories of one parent, together: judgements, chances, deliveries, plans, places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from hbanalysis.analysis.columns import PROJECTED
from hbanalysis.analysis.judgement.assess import assess, assess_and_project
from hbanalysis.analysis.plan.judgement_changes import changes, period_before
from hbanalysis.analysis.plan.rating import countable, judgement
from hbanalysis.analysis.territories.cascade import assigned_sums, cascade
from hbanalysis.analysis.territories.rank_intervals import ranks
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.observations.arrays import last_days
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.periods import Period

NOTHING, PARTLY, ALL = "nothing", "partly", "complete"
DELIVERY = ["territory", "indicators", "delivered", "missing", "state", "published"]


def alive(territories: pd.DataFrame, day: str) -> pd.DataFrame:
    """The territories that existed on a day."""
    start, end = territories["valid_from"].fillna(""), territories["valid_to"].fillna("")
    return territories[(start <= day) & ((end == "") | (end >= day))]


def standing_for(workspace: Workspace, name: str, day: str) -> str:
    """The parent that is meant on a day: the territory itself, or who followed it when it ended."""
    code = workspace.territory(name)
    table = workspace.territories.drop_duplicates("territory").set_index("territory")
    seen = {code}
    while code not in set(alive(workspace.territories, day)["territory"]):
        follower = str(table.loc[code, "successor"] or "")
        if not follower or follower in seen or follower not in table.index:
            break
        seen.add(follower)
        code = follower
    return code


def units_of(workspace: Workspace, parent: str, day: str) -> list[str]:
    """The territories directly below a parent on a day, in the order of the list."""
    here = alive(workspace.territories, day)
    return here.loc[here["parent"] == parent, "territory"].drop_duplicates().tolist()


@dataclass(frozen=True, eq=False)
class Portfolio:
    """The territories of one parent in one period.

    ``plan`` and ``projected`` have the rows of all of them; a territory without a target and a
    figure has none, and stands in ``delivery`` alone.
    """

    office: Workspace
    period: Period
    parent: str
    territories: tuple[str, ...]

    @classmethod
    def of(cls, office: Workspace, period: Period | str, parent: str) -> Portfolio:
        """The portfolio of a parent (code or name); its successor's when it ended before.

        Raises HbaError when nothing lies below it at that time.
        """
        period = Period.of(period)
        day = period.end.isoformat()
        code = standing_for(office, parent, day)
        units = units_of(office, code, day)
        if not units:
            raise HbaError(
                "No territory belongs to {parent} on {day}; the column parent of territories.csv"
                " says which do.",
                parent=code,
                day=day,
            )
        return cls(office, period, code, tuple(units))

    @cached_property
    def plan(self) -> pd.DataFrame:
        """Plan against actual of all territories: the rows of :func:`hbanalysis.assess`."""
        return self.projected.drop(columns=list(PROJECTED))

    @cached_property
    def projected(self) -> pd.DataFrame:
        """The same rows with their year-end projection, which their outlooks rest on."""
        return assess_and_project(self.office, self.period, self.territories)

    @cached_property
    def parent_plan(self) -> pd.DataFrame:
        """The parent's own assessment."""
        return assess(self.office, self.period, [self.parent])

    @cached_property
    def before(self) -> Period | None:
        """The report of the same rhythm before this one; None for the first of a year."""
        return period_before(self.period)

    @cached_property
    def moved(self) -> pd.DataFrame | None:
        """What changed since the report before, the worst first; None when there is none."""
        if self.before is None:
            return None
        return changes(self.plan, assess(self.office, self.before, self.territories))

    @cached_property
    def cascade(self) -> pd.DataFrame:
        """The plans assigned to each unit and its own: :func:`~.cascade.cascade`."""
        return cascade(self.office, self.period, self.parent, self.plan)

    @cached_property
    def sums(self) -> pd.DataFrame:
        """The assigned plans together against the parent's: :func:`~.cascade.assigned_sums`."""
        return assigned_sums(self.cascade, self.parent_plan)

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Places with the interval within which they are exchangeable."""
        return ranks(self.projected)

    @cached_property
    def delivery(self) -> pd.DataFrame:
        """Who has delivered: one row for each territory, those with the least first.

        ``territory, indicators, delivered, missing`` (codes), ``state, published`` (last day). An
        indicator counts as delivered when no month of it is owed and unreported.
        """
        rows = self.plan[self.plan["derived"] != "sum_of_parts"]
        owed = rows["missing"].map(len).to_numpy() > 0
        table = rows.assign(_late=owed, _code=rows["indicator"].where(owed, ""))
        counts = table.groupby("territory").agg(
            indicators=("indicator", "size"),
            late=("_late", "sum"),
            missing=("_code", lambda codes: tuple(code for code in codes if code)),
        )
        counts["published"] = last_days(rows, ["territory"], "published")
        counts = counts.reindex(list(self.territories))
        counts["indicators"] = counts["indicators"].fillna(0).astype(int)
        counts["delivered"] = counts["indicators"] - counts["late"].fillna(0).astype(int)
        counts["missing"] = [m if isinstance(m, tuple) else () for m in counts["missing"]]
        counts["published"] = counts["published"].fillna("")
        silent = (counts["published"] == "").to_numpy()
        whole = (counts["delivered"] == counts["indicators"]).to_numpy()
        counts["state"] = np.select([silent, whole], [NOTHING, ALL], PARTLY)
        counts = counts.reset_index(names="territory")[DELIVERY]
        share = counts["delivered"] / counts["indicators"].clip(lower=1)
        order = pd.DataFrame({"silent": ~silent, "share": share})
        return counts.loc[order.sort_values(["silent", "share"], kind="stable").index]

    @cached_property
    def counts(self) -> pd.DataFrame:
        """How many targets of each territory stand where: ``territory, word, count``."""
        rows = countable(self.plan)
        words = rows.assign(word=judgement(rows)).groupby(["territory", "word"]).size()
        return words.rename("count").reset_index()

    @property
    def codes(self) -> list[str]:
        """The indicators that any of the territories has, in the order of the list."""
        used = set(self.plan["indicator"])
        listed = self.office.indicators["indicator"].drop_duplicates()
        return [code for code in listed if code in used]
