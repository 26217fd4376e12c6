"""Every action is in the palette and in the help, with its key; the keys do not clash."""

from __future__ import annotations

from collections import Counter

import pytest
from driving import LARGE, OPEN_FIRST, press, running, settle, squeezed, type_in
from fake_workspace import FakeWorkspace

from tui.commands import ActionsProvider
from tui.keys import actions_of, key_name
from tui.screens.help import HelpScreen
from tui.widgets.rows import Rows

SCREENS = {
    "home": (),
    "new": ("n",),
    "open": ("o",),
    "library": ("l",),
    "settings": ("s",),
    "note": OPEN_FIRST,
    "sheet": (*OPEN_FIRST, "b"),
    "gate": (*OPEN_FIRST, "D"),
    "group": ("g",),
    "begin": ("g", "enter"),
    "session": ("g", "enter", "enter", "4", "n"),
    "sheets": ("g", "enter", "enter", "v"),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_help_shows_every_binding(workspace: FakeWorkspace, name: str) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *SCREENS[name])
        screen = pilot.app.screen
        actions = actions_of(pilot.app, screen)
        own = {
            binding.action
            for node in (screen, *screen.walk_children(), pilot.app)
            for kind in type(node).__mro__
            if kind.__module__.startswith("tui")
            for binding in kind.__dict__.get("BINDINGS", ())
        }
        declared = {
            binding.action
            for node in (screen, *screen.walk_children(), pilot.app)
            if type(node).__module__.startswith("tui")
            for bindings in node._bindings.key_to_bindings.values()
            for binding in bindings
            if binding.description and binding.action in own
        }
        assert declared <= {action.action for action in actions}
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        rows = pilot.app.screen.query_one(Rows)._rows
        said = "\n".join(part.text for row in rows for part in row.parts)
        for action in actions:
            assert action.words in said
            assert all(key in said for key in action.keys)
        await press(pilot, "escape")
        assert pilot.app.screen is screen


@pytest.mark.parametrize("name", SCREENS)
async def test_the_palette_finds_every_action(workspace: FakeWorkspace, name: str) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *SCREENS[name])
        provider = ActionsProvider(pilot.app.screen)
        every = [hit.text async for hit in provider.discover()]
        for action in actions_of(pilot.app, pilot.app.screen):
            if action.action != "command_palette":
                assert action.words in every
                assert action.words in [hit.text async for hit in provider.search(action.words)]


async def test_the_palette_does_what_it_says(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "ctrl+p")
        await type_in(pilot, "Lens: another way")
        await pilot.press("down", "enter")
        await settle(pilot)
        assert "The dilemma, in one sentence" in squeezed(pilot)


@pytest.mark.parametrize("name", ["note", "gate", "session"])
async def test_no_key_means_two_things(workspace: FakeWorkspace, name: str) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *SCREENS[name])
        screen = pilot.app.screen
        own = [a for a in actions_of(pilot.app, screen) if a.owner in (screen, pilot.app)]
        used = Counter(key for action in own for key in action.keys)
        assert [key for key, times in used.items() if times > 1] == []


def test_keys_are_named_as_people_read_them() -> None:
    names = {"ctrl+p": "^P", "question_mark": "?", "escape": "Esc", "f5": "F5", "A": "A", "a": "a"}
    assert {key: key_name(key) for key in names} == names
