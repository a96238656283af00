"""Describe the raw tables in `data/raw/datapackage.json`: title, source, licence, schema of each.

    python scripts/make_datapackage.py [--raw data/raw]

The words are in this file; bytes, fingerprints and the order of columns are read from the tables. A
table or a column that has no words here is an error, so that nothing enters `data/raw` without
saying what it is. No time stamp: the same tables give the same file.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from rawtables import RAW

RESOLUTION = {
    "title": "Nghị quyết Hội nghị lần thứ 21 Ban Chấp hành Đảng bộ quận Hồng Bàng khóa XXIII, 13/12/2023",
}
STATISTICS = {
    "title": "Tổng cục Thống kê, báo cáo tình hình kinh tế - xã hội hằng tháng",
    "path": "https://www.gso.gov.vn",
}
PAGES = {"title": "Public pages of statistics offices and the press, named in every row"}
UNITS = {
    "title": "Public lists of administrative units, as collected in the package vietnamadminunits 1.0.4",
}
PROJECT = {"title": "hbanalysis"}
LICENCES = {
    "ours": {"name": "MIT", "title": "Compiled by the project"},
    "resolution": {
        "name": "notspecified",
        "title": "Figures of a public document, cited as its source",
    },
    "statistics": {
        "name": "notspecified",
        "title": "Public statistics of the General Statistics Office, to be cited",
    },
    "units": {"name": "notspecified", "title": "Facts of public lists, to be cited"},
    "pages": {"name": "notspecified", "title": "Figures of public pages, each cited by its page"},
}


@dataclass(frozen=True)
class Words:
    """What a person should know about one table."""

    title: str
    description: str
    sources: tuple[dict[str, str], ...]
    licences: tuple[str, ...]
    key: tuple[str, ...]


TABLES = {
    "crosswalk.csv": Words(
        "Bridges over the change of territories of 1 July 2025",
        "What became of the old communes, wards and provinces of Hải Phòng: whole units with a share of 1, divided "
        "ones with an interval (the public lists give no shares).",
        (UNITS,),
        ("units",),
        ("from", "to", "date"),
    ),
    "events.csv": Words(
        "Breaks and shocks",
        "Declared breaks of comparability and known shocks; an empty indicator means all of them.",
        (PROJECT,),
        ("ours",),
        ("date", "territory", "kind"),
    ),
    "indicators.csv": Words(
        "Indicators of 2024",
        "The 26 atomic indicators of the resolution of 2024, the combined 11, and public series: investment (PI), "
        "retail (RT), revenue and its lines (BR), job placement and its parts (JB, JR). "
        "Owners and definitions are our assumptions.",
        (RESOLUTION, PROJECT),
        ("ours", "resolution"),
        ("indicator",),
    ),
    "phasing.csv": Words(
        "Phasing of plans",
        "How a plan divides over its year: cumulative percent of the target by month.",
        (PROJECT,),
        ("ours",),
        ("territory", "indicator", "year", "period"),
    ),
    "requests.csv": Words(
        "Questions to departments",
        "What was asked of whom and by when: missing figures, targets that need a measure (hba request).",
        (PROJECT,),
        ("ours",),
        ("request",),
    ),
    "answers.csv": Words(
        "Answers of departments",
        "What came back, with the key of its question (hba answer).",
        (PROJECT,),
        ("ours",),
        ("request", "answered"),
    ),
    "scenarios.csv": Words(
        "Growth scenarios",
        "Amounts or growth that an authority wants by month or quarter, dated; a later row replaces an earlier one.",
        (PROJECT,),
        ("ours",),
        ("territory", "indicator", "period", "kind", "plan", "decided"),
    ),
    "remedies.csv": Words(
        "Proposed remedies",
        "What the office proposes for an indicator at risk, behind or missed; printed in the sheet of remedies.",
        (PROJECT,),
        ("ours",),
        ("territory", "indicator", "period"),
    ),
    "steps.csv": Words(
        "Steps of milestones",
        "The dated steps by which a milestone is reached, with the day on which each was done.",
        (PROJECT,),
        ("ours",),
        ("territory", "indicator", "year", "step"),
    ),
    "results_stated.csv": Words(
        "Results as stated",
        "What section I of the resolution prints for 2023, percentages as printed, contradictions kept; and the "
        "percentages of further plans that public pages print beside Hải Phòng's revenue.",
        (RESOLUTION, PAGES),
        ("resolution", "pages"),
        ("territory", "indicator", "year"),
    ),
    "scoreboard_stated.csv": Words(
        "Scoreboard of 2023 as stated",
        "How many of 16 targets the resolution counts as exceeded, met and not assessed.",
        (RESOLUTION,),
        ("resolution",),
        ("territory", "year", "word"),
    ),
    "targets.csv": Words(
        "Targets",
        "Targets of Hồng Bàng for 2024 as printed, plans of Hải Phòng's revenue and Hà Nội's jobs as printed or "
        "implied, and dated annual investment plans implied by the printed % of plan.",
        (RESOLUTION, PAGES, STATISTICS),
        ("resolution", "pages", "statistics"),
        ("territory", "indicator", "year", "decided"),
    ),
    "territories.csv": Words(
        "Territories",
        "The district, its nine wards of 2024, the city before and since 1 July 2025 with its 114 communes, wards and "
        "special zones and the 374 units they were made of, provinces, and the three budget levels as "
        "pseudo-territories.",
        (PROJECT, UNITS),
        ("ours", "units"),
        ("territory",),
    ),
    "observations/hong-bang-demo.csv": Words(
        "Demonstration figures of Hồng Bàng 2020-2024 (số liệu minh họa)",
        "INVENTED monthly, quarterly and event figures made by scripts/make_demo.py; every row says source = demo.",
        (PROJECT,),
        ("ours",),
        ("territory", "indicator", "period", "published"),
    ),
    "observations/hai-phong-revenue.csv": Words(
        "State budget revenue of Hải Phòng and its lines, 2018-2026",
        "Every print of a figure on a public page: total, domestic, customs and some lines; months and years to date.",
        (PAGES,),
        ("pages",),
        ("territory", "indicator", "period", "accumulation", "published"),
    ),
    "observations/job-placement.csv": Words(
        "Job placement of Hà Nội and its parts, 2018-2025",
        "Every print of a figure on a public page; a few figures of Hải Phòng.",
        (PAGES,),
        ("pages",),
        ("territory", "indicator", "period", "accumulation", "published"),
    ),
    "transcripts/hai-phong-revenue.csv": Words(
        "Transcript: what public pages print about Hải Phòng's revenue",
        "One row for each print, with its page, plans and percentages; read by scripts/make_transcribed_series.py.",
        (PAGES,),
        ("pages",),
        ("territory", "indicator", "period"),
    ),
    "transcripts/job-placement.csv": Words(
        "Transcript: what public pages print about job placement",
        "One row for each print, with its page, plans and percentages; rows that are not used say why.",
        (PAGES,),
        ("pages",),
        ("territory", "indicator", "period"),
    ),
    "observations/public-investment.csv": Words(
        "Investment realised from the state budget, monthly, 2012-2025",
        "Nine provinces and three budget levels, every printed vintage: estimate, next month's revision, year to date.",
        (STATISTICS,),
        ("statistics",),
        ("territory", "indicator", "period", "accumulation", "published"),
    ),
    "observations/retail-viet-nam.csv": Words(
        "National retail sales and consumer services, monthly, 2012-2025",
        "Estimate, next month's revision and year to date as printed, with the printed index on the same period.",
        (STATISTICS,),
        ("statistics",),
        ("territory", "indicator", "period", "accumulation", "published"),
    ),
}

# Column -> type, description, allowed values.
FIELDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "accumulation": (
        "string",
        "The period alone, or January to the period's end",
        ("month", "ytd"),
    ),
    "cadence": ("string", "How often it is reported", ("month", "quarter", "event", "year")),
    "calendar": ("string", "Calendar month, or the 15th to the 14th", ("month", "15-14")),
    "clause": ("integer", "Clause of the resolution; empty for public series", ()),
    "comparator": (
        "string",
        "The comparator a value is judged by",
        (">=", "<=", "=", "done", "every"),
    ),
    "comparator_stated": ("string", "The words as printed; empty if the text has none", ()),
    "count": ("integer", "How many targets carry this word", ()),
    "date": ("date", "The day it took effect", ()),
    "decided": ("date", "The day the target was decided or first implied in print", ()),
    "decimals": ("integer", "Decimals shown", ()),
    "definition": ("string", "One sentence, ours, Vietnamese", ()),
    "definition_en": ("string", "The same sentence in English", ()),
    "denominator": ("number", "Denominator of a ratio", ()),
    "derived": ("string", "How the value follows from parts", ("sum_of_parts",)),
    "direction": ("string", "Which way is better", ("higher", "lower")),
    "group": (
        "string",
        "Section of the resolution, or public statistics",
        ("economy", "government", "party", "statistics"),
    ),
    "indicator": ("string", "Code of the indicator", ()),
    "judgeable": (
        "string",
        "When it can be judged: M and a month, or N and a month of the next year",
        (),
    ),
    "kind": ("string", "What sort of event", ("break", "shock", "one-off")),
    "label_en": ("string", "Label in English", ()),
    "widens": ("number", "How many times wider a declared shock makes the bands of its year", ()),
    "label_vi": ("string", "Label in Vietnamese", ()),
    "level": (
        "string",
        "Administrative level",
        (
            *("country", "budget_level", "province", "district"),
            *("ward", "commune", "township", "special zone"),
        ),
    ),
    "locator": ("string", "Where in the source: clause, or file, series, month and column", ()),
    "measure": (
        "string",
        "How it accumulates",
        ("flow", "stock", "ratio", "rank", "milestone", "cap", "per_ward"),
    ),
    "name_en": ("string", "Name in English", ()),
    "name_vi": ("string", "Name in Vietnamese", ()),
    "note": ("string", "What the reader should know about this value", ()),
    "numerator": ("number", "Numerator of a ratio", ()),
    "owner": ("string", "Department that answers for it (our assumption)", ()),
    "parent": ("string", "What it is a part of", ()),
    "parent_basis": ("string", "Whether the text says so or we read it so", ("stated", "inferred")),
    "period": ("yearmonth", "The month, or the last month of the year to date", ()),
    "doubtful": ("string", "Percentages of this row from which no plan is inferred", ()),
    "left_out": ("string", "Why the row is not used; empty for a row that is", ()),
    "page": ("string", "The page that prints it", ()),
    "pct_of_plan": ("string", "% of the plan judged first, the characters in machine decimals", ()),
    "pct_of_central_plan": ("string", "% of the plan of the centre", ()),
    "pct_of_stretch_plan": ("string", "% of the plan striven for (phấn đấu)", ()),
    "pct_of_scenario": ("string", "% of the growth scenario", ()),
    "pct_of_same_period": ("string", "% of the same period last year, growth plus 100", ()),
    "plan_name": ("string", "The plan or scenario that a percentage is of", ()),
    "plan_printed": ("string", "The year's plan printed beside the figure", ()),
    "published_basis": (
        "string",
        "Whether the day is printed, or the latest the source allows",
        ("printed", "bound"),
    ),
    "qualifier": (
        "string",
        "The number is rounded: more than it, nearly it",
        ("over", "nearly", "about"),
    ),
    "plan": ("string", "The authority or plan that set it", ()),
    "basis": (
        "string",
        "Stated by a document, or implied by printed percentages",
        ("stated", "implied"),
    ),
    "accrues": ("string", "Whether a ratio is worked off through the year", ("yes", "no")),
    "unit_en": ("string", "Unit in English", ()),
    "short_vi": ("string", "What people call it in Vietnamese", ()),
    "short_en": ("string", "What people call it in English", ()),
    "plan_word_vi": ("string", "What its plan is called in Vietnamese; empty: kế hoạch", ()),
    "plan_word_en": ("string", "What its plan is called in English; empty: plan", ()),
    "projectable": ("string", "Whether a year-end projection makes sense", ("yes", "weak", "no")),
    "projected_as": ("string", "The kind of flow, where it is known", ("investment", "other")),
    "published": ("date", "The day this value came out", ()),
    "source": ("string", "The document; demo for invented figures", ()),
    "stated_pct": ("number", "% of plan as printed, in machine decimals", ()),
    "stated_pct_of_plan": ("number", "% of the annual plan as printed", ()),
    "stated_pct_of_same_period": (
        "number",
        "% of the same period last year as printed, growth plus 100",
        (),
    ),
    "stated_pct_text": ("string", "% of plan, the characters as printed", ()),
    "status": ("string", "Status of the number", ("estimate", "preliminary", "final")),
    "share": ("number", "Percent of the year's target planned from January to then", ()),
    "from": ("string", "Territory that was divided or merged", ()),
    "to": ("string", "Territory that received it", ()),
    "share_low": ("number", "Least share of the old territory that went there", ()),
    "share_high": ("number", "Most that can have gone there", ()),
    "official_code": ("string", "Code in the public list of administrative units", ()),
    "text": ("string", "What the office proposes", ()),
    "value_high": ("number", "Upper end of a range, included", ()),
    "due": ("date", "The day by which a milestone is due", ()),
    "successor": ("string", "The territory that follows it", ()),
    "territory": ("string", "Code of the territory", ()),
    "total": ("integer", "Of how many", ()),
    "unit": ("string", "Unit", ()),
    "valid_from": ("date", "First day; empty if not in our sources", ()),
    "valid_to": ("date", "Last day; empty if open", ()),
    "value": ("number", "The value; empty where the text gives none", ()),
    "word": ("string", "The verdict as printed", ()),
    "year": ("integer", "Calendar year", ()),
}
IN_CROSSWALK = {
    "basis": ("string", "Whole, or what the share of a part is measured by", ("whole", "part")),
    "date": ("date", "First day on which the new territory counts", ()),
}
PLAN_IN_RESULTS = ("number", "The plan beside the result, where printed", ())
IN_TRANSCRIPTS = {
    "accumulation": (
        "string",
        "Month, year to date, or a plan and whose",
        ("month", "ytd", "plan", "central plan", "stretch plan", "quarter"),
    ),
    "indicator": ("string", "Code of the indicator; the printed words where it has none", ()),
    "period": ("string", "The month or the year as printed", ()),
    "published": ("string", "The day, month or year that the page prints", ()),
}


def field(column: str, table: str, required: bool) -> dict[str, object]:
    """One column's type, meaning and constraints."""
    numeric_plan = column == "plan" and table == "results_stated.csv"
    meaning = FIELDS.get(column, ("", "", ()))
    if table == "crosswalk.csv":
        meaning = IN_CROSSWALK.get(column, meaning)
    if table.startswith("transcripts/"):
        meaning = IN_TRANSCRIPTS.get(column, meaning)
    kind, description, allowed = PLAN_IN_RESULTS if numeric_plan else meaning
    if not kind:
        raise SystemExit(
            f"no description in make_datapackage.py for the column {column} of {table}"
        )
    constraints: dict[str, object] = {"required": True} if required else {}
    if allowed:
        constraints["enum"] = list(allowed)
    found: dict[str, object] = {"name": column, "type": kind, "description": description}
    return found | ({"constraints": constraints} if constraints else {})


