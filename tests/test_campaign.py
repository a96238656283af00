"""The quick part of the campaign, and its page."""

from __future__ import annotations

import json
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.campaign import changed_digits, full_disk, fuzzed_cells, mutated_workbooks
from benchmarks.campaign.__main__ import PARTS
from benchmarks.campaign.outcome import KEPT, PAGE, page
from hbanalysis.intake.files.guarded import guarded
from tests.intake.files.packages import ods, ods_row

pytestmark = pytest.mark.slow


def test_random_cells_are_what_they_spell_or_told_and_random_texts_break_nothing() -> None:
    outcome = fuzzed_cells.run(300)
    assert outcome.fell == []
    assert sum(n for word, n in outcome.counts.items() if word.startswith("cells")) == 300


def test_a_digit_that_changes_in_a_raw_file_is_told() -> None:
    outcome = changed_digits.run(2)
    assert (outcome.fell, outcome.counts["told by its fingerprint"]) == ([], 2)


def test_the_second_reader_of_ods_counts_what_is_repeated(tmp_path: Path) -> None:
    """A number that only our reader finds would be told, so a lost repetition must not be its."""
    cell = '<table:table-cell table:number-columns-repeated="2" office:value-type="float" '
    twice = f'<table:table-row table:number-rows-repeated="2">{cell}office:value="7"/></table:table-row>'
    path = ods(tmp_path / "a.ods", [ods_row("Thu", 100.5, 400), twice])
    theirs = mutated_workbooks._second(path, "ods")
    assert theirs == {100.5: 1, 400: 1, 7: 4}
    assert theirs == mutated_workbooks._ours(guarded("files.opening:open_source", path))


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
