"""Write ``environment.yml`` for conda users from ``pyproject.toml``, so that they never differ."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADER = "# Made from pyproject.toml by `make environment`; do not edit.\n"


def environment() -> str:
    """The text of ``environment.yml``."""
    command = [
        sys.executable,
        "-m",
        "pyproject2conda",
        "yaml",
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "--name",
        "hbanalysis",
        "--python-include",
        "python>=3.11,<3.14",
        "--req",
        "-e .",
        "--no-header",
    ]
    found = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=ROOT)  # noqa: S603
    return HEADER + found.stdout.rstrip() + "\n"


if __name__ == "__main__":
    (ROOT / "environment.yml").write_text(environment(), encoding="utf-8")
