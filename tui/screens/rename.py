"""Another title for a note."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ..widgets.foot import Hints


class RenameScreen(ModalScreen[str | None]):
    """One line to type in.

    Args:
        title: the title until now.
    """

    BINDING_GROUP_TITLE = "Title"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the title as it is", priority=True)
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._old = title

    def compose(self) -> ComposeResult:
        """The title, the keys."""
        with Vertical(classes="dialog short"):
            yield Static("Another title", classes="title")
            yield Input(self._old, id="new-title", compact=True, select_on_focus=False)
            yield Hints()

    def on_mount(self) -> None:
        """Begin at the end of the title."""
        self.query_one(Hints).hints = (("⏎", "keep"), ("Esc", "leave it as it is"))
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps it; an empty one changes nothing."""
        event.stop()
        title = event.value.strip()
        self.dismiss(title if title != self._old else None)

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)
