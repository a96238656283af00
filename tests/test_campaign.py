"""The quick part of the campaign, and its page."""

from __future__ import annotations

import json
import shutil
from importlib import import_module

import pytest

from benchmarks.campaign import changed_digits, full_disk, fuzzed_cells
from benchmarks.campaign.__main__ import PARTS
from benchmarks.campaign.outcome import KEPT, PAGE, page

pytestmark = pytest.mark.slow


def test_random_cells_are_what_they_spell_or_told_and_random_texts_break_nothing() -> None:
    outcome = fuzzed_cells.run(300)
    assert outcome.fell == []
    assert sum(n for word, n in outcome.counts.items() if word.startswith("cells")) == 300


def test_a_digit_that_changes_in_a_raw_file_is_told() -> None:
    outcome = changed_digits.run(2)
    assert (outcome.fell, outcome.counts["told by its fingerprint"]) == ([], 2)


@pytest.mark.skipif(not shutil.which("unshare"), reason="no file system of one's own here")
def test_on_a_full_disk_nothing_is_half_written_and_the_file_is_named() -> None:
    outcome = full_disk.run(1)
    if any("namespace" in text for text in outcome.fell):
        pytest.skip("no file system of one's own can be mounted here")
    assert outcome.fell == []
    assert outcome.counts.total() == len(full_disk.COMMANDS)


def test_every_part_says_what_it_promises_and_how_often_it_tries() -> None:
    for name in PARTS.values():
        part = import_module(f"benchmarks.campaign.{name}")
        assert part.PROMISE
        assert part.ATTACK
        assert part.TRIES > 0


def test_the_page_is_made_of_the_kept_results_alone() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(PARTS)
    assert set(json.loads(KEPT.read_text(encoding="utf-8"))) <= set(PARTS)
