"""Colours, computed as people with other eyes, printers and dark pages show them."""

from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.charts.theme import (
    PALETTES,
    Mode,
    answer_colours,
    contrast,
    ink_on,
    shortened,
    wrapped,
)

Colour = NDArray[np.float64]
MODES: tuple[Mode, ...] = get_args(Mode)

# Machado, Oliveira and Fernandes (2009), IEEE Trans. Vis. Comput. Graph. 15, 1291-1298,
# severity 1.0, to be applied to linear RGB.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> Colour:
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(colour: str, blindness: str = "none") -> Colour:
    """CIE L*a*b* under D65: distances of about 2 can just be seen."""
    seen = np.clip(BLINDNESS[blindness] @ linear(colour), 0, 1)
    ratio = TO_XYZ @ seen / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(first: str, second: str, blindness: str = "none") -> float:
    return float(np.linalg.norm(lab(first, blindness) - lab(second, blindness)))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_two_groups_stay_apart_for_every_eye(mode: Mode, blindness: str) -> None:
    palette = PALETTES[mode]

    assert apart(palette.leaders, palette.staff, blindness) > 40


@pytest.mark.parametrize("mode", MODES)
def test_the_two_groups_stay_apart_in_grey(mode: Mode) -> None:
    palette = PALETTES[mode]

    assert abs(lab(palette.leaders)[0] - lab(palette.staff)[0]) > 18


@pytest.mark.parametrize("mode", MODES)
def test_groups_and_words_stand_out_from_the_page(mode: Mode) -> None:
    palette = PALETTES[mode]

    for group in (palette.leaders, palette.staff):
        assert contrast(group, palette.background) >= 3
    for words in (palette.ink, palette.faint):
        assert contrast(words, palette.background) >= 4.5
        assert contrast(words, palette.band) >= 4.5


def test_light_colours_also_stand_out_on_white_paper() -> None:
    palette = PALETTES["light"]

    for colour in (palette.leaders, palette.staff, palette.faint):
        assert contrast(colour, "#ffffff") >= 3


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_neighbouring_answers_differ_for_every_eye(mode: Mode, blindness: str) -> None:
    for first, second in pairwise(answer_colours(5, mode)):
        assert apart(first, second, blindness) > 10


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("count", range(2, 12))
def test_every_answer_has_its_colour_and_a_number_on_it_can_be_read(mode: Mode, count: int) -> None:
    colours = answer_colours(count, mode)

    assert len(set(colours)) == count
    for colour in colours:
        assert contrast(ink_on(colour), colour) >= 4.5


def test_long_words_are_broken_or_cut() -> None:
    assert wrapped("Neither agree nor disagree", 10) == "Neither\nagree nor\ndisagree"
    assert shortened("Our leaders put a lasting relationship first", 24) == "Our leaders put a…"
