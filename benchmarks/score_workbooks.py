"""Score `read_tables` against a folder of real workbooks and its expected.csv.

File, table, label, figure, value.

Generic on purpose: a table is found when its title holds all words of the expected one, a row when
its label is the same under `match_key`, a figure when any column of such a row holds the value
("found"), and better when the column whose header names the figure holds it ("by header"). Run:
python score_workbooks.py FOLDER
"""

import sys
from collections import Counter
from pathlib import Path

import pandas as pd

from hbanalysis.intake.files.normalisations import Unreadable
from hbanalysis.intake.workbook import Table, Tables, read_tables
from hbanalysis.intake.workbook.marks import plain
from hbanalysis.vocabulary.text import match_key

TOLERANCE = 1e-6


def names_figure(header: str, figure: str) -> bool:
    """Whether a joined header text names a figure."""
    lang = plain(header)
    compared = "so voi" in lang or "so ke hoach" in lang or "%" in lang
    if figure == "pct_of_plan":
        return "ke hoach" in lang and compared
    if figure == "year_to_date":
        # The year so far; in January the month itself, in December "cả năm" or "năm 2013".
        so_far = any(
            word in lang for word in ("cong don", "luy ke", "ca nam", "thang 01", "thang 1 ")
        )
        return so_far and not compared
    return "uoc" in lang and "thang" in lang and "cong don" not in lang and not compared


def matching(tables: Tables, title: str) -> list[Table]:
    lang = set(match_key(title).split())
    return [table for table in tables if lang <= set(match_key(table.title).split())]


def near(found: float, expected: float) -> bool:
    return abs(found - expected) <= TOLERANCE * max(abs(expected), 1e-12)


def score_row(tables: Tables, row: pd.Series) -> tuple[bool, bool]:
    """(found in any column, found in the column that the header names)."""
    anywhere = named = False
    for table in matching(tables, row["table"]):
        data = table.data
        numbers = data.select_dtypes("number").columns
        for _, line in data[data["label"].map(match_key) == match_key(row["label"])].iterrows():
            for column in numbers:
                if near(line[column], row["value"]):
                    anywhere = True
                    named = named or names_figure(column, row["figure"])
    return anywhere, named


def main(folder: Path) -> int:
    expected = pd.read_csv(folder / "expected.csv")
    counts: Counter[str] = Counter()
    read: dict[str, Tables] = {}
    for path in sorted(folder.glob("*.[xc][ls][sv]*")):
        if path.name == "expected.csv":
            continue
        try:
            read[path.name] = read_tables(path)
            counts["read"] += 1
            counts["tables"] += len(read[path.name])
        except Unreadable as error:
            print("unreadable:", error)
    for _, row in expected.iterrows():
        if row["file"] not in read:
            counts["rows of absent files"] += 1
            continue
        counts["rows"] += 1
        anywhere, named = score_row(read[row["file"]], row)
        counts["found"] += anywhere
        counts["by header"] += named
        if not named:
            print(
                "missed" if not anywhere else "header",
                row["file"],
                row["label"],
                row["figure"],
                row["value"],
            )
    for key in ("read", "tables", "rows", "rows of absent files", "found", "by header"):
        print(f"{key}: {counts[key]}")
    return 0 if counts["found"] == counts["rows"] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
