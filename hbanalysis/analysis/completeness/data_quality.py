"""Whether the figures behind one report are complete and right.

What came, what is owed, what was revised, and what contradicts something else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pandas as pd

from hbanalysis.analysis.actual.wards import wards_by_parent
from hbanalysis.analysis.completeness.coverage import (
    SETTLED,
    coverage,
    last_report_day,
    owed,
    own_rows,
)
from hbanalysis.intake.audit import Audit, audit
from hbanalysis.intake.delivery.prepare import read_again
from hbanalysis.intake.delivery.register import entries
from hbanalysis.intake.files.normalisations import Normalisation
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.observations.arrays import last_days
from hbanalysis.intake.observations.reconciliation import reconciliation
from hbanalysis.intake.observations.revisions import revisions
from hbanalysis.intake.observations.vintages import CELL
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.vocabulary.errors import Finding, HbaError
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import DEMO

CAME_COLUMNS = [
    "month",
    "first_day",
    "last_day",
    "source",
    "sources",
    "file",
    "new",
    "again",
    "indicators",
    "demo",
]


@dataclass(frozen=True)
class Quality:
    """What is known about the figures behind one assessment (``table``), each part a table.

    ``cells`` see :func:`~hbanalysis.analysis.coverage.coverage`, ``owed`` what is missing and who
    owes it, ``came`` the publications, ``revised`` what was published again after ``since`` (the
    cut-off of the last report), ``sums`` the printed years-to-date beside their months,
    ``findings`` those of ``hba check``, ``audit`` the printed results, ``changes`` what reading
    each received file changed (None: its recipe is gone, it cannot be read again).
    """

    table: pd.DataFrame
    period: Period
    as_of: str
    since: str
    cells: pd.DataFrame
    owed: pd.DataFrame
    came: pd.DataFrame
    revised: pd.DataFrame
    sums: pd.DataFrame
    findings: list[Finding]
    audit: Audit
    indicators: pd.DataFrame
    territories: pd.DataFrame
    changes: dict[str, list[Normalisation] | None]

    @property
    def figures(self) -> pd.DataFrame:
        """The months for which there is a figure (one that lacks wards included)."""
        return self.cells[self.cells["published"] != ""]

    def count(self, state: str) -> int:
        """How many months are in a state."""
        return int((self.cells["state"] == state).sum())


def data_quality(table: pd.DataFrame, workspace: Workspace, period: Period) -> Quality:
    """The state of the figures behind ``table``, an assessment of the same workspace and period."""
    seen = own_rows(workspace.observations, table, workspace.territories, period.year)
    year = seen[seen["period"].between(f"{period.year}-01", period.cut_off)]
    cells = coverage(table, workspace, period)
    since = last_report_day(period)
    places = set(table["territory"])
    stated = [
        part[part["territory"].isin(places) & (part["year"] <= period.year)]
        for part in (workspace.results_stated, workspace.scoreboard_stated)
    ]
    return Quality(
        table=table,
        period=period,
        as_of=workspace.as_of,
        since=since.isoformat(),
        cells=cells,
        owed=owed(cells, table),
        came=came(year),
        revised=revised(seen, period, (since + timedelta(days=1)).isoformat()),
        sums=reconciliation(year, workspace.indicators),
        indicators=workspace.indicators,
        territories=workspace.territories,
        findings=own_findings(workspace, table, period),
        changes=changed_while_reading(workspace.root, set(year["file"].astype(str))),
        audit=audit(stated[0], stated[1], workspace.indicators),
    )


def narrowed(quality: Quality, table: pd.DataFrame, workspace: Workspace) -> Quality:
    """The same for some of the rows only: ``table`` holds those that are left.

    Nothing is read again; what concerns a whole file stays.
    """
    codes = set(table["indicator"])

    def mine(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["indicator"].isin(codes)].reset_index(drop=True)

    kept = replace(
        workspace,
        observations=mine(workspace.observations),
        results_stated=mine(workspace.results_stated),
    )
    seen = own_rows(kept.observations, table, workspace.territories, quality.period.year)
    year = seen[seen["period"].between(f"{quality.period.year}-01", quality.period.cut_off)]
    stated = kept.results_stated
    stated = stated[
        stated["territory"].isin(set(table["territory"])) & (stated["year"] <= quality.period.year)
    ]
    return replace(
        quality,
        table=table,
        cells=mine(quality.cells),
        owed=mine(quality.owed),
        came=came(year),
        revised=mine(quality.revised),
        sums=reconciliation(year, workspace.indicators),
        findings=[one for one in quality.findings if one.indicator in codes | {""}],
        audit=audit(stated, workspace.scoreboard_stated.iloc[:0], workspace.indicators),
    )


def by_indicator(quality: Quality) -> pd.DataFrame:
    """One row for each line of the assessment: how complete and how settled its figures are.

    Columns ``indicator, name_vi, name_en, owner, latest`` (the last month with a figure,
    ``YYYY-MM``; empty without any), ``state`` of that figure, ``published`` (the last day),
    ``figures`` (months of the year that have one), ``missing`` (months that are due and have none,
    a tuple of 1-12), ``due`` (the first day one of them was due), ``revised`` (cells published
    again since the last report), ``findings`` (of ``hba check``) and ``demo``.
    """
    pair = ["territory", "indicator"]
    known = quality.figures.sort_values("month", kind="stable")
    last = known.drop_duplicates(pair, keep="last").set_index(pair)
    rows = quality.table[[*pair, "name_vi", "name_en", "owner"]].reset_index(drop=True)
    wanted = pd.MultiIndex.from_frame(rows[pair])
    owed_by = quality.owed.set_index(pair)
    missing = dict(zip(owed_by.index, owed_by["months"], strict=True))
    year = quality.period.year
    return rows.assign(
        latest=[
            "" if pd.isna(month) else f"{year}-{int(month):02d}"
            for month in last["month"].reindex(wanted)
        ],
        state=last["state"].reindex(wanted).fillna("").to_numpy(dtype=object),
        published=last_days(known, pair, "published").reindex(wanted).fillna("").to_numpy(),
        figures=known.groupby(pair).size().reindex(wanted, fill_value=0).to_numpy(),
        missing=[missing.get(key, ()) for key in wanted],
        due=owed_by["due"].reindex(wanted).fillna("").to_numpy(dtype=object),
        revised=_counted(quality.revised, wanted),
        findings=[
            sum(one.territory == territory and one.indicator == code for one in quality.findings)
            for territory, code in wanted
        ],
        demo=known.groupby(pair)["demo"].any().reindex(wanted, fill_value=False).to_numpy(),
    )


def _counted(table: pd.DataFrame, wanted: pd.MultiIndex) -> list[int]:
    """How many rows of a table each line has."""
    sizes = table.groupby(["territory", "indicator"], observed=True).size()
    return [int(sizes.get(key, 0)) for key in wanted]


def came(seen: pd.DataFrame) -> pd.DataFrame:
    """The publications of the year: one row for each file, kind of source and month of publication.

    Columns ``month, first_day, last_day`` (of publication), ``source`` (the last) and how many
    ``sources``, ``file``, ``new`` figures, figures published ``again``, how many ``indicators``,
    ``demo``.
    """
    if seen.empty:
        return pd.DataFrame(columns=CAME_COLUMNS)
    plain = seen.astype(dict.fromkeys((*CELL, "published", "source", "file"), "str"))
    plain = plain.sort_values("published", kind="stable").assign(month=plain["published"].str[:7])
    first = ~plain.duplicated(CELL)
    grouped = plain.assign(new=first, again=~first, demo=plain["source"] == DEMO).groupby(
        ["month", "file", "demo"]
    )
    return grouped.agg(
        first_day=("published", "min"),
        last_day=("published", "max"),
        source=("source", "last"),
        sources=("source", "nunique"),
        new=("new", "sum"),
        again=("again", "sum"),
        indicators=("indicator", "nunique"),
    ).reset_index()[CAME_COLUMNS]


def revised(seen: pd.DataFrame, period: Period, since: str) -> pd.DataFrame:
    """Figures of this year and the last that were published again since a day.

    The largest change comes first.
    """
    recent = seen[seen["period"].between(f"{period.year - 1}-01", period.cut_off)]
    revised_rows = revisions(recent, since)
    order = (
        revised_rows["change_pct"].abs().fillna(0).sort_values(ascending=False, kind="stable").index
    )
    return revised_rows.loc[order].reset_index(drop=True)


def own_findings(workspace: Workspace, table: pd.DataFrame, period: Period) -> list[Finding]:
    """The findings of ``hba check`` on today's raw files that concern these territories.

    They are about the territories themselves, their wards, or a whole file.
    """
    wards = wards_by_parent(workspace.territories, period.end.isoformat())
    places = {"", *table["territory"]} | {
        ward for territory in set(table["territory"]) for ward in wards.get(territory, [])
    }
    return [finding for finding in read_workspace(workspace.root)[1] if finding.territory in places]


def changed_while_reading(root: Path, files: set[str]) -> dict[str, list[Normalisation] | None]:
    """What was tidied or converted when a received file was read, by file.

    Only files that figures of ``files`` came from are there.
    """
    normalisations: dict[str, list[Normalisation] | None] = {}
    for entry in entries(root):
        if entry["observations"] in files:
            try:
                normalisations[entry["name"]] = read_again(root, entry).normalisations
            except HbaError:  # the figures stand, but how they were read is not known any more
                normalisations[entry["name"]] = None
    return normalisations


def settled_counts(quality: Quality) -> dict[str, int]:
    """How many figures of the year so far are an estimate, preliminary, final and synthetic."""
    figures = quality.figures[quality.figures["state"].isin(SETTLED)]
    counts = {word: int((figures["state"] == word).sum()) for word in SETTLED}
    return counts | {"all": len(figures), DEMO: int(figures["demo"].sum())}