def resource_name(table: str) -> str:
    """A name of its own for each table: a transcript is called like its observations otherwise."""
    name = Path(table).stem.replace("_", "-")
    return f"transcript-{name}" if table.startswith("transcripts/") else name


def resource(raw: Path, table: str) -> dict[str, object]:
    """One table: its words, its bytes and fingerprint, its columns in their order."""
    words, content = TABLES[table], (raw / table).read_bytes()
    columns = next(csv.reader(content.decode("utf-8").splitlines()))
    required = (set(words.key) | {"unit", "source"}) & set(columns)
    return {
        "profile": "tabular-data-resource",
        "name": resource_name(table),
        "path": table,
        "title": words.title,
        "description": words.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "sources": list(words.sources),
        "licenses": [LICENCES[name] for name in words.licences],
        "schema": {"fields": [field(column, table, column in required) for column in columns]},
    }


def package(raw: Path) -> dict[str, object]:
    """All tables found under `raw`, each of which must have its words above."""
    found = {path.relative_to(raw).as_posix() for path in raw.rglob("*.csv")}
    if unknown := sorted(found - set(TABLES)):
        raise SystemExit(f"no description in make_datapackage.py for: {', '.join(unknown)}")
    return {
        "profile": "tabular-data-package",
        "name": "hbanalysis-raw",
        "title": "Hồng Bàng, Hải Phòng, Hà Nội: targets, public series and demonstration figures",
        "description": "What the analysis reads. Invented: observations/hong-bang-demo.csv. All else is public.",
        "sources": [RESOLUTION, STATISTICS, PAGES, PROJECT],
        "licenses": [LICENCES["ours"]],
        "resources": [resource(raw, table) for table in sorted(found)],
    }


def main(argv: list[str] | None = None) -> None:
    """Write `datapackage.json` beside the tables."""
    parser = argparse.ArgumentParser(description="describe and fingerprint the raw tables")
    parser.add_argument("--raw", type=Path, default=RAW, help="folder of the raw tables")
    raw = parser.parse_args(argv).raw
    text = json.dumps(package(raw), ensure_ascii=False, indent=2) + "\n"
    (raw / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
