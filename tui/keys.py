"""Every key with its meaning, gathered from the bindings: for the help and the palette alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.screen import Screen

_NAMES = {
    "question_mark": "?", "plus": "+", "equals_sign": "=", "left_square_bracket": "[", "right_square_bracket": "]",
    "slash": "/", "escape": "Esc", "enter": "⏎", "tab": "Tab", "space": "Space", "up": "↑",
    "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn",
    "home": "Home", "end": "End", "shift+tab": "⇧Tab",
}  # fmt: skip


@dataclass(frozen=True)
class KeyAction:
    """Something that can be done here.

    Attributes:
        keys: as printed, the first the main one.
        words: what it does.
        group: where it applies.
        owner: the node on which the action runs.
        action: the action.
    """

    keys: tuple[str, ...]
    words: str
    group: str
    owner: DOMNode
    action: str


def key_name(key: str) -> str:
    """A key as people read it: `Esc`, `^P`, `?`."""
    if key in _NAMES:
        return _NAMES[key]
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+").upper()
    if key.startswith("upper_"):
        return key.removeprefix("upper_").upper()
    if "+" in key and len(key) > 1:
        head, _, tail = key.partition("+")
        return f"{head.capitalize()}+{_NAMES.get(tail, tail)}"
    return key.upper() if len(key) > 1 and key.startswith("f") else key


def actions_of(app: App[object], screen: Screen[object]) -> list[KeyAction]:
    """All that can be done on a screen.

    Args:
        app: the app.
        screen: the screen, not the help over it.

    Returns:
        Actions by group: the screen's own, its parts', then those that are everywhere.
    """
    found: dict[tuple[str, str], KeyAction] = {}
    for owner, group, binding in _own_bindings(app, screen):
        known = found.get((group, binding.action))
        keys = (*(known.keys if known else ()), key_name(binding.key))
        found[group, binding.action] = KeyAction(
            tuple(dict.fromkeys(keys)), binding.description, group, owner, binding.action
        )
    return list(found.values())


def _own_bindings(
    app: App[object], screen: Screen[object]
) -> Iterator[tuple[DOMNode, str, Binding]]:
    seen: set[type[DOMNode]] = set()
    focused = screen.focused
    parts = sorted(screen.walk_children(), key=lambda node: node is not focused)
    for node in (screen, *parts, app):
        if type(node) in seen:
            continue
        seen.add(type(node))
        taken: set[str] = set()
        for kind in type(node).__mro__:
            declared = kind.__dict__.get("BINDINGS")
            if declared and kind.__module__.startswith("tui"):
                group = kind.__dict__.get("BINDING_GROUP_TITLE") or "Here"
                own = BindingsMap(declared).key_to_bindings
                for key, bindings in own.items():
                    if key not in taken:  # what a subclass binds is no longer the parent's
                        yield from ((node, group, one) for one in bindings if one.description)
                taken |= set(own)
            if not getattr(kind, "_inherit_bindings", True):
                break
