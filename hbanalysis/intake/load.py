"""The door of the intake room: a workspace as tables, as it was known on a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from hbanalysis.intake.checks.foretold import FORETOLD, is_year_estimate
from hbanalysis.intake.names import find_code
from hbanalysis.intake.observations.settled import settled
from hbanalysis.intake.observations.vintages import known_by
from hbanalysis.intake.raw.dated_rules import Rules, in_force, load_rules
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.intake.running_terms import in_its_year
from hbanalysis.intake.store.build import Built, build
from hbanalysis.intake.store.fingerprints import FINGERPRINTS, is_fresh
from hbanalysis.intake.takeovers import with_takeovers
from hbanalysis.vocabulary.errors import HbaError, refuse_all
from hbanalysis.vocabulary.periods import Period, parse_day
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Measure

STORED = (*SCHEMAS, FORETOLD, "rejected")
_READS = 5


@dataclass(frozen=True, repr=False)
class Workspace:
    """The validated tables of one workspace, with only what was known on ``as_of``.

    An empty ``as_of`` means everything. ``observations`` keeps every vintage; :attr:`known_figures`
    has every cell once, as it is known now. The other tables are those of docs/data-dictionary.md.

    Examples
    --------
    >>> year.office.territory("Quận Hồng Bàng")
    'hong-bang'

    """

    root: Path
    as_of: str
    indicators: pd.DataFrame
    territories: pd.DataFrame
    targets: pd.DataFrame
    results_stated: pd.DataFrame
    scoreboard_stated: pd.DataFrame
    observations: pd.DataFrame
    events: pd.DataFrame
    phasing: pd.DataFrame
    remedies: pd.DataFrame
    steps: pd.DataFrame
    crosswalk: pd.DataFrame
    foretold: pd.DataFrame
    scenarios: pd.DataFrame
    requests: pd.DataFrame
    answers: pd.DataFrame
    rejected: pd.DataFrame
    rules: Rules
    raw: dict[str, str]

    @cached_property
    def levels(self) -> list[str]:
        """The indicators whose months are not summed: stocks, ranks and events."""
        measures = (Measure.STOCK, Measure.RANK, Measure.MILESTONE)
        return self.indicators.loc[self.indicators["measure"].isin(measures), "indicator"].tolist()

    @cached_property
    def known_figures(self) -> pd.DataFrame:
        """One row for each cell, as it is known now: see :func:`~...settled.settled`."""
        return settled(self.observations, self.levels)

    @cached_property
    def year_estimates(self) -> pd.DataFrame:
        """The authority's own estimates of whole years, every vintage: rows of ``foretold``."""
        estimates: pd.DataFrame = self.foretold[is_year_estimate(self.foretold)]
        return estimates

    def __repr__(self) -> str:
        known = f"known by {self.as_of}" if self.as_of else "all that is known"
        return (
            f"<Workspace {self.root.name}: {len(self.indicators)} indicators,"
            f" {len(self.territories)} territories, {len(self.observations)} figures, {known}>"
        )

    @cached_property
    def fingerprint(self) -> str:
        """A short name of the raw files behind these tables; another one when any of them changes.

        It stands in every row that is made of them (column ``office``).
        """
        text = json.dumps(self.raw, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def territory(self, name: str) -> str:
        """The code of a territory given by its code or its name, with or without marks and level.

        An unknown one is WrongUsage with the nearest, one that several have WrongUsage with all.
        """
        return find_code(self.territories, "territory", name)

    def indicator(self, name: str) -> str:
        """The code of an indicator given by its code or its name; see :meth:`territory`."""
        return find_code(self.indicators, "indicator", name)

    def place(self, territory: str, language: str) -> str:
        """The name of a territory in a language."""
        row = self.territories[self.territories["territory"] == self.territory(territory)].iloc[0]
        return str(row[f"name_{language}"] or row["name_vi"])

    def events_of(self, territory: str, indicator: str) -> pd.DataFrame:
        """Declared breaks, shocks and one-offs that concern a territory's indicator, by date."""
        here = self.events["territory"].isin([territory, ""]) & self.events["indicator"].isin(
            [indicator, ""]
        )
        return self.events[here].sort_values("date", kind="stable")

    def events_at(self, territory: str, indicator: str) -> list[Any]:
        """The rows of :meth:`events_of`, looked up at once: for work on thousands of lines."""
        kept, found = self._events_by_place, []
        for place in {(one, other) for one in (territory, "") for other in (indicator, "")}:
            found += kept.get(place, [])
        return [event for _, event in sorted(found, key=lambda one: one[0])]

    @cached_property
    def _events_by_place(self) -> dict[tuple[str, str], list[tuple[int, Any]]]:
        """The declared events of each territory and indicator as written, by date."""
        kept: dict[tuple[str, str], list[tuple[int, Any]]] = {}
        for order, event in enumerate(records(self.events.sort_values("date", kind="stable"))):
            kept.setdefault((event.territory, event.indicator), []).append((order, event))
        return kept

    @cached_property
    def last_days(self) -> dict[str, str]:
        """The day on which each territory that has ended existed last."""
        ended = self.territories[self.territories["valid_to"].fillna("") != ""]
        return dict(zip(ended["territory"], ended["valid_to"], strict=True))

    def chosen_territories(self, names: Iterable[str] | str, year: int) -> list[str]:
        """The territories asked for, by code or name.

        Without any, those that the rules name, else all with a target in the year.
        """
        names = [names] if isinstance(names, str) else list(names)
        asked = in_its_year(self.targets, year)
        with_target = asked.loc[asked["year"] == year, "territory"].drop_duplicates().tolist()
        if names == ["all"]:
            return with_target
        chosen = names or list(self.rules["defaults"]["territories"])
        return self.codes_of(chosen) if chosen else with_target

    def codes_of(self, names: Iterable[str] | str) -> list[str]:
        """The codes of territories given by code or name, each once; all that are unknown are told.

        A single text is one territory.
        """
        codes, problems = [], []
        for name in [names] if isinstance(names, str) else names:
            try:
                codes.append(self.territory(name))
            except HbaError as problem:
                problems.append(problem)
        refuse_all(problems)
        return list(dict.fromkeys(codes))

    def rule(self, section: str, period: str) -> Rules:
        """The entry of a dated section of the rules that applies at a period's end."""
        return in_force(self.rules, section, Period.parse(period).end.isoformat())

    def fingerprints(self) -> dict[str, str]:
        """Fingerprint of every raw file behind these tables, as it was when they were built."""
        return self.raw


def _table(path: Path) -> pd.DataFrame:
    """One table of the store, read without threads, so that the process can be forked safely."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path, pre_buffer=False) as file:
        return file.read(use_threads=False).to_pandas(use_threads=False)


def _one_generation(processed: Path) -> tuple[dict[str, str], dict[str, pd.DataFrame]]:
    """Fingerprints and tables of one build, even when another is put in its place meanwhile.

    The fingerprints are read before and after the tables: when they differ, or a file has gone, a
    new build has come between and all is read again.
    """
    for _ in range(_READS):
        with suppress(FileNotFoundError):
            before = (processed / FINGERPRINTS).read_bytes()
            tables = {name: _table(processed / f"{name}.parquet") for name in STORED}
            if (processed / FINGERPRINTS).read_bytes() == before:
                return json.loads(before)["raw"], tables
    raise HbaError("data/processed is being rebuilt all the time; try again in a moment.")


def find_root(start: Path | None = None) -> Path:
    """The workspace: the nearest folder upwards with ``data/raw``, else this repository."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / "data" / "raw").is_dir():
            return folder
    raise HbaError(
        "There is no workspace here: no folder {folder} upwards from {start} (hba init makes one).",
        folder="data/raw",
        start=here.name,
    )


def ensure_built(root: Path) -> Built | None:
    """Build ``data/processed`` when raw files or code have changed since the last build.

    Gives None when it is fresh.
    """
    if not (root / "data" / "raw").is_dir():
        raise HbaError(
            "There is no workspace at {folder}: it has no data/raw (hba init makes one).",
            folder=root.name,
        )
    return None if is_fresh(root) else build(root)


def workspace(root: str | Path | None = None, as_of: str = "") -> Workspace:
    """The tables of an office as they were known on a day.

    Built tables that no longer match their raw files are rebuilt first.

    Parameters
    ----------
    root
        A folder with ``data/raw``; without it the nearest upwards from the current folder.
    as_of
        Only what was published by that day (``2024-10-15``); empty: everything known.

    Returns
    -------
    Workspace
        The tables of docs/data-dictionary.md as attributes.

    Raises
    ------
    HbaError
        For a day that is none, a folder that is no workspace, raw files with structural problems.

    Examples
    --------
    >>> hb.workspace(year.office.root, as_of="2024-04-15").as_of
    '2024-04-15'

    """
    if as_of:
        parse_day(as_of)
    folder = Path(root).resolve() if root else find_root()
    ensure_built(folder)
    raw, tables = _one_generation(folder / "data" / "processed")
    cadences = tables["indicators"].set_index("indicator")["cadence"]
    tables["events"] = with_takeovers(tables["events"], tables["crosswalk"], tables["territories"])
    tables["observations"]["cadence"] = tables["observations"]["indicator"].map(cadences).fillna("")
    tables["observations"] = known_by(tables["observations"], "published", as_of)
    tables[FORETOLD] = known_by(tables[FORETOLD], "published", as_of)
    tables["requests"] = known_by(tables["requests"], "asked", as_of)
    tables["answers"] = known_by(tables["answers"], "answered", as_of)
    tables["results_stated"] = known_by(tables["results_stated"], "published", as_of)
    return Workspace(root=folder, as_of=as_of, rules=load_rules(folder), raw=raw, **tables)
