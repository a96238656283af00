"""People, households, schools, visits: half of one does not exist."""

from __future__ import annotations

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.quantities import counted_in_wholes
from hbanalysis.vocabulary.rows import records

COUNTED = ("flow", "stock", "cap", "per_ward", "milestone", "rank")
"""The kinds whose values are counts where their unit is; averages and shares of a count are not."""


def counts_not_whole(tables: Tables) -> list[Finding]:
    """A fraction of what is counted in wholes: a thousands mark read as a decimal point, mostly."""
    listed = tables["indicators"].drop_duplicates("indicator").set_index("indicator")
    kinds = listed[listed["measure"].isin(COUNTED) & (listed["decimals"] == 0)]
    units = {code: unit for code, unit in kinds["unit"].items() if counted_in_wholes(str(unit))}
    findings = []
    for name in ("observations", "targets"):
        table = tables[name]
        own = table[table["indicator"].isin(set(units)) & (table["value"] % 1 > 0)]
        findings += [
            tables.told(
                name,
                row,
                "value",
                "warning",
                "count-not-whole",
                "{found} is no whole number, but this is counted in whole {unit}; is it"
                " {expected}?",
                found=row["value"],
                unit=units[row["indicator"]],
                expected=round(1000 * row["value"], 6),
            )
            for row in records(own)
        ]
    return findings
