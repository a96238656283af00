"""Every habit in which deliveries arrive comes out as its case says.

Nothing is taken that was not clear.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hbanalysis.intake.delivery.accept import check_in_place, import_lock
from hbanalysis.intake.delivery.prepare import Delivery, prepare
from hbanalysis.vocabulary.language import Language
from tests.intake.deliveries.cases import CASES, Case
from tests.intake.deliveries.public_cases import PUBLIC
from tests.intake.deliveries.recipe import write_recipe


def taken(made: Delivery) -> set[str]:
    """The accepted figures as the cases write them."""
    return {
        " ".join(
            (
                one.fields["indicator"],
                one.fields["period"],
                one.fields["accumulation"][0],
                one.fields["value"],
            )
        )
        for one in made.observations
    }


def expected(text: str) -> set[str]:
    """The figures that a case names."""
    return {part.strip() for part in text.split(";") if part.strip()}


EVERY = [*CASES, *PUBLIC]


@pytest.mark.parametrize("case", EVERY, ids=[case.name for case in EVERY])
def test_a_delivery_comes_out_as_its_case_says(
    case: Case, office: Callable[..., Path], tmp_path: Path
) -> None:
    root = office()
    write_recipe(root, **case.recipe)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    with import_lock(root):
        made = check_in_place(root, prepare(root, case.write(inbox), "bao-cao", case.received))
    told = [Language("vi").finding(finding) for finding in made.findings]
    refused = {finding.rule for finding in made.findings if finding.level == "error"}
    assert refused == set(case.refuses.split()), told
    assert taken(made) == expected(case.takes)
    assert any(case.says in sentence for sentence in told) or not case.says, told
    assert set(case.changes.split()) <= {change.rule for change in made.normalisations}


def test_there_are_many_cases_with_names_of_their_own() -> None:
    assert len({case.name for case in EVERY}) == len(EVERY) >= 120
