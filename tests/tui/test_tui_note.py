"""The note screen, by keyboard and mouse, at both sizes."""

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
    until,
)
from fake_workspace import FakeWorkspace

from reflect.errors import ReflectError
from tui.screens.home import HomeScreen
from tui.screens.note import NoteScreen
from tui.widgets.marks_pane import MarksPane
from tui.widgets.note_text import NoteText
from tui.widgets.reflect_pane import ReflectPane

MUM = 5
"""The stop "Mum failed to engage …"."""


def page(pilot) -> NoteText:
    return pilot.app.screen.query_one("#note", NoteText)


@pytest.mark.parametrize("size", SIZES)
async def test_every_tab_by_keyboard(workspace: FakeWorkspace, size: tuple[int, int]) -> None:
    async with running(workspace, size) as pilot:
        await press(pilot, *OPEN_FIRST)
        assert "Ela told you what she listens for" in squeezed(pilot)
        assert "not found in this text: Dad's view" in squeezed(pilot)
        assert "marks what is written, not practice" in squeezed(pilot)
        await press(pilot, "2", "j", "j", "j")
        assert "2 marks in this sentence" in squeezed(pilot)
        assert "fairly sure" not in squeezed(pilot)
        await press(pilot, "j")
        assert "fairly sure" in squeezed(pilot)
        await press(pilot, "3", "tab")
        assert "both hold a pattern in which pushing" in squeezed(pilot)
        await press(pilot, "4")
        assert "The dilemma, in one sentence" in squeezed(pilot)
        await press(pilot, "1")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "answer"
        await press(pilot, "escape")
        assert pilot.app.focused is page(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_percentages_are_never_shown(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "2", "v")
        assert "%" not in on_screen(pilot)
        assert "0.9" not in on_screen(pilot)


async def test_glyphs_stand_beside_their_sentences(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST)
        lines = on_screen(pilot).splitlines()
        assert next(line for line in lines if "Ela said" in line).lstrip().startswith("V")
        assert next(line for line in lines if "Mum failed" in line).lstrip().startswith("~")
        assert next(line for line in lines if "Visit 4." in line).lstrip().startswith("Visit")


async def test_reject_shows_struck_and_undo_takes_it_back(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "2", *"jjjjj", "r")
        (mark,) = [m for m in workspace.marks(1) if m.code == "language.deficit"]
        assert mark.verdict == "rejected"
        assert "rejected by you" in squeezed(pilot)
        assert "u undoes" in squeezed(pilot)
        label = pilot.app.glossary.get(mark.code).label
        strips = pilot.app.screen._compositor.render_strips()
        struck = [s.text for strip in strips for s in strip if s.style and s.style.strike]
        assert any(label in words for words in struck)
        assert not page(pilot)._glyphs[MUM]
        await press(pilot, "u")
        assert workspace.marks(1)[3].verdict == ""
        assert "undone: rejected" in squeezed(pilot)
        await press(pilot, "u")
        assert "nothing left to undo" in squeezed(pilot)


async def test_accept_change_and_add(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "2", *"jjjjj", "a")
        assert "accepted by you" in squeezed(pilot)
        await press(pilot, "c")
        await type_in(pilot, "jargon")
        await press(pilot, "enter")
        codes = {(m.code, m.by_machine, m.verdict) for m in workspace.marks(1)}
        assert ("language.deficit", True, "rejected") in codes
        assert ("language.jargon", False, "") in codes
        assert "yours" in squeezed(pilot)
        await press(pilot, "j", "plus")
        await type_in(pilot, "curiosity")
        await press(pilot, "enter")
        added = next(m for m in workspace.marks(1) if m.code == "systemic.curiosity")
        assert workspace.note(1).text[added.start : added.end].startswith("I wonder if")


async def test_accept_all_sure_ones_in_view(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "2", "v", "A")
        marks = workspace.marks(1)
        assert all((m.verdict == "accepted") == (m.score >= 0.8) for m in marks)


async def test_the_note_and_the_side_answer_each_other(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "2", "v", "tab", "end")
        mark = pilot.app.screen.query_one(MarksPane).selected
        assert mark is not None
        stop = page(pilot)._stops[page(pilot).current]
        assert stop.start <= mark.start < stop.end
        await press(pilot, "1", "escape", *["j"] * 8)
        question = pilot.app.screen.query_one(ReflectPane).current
        assert question is not None
        assert question.question.id == "q-052" or question.question.id == "q-031"


async def test_a_click_on_words_moves_there(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "2")
        lines = on_screen(pilot).splitlines()
        y = next(i for i, line in enumerate(lines) if "Mum failed" in line)
        await pilot.click(offset=(lines[y].index("failed"), y))
        await settle(pilot)
        assert page(pilot).current == MUM
        assert "1 mark in this sentence" in squeezed(pilot)
        await pilot.click("TabLine", offset=(36, 0))
        await settle(pilot)
        assert "both hold" in squeezed(pilot)


async def test_answer_keep_and_go_on(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *OPEN_FIRST, "tab")
        await type_in(pilot, "She has been told")
        await press(pilot, "ctrl+j")
        await type_in(pilot, "nothing?")
        key, words = "note:1:answer:q-014", "She has been told\nnothing?"
        await until(pilot, lambda: workspace.drafts.get(key) == words)
        await press(pilot, "enter")
        assert workspace.reflections(1)[0].answer == "She has been told\nnothing?"
        assert "note:1:answer:q-014" not in workspace.drafts
        assert "2 of 3" in squeezed(pilot)
        assert "only if you export it" in squeezed(pilot)
        await press(pilot, "z", "z", "n", "p", "p")  # none of them is typed into the next box
        assert not workspace.drafts
        assert "1 of 3 kept" in squeezed(pilot)


async def test_an_empty_answer_is_not_kept(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *OPEN_FIRST, "tab", "enter")
        assert "answer" not in workspace.calls
        assert "write what comes to mind first" in squeezed(pilot)


async def test_not_now_and_why(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "w")
        assert "nothing yet says what came of them" in squeezed(pilot)
        await press(pilot, "x")
        assert "1 of 2" in squeezed(pilot)
        await press(pilot, "u")
        assert "1 of 3" in squeezed(pilot)
        assert workspace.reflections(1)[0].answer == ""
        await press(pilot, "x", "x", "x")
        assert "No question is waiting here" in squeezed(pilot)
        assert workspace.reflections(1) == []


@pytest.mark.parametrize("size", SIZES)
async def test_similar_is_read_beside_the_note(
    workspace: FakeWorkspace, size: tuple[int, int]
) -> None:
    async with running(workspace, size) as pilot:
        await press(pilot, *OPEN_FIRST, "3", "tab", "enter")
        beside = pilot.app.screen.query_one("#beside", NoteText)
        assert pilot.app.focused is beside
        lit = [beside._text[s.start : s.end] for s in beside._lit]
        assert lit[0].startswith("Each time we pushed")
        mine = page(pilot)._lit[0]
        assert workspace.note(1).text[mine.start : mine.end].startswith("The more I push")
        await press(pilot, "n")
        assert beside._text[beside._lit[0].start :].startswith("listen for footsteps")
        await press(pilot, "escape")
        assert "both hold a pattern" in squeezed(pilot)


async def test_no_similar_discussion_says_what_to_do(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST[:-1], "down", "enter", "3")
        assert "reflect library" in squeezed(pilot)


async def test_a_lens_box_is_written_in_and_given_back(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "4", "tab", "down", "down", "enter")
        assert "he counts the stairs" in pilot.app.focused.text  # type: ignore[union-attr]
        await type_in(pilot, " Her own words")
        key = "note:1:lens:bells-that-ring:child"
        await until(pilot, lambda: workspace.drafts.get(key, "").endswith("Her own words"))
        await press(pilot, "escape")
        boxes = workspace._notes[1].boxes
        assert boxes["bells-that-ring", "child"].endswith("Her own words")
        assert not workspace.drafts
        await press(pilot, "o")
        assert boxes
        assert "o again takes your words out" in squeezed(pilot)
        await press(pilot, "o")
        assert not boxes
        await press(pilot, "u")
        assert boxes["bells-that-ring", "child"].endswith("Her own words")


async def test_leaving_a_lens_box_untouched_leaves_the_notes_words(
    workspace: FakeWorkspace,
) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "4", "tab", "down", "down", "enter", "enter")
        assert not workspace._notes[1].boxes


