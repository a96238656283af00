"""A delivered file from its bytes to what would become of it: read, matched, drafted, compared.

``prepare`` writes nothing; ``accept.accept`` writes what it gives, whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from hbanalysis.intake.delivery import headings
from hbanalysis.intake.delivery.context import Context, listed, place_in_title
from hbanalysis.intake.delivery.draft import KEY, NO_PLACE, NO_STATUS, Draft, Observation, draft
from hbanalysis.intake.delivery.mapping import Matched, codes_by_label, match
from hbanalysis.intake.delivery.recipes import FOLDER, Recipe, find_recipe, load_recipe
from hbanalysis.intake.delivery.register import FOLDER as REGISTER
from hbanalysis.intake.delivery.register import Entry, known_delivery
from hbanalysis.intake.files.normalisations import Normalisation, Unreadable
from hbanalysis.intake.raw.raw_tables import FILE, ROW, read_table
from hbanalysis.intake.store.fingerprints import sha256
from hbanalysis.intake.workbook import Table, Tables, read_tables
from hbanalysis.vocabulary.errors import Finding, HbaError
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.periods import parse_day
from hbanalysis.vocabulary.rows import records

NO_DAY = (
    "Nothing says on which day the figures were published; say --received with a day such as"
    " 2024-09-30."
)
UNKNOWN_CODE = "The recipe names the {column} {found!r}, which is not in our list."
IMPORTED = "This file was already imported on {day} as {name} (same fingerprint); nothing is done."
CONTRADICTS = (
    "{cell} says {found}, but {file} line {line} says {other} for the same figure published on the"
    " same day; the delivery is not taken."
)
TWICE = "{cell} and {other} hold different values for one figure: {found} and {second}."
ALREADY_KNOWN = (
    "{count} figures are already known with the same value and publication day; they are kept once."
)


# What is told of the table that is read, and of the sheets that are not.
OF_TABLE = frozenset(
    {"merged-value", "struck-out", "hidden-by-format", "unit-conflict", "date-in-header"}
)
OF_SHEETS = frozenset({"hidden-sheet", "stray-cell"})


@dataclass
class Delivery:
    """A received file and what would become of it.

    ``blocked`` is true when nothing of it may be taken; ``known`` counts figures that are stored
    already.
    """

    path: Path
    fingerprint: str
    recipe: Recipe
    received: str = ""
    observations: list[Observation] = field(default_factory=list)
    normalisations: list[Normalisation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    blocked: bool = False
    known: int = 0

    @property
    def has_errors(self) -> bool:
        """Whether anything was refused."""
        return any(finding.level == "error" for finding in self.findings)

    def stop(self, *findings: Finding) -> Delivery:
        """Refuse the delivery as a whole."""
        self.findings += findings
        self.observations, self.blocked = [], True
        return self


def prepare(root: Path, path: Path, recipe_name: str, received: str = "") -> Delivery:
    """Read a delivery by a recipe; nothing is written.

    ``received`` (an ISO day) stands in for a publication day that neither the file's name nor its
    title gives. Raises WrongUsage for an unknown recipe or day, BadRecipe for a recipe that cannot
    be followed.
    """
    if received:
        parse_day(received)
    recipe = load_recipe(find_recipe(root, recipe_name))
    if not path.is_file():
        raise HbaError("There is no file {file}.", file=path.name)
    made = Delivery(path, sha256(path), recipe, received)
    former = known_delivery(root, made.fingerprint)
    if former:
        facts = {"day": former["received"], "name": former["name"]}
        return made.stop(Finding("error", "already-imported", path.name, "", IMPORTED, facts))
    return _read(made, root)


def read_again(root: Path, entry: Entry) -> Delivery:
    """A file of the register read once more, to tell what reading it changes; nothing is written.

    The recipe is the one of today. HbaError when file or recipe are gone.
    """
    path = root / REGISTER / entry["stored"]
    if not path.is_file():
        raise HbaError("There is no file {file}.", file=path.name)
    made = Delivery(
        path, entry["sha256"], load_recipe(find_recipe(root, entry["recipe"])), entry["received"]
    )
    return _read(made, root)


def _read(made: Delivery, root: Path) -> Delivery:
    """The observations of a delivery that nothing stands against."""
    recipe, path = made.recipe, made.path
    indicators, territories = (read_table(root, name)[0] for name in ("indicators", "territories"))
    unknown = _unknown_codes(recipe, indicators, territories)
    if unknown:
        return made.stop(*unknown)
    try:
        tables = read_tables(path, recipe.table.number_format or None)  # type: ignore[arg-type]
    except Unreadable as problem:
        return made.stop(problem.finding)
    codes = codes_by_label(recipe, indicators, territories)
    matched = match(tables, recipe, path.name, codes)
    made.findings += _of_file(tables, matched.table) + matched.findings
    if matched.table is None:
        return made.stop()
    return _drafted(made, matched, matched.table, indicators, territories, root)


def _of_file(tables: Tables, table: Table | None) -> list[Finding]:
    """What was found in the file as a whole and in the sheet of the table.

    Of the other sheets only what kept them from being read; all when no table fits.
    """
    if table is None:
        return tables.file_findings
    of_table = [finding for finding in table.findings if finding.rule in OF_TABLE]
    return of_table + [
        finding
        for finding in tables.file_findings
        if finding.rule in OF_SHEETS
        or (
            finding.locator.partition("!")[0] in ("", table.sheet, finding.locator)
            and finding.rule != "no-table"
        )
    ]


def _drafted(
    made: Delivery,
    matched: Matched,
    table: Table,
    indicators: pd.DataFrame,
    territories: pd.DataFrame,
    root: Path,
) -> Delivery:
    context, problems = _context(made, matched, table, indicators, territories, root)
    if context is None:
        return made.stop(*problems)
    drafted: Draft = draft(matched, context)
    made.findings += drafted.findings
    made.normalisations += drafted.normalisations
    made.observations = drafted.observations
    made.received = made.received or context.published
    against = _held_against(made, root)
    return (
        made.stop(*against)
        if any(finding.level == "error" for finding in against)
        else _with(made, against)
    )


def _with(made: Delivery, findings: list[Finding]) -> Delivery:
    made.findings += findings
    return made


def _unknown_codes(
    recipe: Recipe, indicators: pd.DataFrame, territories: pd.DataFrame
) -> list[Finding]:
    """Codes of the recipe that our lists do not hold."""
    known = {"indicator": set(indicators["indicator"]), "territory": set(territories["territory"])}
    named = [("indicator", recipe.rows.indicator), ("territory", recipe.rows.territory)]
    named += [(recipe.rows.are, code) for _, code in recipe.rows.labels]
    return [
        Finding(
            "error",
            "recipe-code",
            f"{FOLDER}/{recipe.name}.toml",
            "",
            UNKNOWN_CODE,
            {"column": column, "found": code},
        )
        for column, code in dict.fromkeys(named)
        if code not in known[column] | {"", "title"}
    ]


def publication_day(recipe: Recipe, file: str, title: str, received: str) -> str:
    """The day the figures became known.

    It stands where the recipe says, else it is the day of receipt; empty if unknown.
    """
    if recipe.published == "received":
        return received
    written = (
        headings.file_day(file) if recipe.published == "file name" else headings.title_day(title)
    )
    return written or received


def _context(
    made: Delivery,
    matched: Matched,
    table: Table,
    indicators: pd.DataFrame,
    territories: pd.DataFrame,
    root: Path,
) -> tuple[Context | None, list[Finding]]:
    """What holds for the whole delivery; problems when its day, place or status is not said."""
    recipe, file = made.recipe, made.path.name
    published = publication_day(recipe, file, table.title, made.received)
    fixed = recipe.rows.territory
    territory = place_in_title(table.title, territories) if fixed == "title" else fixed
    status = headings.title_status(table.title)
    findings = []
    if not published:
        findings.append(Finding("error", "no-day", file, table.sheet, NO_DAY))
    if fixed == "title" and not territory:
        findings.append(
            Finding("error", "no-place", file, table.sheet, NO_PLACE, {"found": table.title})
        )
    if not status and any(column.rule.status == "title" for column in matched.columns):
        findings.append(Finding("error", "no-status", file, table.sheet, NO_STATUS))
    if findings:
        return None, findings
    months = matched.columns[0].period
    names = territories.set_index("territory")["name_vi"]
    source = recipe.source.format(
        month=f"{months.last_month:02d}",
        year=months.year,
        published=published,
        territory=names.get(territory, territory),
        file=file,
    )
    known = listed(indicators, read_table(root, "targets")[0])
    return Context(file, recipe, table, published, territory, status, source, known), []


def _held_against(made: Delivery, root: Path) -> list[Finding]:
    """Hold a draft against itself and what is known; take off the figures that are known."""
    findings: list[Finding] = []
    seen: dict[tuple[str, ...], Observation] = {}
    for one in made.observations:
        other = seen.setdefault(one.key, one)
        if exact(other.fields["value"]) != exact(one.fields["value"]):
            findings.append(_two_values(one, other, made.path.name))
    known = read_table(root, "observations")[0] if made.observations else pd.DataFrame()
    stored = _stored(known, {one.key for one in seen.values()})
    findings += [
        _contradiction(one, stored[one.key], made.path.name)
        for one in seen.values()
        if one.key in stored and not one.holds(stored[one.key][0])
    ]
    fresh = [one for one in seen.values() if one.key not in stored]
    repeated = made.known = len(seen) - len(fresh)
    if repeated and not findings:
        findings.append(
            Finding("note", "already-known", made.path.name, "", ALREADY_KNOWN, {"count": repeated})
        )
    made.observations = fresh
    return findings


def _two_values(one: Observation, other: Observation, file: str) -> Finding:
    """Two cells of a delivery that say different things of one figure."""
    facts = {
        "cell": one.cell,
        "other": other.cell,
        "found": one.fields["value"],
        "second": other.fields["value"],
    }
    return Finding("error", "two-values", file, one.fields["locator"], TWICE, facts)


def _contradiction(one: Observation, stored: tuple[str, str, int], file: str) -> Finding:
    """A figure that is stored with another value under the same day."""
    value, known_file, line = stored
    facts: dict[str, object] = {
        "cell": one.cell,
        "found": one.fields["value"],
        "file": known_file,
        "line": line,
        "other": value,
    }
    return Finding(
        "error",
        "contradiction",
        file,
        one.fields["locator"],
        CONTRADICTS,
        facts,
        one.fields["territory"],
        one.fields["indicator"],
    )


def _stored(
    known: pd.DataFrame, keys: set[tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[str, str, int]]:
    """Value, file and line of those stored observations that have one of the keys."""
    if known.empty or not keys:
        return {}
    near = known[known["published"].isin({key[-1] for key in keys})]
    stored = {}
    for row in records(near):
        key = tuple(row[name] for name in KEY)
        if key in keys:
            stored[key] = (row["value"], row[FILE], int(row[ROW]))
    return stored
