"""Contrast, by WCAG's own arithmetic, and no red for people's words."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from tui.themes import FAMILY_COLOURS, THEME_WORDS, THEMES, theme_for


def luminance(colour: Color) -> float:
    def channel(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(colour.r) + 0.7152 * channel(colour.g) + 0.0722 * channel(colour.b)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_every_word_can_be_read(theme: Theme) -> None:
    words = [theme.foreground, *(theme.variables[name] for name in ("quiet", "key"))]
    words += [theme.variables[f"family-{name}"] for name in FAMILY_COLOURS]
    for paper in (theme.background, theme.variables["lit"], theme.panel):
        for colour in words:
            assert colour
            assert paper
            assert contrast(colour, paper) >= 4.5, (theme.name, colour, paper)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_no_family_is_red_and_no_two_are_one(theme: Theme) -> None:
    colours = [Color.parse(theme.variables[f"family-{name}"]) for name in FAMILY_COLOURS]
    assert len(set(colours)) == len(FAMILY_COLOURS)
    for colour in colours:
        assert not (colour.r > 1.6 * colour.g and colour.r > 1.6 * colour.b)


def test_the_theme_follows_the_setting_then_the_terminal() -> None:
    assert theme_for("contrast", "0;15") == "reflect-contrast"
    assert theme_for("", "0;15") == "reflect-light"
    assert theme_for("", "15;0") == theme_for("", "") == "reflect-dark"
    assert set(THEME_WORDS) == set(THEMES)
