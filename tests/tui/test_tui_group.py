"""A group session: begun, written in, left and taken up again, and what it leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import (
    LARGE,
    OPEN_FIRST,
    SIZES,
    SMALL,
    press,
    running,
    settle,
    squeezed,
    type_in,
    until,
)
from fake_workspace import FakeWorkspace
from hypothesis import given
from hypothesis import strategies as st

from reflect.errors import ReflectError
from tui.group import Clock, bar_cells, time_words
from tui.screens.group import GroupScreen
from tui.screens.group_begin import BeginScreen
from tui.screens.group_session import SessionScreen
from tui.screens.group_sheets import SheetsScreen
from tui.screens.home import HomeScreen
from tui.widgets.card_row import CardRow
from tui.widgets.written import WrittenBox

BEGIN = ("g", "enter", "enter")
"""From Home into a session of Bells that Ring, without a note."""
TINY = (50, 12)
IDEAS = (*BEGIN, "4", "pagedown")
"""From Home to the hypothesis cards."""


def words_of(workspace: FakeWorkspace, session_id: int = 1) -> dict[str, str]:
    return dict(workspace.sessions.get(session_id).words)


def screen(pilot) -> SessionScreen:  # type: ignore[no-untyped-def]
    assert isinstance(pilot.app.screen, SessionScreen)
    return pilot.app.screen


# beginning


@pytest.mark.parametrize("size", [*SIZES, TINY])
async def test_three_keys_begin_a_session(workspace: FakeWorkspace, size: tuple[int, int]) -> None:
    async with running(workspace, size) as pilot:
        await press(pilot, "g")
        assert "7 steps · 55 min" in squeezed(pilot)
        await press(pilot, "enter", "enter")
        assert "1 of 7 Who holds which role" in squeezed(pilot)
        await press(pilot, "enter")
        await type_in(pilot, "Jo")
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, GroupScreen)
        assert words_of(workspace) == {"roles.supervisor": "Jo"}


async def test_begun_from_a_note_it_offers_the_notes_own_words(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "M")
        assert "Begin, from “Home visit, Tues”" in squeezed(pilot)
        await press(pilot, "enter")
        said = squeezed(pilot)
        assert "[x] The idea: “I wonder if saying no to the course" in said
        assert "[x] Another idea: “Or it may be that Thursdays" in said
        await press(pilot, "down", "down", "space")
        assert "[ ] The dilemma, in one sentence" in squeezed(pilot)
        await press(pilot, "ctrl+s")
        assert screen(pilot).session is not None
    words = words_of(workspace)
    assert words["ideas.1.idea"].startswith("I wonder if saying no")
    assert words["ideas.1.rival"] == "Or it may be that Thursdays are when he rings."
    assert workspace.sessions.get(1).title == "Home visit, Tues"
    assert "present.dilemma" not in words
    assert "he counts the stairs" in words["present.child"]


async def test_a_note_is_chosen_or_let_go_before_it_begins(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "g", "enter", "down", "enter")
        await type_in(pilot, "Tues")
        await press(pilot, "enter")
        assert "The note’s own words, to begin with" in squeezed(pilot)
        await press(pilot, "home", "down", "enter", "up", "enter")
        assert "From a note none" in squeezed(pilot)


async def test_a_note_that_cannot_be_read_is_no_hindrance(workspace: FakeWorkspace) -> None:
    workspace.fail["tagged"] = ReflectError("The model is missing.", "Install reflect again.")
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "g", "enter", "down", "enter", "down", "enter")
        assert "the session can begin without it" in squeezed(pilot)
        await press(pilot, "ctrl+s")
        assert screen(pilot).session is not None


async def test_minutes_are_set_before_it_begins_and_remembered(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "g", "enter", "down", "down", *["right"] * 3, "down", *["left"] * 11)
        said = squeezed(pilot)
        assert "‹ 8 min ›" in said
        assert "‹ no time ›" in said
        await press(pilot, "tab")
        await type_in(pilot, "R family")
        await press(pilot, "enter", "ctrl+s")
        assert "R family" in squeezed(pilot)
        await press(pilot, "escape", "enter")
        assert "‹ 8 min ›" in squeezed(pilot)
    assert workspace.sessions.get(1).format.steps[1].minutes == 0


async def test_a_step_gets_more_or_less_time_on_the_way(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "g", "enter", "ctrl+s")
        before = screen(pilot).stop.step.minutes
        await press(pilot, "greater_than_sign", "greater_than_sign", "less_than_sign")
        assert f"{before + 1} min for this step" in squeezed(pilot)
    assert workspace.sessions.get(1).format.steps[0].minutes == before + 1


# writing


@pytest.mark.parametrize("size", [*SIZES, TINY])
async def test_the_whole_way_by_keyboard(workspace: FakeWorkspace, size: tuple[int, int]) -> None:
    async with running(workspace, size) as pilot:
        await press(pilot, *BEGIN)
        for number in range(len(screen(pilot).stops)):
            assert screen(pilot).at == number
            await press(pilot, "tab")
            await type_in(pilot, f"words{number}")
            await press(pilot, "pagedown")
        assert isinstance(pilot.app.screen, SheetsScreen)
        await press(pilot, *["escape"] * 4)
        assert isinstance(pilot.app.screen, HomeScreen)
    assert sorted(words_of(workspace).values()) == sorted(f"words{n}" for n in range(11))


async def test_enter_is_a_new_line_where_there_is_room_and_goes_on_in_a_card(
    workspace: FakeWorkspace,
) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *BEGIN, "2", "enter", "a", "enter", "b", "escape", "4", "n")
        await press(pilot, "enter", "c", "enter", "d", "ctrl+j", "e", "escape", "n")
    assert words_of(workspace) == {
        "present.dilemma": "a\nb", "ideas.1.idea": "c", "ideas.1.rival": "d\ne"
    }  # fmt: skip


async def test_who_turns_the_page_while_writing_goes_on_writing(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *BEGIN, "2", "enter", "a", "pagedown", "s", "escape", "8")
        assert "there are 7 steps" in squeezed(pilot)
        assert screen(pilot).stop.page.id == "consult"
    assert words_of(workspace) == {"present.dilemma": "a", "consult.questions": "s"}


@pytest.mark.parametrize(("size", "seen"), [(SMALL, 1), ((120, 36), 2), (LARGE, 3), (TINY, 1)])
async def test_as_many_cards_as_fit(
    workspace: FakeWorkspace, size: tuple[int, int], seen: int
) -> None:
    async with running(workspace, size) as pilot:
        await press(
            pilot, *IDEAS, "enter", *"ab", "ctrl+n", *"cd", "ctrl+n", *"ef", "ctrl+n", *"gh"
        )
        row = pilot.app.screen.query_one(CardRow)
        assert [card.display for card in row.cards] == [False] * (4 - seen) + [True] * seen
        await press(pilot, "escape", "left", "left", "left")
        assert [card.display for card in row.cards] == [True] * seen + [False] * (4 - seen)
        await press(pilot, "enter", "tab", "tab", "tab", "tab")  # from the first card to the next
        assert row.at == 1
        assert row.card.display
    assert [words_of(workspace)[f"ideas.{n}.idea"] for n in (1, 2, 3, 4)] == [
        "ab",
        "cd",
        "ef",
        "gh",
    ]


async def test_another_card_is_begun_once_the_last_has_words(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *IDEAS, "plus", "escape", "plus", "escape", "plus")
        assert len(pilot.app.screen.query_one(CardRow).cards) == 1


async def test_a_card_taken_away_comes_back_with_all_its_words(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *IDEAS, "enter", "a", "enter", "b", "ctrl+n", "c", "escape", "left", "x")
        assert "the idea is taken away · u brings it back" in squeezed(pilot)
        assert words_of(workspace) == {"ideas.2.idea": "c"}
        await press(pilot, "x")
        assert words_of(workspace) == {}
        await press(pilot, "enter", "d", "escape", "n")  # a new card takes no number again
        assert words_of(workspace) == {"ideas.3.idea": "d"}
        await press(pilot, "u", "u")
        assert screen(pilot).stop.page.id == "ideas"
        assert [box.text for box in screen(pilot).query(WrittenBox) if box.text] == [
            "a",
            "b",
            "c",
            "d",
        ]
        await press(pilot, "u")
        assert "nothing was taken away" in squeezed(pilot)
    assert words_of(workspace) == {
        "ideas.1.idea": "a", "ideas.1.rival": "b", "ideas.2.idea": "c", "ideas.3.idea": "d"
    }  # fmt: skip


async def test_each_page_says_where_its_words_go(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *BEGIN, "2")
        said = squeezed(pilot)
        assert "The dilemma, in one sentence child’s file" in said
        assert "What I want from the group private" in said
        await press(pilot, "5")
        assert "What rang, and for whom 1 of 2 private" in squeezed(pilot)


async def test_the_dilemma_stays_in_sight_on_the_pages_after_it(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *BEGIN, "2", "enter")
        await type_in(pilot, "How do I hear her no?")
        await press(pilot, "escape", "5")
        assert "“How do I hear her no?”" in squeezed(pilot)
        await press(pilot, "1")
        assert "hear her no" not in squeezed(pilot)


# leaving and coming back


class Torn(Exception):
    """The terminal went away."""


async def test_what_is_typed_outlives_an_app_torn_down(workspace: FakeWorkspace) -> None:
    async def torn() -> None:
        async with running(workspace) as pilot:
            await press(pilot, *BEGIN, "2", "enter")
            await type_in(pilot, "Half a dilemma")
            await until(pilot, lambda: "present.dilemma" in words_of(workspace))
            raise Torn

    with pytest.raises(Torn):
        await torn()
    async with running(workspace) as pilot:
        said = squeezed(pilot)
        assert "Bells that Ring · step 2 of 7" in said
        await press(pilot, *["down"] * 5, "enter")
        assert "Half a dilemma" in squeezed(pilot)
        assert "2 of 7" in squeezed(pilot)
        await press(pilot, "enter", *"x")
        await pilot.press("ctrl+q")
    assert words_of(workspace)["present.wants"] == "x"


async def test_what_cannot_be_kept_is_said_and_stays_on_the_page(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *BEGIN, "2", "enter")
        workspace.fail["write"] = ReflectError("The disk is full.", "Make some room.")
        await type_in(pilot, "Stuck")
        await press(pilot, "escape")
        assert "The disk is full." in [notice.title for notice in pilot.app._notifications]
        assert screen(pilot).boxes[0].text == "Stuck"
        workspace.fail.clear()
        await press(pilot, "n")
    assert words_of(workspace)["present.dilemma"] == "Stuck"


async def test_home_and_the_list_rename_and_delete(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *BEGIN, "escape", "down", "down", "t")
        await type_in(pilot, " two")
        await press(pilot, "enter")
        assert workspace.sessions.get(1).title.endswith(" two")
        assert "now called:" in squeezed(pilot)
        await press(pilot, "escape", *["down"] * 5, "d")
        assert "with all that is in it? ⏎ deletes, Esc keeps" in squeezed(pilot)
        await press(pilot, "escape", "d", "enter")
        assert workspace.sessions.list() == []
        assert len(workspace.notes()) == 3


# time


async def test_the_time_runs_only_when_asked_and_does_nothing_but_show(
    workspace: FakeWorkspace,
) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *BEGIN)
        assert " min" not in squeezed(pilot)
        now = [0.0]
        screen(pilot).clock = Clock({}, lambda: now[0])
        screen(pilot).clock.turn_to("roles")
        await press(pilot, "t")
        now[0] = 130.0
        screen(pilot).draw_time()
        await settle(pilot)
        assert "2 of 5 min" in squeezed(pilot)
        assert "━" in squeezed(pilot)
        now[0] = 400.0
        screen(pilot).draw_time()
        await settle(pilot)
        assert "the 5 min are over" in squeezed(pilot)
        assert screen(pilot).at == 0
        await press(pilot, "t", "n")
        now[0] = 9999.0
        await press(pilot, "escape")
    assert workspace.sessions.get(1).spent == {"roles": 400}


def test_the_words_for_the_time() -> None:
    assert time_words(0, 10, running=False) == ""
    assert time_words(30, 10, running=True) == "0 of 10 min"
    assert time_words(61, 10, running=False) == "1 of 10 min · resting"
    assert time_words(600, 10, running=True) == "the 10 min are over"
    assert time_words(600, 0, running=True) == ""


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.integers(0, 240), st.integers(0, 300))
def test_the_bar_only_grows_and_never_leaves_its_line(
    a: float, b: float, minutes: int, width: int
) -> None:
    first, second = (bar_cells(seconds, minutes, width) for seconds in sorted((a, b)))
    assert 0 <= first <= second <= width


@given(st.lists(st.tuples(st.sampled_from(["start", "rest", "a", "b"]), st.integers(0, 100))))
def test_a_clock_counts_each_second_once(steps: list[tuple[str, int]]) -> None:
    now, run = [0.0], 0
    clock = Clock({}, lambda: now[0])
    clock.turn_to("a")
    for what, seconds in steps:
        if what in "ab":
            clock.turn_to(what)
        else:
            getattr(clock, what)()
        now[0] += seconds
        run += seconds if clock.running else 0
    assert sum(clock.spent.values()) == run


# what it leaves


@pytest.mark.parametrize("size", SIZES)
async def test_two_sheets_that_stay_apart(
    workspace: FakeWorkspace, tmp_path: Path, size: tuple[int, int]
) -> None:
    made = workspace.sessions.begin(workspace.sessions.formats()[0][0], "R family")
    workspace.sessions.put_back(
        made, {"present.dilemma": "Her no.", "rang.1.whom": "Bea", "roles.observers": "Bea"}
    )
    async with running(workspace, size) as pilot:
        await press(pilot, *["down"] * 5, "enter", "v")
        assert isinstance(pilot.app.screen, SheetsScreen)
        entry, private = (
            pilot.app.screen.query_one(f"#{which}-side") for which in ("entry", "private")
        )
        wide = size == LARGE
        assert (entry.region.y == private.region.y) == wide
        assert (entry.region.x == private.region.x) != wide
        await press(pilot, "e", "ctrl+s")
        await press(pilot, "escape", "tab", "e", "ctrl+s")
        names = {path.name for path in tmp_path.iterdir()}
        assert names == {"child-file-r-family.docx", "private-reflection-r-family.docx"}


async def test_a_name_in_the_entry_is_pointed_out(workspace: FakeWorkspace) -> None:
    made = workspace.sessions.begin(workspace.sessions.formats()[0][0], "R family")
    workspace.sessions.put_back(made, {"ideas.1.idea": "Bea thinks no.", "roles.observers": "Bea"})
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *["down"] * 5, "enter", "v")
        assert "a name from the roles stands in the entry: Bea in “The idea”" in squeezed(pilot)


async def test_a_service_sees_what_is_wrong_with_its_own_file(
    workspace: FakeWorkspace, tmp_path: Path
) -> None:
    workspace.sessions._own = tmp_path / "sessions.yaml"
    workspace.sessions._own.write_text("formats:\n  - id: pod\n    labell: Pod\n")
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "g")
        said = squeezed(pilot)
        assert "sessions.yaml, row" in said
        assert "Unit meeting" in said
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, BeginScreen)
