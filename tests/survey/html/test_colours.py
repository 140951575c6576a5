"""Contrast of the style sheet's colours, by WCAG's own formula, light and dark."""

import re
from pathlib import Path

import pytest

SHEET = Path("survey/html/static/plumbline.css")
TEXTS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "tint"),
    ("ink", "warn-tint"),
    ("soft", "paper"),
    ("soft", "card"),
    ("accent", "paper"),
    ("accent", "card"),
    ("accent", "tint"),
    ("on-accent", "accent"),
    ("warn", "paper"),
    ("warn", "warn-tint"),
    ("warn", "card"),
]
EDGES = [
    ("edge", "card"),
    ("edge", "paper"),
    ("accent", "paper"),
    ("accent", "tint"),
    ("accent", "line"),
    ("warn", "paper"),
]


def palettes() -> dict[str, dict[str, str]]:
    text = SHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", text, flags=re.DOTALL)[:2]
    found = [dict(re.findall(r"--([\w-]+): (#\w{6});", each)) for each in (light, dark)]
    return {"light": found[0], "dark": found[0] | found[1]}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_wcag_s_own_examples() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_a_contrast_of_four_and_a_half(scheme: str) -> None:
    colours = palettes()[scheme]

    assert {pair for pair in TEXTS if contrast(colours[pair[0]], colours[pair[1]]) < 4.5} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_edge_that_tells_something_has_a_contrast_of_three(scheme: str) -> None:
    colours = palettes()[scheme]

    assert {pair for pair in EDGES if contrast(colours[pair[0]], colours[pair[1]]) < 3} == set()


def test_no_rule_names_left_or_right() -> None:
    """Logical properties only: one style sheet serves both directions."""
    text = re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    sided = r"(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:"

    assert re.findall(sided, text) == []
    assert re.findall(r"text-align:\s*(?:left|right)", text) == []
