"""A confirmed review into the raw tables, whole or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from hbanalysis.intake.delivery import register as registry
from hbanalysis.intake.delivery.accept import import_lock, staged, write_new
from hbanalysis.intake.delivery.examples import drop_examples
from hbanalysis.intake.plan_text.likeness import ALIKE, likeness
from hbanalysis.intake.plan_text.review.entries import Review, read_review
from hbanalysis.intake.plan_text.review.fields import SHEET
from hbanalysis.intake.plan_text.review.raw_rows import RawRows, raw_rows
from hbanalysis.intake.plan_text.rows import plain
from hbanalysis.intake.raw.raw_tables import read_table
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.intake.store.atomic import swap_in
from hbanalysis.vocabulary.errors import Finding, HbaError, nearest
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.text import match_key

NO_WORKSPACE = "There is no workspace at {folder}: it has no data/raw (hba init makes one)."
NO_TERRITORY = "There is no territory {found!r}; the nearest is {near!r}."
OTHER_NAME = "Code {code} is “{known}” in this workspace; choose another code, or that name."
OTHER_UNIT = "Code {code} is recorded in {unit} in this workspace, not in {found}."
TWICE = "Code {code} has two different rows for {year}: rows {first} and {second}."
TWO_NAMES = "Code {code} has two names: “{first}” and “{second}”."
NO_PARENT = "There is no code {parent} that this could be a part of."
CONTRADICTS = "{table} already has another value for {code} in {year}: {found}, here {value}."
NOTHING = "No row of the review is to be taken in."

Row = dict[str, str]


@dataclass
class Taken:
    """What was written: new rows by table, the name of the kept review, the examples gone."""

    counts: dict[str, int]
    stored: str
    examples: int = 0


def accept_review(root: Path, path: Path, day: str) -> tuple[Taken | None, list[Finding]]:
    """Take a confirmed review in; None, with findings, when anything stands against it.

    ``day`` (2026-01-05) is when it is taken in, for the register. HbaError when the file is no
    review.
    """
    if not (root / "data" / "raw").is_dir():
        raise HbaError(NO_WORKSPACE, folder=root.name)
    review = read_review(path)
    if review.findings:
        return None, review.findings
    with import_lock(root):
        return _taken(root, path, review, day)


def _taken(root: Path, path: Path, review: Review, day: str) -> tuple[Taken | None, list[Finding]]:
    indicators = {row["indicator"]: row for row in records(read_table(root, "indicators")[0])}
    problems = _against(root, review, indicators)
    made = raw_rows(review, set(indicators))
    if not problems and not any(made.rows.values()):
        problems = [Finding("error", "review", review.file, SHEET, NOTHING)]
    if problems:
        return None, problems
    with staged(root) as stage:
        fresh, problems = _merge(root, stage, review, made)
        problems = problems or _checked(stage, review, fresh)
        if problems:
            return None, problems
        examples = drop_examples(root, stage) if fresh["targets"] else 0
        stored = _register(root, stage, path, day)
        swap_in(stage / "data" / "raw", (root / "data" / "raw").resolve())
    return Taken({name: len(rows) for name, rows in fresh.items()}, stored, examples), []


def _against(root: Path, review: Review, indicators: dict[str, Row]) -> list[Finding]:
    """What the workspace and the review itself hold against its codes."""
    codes = [row["territory"] for row in records(read_table(root, "territories")[0])]
    territory = review.facts["territory"]
    if territory not in codes:
        facts = {"found": territory, "near": nearest(territory, codes) or (codes or [""])[0]}
        return [Finding("error", "review", review.file, "", NO_TERRITORY, facts)]
    review.findings = []
    names: dict[str, str] = {code: row["name_vi"] for code, row in indicators.items()}
    listed = {entry["indicator"] for entry in review.entries} | set(indicators)
    for entry in review.entries:
        code = entry["indicator"]
        if not code:
            continue
        if likeness(names.setdefault(code, entry["name"]), entry["name"]) < ALIKE:
            template = OTHER_NAME if code in indicators else TWO_NAMES
            facts = {"code": code, "known": names[code], "first": names[code]}
            review.problem(entry.line, "indicator", template, **facts, second=entry["name"])
        known = indicators.get(code, {}).get("unit", "")
        if known and match_key(known) != match_key(entry["unit"]) and known != entry["unit"]:
            review.problem(
                entry.line, "unit", OTHER_UNIT, code=code, unit=known, found=entry["unit"]
            )
        if entry["parent"] and entry["parent"] not in listed:
            review.problem(entry.line, "parent", NO_PARENT, parent=entry["parent"])
    return review.findings


def _merge(
    root: Path, stage: Path, review: Review, made: RawRows
) -> tuple[dict[str, list[Row]], list[Finding]]:
    """Put the rows behind those the tables have; what stands there already is kept once."""
    review.findings = []
    fresh: dict[str, list[Row]] = {}
    for table, rows in made.rows.items():
        path = root / "data" / "raw" / f"{table}.csv"
        former = registry.read_rows(path) if path.is_file() else []
        by_key = {_key(table, row): (row, 0) for row in former}
        fresh[table] = []
        for row, line in zip(rows, made.lines[table], strict=True):
            other, place = by_key.setdefault(_key(table, row), (row, line))
            if other is row:
                fresh[table].append(row)
            elif _value(other) != _value(row):
                _contradiction(review, table, row, line, other, place)
        columns = list(former[0]) if former else [one.name for one in SCHEMAS[table].columns]
        named = dict.fromkeys(name for row in fresh[table] for name in row)
        columns += [name for name in named if name not in columns]
        if fresh[table]:
            text = registry.as_text([*former, *fresh[table]], columns)
            write_new(stage / "data" / "raw" / f"{table}.csv", text.encode("utf-8-sig"))
    return fresh, review.findings


def _contradiction(review: Review, table: str, row: Row, line: int, other: Row, place: int) -> None:
    code = row.get("indicator", "") or row.get("word", "")
    if place:
        facts = {"code": code, "year": row["year"], "first": place + 1, "second": line + 1}
        review.problem(line, "indicator", TWICE, **facts)
        return
    review.problem(
        line,
        "value",
        CONTRADICTS,
        table=f"{table}.csv",
        code=code,
        year=row["year"],
        found=" ".join(_value(other)),
        value=" ".join(_value(row)),
    )


def _key(table: str, row: Row) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in SCHEMAS[table].key)


def _value(row: Row) -> tuple[str, ...]:
    texts = [row.get(name, "") for name in ("value", "value_high", "count")]
    numbers = [plain(exact(text)) if text else "" for text in texts]
    return (*numbers, row.get("unit", ""), row.get("comparator", ""))


def _checked(stage: Path, review: Review, fresh: dict[str, list[Row]]) -> list[Finding]:
    """What the rules of ``hba check`` say of the new rows, as if they stood in the workspace."""
    from hbanalysis.intake.store.build import read_workspace

    findings = []
    for finding in read_workspace(stage)[1]:
        table = Path(finding.file).stem
        if finding.level != "error" or table not in fresh or not fresh[table]:
            continue
        total = len(registry.read_rows(stage / "data" / "raw" / f"{table}.csv"))
        position = finding.row - 2 - (total - len(fresh[table]))
        if position >= 0:
            findings.append(
                Finding(
                    "error", finding.rule, review.file, SHEET, finding.template, finding.facts,
                    finding.territory, finding.indicator,
                )
            )  # fmt: skip
    return findings


def _register(root: Path, stage: Path, path: Path, day: str) -> str:
    """Keep the review beside the deliveries, with the fingerprint of both files."""
    data = path.read_bytes()
    fingerprint = hashlib.sha256(data).hexdigest()
    stored = registry.stored_name(root, path.name, fingerprint)
    write_new(stage / registry.FOLDER / stored, data)
    entry = {
        "name": path.name,
        "sha256": fingerprint,
        "recipe": "plan",
        "received": day,
        "stored": stored,
        "observations": "",
    }
    rows = [*registry.entries(root), entry]
    text = registry.as_text(rows, registry.COLUMNS)
    write_new(stage / registry.REGISTRY, text.encode("utf-8-sig"))
    return f"{registry.FOLDER}/{stored}"
