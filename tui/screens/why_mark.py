"""Why a mark was made."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from reflect.records import Explanation

from ..glossary import CodeWords
from ..widgets.foot import Hints
from ..widgets.rows import Row, Rows, Words
from ..words import quoted


class WhyScreen(ModalScreen[None]):
    """What a code means, what it is not, and labelled sentences that lie near.

    Args:
        code: the code's words.
        why: why it was given.
    """

    BINDING_GROUP_TITLE = "Why"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w,q", "dismiss", "Close", show=False),
    ]

    def __init__(self, code: CodeWords, why: Explanation) -> None:
        super().__init__()
        self._code, self._why = code, why

    def compose(self) -> ComposeResult:
        """The code, the reasons, how to leave."""
        with Vertical(classes="dialog tall"):
            yield Static(f"Why “{self._code.label}”", classes="title", markup=False)
            yield Rows(id="why-rows")
            yield Hints()

    def on_mount(self) -> None:
        """Lay the reasons out."""
        why = self._why
        parts = (
            ("It says", (why.means,)),
            ("It is given when", why.given),
            ("It is not", why.unlike),
            ("What spoke for it", (why.by,)),
            ("Near it, among written examples", tuple(quoted(each) for each in why.near)),
        )
        rows = [
            Row(
                head,
                (Words(head, "strong"), *(Words(line, indent=2) for line in lines), Words("")),
                choosable=False,
            )
            for head, lines in parts
            if lines
        ]
        self.query_one(Rows).fill(rows)
        self.query_one(Rows).focus()
        self.query_one(Hints).hints = (("↑↓", "scroll"), ("Esc", "close"))
