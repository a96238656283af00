"""One year of one territory: the single thing that a notebook, a report or a pack holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any, overload

import pandas as pd

from hbanalysis.analysis.columns import PROJECTED, checked_part
from hbanalysis.analysis.completeness.data_quality import (
    Quality,
    by_indicator,
    data_quality,
    narrowed,
)
from hbanalysis.analysis.history.bridges import observed
from hbanalysis.analysis.identity import marked, refuse_foreign
from hbanalysis.analysis.judgement.ahead import judged, moved
from hbanalysis.analysis.plan.judgement_changes import changes, period_before
from hbanalysis.analysis.row import Row, rows
from hbanalysis.analysis.trend.trend_tables import FEWEST_MONTHS, all_trends, yearly_table
from hbanalysis.analysis.year_asked import office_of, tried
from hbanalysis.analysis.yearend.news import COLUMNS as NEWS
from hbanalysis.analysis.yearend.report_rows import paths, project_year
from hbanalysis.analysis.yearend.track_record import Record, past_record, record_by_indicator
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.errors import HbaError, WrongUsage, refusal, refuse_all
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Measure

SOURCE_COLUMNS = [
    *("name_vi", "name_en", "source", "locator", "file", "published", "status", "demo"),
    *("plan", "decided", "target_source", "target_locator"),
]


class _Part:
    """A table of the year: made once, on first use, and narrowed with the year.

    Everyone gets a copy (pandas copies only what is written to), so nothing that is done to a
    table in a notebook changes what the year knows.
    """

    def __init__(self, make: Callable[[Year], pd.DataFrame]) -> None:
        self.make, self.name, self.__doc__ = make, make.__name__, make.__doc__

    @overload
    def __get__(self, year: None, _: type[Year]) -> _Part: ...
    @overload
    def __get__(self, year: Year, _: type[Year]) -> pd.DataFrame: ...
    def __get__(self, year: Year | None, _: type[Year]) -> pd.DataFrame | _Part:
        if year is None:
            return self
        key = f"_{self.name}"
        if key not in year.__dict__:
            year.__dict__[key] = year.table(self.name, self.make)
        kept: pd.DataFrame = year.__dict__[key]
        return kept.copy(deep=False)


def by_code(table: pd.DataFrame) -> pd.DataFrame:
    """A table with the indicator's code as its index; the column stays too."""
    return table.set_index(pd.Index(table["indicator"].astype(str), name="code"))


