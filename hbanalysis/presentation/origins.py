"""Every number leads home: what a number rests on, row by row, and the files, parameters and versions of a page."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from html import escape
from importlib.metadata import version
from typing import Any

import pandas as pd

from hbanalysis.presentation import remarks, sentences
from hbanalysis.presentation.display import Table
from hbanalysis.presentation.rendering import rendered
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

PACKAGES = ("hbanalysis", "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "great-tables")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def target_home(row: Any, words: Language) -> str:
    """Where a target stands: document, place in it, authority and day."""
    if not row["target_source"]:
        return ""
    return _joined(row["target_source"], row["target_locator"], row["plan"], words.date(str(row["decided"])))


def figure_home(row: Any, words: Language) -> str:
    """Where a figure stands: source, file, place in it, day of publication, how settled it is."""
    if not row["through"]:
        return ""
    source = words.say("illustrative data") if row["demo"] else str(row["source"])
    settled = words.say(str(row["status"])) if row["status"] else ""
    published = words.say("published {day}", day=words.date(str(row["published"]))) if row["published"] else ""
    return _joined(source, f"{row['file']}: {row['locator']}", published, settled)


def comparison_home(row: Any, words: Language) -> str:
    """What the comparison with last year stands on."""
    if is_missing(row["same_period"]) and is_missing(row["pct_of_same_period"]):
        return ""
    return remarks.compared(row, words) or words.say("The same months of last year, from the same files.")


def projection_home(row: Any, words: Language) -> str:
    """What a projection stands on; empty where there is none."""
    if row["projection_reason"] or is_missing(row["point"]):
        return ""
    return words.say("{months} months, {years} past years; {record}", months=row["months_observed"],
                     years=row["years_of_history"], record=sentences.track_record(row, words))


def steps_home(row: Any, words: Language) -> str:
    """The dated steps of a milestone: when each was due, and when it was done."""
    told = [words.say("due {due}, done {done}", due=words.date(due), done=words.date(done)) if done else
            words.say("due {due}, not done", due=words.date(due)) for due, done in row["steps"]]
    return "; ".join(told)


def homes(row: Any, projected: Any, words: Language) -> list[tuple[str, str]]:
    """The facts behind a row of the plan table, as pairs of a label and a text; absent ones are left out."""
    told = [(words.say("Annual plan"), target_home(row, words)), (words.say("Steps"), steps_home(row, words)),
            (words.say("Year to date"), figure_home(row, words)),
            (words.say("Same period last year"), comparison_home(row, words))]
    if projected is not None:
        told.append((words.say("Year-end projection"), projection_home(projected, words)))
    return [(label, text) for label, text in told if text]


def sources(table: pd.DataFrame, words: Language) -> Table:
    """Where every number of the plan table comes from."""
    rows = table[(table["through"] > 0) | (table["target_source"] != "")]
    data = pd.DataFrame([{
        words.say("Indicator"): f"{row['indicator']}. {words.pick(row, 'name')}",
        words.say("Target from"): target_home(row, words) or words.say("none"),
        words.say("Figure from"): figure_home(row, words) or words.say("none"),
    } for row in records(rows)])
    if data.empty:
        return Table("", data)
    return rendered(data, words.say("Where the numbers come from"), "sources", stub=words.say("Indicator"))


def files_table(fingerprints: Mapping[str, str], words: Language) -> Table:
    """The raw files behind a page with their fingerprints."""
    data = pd.DataFrame([{words.say("File"): name, "SHA-256": print_[:16] + "…"}
                         for name, print_ in fingerprints.items()])
    return rendered(data, words.say("Raw files"), "files", stub=words.say("File"))


def makings(table: pd.DataFrame, parameters: Mapping[str, Any], words: Language) -> Table:
    """What a page was made with: its parameters, the youngest figure in it, the versions of the libraries."""
    newest = max((str(day) for day in table["published"]), default="")
    facts = {words.say("Parameter {name}", name=name): str(value) or "—" for name, value in parameters.items()}
    facts |= {words.say("Youngest figure published"): words.date(newest) or words.say("none")}
    facts |= {name: version(name) for name in PACKAGES} | {"Python": platform.python_version()}
    data = pd.DataFrame({words.say("Made with"): list(facts), words.say("Value"): list(facts.values())})
    return rendered(data, words.say("Made with"), "makings", stub=words.say("Made with"))


def origin(table: pd.DataFrame, fingerprints: Mapping[str, str], words: Language, **parameters: Any) -> Table:
    """Where every number comes from, the fingerprints of the files, parameters and versions, folded."""
    inner = sources(table, words).html() + files_table(fingerprints, words).html()
    inner += makings(table, parameters, words).html()
    label = escape(words.say("Source and place of every row; files with fingerprints; parameters, versions, date"))
    return Table(f'<details class="hba-origin"><summary>{label}</summary>{inner}</details>', table)
