"""What is said of files and cells as a person wrote them: the same list as ``catalogue.py``'s."""

from __future__ import annotations

from dataclasses import dataclass

from hbanalysis.vocabulary.errors import Level


@dataclass(frozen=True)
class Entry:
    """One rule: its name in findings, the levels it may have, what it finds, and why that level."""

    rule: str
    levels: tuple[Level, ...]
    finds: str
    why: str


ERROR: tuple[Level, ...] = ("error",)
WARNING: tuple[Level, ...] = ("warning",)
NOTE: tuple[Level, ...] = ("note",)

FILES = (
    Entry(
        "package-damaged",
        WARNING,
        "a changed file that lacks columns which datapackage.json describes",
        "it was damaged rather than corrected",
    ),
    Entry(
        "repeated-column",
        ERROR,
        "a column that stands twice",
        "nobody can tell which of the two counts",
    ),
    Entry(
        "open-quote",
        ERROR,
        "a quotation mark that is never closed",
        "it swallows the rows below it",
    ),
    Entry(
        "stray-cell",
        ERROR,
        "a cell far from all others of its sheet",
        "the sheet would fill the memory of any computer",
    ),
    Entry(
        "file-not-read",
        WARNING,
        "a file that nothing reads",
        "figures in it would be missed without a word",
    ),
    Entry(
        "sheet-not-read",
        WARNING,
        "a sheet without the columns of a raw table",
        "a cover or a note mostly; figures in it would be missed without a word",
    ),
    Entry(
        "hidden-sheet",
        WARNING,
        "a hidden sheet, which is not read",
        "what nobody sees was not meant to be sent",
    ),
    Entry("hidden-row", WARNING, "hidden rows, which are not read", "as above"),
    Entry("hidden-column", WARNING, "hidden columns, which are not read", "as above"),
    Entry(
        "formulas-not-checked",
        WARNING,
        "a workbook whose formulas, formats and hidden cells could not be looked at",
        "its numbers were read as they are stored",
    ),
    Entry(
        "fonts-not-checked",
        WARNING,
        "a workbook whose fonts could not be looked at",
        "texts in old codes may stay undecoded",
    ),
    Entry("other-ending", NOTE, "a file of another kind than its name says", "it was read"),
    Entry(
        "decimal-comma",
        NOTE,
        "numbers with a decimal comma between semicolons or tabs",
        "the file says itself that its comma is no separator; they were read",
    ),
    Entry(
        "dates-read",
        NOTE,
        "days such as 30/09/2024 and months such as 2/2024 that stand as text",
        "the whole column shows that the day comes first; they were read",
    ),
    Entry(
        "head-again",
        NOTE,
        "a row that holds the names of the columns once more",
        "two files were pasted into one; the row holds no figures",
    ),
    Entry(
        "number-as-text",
        NOTE,
        "numbers with a decimal comma, or percentages with their sign, that stand as text",
        "they can be read in one way only; they were read",
    ),
    Entry(
        "mixed-days",
        WARNING,
        "days as text with the day first beside days of which none is later than the 12th",
        "an Excel of English settings takes the day for the month where it can",
    ),
    Entry(
        "tcvn3-spelling",
        NOTE,
        "a text that was decoded from TCVN3 by its spelling",
        "its font does not say so",
    ),
    Entry("vni-text", ERROR, "a text in VNI codes", "they are not read"),
    Entry(
        "mojibake",
        WARNING,
        "a text that is UTF-8 saved as another encoding",
        "its letters are broken",
    ),
)
CELLS_AS_WRITTEN = (
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
HISTORY = (
    Entry(
        "far-from-own-history",
        WARNING,
        "a month above three times the largest or below a third of the smallest of at least twelve"
        " others; a year-to-date so far from the same month of three other years; a level twice"
        " beyond six others",
        "a slip of a digit mostly; but a flood or a first great project is true",
    ),
)
