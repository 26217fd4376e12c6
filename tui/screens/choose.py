"""A quick list to choose from, narrowed as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ..widgets.foot import Hints
from ..widgets.rows import Row, Rows, Words


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose.

    Attributes:
        about: one line on it.
        group: a heading over it and its like.
    """

    key: str
    label: str
    about: str = ""
    glyph: str = ""
    colour: str = ""
    group: str = ""


class ChooseScreen(ModalScreen[str | None]):
    """Gives the key of the choice, or nothing.

    Args:
        title: what is being chosen.
        choices: what there is.
        now: the key of the one in use.
    """

    BINDING_GROUP_TITLE = "Choosing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave without choosing", priority=True),
        Binding("down", "step(1)", "Down the list", priority=True),
        Binding("up", "step(-1)", "Up the list", priority=True),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], now: str = "") -> None:
        super().__init__()
        self._heading = title
        self._choices = choices
        self._now = now

    def compose(self) -> ComposeResult:
        """A title, a line to type in, the list."""
        with Vertical(classes="dialog tall"):
            yield Static(self._heading, classes="title", markup=False)
            yield Input(placeholder="type to narrow the list", compact=True)
            yield Rows(eager=True)
            yield Hints()

    def on_mount(self) -> None:
        """Begin with everything."""
        self.query_one(Hints).hints = (("↑↓", "move"), ("⏎", "choose"), ("Esc", "leave"))
        self._fill("", self._now)
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._fill(event.value)

    def _fill(self, words: str, key: str | None = None) -> None:
        wanted = words.casefold().split()
        rows: list[Row] = []
        group = ""
        for choice in _nearest(self._choices, words):
            said = f"{choice.label} {choice.about} {choice.group} {choice.key}".casefold()
            if not all(word in said for word in wanted):
                continue
            if choice.group != group:
                gap = (Words(""),) if rows else ()
                group = choice.group
                rows.append(Row(f"group:{group}", (*gap, Words(group, "quiet")), False))
            now = "in use" if choice.key == self._now else ""
            rows.append(
                Row(
                    choice.key,
                    (
                        Words(choice.label, "strong", choice.glyph, choice.colour, right=now),
                        Words(choice.about, "quiet", indent=2 if choice.glyph else 0),
                    ),
                )
            )
        nothing = Row("none", (Words("Nothing by that name.", "quiet"),), choosable=False)
        self.query_one(Rows).fill(rows or [nothing], key=key if key is not None else "")

    def action_step(self, by: int) -> None:
        """Move the marker while typing."""
        self.query_one(Rows).action_step(by)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose the row at the marker: Enter comes through the line, after what was typed in it."""
        event.stop()
        if self.query_one(Rows).key:
            self.dismiss(self.query_one(Rows).key)

    def action_leave(self) -> None:
        """Leave without choosing."""
        self.dismiss(None)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A row was clicked."""
        event.stop()
        self.dismiss(event.key)


def _nearest(choices: Sequence[Choice], words: str) -> list[Choice]:
    """The choices of each group with those first whose label begins with what is typed."""
    low = words.strip().casefold()
    groups = list(dict.fromkeys(choice.group for choice in choices))
    return sorted(
        choices, key=lambda one: (groups.index(one.group), not one.label.casefold().startswith(low))
    )
