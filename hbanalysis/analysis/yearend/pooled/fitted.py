"""What was fitted beforehand on public series: the list of settings and the widths.

They stand in ``hbanalysis/data/projection_prior.json``, written by
``scripts/fit_projection_prior.py`` and ``scripts/fit_projection_calibration.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from hbanalysis.analysis.yearend.pooled.calibration import Calibration
from hbanalysis.analysis.yearend.pooled.settings import PARTS, Prior

PRIOR = Path(__file__).resolve().parents[3] / "data" / "projection_prior.json"


@dataclass(frozen=True, eq=False)
class Fitted:
    """The list of settings and what sets the width right."""

    prior: Prior
    calibration: Calibration


@lru_cache(maxsize=1)
def shipped() -> Fitted:
    """What comes with the package."""
    return read_fitted(stored())


@lru_cache(maxsize=1)
def stored() -> dict[str, Any]:
    """The parsed data file."""
    fitted: dict[str, Any] = json.loads(PRIOR.read_text(encoding="utf-8"))
    return fitted


def read_fitted(saved: dict[str, Any]) -> Fitted:
    """Settings and calibration from a parsed data file."""
    return Fitted(read_settings(saved), read_calibration(saved["calibration"]))


def read_settings(saved: dict[str, Any]) -> Prior:
    """The list of settings alone."""
    structures, settings = saved["structures"], saved["settings"]
    weight = np.array(settings["weight"], dtype=float)
    return Prior(
        {name: np.array(structures[name], dtype=float) for name in PARTS},
        np.array(settings["structure"], dtype=np.intp),
        np.array(settings["drift"], dtype=float),
        np.array(settings["noise"], dtype=float),
        weight / weight.sum(),
    )


def read_calibration(saved: dict[str, Any]) -> Calibration:
    """The calibration alone."""
    names = ("eighty", "ninety_five", "kind", "vietnamese")
    eighty, ninety_five, kind, vietnamese = (np.array(saved[name], dtype=float) for name in names)
    return Calibration(eighty, ninety_five, kind, vietnamese, float(saved["shift"]))


def benchmark_miss(months: int) -> float:
    """Mean absolute miss in percent on public series with so many months seen (cross-fitted)."""
    known = sorted(
        (int(month), float(miss)) for month, miss in stored().get("benchmark_miss", {}).items()
    )
    seen, misses = [month for month, _ in known], [miss for _, miss in known]
    return float(np.interp(months, seen, misses)) if known else float("nan")