@dataclass(frozen=True, repr=False, eq=False)
class Year:
    """What one report knows: one office, territory, period, day and language.

    Its tables are made on first use and always belong together: ``plan, projected, news, changes,
    sources, quality, record`` have one row for each indicator, ``trends`` one for each month of
    each; the index is the indicator's code. ``only`` narrows all of them, ``year["3"]`` is one row.

    Examples
    --------
    >>> year
    <Year 2024-Q3 hong-bang, all that is known, vi>
    >>> year.only("3a", "3").plan["pct_of_plan"].round(1).to_dict()
    {'3a': 75.4, '3': 72.3}
    >>> round(year["3"].point, 1)
    1465.1

    """

    office: Workspace
    period: Period
    territory: str
    lang: Language
    factor: float = 1.0
    """What the remaining months bring, as a multiple of what is expected (``what_if``)."""
    whole: Year | None = None
    """The year that this one was narrowed from."""
    chosen: tuple[str, ...] = ()

    @classmethod
    def of_judged(
        cls, office: Workspace, period: Period, territory: str, lang: Language, judged: pd.DataFrame
    ) -> Year:
        """A year whose rows have been judged together with those of other territories.

        ``judged`` are its rows of :func:`...judgement.assess.assess_and_project`.
        """
        year = cls(office, period, territory, lang)
        year.__dict__["_judged"] = judged
        return year

    # ------------------------------------------------------------ who and when
    @property
    def as_of(self) -> str:
        """The day whose knowledge this is (ISO); empty: everything known."""
        return self.office.as_of

    @property
    def territory_name(self) -> str:
        """The territory's name in the year's language."""
        return self.office.place(self.territory, self.lang.code)

    @property
    def parameters(self) -> dict[str, str | float]:
        """What the year was asked for with, as a page names it."""
        asked = {"period": str(self.period), "territory": self.territory, "as_of": self.as_of}
        return asked | ({} if self.factor == 1 else {"what_if": self.factor})

    @property
    def closed(self) -> bool:
        """Whether the year has verdicts instead of outlooks."""
        return bool(self.plan["closed"].any())

    @property
    def codes(self) -> list[str]:
        """The codes of the indicators, in the order of the plan."""
        return list(self.plan.index)

    # ------------------------------------------------------------ tables
    @_Part
    def plan(self) -> pd.DataFrame:
        """Plan against actual: the table of :func:`hbanalysis.assess`."""
        return by_code(self._judged.drop(columns=list(PROJECTED)))

    @_Part
    def projected(self) -> pd.DataFrame:
        """The rows of ``plan`` with their year-end projection: :func:`hbanalysis.project_year`."""
        if self.factor == 1:
            return by_code(self._judged)
        return by_code(project_year(self.plan, self.office, self.period, self.factor))

    @cached_property
    def _judged(self) -> pd.DataFrame:
        """Plan and projection in one: the outlooks of the one rest on the chances of the other."""
        return judged(self.office, self.period, self.territory)

    @_Part
    def trends(self) -> pd.DataFrame:
        """The months of every amount: ``indicator, month, value, rolling_year, growth_pct ...``.

        See :func:`hbanalysis.analysis.trend.trend_tables.all_trends`.
        """
        return by_code(all_trends(self.office, self.plan))

    @_Part
    def changes(self) -> pd.DataFrame:
        """The rows that count, with what they were in the report before; the worst change first."""
        before = self.before
        table = self.plan.reset_index(drop=True)
        then = table.iloc[:0] if before is None else before.plan.reset_index(drop=True)
        changed = changes(table, then)
        return by_code(changed if before is not None else changed.iloc[:0])

    @_Part
    def news(self) -> pd.DataFrame:
        """Why each projection is another one than in the report before: months, revisions ...

        The rows of ``projected`` that both reports project, with ``before, now, change`` and the
        pieces that add up to it: see :func:`~hbanalysis.analysis.yearend.news.projection_news`.
        """
        return by_code(self.news_of_all[0])

    @cached_property
    def news_of_all(self) -> tuple[pd.DataFrame, str]:
        """``news`` of the rows of this year, and the day that the report before knew."""
        rows, before = self._judged, self.before
        if before is None:
            return rows.iloc[:0].reindex(columns=list(dict.fromkeys([*rows.columns, *NEWS]))), ""
        return moved(self.office, (before.period, self.period), rows)

    @_Part
    def sources(self) -> pd.DataFrame:
        """Where every figure and every target comes from; ``fingerprint`` is that of the file."""
        table = self.plan
        prints = self.office.fingerprints()
        return table[["indicator", *SOURCE_COLUMNS]].assign(
            fingerprint=[prints.get(str(file).partition("::")[0], "") for file in table["file"]]
        )

    @_Part
    def quality(self) -> pd.DataFrame:
        """How complete the figures are: see :func:`~...data_quality.by_indicator`."""
        return by_code(by_indicator(self.quality_details))

    @_Part
    def record(self) -> pd.DataFrame:
        """How far projections were off in past years: see :func:`~...record_by_indicator`."""
        table = record_by_indicator(self.record_details)
        return by_code(table[table["indicator"].isin(self.codes)])

    @cached_property
    def quality_details(self) -> Quality:
        """What came, what is missing, what was revised and found, each a table of its own."""
        table = self.plan.reset_index(drop=True)
        if self.whole is None:
            return data_quality(table, self.office, self.period)
        return narrowed(self.whole.quality_details, table, self.office)

    @cached_property
    def record_details(self) -> Record:
        """Every replayed past year behind ``record``."""
        if self.whole is None:
            return past_record(self.office, self.period, self.territory)
        record = self.whole.record_details
        return replace(record, cases=record.cases[record.cases["indicator"].isin(self.codes)])

    @cached_property
    def series(self) -> list[tuple[Any, pd.DataFrame]]:
        """Rows of the plan with their months, for drawing.

        They are the rows that were chosen; in the whole year, every amount with at least a year of
        months.
        """
        plan, months = self.plan, self.trends.rename(columns={"period": "_", "month": "period"})
        pairs = [(row, months[months.index == row["indicator"]]) for row in records(plan)]
        if self.whole is not None:
            return pairs
        return [
            (row, table)
            for row, table in pairs
            if row["measure"] == Measure.FLOW and table["value"].notna().sum() >= FEWEST_MONTHS
        ]

    @cached_property
    def yearly(self) -> list[tuple[Any, pd.DataFrame]]:
        """The rows of ``series`` with their years: January to the cut-off, and whole."""
        observations = observed(self.office, self.territory)
        events, until = self.office.events, self.period.cut_off
        return [
            (row, yearly_table(observations, events, self.territory, row["indicator"], until))
            for row, _ in self.series
        ]

    @cached_property
    def before(self) -> Year | None:
        """The same year in the report before this one; None for the first of a year."""
        period = period_before(self.period)
        if period is None:
            return None
        return Year(self.office, period, self.territory, self.lang)

    # ------------------------------------------------------------ choosing
    def only(self, *rows: str | pd.DataFrame) -> Year:
        """The year narrowed to some indicators: their codes, names, or rows of one of its tables.

        They stand in the order in which they are named. All of the year's tables are narrowed
        together, and every indicator keeps the numbers it has in the whole year.
        """
        known = self.plan
        codes: list[str] = []
        problems: list[HbaError] = []
        for one in rows:
            if isinstance(one, pd.DataFrame):
                refuse_foreign(
                    one, self.office, self.period, self.territory, projected=True, repeated=True
                )
            for code in one["indicator"] if isinstance(one, pd.DataFrame) else [one]:
                try:
                    codes.append(self._code(str(code), known))
                except HbaError as problem:
                    problems.append(problem)
        refuse_all(problems)
        return replace(self, whole=self.whole or self, chosen=tuple(dict.fromkeys(codes)))

    def what_if(self, factor: float) -> Year:
        """The same year if the remaining months brought so many times what is expected."""
        if self.whole is not None:
            return self.whole.what_if(factor).only(*self.chosen)
        return replace(self, factor=factor)

    def spoken(self, language: Language | str) -> Year:
        """The same year in another language; its tables are not made anew."""
        other = replace(self, lang=Language.of(language))
        other.__dict__.update(
            {name: value for name, value in self.__dict__.items() if name.startswith("_")}
        )
        return other

    def __getitem__(self, code: str) -> Row:
        """One indicator's row, with its projection; by code or name."""
        table = self.projected
        return next(rows(table.loc[[self._code(str(code), table)]]))

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.plan)

    def __contains__(self, code: object) -> bool:
        return str(code) in self.plan.index

    def path(self, code: str) -> pd.DataFrame:
        """Year-to-date of one indicator by month, the years before too: ``year, month, value``."""
        plan = self.plan[["territory", "indicator", "period"]]
        return paths(self.office, next(rows(plan.loc[[self._code(code, plan)]])))

    # ------------------------------------------------------------ inner workings
    def _code(self, name: str, table: pd.DataFrame) -> str:
        """The code that a code or a name means here."""
        if name in table.index:
            return name
        code = self.office.indicator(name)
        if code in table.index:
            return code
        raise WrongUsage(
            "{found!r} has neither a target nor a figure here; there are: {codes}.",
            found=code,
            codes=", ".join(table.index.astype(str)),
        )

    def table(self, name: str, make: Callable[[Year], pd.DataFrame]) -> pd.DataFrame:
        """A table of the whole year with whose it is, or the rows of it that were chosen."""
        if self.whole is None:
            table = marked(make(self), self.office, self.period)
            table = table.assign(territory=self.territory)
            return checked_part(table.copy(), name)  # in few blocks again
        whole: pd.DataFrame = getattr(self.whole, name)
        return whole.loc[[code for code in self.chosen if code in whole.index]]

    def __repr__(self) -> str:
        known = f"known by {self.as_of}" if self.as_of else "all that is known"
        only = f", only {', '.join(self.chosen)}" if self.whole is not None else ""
        if len(only) > 60:
            only = f", only {len(self.chosen)} indicators"
        return f"<Year {self.period} {self.territory}, {known}, {self.lang.code}{only}>"

    def _repr_html_(self) -> str:
        """A small card: what this is and what it holds."""
        title = f"{self.territory_name}, {self.period.label(self.lang.code)}"
        known = (
            self.lang.say("Figures published by {day}.", day=self.lang.date(self.as_of))
            if self.as_of
            else self.lang.say("All figures published.")
        )
        count = self.lang.count("{n} indicator.", "{n} indicators.", len(self))
        parts = ", ".join(
            ("plan", "projected", "news", "trends", "quality", "record", "changes", "sources")
        )
        return (
            f'<div class="hba-year"><b>{escape(title)}</b><br>{escape(known)} {escape(count)}'
            f"<br><code>{parts}</code></div>"
        )


