"""The columns of every raw table: the contract between the office's files and the library.

One declaration serves the validation (pandera), the data dictionary in ``docs/`` and the data
package. ``declared/`` holds the tables, ``columns.py`` what a cell may hold.
"""

from __future__ import annotations

from hbanalysis.intake.raw.declared.catalogue import CROSSWALK, INDICATORS, TERRITORIES
from hbanalysis.intake.raw.declared.figures import (
    EVENTS,
    OBSERVATIONS,
    RESULTS_STATED,
    SCOREBOARD_STATED,
)
from hbanalysis.intake.raw.declared.plans import PHASING, SCENARIOS, STEPS, TARGETS
from hbanalysis.intake.raw.declared.questions import ANSWERS, REMEDIES, REQUESTS

SCHEMAS = {
    s.name: s
    for s in (
        INDICATORS,
        TERRITORIES,
        TARGETS,
        RESULTS_STATED,
        SCOREBOARD_STATED,
        OBSERVATIONS,
        EVENTS,
        PHASING,
        REMEDIES,
        STEPS,
        CROSSWALK,
        SCENARIOS,
        REQUESTS,
        ANSWERS,
    )
}
