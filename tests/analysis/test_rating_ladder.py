"""The four words of a rating: what figures show, what is outside, what it would take."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.plan.rating import rating
from hbanalysis.analysis.plan.rating_ladder import ladder, quarter_ladder, quarter_tally, tally
from hbanalysis.intake.raw.dated_rules import default_rules, in_force
from hbanalysis.presentation.pages.rating_table import rating_table
from hbanalysis.presentation.pages.steering import rating_note
from hbanalysis.presentation.sheet import Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.tables import parse

RULE = in_force(default_rules(), "ladder", "2025-12-31")
BEST, GOOD, DONE, NOT = (step["word_en"] for step in RULE["steps"])
WORDS = {
    "x": ("exceeded", None, "above target"),
    "m": ("met", None, "at target"),
    "l": ("met", None, "done late"),
    "n": ("not met", None, "below target"),
    "?": ("not assessed", None, "not published"),
    "s": (None, "secured", "at target"),
    "o": (None, "on track", "pace"),
    "v": (None, "lost", "below target"),
    "d": (None, "behind", "overdue"),
}


def table(marks: str) -> pd.DataFrame:
    """Ten targets and more, each by one sign."""
    rows = [
        {
            "territory": "q",
            "indicator": str(n),
            "clause": "",
            "derived": "",
            "rejected": "",
            "comparator": ">=",
            "verdict": WORDS[mark][0],
            "outlook": WORDS[mark][1],
            "reason": WORDS[mark][2],
            "closed": WORDS[mark][0] is not None,
        }
        for n, mark in enumerate(marks)
    ]
    return pd.DataFrame(rows)


@given(st.text("xmln?sovd", min_size=1, max_size=14))
def test_the_sentence_says_of_the_best_word_what_the_ladder_says(marks: str) -> None:
    """Closed and open marks are not mixed: a year is closed or it is not."""
    year = [mark for mark in marks if mark in "xmln?"] or list(marks)
    said = rating(table("".join(year)), in_force(default_rules(), "rating", "2025-12-31"))
    best = ladder(table("".join(year)), RULE).iloc[0]
    assert (said["possible"], said["reached"] and said["possible"]) == (
        best["state"] != "excluded",
        best["state"] == "shown",
    )


@pytest.mark.parametrize(
    ("marks", "last"),
    [
        ("xxxmmmmlll", "the only word that the figures leave"),
        ("xxxmmmmmml", "figures alone do not decide it"),
    ],
)
def test_the_last_word_is_left_when_no_other_is_possible(marks: str, last: str) -> None:
    sheet = rating_table(ladder(table(marks), RULE), Language("en"))
    assert isinstance(sheet, Sheet)
    assert sheet.texts["state"].iloc[-1] == last


def test_a_closed_year_is_not_told_to_exceed_more() -> None:
    said = rating(table("xxmmmmmmmm"), in_force(default_rules(), "rating", "2026-12-31"))
    text = rating_note(said, Language("en")).paragraphs[0]
    assert text.endswith("so far 10 met on time, 2 exceeded. Out of reach: 1 too few exceeded.")
    late = rating(table("xxxxxxxxxl"), in_force(default_rules(), "rating", "2026-12-31"))
    text = rating_note(late, Language("en")).paragraphs[0]
    assert text.endswith("so far 9 met on time, 9 exceeded. Out of reach: 1 late.")


@pytest.mark.parametrize(
    ("marks", "states"),
    [
        ("xxxmmmmmmm", ("shown", "shown", "shown")),
        ("xxmmmmmmmm", ("excluded", "shown", "shown")),  # two of ten exceeded: 20 %
        ("xxxmmmmmml", ("excluded", "excluded", "shown")),  # done, but one of them late
        ("xxxmmmmmll", ("excluded", "excluded", "shown")),  # 20 % late
        ("xxxmmmmlll", ("excluded", "excluded", "excluded")),  # 30 % late
        ("xxxmmmmmmn", ("excluded", "excluded", "excluded")),
        ("xxxmmmmmm?", ("open", "open", "open")),
        ("ssssssoooo", ("open", "open", "open")),
        ("ssssssooov", ("excluded", "excluded", "excluded")),
        ("ssssssoood", ("excluded", "excluded", "open")),  # one overdue will be late
    ],
)
def test_each_word_by_what_the_figures_show(marks: str, states: tuple[str, ...]) -> None:
    found = ladder(table(marks), RULE).set_index("word_en")["state"]
    assert tuple(found[[BEST, GOOD, DONE]]) == states
    assert found[NOT] == "outside"


def test_what_it_would_take_is_counted() -> None:
    best = ladder(table("sssssooooo"), RULE).iloc[0]
    assert (best["more_done"], best["more_exceeded"]) == (5, 3)
    assert tally(table("xml?"))["in_time"] == 2


def test_before_the_rule_there_are_no_words() -> None:
    rule = in_force(default_rules(), "ladder", "2024-12-31")
    assert ladder(table("xxmm"), rule).empty


def test_no_word_is_said_to_be_reached_and_the_press_is_named() -> None:
    sheet = rating_table(ladder(table("xxxmmmmmmm"), RULE), Language("en"))
    assert isinstance(sheet, Sheet)
    texts = sheet.texts.loc[BEST]
    assert texts["state"] == "fulfilled as far as figures show"
    assert texts["outside"] == "at least 90 points; no discipline"
    assert "read through the press" in texts["source"]
    assert sheet.texts.loc[GOOD, "outside"] == "70 to below 90 points"


def test_officials_are_rated_by_points_from_2026_on() -> None:
    rule = in_force(default_rules(), "ladder_officials", "2026-03-31")
    assert [step["points_from"] for step in rule["steps"]] == [90, 70, 50, 0]


def test_the_words_for_officials_stand_with_their_points_from_2026_on() -> None:
    from hbanalysis.intake.raw.dated_rules import default_rules, in_force
    from hbanalysis.presentation.pages.rating_table import officials_note

    rules, lang = default_rules(), Language("vi")
    before = officials_note(in_force(rules, "ladder_officials", "2025-12-31"), lang)
    (text,) = officials_note(in_force(rules, "ladder_officials", "2026-03-31"), lang).paragraphs
    assert before.paragraphs == ()
    for part in ("từ 90 điểm", "từ 70 điểm", "từ 50 điểm", "đọc qua báo chí"):
        assert part in text


QUARTERS = """
what                                        | steps                             | scenario | pct  | verdict  | outlook  | reason       | mark
a step due in the quarter, done in time     | 2026-05-31:2026-05-20             |          |      |          | on track |              | done
a step due in the quarter, done late        | 2026-05-31:2026-06-20             |          |      |          | on track |              | late
a step due in the quarter, open             | 2026-05-31:-                      |          |      |          | behind   |              | overdue
done only after the quarter                 | 2026-05-31:2026-07-20             |          |      |          | on track |              | overdue
a step of the quarter before, done then     | 2026-02-28:2026-02-20             |          |      |          | on track |              |
a step of the quarter before, done now      | 2026-02-28:2026-04-20             |          |      |          | on track |              | late
a step of the quarter after                 | 2026-09-30:-                      |          |      |          |          |              |
a scenario reached exactly                  |                                   | yes      | 100  |          | behind   |              | done
a scenario passed                           |                                   | yes      | 120.8|          | behind   |              | above
a scenario of growth kept                   |                                   | yes      |      |          | behind   |              | done
a scenario missed, the year on track        |                                   | no       | 98   |          | on track |              | failed
under way, without a scenario               |                                   |          |      |          | behind   |              |
secured above its target                    |                                   |          |      |          | secured  | above target | above
lost already                                |                                   |          |      |          | lost     | below target | failed
an event done late                          |                                   |          |      |          | secured  | done late    | late
an event overdue                            |                                   |          |      |          | behind   | overdue      | overdue
a verdict already                           |                                   |          |      | met      |          | at target    | done
"""


def quarter_rows(lines: list[dict[str, str]]) -> pd.DataFrame:
    """Rows of an assessment of 2026-Q2, one for each line."""
    rows = table("o" * len(lines))
    steps = [
        tuple((due, done.strip("-") and done) for due, _, done in [line["steps"].partition(":")])
        if line["steps"]
        else ()
        for line in lines
    ]
    return rows.assign(
        steps=pd.Series(steps, dtype=object),
        scenario_met=[line["scenario"] for line in lines],
        pct_of_scenario=[float(line["pct"] or "nan") for line in lines],
        verdict=[line["verdict"] or None for line in lines],
        outlook=[line["outlook"] or None for line in lines],
        reason=[line["reason"] for line in lines],
    )


@pytest.mark.parametrize("line", parse(QUARTERS), ids=lambda line: line["what"])
def test_what_a_quarter_asks_and_gets(line: dict[str, str]) -> None:
    counts = quarter_tally(quarter_rows([line]), Period.parse("2026-Q2"))
    wanted = {
        "": (0, 0, 0, 0, 0),
        "done": (1, 1, 0, 0, 0),
        "above": (1, 1, 0, 1, 0),
        "late": (1, 1, 1, 0, 0),
        "overdue": (1, 0, 1, 0, 1),
        "failed": (1, 0, 0, 0, 1),
    }
    names = ("total", "done", "late", "exceeded", "failed")
    assert tuple(counts[name] for name in names) == wanted[line["mark"]]


def test_a_quarter_has_the_words_of_the_year() -> None:
    lines = {line["what"]: line for line in parse(QUARTERS)}
    done, passed = lines["a scenario reached exactly"], lines["a scenario passed"]
    idle = lines["under way, without a scenario"]
    period = Period.parse("2026-Q2")
    rows = quarter_rows([done, done, passed, idle])
    found = quarter_ladder(rows, RULE, period).set_index("word_en")
    assert found["total"].tolist() == [3] * 4
    assert found.loc[[BEST, GOOD], "state"].tolist() == ["shown", "shown"]
    worse = quarter_ladder(quarter_rows([done, lines["an event overdue"]]), RULE, period)
    assert worse["state"].tolist() == ["excluded", "excluded", "excluded", "outside"]
    assert quarter_ladder(rows, RULE, Period.parse("2026-05")).empty
    assert quarter_ladder(quarter_rows([idle]), RULE, period).empty
    sheet = rating_table(quarter_ladder(rows, RULE, period), Language("vi"), quarter=True)
    assert isinstance(sheet, Sheet)
    assert sheet.label == "Mức xếp loại của quý: 3 chỉ tiêu có việc phải làm trong quý"
