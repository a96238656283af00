"""Kills at random moments; the counted ones, at every step, are tests of the suite."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.campaign.offices import begun, change, command, ended, killed, office, state
from benchmarks.campaign.outcome import Outcome
from hbanalysis.publishing.made_from.manifest import folder_fingerprints, read_manifest
from tests.intake.deliveries.makers import SPENDING, table, xlsx
from tests.intake.deliveries.recipe import write_recipe

PROMISE = "A process killed at any moment leaves the former state or the new one, whole"
ATTACK = (
    "SIGKILL after a random time: build (6 of 10), import --accept (2), report (1), briefing (1)"
)
TRIES = 1000


def _action(root: Path, *words: str) -> Callable[[], int]:
    return command("--root", str(root), *words)


def _takes(root: Path, said: Path, *words: str) -> float:
    start = time.monotonic()
    ended(begun(_action(root, *words), said))
    return time.monotonic() - start


def _two_states(root: Path, made: str, said: Path, *words: str) -> tuple[set[str], float]:
    """The two whole states between which a folder goes to and fro, and what a run takes."""
    whole, took = set(), 0.0
    for _ in range(2):
        change(root)
        took = _takes(root, said, *words)
        whole.add(state(root / made))
    return whole, took


def _folders(outcome: Outcome, tries: int, dice: random.Random, made: str, *words: str) -> None:
    """Kill a command that replaces one folder with the same bytes for the same figures."""
    with office() as root:
        said = root.parent / "said"
        whole, took = _two_states(root, made, said, *words)
        outcome.note(f"{words[0]} has two states", len(whole) == 2, made)
        for _ in range(tries):
            change(root)
            killed(_action(root, *words), dice.uniform(0, 1.1 * took), said)
            outcome.note(words[0], state(root / made) in whole, f"a mixture in {made}")
        code = ended(begun(_action(root, *words), said))
        told = said.read_text(encoding="utf-8")
        outcome.note(f"{words[0]} afterwards", code == 0, told[-200:])


def _imports(outcome: Outcome, tries: int, dice: random.Random) -> None:
    with office() as root:
        write_recipe(root)
        said, new = root.parent / "said", root.parent / "done"
        rows = table(["Thu ngân sách", "Tỷ đồng", 100.5, 400], SPENDING)
        (root.parent / "inbox").mkdir()
        file = xlsx(rows)(root.parent / "inbox")
        words = ("import", str(file), "--recipe", "bao-cao", "--accept")
        shutil.copytree(root, new)
        took = _takes(new, said, *words)
        whole = {state(root / "data" / "raw"), state(new / "data" / "raw")}
        copy = root.parent / "copy"
        for _ in range(tries):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(root, copy)
            killed(_action(copy, *words), dice.uniform(0, 1.1 * took), said)
            outcome.note("import", state(copy / "data" / "raw") in whole, "a mixture in data/raw")


def _reports(outcome: Outcome, tries: int, dice: random.Random) -> None:
    with office() as root:
        said, folder = root.parent / "said", root / "reports" / "quan" / "2024-Q1" / "vi"
        words = ("report", "2024-Q1", "--force")
        took = _takes(root, said, *words)
        for _ in range(tries):
            change(root)
            killed(_action(root, *words), dice.uniform(0, 1.1 * took), said)
            whole = read_manifest(folder)["files"] == folder_fingerprints(folder)
            outcome.note("report", whole, "pages that their manifest does not know")
        code = ended(begun(_action(root, *words), said))
        told = said.read_text(encoding="utf-8")
        left = sorted(path.name for path in folder.parent.iterdir())
        outcome.note("report afterwards", code == 0 and left == ["vi"], f"{left} {told[-200:]}")


def run(tries: int) -> Outcome:
    outcome, dice, tenth = Outcome(), random.Random(time.time_ns()), max(1, tries // 10)
    _folders(outcome, max(1, tries - 4 * tenth), dice, "data/processed", "build")
    _imports(outcome, 2 * tenth, dice)
    _reports(outcome, tenth, dice)
    _folders(outcome, tenth, dice, "reports/quan/2024-Q1/briefing-vi", "briefing", "2024-Q1")
    return outcome
