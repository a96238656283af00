"""What the rules look at: all tables side by side, and how a rule names a cell of a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.intake.observations.arrays import ObservationArrays, codes, mixed_radix, picture
from hbanalysis.intake.observations.reconciliation import printed_together
from hbanalysis.intake.raw.cell_rules import cell_address, period_of
from hbanalysis.intake.raw.dated_rules import Rules, default_rules
from hbanalysis.intake.raw.raw_tables import FILE, ROW
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary.errors import Finding, Level


@dataclass(frozen=True)
class Tables:
    """The typed tables of a workspace by name, each file's columns, and the day of the check."""

    by_name: dict[str, pd.DataFrame]
    headers: dict[str, list[str]] = field(default_factory=dict)
    today: str = field(default_factory=lambda: date.today().isoformat())  # noqa: DTZ011 - the office's own day
    rules: Rules = field(default_factory=default_rules)
    unread: dict[str, pd.DataFrame] = field(default_factory=dict)
    """Of each table the rows left out because a cell cannot be read, as they were written."""

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.by_name[name]

    @cached_property
    def key_order(self) -> tuple[np.ndarray, np.ndarray]:
        """The order of the observations by their key, and the key of each row as a number."""
        table = self.by_name["observations"]
        number = mixed_radix([codes(table[name]) for name in SCHEMAS["observations"].key])
        return np.argsort(number, kind="stable"), number

    @cached_property
    def picture(self) -> ObservationArrays:
        """The observations as they are known now: one number for each cell, in order of time."""
        return picture(self.by_name["observations"], self.by_name["indicators"])

    @cached_property
    def printed_together(self) -> pd.DataFrame:
        """Months printed on one day with their year-to-date."""
        return printed_together(self.by_name["observations"], self.picture)

    def told(
        self,
        name: str,
        row: Any,
        cell: str,
        level: Level,
        rule: str,
        template: str,
        /,
        **facts: object,
    ) -> Finding:
        """A finding about one cell of one row of a table."""
        file = str(row[FILE])
        columns = self.headers.get(file, SCHEMAS[name].names)
        address = cell_address(
            columns if cell in columns else SCHEMAS[name].names, cell, int(row[ROW])
        )
        return Finding(
            level,
            rule,
            file,
            address,
            template,
            facts,
            str(row.get("territory", "")),
            str(row.get("indicator", "")),
            period_of(row),
            str(row.get("published", "")),
        )

    def observed(
        self, position: int, cell: str, level: Level, rule: str, template: str, /, **facts: object
    ) -> Finding:
        """A finding about one observation, by its position in the table."""
        return self.told(
            "observations",
            self.by_name["observations"].iloc[position],
            cell,
            level,
            rule,
            template,
            **facts,
        )


Rule = Callable[[Tables], list[Finding]]
