"""What was received says what it is.

The tables of data/raw rebuild, hold the known figures, and never mix in demo.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import shutil
import subprocess
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw"
DEMO = RAW / "observations" / "hong-bang-demo.csv"
SERIES = ROOT.parent / "shared" / "public-series"
TABLES = sorted(RAW.rglob("*.csv"))
IMPLIED = "Kế hoạch đầu tư công (suy ra từ % KH đã công bố)"

needs_series = pytest.mark.skipif(
    not SERIES.exists(), reason="the public series lie outside the repository"
)

# indicator, value, unit, comparator as stated, comparator as judged, clause
HONG_BANG_2024 = """
1   | 178.8   | tỷ đồng        |                         | >=    | II.3.1(1)
2a  | 60596   | tỷ đồng        | trở lên                 | >=    | II.3.1(2)
2b  | 7748    | tỷ đồng        | trở lên                 | >=    | II.3.1(2)
3   | 1516.66 | tỷ đồng        |                         | >=    | II.3.1(3)
3a  | 540     | tỷ đồng        | trở lên                 | >=    | II.3.1(3)
4   | 12263   | tỷ đồng        |                         | >=    | II.3.1(4)
4a  | 1370    | tỷ đồng        |                         | >=    | II.3.1(4)
4b  | 468.349 | tỷ đồng        |                         | >=    | II.3.1(4)
5   | 100     | %              | 100%                    | >=    | II.3.1(5)
6   | 100     | %              | 100%                    | >=    | II.3.1(6)
7a  | 2       | hạng           | trở lên                 | <=    | II.3.1(7)
7b  | 1       | trường         | xây dựng                | done  | II.3.1(7)
7c  | 1       | trường         | xây dựng                | done  | II.3.1(7)
8   | 3500    | lượt           | trở lên                 | >=    | II.3.1(8)
9   | 0       | hộ             | không phát sinh         | <=    | II.3.1(9)
10  | 98.5    | %              | trở lên                 | >=    | II.3.1(10)
11  | 100     | %              | hoàn thành 100%         | >=    | II.3.1(11)
11a | 100     | %              | hoàn thành 100%         | >=    | II.3.1(11)
11b | 100     | %              | hoàn thành 100%         | >=    | II.3.1(11)
12  | 1       | nội dung       | hoàn thành đúng tiến độ | done  | II.3.2(12)
13  | 1       | hạng           | đứng đầu                | <=    | II.3.2(13)
14a | 1       | nội dung       | phổ cập                 | done  | II.3.2(14)
14b | 1       | nội dung       | phổ cập                 | done  | II.3.2(14)
15  |         | đảng viên      | hoàn thành              | >=    | II.3.3(15)
16  |         | tổ chức        | hoàn thành              | >=    | II.3.3(16)
17  | 100     | %              | hoàn thành 100%         | >=    | II.3.3(17)
18  | 1       | mô hình/phường | ít nhất                 | every | II.3.3(18)
"""


def rows(path: Path) -> list[dict[str, str]]:
    """A table as text."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def run(script: str, *arguments: object) -> None:
    """Run one of the generators as a person would."""
    subprocess.run([sys.executable, ROOT / "scripts" / script, *map(str, arguments)], check=True)


def latest(indicator: str) -> dict[str, dict[str, str]]:
    """The last vintage of each period of one of the district's demonstration series."""
    found = [r for r in rows(DEMO) if r["indicator"] == indicator and r["territory"] == "hong-bang"]
    return {r["period"]: r for r in sorted(found, key=lambda r: r["published"])}


def year_sum(indicator: str, year: int) -> float:
    """The sum of a year's months as last revised."""
    return round(
        sum(
            float(r["value"])
            for period, r in latest(indicator).items()
            if period.startswith(str(year))
        ),
        3,
    )


