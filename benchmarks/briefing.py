"""How long one pack of `hba briefing` takes, beside the bare minimum.

Drawing and saving the same figures once as SVG.

Run: python benchmarks/briefing.py [PERIOD [TERRITORY]]. Wall clock and processor time, median of
three, with what a second Python draws beside it.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from hbanalysis.analysis.year import year
from hbanalysis.briefing.deck import write_deck
from hbanalysis.briefing.note import write_note
from hbanalysis.briefing.pack import write_pack
from hbanalysis.briefing.pack_content import content_of, draw, figure_names
from hbanalysis.briefing.table_workbook import write_workbook
from hbanalysis.intake.load import find_root, workspace
from hbanalysis.vocabulary.periods import Period

REPEATS = 3


def timed(action):
    clock, processor = [], []
    for _ in range(REPEATS):
        wall, own = time.perf_counter(), sum(os.times()[:4])  # with the second Python's
        action()
        clock.append(time.perf_counter() - wall)
        processor.append(sum(os.times()[:4]) - own)
    return statistics.median(clock), statistics.median(processor)


def main():
    period = Period.parse(sys.argv[1] if len(sys.argv) > 1 else "2024-Q3")
    place = sys.argv[2] if len(sys.argv) > 2 else "hong-bang"
    office = workspace(find_root(Path(__file__).parent))

    def fresh():
        return content_of(year(period, place, root=office))

    def drawn():
        content = fresh()
        return [draw(content, name) for name in figure_names(content)]

    drawn()  # imports and fonts
    with tempfile.TemporaryDirectory() as folder:
        steps = {
            "the figures drawn once, as SVG": drawn,
            "brief.pptx": lambda: write_deck(fresh()),
            "brief.docx": lambda: write_note(fresh()),
            "table.xlsx": lambda: write_workbook(fresh()),
            "the whole pack": lambda: write_pack(fresh(), Path(folder) / "pack"),
        }
        found = {name: timed(step) for name, step in steps.items()}
    base = found["the figures drawn once, as SVG"][1]
    print(f"{place} {period}: {len(figure_names(fresh()))} figures; median of {REPEATS}")
    for name, (clock, processor) in found.items():
        print(
            f"{name:32} {clock:6.1f} s   processor {processor:6.1f} s   {processor / base:4.1f} x"
            " the drawing"
        )


if __name__ == "__main__":
    main()
