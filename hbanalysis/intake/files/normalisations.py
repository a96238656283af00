"""What the reader changed while reading (normalisations), and files that it cannot read at all."""

from __future__ import annotations

from dataclasses import dataclass

from hbanalysis.vocabulary.errors import Finding, HbaError


@dataclass(frozen=True)
class Normalisation:
    """One thing that was changed while reading: the rule, the cells, before and after.

    For a group of cells, before and after are one example.

    >>> str(Normalisation("tcvn3", "S", ("A1", "A2"), "Tæng sè", "Tổng số"))
    'S!A1 and 1 more: “Tæng sè” became “Tổng số” (tcvn3)'
    """

    rule: str
    sheet: str
    cells: tuple[str, ...]
    before: str
    after: str

    def __str__(self) -> str:
        more = f" and {len(self.cells) - 1} more" if len(self.cells) > 1 else ""
        return (
            f"{self.sheet}!{self.cells[0]}{more}: “{self.before}” became “{self.after}”"
            f" ({self.rule})"
        )


class Unreadable(HbaError):
    """The file as a whole cannot be read; ``finding`` says why.

    >>> raise Unreadable(
    ...     Finding(
    ...         "error", "lock-file", "~$a.xlsx", "", "Close Excel and deliver the workbook itself."
    ...     )
    ... )
    Traceback (most recent call last):
    ...
    hbanalysis.intake.files.normalisations.Unreadable: Close Excel and deliver the
    workbook itself.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.template, **finding.facts)
        self.finding = finding
