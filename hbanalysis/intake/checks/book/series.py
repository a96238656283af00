"""What is found when a figure is held against the others of its series, its whole and its plan."""

from __future__ import annotations

from hbanalysis.intake.checks.book.entry import NOTE, WARNING, Entry

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
    Entry(
        "far-from-own-history",
        WARNING,
        "a month above three times the largest or below a third of the smallest of at least twelve"
        " others; a year-to-date so far from the same month of three other years; a level twice"
        " beyond six others",
        "a slip of a digit mostly; but a flood or a first great project is true",
    ),
)
