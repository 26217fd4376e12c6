"""The library: what waits stands first, and is released only after being asked twice."""

from __future__ import annotations

from driving import LARGE, press, running, squeezed
from fake_workspace import FakeWorkspace

from reflect.records import Discussion

HELD = Discussion("D-1", "Child A hid while we knocked.", "Who knocks for whom?", "released")


async def test_what_waits_is_released_by_a_person_asked_twice(workspace: FakeWorkspace) -> None:
    workspace.held_back.append(HELD)
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "l")
        assert "1 waiting for release" in squeezed(pilot)
        assert "waits for release" in squeezed(pilot)
        assert HELD.text in squeezed(pilot)
        await press(pilot, "R")
        assert "R again releases it" in squeezed(pilot)
        assert workspace.released == []
        await press(pilot, "R")
        assert workspace.released == [HELD]
        assert "waiting for release" not in squeezed(pilot)


async def test_what_is_in_already_is_not_released_again(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "l", "R")
        assert "this one does not" in squeezed(pilot)
        assert workspace.released == []


async def test_themes_narrow_the_list_and_every_discussion_comes_back(
    workspace: FakeWorkspace,
) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "l", "t")
        assert "stairs, quiet" in squeezed(pilot)
        await press(pilot, "down", "enter")
        first, *_, last = (one.title for one in workspace.discussions())
        assert first in squeezed(pilot)
        assert last not in squeezed(pilot)
        await press(pilot, "t", "enter")
        assert last in squeezed(pilot)


async def test_a_dilemma_is_put_in_other_words(workspace: FakeWorkspace) -> None:
    workspace.held_back.append(HELD)
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "l", "e")
        await press(pilot, *["backspace"] * len(HELD.title), *"Who", "enter")
        assert workspace.held_back[0].title == "Who"
        assert workspace.held_back[0].text == HELD.text


async def test_the_list_is_narrowed_to_a_code_and_words_narrow_it_further(
    workspace: FakeWorkspace,
) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "l", "f")
        await press(pilot, *"hope", "enter")
        first, *_, last = (one.title for one in workspace.discussions())
        assert f"1 of {len(workspace.discussions())} discussions: " in squeezed(pilot)
        assert first in squeezed(pilot)
        assert last not in squeezed(pilot)
        await press(pilot, "slash", *"zzz")
        assert "No discussion holds these words." in squeezed(pilot)
        await press(pilot, "escape", "f", *"every", "enter")
        assert f"Library · {len(workspace.discussions())} discussions" in squeezed(pilot)


async def test_escape_goes_back_to_the_whole_list_first(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "l", "slash", *"zzz", "escape", "escape")
        assert "No discussion holds these words." not in squeezed(pilot)
        assert "Library ·" in squeezed(pilot)
        await press(pilot, "escape")
        assert "Library ·" not in squeezed(pilot)
