"""Boxes to type in: one that saves a draft as one types, and one where Enter keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from ..desk import desk_of

SAVE_AFTER = 0.4
"""Seconds after the last key at which a draft is saved."""


class DraftBox(TextArea):
    """A text area that saves its draft when it has been still for a moment, and on leaving.

    The draft goes straight to the desk, without a message in between, so that it is on its way
    before anything else can happen to the app.
    """

    @dataclass
    class Paused(Message):
        """The typing paused, or the box is being left."""

        box: DraftBox
        text: str

        @property
        def control(self) -> DraftBox:
            """The box."""
            return self.box

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:  # noqa: A002
        super().__init__(
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self.draft_key = ""
        self._saved = ""
        self._timer: Timer | None = None

    def put(self, text: str, draft_key: str = "") -> None:
        """Show a text that needs no saving.

        Args:
            text: the text.
            draft_key: where what is typed from here on is kept; nowhere when empty.
        """
        self._stop()
        self.draft_key = draft_key
        self._saved = text
        if self.text != text:
            with self.prevent(TextArea.Changed):
                self.load_text(text)
            self.move_cursor(self.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Wait for the typing to pause."""
        event.stop()
        self._stop()
        self._timer = self.set_timer(SAVE_AFTER, self.flush)

    def on_blur(self) -> None:
        """Save on leaving."""
        self.flush()

    def on_unmount(self) -> None:
        """Save when the screen goes."""
        self.flush()

    def flush(self) -> None:
        """Save at once what has been typed, if it changed since it was last saved."""
        self._stop()
        if self.text != self._saved:
            self._saved = self.text
            self.save(self.text)
            self.post_message(self.Paused(self, self.text))

    def save(self, text: str) -> None:
        """Send a text to where it is kept."""
        if self.draft_key:
            desk_of(self).save_draft(self.draft_key, text)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


class AnswerBox(DraftBox):
    """A draft box in which Enter keeps, and Ctrl+J or Shift+Enter starts a new line."""

    BINDING_GROUP_TITLE = "While writing in a box"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep what you wrote", priority=True),
        Binding("ctrl+j,shift+enter,alt+enter", "new_line", "New line", priority=True),
        Binding("escape", "leave", "Out of the box", priority=True),
    ]

    @dataclass
    class Kept(Message):
        """Enter was pressed."""

        box: AnswerBox
        text: str

        @property
        def control(self) -> AnswerBox:
            """The box."""
            return self.box

    @dataclass
    class Left(Message):
        """Escape was pressed."""

        box: AnswerBox

        @property
        def control(self) -> AnswerBox:
            """The box."""
            return self.box

    def action_keep(self) -> None:
        """Say that this is to be kept."""
        self.post_message(self.Kept(self, self.text))

    def action_leave(self) -> None:
        """Say that the writer is done here for now."""
        self.post_message(self.Left(self))

    def action_new_line(self) -> None:
        """Start a new line."""
        self.insert("\n")
