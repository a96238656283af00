"""Damaged and mutated workbooks through the reader; a second reader's numbers beside ours."""

from __future__ import annotations

import csv
import io
import random
import resource
import shutil
import subprocess
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from benchmarks.campaign.outcome import Outcome
from hbanalysis.intake.files.guarded import guarded
from hbanalysis.intake.files.normalisations import Unreadable
from tests.intake.deliveries.makers import SPENDING, table, text_file, xlsx

PROMISE = "A damaged workbook is read as a second reader reads it, or refused; it never breaks us"
ATTACK = "bytes, zip entries and XML changed, files cut at random places: xlsx, xls, ods and csv"
TRIES = 1400
SECONDS, MEGABYTES = 20, 1000
MOST = 10_000
"""More of one number than this is a repetition that nobody has typed."""


def _samples(folder: Path) -> dict[str, Path]:
    """One workbook of each kind with the same numbers; xls and ods where LibreOffice is."""
    rows = table(["Thu ngân sách", "Tỷ đồng", 100.5, 400], SPENDING)
    made = {"xlsx": xlsx(rows)(folder), "csv": text_file(rows, "utf-8")(folder)}
    if shutil.which("soffice"):
        for kind in ("xls", "ods"):
            call = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
            call += ["--convert-to", kind, "--outdir", str(folder), str(made["xlsx"])]
            subprocess.run(call, capture_output=True, check=False, timeout=180)
            found = folder / f"{made['xlsx'].stem}.{kind}"
            if found.is_file():
                made[kind] = found
    return made


def _mutated(content: bytes, kind: str, dice: random.Random) -> tuple[str, bytes]:
    """One damage: a cut, changed bytes, or a changed part of a zipped file."""
    how = dice.choice(["cut", "bytes", "part"] if kind in ("xlsx", "ods") else ["cut", "bytes"])
    if how == "cut":
        return how, content[: dice.randrange(len(content))]
    if how == "bytes":
        out = bytearray(content)
        for _ in range(dice.randint(1, 8)):
            out[dice.randrange(len(out))] = dice.randrange(256)
        return how, bytes(out)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        victim = dice.choice([name for name in old.namelist() if name.endswith(".xml")])
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == victim and part:
                at = dice.randrange(len(part))
                part[at : at + dice.randint(0, 20)] = dice.choice([b"", b"<", b"9", b'"', b"&#0;"])
            new.writestr(name, bytes(part))
    return how, made.getvalue()


def _second(path: Path, kind: str) -> Counter[float] | None:
    """The numbers that another reader finds; None where it finds no workbook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Counter(_numbers(path, kind))
    except Exception:
        return None


def _numbers(path: Path, kind: str) -> list[float]:
    cells: list[Any]
    if kind == "xlsx":
        import openpyxl

        book = openpyxl.load_workbook(path, data_only=True)
        if not book.worksheets:  # it has lost its way to the sheets: no second opinion
            raise ValueError("no sheet")
        cells = [
            cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        ]
    elif kind == "xls":
        import xlrd

        opened = xlrd.open_workbook(str(path), logfile=io.StringIO())
        cells = [
            cell.value
            for sheet in opened.sheets()
            for row in sheet.get_rows()
            for cell in row
            if cell.ctype == 2
        ]
    elif kind == "ods":
        cells = list(_numbers_of_ods(path))
    else:
        text = path.read_bytes().decode("utf-8-sig")
        cells = []
        for row in csv.reader(io.StringIO(text), delimiter=";"):
            for cell in row:
                try:
                    cells.append(float(cell.replace(",", ".")))
                except ValueError:
                    continue
    return [float(one) for one in cells if type(one) in (int, float)]


def _numbers_of_ods(path: Path) -> Iterator[float]:
    """The numbers of an .ods as its content says them, each as often as it is repeated.

    By the names without their spaces: what damage does to a space says nothing of a number.
    """
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    rows = [element for element in root.iter() if _bare(element.tag) == "table-row"]
    if not rows:
        raise ValueError("no sheet")
    for row in rows:
        times = int(_named(row).get("number-rows-repeated", "1"))
        for said in map(_named, row):
            if said.get("value-type") in ("float", "currency", "percentage"):
                count = times * int(said.get("number-columns-repeated", "1"))
                yield from [float(said.get("value", ""))] * min(count, MOST)


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _named(element: ElementTree.Element) -> dict[str, str]:
    return {_bare(name): text for name, text in element.items()}


def _ours(source: Any) -> Counter[float]:
    found: list[float] = []
    for grid in source.grids:
        found += [value for row in grid.rows.values() for _, value in row if type(value) is float]
    return Counter(found)


def _tried(path: Path, kind: str, how: str, outcome: Outcome) -> None:
    begun, word = time.monotonic(), f"{kind} {how}"
    try:
        source = guarded("files.opening:open_source", path)
    except Unreadable:
        outcome.counts[f"{word}: refused"] += 1
    except Exception as problem:
        outcome.note(f"{word}: broke", False, repr(problem))
    else:
        theirs = _second(path, kind) if kind != "csv" else None
        more = _ours(source) - theirs if theirs is not None else Counter()
        silent = bool(more) and not source.findings
        outcome.note(f"{word}: read", not silent, f"{dict(more)} beside {dict(theirs or {})}")
    took = time.monotonic() - begun
    if took > SECONDS:
        outcome.note(f"{word}: over {SECONDS} s", False, f"{took:.0f} s")


def run(tries: int) -> Outcome:
    outcome, dice = Outcome(), random.Random(15)
    with tempfile.TemporaryDirectory() as folder:
        samples = _samples(Path(folder))
        for kind, sample in samples.items():
            content, path = sample.read_bytes(), Path(folder) / f"mutated.{kind}"
            for _ in range(tries // len(samples)):
                how, damaged = _mutated(content, kind, dice)
                path.write_bytes(damaged)
                _tried(path, kind, how, outcome)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
    outcome.measured |= {"kinds": ", ".join(samples), "peak of a reader in MB": peak}
    if peak > MEGABYTES:
        outcome.note(f"over {MEGABYTES} MB", False, f"{peak} MB")
    return outcome
