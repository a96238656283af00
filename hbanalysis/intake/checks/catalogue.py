"""Every rule of ``hba check`` in one place: its level, what it finds, and why it has that level.

``docs/checks.md`` is made from this list (``scripts/make_checks_page.py``); a test holds it against
the code.
"""

from __future__ import annotations

from hbanalysis.intake.checks.file_rules import (
    CELLS_AS_WRITTEN,
    ERROR,
    FILES,
    HISTORY,
    NOTE,
    WARNING,
    Entry,
)

STRUCTURE = (
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
)
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
)
ROWS = (
    Entry(
        "unknown-indicator",
        ERROR,
        "a code that indicators.csv does not have",
        "the row cannot be placed",
    ),
    Entry(
        "unknown-territory",
        ERROR,
        "a code that territories.csv does not have",
        "the row cannot be placed",
    ),
    Entry(
        "unknown-parent",
        WARNING,
        "an indicator or a territory is a part of a code that its list does not have",
        "it stands alone, and no whole is held against its parts",
    ),
    Entry(
        "unknown-successor",
        WARNING,
        "a territory is followed by a code that the list does not have",
        "nothing goes on from it",
    ),
    Entry(
        "codes-alike",
        ERROR,
        "codes that differ only in capital letters",
        "on Windows their folders are one",
    ),
    Entry(
        "two-values",
        ERROR,
        "two different values for one cell of one publication",
        "one of them is wrong, and nobody but the sender knows which; a later publication is a"
        " revision instead",
    ),
    Entry("repeated", NOTE, "the same row twice", "kept once; nothing is lost"),
    Entry(
        "impossible-day",
        ERROR,
        "a day that no calendar has, such as 30 February",
        "it cannot be true",
    ),
    Entry(
        "future-month",
        ERROR,
        "a month published before it began (an estimate of the same year may be; it is set aside)",
        "it cannot be true",
    ),
    Entry(
        "foretold",
        ("warning", "note"),
        "months that were not over when they were published: a template filled ahead, estimates"
        " of coming months; a note for an estimated year-to-date, such as the year's",
        "a forecast is no figure: it is set aside, and the authority's own estimate of the year is"
        " shown beside the projection",
    ),
    Entry(
        "future-day",
        WARNING,
        "a number dated later than the day of the check",
        "a slip of the year, or the computer's clock is wrong",
    ),
    Entry(
        "other-unit", ERROR, "a unit other than the indicator's", "nothing is converted by guess"
    ),
    Entry(
        "no-value",
        ERROR,
        "neither a value nor a numerator with its denominator",
        "absence has no row",
    ),
    Entry(
        "impossible-value",
        ERROR,
        "a rank that is no whole number from 1 on, a count or a share below zero, an event half"
        " done, a range that ends below its beginning",
        "it cannot be true; money may fall below zero, persons and cases cannot",
    ),
    Entry(
        "against-its-words",
        ERROR,
        "a target printed with “trở lên” whose comparator is <=, or the reverse; a range whose"
        " comparator is not =",
        "one of the two is a slip, and it turns the judgement round; of a rank “trở lên” means a"
        " smaller number",
    ),
    Entry(
        "term-years",
        ERROR,
        "a target of a term without its first year, or a first year beside a target of one year",
        "without both years nobody knows how much of the term is over; a term's target has an"
        " indicator of its own, whose parent is what measures it",
    ),
    Entry(
        "answer-without-question",
        ERROR,
        "an answer whose key no question has",
        "question and answer pair by their key; one without the other says nothing",
    ),
    Entry(
        "no-direction",
        WARNING,
        "an indicator without a direction",
        "nobody says whether more or less is better",
    ),
    Entry(
        "not-a-due-month",
        ERROR,
        "a month of judgement that there is not, such as M13",
        "it would be read as December, and what is due would be called not due",
    ),
    Entry(
        "outside-territory",
        ERROR,
        "a month in which the territory did not exist",
        "the territory's dates are decided, not measured",
    ),
    Entry(
        "share-not-whole",
        ERROR,
        "a crosswalk row with basis whole whose shares are not 1, or shares of 1 with another"
        " basis",
        "a whole unit is exact; anything else is an interval",
    ),
    Entry(
        "share-is-a-point",
        ERROR,
        "a divided unit whose two shares are the same number",
        "nobody knows the share of a divided unit exactly: a point would hide the doubt",
    ),
    Entry(
        "share-out-of-range",
        ERROR,
        "shares of the crosswalk below 0, above 1 or in the wrong order",
        "a share is a part of one territory",
    ),
    Entry(
        "shares-do-not-add-up",
        ERROR,
        "shares of one old territory that cannot add up to 1",
        "something of the territory would be lost or counted twice",
    ),
    Entry(
        "link-day",
        ERROR,
        "a crosswalk day that the dates of the two territories contradict, or a territory linked"
        " to itself",
        "the old one ends the day before, the new one exists from that day on",
    ),
)
SERIES = (
    Entry(
        "unit-jump",
        WARNING,
        "a value about 1000 (or a million) times larger or smaller than the other values of its"
        " series, with a gap of a factor 50 between; with fewer than three values, ten times above"
        " the annual plan",
        "another unit nearly always, but a first large project is possible; series that are large"
        " and small in turns (land sales) are left alone",
    ),
    Entry(
        "far-above-history",
        WARNING,
        "a value at least ten times above the largest other of its series, of at least six",
        "a digit too many mostly; a first large project is possible",
    ),
    Entry(
        "percent-scale",
        WARNING,
        "98.5 and 0.985 in one series of percentages, or 0.985 against a plan of 98.5",
        "a share and a percentage mixed nearly always; a programme may also stand at 1 % in"
        " January",
    ),
    Entry(
        "ratio-over-100",
        WARNING,
        "a ratio above 100 %, or a numerator above its denominator",
        "quotas can be exceeded; coverage cannot: the sender knows",
    ),
    Entry(
        "ratio-not-quotient",
        WARNING,
        "a percentage that is not its numerator by its denominator, beyond rounding",
        "one of three numbers is off, or the denominator is of another day",
    ),
    Entry(
        "rank-beyond-field",
        WARNING,
        "a rank larger than the field it is counted in",
        "the field may be of last year",
    ),
    Entry(
        "count-not-whole",
        WARNING,
        "a fraction of what is counted in wholes: households, people, schools (by the unit, where"
        " the indicator has no decimals)",
        "a thousands mark read as a decimal point mostly (4.118 for 4118); an average may be one",
    ),
    Entry(
        "ytd-falls",
        WARNING,
        "a year-to-date below an earlier one of its year that was not revised since",
        "a month delivered as a sum mostly; but refunds and corrections do lower sums",
    ),
    Entry(
        "other-year",
        WARNING,
        "one finding for each series whose year-to-date starts anew in the same month every year,"
        " in at least two years",
        "its year does not start in January; by the calendar it would be judged wrongly",
    ),
    Entry(
        "ytd-as-month",
        WARNING,
        "months that look like sums: they only rise and their differences fit the history better;"
        " or one month is all earlier ones together and more than any month before; or a month"
        " equals the sum printed with it",
        "a sum delivered as a month mostly; real series rise through a whole year too (5 of 137"
        " complete years do)",
    ),
    Entry(
        "ytd-replaced",
        WARNING,
        "a printed year-to-date of whose months some came later, all adding up to something else",
        "the later figures count; one of the two is wrong or has been revised",
    ),
    Entry(
        "ytd-not-months",
        WARNING,
        "a year-to-date that is not the sum of its months, all printed on its day",
        "one of them is wrong: no revision can lie between figures of one day",
    ),
    Entry(
        "ytd-below-months",
        WARNING,
        "a year-to-date below the sum of those of its months that were printed by its day (unless"
        " month-not-difference tells the series)",
        "months were revised without a word, or the two are of different scope",
    ),
    Entry(
        "month-above-ytd",
        WARNING,
        "a month above the year-to-date printed with it",
        "possible only when an earlier month was negative",
    ),
    Entry(
        "month-not-difference",
        NOTE,
        "one note for each series: how many printed months are not the difference of the"
        " years-to-date printed with them, beyond rounding",
        "the rule in official statistics (nine of ten months of public investment): the sum carries"
        " the revisions of earlier months; both numbers are kept and `hba revisions` reconciles"
        " them",
    ),
    Entry(
        "part-above-whole",
        ("warning", "note"),
        "a part above its whole: indicator, target, or ward and district",
        "the two may be of different publications; a note where the relation is only our reading",
    ),
    Entry(
        "parts-above-whole", WARNING, "stated parts that together are above their whole", "as above"
    ),
    Entry(
        "mixed-calendars",
        WARNING,
        "one series in both calendars (month, 15th to 14th) within a year",
        "both may be right, but half a month is counted twice or not at all: the two are never"
        " added",
    ),
    Entry(
        "growth-as-index",
        WARNING,
        "a printed % of the same period that is the growth of the two known figures (32.9 where"
        " 132.9 belongs)",
        "“tăng 32,9 %” and “bằng 132,9 %” say the same; the column holds the second",
    ),
    Entry(
        "growth-across-break",
        WARNING,
        "a printed comparison whose two periods lie on both sides of a declared break",
        "the source may have bridged it; without its word the growth means nothing",
    ),
)
BOOK: dict[str, tuple[Entry, ...]] = {
    "Files and structure": STRUCTURE + FILES,
    "Cells": CELLS + CELLS_AS_WRITTEN,
    "Rows": ROWS,
    "Series": SERIES + HISTORY,
}


def entries() -> dict[str, Entry]:
    """Every rule by its name."""
    return {entry.rule: entry for part in BOOK.values() for entry in part}
