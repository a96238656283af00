"""Rows of any table: by name and by key, whatever the columns are called."""

from __future__ import annotations

import pandas as pd
import pytest

from hbanalysis.vocabulary.rows import records


def test_a_column_is_found_by_its_label_and_never_by_its_place() -> None:
    (row,) = records(pd.DataFrame([["thu", "a", "b"]], columns=["indicator", 2, 1]))
    assert (row.indicator, row["indicator"], row[1], row[2]) == ("thu", "thu", "b", "a")
    with pytest.raises(KeyError):
        row[0]


def test_a_row_is_a_mapping_that_can_be_changed() -> None:
    (row,) = records(pd.DataFrame({"count": [1], "a b": [2.5], "keys": ["k"]}))
    assert {**row} == dict(row.items()) == {"count": 1, "a b": 2.5, "keys": "k"}
    assert row.get("no", 7) == 7
    assert "a b" in row
    assert row.changed(count=9)["count"] == 9


def test_a_table_without_rows_or_columns_has_none() -> None:
    assert list(records(pd.DataFrame({"a": []}))) == []
    assert list(records(pd.DataFrame(index=[1, 2]))) == []
