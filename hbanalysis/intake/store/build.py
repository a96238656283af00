"""From ``data/raw`` to ``data/processed``: read, check, set aside what is rejected, write whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from hbanalysis.intake.checks import ROW_RULES, SERIES_RULES, Tables
from hbanalysis.intake.checks.foretold import FORETOLD, foretold_months, without_foretold
from hbanalysis.intake.raw.dated_rules import load_rules, rules_findings
from hbanalysis.intake.raw.raw_files import unread_files
from hbanalysis.intake.raw.raw_tables import FILE, ROW, checked_table
from hbanalysis.intake.raw.raw_texts import SHEET_MARK
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.intake.store.atomic import fresh_folder, naming, recover
from hbanalysis.intake.store.fingerprints import (
    FINGERPRINTS,
    code_fingerprint,
    package_findings,
    raw_fingerprints,
)
from hbanalysis.vocabulary.errors import BadData, Finding
from hbanalysis.vocabulary.messages import N_

MANY = 100_000
STRUCTURAL = {
    "missing-file",
    "missing-column",
    "repeated-column",
    "encoding",
    "unreadable",
    "open-quote",
    "stray-cell",
    "ragged-row",
    "rules",
}

PACKAGE_PROBLEMS = N_(
    {
        "absent": "The file is listed in datapackage.json but is not there.",
        "changed": (
            "The file was changed since datapackage.json described it; if that was meant, hba"
            " package renews the description."
        ),
        "damaged": (
            "The file lacks columns that datapackage.json describes; it may be damaged. Put the"
            " former one back, or renew the description with hba package."
        ),
        "unreadable": "The description of the data package cannot be read.",
    }
)


@dataclass(frozen=True)
class Built:
    """What a build did: rows written by table, and every finding."""

    rows: dict[str, int]
    findings: list[Finding]


def _rows(findings: list[Finding], *notes: str) -> set[tuple[str, int]]:
    """File and line of every row that an error or one of these rules sets aside."""
    return {(f.file, f.row) for f in findings if f.level == "error" or f.rule in notes}


def _without(tables: Tables, bad: set[tuple[str, int]]) -> Tables:
    """The tables without these rows."""
    if not bad:
        return tables
    files = {file for file, _ in bad}
    kept = {}
    for name, table in tables.by_name.items():
        keep = np.ones(len(table), dtype=bool)
        for file in files & set(table[FILE].unique()):
            lines = [row for one, row in bad if one == file]
            keep &= ~((table[FILE] == file) & table[ROW].isin(lines)).to_numpy()
        kept[name] = table[keep].reset_index(drop=True)
    return replace(tables, by_name=kept)


def read_workspace(root: Path) -> tuple[Tables | None, list[Finding]]:
    """All raw tables of a workspace, typed and without rejected rows, and every finding at once.

    There are no tables when the structure is broken: a missing or unreadable file, a missing
    column, rules that cannot be used.
    """
    if not (root / "data" / "raw").is_dir():
        return None, [
            Finding(
                "error", "missing-file", "data/raw", "", "There is no such file or it is empty."
            )
        ]
    parts = {name: checked_table(root, name) for name in SCHEMAS}
    findings = [finding for part in parts.values() for finding in part.findings]
    findings += rules_findings(root) + unread_files(root)
    findings += [
        Finding("warning", f"package-{problem}", path, "", PACKAGE_PROBLEMS[problem])
        for path, problem in package_findings(root)
    ]
    if any(f.rule in STRUCTURAL for f in findings):
        return None, _with_sheets(findings)
    headers = {file: columns for part in parts.values() for file, columns in part.headers.items()}
    tables = Tables(
        {name: part.table for name, part in parts.items()},
        headers,
        rules=load_rules(root),
        unread={name: part.unread for name, part in parts.items() if len(part.unread)},
    )
    alone = [finding for rule in ROW_RULES for finding in rule(tables)]
    sound = without_foretold(_without(tables, _rows(alone, "repeated")))
    alone += foretold_months(sound)
    series = [finding for rule in SERIES_RULES for finding in rule(sound)]
    return sound, _with_sheets(findings + alone + _told_once(series))


def _told_once(findings: list[Finding]) -> list[Finding]:
    """Without the mere astonishment at a cell of which another rule says what is wrong."""
    mere = "far-from-own-history"
    explained = {(f.file, f.locator) for f in findings if f.rule != mere}
    return [f for f in findings if f.rule != mere or (f.file, f.locator) not in explained]


def _with_sheets(findings: list[Finding]) -> list[Finding]:
    """Findings as people look for them: ``quan.xlsx::Chi`` is the file and its sheet."""
    told = []
    for finding in findings:
        file, mark, sheet = finding.file.partition(SHEET_MARK)
        where = "!".join(part for part in (sheet, finding.locator) if part)
        facts = dict(finding.facts)
        if SHEET_MARK in str(facts.get("file", "")):
            facts["file"] = str(facts["file"]).replace(SHEET_MARK, ", ")
        told.append(
            replace(finding, file=file, locator=where if mark else finding.locator, facts=facts)
        )
    return told


def rejected_pairs(findings: list[Finding]) -> pd.DataFrame:
    """Territory, indicator and period of every rejected observation or target.

    A rejected cell stops that indicator in the reports that its period touches.
    """
    stopped = [
        (
            f.territory,
            f.indicator,
            f.file,
            f.locator,
            f.rule,
            f.template,
            json.dumps(dict(f.facts), default=str),
            f.period,
            f.published,
        )
        for f in findings
        if f.level == "error"
        and f.territory
        and f.indicator
        and f.rule not in ("unknown-indicator", "unknown-territory")
    ]
    columns = ["territory", "indicator", "file", "locator", "rule", "template", "facts"]
    columns += ["period", "published"]
    return pd.DataFrame(stopped, columns=columns, dtype=str)


def _sorted(name: str, tables: Tables) -> pd.DataFrame:
    """Rows in the order of their key, so that the order of deliveries never shows in the result."""
    table = tables[name]
    if name in ("indicators", "territories"):
        return table  # the order of the list is the order of the reports
    key = SCHEMAS[name].key
    if name == "observations":
        return table.take(tables.key_order[0])
    rest = [c for c in table.columns if c not in (*key, FILE, ROW)]
    return table.sort_values([*key, *rest], kind="stable")


def _write(table: pd.DataFrame, path: Path) -> None:
    """One Parquet file of plain texts and numbers; categories only serve to hold a million rows."""
    plain = (
        table.drop(columns=[ROW], errors="ignore")
        .rename(columns={FILE: "file"})
        .reset_index(drop=True)
    )
    few = [name for name in plain.columns if isinstance(plain[name].dtype, pd.CategoricalDtype)]
    if len(plain) < MANY:
        plain.astype(dict.fromkeys(few, "str")).to_parquet(path, index=False, compression="zstd")
        return
    import pyarrow as pa
    from pyarrow import parquet

    # Without the stored schema the categories are read back as texts; nothing has to be spelt out
    # and hashed again.
    held = pa.Table.from_pandas(plain, preserve_index=False).replace_schema_metadata(None)
    parquet.write_table(held, path, compression="zstd", store_schema=False)


def build(root: Path) -> Built:
    """Write ``data/processed`` of a workspace; the former content stays when anything fails.

    Rows with errors are left out and stop their indicator (table ``rejected``); problems of
    structure (a missing file or column) raise :class:`BadData` with all findings, and nothing is
    written.
    """
    target, rows = root / "data" / "processed", {}
    recover(target)
    raw = raw_fingerprints(
        root
    )  # before they are read: what is saved in the meantime must be built again
    tables, findings = read_workspace(root)
    if tables is None:
        raise BadData([f for f in findings if f.level == "error"])
    written = {name: _sorted(name, tables) for name in SCHEMAS} | {
        FORETOLD: tables[FORETOLD],
        "rejected": rejected_pairs(findings),
    }
    with fresh_folder(target) as folder:
        if (target / "README.md").is_file():
            (folder / "README.md").write_bytes((target / "README.md").read_bytes())
        for name, table in written.items():
            with naming(target / f"{name}.parquet"):
                _write(table, folder / f"{name}.parquet")
            rows[name] = len(table)
        record = {"raw": raw, "code": code_fingerprint(), "rows": rows}
        text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / FINGERPRINTS).write_text(text + "\n", encoding="utf-8")
    return Built(rows, findings)
