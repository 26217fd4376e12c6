"""Every key of the screen, by where it applies."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from ..keys import actions_of
from ..widgets.foot import Hints
from ..widgets.rows import Row, Rows, Words


class HelpScreen(ModalScreen[None]):
    """A list to scroll.

    Args:
        over: the screen it is about.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", show=False),
    ]

    def __init__(self, over: Screen[object]) -> None:
        super().__init__()
        self._over = over

    def compose(self) -> ComposeResult:
        """The keys, the page's letters, and how to leave."""
        with Vertical(classes="dialog tall"):
            yield Static("Keys", classes="title")
            yield Rows(id="help-rows")
            yield Hints()

    def on_mount(self) -> None:
        """Gather the keys."""
        rows: list[Row] = []
        group = ""
        for action in actions_of(self.app, self._over):
            if action.group != group:
                gap = (Words(""),) if group else ()
                group = action.group
                rows.append(Row(group, (*gap, Words(group, "strong")), choosable=False))
            keys = "  ".join(action.keys)
            text = f"{keys:<18}  {action.words}"
            rows.append(Row(f"{group}/{action.action}", (Words(text),), choosable=False))
        self.query_one(Rows).fill(rows)
        self.query_one(Rows).focus()
        self.query_one(Hints).hints = (
            ("↑↓", "scroll"),
            ("PgUp/PgDn", "by a page"),
            ("Esc", "close"),
        )
