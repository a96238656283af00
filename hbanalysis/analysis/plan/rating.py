"""The scoreboard of a year, held against the printed one, and what a rating would take."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.refused import TARGET
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Outlook, Reason, Verdict

PRINTED_WORDS = {
    "hoàn thành vượt mức": Verdict.EXCEEDED,
    "vượt mức": Verdict.EXCEEDED,
    "hoàn thành": Verdict.MET,
    "không hoàn thành": Verdict.NOT_MET,
    "chưa hoàn thành": Verdict.NOT_MET,
    "chưa đánh giá": Verdict.NOT_ASSESSED,
}
BEST_FIRST: tuple[str, ...] = (
    Verdict.EXCEEDED,
    Verdict.MET,
    Outlook.SECURED,
    Outlook.ON_TRACK,
    Outlook.AT_RISK,
    Verdict.NOT_ASSESSED,
    Outlook.NOT_APPLICABLE,
    Outlook.BEHIND,
    Outlook.LOST,
    Verdict.NOT_MET,
)


def countable(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that count: those with a target, also one that could not be read.

    Combined ones (11 = 11a + 11b) are shown but not counted twice; targets of a term count in its
    last year (:func:`going_on`).
    """
    planned = (table["comparator"] != "") | (table["rejected"] == TARGET)
    own = (table["derived"] != "sum_of_parts") & planned
    return table[own & ~going_on(table)]


def going_on(table: pd.DataFrame) -> pd.Series:
    """Which rows are targets of a term that ends after the year: they have no verdict yet."""
    if "term_last" not in table:
        return pd.Series(False, index=table.index)
    return table["term_last"] > table["period"].str[:4].astype(int)


def judgement(table: pd.DataFrame) -> pd.Series:
    """The one judgement of every row: its verdict, else its outlook."""
    return table["verdict"].where(table["verdict"].notna(), table["outlook"]).astype(str)


def counts(table: pd.DataFrame, by: str = "indicator") -> pd.DataFrame:
    """How many targets stand where; the counts of a territory add up.

    The columns are ``territory, word, count, total, which``. ``by="clause"`` counts the clauses of
    the resolution as its own scoreboard does: a clause is no better than the worst of its
    indicators.
    """
    rows = countable(table)
    rows = rows.assign(word=judgement(rows), code=rows["indicator"])
    if by == "clause":
        rows = rows.assign(
            code=rows["clause"]
            .astype(str)
            .where(rows["clause"].astype(str) != "", rows["indicator"]),
            _place=rows["word"].map({word: rank for rank, word in enumerate(BEST_FIRST)}),
        )
        rows = rows.sort_values("_place", kind="stable").drop_duplicates(
            ["territory", "code"], keep="last"
        )
        rows = rows.sort_index()
    total = rows.groupby("territory").size()
    tallies = (
        rows.groupby(["territory", "word"], sort=False)["code"].agg(["size", tuple]).reset_index()
    )
    tallies = tallies.rename(columns={"size": "count", "tuple": "which"})
    return tallies.assign(total=tallies["territory"].map(total))[
        ["territory", "word", "count", "total", "which"]
    ]


def recount(results: pd.DataFrame, territory: str, year: int) -> pd.DataFrame:
    """What the printed results of a year themselves say.

    Gives ``indicator, word`` where a plan or a percentage stands. Value against plan comes before
    the printed percentage, which may be wrong (250/240 printed as 100,08 %).
    """
    rows = results[(results["territory"] == territory) & (results["year"] == year)]
    tallies = []
    for row in records(rows):
        part, whole = (row.value, row.plan) if not is_missing(row.plan) else (row.stated_pct, 100)
        if is_missing(part):
            continue
        gap = exact(part) - exact(whole)
        word = Verdict.EXCEEDED if gap > 0 else Verdict.MET if gap == 0 else Verdict.NOT_MET
        tallies.append((row.indicator, str(word)))
    return pd.DataFrame(tallies, columns=["indicator", "word"])


