"""The colours of judgements: apart for every eye and on every page, readable wherever they stand."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest

from hbanalysis.presentation.judgement_style import (
    ALARM,
    COLOURS,
    DARK,
    contrast,
    css_variables,
)
from hbanalysis.vocabulary.terms import Outlook, Verdict

APART = 1.5
NOT_JUDGED = {Verdict.NOT_ASSESSED, Verdict.NO_TARGET}
WORDS = [tuple(Outlook), tuple(word for word in Verdict if word != Verdict.NO_TARGET)]
# How a deuteranope sees linear red, green and blue (Viénot, Brettel and Mollon 1999).
DEUTERANOPIA = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def tones(*, dark: bool) -> dict[str, str]:
    """The palette as a page of ours declares it."""
    found = re.findall(r"--hba-([a-z-]+):(#[0-9a-f]{3,6});", css_variables(dark=dark))
    return {name: colour if len(colour) == 7 else _long(colour) for name, colour in found}


def _long(colour: str) -> str:
    return "#" + "".join(2 * one for one in colour[1:])


def paper(*, dark: bool) -> str:
    return _long_paper(re.search(r"--paper:(#[0-9a-f]+)", css_variables(dark=dark))[1])


def _long_paper(colour: str) -> str:
    return colour if len(colour) == 7 else _long(colour)


def mixed(matrix: tuple[tuple[float, ...], ...], colour: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)


def lab_without_green(colour: str) -> tuple[float, float, float]:
    """A colour as a deuteranope sees it, in CIE Lab (D65)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = tuple(s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    xyz = mixed(TO_XYZ, mixed(DEUTERANOPIA, linear))
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (one / white for one, white in zip(xyz, (0.9505, 1.0, 1.089), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_the_check_knows_two_colours_that_only_differ_in_hue() -> None:
    """The green and the red of before had one luminance: that is what this file is for."""
    assert contrast("#1b6e53", "#b3321b") < APART


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("words", WORDS)
def test_no_two_words_are_told_apart_by_hue_alone(words: tuple[str, ...], dark: bool) -> None:
    shown = {word: tones(dark=dark)[word.replace(" ", "-")] for word in words}
    close = {
        (one, other): round(contrast(shown[one], shown[other]), 2)
        for one, other in combinations(words, 2)
        if contrast(shown[one], shown[other]) < APART
    }
    assert close == {}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("words", WORDS)
def test_they_part_without_green_too(words: tuple[str, ...], dark: bool) -> None:
    """A difference of two is just seen; ten stand apart at a glance."""
    shown = {w: lab_without_green(tones(dark=dark)[w.replace(" ", "-")]) for w in words}
    assert min(math.dist(shown[a], shown[b]) for a, b in combinations(words, 2)) > 10


@pytest.mark.parametrize("dark", [False, True])
def test_words_can_be_read_on_paper_and_on_their_own_colour(dark: bool) -> None:
    every, page = tones(dark=dark), paper(dark=dark)
    for word in COLOURS:
        name = word.replace(" ", "-")
        assert contrast(every[f"{name}-text"], page) >= 4.5, word
        assert contrast(every[f"{name}-on"], every[name]) >= 4.5, word
        if word not in NOT_JUDGED | {Outlook.NOT_APPLICABLE}:
            assert contrast(every[name], page) >= 3, word


def test_what_is_no_judgement_has_no_colour_of_one() -> None:
    assert ALARM not in COLOURS.values()
    assert set(DARK) == set(COLOURS.values())
