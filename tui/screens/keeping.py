"""Another title for what stands at the marker, and deleting it once that is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from ..layout import clip
from ..widgets.rows import Rows
from .page import Page

if TYPE_CHECKING:
    from reflect.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """A note or a group session in a list.

    Attributes:
        key: its row's.
        whole: what goes along when it is deleted, in words.
        delete: deletes it.
        rename: gives it another title.
    """

    key: str
    title: str
    whole: str
    delete: Callable[[Workspace], None]
    rename: Callable[[Workspace, str], None]


class Keeping(Page):
    """A screen with a list of what is kept."""

    BINDING_GROUP_TITLE = "In the list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "delete", "Delete what is at the marker"),
        Binding("t", "rename", "Give what is at the marker another title"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.asked = ""

    def at_marker(self) -> Kept | None:
        """What stands at the marker."""
        raise NotImplementedError

    def read_again(self, workspace: Workspace, said: str) -> Message:
        """The list as it now stands, and what was done."""
        raise NotImplementedError

    def keep_it(self) -> None:
        """Take a question asked here back."""
        self.asked = ""
        self.news("")

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """A question about something goes when the marker leaves it."""
        event.stop()
        if self.asked:
            self.keep_it()

    def action_delete(self) -> None:
        """Ask whether to delete what is at the marker; typing on by mistake must not confirm it."""
        one = self.at_marker()
        if one is None:
            return
        self.asked = one.key
        # The title is cut rather than the question.
        room = self.size.width - 44 - len(one.whole)
        title = clip(one.title, max(8, room))
        self.news(f"Delete “{title}” {one.whole}? ⏎ deletes, Esc keeps")

    def deleted(self, key: str) -> bool:
        """Delete what was chosen, if that is what was asked; else the question is gone."""
        one, asked = self.at_marker(), self.asked
        self.asked = ""
        if one is None or not asked or one.key != asked or key != asked:
            return False

        def delete(workspace: Workspace) -> Message:
            one.delete(workspace)
            return self.read_again(workspace, f"deleted: {one.title}")

        self.desk.ask(self, delete, lambda read: read)
        return True

    def action_rename(self) -> None:
        """Give what is at the marker another title."""
        from .rename import RenameScreen

        one = self.at_marker()
        if one is None:
            return

        def named(title: str | None) -> None:
            if title:
                self.desk.ask(self, lambda workspace: rename(workspace, title), lambda read: read)

        def rename(workspace: Workspace, title: str) -> Message:
            one.rename(workspace, title)
            return self.read_again(workspace, f"now called: {title}")

        self.app.push_screen(RenameScreen(one.title), named)


def kept_note(note_id: int, title: str) -> Kept:
    """A note in a list."""
    return Kept(
        f"note:{note_id}",
        title,
        "with its marks and answers",
        lambda workspace: workspace.delete(note_id),
        lambda workspace, title: workspace.rename(note_id, title),
    )


def kept_session(session_id: int, title: str) -> Kept:
    """A group session in a list."""
    return Kept(
        f"group:{session_id}",
        title,
        "with all that is in it",
        lambda workspace: workspace.sessions.delete(session_id),
        lambda workspace, title: workspace.sessions.rename(session_id, title),
    )
