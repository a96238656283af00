"""The report of one page: plan, projection and state of the figures of a small territory."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.row import Row
from hbanalysis.analysis.year import Year
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import text_column
from hbanalysis.presentation.judgement_style import BAD, judged, kinds_of
from hbanalysis.presentation.pairing import rows_of
from hbanalysis.presentation.sentences.lead_findings import headline, leading
from hbanalysis.presentation.shared_columns import (
    ACTUAL,
    ASSESSMENT,
    CHANCE,
    CODE,
    DONE,
    NAME,
    POINT,
    RANGE80,
    TARGET,
    UNIT,
    by_group,
    is_part,
)
from hbanalysis.presentation.sheet import Column, RowDetails, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import UNJUDGED


def one_page(year: Year) -> dict[str, Any]:
    """What the page shows, as texts for its template.

    ``headline`` (the answer), ``rows`` (one table of plan, projection and figures; ``sheet`` is
    that table itself), ``owed`` (who must supply what), ``more`` (how to have all pages).
    """
    lang, projected = year.lang, year.projected
    lead = leading(projected, list(year.office.rules["headline"]["indicators"]))
    told = headline(lead, lang) or sentences.headline(year.plan, year.territory_name, lang)
    rows = rows_table(projected, lang)
    command = f"hba report {year.period} --territory {year.territory} --pages all"
    return {
        "headline": told,
        "rows": rows.html(),
        "sheet": rows,
        "rows_label": lang.say("Plan, projection and figures"),
        "owed": owed_table(projected, lang).html(),
        "owed_label": lang.say("What is missing and who must supply it"),
        "more": lang.say("All pages of this territory: {command}", command=command),
    }


def figures_text(row: Row, lang: Language) -> str:
    """The state of a row's figures: how far they go, what is missing, whether they are settled."""
    if row.missing:
        months = ", ".join(Period.parse(month).label(lang.code) for month in row.missing[-3:])
        return lang.say("missing: {months}", months=months)
    if is_missing(row.actual):
        return lang.say("no figure yet")
    text = lang.say(str(row.status)) if row.status else lang.say("received")
    return f"{text} {lang.date(row.published)}".replace(" ", "\u00a0") if row.published else text


FIGURES: Column[Any] = Column("figures", "Figures", figures_text)
COLUMNS = (CODE, NAME, UNIT, TARGET, ACTUAL, DONE, POINT, RANGE80, CHANCE, ASSESSMENT, FIGURES)


def rows_table(projected: Any, lang: Language) -> Sheet[Any]:
    """Every target in one line; below those that need a word, their reason."""
    rows = rows_of(projected)
    closed = bool(len(rows)) and bool(rows["closed"].any())
    ahead = (POINT, RANGE80, CHANCE)
    return Sheet.of(
        "one-page",
        "Plan, projection and figures",
        tuple(column for column in COLUMNS if not (closed and column in ahead)),
        rows.iloc[by_group(rows)],
        lang,
        details=_why,
        part=is_part,
        kinds=kinds_of,
        nothing=N_("There is nothing to assess: no target and no figure."),
    )


def _months(row: Row, lang: Language) -> str:
    return ", ".join(Period.parse(month).label(lang.code) for month in row.missing)


OWED = (
    CODE,
    NAME,
    Column("missing", "Months without a figure", _months),
    text_column("owner", "Who must supply it"),
)


def owed_table(projected: Any, lang: Language) -> Sheet[Any]:
    """The months whose report was due and has not come, with who owes them."""
    rows = rows_of(projected)
    return Sheet.of(
        "owed",
        "What is missing and who must supply it",
        OWED,
        rows[[bool(months) for months in rows["missing"]]],
        lang,
        nothing=N_("Nothing is missing: all that was due has come."),
    )


def _why(row: Row, lang: Language) -> RowDetails:
    """The reason of what the numbers beside it do not tell: no judgement, no projection."""
    told = row.reason in UNJUDGED or (judged(row) in BAD and is_missing(row.chance))
    return RowDetails(sentences.because(row, lang) if told else "")
