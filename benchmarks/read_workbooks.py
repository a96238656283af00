"""How much longer `read_tables` takes than the bare calamine read of the same file, in one run.

Two bare reads: into frames (`pandas.read_excel(..., engine="calamine")`) and into raw lists.
Reading includes building every `.data` frame. Run: python benchmarks/read_workbooks.py FOLDER
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import python_calamine

from hbanalysis.intake.files import cells
from hbanalysis.intake.workbook import marks, read_tables
from hbanalysis.vocabulary import text

REPEATS = 7


def bare_frames(path: Path) -> None:
    pd.read_excel(path, sheet_name=None, header=None, engine="calamine")


def bare_lists(path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def forget() -> None:
    """Empty our caches of words, so that no repetition profits from the one before."""
    for remembered in (text.match_key, marks.plain, cells.column_letters):
        remembered.cache_clear()


def ours(path: Path) -> None:
    for table in read_tables(path):
        table.data  # noqa: B018 - the frame is built when asked for


def best(read: Callable[[Path], None], path: Path) -> float:
    times = []
    for _ in range(REPEATS):
        gc.collect()
        forget()
        start = time.perf_counter()
        read(path)
        times.append(time.perf_counter() - start)
    return min(times)


def main(folder: Path) -> None:
    paths = sorted(folder.glob("*.xls*"))
    ours(paths[0])
    ratios, raw_ratios = [], []
    for path in paths:
        mine, frames, lists = best(ours, path), best(bare_frames, path), best(bare_lists, path)
        ratios.append(mine / frames)
        raw_ratios.append(mine / lists)
        print(
            f"{path.name[:40]:40} {mine * 1e3:7.1f} ms, bare {frames * 1e3:6.1f} ms, ratio"
            f" {mine / frames:5.2f}"
        )
    print(f"median over {len(paths)}: {statistics.median(ratios):.2f} x the bare read into frames")
    print(
        f"median over {len(paths)}: {statistics.median(raw_ratios):.2f} x the bare read into lists"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
