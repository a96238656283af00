"""Which pages no longer match their data, code, parameters or environment, and why.

Only manifests are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from hbanalysis.intake.store.atomic import write_whole
from hbanalysis.publishing.made_from.manifest import (
    INDEX,
    MANIFEST,
    MARK,
    Inputs,
    as_left,
    between,
    inputs,
    read_manifest,
)
from hbanalysis.publishing.notebook_files import find_notebooks
from hbanalysis.vocabulary.language import LANGUAGES, Language
from hbanalysis.vocabulary.messages import N_

SENTENCES = N_(
    {
        "raw": "data: {what}",
        "code": "library: {what}",
        "notebook": "notebook: {what}",
        "parameters": "parameter: {what}",
        "versions": "version: {what}",
        "failed": "it failed when it was last made",
        "new": "it has not been made yet",
        "files": "its file is missing or was changed: {what}",
        "manifest": "its manifest cannot be read",
    }
)


@dataclass(frozen=True)
class Reason:
    """Why a page is out of date: the kind of input (a key of ``SENTENCES``) and which one."""

    kind: str
    what: str = ""

    def sentence(self, lang: Language) -> str:
        """The reason for a reader."""
        return lang.say(SENTENCES[self.kind], what=self.what)


@dataclass(frozen=True)
class State:
    """One report and its pages, each with the reasons for which it is out of date (none: fresh)."""

    folder: Path
    pages: dict[str, list[Reason]] = field(default_factory=dict)

    @property
    def stale(self) -> dict[str, list[Reason]]:
        """The pages that are out of date."""
        return {name: reasons for name, reasons in self.pages.items() if reasons}


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Names whose values differ, or that only one side has."""
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))


def _reasons(
    name: str, entry: Mapping[str, Any], manifest: Mapping[str, Any], now: Inputs
) -> list[Reason]:
    """Why one page no longer matches what it was made from."""
    if entry.get("error"):
        return [Reason("failed")]
    code = entry.get("code", [])
    old_code, new_code = (
        {file: side.get(file) for file in code} for side in (manifest["code"], now.code)
    )
    reasons = [Reason("raw", file) for file in differing(manifest["raw"], now.raw)]
    reasons += [Reason("code", file) for file in differing(old_code, new_code)]
    if name != INDEX and manifest["notebooks"].get(name) != now.notebooks.get(name):
        reasons.append(Reason("notebook", name))
    return reasons + [
        Reason("versions", package) for package in differing(manifest["versions"], now.versions)
    ]


def _damage(folder: Path, manifest: Mapping[str, Any]) -> dict[str, list[Reason]]:
    """Files that are not as the run left them, by page; figures count as the index's."""
    reasons: dict[str, list[Reason]] = {}
    for name, stated in manifest["files"].items():
        if not as_left(folder / name, stated):
            page = Path(name).stem if Path(name).stem in manifest["pages"] else INDEX
            reasons.setdefault(page, []).append(Reason("files", name))
    return reasons


def state(
    folder: Path, now: Inputs, wanted: Mapping[str, Mapping[str, Any]] | None = None
) -> State:
    """How one report stands; ``wanted`` are the pages asked for now, with their parameters.

    Without ``wanted`` it is compared with the notebooks that there are, unless it was made of
    chosen ones.
    """
    manifest = read_manifest(folder)
    if not manifest:
        kind = "manifest" if (folder / MANIFEST).exists() else "new"
        return State(folder, {name: [Reason(kind)] for name in [*(wanted or ()), INDEX]})
    made = manifest["pages"] | {INDEX: manifest["index"]}
    names = list(made) if wanted is None else [*wanted, INDEX]
    some = manifest.get("chosen") or manifest.get("one_page")
    if wanted is None and not some:
        names = [*now.notebooks, INDEX] + [
            name for name in manifest["pages"] if name not in now.notebooks
        ]
    damage, pages = _damage(folder, manifest), {}
    for name in dict.fromkeys(names):
        if name not in made:
            pages[name] = [Reason("new")]
            continue
        reasons = _reasons(name, made[name], manifest, now) + damage.get(name, [])
        if wanted is not None and name in wanted:
            asked = differing(made[name]["parameters"], wanted[name])
            reasons += [Reason("parameters", parameter) for parameter in asked]
        pages[name] = reasons
    extra = set(manifest["pages"]) - set(names) if wanted is not None else set()
    pages[INDEX] += [Reason("notebook", name) for name in sorted(extra)]
    return State(folder, pages)


def reports(root: Path) -> list[Path]:
    """The folders of all reports of a workspace."""
    return sorted(path.parent for path in (root / "reports").glob(f"[!.]*/*/[!.]*/{MANIFEST}"))


def states(root: Path) -> list[State]:
    """How every report of a workspace stands now."""
    now = inputs(root, find_notebooks(root))
    return [state(folder, now) for folder in reports(root)]


def mark_text(found: State, lang: Language) -> str:
    """The mark on an index as HTML; empty when every page is fresh."""
    if not found.stale:
        return ""
    kinds = {reason.sentence(lang): None for reasons in found.stale.values() for reason in reasons}
    shown = list(kinds)[:6]
    lines = "".join(f"<li>{escape(text)}</li>" for text in shown)
    more = len(kinds) - len(shown)
    if more:
        lines += f"<li>{escape(lang.count('and {n} more', 'and {n} more', more))}</li>"
    told = lang.count(
        "{n} page no longer matches what it was made from:",
        "{n} pages no longer match what they were made from:",
        len(found.stale),
    )
    if all(reason.kind == "failed" for reasons in found.stale.values() for reason in reasons):
        told = lang.count(
            "{n} page could not be made:", "{n} pages could not be made:", len(found.stale)
        )
    # Names of files are for those who look after the pages: the charts stay in the first screen.
    label = escape(lang.say("Technical information"))
    fold = f"<details><summary>{label}</summary><ul>{lines}</ul></details>"
    return f'<div class="hba-stale" role="note"><p>{escape(told)}</p>{fold}</div>'


def mark(found: State) -> bool:
    """Put the mark on the index of a report, or take it away; whether the file had to change."""
    path = found.folder / f"{INDEX}.html"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    name = found.folder.name  # somebody's copy of a report may have any name
    lang = Language(name if name in LANGUAGES else "vi")
    marked = between(text, MARK, mark_text(found, lang))
    if marked == text:
        return False
    write_whole(path, marked.encode("utf-8"))
    return True
