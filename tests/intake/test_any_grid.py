"""Laws that hold for any sheet whatever.

Reading never fails, and no number disappears without a word.
"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.intake.files.cells import address, make_grid
from hbanalysis.intake.workbook.reading import read_grid
from tests.conftest import tries

WORDS = [
    "Tổng số", "Hà Nội", "Trong đó:", "Chỉ tiêu", "TT", "ĐVT", "Tỷ đồng", "%", "(%)", "Ước tính", "tháng 7", "năm", '"',
    "1. Thu ngân sách", "5. (Tiếp theo) Chi", "(*) Sơ bộ", "A", "B", "-", "…", "1.536", "12,5", "1.516,66", "Nơi nhận:",
    "Đơn vị tính: Nghìn tấn", "  Trung ương", "Cộng hòa xã hội chủ nghĩa Việt Nam", "2031", "",
]  # fmt: skip
cells = st.one_of(
    st.sampled_from(WORDS),
    st.just(""),
    st.floats(min_value=-1e6, max_value=1e6, allow_nan=False),
    st.sampled_from([2030.0, 2031.0, 1.0, 2.0, 3.0]),
    st.just(date(2031, 1, 10)),
)
grids = st.lists(st.lists(cells, max_size=7), max_size=14)
merges = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 5), st.integers(0, 1), st.integers(0, 3)).map(
        lambda m: ((m[0], m[1]), (m[0] + m[2], m[1] + m[3]))
    ),
    max_size=3,
)


@tries(300)
@given(grids, merges)
def test_any_sheet_is_read_and_each_table_is_square(rows, spans) -> None:  # type: ignore[no-untyped-def]
    tables, _ = read_grid(make_grid("S", rows, merges=spans), "any.xlsx")
    for table in tables:
        height = len(table.data)
        assert table.data.columns[0] == "label"
        assert table.data.columns.is_unique
        assert (height, height) == (len(table.row_kinds), len(table.addresses))
        assert height > 0


@tries(300)
@given(grids, merges)
def test_no_number_disappears_without_a_word(rows, spans) -> None:  # type: ignore[no-untyped-def]
    grid = make_grid("S", rows, merges=spans)
    tables, findings = read_grid(grid, "any.xlsx")
    told = " ".join(
        finding.facts["found"] for finding in findings if finding.rule == "unread-numbers"
    )
    told += " " + " ".join(
        cell for table in tables for change in table.normalisations for cell in change.cells
    )
    placed = {cell for table in tables for cell in table.addresses.to_numpy().ravel()}
    words = " ".join(
        " ".join(
            [
                table.title,
                table.unit,
                table.label_header,
                *table.notes,
                *table.data["label"],
                *table.data.columns,
            ]
        )
        for table in tables
    )
    for row, held in grid.rows.items():
        for column, value in held:
            if (
                type(value) is float
                and address(row, column) not in placed
                and address(row, column) not in told.split()
            ):
                shown = str(int(value)) if value.is_integer() else repr(value)
                assert shown in words or f"{address(row, column)}," in told or "…" in told, address(
                    row, column
                )
