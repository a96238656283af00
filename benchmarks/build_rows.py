"""How much longer `hba build` takes for a million rows than a bare pandas read_csv + to_parquet of the same rows.

The rows are those of a large office: 63 territories, 26 monthly flows, 13 years; every month is estimated, then
revised, and stands beside the source's year-to-date. Building includes every check; each way runs in a process of its
own, so that its peak memory is its own. Run: python benchmarks/build_rows.py [ROWS]
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

PLACES, FLOWS, FIRST = 63, 26, 2010
REPEATS = 5


def observations(rows: int) -> pd.DataFrame:
    """Rows as text, in the columns of the contract; the same every time."""
    chance = np.random.default_rng(2024)
    series = np.repeat(np.arange(PLACES * FLOWS), 13 * 12)
    month = np.tile(np.arange(13 * 12), PLACES * FLOWS)
    level = chance.lognormal(5, 1.5, PLACES * FLOWS)[series]
    season = 1 + 0.4 * np.sin(month * np.pi / 6)
    first = (level * season * chance.lognormal(0, 0.2, len(series))).round(3)
    revised = (first * chance.lognormal(0, 0.03, len(series))).round(3)
    grouped = pd.DataFrame({"series": series, "year": month // 12, "value": revised}).groupby(
        ["series", "year"]
    )
    total = grouped["value"].cumsum().round(3)
    later = month + 1
    blocks = []
    for values, accumulation, status, day in (
        (first, "month", "estimate", month),
        (total, "ytd", "preliminary", later),
        (revised, "month", "preliminary", later),
    ):
        blocks.append(
            pd.DataFrame(
                {
                    "territory": pd.Series(series // FLOWS).map(lambda n: f"tinh-{n:02d}"),
                    "indicator": pd.Series(series % FLOWS).map(lambda n: f"{n + 1}"),
                    "period": pd.Series(month).map(lambda n: f"{FIRST + n // 12}-{n % 12 + 1:02d}"),
                    "accumulation": accumulation,
                    "value": pd.Series(values).map(repr),
                    "numerator": "",
                    "denominator": "",
                    "unit": "tỷ đồng",
                    "status": status,
                    "published": (
                        pd.Series(day).map(lambda n: f"{FIRST + n // 12}-{n % 12 + 1:02d}-28")
                    ),
                    "calendar": "month",
                    "source": (
                        pd.Series(day).map(
                            lambda n: f"Báo cáo tháng {n % 12 + 1}/{FIRST + n // 12}"
                        )
                    ),
                    "locator": [f"bảng {n % 97}!C{n}" for n in range(len(series))],
                }
            )
        )
    table = pd.concat(blocks, ignore_index=True).sort_values(
        ["period", "territory", "indicator"], kind="stable"
    )
    copies = -(-rows // len(table))
    parts = [
        table.assign(territory=table["territory"] + (f"-{n}" if n else "")) for n in range(copies)
    ]
    return pd.concat(parts, ignore_index=True).head(rows)


def office(root: Path, rows: int) -> Path:
    """A workspace with these rows; gives the file."""
    raw = root / "data" / "raw"
    (raw / "observations").mkdir(parents=True)
    table = observations(rows)
    table.to_csv(raw / "observations" / "all.csv", index=False)
    codes = table["indicator"].drop_duplicates()
    blank = dict.fromkeys(
        ["parent", "parent_basis", "clause", "group", "name_en", "owner", "definition"], ""
    )
    pd.DataFrame(
        {
            "indicator": codes,
            "name_vi": "Chỉ tiêu " + codes,
            "unit": "tỷ đồng",
            "measure": "flow",
            "direction": "higher",
            "decimals": "1",
            "cadence": "month",
            "judgeable": "M12",
        }
        | blank
    ).to_csv(raw / "indicators.csv", index=False)
    places = table["territory"].drop_duplicates()
    pd.DataFrame(
        {"territory": places, "name_vi": places}
        | dict.fromkeys(["parent", "name_en", "level", "valid_from", "valid_to", "successor"], "")
    ).to_csv(raw / "territories.csv", index=False)
    pd.DataFrame(
        [
            {
                "territory": places.iloc[0],
                "indicator": codes.iloc[0],
                "year": "2015",
                "value": "100",
                "unit": "tỷ đồng",
                "comparator_stated": "",
                "comparator": ">=",
                "plan": "",
                "decided": "",
                "source": "",
                "locator": "",
                "note": "",
            }
        ]
    ).to_csv(raw / "targets.csv", index=False)
    return raw / "observations" / "all.csv"


def bare(root: Path) -> int:
    """What anybody would write: one read, one write."""
    table = pd.read_csv(root / "data/raw/observations/all.csv")
    table.to_parquet(root / "bare.parquet", index=False)
    return len(table)


def ours(root: Path) -> int:
    """The build: read, checked, sorted, written whole."""
    from hbanalysis.intake.store.build import build

    return build(root).rows["observations"]


def measured(way: str, root: Path) -> dict[str, float]:
    """Seconds and peak megabytes of one way in a process of its own."""
    told = subprocess.run(
        [sys.executable, __file__, way, str(root)], check=True, capture_output=True, text=True
    ).stdout
    return json.loads(told)


def peak_mb() -> float:
    """The peak memory of this process alone: ru_maxrss would be that of the process that began it."""
    held = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert held is not None
    return int(held[1]) / 1024


def one(way: str, root: Path) -> None:
    """The child: warm imports, then the clock."""
    import pyarrow.parquet  # noqa: F401 - both ways need it; not the thing measured

    from hbanalysis.intake.store import build  # noqa: F401

    start, busy = time.perf_counter(), time.process_time()
    rows = {"bare": bare, "ours": ours}[way](root)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(
        json.dumps(
            {
                "seconds": seconds,
                "busy": busy,
                "peak_mb": peak_mb(),
                "rows": rows,
            }
        )
    )


def main(rows: int) -> None:
    """Both ways in turns; prints seconds, peak memory and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        size = office(Path(folder), rows).stat().st_size / 1e6
        found: dict[str, list[dict[str, float]]] = {"bare": [], "ours": []}
        for _ in range(REPEATS):  # in turns, so that a busy minute hits both
            for way, runs in found.items():
                runs.append(measured(way, Path(folder)))
    for way, runs in found.items():
        seconds, busy = (
            statistics.median(run[name] for run in runs) for name in ("seconds", "busy")
        )
        peak = max(run["peak_mb"] for run in runs)
        print(f"{way}: {seconds:.2f} s, {busy:.2f} processor s (medians), peak {peak:.0f} MB")
    ratios = [
        ours["busy"] / bare["busy"] for bare, ours in zip(found["bare"], found["ours"], strict=True)
    ]
    print(
        f"{found['ours'][0]['rows']} rows, {size:.0f} MB of CSV: build takes"
        f" {statistics.median(ratios):.2f} x the processor time of bare read_csv + to_parquet"
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        one(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else 1_000_000)