async def test_another_lens(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "l")
        await type_in(pilot, "signs")
        await press(pilot, "enter")
        assert "Signs of Safety" in squeezed(pilot)


async def test_escape_stops_the_reading_and_f5_reads(workspace: FakeWorkspace) -> None:
    workspace.door.clear()
    async with running(workspace) as pilot:
        await pilot.press(*OPEN_FIRST)
        while "reading the note" not in squeezed(pilot):
            await pilot.pause()
        await pilot.press("escape")
        workspace.door.set()
        await settle(pilot)
        assert "F5 reads it" in squeezed(pilot)
        assert isinstance(pilot.app.screen, NoteScreen)
        await press(pilot, "f5")
        assert "1 of 3" in squeezed(pilot)


async def test_what_comes_late_for_a_note_left_behind_is_dropped(
    workspace: FakeWorkspace,
) -> None:
    workspace.door.clear()
    async with running(workspace) as pilot:
        await pilot.press(*OPEN_FIRST)
        while "reading the note" not in squeezed(pilot):
            await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("escape", "down", "enter")
        workspace.door.set()
        await settle(pilot)
        assert "Supervision, R family" in squeezed(pilot)
        assert "Ela" not in squeezed(pilot)


async def test_trouble_is_a_plain_notice(workspace: FakeWorkspace) -> None:
    workspace.fail["judge"] = ReflectError("The workspace is on a full disk.", "Make some room.")
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "2", *"jjjjj", "r")
        (notice,) = pilot.app._notifications
        assert notice.title == "The workspace is on a full disk."
        assert notice.message == "Make some room."
        workspace.fail["tagged"] = ValueError("about the note's text")
        await press(pilot, "f5")
        titles = [one.title for one in pilot.app._notifications]
        assert "Something went wrong inside reflect (ValueError)." in titles
        assert "about the note" not in " ".join(one.message for one in pilot.app._notifications)


