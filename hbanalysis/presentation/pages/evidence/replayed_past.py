"""The territory's own past replayed: misses and bands of every method, series by series."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.yearend import backtest
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.track_record import DOUBTFUL, Record, bands, misses
from hbanalysis.presentation.cells import DASH, count_column, percent_cell
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.rows import records

FEWEST = 8  # replays below which a band is not judged


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


def _share(part: int, whole: int, lang: Language) -> Cell:
    text = lang.say(
        "{part} of {whole} ({pct})", part=part, whole=whole, pct=lang.percent(100 * part / whole, 0)
    )
    return Cell(text, float(part))


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
