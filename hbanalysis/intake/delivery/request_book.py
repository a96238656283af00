"""One workbook of questions for each department, and its answers read back by the same recipe.

The recipe is the row of column ids above the headings: key, question, answer, expected day,
measure. Rows pair by the key; what a person moves, sorts or hides keeps its answer.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from hbanalysis.intake.delivery import register as registry
from hbanalysis.intake.delivery.accept import import_lock, staged, take_its_place, write_new
from hbanalysis.intake.files.xlsx_facts import xlsx_facts
from hbanalysis.intake.raw.declared.questions import ANSWERS, REQUESTS
from hbanalysis.intake.store.atomic import put_file
from hbanalysis.vocabulary.errors import Finding, HbaError, nearest, refuse_all
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.text import clean

SHEET = registry.ANSWER_SHEET
ID_ROW, HEAD_ROW, FIRST_ROW = 0, 2, 3
FIELDS = (
    ("request", "Mã câu hỏi", 0),
    ("place", "Địa bàn", 11),
    ("name", "Chỉ tiêu", 18),
    ("question", "Câu hỏi", 36),
    ("due", "Hạn trả lời", 12),
    ("text", "Trả lời", 24),
    ("expected", "Ngày dự kiến xong", 12),
    ("measure", "Biện pháp", 22),
)
ANSWERED = ("text", "expected", "measure")
NOT_A_REQUEST = N_("{file} is not a list of questions written by hba request.")
UNKNOWN = N_("No question has the key {found!r}; the nearest is {near!r}.")
NOT_A_DAY = N_("The cell holds {found!r}; expected: a day such as 2026-12-15 or 15/12/2026.")
TWICE = N_("The question {found!r} has two answers in this file: rows {first} and {second}.")
HOW = "Điền các ô màu vàng rồi gửi lại tệp này."
HOLDS_ANSWERS = N_(
    "{file} has been filled in, or is no list of questions; nothing was written. Take its answers"
    " in with hba answer, then move it away."
)
FORMULA = N_(
    "The cell holds a formula that was never calculated, or an error; write the answer in words."
)
NO_KEY = N_("The key of the question has been removed; without it nobody knows what is answered.")
BEFORE_ASKED = N_("The question was asked on {asked}; {found} lies before that.")
NOTHING = N_("Nobody has filled in an answer in {file}.")

Row = dict[str, str]
Problem = tuple[str, str, dict[str, Any]]
"""Column, sentence and facts."""


def request_workbook(title: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """The questions to one department as a workbook; the same rows give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
        cell = book.add_format({**base, "border": 1})
        asked = book.add_format({**base, "border": 1, "bg_color": "#FFF8DC"})
        dated = {**base, "border": 1, "num_format": "dd/mm/yyyy", "align": "left"}
        due, day = book.add_format(dated), book.add_format({**dated, "bg_color": "#FFF8DC"})
        head = book.add_format({**base, "border": 1, "bold": True, "bg_color": "#DCEBF7"})
        sheet = book.add_worksheet(SHEET)
        sheet.write_string(
            HEAD_ROW - 1, 1, f"{title}. {HOW}",
            book.add_format({**base, "bold": True, "font_size": 13, "text_wrap": False}),
        )  # fmt: skip
        for column, (name, heading, width) in enumerate(FIELDS):
            sheet.write_string(ID_ROW, column, name)
            sheet.write_string(HEAD_ROW, column, heading, head)
            sheet.set_column(column, column, width or 8, None, {} if width else {"hidden": True})
        sheet.set_row(ID_ROW, None, None, {"hidden": True})
        sheet.set_row(HEAD_ROW, 30)
        for line, row in enumerate(rows, FIRST_ROW):
            sheet.set_row(line, 15 * (2 + len(row["question"]) // 32))
            for column, (name, _, _) in enumerate(FIELDS):
                style = (day if name == "expected" else asked) if name in ANSWERED else cell
                if name == "due":
                    sheet.write_datetime(line, column, date.fromisoformat(row[name]), due)
                else:
                    sheet.write_string(line, column, row.get(name, ""), style)
        sheet.freeze_panes(FIRST_ROW, 3)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    return out.getvalue()


def write_requests(folder: Path, books: Mapping[str, bytes]) -> list[Path]:
    """Put the workbooks into a folder, beside whatever else lies there.

    One that came back filled in and was not taken in is refused, and nothing is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {folder / name: content for name, content in books.items()}
    refuse_all(
        HbaError(HOLDS_ANSWERS, file=str(path))
        for path in paths
        if path.exists() and _is_filled(path)
    )
    for path, content in paths.items():
        put_file(path, content)
    return sorted(paths)


def _is_filled(path: Path) -> bool:
    """Whether somebody has written into a workbook of questions; what is none counts as theirs."""
    try:
        rows = _cells(path)
    except HbaError:
        return True
    head = [str(cell) for cell in rows[ID_ROW]] if rows else []
    places = [head.index(name) for name in ANSWERED if name in head]
    if any(line >= FIRST_ROW and column in places for line, column in _faulty(path)):
        return True
    return any(clean(str(row[place])) for row in rows[FIRST_ROW:] for place in places)


def read_answers(path: Path, asked: Mapping[str, str], day: str) -> tuple[list[Row], list[Finding]]:
    """The answers of a workbook that has come back, and every problem with its cell.

    ``asked`` are the keys that there are with the day each was asked; ``day`` is when the answers
    came. HbaError for a file that is no list of questions. Questions without an answer are left
    out.
    """
    rows, faulty = _cells(path), _faulty(path)
    head = [str(cell) for cell in rows[ID_ROW]] if rows else []
    if any(name not in head for name in ("request", *ANSWERED)):
        raise HbaError(NOT_A_REQUEST, file=path.name)
    made: dict[str, tuple[int, Row]] = {}
    findings: list[Finding] = []
    for line, cells in enumerate(rows[FIRST_ROW:], FIRST_ROW):
        row = {name: cells[head.index(name)] for name in ("request", *ANSWERED)}
        unread = [name for name in ANSWERED if (line, head.index(name)) in faulty]
        if not unread and not any(clean(str(row[name])) for name in ANSWERED):
            continue
        key, expected = clean(str(row["request"])), _day(row["expected"])
        problems: list[Problem] = [(name, FORMULA, {}) for name in unread]
        problems = problems or _problems(row, key, expected, asked, day)
        if not problems and key in made:
            problems = [
                ("request", TWICE, {"found": key, "first": made[key][0] + 1, "second": line + 1})
            ]
        for column, template, facts in problems:
            cell = f"{SHEET}!{chr(65 + head.index(column))}{line + 1}"
            findings.append(Finding("error", "answer", path.name, cell, template, facts))
        if not problems:
            made[key] = (line, {
                "request": key, "answered": day, "text": clean(str(row["text"])),
                "expected": expected or "", "measure": clean(str(row["measure"])),
                "source": path.name,
            })  # fmt: skip
    if not made and not findings:
        findings.append(
            Finding("error", "answer", path.name, f"{SHEET}!A1", NOTHING, {"file": path.name})
        )
    return [row for _, row in made.values()], findings


def _problems(
    row: Mapping[str, Any], key: str, expected: str | None, asked: Mapping[str, str], day: str
) -> list[Problem]:
    """What is wrong with one answer by itself: the first of its kind."""
    if not key:
        return [("request", NO_KEY, {})]
    if key not in asked:
        return [("request", UNKNOWN, {"found": key, "near": nearest(key, asked)})]
    if expected is None:
        return [("expected", NOT_A_DAY, {"found": str(row["expected"])})]
    early = [one for one in (expected, day) if one and one < asked[key]]
    return [("expected", BEFORE_ASKED, {"asked": asked[key], "found": one}) for one in early[:1]]


def _cells(path: Path) -> list[list[Any]]:
    if not path.is_file():
        raise HbaError("There is no file {file}.", file=path.name)
    try:
        book = CalamineWorkbook.from_path(str(path))
        if SHEET not in book.sheet_names:
            raise HbaError(NOT_A_REQUEST, file=path.name)
        return book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False, nrows=5000)
    except (CalamineError, OSError) as wrong:
        raise HbaError(NOT_A_REQUEST, file=path.name) from wrong


def _faulty(path: Path) -> Mapping[tuple[int, int], str]:
    """The places (line and column from 0) that hold an error or a formula never calculated.

    The quick reader leaves them empty.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return {}
    facts = xlsx_facts(path).get(SHEET)
    return {} if facts is None else facts.faults


def _day(cell: Any) -> str | None:
    """A day as our tables write it; empty for none, None for what is no day."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = clean(str(cell))
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, shape).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return "" if not text else None


def with_kept_days(root: Path, rows: Sequence[Row]) -> list[Row]:
    """Questions with the days of those that were asked before: asking again moves no deadline."""
    kept = {row["request"]: row for row in _rows(root, "requests")}
    days = ("asked", "due")
    return [
        row | {day: kept[row["request"]][day] for day in days if row["request"] in kept}
        for row in rows
    ]


def overdue(root: Path, day: str) -> list[str]:
    """The departments that owe an answer on a day, in the order of their names."""
    answered = {row["request"] for row in _rows(root, "answers")}
    late = [
        row["owner"]
        for row in _rows(root, "requests")
        if row["due"] < day and row["request"] not in answered
    ]
    return sorted(set(late))


def keep_requests(root: Path, rows: Sequence[Row]) -> int:
    """Put questions into ``requests.csv`` and give how many are new.

    A question that stands there already keeps its day. The table is replaced as one, or not at all.
    """
    with import_lock(root):
        former = _rows(root, "requests")
        known = {row["request"] for row in former}
        fresh = [row for row in rows if row["request"] not in known]
        if fresh:
            _put(root, "requests", [*former, *fresh], [one.name for one in REQUESTS.columns])
        return len(fresh)


def keep_answers(root: Path, path: Path, rows: Sequence[Row]) -> int:
    """Put answers into ``answers.csv``, keep the file that brought them, and give how many are new.

    The same answer twice is kept once; a later one of a question stands beside the earlier one.
    """
    with import_lock(root):
        former = _rows(root, "answers")
        said = {tuple(row[name] for name in ("request", *ANSWERED)) for row in former}
        days = {(row["request"], row["answered"]) for row in rows}
        kept = [row for row in former if (row["request"], row["answered"]) not in days]
        fresh = [r for r in rows if tuple(r[name] for name in ("request", *ANSWERED)) not in said]
        if fresh:
            names = [one.name for one in ANSWERS.columns]
            changed = {row["request"] for row in fresh}
            same = [row for row in former if row not in kept and row["request"] not in changed]
            _put(root, "answers", [*kept, *same, *fresh], names, path)
        return len(fresh)


def _rows(root: Path, table: str) -> list[Row]:
    path = root / "data" / "raw" / f"{table}.csv"
    return registry.read_rows(path) if path.is_file() else []


def _put(
    root: Path, table: str, rows: list[Row], names: list[str], came: Path | None = None
) -> None:
    with staged(root) as stage:
        files = [f"data/raw/{table}.csv"]
        text = registry.as_text(rows, names)
        write_new(stage / files[0], text.encode("utf-8-sig"))
        if came is not None:
            data = came.read_bytes()
            fingerprint = hashlib.sha256(data).hexdigest()
            stored = registry.stored_name(root, came.name, fingerprint)
            entry = {
                "name": came.name, "sha256": fingerprint, "recipe": "answers",
                "received": rows[-1]["answered"], "stored": stored, "observations": "",
            }  # fmt: skip
            write_new(stage / registry.FOLDER / stored, data)
            listed = registry.as_text([*registry.entries(root), entry], registry.COLUMNS)
            write_new(stage / registry.REGISTRY, listed.encode())
            files += [f"{registry.FOLDER}/{stored}", registry.REGISTRY]
        take_its_place(root, stage, files)
