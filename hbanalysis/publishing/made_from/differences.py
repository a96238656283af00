"""What changed since the last report: two manifests and two tables of judgements, in sentences."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from hbanalysis.publishing.made_from.manifest import as_left, read_manifest
from hbanalysis.publishing.made_from.staleness import SENTENCES, differing
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_

RECORD = "judgements.csv"
LABELS = N_(
    {
        "actual": "actual",
        "target": "target",
        "pct_of_plan": "% of plan",
        "judgement": "judgement",
    }
)


def record(table: pd.DataFrame) -> pd.DataFrame:
    """The judgements of a report as they are kept beside its pages: one row for each indicator."""
    judged = table.assign(
        judgement=table["verdict"].where(table["verdict"].fillna("") != "", table["outlook"])
    )
    return judged[["territory", "indicator", "name_vi", "name_en", "unit", *LABELS]].fillna(
        {"judgement": ""}
    )


def _inputs(old: Path, new: Path, lang: Language) -> Iterator[str]:
    before, after = read_manifest(old), read_manifest(new)
    for key, kind in (
        ("raw", "raw"),
        ("notebooks", "notebook"),
        ("parameters", "parameters"),
        ("versions", "versions"),
    ):
        for name in differing(before.get(key, {}), after.get(key, {})):
            yield lang.say(SENTENCES[kind], what=name)
    code = differing(before.get("code", {}), after.get("code", {}))
    if code:
        yield lang.say(SENTENCES["code"], what=lang.count("{n} file", "{n} files", len(code)))


def _shown(value: str, column: str, lang: Language) -> str:
    """A kept value for a reader; nothing is an em dash."""
    if column == "judgement":
        return lang.say(value) or "—"
    if column == "pct_of_plan" and value:
        return lang.number(float(value), 1)
    return lang.fact(float(value)) if value else "—"


def kept(source: Path | io.StringIO) -> pd.DataFrame:
    """A record as it was kept, every cell a text, by the indicator's code."""
    table = pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return table.set_index("indicator")


def as_kept(table: pd.DataFrame) -> pd.DataFrame:
    """The record of a judged table, as :func:`kept` would read it from a report."""
    return kept(io.StringIO(record(table).to_csv(index=False)))


def judged_differently(before: pd.DataFrame, after: pd.DataFrame, lang: Language) -> Iterator[str]:
    """One sentence for each indicator whose record differs."""
    for code in [*after.index, *(code for code in before.index if code not in after.index)]:
        name = lang.pick((after if code in after.index else before).loc[code].to_dict(), "name")
        if code not in before.index or code not in after.index:
            yield lang.say(
                "{name} is new" if code in after.index else "{name} is no longer there", name=name
            )
            continue
        moved = [
            column
            for column in LABELS
            if column in before and before.loc[code, column] != after.loc[code, column]
        ]
        steps = [
            f"{lang.say(LABELS[column])} {_shown(str(before.loc[code, column]), column, lang)} → "
            f"{_shown(str(after.loc[code, column]), column, lang)}"
            for column in moved
        ]
        if steps:
            yield f"{name}: {'; '.join(steps)}"


def differences(old: Path, new: Path, lang: Language) -> list[str]:
    """Where two reports of one place and period differ: in what they stand on and what they judge.

    Empty when there is no former report, or when nothing differs.
    """
    for folder in (
        old,
        new,
    ):  # a record that is not as its run left it says nothing, and must not break this run
        if not as_left(folder / RECORD, read_manifest(folder).get("files", {}).get(RECORD)):
            return []
    before, after = (kept(folder / RECORD) for folder in (old, new))
    return [*_inputs(old, new, lang), *judged_differently(before, after, lang)]