async def test_room_and_resizing(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "G")
        last = page(pilot).current
        for size in (SMALL, (59, 15), LARGE, (60, 16), SMALL):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            if size == (59, 15):
                assert "needs 60 columns and 16 rows" in squeezed(pilot)
            else:
                assert isinstance(pilot.app.screen, NoteScreen)
                assert page(pilot).current == last
                assert "ask Ela who else counts" in squeezed(pilot)
        await press(pilot, "z")
        assert not pilot.app.screen.query_one("#side").display
        await press(pilot, "tab")
        assert pilot.app.screen.query_one("#side").display


async def test_a_very_long_note_draws_only_what_is_seen(workspace: FakeWorkspace) -> None:
    from invented_notes import VISIT

    from reflect.records import Note

    workspace.add(Note(VISIT * 900, "long.txt"))
    async with running(workspace) as pilot:
        await press(pilot, *OPEN_FIRST, "G", "k", "pageup", "g")
        assert len(page(pilot)._lines) > 10_000
        assert len(list(pilot.app.screen.walk_children())) < 60
        assert page(pilot).current == 0


async def test_keys_leave_a_mark_out_of_sight_alone(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *OPEN_FIRST, "2", "v", "tab", "end")
        pane = pilot.app.screen.query_one(MarksPane)
        assert pane.marker_seen
        rows = pane.query_one("#marks-rows")
        rows.scroll_to(y=0, animate=False, immediate=True)
        await settle(pilot)
        assert not pane.marker_seen
        await press(pilot, "r")
        assert "judge" not in workspace.calls
        assert "out of sight" in squeezed(pilot)
        assert pane.marker_seen
        await press(pilot, "r")
        assert "judge" in workspace.calls


async def test_the_next_marked_sentence_from_the_side(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "2", "tab")
        before = page(pilot).current
        await press(pilot, "right_square_bracket")
        assert page(pilot).current > before


async def test_what_was_not_found_can_be_hidden(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "h")
        assert "not found in this text:" not in squeezed(pilot)
        await press(pilot, "f5")
        assert "not found in this text:" not in squeezed(pilot)
        await press(pilot, "h")
        assert "not found in this text:" in squeezed(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_why_a_mark_was_made(workspace: FakeWorkspace, size: tuple[int, int]) -> None:
    async with running(workspace, size) as pilot:
        await press(pilot, *OPEN_FIRST, "2", *["j"] * 4, "w")
        assert "Somebody is described by a label." in squeezed(pilot)
        assert "It is not" in squeezed(pilot)
        await press(pilot, "escape")
        assert "1 mark" in squeezed(pilot) or "marks in this sentence" in squeezed(pilot)


async def test_the_mark_most_worth_a_glance_comes_first_and_then_the_next(
    workspace: FakeWorkspace,
) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "2", "W")
        marks = [m for m in workspace.marks(1) if m.by_machine and not m.verdict]
        doubted = min(marks, key=lambda m: (abs(m.score - 0.5), m.start))
        assert pilot.app.screen.query_one(MarksPane).selected == doubted
        await press(pilot, "a", "W")
        assert pilot.app.screen.query_one(MarksPane).selected != doubted
        for _ in marks[1:]:
            await press(pilot, "a", "W")
        assert "every mark has been looked at" in squeezed(pilot)


async def test_the_marks_are_those_of_the_sentence_a_question_led_to(
    workspace: FakeWorkspace,
) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "1", "n", "2")
        screen = pilot.app.screen
        assert isinstance(screen, NoteScreen)
        pane = screen.query_one(MarksPane)
        here = screen.by_stop.get(screen.page.current, [])
        assert sorted(mark.id for mark in pane.listed) == sorted(mark.id for mark in here)
