"""Every number leads home: what it rests on, and the files, parameters and versions of a page."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation import remarks, sentences
from hbanalysis.presentation.display import Stack
from hbanalysis.presentation.pairing import rows_of
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing

PACKAGES = ("hbanalysis", "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "great-tables")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def target_home(row: Row, lang: Language) -> str:
    """Where a target stands: document, place in it, authority and day."""
    if not row["target_source"]:
        return ""
    return _joined(
        row["target_source"], row["target_locator"], row["plan"], lang.date(str(row["decided"]))
    )


def figure_home(row: Row, lang: Language) -> str:
    """Where a figure stands: source, file, place in it, day of publication, how settled it is."""
    if not row["through"]:
        return ""
    source = lang.say("illustrative data") if row["demo"] else str(row["source"])
    settled = lang.say(str(row["status"])) if row["status"] else ""
    published = (
        lang.say("published {day}", day=lang.date(str(row["published"])))
        if row["published"]
        else ""
    )
    return _joined(source, f"{row['file']}: {row['locator']}", published, settled)


def comparison_home(row: Row, lang: Language) -> str:
    """What the comparison with last year stands on."""
    if is_missing(row["same_period"]) and is_missing(row["pct_of_same_period"]):
        return ""
    return remarks.compared(row, lang) or lang.say(
        "The same months of last year, from the same files."
    )


def projection_home(row: Row, lang: Language) -> str:
    """What a projection stands on; empty where there is none."""
    if row["projection_reason"] or is_missing(row["point"]):
        return ""
    return lang.say(
        "{months} months, {years} past years; {record}",
        months=row["months_observed"],
        years=row["years_of_history"],
        record=sentences.track_record(row, lang),
    )


def steps_home(row: Row, lang: Language) -> str:
    """The dated steps of a milestone: when each was due, and when it was done."""
    dates = [
        (
            lang.say("due {due}, done {done}", due=lang.date(due), done=lang.date(done))
            if done
            else lang.say("due {due}, not done", due=lang.date(due))
        )
        for due, done in row["steps"]
    ]
    return "; ".join(dates)


@dataclass(frozen=True)
class Origin:
    """Where one fact of a row comes from: the name of the fact, and the place."""

    label: str
    text: str


def homes(row: Row, lang: Language, *, ahead: bool) -> dict[str, Origin]:
    """Where the facts of a row of the plan table come from, by fact; absent ones are left out."""
    origins = {
        "target": Origin(lang.say("Annual plan"), target_home(row, lang)),
        "steps": Origin(lang.say("Steps"), steps_home(row, lang)),
        "actual": Origin(lang.say("Year to date"), figure_home(row, lang)),
        "same_period": Origin(lang.say("Same period last year"), comparison_home(row, lang)),
    }
    if ahead:
        origins["point"] = Origin(lang.say("Year-end projection"), projection_home(row, lang))
    return {fact: origin for fact, origin in origins.items() if origin.text}


SOURCE_COLUMNS: tuple[Column[Any], ...] = (
    Column("indicator", "No.", lambda row, _: str(row["indicator"]), "code"),
    Column("name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name"),
    Column(
        "target_source",
        "Target from",
        lambda row, lang: target_home(row, lang) or lang.say("none"),
    ),
    Column("source", "Figure from", lambda row, lang: figure_home(row, lang) or lang.say("none")),
)


def sources(table: pd.DataFrame, lang: Language) -> Sheet[Any]:
    """Where every number of the plan table comes from."""
    table = rows_of(table)
    rows = table[(table["through"] > 0) | (table["target_source"] != "")]
    return Sheet.of("sources", "Where the numbers come from", SOURCE_COLUMNS, rows, lang)


def files_table(fingerprints: Mapping[str, str], lang: Language) -> Sheet[Any]:
    """The raw files behind a page with their fingerprints."""
    columns: tuple[Column[Any], ...] = (
        Column("file", "File", lambda pair, _: pair[0], "name"),
        Column("fingerprint", "SHA-256", lambda pair, _: pair[1][:16] + "…"),
    )
    rows = tuple(fingerprints.items())
    return Sheet("files", "Raw files", columns, rows, tuple(fingerprints), lang, key="file")


def makings(table: pd.DataFrame, parameters: Mapping[str, Any], lang: Language) -> Sheet[Any]:
    """What a page was made with: parameters, its youngest figure, the versions of libraries."""
    newest = max((str(day) for day in table["published"]), default="")
    facts = [
        (lang.say("Parameter {name}", name=name), str(value) or "—")
        for name, value in parameters.items()
    ]
    facts.append((lang.say("Youngest figure published"), lang.date(newest) or lang.say("none")))
    facts += [(name, version(name)) for name in PACKAGES] + [("Python", platform.python_version())]
    columns: tuple[Column[Any], ...] = (
        Column("made_with", "Made with", lambda fact, _: fact[0], "name"),
        Column("value", "Value", lambda fact, _: fact[1]),
    )
    keys = tuple(range(len(facts)))
    return Sheet("makings", "Made with", columns, tuple(facts), keys, lang, key="fact")


def origin(
    table: pd.DataFrame, fingerprints: Mapping[str, str], lang: Language, **parameters: Any
) -> Stack:
    """Where every number comes from, with files' fingerprints, parameters and versions, folded."""
    label = lang.say(
        "Source and place of every row; files with fingerprints; parameters, versions, date"
    )
    parts = (
        sources(table, lang),
        files_table(fingerprints, lang),
        makings(table, parameters, lang),
    )
    return Stack(tuple(part for part in parts if len(part)), fold=label, kind="hba-origin")
