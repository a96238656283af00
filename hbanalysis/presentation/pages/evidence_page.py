"""How far a projection can be trusted: the answer with its doubt, the replayed past, benchmarks."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.yearend import backtest
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.track_record import (
    DOUBTFUL,
    Record,
    bands,
    benchmark,
    misses,
    pace_calls,
)
from hbanalysis.presentation.cells import DASH, count_column, percent_cell, percent_column
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

FEWEST = 8  # replays below which a band is not judged
SERIES = N_(
    {
        "domain": "series of a district's kind, many countries",
        "generic": "other series (births, tourism, money, ...)",
        "domain, all tasks": "the same with every month and history",
        "Việt Nam": "Vietnamese series (public investment, retail)",
        "Việt Nam, all series": "Vietnamese series of every kind (trade, products, investment)",
        "Hải Phòng": "Hải Phòng, public investment",
        "All twelve series (nine provinces, three budget levels)": (
            "twelve public series (provinces, budget levels)"
        ),
    }
)
METHODS = N_(
    {
        "run_rate": "run rate",
        "cung_ky": "growth so far",
        "share_profile_bt": "share profile",
        "ours, shipped prior (in-sample)": "our model, having seen these series",
        "ours, in-sample": "our model, having seen these series",
        "ours, cross-fitted": "our model, without the series' country",
        "ours, without the series' country": "our model, without the series' country",
        "ours, without its half of the provinces": "our model, without that half of the provinces",
        "ours, without its name and its years": "our model, without that series and those years",
        "ours, the same, calendar and kind not told": "the same, country and kind not told",
        "default": "our outlook (pace and projection)",
        "pace alone": "our pace alone (with the record of past plans)",
        "projection alone": "our projection alone",
        "own profile alone": "own past years alone",
        "linear": "even months",
        "fixed ±10 points": "10 points under even months",
        "fixed ±15 points": "15 points under even months",
    }
)
"""The names of docs/method.md and docs/pace.md in the reader's words.

The English is the message id.
"""
IN_FORCE, LAST_PLAN = "the plan in force on the day of the call", "the year's last plan"


# ---------------------------------------------------------------- the answer
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
        lines += [headline(record, territory_name, lang), held(record, lang), nearer(record, lang)]
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
        "years": _years(record, lang),
    }
    text = lang.say(
        "{place}: after {months} months the projection was off by {miss} of the year's end on"
        " average ({years})",
        **facts,
    )
    naive = mean_misses.get((record.months, backtest.RUN_RATE))
    if not is_missing(naive):
        text += lang.say(
            "; year to date × 12/{months} by {naive}",
            months=record.months,
            naive=lang.percent(naive),
        )
    if record.period.last < record.months:
        text += lang.say("; earlier months are not replayed")
    if record.demo:  # the first sentence stands alone on the index
        text += lang.say("; on illustrative figures")
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


def reading(row: Any, lang: Language) -> str:
    """What the count of year-ends inside the bands says of them."""
    if row["cases"] < FEWEST:
        return lang.say("too few to tell")
    if min(row["so_few80"], row["so_few95"]) < DOUBTFUL:
        return lang.say("too narrow, chance alone hardly explains it")
    short = row["inside80"] < 0.8 * row["cases"] or row["inside95"] < 0.95 * row["cases"]
    return lang.say(
        "fewer than said, but chance alone may explain it" if short else "as many as said, or more"
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


def unseen(measured: pd.DataFrame) -> Any:
    """The measured row of our model on the Vietnamese series it had not seen."""
    own = measured["method"].str.startswith("ours, without")
    return measured[(measured["series"] == "Việt Nam") & own].iloc[0]


def named(text: str, known: dict[str, str], lang: Language) -> str:
    """A label of the measured tables in the reader's words; one that is not known as it stands."""
    return lang.say(known[text]) if text in known else text


# ---------------------------------------------------------------- the territory's past
def _no_past(lang: Language) -> Prose:
    return Prose((lang.say("There is no complete past year to replay."),), "note")


def misses_table(record: Record, lang: Language) -> Sheet[Any] | Prose:
    """Mean miss of each method by months seen, with the number of replays."""
    if record.cases.empty:
        return _no_past(lang)
    scores = misses(record).sort_values("months", kind="stable")
    known = {(row["method"], row["months"]): row for row in records(scores)}

    def months_seen(months: int) -> Column[str]:
        def cell(method: str, lang: Language) -> Cell:
            return _miss_cell(known.get((method, months)), lang)

        return Column(f"months_{months}", "After {n} months", cell, "number", {"n": months})

    columns: tuple[Column[str], ...] = (
        Column("method", "Method", lambda method, lang: lang.say(method), "name"),
        *(months_seen(months) for months in sorted(scores["months"].unique())),
    )
    methods = tuple(dict.fromkeys(scores["method"]))
    title = N_("Mean miss by months seen (number of replays)")
    return Sheet("misses", title, columns, methods, methods, lang, key="method")


def _miss_cell(row: Any, lang: Language) -> Cell:
    """A mean miss with the number of its replays."""
    if row is None:
        return Cell(DASH)
    before, after = lang.around("{miss} ({n})", "miss")
    value = float(row["mean_miss_pct"])
    return Cell(number=value, decimals=1, before=before, after="%" + after.format(n=row["cases"]))


BANDS_COLUMNS: tuple[Column[Any], ...] = (
    Column("method", "Method", lambda row, lang: lang.say(row["method"]), "name"),
    count_column("months", "Months seen"),
    count_column("cases", "Replays"),
    Column(
        "inside80",
        "Inside the 80% band",
        lambda row, lang: _share(row["inside80"], row["cases"], lang),
        "number",
    ),
    Column(
        "inside95",
        "Inside the 95% band",
        lambda row, lang: _share(row["inside95"], row["cases"], lang),
        "number",
    ),
    Column("reading", "Reading", reading),
)


