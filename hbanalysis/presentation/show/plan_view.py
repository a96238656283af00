"""Plan against actual: the standard table, its scoreboard, its remedies, how realistic it is."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.judgement.other_plans import plans_beside
from hbanalysis.analysis.plan.rating import rating as rating_of
from hbanalysis.analysis.plan.rating import reconcile, recount
from hbanalysis.analysis.plan.rating_ladder import ladder as rating_ladder
from hbanalysis.analysis.plan.rating_ladder import quarter_ladder as rating_of_quarter
from hbanalysis.analysis.plan.realism import realism as realism_of
from hbanalysis.analysis.plan.remedies import remedy_sheet
from hbanalysis.analysis.year import Year
from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures import plan_chart
from hbanalysis.presentation.pages import scoreboard_table, standard_table, steering
from hbanalysis.presentation.pages.rating_table import officials_note, rating_table
from hbanalysis.presentation.remarks import said_once
from hbanalysis.presentation.show.of_year import of_year

Shown = Any  # a Sheet, or Prose where there is nothing to show
Drawn = Figure | Prose


@of_year
def answer(year: Year) -> Prose:
    """Where the plan stands: what is met or on track, what is not, the gravest first.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        A headline and its reasons.

    Examples
    --------
    >>> "Hồng Bàng" in hb.sentences.answer(year).paragraphs[0]
    True

    """
    return sentences.answer(year.plan, year.territory_name, year.lang)


@of_year
def legend(year: Year) -> Prose:
    """What the signs of the plan table mean, with the rule in force, and the lines below its rows.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        A note.

    Examples
    --------
    >>> hb.sentences.legend(year).kind
    'note'

    """
    rule = year.office.rule("outlook", str(year.period))
    signs = standard_table.legend(year.plan, rule, year.lang)
    return Prose((*signs.paragraphs, *said_once(year.plan, year.lang)), signs.kind)


@of_year
def ladder(year: Year) -> Shown:
    """The words of the rating in force: what figures show of each, and what is outside them.

    Parameters
    ----------
    year
        The year.

    Returns
    -------
    Sheet
        One row for each word, the best first. Prose when no rule applies to the period.

    Examples
    --------
    >>> str(hb.tables.ladder(year))  # the rule in force came in August 2025
    ''

    """
    whole = year.whole or year
    rule = whole.office.rule("ladder", str(whole.period))
    return rating_table(rating_ladder(whole.plan, rule), year.lang)


@of_year
def quarter_ladder(year: Year) -> Shown:
    """The words of the rating for the quarter that ends with the period.

    Parameters
    ----------
    year
        The year.

    Returns
    -------
    Sheet
        One row for each word, the best first, by the targets that ask something of the quarter: a
        step or an event due, a scenario, what is decided already. Prose when no rule applies or the
        period does not end with a quarter.

    Examples
    --------
    >>> str(hb.tables.quarter_ladder(year))  # the rule in force came in August 2025
    ''

    """
    whole = year.whole or year
    rule = whole.office.rule("ladder", str(whole.period))
    return rating_table(rating_of_quarter(whole.plan, rule, whole.period), year.lang, quarter=True)


@of_year
def rating(year: Year) -> Prose:
    """What the rating rule in force still asks for.

    Parameters
    ----------
    year
        The year. A rating is one of all targets, so rows of it change nothing.

    Returns
    -------
    Prose
        A note; empty without a rule.

    Examples
    --------
    >>> hb.sentences.rating(year) == hb.sentences.rating(year, "3")
    True

    """
    whole = year.whole or year
    rule = year.office.rule("rating", str(year.period))
    told = steering.rating_note(rating_of(whole.plan, rule), year.lang)
    officials = officials_note(whole.office.rule("ladder_officials", str(year.period)), year.lang)
    return Prose((*told.paragraphs, *officials.paragraphs), "note")


@of_year
def realism_text(year: Year) -> Prose:
    """Which targets lie below last year's result, so that meeting them would be a decline.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        A note.

    Examples
    --------
    >>> len(hb.sentences.realism(year).paragraphs) > 0
    True

    """
    return steering.realism_note(realism_of(year.plan, year.office, year.period), year.lang)


@of_year
def plan(year: Year) -> Shown:
    """The office's standard table: target, same period, in the period, to date, percentages.

    Parameters
    ----------
    year
        The year, or ``year, rows`` for some of its indicators in any order.

    Returns
    -------
    Sheet
        Columns ``target, same_period, in_period, actual, point`` (the indicator's unit),
        ``pct_of_plan, pct_of_same_period, pct_projected`` (percent), ``judgement`` and ``note``.
        January has no column of its own month, a closed year none of the projection.

    Examples
    --------
    >>> hb.tables.plan(year, ["3a", "3"]).numbers["pct_of_plan"].round(1).to_dict()
    {'3a': 75.4, '3': 72.3}

    """
    return standard_table.plan_table(year.plan, year.lang, year.projected)


@of_year
def scoreboard(year: Year) -> Shown:
    """How many targets stand where; the counts add up to the total shown.

    Parameters
    ----------
    year
        The year, or ``year, rows``: then only these are counted.

    Returns
    -------
    Stack
        A strip for the eye and a sheet: ``count`` targets of each judgement and ``which`` they are.

    Examples
    --------
    >>> hb.tables.scoreboard(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return scoreboard_table.scoreboard(year.plan, year.lang)


@of_year
def remedies(year: Year) -> Shown:
    """What needs something done (at risk, behind, lost, not met), the worst first.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        What is lacking to the year's target and to date, what a month would have to bring, and the
        best month so far (the indicator's unit), whether that has been reached before, who answers.
        Prose when nothing needs anything.

    Examples
    --------
    >>> "4a" in hb.tables.remedies(year).texts.index
    True

    """
    return steering.remedy_table(remedy_sheet(year.plan, year.office, year.period), year.lang)


@of_year
def realism_table(year: Year) -> Shown:
    """How realistic the plan is: against last year, against past growth, against its own record.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        ``last_result, by_growth`` (the indicator's unit), ``target_to_last, target_to_growth``
        and ``typical_pct`` (percent), how many past plans were met.

    Examples
    --------
    >>> hb.tables.realism(year).numbers.loc["3", "target_to_last"].round(1)
    np.float64(98.7)

    """
    return steering.realism_table(realism_of(year.plan, year.office, year.period), year.lang)


@of_year
def other_plans(year: Year) -> Shown:
    """The plans that exist beside the judged one, each with its own percentage and judgement.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        One row for each indicator and plan. Prose when every indicator has one plan.

    Examples
    --------
    >>> hb.tables.other_plans(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return steering.plans_table(plans_beside(year.plan, year.office, year.period), year.lang)


@of_year
def printed_scoreboard(year: Year) -> Shown:
    """Last year's printed scoreboard beside a recount of the printed results.

    Parameters
    ----------
    year
        The year whose predecessor is recounted.

    Returns
    -------
    Sheet
        For each word how many the document says and how many its own results give. Prose when
        nothing was printed.

    Examples
    --------
    >>> hb.tables.printed_scoreboard(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    last = year.period.year - 1
    recounted = recount(year.office.results_stated, year.territory, last)
    stated = year.office.scoreboard_stated
    return steering.reconciliation(reconcile(stated, recounted, year.territory, last), year.lang)


@of_year
def plan_bars(year: Year) -> Drawn:
    """Which amounts are ahead and which behind: bars of percent of plan with the expected marks.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Figure
        Its ``data`` has the percent of plan of each amount and what past years imply by now.

    Examples
    --------
    >>> hb.figures.plan_bars(year, ["3", "3a"]).name
    'plan'

    """
    return plan_chart.plan_bars(year.projected, year.lang)
