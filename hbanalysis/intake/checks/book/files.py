"""What is found in a file before its cells are looked at: tables, columns, sheets, encodings."""

from __future__ import annotations

from hbanalysis.intake.checks.book.entry import ERROR, NOTE, WARNING, Entry

FILES = (
    Entry(
        "missing-file", ERROR, "a required table is not there", "nothing can be built without it"
    ),
    Entry(
        "missing-column", ERROR, "a required column is not there", "the table cannot be understood"
    ),
    Entry("encoding", ERROR, "a file that is not UTF-8", "its Vietnamese letters would be guessed"),
    Entry(
        "unreadable",
        ERROR,
        "a file that cannot be opened as a table",
        "nothing in it can be trusted",
    ),
    Entry(
        "ragged-row",
        ERROR,
        "rows with more or fewer cells than the header",
        "a decimal comma or a missing quote has shifted every cell after it",
    ),
    Entry(
        "rules",
        ERROR,
        "a rules.toml that cannot be used",
        "thresholds would be others than the office set",
    ),
    Entry(
        "unknown-rule",
        WARNING,
        "an entry of rules.toml that nothing reads",
        "a mistyped threshold has no effect",
    ),
    Entry(
        "package-absent",
        WARNING,
        "a file that datapackage.json lists is not there",
        "it may have been moved",
    ),
    Entry(
        "package-changed",
        WARNING,
        "a file that is not the one described in datapackage.json",
        "it may have been corrected; hba package makes the description anew",
    ),
    Entry(
        "package-unreadable",
        WARNING,
        "a datapackage.json that cannot be read",
        "fingerprints were not compared",
    ),
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
