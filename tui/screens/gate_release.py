"""Asks once more before a note goes into the library, and says where it is then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reflect.records import Anonymised

from ..desk import desk_of
from ..gate import Gate, Status, names_in
from ..messages import DraftRead, JobEnded, Released
from ..widgets.draft_line import DraftLine
from ..widgets.foot import Hints
from ..words import quoted

if TYPE_CHECKING:
    from reflect.workspace import Workspace

_JOB = "release"
_DONE: dict[Status, str] = {
    "released": "released: {} is in the library, de-identified, not anonymous",
    "waiting": "{} waits in the library for a second person to release it",
    "withdrawn": "not released: {} was withdrawn from the library and stays so",
}
_SAID: dict[Status, str] = {
    "released": "Released. It is in the library now: {}, {}. l on Home opens the library.",
    "waiting": "It waits in the library for a second person to release it: {}, {}.",
    "withdrawn": "Not released. {} was withdrawn from the library, and stays so.",
}
_WARNING = "De-identified, not anonymous: colleagues may still know the family."


class ReleaseScreen(ModalScreen[str | None]):
    """A last question; gives what was done, in words, or nothing.

    Args:
        note_id: the note.
        gate: its gate.
        clean: the text that would be released.
        left: how many passages were not looked at, in words.
    """

    BINDING_GROUP_TITLE = "Release"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back, without a release", priority=True),
        Binding("ctrl+s", "release", "Release", priority=True),
    ]

    def __init__(self, note_id: int, gate: Gate, clean: Anonymised, left: str) -> None:
        super().__init__()
        self._key = f"note:{note_id}:release-title"
        self._gate, self._clean, self._left = gate, clean, left
        self._busy = False
        self._warned = ""
        self._done = ""

    def compose(self) -> ComposeResult:
        """What it means, what was not looked at, the dilemma, the keys."""
        with Vertical(classes="dialog short"):
            yield Static("Release to the library?", classes="title")
            yield Static(_WARNING, id="release-means")
            yield Static(self._left, id="release-left", classes="quiet", markup=False)
            yield Static("The dilemma in one sentence, naming nobody", classes="label")
            yield DraftLine(self._key, id="dilemma", placeholder="else its first words stand here")
            yield Static(id="went", markup=False)
            yield Hints()

    def on_mount(self) -> None:
        """Bring back what was typed last time."""
        self.query_one(Hints).hints = (("^S", "release"), ("Esc", "back, without a release"))
        self.line.focus()
        desk_of(self).ask(
            self,
            lambda workspace: workspace.draft(self._key),
            lambda typed: DraftRead("", typed),
        )

    @property
    def line(self) -> DraftLine:
        """Where the dilemma is typed."""
        return self.query_one("#dilemma", DraftLine)

    def on_draft_read(self, event: DraftRead) -> None:
        """Show it, unless something has been typed since."""
        if event.text and not self.line.value:
            self.line.put(event.text)
            self.line.cursor_position = len(event.text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter alone releases nothing."""
        event.stop()
        if not self._done and not self._busy:
            self._say("^S releases. Esc goes back.")

    def action_release(self) -> None:
        """Release, unless the title would bring back a name: then say so once."""
        title = self.line.value.strip()
        if self._busy or self._done:
            return
        names = names_in(title, self._clean)
        if names and self._warned != title:
            self._warned = title
            listed = ", ".join(quoted(name) for name in names)
            self._say(f"{listed} was taken out of the note. Say it another way, or ^S again.")
            return
        self._busy = True
        self._say("releasing…")
        gate = self._gate

        def job(workspace: Workspace, _: Callable[[], bool]) -> Released:
            one = gate.release(title)
            return Released(one, _status(workspace, one.id))

        desk_of(self).work(self, _JOB, job, lambda released: released)

    def on_released(self, event: Released) -> None:
        """Say where it is now."""
        one = event.discussion
        desk_of(self).save_draft(self._key, "")
        self.line.put("")
        for part in self.query("#dilemma, #release-left, .label"):
            part.display = False
        self._done = _DONE[event.status].format(one.id)
        self._say(_SAID[event.status].format(one.id, quoted(one.title)))
        self.query_one(Hints).hints = (("Esc", "close"),)

    def on_job_ended(self, event: JobEnded) -> None:
        """Say when it did not go."""
        self._busy = False
        if event.outcome != "done":
            self._say("That did not work. Look in the library before you try again.")

    def _say(self, words: str) -> None:
        self.query_one("#went", Static).update(words)

    def action_leave(self) -> None:
        """Back to the gate; not while a release is on its way, whose end must be seen."""
        if not self._busy:
            self.dismiss(self._done or None)


def _status(workspace: Workspace, name: str) -> Status:
    """Where it is now: the library has its own say."""
    if any(one.id == name for one in workspace.discussions()):
        return "released"
    waiting = any(one.id == name for one in workspace.waiting())
    return "waiting" if waiting else "withdrawn"
