"""Every number leads home.

What a number rests on, row by row, and the files, parameters and versions of a page.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from html import escape
from importlib.metadata import version
from typing import Any

import pandas as pd

from hbanalysis.presentation import remarks, sentences
from hbanalysis.presentation.display import Table
from hbanalysis.presentation.html_tables import rendered
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

PACKAGES = ("hbanalysis", "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "great-tables")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def target_home(row: Any, lang: Language) -> str:
    """Where a target stands: document, place in it, authority and day."""
    if not row["target_source"]:
        return ""
    return _joined(
        row["target_source"], row["target_locator"], row["plan"], lang.date(str(row["decided"]))
    )


def figure_home(row: Any, lang: Language) -> str:
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


def comparison_home(row: Any, lang: Language) -> str:
    """What the comparison with last year stands on."""
    if is_missing(row["same_period"]) and is_missing(row["pct_of_same_period"]):
        return ""
    return remarks.compared(row, lang) or lang.say(
        "The same months of last year, from the same files."
    )


def projection_home(row: Any, lang: Language) -> str:
    """What a projection stands on; empty where there is none."""
    if row["projection_reason"] or is_missing(row["point"]):
        return ""
    return lang.say(
        "{months} months, {years} past years; {record}",
        months=row["months_observed"],
        years=row["years_of_history"],
        record=sentences.track_record(row, lang),
    )


def steps_home(row: Any, lang: Language) -> str:
    """The dated steps of a milestone: when each was due, and when it was done."""
    told = [
        (
            lang.say("due {due}, done {done}", due=lang.date(due), done=lang.date(done))
            if done
            else lang.say("due {due}, not done", due=lang.date(due))
        )
        for due, done in row["steps"]
    ]
    return "; ".join(told)


def homes(row: Any, projected: Any, lang: Language) -> list[tuple[str, str]]:
    """The facts behind a row of the plan table, as pairs of a label and a text.

    Absent ones are left out.
    """
    told = [
        (lang.say("Annual plan"), target_home(row, lang)),
        (lang.say("Steps"), steps_home(row, lang)),
        (lang.say("Year to date"), figure_home(row, lang)),
        (lang.say("Same period last year"), comparison_home(row, lang)),
    ]
    if projected is not None:
        told.append((lang.say("Year-end projection"), projection_home(projected, lang)))
    return [(label, text) for label, text in told if text]


def sources(table: pd.DataFrame, lang: Language) -> Table:
    """Where every number of the plan table comes from."""
    rows = table[(table["through"] > 0) | (table["target_source"] != "")]
    data = pd.DataFrame(
        [
            {
                lang.say("Indicator"): f"{row['indicator']}. {lang.pick(row, 'name')}",
                lang.say("Target from"): target_home(row, lang) or lang.say("none"),
                lang.say("Figure from"): figure_home(row, lang) or lang.say("none"),
            }
            for row in records(rows)
        ]
    )
    if data.empty:
        return Table("", data)
    return rendered(
        data, lang.say("Where the numbers come from"), "sources", stub=lang.say("Indicator")
    )


def files_table(fingerprints: Mapping[str, str], lang: Language) -> Table:
    """The raw files behind a page with their fingerprints."""
    data = pd.DataFrame(
        [
            {lang.say("File"): name, "SHA-256": print_[:16] + "…"}
            for name, print_ in fingerprints.items()
        ]
    )
    return rendered(data, lang.say("Raw files"), "files", stub=lang.say("File"))


def makings(table: pd.DataFrame, parameters: Mapping[str, Any], lang: Language) -> Table:
    """What a page was made with.

    Its parameters, the youngest figure in it, the versions of the libraries.
    """
    newest = max((str(day) for day in table["published"]), default="")
    facts = {
        lang.say("Parameter {name}", name=name): str(value) or "—"
        for name, value in parameters.items()
    }
    facts |= {lang.say("Youngest figure published"): lang.date(newest) or lang.say("none")}
    facts |= {name: version(name) for name in PACKAGES} | {"Python": platform.python_version()}
    data = pd.DataFrame(
        {lang.say("Made with"): list(facts), lang.say("Value"): list(facts.values())}
    )
    return rendered(data, lang.say("Made with"), "makings", stub=lang.say("Made with"))


def origin(
    table: pd.DataFrame, fingerprints: Mapping[str, str], lang: Language, **parameters: Any
) -> Table:
    """Where every number comes from, the fingerprints of the files, parameters and versions.

    Folded.
    """
    inner = sources(table, lang).html() + files_table(fingerprints, lang).html()
    inner += makings(table, parameters, lang).html()
    label = escape(
        lang.say(
            "Source and place of every row; files with fingerprints; parameters, versions, date"
        )
    )
    return Table(f'<details class="hba-origin"><summary>{label}</summary>{inner}</details>', table)
