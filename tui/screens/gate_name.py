"""Words that are a name too, and who it is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ..gate import shared_word
from ..widgets.foot import Hints
from ..words import count


class NameScreen(ModalScreen[tuple[str, str] | None]):
    """Gives the words and who it is, or nothing.

    Args:
        text: the note.
        words: what is typed in beforehand.
    """

    BINDING_GROUP_TITLE = "A name too"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave without a change", priority=True),
        Binding("tab,shift+tab", "swap", "Between the two lines", priority=True),
    ]

    def __init__(self, text: str, words: str = "") -> None:
        super().__init__()
        self._text = " ".join(text.split()).casefold()
        self._words = words

    def compose(self) -> ComposeResult:
        """The words, who it is, how often they stand there, the keys."""
        with Vertical(classes="dialog short"):
            yield Static("This is a name too", classes="title")
            yield Static("The words, as they stand in the note", classes="label")
            yield Input(self._words, id="words", compact=True, select_on_focus=False)
            yield Static("Who it is, if you like: never a name", classes="label")
            yield Input(
                id="who", compact=True, placeholder="mother, uncle, teacher; or place, school"
            )
            yield Static(id="went", markup=False)
            yield Hints()

    def on_mount(self) -> None:
        """Begin with the words, or with who it is when they are there."""
        self.query_one(Hints).hints = (("⏎", "replace it"), ("Tab", "next line"), ("Esc", "leave"))
        self.query_one("#who" if self._words else "#words", Input).focus()
        self._count()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how often the words stand in the note."""
        event.stop()
        self._count()

    def _typed(self) -> tuple[str, str]:
        words, who = (self.query_one(one, Input).value for one in ("#words", "#who"))
        return " ".join(words.split()), " ".join(who.split())

    def _count(self) -> None:
        words, _ = self._typed()
        times = self._text.count(words.casefold()) if words else 0
        said = f"written {count(times, 'time')} in this note" if times else "not in this note"
        self._say(said if words else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the words, once there are some and the other line holds no name."""
        event.stop()
        words, who = self._typed()
        if not words:
            self._say("Type the words first.")
            self.query_one("#words").focus()
        elif shared := shared_word(words, who):
            self._say(f"“{shared}” would stand in the text: say who it is without the name.")
        else:
            self.dismiss((words, who))

    def _say(self, words: str) -> None:
        self.query_one("#went", Static).update(words)

    def action_swap(self) -> None:
        """To the other line."""
        words = self.query_one("#words")
        (self.query_one("#who") if words.has_focus else words).focus()

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)