def reconcile(stated: pd.DataFrame, shown: pd.DataFrame, territory: str, year: int) -> pd.DataFrame:
    """A printed scoreboard beside a recount: ``word, stated, total, recounted, which, adds_up``.

    ``shown`` has ``indicator, word`` (:func:`recount` of a past year, or the rows of an
    assessment). ``adds_up``: the printed counts sum to the printed total. Empty when nothing was
    printed for the year.
    """
    printed = stated[(stated["territory"] == territory) & (stated["year"] == year)].rename(
        columns={"count": "stated"}
    )
    rows = []
    for row in records(printed):
        word = PRINTED_WORDS.get(str(row.word).strip().lower(), "")
        which = tuple(shown.loc[shown["word"] == word, "indicator"])
        rows.append((str(word), int(row.stated), row.total, len(which), which))
    table = pd.DataFrame(rows, columns=["word", "stated", "total", "recounted", "which"])
    whole = table["total"].max()  # printed once; the counts beside it are of the same
    whole = table["stated"].sum() if is_missing(whole) else whole
    table["total"] = table["total"].fillna(whole).astype("int64") if len(table) else table["total"]
    return table.assign(
        adds_up=bool(len(table)) and bool(table["stated"].sum() == table["total"].max())
    )


def rating(table: pd.DataFrame, rule: dict[str, Any]) -> dict[str, Any]:
    """What the rating rule in force asks of all targets, and how many more it would take.

    During the year a secured target counts as done, one secured above its target as exceeded.
    ``more_done`` and ``more_exceeded`` are how many targets are still lacking; ``possible`` is
    False once a target is lost, not met, late or overdue and the rule asks for all in time, and in
    a closed year once too few are left that could still be exceeded. Without a rule (``source``
    empty) gives an empty dict.
    """
    rows = countable(table)
    if not rule["source"] or rows.empty:
        return {}
    word = judgement(rows)
    in_time = rows["reason"] != Reason.DONE_LATE  # the rules ask for what is done in time
    done = word.isin([Verdict.EXCEEDED, Verdict.MET, Outlook.SECURED]) & in_time
    above = rows["reason"].isin([Reason.ABOVE_TARGET, Reason.WITHIN_TARGET])
    exceeded = (word == Verdict.EXCEEDED) | ((word == Outlook.SECURED) & above)
    failed = word.isin([Verdict.NOT_MET, Outlook.LOST]) | ~in_time
    total = len(rows)
    asked = {name: _at_least(total, rule[f"{name}_at_least"]) for name in ("done", "exceeded")}
    facts = {
        "total": total,
        "done": int(done.sum()),
        "exceeded": int(exceeded.sum()),
        "failed": int(failed.sum()),
        "asked_done": asked["done"],
        "asked_exceeded": asked["exceeded"],
    }
    facts |= {
        "more_done": max(asked["done"] - facts["done"], 0),
        "more_exceeded": max(asked["exceeded"] - facts["exceeded"], 0),
    }
    reached = facts["more_done"] == 0 and facts["more_exceeded"] == 0
    done_late = int((~in_time).sum())
    late = int((~in_time | (rows["reason"] == Reason.OVERDUE)).sum())
    below = total - (facts["failed"] - done_late) - late - facts["exceeded"]
    undecided = total - facts["done"] - facts["failed"]
    return facts | {
        "late": late,
        "done_late": done_late,
        "reached": reached,
        "possible": total - facts["failed"] >= asked["done"]
        and not (late and asked["done"] == total)
        and facts["more_exceeded"] <= (undecided if _closed(rows) else below),
        "source": rule["source"],
        "word_vi": rule["best_word_vi"],
        "word_en": rule["best_word_en"],
    }


def _closed(rows: pd.DataFrame) -> bool:
    return "closed" in rows and bool(rows["closed"].any())


def _at_least(total: int, percent: Any) -> int:
    """The smallest whole number that is at least so many percent of the total.

    >>> _at_least(26, 30.0), _at_least(10, 30.0)
    (8, 3)
    """
    return int(np.ceil(float(exact(total) * exact(percent) / 100)))
