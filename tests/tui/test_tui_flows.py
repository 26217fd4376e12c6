"""Home, new note, open a file, library, settings, sheet and export."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import LARGE, OPEN_FIRST, SIZES, press, running, settle, squeezed, type_in, until
from fake_workspace import FakeWorkspace
from textual.widgets import Input

from reflect.errors import WrongKey
from tui.app import ReflectApp
from tui.screens.home import HomeScreen
from tui.screens.note import NoteScreen
from tui.screens.open_file import OpenScreen
from tui.widgets.answer_box import DraftBox
from tui.widgets.file_tree import FileTree
from tui.widgets.path_entry import complete
from tui.widgets.rows import Rows


@pytest.mark.parametrize("size", SIZES)
async def test_home_shows_what_can_be_begun(
    workspace: FakeWorkspace, size: tuple[int, int]
) -> None:
    async with running(workspace, size) as pilot:
        words = squeezed(pilot)
        for said in ("Kerry’s workspace", "New note", "Open a file", "3 discussions", "Settings",
                     "Home visit, Tues not opened yet", "Supervision, R family reflected"):  # fmt: skip
            assert said in words
        assert "Group session" in words
        assert "Audit" not in words


async def test_home_paints_before_the_workspace_opens(workspace: FakeWorkspace) -> None:
    workspace.door.clear()

    def slowly() -> FakeWorkspace:
        workspace.door.wait(timeout=20)
        return workspace

    app = ReflectApp(slowly)  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "opening your workspace" in squeezed(pilot)
        await pilot.press("n")
        assert isinstance(app.screen, HomeScreen)
        workspace.door.set()
        await settle(pilot)
        assert "Home visit, Tues" in squeezed(pilot)


async def test_a_workspace_that_does_not_open_says_why(workspace: FakeWorkspace) -> None:
    tries: list[int] = []

    def second_time() -> FakeWorkspace:
        tries.append(1)
        if len(tries) == 1:
            raise WrongKey("The key does not open this workspace.", "Check the key file.")
        return workspace

    app = ReflectApp(second_time)  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "The key does not open this workspace. Check the key file." in squeezed(pilot)
        await press(pilot, "f5")
        assert "Home visit, Tues" in squeezed(pilot)


async def test_an_empty_home_says_what_to_do() -> None:
    async with running(FakeWorkspace(empty=True)) as pilot:
        assert "No notes yet. Write one with n" in squeezed(pilot)
        await press(pilot, "l")
        assert "The library is empty" in squeezed(pilot)


async def test_write_a_note_and_read_it(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, "n", "ctrl+s")
        assert "nothing to read yet" in squeezed(pilot)
        await type_in(pilot, "Mum waved.")
        await press(pilot, "tab")
        await type_in(pilot, "Doorstep")
        await until(pilot, lambda: workspace.drafts.get("new-note-title") == "Doorstep")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, NoteScreen)
        assert workspace.note(4 if 4 in workspace._notes else max(workspace._notes)).text == (
            "Mum waved."
        )
        assert not workspace.drafts
        assert "Doorstep" in squeezed(pilot)
        await press(pilot, "escape", "n")
        assert pilot.app.screen.query_one(DraftBox).text == ""


async def test_a_note_that_cannot_be_kept_stays_a_draft(workspace: FakeWorkspace) -> None:
    workspace.fail["add"] = WrongKey("The disk is full.", "Make some room.")
    async with running(workspace) as pilot:
        await press(pilot, "n")
        await type_in(pilot, "Mum waved.")
        await press(pilot, "ctrl+s")
        assert pilot.app.screen.query_one(DraftBox).text == "Mum waved."
        assert workspace.drafts["new-note"] == "Mum waved."


class Torn(Exception):
    """The terminal went away."""


async def test_a_draft_outlives_an_app_torn_down(workspace: FakeWorkspace) -> None:
    async def torn() -> None:
        async with running(workspace) as pilot:
            await press(pilot, "n")
            await type_in(pilot, "Half a thought")
            await until(pilot, lambda: "new-note" in workspace.drafts)
            raise Torn

    with pytest.raises(Torn):
        await torn()
    async with running(workspace) as pilot:
        await press(pilot, "n")
        assert pilot.app.screen.query_one(DraftBox).text == "Half a thought"
        assert "your draft from last time" in squeezed(pilot)
        await type_in(pilot, " more")
        await pilot.press("ctrl+q")
    assert workspace.drafts["new-note"] == "Half a thought more"
    assert workspace.closed


async def test_a_mistake_in_the_app_loses_no_typing(workspace: FakeWorkspace) -> None:
    async def mistaken() -> None:
        async with running(workspace) as pilot:
            await press(pilot, "n")
            await pilot.press(*"abc")
            pilot.app.screen.call_later(lambda: 1 // 0)
            await settle(pilot)

    with pytest.raises(ZeroDivisionError):
        await mistaken()
    assert workspace.drafts["new-note"] == "abc"


async def test_open_a_file_by_its_path(workspace: FakeWorkspace, tmp_path: Path) -> None:
    (tmp_path / "visit.txt").write_text("Seen at school. He drew a door.")
    async with running(workspace) as pilot:
        await press(pilot, "o")
        await type_in(pilot, str(tmp_path / "visit.txt"))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, NoteScreen)
        assert "He drew a door." in squeezed(pilot)


async def test_open_a_folder_says_what_became_of_each(
    workspace: FakeWorkspace, tmp_path: Path
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.txt").write_text("A first note.")
    (folder / "b.txt").write_text("A first note.")
    (folder / "c.png").write_bytes(b"")
    async with running(workspace) as pilot:
        await press(pilot, "o")
        await type_in(pilot, str(folder))
        await press(pilot, "enter")
        said = squeezed(pilot)
        assert "1 note added · 1 already here · 1 skipped" in said
        assert "c.png: a picture with no words in it" in said
        await press(pilot, "o")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "path"
        pilot.app.focused.value = str(tmp_path / "gone.txt")  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert "gone.txt could not be opened." in squeezed(pilot)
        assert "Check the path and try again." in squeezed(pilot)


async def test_pick_several_in_the_tree(workspace: FakeWorkspace, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.exe"):
        (tmp_path / name).write_text(f"note {name}")
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "o", "tab")
        tree = pilot.app.screen.query_one(FileTree)
        await until(pilot, lambda: len(tree.root.children) == 2)
        await press(pilot, "down", "space", "down", "space")
        assert "2 picked" in squeezed(pilot)
        await press(pilot, "ctrl+o")
        assert "2 notes added" in squeezed(pilot)


async def test_bringing_in_can_be_stopped(workspace: FakeWorkspace, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    workspace.door.clear()
    async with running(workspace) as pilot:
        await press(pilot, "o")
        await type_in(pilot, str(tmp_path / "a.txt"))
        await pilot.press("enter")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, OpenScreen)
        workspace.door.set()
        await settle(pilot)
        assert "Nothing was brought in." in squeezed(pilot)
        assert len(workspace._notes) == 3


def test_paths_are_completed(tmp_path: Path) -> None:
    (tmp_path / "Nothing yet").mkdir()
    (tmp_path / "note.txt").write_text("")
    (tmp_path / "nothing.exe").write_text("")
    (tmp_path / ".hidden").mkdir()
    assert complete(f"{tmp_path}/no") == f"{tmp_path}/note.txt"
    assert complete(f"{tmp_path}/Not", folders_only=True) == f"{tmp_path}/Nothing yet/"
    assert complete(f"{tmp_path}/nothing.") is None
    assert complete(f"{tmp_path}/.h") == f"{tmp_path}/.hidden/"
    assert complete("") is None
    assert complete(f"{tmp_path}/gone/x") is None


async def test_a_file_given_at_the_start_is_opened(
    workspace: FakeWorkspace, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Given at the start.")
    app = ReflectApp(lambda: workspace, note_path=tmp_path / "a.txt")  # type: ignore[arg-type,return-value]
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "Given at the start." in squeezed(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_library_finds_and_reads(workspace: FakeWorkspace, size: tuple[int, int]) -> None:
    async with running(workspace, size) as pilot:
        await press(pilot, "l")
        assert "footsteps at night" in squeezed(pilot)
        await press(pilot, "slash")
        await type_in(pilot, "pen timetable")
        assert "another person with a timetable" in squeezed(pilot)
        assert "footsteps" not in squeezed(pilot)
        await press(pilot, "escape", "escape")
        assert "Library · 3 discussions" in squeezed(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_settings_take_hold_and_are_stored(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, "s", "home", "enter")
        assert workspace.settings["theme"] == "light"
        assert pilot.app.theme == "reflect-light"
        await press(pilot, *["down"] * 4, "enter")
        assert pilot.app.lens == workspace.settings["lens"] != "bells-that-ring"  # type: ignore[attr-defined]
        await press(pilot, "tab")
        pilot.app.screen.query_one(Input).value = "Kerry B"
        await press(pilot, "escape")
        assert workspace.settings["person"] == "Kerry B"
        assert "Kerry B’s workspace" in squeezed(pilot)
    async with running(workspace) as pilot:
        assert pilot.app.theme == "reflect-light"


async def test_export_says_where_it_went(workspace: FakeWorkspace, tmp_path: Path) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *OPEN_FIRST, "e", "down", "space", "down", "space", "ctrl+s")
        assert {path.name for path in tmp_path.iterdir()} == {
            "child-file-1.md",
            "child-file-1.docx",
        }
        assert "Written. These files are not locked:" in squeezed(pilot)
        assert "child-file-1.md" in squeezed(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, NoteScreen)


async def test_export_needs_a_form_and_a_folder(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *OPEN_FIRST, "e", "down", "down", "down", "enter", "ctrl+s")
        assert "Choose at least one form." in squeezed(pilot)
        assert "export" not in workspace.calls


async def test_the_sheet_is_read_before_it_goes(workspace: FakeWorkspace) -> None:
    async with running(workspace, LARGE) as pilot:
        await press(pilot, *OPEN_FIRST, "b")
        assert "Ela told you what she listens for" in squeezed(pilot)
        await press(pilot, "e")
        assert pilot.app.screen.query(Rows)
        assert "Entry for the child’s file" in squeezed(pilot)


async def test_a_note_is_deleted_after_a_question(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *["down"] * 5, "d")
        assert "⏎ deletes, Esc keeps" in squeezed(pilot)
        await press(pilot, "d", "d", "escape", "d", "down", "up")
        assert "delete" not in workspace.calls
        await press(pilot, "d", "enter")
        assert workspace.calls.count("delete") == 1
        assert "deleted: Home visit, Tues" in squeezed(pilot)
        assert len(workspace.notes()) == 2


async def test_a_note_gets_another_title(workspace: FakeWorkspace) -> None:
    async with running(workspace) as pilot:
        await press(pilot, *["down"] * 5, "t")
        await type_in(pilot, " again")
        await press(pilot, "enter")
        assert workspace.title(1) == "Home visit, Tues again"
        assert "Home visit, Tues again" in squeezed(pilot)


async def test_home_tells_of_a_draft(workspace: FakeWorkspace) -> None:
    workspace.drafts["new-note"] = "She was told"
    async with running(workspace) as pilot:
        assert "A draft you began: 3 words — n carries on" in squeezed(pilot)
