"""The columns of a body by what stands in them and above them, and the body they become."""

from collections import Counter
from dataclasses import dataclass, field

from hbanalysis.intake.files.cells import SheetCells
from hbanalysis.intake.files.normalisations import Normalisation
from hbanalysis.intake.workbook import marks
from hbanalysis.intake.workbook.finding_tables import Block
from hbanalysis.intake.workbook.headers import Header
from hbanalysis.intake.workbook.row_classes import is_number, is_year
from hbanalysis.vocabulary.errors import Finding


@dataclass
class Columns:
    """The parts that the columns of a body play."""

    labels: list[int]
    order: int | None
    values: list[int]
    texts: list[int]
    outside: list[int]
    years: int | None = None


@dataclass
class Body:
    """A body as read: one entry per row in each list; `values` and `texts` by column number.

    `row_units` are units that a heading above the row gives, `units` those that single cells say.
    """

    labels: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    label_columns: list[int] = field(default_factory=list)
    values: dict[int, list[float]] = field(default_factory=dict)
    texts: dict[int, list[str]] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    changed: list[tuple[str, str, str, str]] = field(default_factory=list)
    row_units: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    refused: dict[int, Finding] = field(default_factory=dict)

    def drop_last(self) -> None:
        """Take back the cells of a row that turned out to be no row of the table."""
        for numbers in self.values.values():
            numbers.pop()
        for words in self.texts.values():
            words.pop()


@dataclass
class _Counts:
    """How many numbers, texts and years a body has in each column.

    `coded` are numbers behind which the row's label stands: codes, not values.
    """

    numbers: Counter[int] = field(default_factory=Counter)
    texts: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    coded: Counter[int] = field(default_factory=Counter)


def _count(grid: SheetCells, block: Block) -> _Counts:
    counts = _Counts()
    for row in block.body:
        codes: list[int] = []
        for column, value in grid.rows[row]:
            # A date or a boolean stands where a number ought to.
            if is_number(value) or type(value) is not str:
                counts.numbers[column] += 1
                if column < block.border:
                    counts.years[column] += is_year(value)
                    codes.append(column)
            elif not marks.is_placeholder(value):
                counts.texts[column] += 1
                if column < block.border:
                    counts.years[column] += marks.is_year_text(value)
                    counts.coded.update(codes)
                    codes = []
    return counts


def find_columns(grid: SheetCells, block: Block, header: Header) -> Columns:
    """Sort the columns of a body by what stands in them and above them."""
    counts = _count(grid, block)
    numbers, texts = counts.numbers, counts.texts
    seen = sorted({*numbers, *texts})
    used = [c for c in seen if c <= block.edge]
    if not used:
        return Columns([], None, [], [], seen)
    first_text = min((c for c in texts if c <= block.edge), default=-1)
    first = next(
        (
            c
            for c in used
            if c > max(first_text, used[0])
            and numbers[c] > texts[c]
            and 2 * counts.coded[c] <= numbers[c]
        ),
        used[0] + 1,
    )
    left = _left_side([c for c in used if c < first], counts, header)
    if left.years is not None and not _year_is_needed(grid, block, left):
        left.years, left.order = None, left.years if left.order is None else left.order
    right = sorted(
        {c for c in used if c >= first} | {c for c in header.own if first <= c <= block.edge}
    )
    headed = [c for c in right if c in header.parts]
    last = max(headed, default=right[-1] if right else first)
    # A nameless column that is mostly empty is a spacer into which something fell.
    stray = {
        c
        for c in right
        if headed and c not in header.parts and (c > last or 2 * numbers[c] < len(block.body))
    }
    return Columns(
        labels=left.labels,
        order=left.order,
        values=[c for c in right if c not in stray and numbers[c] >= texts[c]],
        texts=left.side + [c for c in right if c not in stray and numbers[c] < texts[c]],
        outside=sorted(stray) + [c for c in seen if c > block.edge],
        years=left.years,
    )


@dataclass
class _Left:
    """The columns left of the numbers.

    They hold labels, running numbers, years (once per block of months), and texts such as the unit
    of measure.
    """

    labels: list[int] = field(default_factory=list)
    order: int | None = None
    years: int | None = None
    side: list[int] = field(default_factory=list)


def _left_side(columns: list[int], counts: _Counts, header: Header) -> _Left:
    left = _Left()
    for position, column in enumerate(columns):
        name = marks.plain(header.name(column))
        numbers, only = counts.numbers[column], not counts.texts[column]
        years = 0 < counts.years[column] == numbers + counts.texts[column]
        if years and not left.labels and left.years is None and name not in _ORDERS:
            if any(_may_be_labels(c, counts, header) for c in columns[position + 1 :]):
                left.years = column
            else:
                left.labels.append(column)
            continue
        is_order = name in _ORDERS or (
            bool(numbers) and only and (not left.labels or counts.coded[column] > 0)
        )
        if left.order is None and is_order and len(columns) > 1:
            left.order = column
        elif left.labels and (
            name.startswith(UNITS) or (name and name != marks.plain(header.name(left.labels[0])))
        ):
            left.side.append(column)
        else:
            left.labels.append(column)
    if not left.labels:
        return _Left(columns[:1], side=left.side)
    return left


UNITS = ("don vi", "dvt", "unit")
"""How the header of a column begins that gives the unit of each row."""


def _may_be_labels(column: int, counts: _Counts, header: Header) -> bool:
    """Whether a column has words that are no units."""
    name = marks.plain(header.name(column))
    return counts.texts[column] > 0 and not name.startswith(UNITS) and name not in _ORDERS


def _year_is_needed(grid: SheetCells, block: Block, left: _Left) -> bool:
    """Whether a column of years tells rows apart: once per block, or where labels repeat."""
    labels = [
        value
        for row in block.body
        for column, value in grid.rows[row]
        if column == left.labels[0] and type(value) is str
    ]
    years = sum(column == left.years for row in block.body for column, _ in grid.rows[row])
    return years < len(labels) or len(set(labels)) < len(labels)


_ORDERS = ("tt", "stt", "so tt", "ma so", "#")


def grouped(sheet: str, changes: list[tuple[str, str, str, str]]) -> list[Normalisation]:
    """One line per rule, in order of appearance.

    There is one per cell where the value itself was read from a text.
    """
    lines: dict[object, list[tuple[str, str, str]]] = {}
    for number, (rule, cell, before, after) in enumerate(changes):
        key = (rule, number) if rule == "text-number" else (rule, before, after)
        lines.setdefault(key, []).append((cell, before, after))
    return [
        Normalisation(key[0], sheet, tuple(cell for cell, _, _ in group), group[0][1], group[0][2])  # type: ignore[index]
        for key, group in lines.items()
    ]
