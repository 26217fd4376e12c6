"""The three themes, and the colour of each family in each of them."""

from __future__ import annotations

from textual.theme import Theme

FAMILY_COLOURS = ("teal", "amber", "violet", "green", "blue", "magenta", "olive", "slate")
"""The colour names that a codebook may give a family."""

PREFIX = "reflect-"


def _theme(name: str, *, dark: bool, page: dict[str, str], families: dict[str, str]) -> Theme:
    variables = {f"family-{colour}": value for colour, value in families.items()}
    variables |= {
        "quiet": page["quiet"],
        "rule": page["rule"],
        "lit": page["lit"],
        "key": page["key"],
        "border": page["key"],
        "border-blurred": page["rule"],
        "block-cursor-background": page["lit"],
        "block-cursor-foreground": page["ink"],
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": page["lit"],
        "block-cursor-blurred-foreground": page["ink"],
        "block-hover-background": page["lit"],
        "input-cursor-background": page["ink"],
        "input-cursor-foreground": page["paper"],
        "input-selection-background": page["lit"],
        "input-selection-foreground": page["ink"],
        "screen-selection-background": page["lit"],
        "screen-selection-foreground": page["ink"],
        "scrollbar": page["rule"],
        "scrollbar-hover": page["quiet"],
        "scrollbar-active": page["quiet"],
        "scrollbar-background": page["paper"],
        "scrollbar-background-hover": page["paper"],
        "scrollbar-background-active": page["paper"],
        "scrollbar-corner-color": page["paper"],
        "text-muted": page["quiet"],
        "text-disabled": page["quiet"],
        "markdown-h1-color": page["ink"],
        "markdown-h2-color": page["ink"],
        "markdown-h3-color": page["ink"],
        "markdown-h4-color": page["quiet"],
    }
    return Theme(
        name=PREFIX + name,
        primary=page["key"],
        secondary=page["key"],
        accent=page["key"],
        # A notice is never red: it is about a file or a setting, and is read by tired people.
        warning=page["key"],
        error=page["key"],
        success=page["key"],
        foreground=page["ink"],
        background=page["paper"],
        surface=page["paper"],
        panel=page["panel"],
        dark=dark,
        variables=variables,
    )


LIGHT = _theme(
    "light",
    dark=False,
    page={
        "paper": "#fbfaf7", "ink": "#22262b", "quiet": "#61666d", "rule": "#c9c6bf",
        "lit": "#ece8dc", "key": "#2f5d73", "panel": "#f3f1eb",
    },
    families={
        "teal": "#0f6e69", "amber": "#875600", "violet": "#6b47a8", "green": "#2f6b34",
        "blue": "#235fa8", "magenta": "#99357f", "olive": "#646010", "slate": "#4f5d6b",
    },
)  # fmt: skip

DARK = _theme(
    "dark",
    dark=True,
    page={
        "paper": "#15181b", "ink": "#dcdad4", "quiet": "#949aa1", "rule": "#3a4046",
        "lit": "#2a3036", "key": "#9cc3d5", "panel": "#1b1f23",
    },
    families={
        "teal": "#6cc5bb", "amber": "#dcae5f", "violet": "#b9a0ea", "green": "#8fc98f",
        "blue": "#86b4ee", "magenta": "#e09ac9", "olive": "#bdbc69", "slate": "#a7b4c2",
    },
)  # fmt: skip

CONTRAST = _theme(
    "contrast",
    dark=True,
    page={
        "paper": "#000000", "ink": "#ffffff", "quiet": "#d6d6d6", "rule": "#a0a0a0",
        "lit": "#333333", "key": "#ffffff", "panel": "#000000",
    },
    families={
        "teal": "#5ff0e2", "amber": "#ffcc66", "violet": "#d3bfff", "green": "#9dfb9d",
        "blue": "#a6d1ff", "magenta": "#ffb3e6", "olive": "#eeee7a", "slate": "#dbe4ee",
    },
)  # fmt: skip

THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
"""The themes by the word that the settings store."""

THEME_WORDS = {"light": "Light", "dark": "Dark", "contrast": "High contrast"}


def theme_for(setting: str, terminal: str = "") -> str:
    """The name of the theme to use.

    Args:
        setting: what the workspace stores: `light`, `dark`, `contrast`, or nothing yet.
        terminal: the terminal's own `COLORFGBG`, such as `15;0`, where it has one.

    Returns:
        The registered name of a theme; without a setting, the one nearest to the terminal.
    """
    if setting in THEMES:
        return PREFIX + setting
    back = terminal.rpartition(";")[2]
    return PREFIX + ("light" if back in {"7", "15"} else "dark")
