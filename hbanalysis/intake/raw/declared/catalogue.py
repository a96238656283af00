"""What is counted and where: indicators, territories, and what became of divided ones."""

from __future__ import annotations

from hbanalysis.intake.raw.columns import Column, Schema, words_of
from hbanalysis.vocabulary.terms import CADENCES, Direction, FlowKind, Measure

INDICATORS = Schema(
    "indicators",
    (
        Column(
            "indicator", "code", "code, such as 3a; fixed for the year's resolution", filled=True
        ),
        Column("parent", "text", "code of the whole this is a part of"),
        Column(
            "parent_basis",
            "word",
            "whether the text states the part or we infer it",
            words=("stated", "inferred"),
        ),
        Column("clause", "text", "clause of the resolution"),
        Column("group", "text", "group of clauses"),
        Column("name_vi", "text", "name in Vietnamese", filled=True),
        Column("name_en", "text", "name in English"),
        Column("unit", "text", "unit of value and target"),
        Column(
            "measure",
            "word",
            "how it accumulates over the year",
            filled=True,
            words=words_of(Measure),
        ),
        Column("direction", "word", "which way is better", words=words_of(Direction)),
        Column("decimals", "number", "decimals shown"),
        Column("cadence", "word", "how often it is reported", words=CADENCES),
        Column(
            "judgeable",
            "text",
            "when it can be judged: M07 = July of the year, N04 = April of the next year",
        ),
        Column("owner", "text", "department that answers for it"),
        Column("definition", "text", "what is counted"),
        Column(
            "derived",
            "word",
            "how it follows from its parts",
            words=("sum_of_parts",),
            required=False,
        ),
        Column(
            "accrues",
            "word",
            "yes for a ratio that is worked off through the year, such as a programme",
            words=("yes", "no"),
            required=False,
        ),
        Column(
            "ratio_of",
            "word",
            "what a target of a ratio means: the last month's, or that of January to the month;"
            " empty: as it is delivered",
            words=("month", "year"),
            required=False,
        ),
        Column(
            "averaged",
            "word",
            "how the years of a term's average come together: growth compounds, amounts are added"
            " up, or each year has to reach it; empty: growth compounds",
            words=("compound", "plain", "each"),
            required=False,
        ),
        Column("unit_en", "text", "unit in English", required=False),
        *(
            Column(name, "text", meaning, required=False)
            for name, meaning in (
                ("short_vi", "what people call it in Vietnamese, for headlines and tiles"),
                ("short_en", "what people call it in English"),
                ("plan_word_vi", "what its plan is called: dự toán, kế hoạch vốn; empty: kế hoạch"),
                ("plan_word_en", "what its plan is called in English; empty: plan"),
            )
        ),
        Column(
            "projectable",
            "word",
            "whether a year-end projection makes sense",
            words=("yes", "weak", "no"),
            required=False,
        ),
        Column(
            "projected_as",
            "word",
            "the kind of flow: public investment, another, or one that ends at its plan every year",
            words=tuple(FlowKind),
            required=False,
        ),
    ),
    ("indicator",),
)

TERRITORIES = Schema(
    "territories",
    (
        Column("territory", "code", "short name used in commands and file names", filled=True),
        Column("parent", "text", "territory it belongs to"),
        Column("name_vi", "text", "name in Vietnamese", filled=True),
        Column("name_en", "text", "name in English"),
        Column("level", "text", "country, province, district, ward, budget_level"),
        Column("valid_from", "day", "first day it existed in this shape"),
        Column("valid_to", "day", "last day it existed in this shape"),
        Column("successor", "text", "territory that follows it"),
        Column(
            "official_code",
            "text",
            "code in the public list of administrative units",
            required=False,
        ),
    ),
    ("territory",),
)

CROSSWALK = Schema(
    "crosswalk",
    (
        Column("from", "code", "territory that was divided or merged", filled=True),
        Column("to", "code", "territory that received it, whole or a part", filled=True),
        Column("date", "day", "first day on which the new territory counts", filled=True),
        Column(
            "share_low",
            "number",
            "least share of the old territory that went there, 0 to 1; 1 when all of it did",
            filled=True,
        ),
        Column("share_high", "number", "most that can have gone there, 0 to 1", filled=True),
        Column(
            "basis",
            "word",
            "whole: all of it; part: a part whose share nobody states; else what the share is"
            " measured by",
            filled=True,
            words=("whole", "part", "area", "population", "households", "amount"),
        ),
        Column("source", "text", "document", filled=True),
    ),
    ("from", "to", "date"),
)
