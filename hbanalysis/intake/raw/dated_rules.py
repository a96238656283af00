"""Dated rules as data: thresholds and assumptions that an office decides, each from a date on.

The package's ``rules.toml`` holds what applies when the office says nothing;
``data/raw/rules.toml`` of a workspace replaces single entries.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from hbanalysis.vocabulary.errors import Finding

Rules = dict[str, Any]
RULES_FILE = "data/raw/rules.toml"
_DAY = re.compile(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")


def default_rules() -> Rules:
    """The rules that come with the package."""
    return tomllib.loads(
        (resources.files("hbanalysis") / "data" / "rules.toml").read_text(encoding="utf-8")
    )


def office_rules(root: Path) -> Rules:
    """The workspace's own rules; empty when it has none."""
    path = root / "data" / "raw" / "rules.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def rules_findings(root: Path) -> list[Finding]:
    """A rules file that is not TOML or not of the expected shape, and entries nobody reads.

    A mistyped threshold must not vanish: shapes are errors, unknown names warnings.
    """
    try:
        office = office_rules(root)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        return [
            Finding(
                "error",
                "rules",
                RULES_FILE,
                "",
                "The file cannot be read: {problem}.",
                {"problem": str(problem)},
            )
        ]
    known, findings = default_rules(), []
    for section, content in office.items():
        if section not in known:
            findings.append(_unknown(section))
        elif isinstance(known[section], list):
            findings += _dated_findings(section, content, known[section][0])
        elif not isinstance(content, dict):
            findings.append(_misshapen(section, f"[{section}]"))
        else:
            findings += [
                _unknown(f"{section}.{key}") for key in content if key not in known[section]
            ]
    return findings


def _dated_findings(section: str, content: Any, usual: Rules) -> list[Finding]:
    """What is wrong with one dated section, held against the package's entry."""
    if not isinstance(content, list) or not all(isinstance(entry, dict) for entry in content):
        return [_misshapen(section, f"[[{section}]]")]
    findings = []
    for entry in content:
        if not _DAY.fullmatch(str(entry.get("from", ""))):
            findings.append(_misshapen(f"{section}.from", '"2024-01-01"'))
        findings += [_unknown(f"{section}.{key}") for key in entry if key not in usual]
        findings += [
            _misshapen(f"{section}.{key}", str(usual[key]))
            for key, value in entry.items()
            if key in usual and key != "from" and not _alike(value, usual[key])
        ]
    return findings


def _alike(value: Any, usual: Any) -> bool:
    if isinstance(usual, bool) or isinstance(value, bool):
        return isinstance(usual, bool) and isinstance(value, bool)
    return isinstance(value, (int, float)) == isinstance(usual, (int, float))


def _unknown(name: str) -> Finding:
    return Finding(
        "warning",
        "unknown-rule",
        RULES_FILE,
        "",
        "No rule is called {found}; it has no effect.",
        {"found": name},
    )


def _misshapen(name: str, expected: str) -> Finding:
    return Finding(
        "error",
        "rules",
        RULES_FILE,
        "",
        "The rule {found} is not of the expected form {expected}.",
        {"found": name, "expected": expected},
    )


def load_rules(root: Path) -> Rules:
    """The rules of a workspace: the package's, with the office's single entries over them.

    A dated entry of the office starts from what the package says on that day and replaces only what
    it names.
    """
    merged = default_rules()
    for section, content in office_rules(root).items():
        if isinstance(merged.get(section), list):
            own = [in_force(merged, section, str(entry["from"])) | entry for entry in content]
            merged[section] = merged[section] + own
        elif section in merged:
            merged[section] = merged[section] | content
    return merged


def in_force(rules: Rules, section: str, day: str) -> dict[str, Any]:
    """The entry of a dated section that applies on a day: the latest that had started by then.

    >>> in_force({"outlook": [{"from": "2000-01-01", "on_track": 95}]}, "outlook", "2024-09-30")[
    ...     "on_track"
    ... ]
    95
    """
    ordered = sorted(
        rules[section], key=lambda entry: str(entry["from"])
    )  # stable: the office's own comes last
    started = [entry for entry in ordered if str(entry["from"]) <= day]
    return dict(started[-1] if started else ordered[0])
