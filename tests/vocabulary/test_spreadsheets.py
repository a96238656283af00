"""No text of ours runs when a spreadsheet opens it, and no number is changed by that."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.vocabulary.spreadsheets import formula_free, no_formula

RUNS = ["=1+1", "=cmd|calc mau.xlsx", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "+1+1", "\t=1", "\r=1"]
RUNS += [f"{unseen}=1+1" for unseen in "\ufeff\u200b\u00ad\u2060\x00\u3000"]
RUNS += ["＝1+1", "﹦1+1", "﹢1+1", "﹣1+cmd|x", "﹫SUM(A1)", "|cmd"]
TORN = [
    ("Thu;=cmd|' /C calc'!A0", "Thu;'=cmd|' /C calc'!A0"),
    ("Thu\n=1+1", "Thu\n'=1+1"),
    ("Thu; -HYPERLINK(A1)", "Thu; '-HYPERLINK(A1)"),
    ("Thu;\u200b@SUM(A1)", "Thu;\u200b'@SUM(A1)"),
    ("a;+2+3+cmd|x;＝1", "a;'+2+3+cmd|x;'＝1"),
]


@pytest.mark.parametrize("text", RUNS)
def test_what_would_run_is_told_to_be_text(text: str) -> None:
    table = formula_free(pd.DataFrame({text: [text, "Thu"], "n": [-1.5, 2.0]}))
    assert list(table.columns) == [f"'{text}", "n"]
    assert table.iloc[0].tolist() == [f"'{text}", -1.5]


@pytest.mark.parametrize(("text", "told"), TORN)
def test_what_would_run_where_semicolons_part_the_cells_is_text_there_too(
    text: str, told: str
) -> None:
    assert no_formula(text) == told


@pytest.mark.parametrize("text", ["Thu; -3 (giảm)", "Thu;\n- Chi", "a;-5,2%", "+84 912", "x=1;y"])
def test_words_and_numbers_after_a_semicolon_stay(text: str) -> None:
    assert no_formula(text) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_as_text_stays(number: float) -> None:
    assert no_formula(str(number)) == str(number)


@given(st.text())
def test_guarding_twice_is_guarding_once(text: str) -> None:
    assert no_formula(no_formula(text)) == no_formula(text)
