"""The pinned libraries against known advisories, by pip-audit where it can be had."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

from benchmarks.campaign.outcome import ROOT, Outcome

PROMISE = "No library that is installed has a known advisory"
ATTACK = "every pin of requirements.lock is asked for by pip-audit (fetched, not kept)"
PINS = re.findall(
    r"^([\w.-]+)==([^\s;]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M
)
TRIES = len(PINS)


def run(tries: int) -> Outcome:
    """Ask for all pins; where no advisory can be asked for, they are listed with the lock's day."""
    outcome = Outcome()
    uv = shutil.which("uv") or str(ROOT / ".venv" / "bin" / "uv")
    call = [
        uv,
        "tool",
        "run",
        "--python",
        sys.executable,
        "pip-audit",
        "--no-deps",
        "--disable-pip",
    ]
    call += ["--progress-spinner", "off", "-f", "json", "-r", str(ROOT / "requirements.lock")]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=600)
    try:
        told = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        day = subprocess.run(
            ["git", "log", "-1", "--format=%as", "--", "requirements.lock"],
            cwd=ROOT, capture_output=True, text=True, check=False,
        ).stdout.strip()  # fmt: skip
        outcome.counts["listed, not asked for"] = len(PINS[:tries])
        outcome.measured |= {"day of the lock": day, "pins": ", ".join(map(" ".join, PINS))}
        return outcome
    for one in told:
        found = [advisory["id"] for advisory in one.get("vulns", [])]
        outcome.note(
            "advisories asked for", not found, f"{one['name']} {one.get('version')}: {found}"
        )
    return outcome
