"""What the benchmarks measured on public series: year-ends, and calls of the pace."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.yearend.track_record import benchmark, pace_calls
from hbanalysis.presentation.cells import count_column, percent_column
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_

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


def unseen(measured: pd.DataFrame) -> Any:
    """The measured row of our model on the Vietnamese series it had not seen."""
    own = measured["method"].str.startswith("ours, without")
    return measured[(measured["series"] == "Việt Nam") & own].iloc[0]


def named(text: str, known: dict[str, str], lang: Language) -> str:
    """A label of the measured tables in the reader's words; one that is not known as it stands."""
    return lang.say(known[text]) if text in known else text


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
