"""The release gate: walking, correcting, and releasing only after being asked once more."""

from __future__ import annotations

import pytest
from driving import (
    LARGE,
    OPEN_FIRST,
    SIZES,
    SMALL,
    on_screen,
    press,
    running,
    settle,
    squeezed,
    type_in,
)
from fake_workspace import FakeWorkspace
from textual.pilot import Pilot
from textual.widgets import Input

from reflect.errors import ReflectError
from reflect.records import Anonymised, Note, Replacement
from tui.gate import kind_and_role, names_in, said_also, shared_word
from tui.screens.gate import GateScreen
from tui.screens.gate_release import ReleaseScreen
from tui.screens.note import NoteScreen

AT_GATE = (*OPEN_FIRST, "D")


def gate(pilot: Pilot[None]) -> GateScreen:
    screen = pilot.app.screen
    assert isinstance(screen, GateScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_walk_replacements_then_what_is_to_judge(
    workspace: FakeWorkspace, size: tuple[int, int]
) -> None:
    async with running(workspace, size) as pilot:
        await press(pilot, *AT_GATE)
        screen = gate(pilot)
        made = sum(stop.made is not None for stop in screen.stops)
        assert f"1 of {made}: “Ela” becomes “Child A” (a name, sure)" in squeezed(pilot)
        await press(pilot, "n")
        assert f"2 of {made}:" in squeezed(pilot)
        await press(pilot, "p", "p")
        assert "this is the first one" in squeezed(pilot)
        await press(pilot, *["n"] * made)
        assert "to judge 1 of 2: the words of one person" in squeezed(pilot)
        await press(pilot, "n", "n")
        assert "that was the last one · R releases" in squeezed(pilot)
        await press(pilot, "j")
        assert "to judge 1 of 2" in squeezed(pilot)


async def test_both_texts_follow_on_the_same_row(workspace: FakeWorkspace) -> None:
    async with running(workspace, (120, 18)) as pilot:
        await press(pilot, *AT_GATE)
        screen = gate(pilot)
        for _ in screen.stops:
            stop = screen.stops[screen.at]
            assert screen.clean is not None
            here = screen.original.row_of(stop.span.start)
            there = screen.twin.row_of(screen.clean.moved(stop.span.start))
            assert 0 <= here < screen.original.size.height
            assert 0 <= there < screen.twin.size.height
            assert abs(here - there) <= 2
            await press(pilot, "n")
        await press(pilot, "home")
        assert screen.twin.scroll_y == 0
        await press(pilot, "tab", "end")
        assert screen.original.scroll_y > 0


async def test_one_text_at_a_time_where_it_is_narrow(workspace: FakeWorkspace) -> None:
    async with running(workspace, SMALL) as pilot:
        await press(pilot, *AT_GATE)
        assert "Mum and Ela seen" in on_screen(pilot)
        assert "Mum and Child A seen" not in on_screen(pilot)
        await press(pilot, "tab")
        assert "Mum and Child A seen" in on_screen(pilot)
        assert "Mum and Ela seen" not in on_screen(pilot)
        await press(pilot, "end", "tab")
        assert gate(pilot).original.scroll_y > 0  # one reads on where one was
        await press(pilot, "tab", "n")
        await pilot.resize_terminal(*LARGE)
        await settle(pilot)
        assert "Mum and Child A seen" in on_screen(pilot)
        assert "Mum and Ela seen" in on_screen(pilot)


async def test_a_name_too_says_how_many_places_changed(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *AT_GATE, "f")
        await type_in(pilot, "Mum")
        assert "written 2 times in this note" in squeezed(pilot)
        await press(pilot, "tab")
        await type_in(pilot, "mum")
        await press(pilot, "enter")
        assert "say who it is without the name" in squeezed(pilot)
        pilot.app.screen.query_one("#who", Input).value = "mother"
        await press(pilot, "enter")
        assert "“Mum” is a name too: 2 more places replaced" in squeezed(pilot)
        assert "Mother and Child A seen" in squeezed(pilot)
        await press(pilot, "f")
        await type_in(pilot, "Zonk")
        await press(pilot, "enter")
        assert "“Zonk” changed nothing: it is not in the note as you typed it" in squeezed(pilot)


async def test_what_was_looked_at_is_kept_for_another_day(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *AT_GATE)
        for _ in gate(pilot).stops:
            await press(pilot, "n")
        await press(pilot, "escape", "D", "R")
        assert "Every passage here has been looked at." in squeezed(pilot)


async def test_a_short_passage_in_hand_is_typed_in_beforehand(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *AT_GATE, "j", "f")
        assert pilot.app.screen.query_one("#words", Input).value == ""
        await press(pilot, "escape", "j", "f")
        assert pilot.app.screen.query_one("#words", Input).value == "by the canal"


async def test_words_selected_with_the_mouse_are_typed_in(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *AT_GATE)
        page = gate(pilot).original
        x, y = page.region.x + 3, page.region.y
        await pilot.mouse_down(offset=(x, y))
        await pilot.hover(offset=(x + 4, y))
        await pilot.mouse_up(offset=(x + 4, y))
        await settle(pilot)
        assert page.selected_words.startswith("Home")
        await press(pilot, "f")
        assert pilot.app.screen.query_one("#words", Input).value.startswith("Home")


async def test_names_nobody_leaves_it_as_written(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *AT_GATE, "k")
        assert "“Ela” stays as written in 5 places · f takes it back" in squeezed(pilot)
        assert "“Nan” becomes" in squeezed(pilot)
        await press(pilot, "f")
        assert pilot.app.screen.query_one("#words", Input).value == "Ela"
        await press(pilot, "escape")
        await press(pilot, "j", "k")
        assert "k is for a replacement" in squeezed(pilot)
        assert workspace.calls.count("keep") == 1


async def test_corrections_are_there_after_leaving(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *AT_GATE, "k", "escape")
        assert isinstance(pilot.app.screen, NoteScreen)
        await press(pilot, "D")
        assert "“Ela” becomes" not in squeezed(pilot)
        assert not workspace.released


@pytest.mark.parametrize("size", SIZES)
async def test_release_asks_once_more(workspace: FakeWorkspace, size: tuple[int, int]) -> None:
    async with running(workspace, size) as pilot:
        await press(pilot, *AT_GATE, "R")
        said = squeezed(pilot)
        assert "De-identified, not anonymous: colleagues may still know the family." in said
        assert "2 of 2 passages for you to judge" in said
        await type_in(pilot, "What does no do?")
        await press(pilot, "enter")
        assert not workspace.released
        await press(pilot, "escape", "R")
        assert pilot.app.screen.query_one("#dilemma", Input).value == "What does no do?"
        await press(pilot, "ctrl+s")
        assert [one.title for one in workspace.released] == ["What does no do?"]
        assert "Released. It is in the library now: D-" in squeezed(pilot)
        await press(pilot, "ctrl+s")
        assert len(workspace.released) == 1
        await press(pilot, "escape")
        assert "is in the library, de-identified, not anonymous" in squeezed(pilot)
        await press(pilot, "R")
        assert pilot.app.screen.query_one("#dilemma", Input).value == ""


async def test_a_title_with_a_name_is_asked_about(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *AT_GATE, "R")
        await type_in(pilot, "How is Ela heard?")
        await press(pilot, "ctrl+s")
        assert "“Ela” was taken out of the note" in squeezed(pilot)
        assert not workspace.released
        await press(pilot, "ctrl+s")
        assert len(workspace.released) == 1


@pytest.mark.parametrize("call", ["gate", "keep", "also", "release"])
async def test_what_fails_says_so_and_loses_nothing(workspace: FakeWorkspace, call: str) -> None:
    workspace.fail[call] = ReflectError("The disk is full.", "Make some room.")
    said = {
        "gate": "The note could not be de-identified. F5 tries again.",
        "release": "That did not work. Look in the library",
    }.get(call, "that did not work")
    keys = {"keep": ("k",), "release": ("R", "ctrl+s"), "also": ("f", "M", "u", "m", "enter")}
    async with running(workspace) as pilot:
        await press(pilot, *AT_GATE, *keys.get(call, ()))
        assert said in squeezed(pilot)
        assert not workspace.released
        workspace.fail.clear()
        again = keys.get(call, ("f5",))
        await press(pilot, *(again[1:] if call == "release" else again))
        assert said not in squeezed(pilot)


async def test_no_second_correction_while_one_is_made(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *AT_GATE)
        workspace.door.clear()
        await pilot.press("k")
        await pilot.press("R")
        assert not isinstance(pilot.app.screen, ReleaseScreen)
        assert workspace.calls.count("keep") == 1
        workspace.door.set()
        await settle(pilot)


async def test_a_withdrawn_discussion_is_not_called_released(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *AT_GATE, "R")
        workspace.released = _Withdrawn()
        await press(pilot, "ctrl+s")
        assert "Not released. D-" in squeezed(pilot)


async def test_where_two_people_release_it_waits_for_the_second(workspace: FakeWorkspace) -> None:
    workspace.two_people = True
    async with running(workspace) as pilot:
        await press(pilot, *AT_GATE, "R")
        assert "A second person releases it after you." in squeezed(pilot)
        await press(pilot, "ctrl+s")
        assert "It waits in the library for a second person" in squeezed(pilot)
        assert len(workspace.held_back) == 1
        assert not workspace.released
        await press(pilot, "escape")
        assert "waits in the library for a second person" in squeezed(pilot)


class _Withdrawn(list):  # type: ignore[type-arg]
    def append(self, one: object) -> None:
        """Take nothing in."""


def test_words_on_what_changed() -> None:
    note = Note("Ann rang Ann. Bo was out.", "n")

    def made(*runs: tuple[int, int, str]) -> Anonymised:
        found = tuple(Replacement(a, b, "PERSON", new, 1.0, "list") for a, b, new in runs)
        return Anonymised(note, "", found, ())

    none, one = made(), made((0, 3, "Person A"))
    assert "1 more place replaced" in said_also("Ann", none, one)
    assert "1 place given other words" in said_also("Ann", one, made((0, 3, "Mother")))
    assert "it was replaced already" in said_also("ann", one, one)
    assert names_in("Is ann Bo?", one) == ["ann"]
    assert kind_and_role(" School ") == ("ORG", "")
    assert kind_and_role("class  teacher") == ("PERSON", "class teacher")
    assert shared_word("Ann Lee", "aunt of lee") == "lee"


async def test_the_last_correction_is_taken_back(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *AT_GATE, "k")
        assert "stays as written" in squeezed(pilot)
        await press(pilot, "u")
        assert "undone: the last correction" in squeezed(pilot)
        assert "Mum and Child A seen" in squeezed(pilot)
        await press(pilot, "u")
        assert "nothing is left to undo here" in squeezed(pilot)
