"""What a pack is made of: the tables and figures of the pages, and what comes first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.rating import countable, judgement
from hbanalysis.analysis.plan.remedies import remedy_sheet
from hbanalysis.analysis.year import Year
from hbanalysis.briefing.choice import Choice, parted, read_choice
from hbanalysis.briefing.office_look import OfficeLook, read_look
from hbanalysis.intake.load import Workspace
from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.caption import brief_source
from hbanalysis.presentation.figures.month_chart import trend
from hbanalysis.presentation.figures.plan_chart import plan_bars
from hbanalysis.presentation.figures.year_chart import year_end
from hbanalysis.presentation.judgement_style import judged
from hbanalysis.presentation.pages.standard_table import plan_table
from hbanalysis.presentation.sentences.lead_findings import leading
from hbanalysis.presentation.shared_columns import by_group
from hbanalysis.presentation.sheet import Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import ADDING, Outlook, Verdict

MONTHS_OF_A_LINE = 2
UNJUDGED = (Verdict.NOT_ASSESSED, Outlook.NOT_APPLICABLE)
LONG_SOURCES = 160  # letters: what two lines at the foot of a slide hold


@dataclass(frozen=True)
class Content:
    """A year, and the office's choice of what to show of it to whom."""

    year: Year
    choice: Choice

    @property
    def office(self) -> Workspace:
        """The workspace behind the year."""
        return self.year.office

    @property
    def period(self) -> Period:
        """The period of the year."""
        return self.year.period

    @property
    def territory(self) -> str:
        """The code of the territory."""
        return self.year.territory

    @property
    def lang(self) -> Language:
        """The reader's language."""
        return self.year.lang

    @cached_property
    def table(self) -> pd.DataFrame:
        """Plan against actual, in the order of the standard table."""
        return self.year.plan.reset_index(drop=True)

    @cached_property
    def projected(self) -> pd.DataFrame:
        """The same rows with their projection."""
        return self.year.projected.reset_index(drop=True)

    @property
    def place(self) -> str:
        """The territory's name."""
        return self.year.territory_name

    @property
    def closed(self) -> bool:
        """Whether the year has verdicts."""
        return bool(self.table["closed"].any())

    @property
    def demo(self) -> str:
        """The mark of synthetic numbers; empty when there is none."""
        return sentences.demo_mark(self.table, self.lang)

    @cached_property
    def look(self) -> OfficeLook:
        """The office's colour and logo. Raises BadLook when they cannot be used."""
        return read_look(self.office.root)

    @property
    def day(self) -> str:
        """The last day that the pack knows of (ISO), which dates its files; no clock is read."""
        return self.office.as_of or self.period.end.isoformat()

    @cached_property
    def remedies(self) -> pd.DataFrame:
        """The rows that need something done, the worst first."""
        return remedy_sheet(self.table, self.office, self.period)

    @cached_property
    def unjudged(self) -> pd.DataFrame:
        """The targets that cannot be judged."""
        counted = countable(self.table)
        return counted[[judged(row) in UNJUDGED for row in records(counted)]]

    @cached_property
    def plan_table(self) -> Sheet[Any]:
        """The office's standard table, as on the page."""
        return plan_table(self.table, self.lang, self.projected)

    @cached_property
    def trends(self) -> list[tuple[Any, pd.DataFrame]]:
        """Rows with their months, in the order in which they matter."""
        whole = self.year.whole or self.year
        by_code = {str(row["indicator"]): (row, months) for row, months in whole.series}
        return [by_code[code] for code in self.ordered if code in by_code]

    @cached_property
    def ordered(self) -> list[str]:
        """The indicators chosen; else what leads, what needs something done, the others."""
        if self.choice.indicators:
            return list(self.choice.indicators)
        needy = self.remedies["indicator"].tolist()
        return list(dict.fromkeys([*self.leads, *needy, *self.table["indicator"]]))

    @cached_property
    def leads(self) -> list[str]:
        """The indicators that lead every report (``[headline]`` of the rules), at most two."""
        named = list(self.office.rules["headline"]["indicators"])
        return [str(code) for code in leading(self.year.projected, named)["indicator"]]

    def row(self, code: str) -> Any:
        """The row of one indicator, with its projection."""
        return self._rows[code]

    @cached_property
    def _rows(self) -> dict[str, Any]:
        return {str(row["indicator"]): row for row in records(self.projected)}

    def path(self, code: str) -> pd.DataFrame:
        """The year-to-date of one indicator by month: ``year, month, value``."""
        return self.year.path(code)

    @cached_property
    def lines(self) -> list[str]:
        """The amounts whose year can be drawn month by month, in the order in which they matter."""
        known = self.table[
            (self.table["measure"].isin(ADDING)) & (self.table["through"] >= MONTHS_OF_A_LINE)
        ]
        if known.empty:
            known = self.table[(self.table["measure"].isin(ADDING)) & (self.table["through"] > 0)]
        return [code for code in self.ordered if code in set(known["indicator"])]

    @cached_property
    def plan_figure(self) -> Figure | Prose:
        """The bars of percent of plan."""
        figure = plan_bars(self.projected, self.lang)
        if isinstance(figure, Prose):
            return figure
        return replace(figure, caption=source_line(charted(self.table), self.lang))

    @property
    def judgements(self) -> pd.Series:
        """The judgement of every row."""
        return judgement(self.table)


