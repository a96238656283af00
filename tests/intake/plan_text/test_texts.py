"""Whole plans: every row that a careful reader would enter, no other, each quoting its place."""

from __future__ import annotations

import pytest

from hbanalysis.intake.plan_text.rows import PlanDraft
from tests.intake.plan_text.drafts import NAMES, as_expected, drafted, expected, row_of


@pytest.fixture(scope="module", params=NAMES)
def text(request: pytest.FixtureRequest) -> tuple[str, PlanDraft]:
    return request.param, drafted(request.param)


def test_every_expected_row_is_drafted_whole(text: tuple[str, PlanDraft]) -> None:
    name, draft = text
    wanted = expected(name)
    found = [as_expected(row_of(draft, one["words of the quote"])) for one in wanted]
    assert found == [
        {key: cell for key, cell in one.items() if key != "words of the quote"} for one in wanted
    ]


def test_nothing_else_is_drafted(text: tuple[str, PlanDraft]) -> None:
    name, draft = text
    wanted = [one["words of the quote"] for one in expected(name)]
    assert [row.quote for row in draft.rows if not any(w in row.quote for w in wanted)] == []


def test_every_quote_stands_at_its_place(text: tuple[str, PlanDraft]) -> None:
    _, draft = text
    for row in draft.rows:
        printed = " ".join(draft.text[row.char_start : row.char_end].split())
        assert printed == row.quote
