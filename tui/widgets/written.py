"""Places to write in a group session: each keeps itself as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widgets import Static

from ..desk import desk_of
from ..messages import WordsKept
from .answer_box import DraftBox

if TYPE_CHECKING:
    from reflect.workspace import Workspace


class WrittenBox(DraftBox):
    """A box as high as its words, kept in the session as one types.

    Args:
        session_id: the session.
        item: which place in it.
        short: whether Enter goes on to the next box; else it starts a new line.
    """

    BINDING_GROUP_TITLE = "While writing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Next box, or a new line where there is room", priority=True),
        Binding("ctrl+j,shift+enter,alt+enter", "new_line", "New line", priority=True),
        Binding("escape", "leave", "Out of the box; it is kept", priority=True),
    ]

    @dataclass
    class Left(Message):
        """Escape was pressed."""

    @dataclass
    class Done(Message):
        """Enter was pressed in a short box."""

    @dataclass
    class Entered(Message):
        """The writer is here now."""

        box: WrittenBox

    def __init__(self, session_id: int, item: str, *, short: bool) -> None:
        super().__init__()
        self._session_id = session_id
        self.item = item
        self.short = short
        self._owner: MessagePump = self
        self.kept = True
        """Whether what is typed here is kept: not once its card has been taken away."""

    def save(self, text: str) -> None:
        """Keep it in the session; `WordsKept` follows once it is there."""
        if self.kept:
            session_id, item = self._session_id, self.item

            def write(workspace: Workspace) -> WordsKept:
                workspace.sessions.write(session_id, item, text)
                return WordsKept(item, text)

            desk_of(self).ask(self._owner, write, lambda done: done)

    def keep(self, safe: str) -> None:
        """Save now, and once more what could not be saved before.

        Args:
            safe: what the store is known to hold.
        """
        asked = self.text == self._saved
        self.flush()
        if asked and self.text != safe:
            self.save(self.text)

    def on_mount(self) -> None:
        """Know who is told; a box that is going away no longer does."""
        self._owner = self.screen

    def on_focus(self) -> None:
        """Say that the writer is here."""
        self.post_message(self.Entered(self))

    def action_enter(self) -> None:
        """On to the next box, or a new line."""
        if self.short:
            self.post_message(self.Done())
        else:
            self.action_new_line()

    def action_new_line(self) -> None:
        """Start a new line."""
        self.insert("\n")

    def action_leave(self) -> None:
        """Say that the writer is done here for now."""
        self.flush()
        self.post_message(self.Left())


class WrittenField(Vertical):
    """A label, a hint where there is room, and the box.

    Args:
        box: the box.
        label: over it.
        hint: under the label; else the box itself says it while it is empty.
        goes: where the words go, in words; empty where that is said for the whole page.
    """

    def __init__(self, box: WrittenBox, label: str, *, hint: str = "", goes: str = "") -> None:
        super().__init__()
        self.box = box
        self._label, self._hint, self._goes = label, hint, goes

    def compose(self) -> ComposeResult:
        """The label, the hint, the box."""
        goes = Content.styled(f"   {self._goes}" if self._goes else "", "$quiet")
        yield Static(Content.styled(self._label, "bold") + goes, classes="field-label")
        if self._hint:
            yield Static(Content(self._hint), classes="field-hint quiet")
        yield self.box


def field_of(
    box: WrittenBox, text: str, *, label: str, hint: str = "", goes: str = ""
) -> WrittenField:
    """A field with its words in it.

    Args:
        box: where one writes; a short one says the hint itself while it is empty.
        text: what stands there.
        label: over it.
        hint: what belongs there.
        goes: where the words go, in words; empty where that is said for the whole page.
    """
    box.put(text)
    if box.short:
        box.placeholder = hint
        hint = ""
    return WrittenField(box, label, hint=hint, goes=goes)
