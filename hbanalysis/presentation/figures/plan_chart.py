"""The plan chart: each amount's gap to its usual pace, and its year-end against 100 % of plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import percent_cell
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.caption import caption
from hbanalysis.presentation.figures.chart_parts import LINE, Field
from hbanalysis.presentation.judgement_style import BAD, SIGNS, judged, telling_percent
from hbanalysis.presentation.picture import (
    WIDE,
    Picture,
    look_of,
    text_width,
    wrapped,
)
from hbanalysis.presentation.sentences.lead_findings import gravest_first, short_name
from hbanalysis.presentation.sentences.short_titles import first_fitting
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import MISSING, is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import ADDING, Verdict

ROW, NARROW_ROW, HEAD = 38, 62, 46
ONE_LINE, LEAST_ROW, SHARE = 36, 19, 60
"""Pixels: below the first a row has its word beside its name, below the second it cannot be read;
what a percentage takes."""
FURTHEST = 60.0
"""Percentage points: what lies further from the plan or the pace is cut at the edge."""


def _share_cell(row: Row) -> Cell:
    """The share of the year that past years had reached by now."""
    if is_missing(row["expected_share"]):
        return Cell(MISSING)
    return Cell(number=float(row["expected_share"]), decimals=1, after="%", share=True)


def _points(row: Row) -> float | None:
    """Percentage points between what is reached and what past years had reached by then."""
    if is_missing(row["pct_of_plan"]) or is_missing(row["expected_share"]):
        return None
    return float(row["pct_of_plan"] - 100 * row["expected_share"])


def _gap_cell(row: Row, _: Language) -> Cell:
    gap = _points(row)
    if gap is None:
        return Cell(MISSING)
    return Cell(number=gap, decimals=1)


def _of_plan(row: Row, field: str) -> float | None:
    """A projected amount in percent of the plan."""
    value, target = row.get(field), row["target"]
    if value is None or is_missing(value) or is_missing(target) or target <= 0 or row["closed"]:
        return None
    return float(100 * value / target)


def _end_cell(field: str) -> Any:
    def cell(row: Row, _: Language) -> Cell:
        value = _of_plan(row, field)
        return Cell(MISSING) if value is None else percent_cell(value, MISSING)

    return cell


BAR_COLUMNS: tuple[Column[Any], ...] = (
    Column("name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name"),
    Column(
        "pct_of_plan",
        "% of plan",
        lambda row, _: percent_cell(row["pct_of_plan"], MISSING),
        "number",
    ),
    Column("expected_share", "Past years by now", lambda row, _: _share_cell(row), "number"),
    Column("gap", "Gap to the usual pace", _gap_cell, "number"),
    Column("pct_projected", "Projected, % of plan", _end_cell("point"), "number"),
    Column("lo80", "Low end, % of plan", _end_cell("lo80"), "number"),
    Column("hi80", "High end, % of plan", _end_cell("hi80"), "number"),
    Column("judgement", "Assessment", lambda row, lang: lang.say(judged(row))),
)


@dataclass(frozen=True)
class _Panels:
    """Where the two halves of the chart lie, and what their scales reach."""

    names: float
    gap: Field
    end: Field | None
    """Nothing in a closed year, and where nothing is projected."""
    row: float
    below_name: float


def _reach(values: list[float | None], least: float) -> float:
    known = [abs(value) for value in values if value is not None]
    return min(FURTHEST, max([least, *known]) * 1.08)


def _panels(rows: list[Any], width: float, height: float, lang: Language) -> _Panels:
    wide = width >= WIDE * 0.8
    gap = _reach([_gap_or_closed(row) for row in rows], 3.0)
    spread = [_of_plan(row, end) for row in rows for end in ("lo80", "hi80", "point")]
    end = _reach([value - 100 for value in spread if value is not None], 5.0)
    open_year = any(value is not None for value in spread)
    bottom = height - 4
    row = (bottom - HEAD) / max(len(rows), 1)
    longest = max(text_width(_name(row, lang), bold=True) for row in rows) + SHARE - 20
    left = max(width * 0.36, min(longest, width * 0.46)) if row >= ONE_LINE else width * 0.46
    left = left if wide else 46.0
    split = left + (width - left) * (0.42 if open_year else 0.96)
    first = Field(left + 46 * wide, HEAD, split - 52, bottom, -gap, gap, 0, 1)
    second = Field(split + 8, HEAD, width - 62, bottom, 100 - end, 100 + end, 0, 1)
    return _Panels(left, first, second if open_year else None, row, 0.0 if wide else 20.0)


def _gap_or_closed(row: Row) -> float | None:
    """The gap to the pace, in a closed year to the plan itself; none where months are missing."""
    if not row["closed"]:
        return _points(row)
    return None if judged(row) == Verdict.NOT_ASSESSED else float(row["pct_of_plan"]) - 100


def _drawn(rows: list[Any], lang: Language, width: float, height: float) -> Picture:
    picture, panels = Picture(width, height), _panels(rows, width, height, lang)
    closed = bool(rows[0]["closed"])
    head = lang.say("Result against the plan" if closed else "Gap to the usual pace")
    _head(picture, panels.gap, head)
    if panels.end is not None:
        _head(picture, panels.end, lang.say("Year-end against the plan"), 100.0, lang)
    for n, row in enumerate(rows):
        top = HEAD + n * panels.row
        picture.line([(0, top), (width, top)], "grid")
        below = top + panels.below_name + 2
        for half, whole in ((panels.gap, 0.0), (panels.end, 100.0)):
            if half is None:
                continue
            x = half.x(whole)
            picture.line([(x, below), (x, top + panels.row - 1)], "axis")
        _draw_row(picture, panels, row, top, lang)
    return picture


def _head(
    picture: Picture, field: Field, text: str, whole: float = 0.0, lang: Language | None = None
) -> None:
    """The heading of a half and its line at no gap or at the plan."""
    room = field.right - field.left + 56
    lines = wrapped(text, room, most=2)
    low = 14 if lang is not None else HEAD - 12 - LINE * (len(lines) - 1)
    for n, line in enumerate(lines):
        picture.words((field.left - 20, low + LINE * n), line, "tick")
    x = field.x(whole)
    if lang is not None:
        picture.words((x, field.top - 9), lang.percent(whole, 0), "tick", "middle")


def _name(row: Row, lang: Language) -> str:
    return f"{row['indicator']}. {short_name(row, lang)}"


def _draw_row(picture: Picture, panels: _Panels, row: Row, top: float, lang: Language) -> None:
    word = judged(row)
    name = _name(row, lang)
    status = f"{SIGNS[word]} {lang.say(word)}"
    share = telling_percent(row["pct_of_plan"], lang)
    if panels.below_name:
        picture.words((0, top + 17), name, "strong")
        picture.words((picture.width, top + 17), status, look_of("text", word), "end")
        middle = top + 38
        picture.words((0, middle + 4), share, "word")
    else:
        middle, edge = top + panels.row / 2, panels.gap.left - 20 - SHARE
        if panels.row < ONE_LINE:
            line = wrapped(name, edge - text_width(status), most=1)[0]
            picture.words((0, middle + 4), line, "strong")
            picture.words((edge, middle + 4), status, look_of("text", word), "end")
        else:
            room = (panels.names - SHARE + 20) / 1.1  # bold letters are as much wider
            picture.words((0, top + 16), wrapped(name, room, most=1)[0], "strong")
            picture.words((0, top + 32), status, look_of("text", word))
        picture.words((panels.gap.left - 20, middle + 4), share, "word", "end")
    _draw_gap(picture, panels.gap, row, middle, lang)
    if panels.end is not None:
        _draw_end(picture, panels.end, row, middle, lang)


def _draw_gap(picture: Picture, field: Field, row: Row, middle: float, lang: Language) -> None:
    """A bar from no gap to the gap, with its number at its end."""
    gap = _gap_or_closed(row)
    zero = field.x(0)
    if gap is None:
        picture.words((zero + 6, middle + 4), MISSING, "tick")
        return
    end = field.x(min(FURTHEST, max(-FURTHEST, gap)))
    end = min(max(end, field.left - 12), field.right + 8)
    picture.bar(
        min(zero, end), middle - 6, max(abs(end - zero), 1.5), 12, look_of("mark", judged(row))
    )
    label = ("+" if gap > 0 else "") + lang.number(gap, 1)
    picture.words((max(zero, end) + 5, middle + 4), label, "word")


def _draw_end(picture: Picture, field: Field, row: Row, middle: float, lang: Language) -> None:
    """The interval of 80 % as a bar, the projection as a dot, its number at the edge."""
    point, low, high = (_of_plan(row, name) for name in ("point", "lo80", "hi80"))
    if point is None or low is None or high is None:
        return
    left, right, dot = (
        field.x(min(field.x_to, max(field.x_from, value))) for value in (low, high, point)
    )
    word = judged(row)
    picture.bar(left, middle - 4, max(right - left, 1.0), 8, look_of("range", word))
    picture.dot((dot, middle), 5, look_of("mark", word), lang.percent(point))
    picture.words((picture.width, middle + 4), lang.percent(point), "strong", "end")


def plan_bars(table: pd.DataFrame, lang: Language) -> Figure | Prose:
    """Every amount's gap to the pace of past years, and its year-end against the plan.

    The gravest comes first.
    """
    rows = table[(table["measure"].isin(ADDING)) & table["pct_of_plan"].notna()]
    if rows.empty:
        empty = lang.say(
            "No amount has both a target and a figure yet, so there are no bars to show."
        )
        return Prose((empty,), "note")
    if "chance" not in rows:
        rows = rows.assign(chance=float("nan"))
    rows = gravest_first(rows)
    shown_rows = list(records(rows))

    def draw(width: float = WIDE, height: float = 0) -> Picture:
        row = ROW if width >= WIDE * 0.8 else NARROW_ROW
        whole, least = (HEAD + one * len(shown_rows) + 4 for one in (row, LEAST_ROW))
        return _drawn(shown_rows, lang, width, max(height or whole, least))

    words = "; ".join(
        f"{lang.pick(row, 'name')}: {lang.percent(row['pct_of_plan'])} ({lang.say(judged(row))})"
        for row in shown_rows
    )
    return Figure(
        "plan",
        draw,
        plan_title(rows, lang),
        lang.say("Bar chart of percent of plan. {told}.", told=words),
        caption(rows, lang),
        Sheet.of("plan", "Numbers of this figure", BAR_COLUMNS, rows, lang),
        lang.say("Numbers of this figure"),
        sentences.demo_mark(rows, lang),
        plan_subtitle(rows, lang),
    )


def plan_subtitle(rows: pd.DataFrame, lang: Language) -> str:
    """What the two halves measure."""
    if bool(rows["closed"].iloc[0]):
        return lang.say("Percentage points between the year's result and its plan.")
    if "point" not in rows or rows["point"].isna().all():
        return lang.say(
            "Percentage points between what is done and what past years had done by then."
        )
    return lang.say(
        "Left: percentage points between what is done and what past years had done by then. "
        "Right: projected year-end in % of the plan, bar: 8 of 10 likely ends."
    )


def plan_title(rows: pd.DataFrame, lang: Language) -> str:
    """How many amounts are not safe, and the gravest by name where there is room."""
    first = next(iter(records(rows)))
    if len(rows) == 1:
        name, word = short_name(first, lang), lang.say(judged(first))
        share = telling_percent(first["pct_of_plan"], lang)
        return first_fitting(
            lang.say("{name}: {pct} of plan ({word})", name=name, pct=share, word=word)
        )
    behind = int(rows.apply(judged, axis=1).isin(BAD).sum())
    if bool(rows["closed"].iloc[0]):
        title = lang.count(
            "{behind} of {n} amount did not reach its target",
            "{behind} of {n} amounts did not reach their targets",
            len(rows),
            behind=behind,
        )
    else:
        title = lang.count(
            "{behind} of {n} amount is at risk, behind or missed",
            "{behind} of {n} amounts are at risk, behind or missed",
            len(rows),
            behind=behind,
        )
    if not behind:
        return lang.say("No amount is at risk, behind or missed")
    gravest = lang.say(
        "{name} is the gravest; {finding}", name=short_name(first, lang), finding=title
    )
    at_end = _of_plan(first, "point")
    reached = first["pct_of_plan"] if at_end is None else at_end
    facts = {"name": short_name(first, lang), "pct": telling_percent(reached, lang)}
    shorter = (
        lang.say("The gravest: {name}, {pct} of plan", **facts)
        if at_end is None
        else lang.say("The gravest: {name}, projected at {pct} of plan", **facts)
    )
    return first_fitting(gravest, shorter, title)
