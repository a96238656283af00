"""The recipe of the cases.

A department's report of one month, indicators down, month and year to date across.
"""

from __future__ import annotations

from pathlib import Path

TEXT = """
source = "Báo cáo tháng {{month}}/{{year}}"
published = "file name"

[table]
title = ["báo cáo thu chi"]
{table}

[rows]
are = "indicator"
territory = "quan"
unit_column = "ĐVT"
may_be_absent = ["bao", "ngheo"]

[rows.labels]
"Thu ngân sách" = "thu"
"Chi thường xuyên" = "chi"
"Bao phủ bảo hiểm y tế" = "bao"
"Hộ nghèo mới" = "ngheo"

[[columns]]
header = [["tháng"]]
without = ["lũy kế", "4 tháng"]
accumulation = "month"
status = "preliminary"
{column}

[[columns]]
header = [["lũy kế"]]
accumulation = "ytd"
status = "preliminary"
{column}
"""


def write_recipe(root: Path, name: str = "bao-cao", **keys: str) -> Path:
    """The recipe in a workspace, with further keys of its table or of its columns."""
    of_column = {key: value for key, value in keys.items() if key == "percent"}
    lines = [
        "\n".join(f'{key} = "{value}"' for key, value in part.items())
        for part in ({key: value for key, value in keys.items() if key not in of_column}, of_column)
    ]
    path = root / "data" / "raw" / "recipes" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(table=lines[0], column=lines[1]), encoding="utf-8")
    return path