def bands_table(record: Record, lang: Language) -> Sheet[Any] | Prose:
    """How many year-ends lay inside the intervals, by method and months seen."""
    if record.cases.empty:
        return _no_past(lang)
    title = N_("Year-ends inside the bands")
    return Sheet.of("bands", title, BANDS_COLUMNS, bands(record), lang, key="method")


def _share(part: int, whole: int, lang: Language) -> Cell:
    text = lang.say(
        "{part} of {whole} ({pct})", part=part, whole=whole, pct=lang.percent(100 * part / whole, 0)
    )
    return Cell(text, float(part))


def series_table(record: Record, lang: Language) -> Sheet[Any] | Prose:
    """The misses of the model and of the share of past years, for each series at this month."""
    at = record.cases[record.cases["months"] == record.months]
    if at["indicator"].nunique() < 2:
        text = (
            lang.say("There is one series; the tables above are about it.")
            if len(at)
            else lang.say("There is no complete past year to replay.")
        )
        return Prose((text,), "note")
    scores = misses(Record(at, record.period, record.indicators), ["indicator", "method"])
    known = {(row["indicator"], row["method"]): row for row in records(scores)}

    def name(row: Any, lang: Language) -> str:
        return lang.count(
            "{name} ({code}), {n} replay",
            "{name} ({code}), {n} replays",
            int(known[row["indicator"], projection.METHOD]["cases"]),
            name=lang.pick(row, "name"),
            code=row["indicator"],
        )

    def by_method(number: int, method: str) -> Column[Any]:
        def cell(row: Any, _: Language) -> Cell:
            score = known.get((row["indicator"], method))
            return percent_cell(None if score is None else score["mean_miss_pct"], DASH)

        return Column(f"method_{number}", method, cell, "number")

    columns = (
        Column("name", "Indicator", name, "name"),
        *(by_method(number, method) for number, method in enumerate(backtest.METHODS)),
    )
    rows = record.indicators[record.indicators["indicator"].isin(scores["indicator"])]
    title = N_("Mean miss of each series after {n} months")
    return Sheet.of("series", title, columns, rows, lang, facts={"n": record.months})


# ---------------------------------------------------------------- what was measured elsewhere
BENCHMARK_COLUMNS: tuple[Column[Any], ...] = (
    Column("series", "Series", lambda row, lang: named(row["series"], SERIES, lang), "group"),
    Column("method", "Method", lambda row, lang: named(row["method"], METHODS, lang), "name"),
    count_column("cases", "Projections"),
    percent_column("mean_miss_pct", "Mean miss"),
    percent_column("within80", "Inside the 80% band"),
    percent_column("within95", "Inside the 95% band"),
)


def benchmark_table(lang: Language) -> Sheet[Any]:
    """The comparison of methods on public series, as measured, without earlier models."""
    rows = benchmark()
    rows = rows[rows["method"] != "prototype"]
    title = N_("Measured on public series")
    return Sheet.of("benchmark", title, BENCHMARK_COLUMNS, rows, lang, key="method")


def benchmark_note(lang: Language) -> Prose:
    """How to read the comparison."""
    return Prose(
        (
            lang.say(
                "The honest rows are those without the series' country or half of the provinces;"
                " where the model has seen the series the figures flatter it. docs/method.md has"
                " the whole measurement."
            ),
        ),
        "note",
    )


def _called_series(row: Any, lang: Language) -> str:
    return lang.say(
        "{series}: {n} calls, {short} in years that ended short",
        n=row["calls"],
        series=named(row["series"], SERIES, lang),
        short=row["short"],
    )


PACE_COLUMNS: tuple[Column[Any], ...] = (
    Column("series", "Series", _called_series, "group"),
    Column("method", "Method", lambda row, lang: named(row["method"], METHODS, lang), "name"),
    count_column("wrongly_behind", 'False alarms ("behind")'),
    count_column("missed", "Missed"),
    count_column("at_risk", 'Flagged "at risk"'),
)


def pace_table(lang: Language) -> Sheet[Any]:
    """Wrong calls of each pace method on the public series, against the plan then in force."""
    calls = pace_calls()
    rows = calls[calls["against"] == IN_FORCE]
    return Sheet.of("pace", "Wrong calls of the pace", PACE_COLUMNS, rows, lang, key="method")


def pace_note(lang: Language) -> Prose:
    """What the calls count, and where our pace loses."""
    calls = pace_calls()
    late = calls[calls["against"] == LAST_PLAN].assign(
        wrong=lambda rows: rows["wrongly_behind"] + rows["missed"]
    )
    lines = [
        lang.say(
            "Wrongly called behind: the year met its plan. Missed: called on track or secured, and"
            " the year ended short. At risk is neither."
        )
    ]
    for series, rows in late.groupby("series", sort=False):
        wrong = rows.set_index("method")["wrong"]
        if wrong["default"] > wrong.min():
            lines.append(
                lang.say(
                    "{series}: held against the year's last plan, raised after the call, our pace "
                    "loses: {own} wrong calls of {n}, {best} with {method}.",
                    series=named(str(series), SERIES, lang),
                    own=lang.number(wrong["default"]),
                    n=rows["calls"].iloc[0],
                    best=lang.number(wrong.min()),
                    method=named(str(wrong.idxmin()), METHODS, lang),
                )
            )
    return Prose(tuple(lines), "note")
