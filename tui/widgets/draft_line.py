"""A one-line entry whose draft is saved as one types."""

from __future__ import annotations

from textual.timer import Timer
from textual.widgets import Input

from ..desk import desk_of
from . import answer_box


class DraftLine(Input):
    """An entry that saves itself when it has been still for a moment, and on leaving.

    Args:
        draft_key: where the draft is kept.
        placeholder: said while it is empty.
    """

    def __init__(self, draft_key: str, *, id: str | None = None, placeholder: str = "") -> None:  # noqa: A002
        super().__init__(id=id, placeholder=placeholder, compact=True)
        self._draft_key = draft_key
        self._saved = ""
        self._timer: Timer | None = None

    def put(self, text: str) -> None:
        """Show a text that needs no saving."""
        self._stop()
        self._saved = text
        with self.prevent(Input.Changed):
            self.value = text

    def on_input_changed(self, event: Input.Changed) -> None:
        """Wait for the typing to pause."""
        event.stop()
        self._stop()
        self._timer = self.set_timer(answer_box.SAVE_AFTER, self.flush)

    def on_unmount(self) -> None:
        """Save when the screen goes."""
        self.flush()

    def flush(self) -> None:
        """Save at once what has been typed, if it changed since it was last saved."""
        self._stop()
        if self.value != self._saved:
            self._saved = self.value
            desk_of(self).save_draft(self._draft_key, self.value)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
