"""Write the units of Hải Phòng since 1 July 2025 and what became of the old ones.

    python scripts/make_territories.py FOLDER [--raw data/raw]

``FOLDER`` has the public lists as two tables: ``hai_phong_2025.csv`` (code, name, type, area_km2)
and ``crosswalk_hai_phong_2025.csv`` (old and new unit, ``whole`` or ``part``). Written are the rows
of ``territories.csv`` that have an official code (all others stay as they are) and
``crosswalk.csv``. A divided unit has the interval 0 to 1: the lists give no shares.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from rawtables import RAW, read_rows, write_rows

from hbanalysis.vocabulary.text import strip_marks

CITY, DAY, EVE = "hai-phong-2025", "2025-07-01", "2025-06-30"
LIST = "Danh mục đơn vị hành chính công khai (gói vietnamadminunits 1.0.4)"
MERGER = "Nghị quyết 202/2025/QH15 về sắp xếp đơn vị hành chính cấp tỉnh"
LEVELS = {
    "Phường": ("ward", "Ward"),
    "Xã": ("commune", "Commune"),
    "Thị trấn": ("township", "Township"),
    "Đặc khu": ("special zone", "Special Zone"),
}
PROVINCES = {"Thành phố Hải Phòng": "hai-phong", "Tỉnh Hải Dương": "hai-duong"}
SHARES = {"whole": ("1", "1"), "part": ("0", "1")}
LINK_COLUMNS = ("from", "to", "date", "share_low", "share_high", "basis", "source")
OFFICE = "hong-bang"


def slug(text: str) -> str:
    """A code from a name.

    >>> slug("Phường Hồng Bàng")
    'phuong-hong-bang'
    """
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(text).lower()).strip("-")


def new_units(folder: Path) -> list[dict[str, str]]:
    """The communes, wards and special zones of today."""
    found = []
    for row in read_rows(folder / "hai_phong_2025.csv"):
        level, english = LEVELS[row["type"]]
        bare = row["name"].removeprefix(row["type"]).strip()
        found.append(
            {
                "territory": slug(row["name"]),
                "parent": CITY,
                "name_vi": row["name"],
                "name_en": f"{strip_marks(bare)} {english}",
                "level": level,
                "valid_from": DAY,
                "official_code": row["code"],
            }
        )
    shared = Counter(row["territory"] for row in found)
    for row in found:  # Cẩm Giàng and Cẩm Giang are one word without their marks
        if shared[row["territory"]] > 1:
            row["territory"] += f"-{row['official_code']}"
    return sorted(found, key=lambda row: row["territory"])


def old_units(links: list[dict[str, str]]) -> list[dict[str, str]]:
    """The units that ended; a code of theirs may live on in a new unit, so ours carries ``cu-``."""
    found: dict[str, dict[str, str]] = {}
    for row in links:
        level, english = LEVELS[row["old_type"]]
        bare = row["old_name"].removeprefix(row["old_type"]).strip()
        ours = row["old_district"] == "Quận Hồng Bàng"
        district = row["old_district"]
        found[row["old_code"]] = {
            "territory": f"cu-{row['old_code']}",
            "parent": OFFICE if ours else PROVINCES[row["old_province"]],
            "name_vi": f"{row['old_name']} ({district[:1].lower()}{district[1:]}, đến 30/6/2025)",
            "name_en": f"{strip_marks(bare)} {english} ({strip_marks(district)}, to 30 June 2025)",
            "level": level,
            "valid_from": "2025-01-01" if ours else "",
            "valid_to": EVE,
            "official_code": row["old_code"],
        }
    return [found[code] for code in sorted(found)]


def link(source: str, target: str, share: str, document: str) -> dict[str, str]:
    """One row of the crosswalk."""
    low, high = SHARES[share]
    return {
        "from": source,
        "to": target,
        "date": DAY,
        "share_low": low,
        "share_high": high,
        "basis": share,
        "source": document,
    }


def crosswalk(links: list[dict[str, str]], codes: dict[str, str]) -> list[dict[str, str]]:
    """Provinces whole into the city, units into units, the old district into its four wards."""
    found = [link(place, CITY, "whole", MERGER) for place in ("hai-duong", "hai-phong")]
    wards = {codes[row["new_code"]] for row in links if row["old_district"] == "Quận Hồng Bàng"}
    found += [link(OFFICE, ward, "part", LIST) for ward in sorted(wards)]
    units = [
        link(f"cu-{row['old_code']}", codes[row["new_code"]], row["share"], LIST) for row in links
    ]
    return found + sorted(units, key=lambda row: (row["from"], row["to"]))


def main() -> None:
    """Read the lists, write the two tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--raw", type=Path, default=RAW)
    asked = parser.parse_args()
    links = read_rows(asked.folder / "crosswalk_hai_phong_2025.csv")
    new = new_units(asked.folder)
    codes = {row["official_code"]: row["territory"] for row in new}
    path = asked.raw / "territories.csv"
    kept = [row for row in read_rows(path) if not row.get("official_code")]
    columns = [name for name in kept[0] if name != "official_code"]
    write_rows(path, [*columns, "official_code"], [*kept, *new, *old_units(links)])
    write_rows(asked.raw / "crosswalk.csv", LINK_COLUMNS, crosswalk(links, codes))


if __name__ == "__main__":
    main()
