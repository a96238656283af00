"""What is found in one row: codes, units, days and shares that cannot be true."""

from __future__ import annotations

from hbanalysis.intake.checks.book.entry import ERROR, NOTE, WARNING, Entry

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
    Entry(
        "not-a-quarter",
        ERROR,
        "a quarter of the scenario whose month does not end a quarter",
        "nobody can tell which three months it means",
    ),
    Entry(
        "scenario-not-months",
        WARNING,
        "a quarter or a sum to date of the scenario that is not the sum of its months of the same"
        " decision",
        "one of them is a slip; the printed whole counts",
    ),
)