PUBLIC = rows(RAW / "observations" / "public-investment.csv")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The hand-written tables alone, as before the generators have run."""
    for path in RAW.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_the_demo_rebuilds_byte_for_byte(copied: Path) -> None:
    run("make_demo.py", "--raw", copied)
    assert (copied / "observations" / DEMO.name).read_bytes() == DEMO.read_bytes()


@needs_series
def test_the_public_series_and_the_implied_plans_rebuild_byte_for_byte(copied: Path) -> None:
    run("make_public_series.py", SERIES, "--raw", copied)
    for table in (
        "observations/public-investment.csv",
        "observations/retail-viet-nam.csv",
        "targets.csv",
    ):
        assert (copied / table).read_bytes() == (RAW / table).read_bytes(), table


def test_the_description_rebuilds_byte_for_byte(tmp_path: Path) -> None:
    copy = shutil.copytree(RAW, tmp_path / "raw")
    (copy / "datapackage.json").unlink()
    run("make_datapackage.py", "--raw", copy)
    assert (copy / "datapackage.json").read_bytes() == (RAW / "datapackage.json").read_bytes()


def test_an_undescribed_table_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "stray.csv").write_text("a\n1\n", encoding="utf-8")
    command = [sys.executable, ROOT / "scripts" / "make_datapackage.py", "--raw", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "stray.csv" in done.stderr


def test_fingerprints_match_and_every_table_is_described() -> None:
    package = json.loads((RAW / "datapackage.json").read_text(encoding="utf-8"))
    described = {r["path"]: (r["hash"], r["bytes"]) for r in package["resources"]}
    content = {p.relative_to(RAW).as_posix(): p.read_bytes() for p in TABLES}
    assert described == {
        p: (f"sha256:{hashlib.sha256(c).hexdigest()}", len(c)) for p, c in content.items()
    }


def test_frictionless_finds_nothing_wrong() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(RAW / "datapackage.json"))
    assert report.flatten(["name", "title", "message"]) == []


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_tables_are_utf8_nfc_with_plain_line_ends(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")


def test_the_targets_of_hong_bang_are_those_of_the_resolution() -> None:
    columns = ("indicator", "value", "unit", "comparator_stated", "comparator", "locator")
    expected = [
        tuple(c.strip() for c in line.split("|")) for line in HONG_BANG_2024.strip().splitlines()
    ]
    found = [r for r in rows(RAW / "targets.csv") if r["territory"] == "hong-bang"]
    assert [tuple(r[c] for c in columns) for r in found] == expected
    assert {(r["year"], r["plan"], r["decided"]) for r in found} == {
        ("2024", "Quận ủy Hồng Bàng", "2023-12-13")
    }


def test_there_are_26_atomic_indicators_a_combined_one_and_the_public_series() -> None:
    indicators = rows(RAW / "indicators.csv")
    assert len({r["indicator"] for r in indicators}) == len(indicators) == 47
    assert [r["indicator"] for r in indicators if r["derived"]] == ["11"]
    public = [r["indicator"] for r in indicators if r["group"] == "statistics"]
    assert [code for code in public if "-" not in code] == ["PI", "RT", "BR", "JB", "JR"]
    assert all(
        r["parent"] == r["indicator"].rpartition("-")[0]
        for r in indicators
        if r["indicator"] in public
    )
    parents = {
        r["indicator"]: (r["parent"], r["parent_basis"])
        for r in indicators
        if r["parent"] and r["indicator"] not in public
    }
    assert parents == {
        "3a": ("3", "stated"),
        "4a": ("4", "stated"),
        "4b": ("4a", "inferred"),
        "11a": ("11", "stated"),
        "11b": ("11", "stated"),
    }


def test_every_code_used_is_declared() -> None:
    indicators = {r["indicator"]: r["unit"] for r in rows(RAW / "indicators.csv")}
    places = {r["territory"] for r in rows(RAW / "territories.csv")}
    for path in TABLES:
        for row in rows(path):
            assert row.get("territory", "viet-nam") in places, path
            if row.get("left_out"):
                continue  # a transcript keeps what is not used, in the words of its page
            assert row.get("indicator", "PI") in {*indicators, ""}, path
            if "unit" in row and "indicator" in row:
                assert row["unit"] == indicators[row["indicator"]], (path, row)


def test_the_wards_of_2024_are_nine() -> None:
    units = [r for r in rows(RAW / "territories.csv") if r["parent"] == "hong-bang"]
    wards = [r for r in units if r["valid_from"] < "2024-12-31"]
    assert len(wards) == 9
    assert {(r["level"], r["valid_to"]) for r in wards} == {("ward", "2024-12-31")}


def test_hai_phong_has_114_units_since_july_2025_made_of_374() -> None:
    units = [r for r in rows(RAW / "territories.csv") if r["official_code"]]
    new = [r for r in units if r["valid_from"] == "2025-07-01"]
    assert (len(new), len(units) - len(new)) == (114, 374)
    assert len({r["territory"] for r in rows(RAW / "territories.csv")}) == len(
        rows(RAW / "territories.csv")
    )
    links = [r for r in rows(RAW / "crosswalk.csv") if r["from"].startswith("cu-")]
    assert (len(links), sum(r["basis"] == "whole" for r in links)) == (453, 302)
    untouched = {r["territory"] for r in new} - {r["to"] for r in links}
    assert untouched == {"dac-khu-bach-long-vi"}
    old = [r for r in units if r["parent"] == "hong-bang"]
    assert len(old) == 10
    went = {r["to"] for r in links if r["from"] in {unit["territory"] for unit in old}}
    assert went == {r["to"] for r in rows(RAW / "crosswalk.csv") if r["from"] == "hong-bang"}


def test_the_contradiction_of_250_of_240_is_kept_as_printed() -> None:
    (row,) = [r for r in rows(RAW / "results_stated.csv") if r["indicator"] == "15"]
    assert (row["value"], row["plan"], row["stated_pct"], row["stated_pct_text"]) == (
        "250",
        "240",
        "100.08",
        "100,08%",
    )


def test_the_scoreboard_adds_up_to_sixteen() -> None:
    assert [r["count"] for r in rows(RAW / "scoreboard_stated.csv")] == ["8", "7", "1"]


def test_the_investment_of_hai_phong_2024_has_three_dated_targets() -> None:
    found = [
        r
        for r in rows(RAW / "targets.csv")
        if (r["territory"], r["indicator"], r["year"]) == ("hai-phong", "PI", "2024")
    ]
    assert [(r["decided"], r["value"]) for r in found] == [
        ("2024-01-29", "17722.26"),
        ("2024-02-29", "19972.74"),
        ("2024-11-29", "21836.87"),
    ]
    assert all(r["plan"] == IMPLIED and "implied" in r["note"] for r in found)


def test_a_misprinted_percentage_makes_no_target() -> None:
    provincial = [
        r
        for r in rows(RAW / "targets.csv")
        if (r["territory"], r["year"]) == ("viet-nam-cap-tinh", "2024")
    ]
    assert "2024-10-29" not in {r["decided"] for r in provincial}
    assert max(float(r["value"]) for r in provincial) < 500_000


def test_demo_rows_say_so_and_are_nowhere_else() -> None:
    for path in TABLES:
        sources = {r.get("source") for r in rows(path)}
        assert (sources == {"demo"}) if path == DEMO else ("demo" not in sources), path


@pytest.mark.parametrize(("indicator", "total"), [("3", 1536), ("8", 4118), ("15", 250)])
def test_the_demo_adds_up_to_the_printed_results_of_2023(indicator: str, total: float) -> None:
    assert year_sum(indicator, 2023) == total


def test_the_demo_keeps_the_other_known_figures() -> None:
    output = latest("1")
    assert round(sum(float(output[f"2023-0{month}"]["value"]) for month in (1, 2, 3)), 3) == 40.8
    assert float(latest("16")["2023-12"]["value"]) == 6
    assert [latest("7a")[f"{year}-07"]["value"] for year in (2021, 2022, 2023)] == ["2", "2", "2"]
    calls = [latest(code)["2023-03"] for code in ("11a", "11b")]
    assert [sum(int(r[part]) for r in calls) for part in ("numerator", "denominator")] == [104, 104]


def test_one_ward_is_still_without_a_model_in_the_third_quarter_of_2024() -> None:
    counts: dict[str, list[int]] = defaultdict(list)
    for row in rows(DEMO):
        if row["indicator"] == "18":
            counts[row["period"]].append(int(row["value"]))
    assert (len(counts["2023-12"]), sum(counts["2023-12"]), min(counts["2023-12"])) == (9, 11, 1)
    assert counts["2024-09"].count(0) == 1


def test_the_demo_has_its_gaps() -> None:
    assert "2024-08" not in latest("2b")
    assert {"2024-07", "2024-09"} <= set(latest("2b"))
    assert max(latest("10")) == "2024-06"
    assert latest("14b") == {}
    assert [p for p, r in latest("9").items() if r["value"] != "0"] == ["2021-10"]


def test_parts_of_the_demo_stay_below_their_wholes() -> None:
    whole = {
        (r["period"], r["status"]): float(r["value"]) for r in rows(DEMO) if r["indicator"] == "3"
    }
    part = {
        (r["period"], r["status"]): float(r["value"]) for r in rows(DEMO) if r["indicator"] == "3a"
    }
    assert all(part[at] < whole[at] for at in part.keys() & whole.keys())


@pytest.mark.parametrize(
    "path", [p for p in TABLES if p.parent.name == "observations"], ids=lambda p: p.stem
)
def test_no_observation_is_published_before_its_period_is_nearly_over_or_twice_on_one_day(
    path: Path,
) -> None:
    found = rows(path)
    told = ("status", "qualifier", "source") if "qualifier" in found[0] else ()
    columns = ("territory", "indicator", "period", "accumulation", "published", *told)
    keys = [tuple(r[column] for column in columns) for r in found]
    assert len(set(keys)) == len(keys)
    # Offices print "ước 6 tháng" in mid June and "ước cả năm" in early December; statistics come at the month's end.
    first = "01" if "qualifier" in found[0] else "20"
    assert all(r["published"] >= f"{r['period']}-{first}" for r in found)


TRANSCRIBED = ("hai-phong-revenue", "job-placement")

# territory, indicator, year, plan, decided, value, basis: several plans of one year, each dated
PLANS = """
hai-phong | BR    | 2022 | Hội đồng nhân dân thành phố Hải Phòng | 105630     | implied | 105601.4 to 105649.3
hai-phong | BR-C  | 2023 | Hội đồng nhân dân thành phố Hải Phòng | 69900      | stated  | 69898.8 to 69908.3
hai-phong | BR    | 2023 | Hội đồng nhân dân thành phố Hải Phòng | 116442.134 | stated  | 116437.9 to 116447.8
hai-phong | BR-D  | 2024 | Hội đồng nhân dân thành phố Hải Phòng | 45000      | stated  | 44999.4 to 45001.2
hai-phong | BR-D  | 2024 | Hội đồng nhân dân thành phố Hải Phòng | 46761      | implied | 46756.9 to 46761.7
hai-phong | BR    | 2024 | Trung ương giao                       | 97800      | implied | 97743.1 to 97852.1
hai-phong | BR    | 2025 | Hội đồng nhân dân thành phố Hải Phòng | 118079     | stated  | 118074.8 to 118104.0
hai-phong | BR    | 2025 | Trung ương giao                       | 117250     | implied | 117238.9 to 117265.0
hai-phong | BR    | 2025 | Thành phố Hải Phòng phấn đấu          | 129519     | stated  | 129404.2 to 129621.2
ha-noi    | JB    | 2024 | Thành phố Hà Nội                      | 165000     | stated  | 165016.5 to 165128.9
"""


def test_the_transcribed_series_rebuild_byte_for_byte(copied: Path) -> None:
    shutil.copytree(RAW / "transcripts", copied / "transcripts")
    run("make_transcribed_series.py", "--raw", copied)
    made = [f"observations/{name}.csv" for name in TRANSCRIBED]
    for table in (*made, "targets.csv", "results_stated.csv"):
        assert (copied / table).read_bytes() == (RAW / table).read_bytes(), table


def test_several_plans_of_one_year_are_dated_plans_of_their_own() -> None:
    found = [r for r in rows(RAW / "targets.csv") if r["locator"].startswith("transcripts/")]
    keyed = {
        (r["territory"], r["indicator"], r["year"], r["plan"], r["value"], r["basis"]): r["note"]
        for r in found
    }
    for line in PLANS.strip().splitlines():
        *key, interval = (cell.strip() for cell in line.split("|"))
        assert interval in keyed[tuple(key)], key
    assert len(
        {(r["territory"], r["indicator"], r["year"], r["plan"], r["decided"]) for r in found}
    ) == len(found)


def test_a_day_that_is_not_printed_is_bounded_by_what_the_page_gives() -> None:
    found = {
        (r["territory"], r["indicator"], r["period"], r["value"]): r
        for name in TRANSCRIBED
        for r in rows(RAW / "observations" / f"{name}.csv")
        if r["accumulation"] == "ytd"
    }
    days = {
        ("BR", "2024-09", "87500"): ("2024-10-07", "printed"),
        ("BR", "2024-09", "87822.22"): ("2024-10-31", "bound"),
        ("BR", "2022-06", "53969.7"): ("2022-12-31", "bound"),
        ("BR", "2024-08", "79319.2"): ("2024-08-31", "bound"),
    }
    for key, expected in days.items():
        row = found["hai-phong", *key]
        assert (row["published"], row["published_basis"]) == expected


def test_what_a_transcript_leaves_out_says_why() -> None:
    used = {
        r["locator"] for name in TRANSCRIBED for r in rows(RAW / "observations" / f"{name}.csv")
    }
    for name in TRANSCRIBED:
        for line, row in enumerate(rows(RAW / "transcripts" / f"{name}.csv"), start=2):
            stands = f"transcripts/{name}.csv:{line}" in used or row["accumulation"].endswith(
                "plan"
            )
            again = row["page"] in {
                r["page"] for r in rows(RAW / "transcripts" / f"{name}.csv")[: line - 2]
            }
            assert stands or row["left_out"] or again, row


@needs_series
def test_the_transcripts_hold_every_row_of_the_public_series() -> None:
    for name, source in zip(TRANSCRIBED, ("haiphong_revenue", "job_placement"), strict=True):
        received = sorted(
            (r["value"], r["published"], r["pct_of_same_period"])
            for r in rows(SERIES / f"{source}.csv")
        )
        kept = [
            (r["value"], r["published"], r["pct_of_same_period"])
            for r in rows(RAW / "transcripts" / f"{name}.csv")
            if r["accumulation"] != "central plan"
        ]
        kept = [
            (value, "" if day == "2022-10-01" else day, percent) for value, day, percent in kept
        ]
        assert sorted(kept) == received


@needs_series
def test_twenty_sampled_cells_are_those_of_the_public_series() -> None:
    names = {r["name_vi"]: r["territory"] for r in rows(RAW / "territories.csv")}
    printed = random.Random(1).sample(rows(SERIES / "public_investment.csv"), 20)
    cells = {(r["territory"], r["published"], r["accumulation"], r["status"]): r for r in PUBLIC}
    for line in printed:
        ytd = cells[names[line["name"]], line["published"], "ytd", "estimate"]
        month = cells[names[line["name"]], line["published"], "month", "estimate"]
        assert (ytd["value"], ytd["stated_pct_of_plan"]) == (
            line["year_to_date"],
            line["pct_of_plan"],
        )
        assert float(ytd["stated_pct_of_same_period"]) == pytest.approx(
            100 + float(line["year_to_date_growth_pct"])
        )
        assert (month["value"], month["period"]) == (line["month_estimate"], line["period"])
        if line["previous_month_revised"]:
            revised = cells[names[line["name"]], line["published"], "month", "preliminary"]
            assert (revised["value"], revised["period"] < line["period"]) == (
                line["previous_month_revised"],
                True,
            )


def test_no_december_is_taken_from_a_january_report() -> None:
    retail = rows(RAW / "observations" / "retail-viet-nam.csv")
    assert [
        r for r in PUBLIC + retail if r["period"].endswith("-12") and r["status"] == "preliminary"
    ] == []
