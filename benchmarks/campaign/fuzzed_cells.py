"""Random cells in raw files, and random texts through every reader of texts."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.campaign.offices import CSV, office
from benchmarks.campaign.outcome import Outcome
from hbanalysis.intake.raw.raw_tables import ROW, read_file
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary import text as texts
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.period_text import parse_period
from hbanalysis.vocabulary.periods import Period, parse_day
from hbanalysis.vocabulary.quantities import parse_number, parse_quantity

PROMISE = "A cell is the number it spells or is told with its address; no text ends in a traceback"
ATTACK = "random numbers, signs and words as values of observations; random texts to every parser"
TRIES = 100_000
BATCH = 1000
PIECES = (
    *"0123456789",
    *".,-+eE% '",
    "1.536",
    "1.536,5",
    "1e5",
    "nan",
    "inf",
    "-0",
    "٣",
    "½",
    "０",
    "−",
    "\u00a0",
    "tỷ",
    "triệu đồng",
    "tháng ",
    "quý ",
    "năm 2024",
    "T9/2024",
    "31/02/2024",
    "2024-02-31",
    "=1+1",
    "[/b]",
    "{x}",
    "\u202e",
    "1 000",
    "(5)",
    "#N/A",
    "0x1F",
    "1_000",
    "trên ",
    "từ 5 đến 7",
)
PARSERS: dict[str, Callable[[str], Any]] = {
    "a period": Period.parse,
    "a day": parse_day,
    "a period in words": parse_period,
    "a number": parse_number,
    "a quantity": parse_quantity,
    "a name": texts.match_key,
    "a unit": texts.unit_key,
    "a cleaned text": texts.clean,
}


def _piece(dice: random.Random) -> str:
    return "".join(dice.choices(PIECES, k=dice.randint(0, 6)))


def _cells(root: Path, cells: list[str], outcome: Outcome) -> None:
    path = root / CSV
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        names, first = list(reader.fieldnames or []), next(reader)
    with (root / "data/raw/observations/fuzz.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names)
        writer.writeheader()
        writer.writerows(first | {"value": cell} for cell in cells)
    (made,) = read_file(root / "data/raw/observations/fuzz.csv", root, SCHEMAS["observations"])
    told = {finding.row for finding in made.findings}
    kept = dict(zip(made.table[ROW], made.table["value"], strict=True)) if len(made.table) else {}
    for line, cell in enumerate(cells, 2):
        if line in told:
            outcome.counts["cells told with their address"] += 1
            continue
        value, written = kept.get(line), cell.strip()
        same = value is not None and (math.isnan(value) if not written else value == float(written))
        outcome.note("cells read as they are spelled", same, f"{cell!r} became {value!r}")


def run(tries: int) -> Outcome:
    outcome, dice = Outcome(), random.Random(7)
    with office() as root:
        for begin in range(0, tries, BATCH):
            size = min(BATCH, tries - begin)
            _cells(root, [_piece(dice) for _ in range(size)], outcome)
    for _ in range(tries):
        text = _piece(dice)
        for name, parse in PARSERS.items():
            try:
                parse(text)
                outcome.counts["texts read"] += 1
            except (HbaError, ValueError):  # what the parser promises to raise
                outcome.counts["texts refused"] += 1
            except Exception as problem:
                outcome.note("texts that broke a parser", False, f"{name} {text!r}: {problem!r}")
    return outcome
