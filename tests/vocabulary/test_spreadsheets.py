"""No text of ours runs when a spreadsheet opens it, and no number is changed by that."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.vocabulary.spreadsheets import formula_free, no_formula

RUNS = ["=1+1", "=cmd|calc mau.xlsx", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "+1+1", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", RUNS)
def test_what_would_run_is_told_to_be_text(text: str) -> None:
    table = formula_free(pd.DataFrame({text: [text, "Thu"], "n": [-1.5, 2.0]}))
    assert list(table.columns) == [f"'{text}", "n"]
    assert table.iloc[0].tolist() == [f"'{text}", -1.5]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_as_text_stays(number: float) -> None:
    assert no_formula(str(number)) == str(number)


@given(st.text())
def test_guarding_twice_is_guarding_once(text: str) -> None:
    assert no_formula(no_formula(text)) == no_formula(text)
