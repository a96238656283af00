"""From ``data/raw`` to ``data/processed``: read, check, set aside what is rejected, write whole or not at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from hbanalysis.intake.atomic import fresh_folder
from hbanalysis.intake.checks import RULES, Tables
from hbanalysis.intake.raw import FILE, ROW, read_table
from hbanalysis.intake.rules import rules_findings
from hbanalysis.intake.schemas import SCHEMAS
from hbanalysis.intake.sources import FINGERPRINTS, code_fingerprint, package_findings, raw_fingerprints
from hbanalysis.vocabulary.errors import BadData, Finding
from hbanalysis.vocabulary.terms import Measure

STRUCTURAL = {"missing-file", "missing-column", "encoding", "unreadable", "ragged-row", "rules"}

PACKAGE_PROBLEMS = {
    "absent": "The file is listed in datapackage.json but is not there.",
    "changed": "The file is not the one described in datapackage.json: its fingerprint differs.",
    "unreadable": "The description of the data package cannot be read.",
}


@dataclass(frozen=True)
class Built:
    """What a build did: rows written by table, and every finding."""

    rows: dict[str, int]
    findings: list[Finding]


def typed(name: str, table: pd.DataFrame, bad: set[tuple[str, int]]) -> pd.DataFrame:
    """The rows of a text table that passed, with numbers as float64 (empty as NaN) and years as int."""
    table = table[_kept(table, bad)].copy()
    for column in SCHEMAS[name].columns:
        if column.name not in table:
            table[column.name] = ""
        if column.kind == "number":
            table[column.name] = pd.to_numeric(table[column.name].replace("", None), errors="coerce").astype("float64")
        elif column.kind == "year":
            table[column.name] = table[column.name].astype("int64")
    if name == "indicators":
        whole = table["measure"].isin([Measure.RANK, Measure.MILESTONE])
        table["decimals"] = table["decimals"].fillna(1).mask(whole, 0)
    if name == "observations":
        table["calendar"] = table["calendar"].replace("", "month")
    return table.reset_index(drop=True)


def _kept(table: pd.DataFrame, bad: set[tuple[str, int]]) -> np.ndarray:
    """Which rows of a table are not among the bad ones (file, line)."""
    return np.array([(f, r) not in bad for f, r in zip(table[FILE], table[ROW], strict=True)], dtype=bool)


def _rows(findings: list[Finding]) -> set[tuple[str, int]]:
    return {(f.file, f.row) for f in findings if f.level == "error"}


def _without(tables: Tables, bad: set[tuple[str, int]]) -> Tables:
    return {name: table[_kept(table, bad)] for name, table in tables.items()}


def read_workspace(root: Path) -> tuple[Tables, list[Finding]]:
    """All raw tables of a workspace, typed and without rejected rows, and every finding at once."""
    if not (root / "data" / "raw").is_dir():
        return {}, [Finding("error", "missing-file", "data/raw", "", "There is no such file or it is empty.")]
    texts, findings = {}, []
    for name in SCHEMAS:
        texts[name], problems = read_table(root, name)
        findings += problems
    findings += rules_findings(root)
    for path, problem in package_findings(root):
        findings.append(Finding("warning", f"package-{problem}", path, "", PACKAGE_PROBLEMS[problem]))
    if any(f.rule in STRUCTURAL for f in findings):
        return {}, findings
    tables = {name: typed(name, table, _rows(findings)) for name, table in texts.items()}
    across = [finding for rule in RULES for finding in rule(tables)]
    repeated = {(f.file, f.row) for f in across if f.rule == "repeated"}
    return _without(tables, _rows(across) | repeated), findings + across


def rejected_pairs(findings: list[Finding]) -> pd.DataFrame:
    """Territory and indicator of every rejected observation or target: a rejected cell stops that indicator."""
    stopped = [
        (f.territory, f.indicator, f.file, f.locator, f.rule, f.template, json.dumps(dict(f.facts), default=str))
        for f in findings
        if f.level == "error" and f.territory and f.indicator and f.rule not in ("unknown-indicator",
                                                                                "unknown-territory")
    ]
    columns = ["territory", "indicator", "file", "locator", "rule", "template", "facts"]
    return pd.DataFrame(stopped, columns=columns, dtype=str)


def _sorted(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of their key, so that the order of deliveries never shows in the result."""
    if name in ("indicators", "territories"):
        return table  # the order of the list is the order of the reports
    rest = [c for c in table.columns if c not in (*SCHEMAS[name].key, FILE, ROW)]
    return table.sort_values([*SCHEMAS[name].key, *rest], kind="stable")


def build(root: Path) -> Built:
    """Write ``data/processed`` of a workspace; the former content stays when anything fails.

    Rows with errors are left out and stop their indicator (table ``rejected``); problems of structure (a missing
    file or column) raise :class:`BadData` with all findings, and nothing is written.
    """
    tables, findings = read_workspace(root)
    if not tables:
        raise BadData([f for f in findings if f.level == "error"])
    tables["rejected"] = rejected_pairs(findings)
    target, rows = root / "data" / "processed", {}
    with fresh_folder(target) as folder:
        if (target / "README.md").is_file():
            (folder / "README.md").write_bytes((target / "README.md").read_bytes())
        for name, table in tables.items():
            ordered = _sorted(name, table) if name in SCHEMAS else table
            plain = ordered.drop(columns=[ROW], errors="ignore").rename(columns={FILE: "file"}).reset_index(drop=True)
            plain.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
            rows[name] = len(plain)
        record = {"raw": raw_fingerprints(root), "code": code_fingerprint(), "rows": rows}
        text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / FINGERPRINTS).write_text(text + "\n", encoding="utf-8")
    return Built(rows, findings)
