"""Small texts that several tables on the state of the figures share."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.completeness.data_quality import Quality
from hbanalysis.presentation.judgement_style import name_within
from hbanalysis.presentation.sheet import Column
from hbanalysis.presentation.terminal.scrutiny_text import signed
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period

SHOWN = 15


def month_text(text: str, lang: Language) -> str:
    """A month as a sentence has it."""
    return Period.parse(str(text)).label(lang.code)


def short_month(text: str, lang: Language) -> str:
    """A month as table cells have it: "T9/2024"."""
    return f"{lang.say('M{month}', month=int(str(text)[5:]))}/{str(text)[:4]}"


def months_text(row: Any, lang: Language) -> str:
    """The months that a row lacks, one after the other."""
    return ", ".join(lang.say("M{month}", month=month) for month in row["months"])


def owner_text(row: Any, lang: Language) -> str:
    """The department of a row, or that none is named."""
    return str(row["owner"]) or lang.say("no department named")


def change_text(row: Any, lang: Language) -> str:
    """A change in percent, or both figures where a percentage has no meaning."""
    if not is_missing(row["change_pct"]):
        return signed(row["change_pct"], lang)
    return f"{lang.fact(row['before'])} → {lang.fact(row['value'])}"


def _row(code: str, quality: Quality) -> Any:
    rows = quality.indicators[quality.indicators["indicator"] == code]
    return rows.iloc[0] if len(rows) else {"name_vi": code, "name_en": code}


def name_of(code: str, quality: Quality, lang: Language) -> str:
    """An indicator's name with its code."""
    return f"{lang.pick(_row(code, quality), 'name')} ({code})"


def name_in_sentence(code: str, quality: Quality, lang: Language) -> str:
    """An indicator's name with its code, inside a sentence."""
    return f"{name_within(_row(code, quality), lang)} ({code})"


def name_column(quality: Quality) -> Column[Any]:
    """The indicator's name with its code."""
    return Column(
        "name", "Indicator", lambda row, lang: name_of(row["indicator"], quality, lang), "name"
    )
