"""The first lines on how far a projection can be trusted: its misses, its bands, what to doubt."""

from __future__ import annotations

from hbanalysis.analysis.yearend import backtest
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.track_record import Record, bands, benchmark, misses
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.pages.evidence.measured_elsewhere import unseen
from hbanalysis.presentation.pages.evidence.replayed_past import reading
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing


def answer(record: Record, territory_name: str, lang: Language) -> Prose:
    """The page's first lines: how far off it was, whether its bands held, and what to doubt."""
    lines = []
    if record.cases.empty:
        lines.append(
            lang.say(
                "{place} has no complete past year on which the projection could be tried; what was"
                " measured on public series is all the evidence there is.",
                place=territory_name,
            )
        )
    else:
        lines += [headline(record, territory_name, lang), held(record, lang)]
        lines += [nearer(record, lang), tested(record, lang)]
    lines.append(elsewhere(lang))
    if record.demo:
        lines.append(
            lang.say(
                "The months of {place} are illustrative: this record shows how the method fares on "
                "made-up figures, not how it will fare here.",
                place=territory_name,
            )
        )
    return Prose(tuple(line for line in lines if line), "answer")


def headline(record: Record, territory_name: str, lang: Language) -> str:
    """The model's mean miss at the report's point of the year, beside that of offices by hand."""
    mean_misses = misses(record).set_index(["months", "method"])["mean_miss_pct"]
    facts = {
        "place": territory_name,
        "months": record.months,
        "miss": lang.percent(mean_misses[(record.months, projection.METHOD)]),
    }
    text = lang.say(
        "{place}: after {months} months the projection was off by {miss} of the year's end on"
        " average",
        **facts,
    )
    naive = mean_misses.get((record.months, backtest.RUN_RATE))
    if not is_missing(naive):
        text += lang.say(
            "; year to date × 12/{months} by {naive}",
            months=record.months,
            naive=lang.percent(naive),
        )
    if record.demo:  # the first sentence stands alone on the index
        text += lang.say("; on illustrative figures")
    return text + "."


def tested(record: Record, lang: Language) -> str:
    """How much past stands behind the answer."""
    text = lang.say("Tested on {years}", years=_years(record, lang))
    if record.period.last < record.months:
        text += lang.say("; earlier months are not replayed")
    return text + "."


def _years(record: Record, lang: Language) -> str:
    """How much past was replayed at the report's point of the year."""
    own = record.at(record.months)
    series = own["indicator"].nunique()
    if series == 1:
        return lang.count("{n} year replayed", "{n} years replayed", len(own))
    return lang.say(
        "{n} replays: {series} series, {first}–{last}",
        n=len(own),
        series=series,
        first=own["year"].min(),
        last=own["year"].max(),
    )


def held(record: Record, lang: Language) -> str:
    """How many year-ends the bands of the model held at the report's point of the year."""
    counts = bands(record)
    row = counts[
        (counts["months"] == record.months) & (counts["method"] == projection.METHOD)
    ].iloc[0]
    return lang.say(
        "Its 80% band held {in80} of {n} year-ends, its 95% band {in95}: {reading}.",
        in80=row["inside80"],
        in95=row["inside95"],
        n=row["cases"],
        reading=reading(row, lang),
    )


def nearer(record: Record, lang: Language) -> str:
    """The method that was nearer than the model at this point, if any."""
    missed = misses(record)
    missed = missed[(missed["months"] == record.months) & (missed["method"] != backtest.PLAN)]
    best = missed.sort_values("mean_miss_pct", kind="stable").iloc[0]
    if best["method"] == projection.METHOD:
        return ""
    return lang.say(
        "At this point another method was nearer here: {method} ({miss}).",
        method=lang.say(best["method"]),
        miss=lang.percent(best["mean_miss_pct"]),
    )


def elsewhere(lang: Language) -> str:
    """What the bands held on Vietnamese series that the model had not seen.

    It is said on every page, good or bad.
    """
    row = unseen(benchmark())
    facts = {
        "n": lang.number(row["cases"]),
        "in80": lang.percent(row["within80"]),
        "in95": lang.percent(row["within95"]),
    }
    text = lang.say(
        "On {n} projections of Vietnamese public series that it had not seen, the 80% band held"
        " {in80} and the 95% band {in95}",
        **facts,
    )
    if row["within80"] < 80 or row["within95"] < 95:
        return text + lang.say(
            ": the bands are too sure of themselves, the year may well end outside them."
        )
    return text + "."
