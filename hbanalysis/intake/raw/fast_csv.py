"""A file of observations without a single doubtful cell, read in one go.

A delivery is nearly always clean, and a million clean cells need no diagnosis: each *distinct* text
of a column is held against the schema once. Whatever this reader is not sure of (a ragged row, a
quoted line break, a blank at the end of a cell, a number in another notation) makes it give up, and
``raw_texts`` finds file, cell and sentence.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from hbanalysis.intake.raw import notations
from hbanalysis.intake.raw.columns import Column, shape, sound
from hbanalysis.intake.raw.declared.figures import OBSERVATIONS

if TYPE_CHECKING:
    import pyarrow as pa

# Columns of few distinct texts, kept as categories: a million rows are then compared as small
# integers.
CATEGORIES = (
    "territory",
    "indicator",
    "period",
    "accumulation",
    "unit",
    "status",
    "published",
    "calendar",
    "source",
    "qualifier",
    "published_basis",
)
_FEW = (*CATEGORIES, "_file")
_BOM = b"\xef\xbb\xbf"


def read_clean(path: Path) -> pd.DataFrame | None:
    """The rows of a clean CSV of observations, typed, as delivered.

    None when the exact reading must look at it.
    """
    names = _header(path)
    if names is None or (table := _parsed(path, names)) is None or table.num_rows == 0:
        return None
    known = {column.name: column for column in OBSERVATIONS.columns}
    columns: dict[str, Any] = {}
    for name in names:
        column = _column(table.column(name).combine_chunks(), known.get(name))
        if column is None:
            return None
        columns[name] = column
    return None if _undecided(table, names) else pd.DataFrame(columns)


def _undecided(table: pa.Table, names: list[str]) -> bool:
    """Whether some number may be thousands or decimals, and no number of its unit decides it."""
    import pyarrow.compute as pc

    things = table.column("indicator").cast("string")
    if "unit" in names:
        units = table.column("unit").cast("string")
        things = pc.if_else(pc.equal(units, ""), things, units)
    for name in (c.name for c in OBSERVATIONS.columns if c.kind == "number" and c.name in names):
        cells = table.column(name)
        doubtful = pc.match_substring_regex(cells, notations.AMBIGUOUS)
        if pc.any(doubtful).as_py():
            decided = things.filter(pc.match_substring_regex(cells, notations.DECIDED))
            sure = set(decided.unique().to_pylist())
            if not set(things.filter(doubtful).unique().to_pylist()) <= sure:
                return True
    return False


def _header(path: Path) -> list[str] | None:
    """The column names, if they are plain, distinct and complete."""
    try:
        with path.open("rb") as handle:
            names = handle.readline().removeprefix(_BOM).rstrip(b"\r\n").decode("utf-8").split(",")
    except UnicodeDecodeError:
        return None
    required = {column.name for column in OBSERVATIONS.columns if column.required}
    plain = all(
        name and name == name.strip() and '"' not in name and not name.startswith("_")
        for name in names
    )
    distinct = len({name.lower() for name in names}) == len(names)
    return names if plain and distinct and required <= set(names) else None


def _parsed(path: Path, names: list[str]) -> pa.Table | None:
    import pyarrow as pa
    from pyarrow import csv

    few = pa.dictionary(pa.int32(), pa.string())
    types = {name: few if name in CATEGORIES else pa.string() for name in names}
    try:
        table = csv.read_csv(
            path,
            parse_options=csv.ParseOptions(ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    return table.unify_dictionaries() if table.column_names == names else None


def _column(cells: pa.Array, column: Column | None) -> Any:
    """One column of a frame; None when one of its cells is not as it should be."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(cells, pa.DictionaryArray):
        words = cells.dictionary.to_pylist()
        if any(word != word.strip() or not word.isprintable() for word in words) or not (
            column is None or sound(column, words)
        ):
            return None
        return categories(cells.indices.to_numpy(), words)
    if column is not None and column.kind == "number":
        return _numbers(cells, column)
    if not pc.all(pc.equal(pc.utf8_trim_whitespace(cells), cells)).as_py() or _unseen(cells):
        return None
    if (
        column is not None
        and column.filled
        and not pc.all(pc.greater(pc.binary_length(cells), 0)).as_py()
    ):
        return None
    return pd.array(cells, dtype="str")


def _unseen(cells: pa.StringArray) -> bool:
    """Whether a text holds a control character: the exact reading names its cell."""
    letters = cells.buffers()[2]
    if letters is None:
        return False
    signs = np.frombuffer(letters, dtype="uint8")
    return bool(((signs < 32) | (signs == 127)).any())


def _numbers(cells: pa.StringArray, column: Column) -> np.ndarray | None:
    """Numbers as the nearest float64, empty cells as NaN.

    None when a cell is no number in our notation.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    offsets = np.frombuffer(cells.buffers()[1], dtype="int32")[
        cells.offset : cells.offset + len(cells) + 1
    ]
    if offsets[0] == offsets[-1] and not column.filled:  # not a single character in the column
        return np.full(len(cells), np.nan)
    if not pc.all(pc.match_substring_regex(cells, shape(column))).as_py():
        return None
    if (offsets[1:] == offsets[:-1]).any():
        cells = pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)
    return np.asarray(pc.cast(cells, pa.float64()).to_numpy(zero_copy_only=False), dtype="float64")


def categories(codes: np.ndarray, words: list[str]) -> pd.Categorical:
    """Codes and their words as a categorical that compares as the words do.

    >>> categories(np.array([0, 1, 0]), ["b", "a"]).codes.tolist()
    [1, 0, 1]
    """
    order = sorted(range(len(words)), key=words.__getitem__)
    place = np.empty(len(words), dtype="int32")
    place[order] = np.arange(len(words), dtype="int32")
    return pd.Categorical.from_codes(
        place[codes], categories=pd.Index([words[n] for n in order], dtype="str")
    )


def categorised(table: pd.DataFrame) -> pd.DataFrame:
    """The same observations with their columns of few words as ordered categories."""
    made = {}
    for name in [name for name in _FEW if name in table]:
        codes, words = pd.factorize(table[name].astype("str"))
        made[name] = categories(np.asarray(codes), [str(word) for word in words])
    return table.assign(**made)


def joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Tables of several files one below the other.

    Columns of few words are categories of the whole afterwards.
    """
    if len(tables) == 1:
        return tables[0]
    plain = [table.astype({name: "str" for name in _FEW if name in table}) for table in tables]
    return categorised(pd.concat(plain, ignore_index=True))
