"""Names for how words are drawn, turned into styles of the theme in use."""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style
from textual.app import App
from textual.color import Color

from .themes import FAMILY_COLOURS

_EXTRA = {
    "quiet": ("quiet", Style()),
    "rule": ("rule", Style()),
    "key": ("key", Style(bold=True)),
    "strong": ("foreground", Style(bold=True)),
    "struck": ("quiet", Style(strike=True)),
    "italic": ("quiet", Style(italic=True)),
    "": ("foreground", Style()),
}


@lru_cache(maxsize=256)
def _colour(value: str) -> Style:
    return Style(color=Color.parse(value).rich_color)


@lru_cache(maxsize=64)
def _back(value: str) -> Style:
    return Style(bgcolor=Color.parse(value).rich_color)


def look(app: App[object], name: str) -> Style:
    """The style of a look: `quiet`, `strong`, `struck`, `key`, `rule`, a family's colour.

    Args:
        app: the running app, for its theme.
        name: the look; an unknown one is plain text.

    Returns:
        A style without a background, but for `lit`.
    """
    variables = app.theme_variables
    if name == "lit":
        return _back(variables["lit"])
    if name in FAMILY_COLOURS:
        return _colour(variables[f"family-{name}"])
    variable, extra = _EXTRA.get(name, _EXTRA[""])
    return _colour(variables[variable]) + extra
