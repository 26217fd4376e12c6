"""What is said while the terminal is too small to read a note in."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static


class TooSmall(ModalScreen[None]):
    """Covers everything until there is room again; nothing behind it is lost.

    Args:
        least: the columns and rows that are needed.
    """

    def __init__(self, least: tuple[int, int]) -> None:
        super().__init__()
        self._least = least

    def compose(self) -> ComposeResult:
        """One sentence."""
        columns, rows = self._least
        yield Static(
            f"reflect needs {columns} columns and {rows} rows.\n"
            "Make the window larger, or the letters smaller.\nNothing is lost.",
            markup=False,
        )
