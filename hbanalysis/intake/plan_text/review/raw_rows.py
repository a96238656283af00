"""The rows of the raw tables that a confirmed review brings."""

from __future__ import annotations

from dataclasses import dataclass, field

from hbanalysis.intake.plan_text.review.entries import Entry, Review

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
            made.add("indicators", entry, _indicator(entry))
        row = _target if entry["kind"] == "P" else _result
        made.add("targets" if entry["kind"] == "P" else "results_stated", entry, row(review, entry))
    return made


def _locator(entry: Entry) -> str:
    """Where the words stand: clause, line and letters of the text."""
    line, _, letters = entry["place"].partition(":")
    parts = [entry["clause"], f"dòng {line}" if line else "", f"chữ {letters}" if letters else ""]
    return ", ".join(part for part in parts if part)


def _indicator(entry: Entry) -> dict[str, str]:
    decimals = len(entry["value"].partition(".")[2])
    return {
        "indicator": entry["indicator"],
        "parent": entry["parent"],
        "parent_basis": "stated" if entry["parent"] else "",
        "clause": entry["clause"],
        "group": entry["group"],
        "name_vi": entry["name"],
        "unit": entry["unit"],
        "measure": entry["measure"],
        "direction": entry["direction"],
        "decimals": str(decimals),
        "cadence": entry["cadence"],
        "judgeable": "M12",
    }


def _cited(review: Review) -> dict[str, str]:
    return {
        "territory": review.facts["territory"],
        "source": review.facts["source"],
        "document": review.facts["document"],
    }


def _target(review: Review, entry: Entry) -> dict[str, str]:
    ranged = bool(entry["value_high"])
    note = "" if entry["comparator_stated"] or entry["comparator"] == "done" else ASSUMED
    return _cited(review) | {
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