def charted(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that the bars of percent of plan show."""
    return table[(table["measure"].isin(ADDING)) & table["pct_of_plan"].notna()]


def source_line(rows: pd.DataFrame, lang: Language) -> str:
    """Source and cut-off, the sources by name: a slide has no page at whose foot they stand."""
    known = rows.loc[rows["source"] != "", ["source", "demo", "published"]]
    named = sorted(
        {
            lang.say("illustrative data") if row["demo"] else brief_source(str(row["source"]))
            for row in records(known)
        }
    )
    if not named:
        return lang.say("No figures yet.")
    shown = "; ".join(named)
    if len(shown) > LONG_SOURCES:
        shown = lang.count(
            "{n} source, named in table.xlsx", "{n} sources, named in table.xlsx", len(named)
        )
    return lang.say(
        "Source: {source}. Published up to {day}.",
        source=shown,
        day=lang.date(max(str(day) for day in known["published"])),
    )


def content_of(year: Year, choice: str | Path | None = None, figures: str = "") -> Content:
    """Everything that a pack shows of a year.

    Parameters
    ----------
    year
        The year.
    choice
        A TOML file: what to show to whom (docs/briefing.md). Without it what needs attention first.
    figures
        Figures wanted instead of those of the choice: ``"plan, year-end-3"``.

    Returns
    -------
    Content
        The year's tables in the order of the standard table, and the choice.

    Raises
    ------
    HbaError
        BadChoice, for a choice or figures that cannot be followed, with all that is wrong.

    Examples
    --------
    >>> hb.briefing.content(year, figures="plan").choice.figures
    ('plan',)

    """
    # As the standard table has them: its cells are read beside these rows.
    codes = [year.codes[position] for position in by_group(year.plan)]
    chosen = read_choice(Path(choice) if choice else None, codes, figures)
    return Content(year.only(*codes), chosen)


def figure_names(content: Content) -> list[str]:
    """The figures of a pack by kind and code: ``plan``, ``year-end-3``, ``trend-3``."""
    projected = set(sentences.projected_rows(content.projected)["indicator"])
    known = {
        "plan": ["plan"],
        "year-end": [f"year-end-{code}" for code in content.ordered if code in projected],
        "trend": [f"trend-{row['indicator']}" for row, _ in content.trends],
    }
    asked = content.choice.figures or tuple(known)
    return list(dict.fromkeys(name for one in asked for name in known.get(one, [one])))


def draw(content: Content, name: str) -> Figure | Prose:
    """One figure by its name, in the office's colour; a sentence where nothing can be drawn."""
    figure = _drawn(content, name)
    return replace(figure, accent=content.look.accent) if isinstance(figure, Figure) else figure


def _drawn(content: Content, name: str) -> Figure | Prose:
    kind, code = parted(name)
    if kind == "plan":
        return content.plan_figure
    if kind == "trend":
        for row, months in content.trends:
            if row["indicator"] == code:
                return trend(
                    months, row, content.office.events_of(content.territory, code), content.lang
                )
    elif code in set(sentences.projected_rows(content.projected)["indicator"]):
        return year_end(content.row(code), content.path(code), content.lang)
    name = content.lang.pick(content.row(code), "name")
    return Prose(
        (content.lang.say("{name}: there is nothing to draw at this date.", name=name),), "note"
    )
