"""What is found in one cell: another notation than its column has, or a slip of who wrote it."""

from __future__ import annotations

from hbanalysis.intake.checks.book.entry import ERROR, WARNING, Entry

CELLS = (
    Entry(
        "not-a-number",
        ERROR,
        "a number in another notation: 1.536,5, 1e5, 1 000, nan",
        "1.536 may be 1536 or 1.536: an ambiguous number is never guessed",
    ),
    Entry("not-a-year", ERROR, "a year in another notation", "as above"),
    Entry(
        "not-a-day",
        ERROR,
        "a day in another notation, such as 09/10/2024",
        "it may be 9 October or 10 September",
    ),
    Entry("not-a-month", ERROR, "a month in another notation, such as 2024-9 or T9", "as above"),
    Entry(
        "not-a-code",
        ERROR,
        "a code with signs that file names cannot have",
        "codes name files and commands",
    ),
    Entry(
        "not-a-word",
        ERROR,
        "a word that the column does not know",
        "each word decides how the row is used",
    ),
    Entry(
        "not-a-text",
        ERROR,
        "an empty cell where something must stand",
        "a number without a source is no number",
    ),
    Entry(
        "ambiguous-number",
        ERROR,
        "5.200 in a plan, or in a figure without decimals, that no other number decides",
        "it may be 5200 or 5.2",
    ),
    Entry(
        "control-character",
        ERROR,
        "a sign that cannot be seen and that no document can hold",
        "the briefing could not be written",
    ),
    Entry("uncached-formula", ERROR, "a formula that was never calculated", "it has no value yet"),
    Entry("error-cell", ERROR, "an error such as #REF!", "it is no value"),
    Entry(
        "date-cell",
        ERROR,
        "a date where a number is expected",
        "Excel may have changed what was typed",
    ),
    Entry(
        "scaled-by-format",
        ERROR,
        "a number whose format shows another one",
        "it cannot be told which of the two is meant",
    ),
    Entry("percent-among-amounts", ERROR, "98.5 % among amounts", "a percentage is no amount"),
    Entry(
        "unit-in-cell", ERROR, "a number with a unit of its own", "nothing is converted by guess"
    ),
    Entry("hidden-by-format", WARNING, "a number that its format hides", "it was read"),
    Entry("struck-out", WARNING, "a cell that is struck through", "it was read"),
    Entry(
        "no-column",
        WARNING,
        "a cell in a column without a name",
        "nobody can tell what it says; it was not read",
    ),
)
