"""The rows of the raw tables that a confirmed review brings."""

from __future__ import annotations

from dataclasses import dataclass, field

from hbanalysis.intake.plan_text.review.entries import Entry, Review
from hbanalysis.intake.plan_text.review.fields import TERM_KINDS

ASSUMED = "không nêu trong văn bản; người duyệt chọn"
TABLES = ("indicators", "targets", "results_stated", "scoreboard_stated")


@dataclass
class RawRows:
    """Rows by table, each with the line of the review it comes from."""

    rows: dict[str, list[dict[str, str]]] = field(
        default_factory=lambda: {name: [] for name in TABLES}
    )
    lines: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def add(self, table: str, entry: Entry, row: dict[str, str]) -> None:
        """One more row of a table."""
        self.rows[table].append(row)
        self.lines[table].append(entry.line)


def raw_rows(review: Review, known: set[str]) -> RawRows:
    """All rows of a review; indicators only for codes that are not ``known``."""
    made = RawRows()
    listed = set(known)
    for entry in review.entries:
        if entry["kind"] == "S":
            made.add("scoreboard_stated", entry, _scoreboard(review, entry))
            continue
        if entry["indicator"] not in listed:
            listed.add(entry["indicator"])
            made.add("indicators", entry, _indicator(_describing(review, entry)))
        row = _target if entry["kind"] == "P" else _result
        made.add("targets" if entry["kind"] == "P" else "results_stated", entry, row(review, entry))
    return made


def _describing(review: Review, entry: Entry) -> Entry:
    """The row that says what an indicator is: that of its target, when it has one."""
    alike = (one for one in review.entries if one["indicator"] == entry["indicator"])
    return next((one for one in alike if one["kind"] == "P"), entry)


def _locator(entry: Entry) -> str:
    """Where the words stand: clause, line and letters of the text."""
    line, _, letters = entry["place"].partition(":")
    parts = [entry["clause"], f"dòng {line}" if line else "", f"chữ {letters}" if letters else ""]
    return ", ".join(part for part in parts if part)


def _indicator(entry: Entry) -> dict[str, str]:
    decimals = len(entry["value"].partition(".")[2])
    measure, averaged = TERM_KINDS.get(entry["measure"], (entry["measure"], ""))
    together = {"averaged": averaged} if averaged else {}
    return together | {
        "indicator": entry["indicator"],
        "parent": entry["parent"],
        "parent_basis": _basis(entry),
        "clause": entry["clause"],
        "group": entry["group"],
        "name_vi": entry["name"],
        "unit": entry["unit"],
        "measure": measure,
        "direction": entry["direction"],
        "decimals": str(decimals),
        "cadence": entry["cadence"],
        "judgeable": "M12",
    }


def _basis(entry: Entry) -> str:
    """A "trong đó" is stated; that a target of a term is measured by another's figures is not."""
    if not entry["parent"]:
        return ""
    return "inferred" if entry["measure"] in TERM_KINDS else "stated"


def _cited(review: Review) -> dict[str, str]:
    return {
        "territory": review.facts["territory"],
        "source": review.facts["source"],
        "document": review.facts["document"],
    }


def _target(review: Review, entry: Entry) -> dict[str, str]:
    ranged = bool(entry["value_high"])
    note = "" if entry["comparator_stated"] or entry["comparator"] == "done" else ASSUMED
    term = {"first_year": entry["first_year"]} if entry["first_year"] else {}
    return (
        _cited(review)
        | term
        | {
            "indicator": entry["indicator"],
            "year": entry["year"],
            "value": entry["value"],
            "value_high": entry["value_high"],
            "unit": entry["unit"],
            "comparator_stated": entry["comparator_stated"],
            "comparator": "=" if ranged else entry["comparator"],
            "plan": review.facts["plan"],
            "decided": review.facts["decided"],
            "locator": _locator(entry),
            "note": "; ".join(part for part in (note, f"“{entry['quote']}”") if part),
            "basis": "stated",
        }
    )


def _result(review: Review, entry: Entry) -> dict[str, str]:
    estimate = " ước " in f" {entry['quote'].lower()} "
    pct = entry["printed_pct"]
    return _cited(review) | {
        "indicator": entry["indicator"],
        "year": entry["year"],
        "value": entry["value"],
        "plan": entry["plan_value"],
        "stated_pct": pct,
        "stated_pct_text": f"{pct.replace('.', ',')}%" if pct else "",
        "status": "estimate" if estimate else "",
        "published": review.facts["decided"],
        "locator": _locator(entry),
    }


def _scoreboard(review: Review, entry: Entry) -> dict[str, str]:
    word = entry["name"].removeprefix("Chỉ tiêu ").strip()
    return _cited(review) | {
        "year": entry["year"],
        "word": word,
        "count": entry["value"],
        "total": entry["plan_value"],
        "locator": _locator(entry),
    }
