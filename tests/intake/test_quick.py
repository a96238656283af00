"""The quick way gives the same table as the exact one.

Steps aside for every file with a doubtful cell.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.intake.observations.arrays import mixed_radix
from hbanalysis.intake.raw import fast_csv as quick
from hbanalysis.intake.raw import raw_tables as raw
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.intake.store.build import build
from tests.tables import completed, parse, write_office, write_rows

GOOD = parse(
    "indicator | period | value\nthu | 2024-01 | 100\nthu | 2024-02 | 90.5\nthu | 2024-03 | -0.25"
)
OBSERVATIONS = SCHEMAS["observations"]

numbers = st.one_of(
    st.just(""),
    st.decimals(-(10**9), 10**9, places=3).map(lambda d: f"{d:f}"),
    st.integers(-(10**14), 10**14).map(str),
)
texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\n", exclude_categories=["Cs", "Cc"]),
    max_size=12,
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "indicator": st.sampled_from(["thu", "chi"]),
            "period": st.sampled_from(["2024-01", "2023-12"]),
            "value": numbers,
            "numerator": numbers,
            "calendar": st.sampled_from(["month", "15-14", ""]),
            "locator": texts,
            "ghi_chu": texts,
            "status": st.sampled_from(["", "final", "estimate"]),
            "published": st.sampled_from(["", "2024-02-06"]),
            "stated_pct_of_plan": numbers,
        }
    ),
    min_size=1,
    max_size=8,
)


def exact(path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> raw.Delivered:
    """The file by the exact way alone."""
    with monkeypatch.context() as patch:
        patch.setattr(raw, "read_clean", lambda _: None)
        return raw.read_file(path, root, OBSERVATIONS)[0]


@given(rows)
def test_both_ways_read_the_same_table(
    tmp_path_factory: pytest.TempPathFactory, found: list[dict[str, str]]
) -> None:
    root = tmp_path_factory.mktemp("ways")
    path = root / "a.csv"
    write_rows(path, "observations", found)
    with pytest.MonkeyPatch.context() as patch:
        slow = exact(path, root, patch)
    (fast,) = raw.read_file(path, root, OBSERVATIONS)
    assert fast.findings == slow.findings
    assert fast.headers == slow.headers
    columns = list(slow.table.columns)
    pd.testing.assert_frame_equal(
        fast.table[columns].reset_index(drop=True),
        slow.table.reset_index(drop=True),
        check_dtype=True,
        check_exact=True,
    )


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a number in another notation", lambda text: text.replace("90.5", "9e1")),
        ("digits of another script", lambda text: text.replace("90.5", "٩٠")),
        ("a thousands mark", lambda text: text.replace("90.5", "1_000")),
        ("a blank before a code", lambda text: text.replace("thu,2024-02", " thu,2024-02")),
        ("a blank after a locator", lambda text: text.replace("bảng 1\n", "bảng 1 \n", 1)),
        ("an unknown word", lambda text: text.replace("month,90.5", "quarter,90.5")),
        ("a cell that must be filled", lambda text: text.replace("Báo cáo quận", "", 1)),
        ("a row too long", lambda text: text.replace("90.5", "90,5")),
        ("a row too short", lambda text: text.replace(",90.5", "")),
        ("an empty line", lambda text: text.replace("\n", "\n\n", 2)),
        ("a column twice", lambda text: text.replace("locator", "source")),
        ("a column short", lambda text: text.replace("status", "statuss")),
        ("a blank in the header", lambda text: text.replace("locator", "locator ")),
        ("a header alone", lambda text: text.splitlines()[0] + "\n"),
    ],
)
def test_a_doubtful_file_is_left_to_the_exact_reading(
    tmp_path: Path, name: str, change: object
) -> None:
    path = tmp_path / "a.csv"
    write_rows(path, "observations", GOOD)
    assert quick.read_clean(path) is not None
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert quick.read_clean(path) is None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"territory,indicator\n\xff", "territory\n".encode("utf-16")]
)
def test_what_is_no_table_is_left_too(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert quick.read_clean(tmp_path / "a.csv") is None


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_marks_and_line_ends_of_windows_are_welcome(
    tmp_path: Path, mark: bytes, end: bytes, last: bool
) -> None:
    path = tmp_path / "a.csv"
    write_rows(path, "observations", GOOD)
    content = path.read_bytes() if last else path.read_bytes().rstrip(b"\n")
    path.write_bytes(mark + content.replace(b"\n", end))
    table = quick.read_clean(path)
    assert table is not None
    assert table["value"].tolist() == [100, 90.5, -0.25]
    assert table["territory"].astype(str).tolist() == ["quan"] * 3


def test_a_comma_in_quotes_is_no_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_rows(path, "observations", [GOOD[0] | {"locator": 'bảng 1, "trang 2"', "source": "a, b"}])
    table = quick.read_clean(path)
    assert table is not None
    assert (table["locator"].tolist(), list(table["source"])) == (['bảng 1, "trang 2"'], ["a, b"])


def test_many_and_few_rows_are_written_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large tables keep their categories until they are in the file.

    What is read back is the same.
    """
    root = write_office(tmp_path)
    build(root)
    few = pd.read_parquet(root / "data/processed/observations.parquet")
    monkeypatch.setattr("hbanalysis.intake.store.build.MANY", 1)
    build(root)
    many = pd.read_parquet(root / "data/processed/observations.parquet")
    pd.testing.assert_frame_equal(few, many)


def test_a_second_file_with_other_columns_leaves_no_gap_unnamed(tmp_path: Path) -> None:
    root = write_office(
        tmp_path, observations="indicator | period | value | ghi_chu\nthu | 2024-01 | 1 | tạm"
    )
    write_rows(
        root / "data/raw/observations/b.csv", "observations", completed("observations", GOOD[1:])
    )
    table = raw.checked_table(root, "observations").table
    assert table["ghi_chu"].tolist() == ["", "", "tạm"]
    assert table["_file"].astype(str).tolist() == ["data/raw/observations/b.csv"] * 2 + [
        "data/raw/observations/quan.csv"
    ]


@given(st.lists(st.tuples(*[st.integers(0, 100)] * 12), min_size=1, max_size=20))
def test_a_key_of_many_columns_keeps_order_and_difference(keys: list[tuple[int, ...]]) -> None:
    import numpy as np

    made = mixed_radix([np.array(column) for column in zip(*keys, strict=True)])
    assert [key for _, key in sorted(zip(made.tolist(), keys, strict=True))] == sorted(keys)
    assert len(set(made.tolist())) == len(set(keys))
