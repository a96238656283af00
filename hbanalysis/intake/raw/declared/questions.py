"""What the office asks and proposes: remedies, requests to departments, their answers."""

from __future__ import annotations

from hbanalysis.intake.raw.columns import Column, Schema

REMEDIES = Schema(
    "remedies",
    (
        Column("territory", "text", "where", filled=True),
        Column("indicator", "text", "which indicator", filled=True),
        Column("period", "text", "reporting period, such as 2024-Q3", filled=True),
        Column("text", "text", "what the office proposes", filled=True),
    ),
    ("territory", "indicator", "period"),
)

REQUESTS = Schema(
    "requests",
    (
        Column("request", "text", "key of the question; its answer names it", filled=True),
        Column("territory", "text", "where", filled=True),
        Column("indicator", "text", "which indicator", filled=True),
        Column("period", "text", "reporting period, such as 2024-Q3", filled=True),
        Column(
            "kind",
            "word",
            "figures that are missing, or a target that needs a measure",
            filled=True,
            words=("missing", "remedy"),
        ),
        Column("owner", "text", "department that is asked"),
        Column("question", "text", "what is asked", filled=True),
        Column("asked", "day", "day it was asked", filled=True),
        Column("due", "day", "day by which an answer is due", filled=True),
    ),
    ("request",),
)

ANSWERS = Schema(
    "answers",
    (
        Column("request", "text", "key of the question that is answered", filled=True),
        Column("answered", "day", "day the answer came", filled=True),
        Column("text", "text", "the answer"),
        Column("expected", "day", "day by which it is expected to be done"),
        Column("measure", "text", "what will be done"),
        Column("source", "text", "file it came in"),
    ),
    ("request", "answered"),
)
