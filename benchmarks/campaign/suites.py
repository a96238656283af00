"""The long form of the tests: every law with all its examples, every call at which an import can die.

And the pages with hostile texts, looked at in chromium; and the strange series.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from benchmarks.campaign.outcome import ROOT, Outcome

PROMISE = (
    "The laws hold; hostile text never comes alive; an import that dies anywhere is none or whole"
)
ATTACK = "the tests in their long form (HBA_CAMPAIGN=1), and 100 000 strange series"
SUITES = {
    "hostile texts in chromium": ["tests/browser/test_pages.py", "-k", "hostile or itself"],
    "hostile texts in office files": ["tests/briefing", "-k", "hostile or formula or markup"],
    "deaths at every call": ["tests/intake/deliveries/test_accept.py", "-k", "death"],
    "hostile words everywhere": ["tests/presentation/test_words_from_data.py"],
    "laws": ["-m", "hypothesis"],
    "the rest of the long tests": ["-m", "slow"],
}
TRIES = len(SUITES) + 1


def _tests(name: str, words: list[str], outcome: Outcome) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.xml"
        call = [sys.executable, "-m", "pytest", "-n", "0", "-q", f"--junitxml={result}", *words]
        subprocess.run(
            call, cwd=ROOT, env=os.environ | {"HBA_CAMPAIGN": "1"}, capture_output=True, check=False
        )
        if not result.is_file():
            outcome.note(name, False, "the tests did not run")
            return
        for case in ET.parse(result).iter("testcase"):
            bad = [child.tag for child in case if child.tag in ("failure", "error")]
            skipped = any(child.tag == "skipped" for child in case)
            word = f"{name}: skipped" if skipped else f"{name}: passed"
            outcome.note(f"{name}: failed" if bad else word, not bad, case.get("name", ""))


def _strange_series(outcome: Outcome) -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/strange_series.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    outcome.note("strange series", done.returncode == 0, (done.stdout + done.stderr)[-200:])
    outcome.measured["strange series"] = "".join(done.stdout.strip().splitlines()[-1:])


def run(tries: int) -> Outcome:
    outcome, (*first, last) = Outcome(), SUITES.items()
    for name, words in first[:tries]:
        _tests(name, words, outcome)
    if tries > len(first):
        _strange_series(outcome)
    if tries == TRIES:  # hours: whoever asks for one less has all but these
        _tests(*last, outcome)
    return outcome