def year(
    period: Period | str,
    territory: str,
    as_of: str | date = "",
    language: Language | str = "vi",
    root: str | Path | Workspace | None = None,
) -> Year:
    """One year of one territory, as it was known on a day.

    Parameters
    ----------
    period
        ``2024-07``, ``2024-Q3``, ``2024-H1``, ``2024-9M`` or ``2024``, or a :class:`Period`.
    territory
        Code or name, with or without marks: ``hong-bang``, ``Quận Hồng Bàng``, ``hong bang``.
    as_of
        Only what was published by that day (``2024-10-15`` or a date); empty: everything known.
    language
        ``vi`` or ``en``, or a :class:`Language`.
    root
        The workspace: a folder with ``data/raw``, or one that is loaded already. Without it the
        nearest folder upwards from the current one.

    Returns
    -------
    Year
        Its tables are made on first use.

    Raises
    ------
    HbaError
        For a period, day, language or territory that there is not (with the nearest), all at
        once, and for a folder that is no workspace.

    Examples
    --------
    >>> import hbanalysis as hb
    >>> year = hb.year("2024-Q3", "hong-bang")
    >>> year.only("3").plan["unit"].tolist()
    ['tỷ đồng']

    """
    day = as_of.isoformat() if isinstance(as_of, date) else str(as_of or "")
    problems: list[HbaError] = []
    when = tried(lambda: Period.of(period), problems)
    lang = tried(lambda: Language.of(language), problems)
    office = tried(lambda: office_of(root, day), problems)
    code = office and tried(lambda: office.territory(territory), problems)
    if when is None or lang is None or not office or not code:
        raise refusal(problems)
    return Year(office, when, code, lang)
