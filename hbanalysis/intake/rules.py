"""Dated rules as data: thresholds and assumptions that an office decides and may change from a date on.

The package's ``rules.toml`` holds what applies when the office says nothing; ``data/raw/rules.toml`` of a workspace
replaces single entries.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from hbanalysis.vocabulary.errors import Finding

Rules = dict[str, Any]


def default_rules() -> Rules:
    """The rules that come with the package."""
    return tomllib.loads((resources.files("hbanalysis.intake") / "rules.toml").read_text(encoding="utf-8"))


def office_rules(root: Path) -> Rules:
    """The workspace's own rules; empty when it has none."""
    path = root / "data" / "raw" / "rules.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def rules_findings(root: Path) -> list[Finding]:
    """A rules file that is not TOML, or sections and entries nobody reads (a mistyped threshold must not vanish)."""
    name = "data/raw/rules.toml"
    try:
        office = office_rules(root)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        return [Finding("error", "rules", name, "", "The file cannot be read: {problem}.", {"problem": str(problem)})]
    known = default_rules()
    unknown = [section for section in office if section not in known]
    for section in (s for s in office if s in known and isinstance(office[s], list)):
        entries = set().union(*(entry.keys() for entry in known[section]))
        unknown += [f"{section}.{key}" for entry in office[section] for key in entry if key not in entries]
    return [
        Finding("warning", "unknown-rule", name, "", "No rule is called {found}; it has no effect.", {"found": entry})
        for entry in unknown
    ]


def load_rules(root: Path) -> Rules:
    """The rules of a workspace: the package's, with the office's sections over them."""
    merged = default_rules()
    for section, content in office_rules(root).items():
        if isinstance(content, dict) and isinstance(merged.get(section), dict):
            merged[section] = merged[section] | content
        else:
            merged[section] = content
    return merged


def in_force(rules: Rules, section: str, day: str) -> dict[str, Any]:
    """The entry of a dated section that applies on a day: the latest that had started by then.

    >>> in_force({"outlook": [{"from": "2000-01-01", "on_track": 95}]}, "outlook", "2024-09-30")["on_track"]
    95
    """
    started = [entry for entry in rules[section] if str(entry["from"]) <= day]
    if not started:
        return dict(min(rules[section], key=lambda entry: str(entry["from"])))
    return dict(max(started, key=lambda entry: str(entry["from"])))
