"""The finding of a report in one or two sentences: what leads, in amounts, with its chance."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation.cells import share_cell
from hbanalysis.presentation.judgement_style import (
    BAD,
    amount_with_unit,
    judged,
    telling_percent,
    unit_text,
)
from hbanalysis.presentation.sentences.short_titles import first_fitting, with_name
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import ADDING, Comparator, Measure, Outlook, Verdict

# How likely meeting the plan must be for each wording: from this chance on.
LIKELIHOOD = (
    (0.9, N_("is almost certain to meet its {plan}")),
    (0.65, N_("is likely to meet its {plan}")),
    (0.35, N_("may or may not meet its {plan}")),
    (0.1, N_("is likely to miss its {plan}")),
    (0.0, N_("is almost certain to miss its {plan}")),
)
GRAVITY = (
    *(Outlook.LOST, Verdict.NOT_MET, Outlook.BEHIND, Outlook.AT_RISK),
    *(Outlook.ON_TRACK, Outlook.SECURED, Verdict.MET, Verdict.EXCEEDED),
)


def plan_word(row: Row, lang: Language) -> str:
    """What the plan of this indicator is called: "dự toán" for budget lines, else "kế hoạch"."""
    own = row.get(f"plan_word_{lang.code}")
    return str(own) if isinstance(own, str) and own else lang.say("plan")


def short_name(row: Row, lang: Language) -> str:
    """What people call the indicator; its full name when the office gives no shorter one."""
    own = row.get(f"short_{lang.code}")
    return str(own) if isinstance(own, str) and own else lang.pick(row, "name")


def round_amount(value: Any, row: Row, lang: Language) -> str:
    """An amount as a headline says it: four digits tell enough, decimals only below a hundred."""
    digits = int(row["decimals"]) if abs(float(value)) < 100 else 0
    return lang.number(value, digits)


def verb(row: Row, lang: Language) -> str:
    """How likely the plan is met, in words; empty without a chance."""
    if is_missing(row["chance"]):
        return ""
    words = next(text for least, text in LIKELIHOOD if row["chance"] >= least)
    return lang.say(words, plan=plan_word(row, lang))


def share_of_plan(row: Row, value: Any, lang: Language) -> str:
    """A value as a percentage of the target: "97,1% dự toán"; empty where that says nothing."""
    if row["measure"] != Measure.FLOW or row["comparator"] == Comparator.DONE:
        return ""
    share = percent_of(value, row["target"])
    if share is None or is_missing(share):
        return ""
    return lang.say(
        "{pct} of the {plan}", pct=telling_percent(share, lang), plan=plan_word(row, lang)
    )


def _headline_amount(value: Any, row: Row, lang: Language) -> str:
    if row["measure"] != Measure.FLOW:
        return amount_with_unit(value, row, lang)
    return f"{round_amount(value, row, lang)} {unit_text(row, lang)}".strip()


def finding(row: Row, lang: Language) -> str:
    """One indicator in one sentence: where it will end (or ended) against its plan, in amounts."""
    name = short_name(row, lang)
    if row["closed"]:
        value = _headline_amount(row["actual"], row, lang)
        share = share_of_plan(row, row["actual"], lang)
        facts = {"name": name, "amount": value, "share": share, "word": lang.say(judged(row))}
        if share:
            return lang.say("{name}: {amount}, {share} ({word}).", **facts)
        return lang.say("{name}: {amount} ({word}).", **facts)
    if not is_missing(row["point"]) and verb(row, lang):
        return lang.say(
            "{name} {verb}: projected {amount}, {share}.",
            name=name,
            verb=verb(row, lang),
            amount=_headline_amount(row["point"], row, lang),
            share=share_of_plan(row, row["point"], lang),
        )
    value = _headline_amount(row["actual"], row, lang)
    return lang.say(
        "{name}: {amount} so far ({word}).", name=name, amount=value, word=lang.say(judged(row))
    )


def short_finding(row: Row, lang: Language) -> str:
    """The title of an indicator's chart: name, what is likely, and its chance."""
    name = short_name(row, lang)
    if not row["closed"] and not is_missing(row["point"]) and is_missing(row["chance"]):
        amount = _headline_amount(row["point"], row, lang)
        whole = lang.say("{name}: projected {amount}", name=name, amount=amount)
        end = lang.say("projected {amount}", amount=amount)
        return first_fitting(whole, with_name(lambda name: f"{name}: {end}", name))
    if row["closed"] or not verb(row, lang):
        share = share_of_plan(row, row["actual"], lang) or lang.say(judged(row))
        return with_name(lambda name: f"{name}: {share}", name)
    facts = {"verb": verb(row, lang), "chance": share_cell(float(row["chance"]), lang).text(lang)}
    return with_name(lambda name: lang.say("{name} {verb} ({chance})", name=name, **facts), name)


def gravest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by gravity of their judgement, then by chance, then in the order of the plan.

    In a closed year by what an amount reached of its plan: there is no chance left.
    """
    if rows.empty:
        return rows
    rank = {str(word): place for place, word in enumerate(GRAVITY)}
    ended = rows["closed"].astype(bool) & rows["measure"].isin(ADDING)
    order = rows.assign(
        _rank=[rank.get(judged(row), len(rank)) for row in records(rows)],
        _chance=rows["chance"].astype(float).fillna(1.0),
        _reached=rows["pct_of_plan"].astype(float).where(ended).fillna(math.inf),
    ).sort_values(["_rank", "_chance", "_reached"], kind="stable")
    return rows.loc[order.index]


def leading(projected: pd.DataFrame, lead: list[str], most: int = 2) -> pd.DataFrame:
    """The indicators that lead a report: those the rules name, else the gravest amounts.

    ``lead`` is ``indicators`` of the rule ``[headline]``; what has no figure cannot lead.
    """
    reported = projected[projected["actual"].notna()]
    named = [code for code in lead if code in reported.index][:most]
    amounts = reported[(reported["measure"] == Measure.FLOW) & reported["target"].notna()]
    rest = gravest_first(amounts[~amounts.index.isin(named)])
    chosen = [*named, *list(rest.index)[: most - len(named)]]
    if not chosen:
        chosen = list(reported.index[:most])
    return reported.loc[chosen]


def headline(rows: pd.DataFrame, lang: Language) -> str:
    """The first line of a report: the findings of what leads."""
    return " ".join(finding(row, lang) for row in records(rows))


def needs_action(projected: pd.DataFrame) -> pd.DataFrame:
    """The targets at risk, behind, lost or not met, the gravest first."""
    bad = [str(word) for word in BAD]
    judgements = [judged(row) for row in records(projected)]
    return gravest_first(projected[[word in bad for word in judgements]])
