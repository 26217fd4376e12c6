"""The release gate: a person's corrections to what was replaced, and the release."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from reflect.records import Anonymised

from ..gate import (
    Gate,
    kind_and_role,
    not_looked_at,
    others_of,
    said_also,
    said_keep,
    said_same,
    words_of,
)
from ..messages import GateChanged
from ..words import quoted
from .gate_walk import GateWalk

_JOB = "correcting"
_FEW = 4
"""The most words of a passage to judge that may be a name, and are typed in beforehand."""
Said = Callable[[str, Anonymised, Anonymised], str]


class GateScreen(GateWalk):
    """The gate of one note.

    Args:
        note_id: the note.
    """

    BINDING_GROUP_TITLE = "Correct and release"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "name", "This is a name too"),
        Binding("s", "same", "This is the same person as another"),
        Binding("k", "nobody", "This names nobody: leave it as written"),
        Binding("u", "undo", "Take the last correction back"),
        Binding("R", "release", "Release to the library"),
        Binding("escape", "back", "Back to the note; corrections are kept"),
    ]

    _left = ""
    """The words left as written a moment ago: `f` takes them back."""

    def go(self, at: int) -> None:
        """Take up a stop; what was left as written is behind."""
        self._left = ""
        super().go(at)

    def _ready(self) -> tuple[Gate, Anonymised] | None:
        """The gate and its text, when nothing is on its way."""
        if self.job is not None:
            self.news("one moment · the last change is being made")
        elif self.gate is not None and self.clean is not None:
            return self.gate, self.clean
        return None

    # corrections

    def action_name(self) -> None:
        """Ask which words are a name too."""
        from .gate_name import NameScreen

        if ready := self._ready():
            text = ready[1].note.text
            self.app.push_screen(NameScreen(text, self._offered(ready[1])), self._named)

    def _offered(self, clean: Anonymised) -> str:
        """The words selected, or those of a short passage in hand."""
        for page in (self.original, self.twin):
            if page.selected:
                return " ".join(page.selected_words.split())
        if self._left:
            return self._left
        stop = self.stops[self.at] if self.stops else None
        words = words_of(clean, stop.span) if stop and not stop.made else ""
        return words if len(words.split()) <= _FEW else ""

    def _named(self, told: tuple[str, str] | None) -> None:
        ready = self._ready() if told else None
        if ready and told:
            words, (kind, role) = told[0], kind_and_role(told[1])
            gate, self._left = ready[0], ""
            self._change(gate, words, lambda: gate.also(words, kind, role), said_also)
            self.clear_selection()

    def action_same(self) -> None:
        """Ask whom the name in hand belongs to."""
        from .choose import Choice, ChooseScreen

        ready = self._ready()
        if ready is None:
            return
        gate, clean = ready
        stop = self.stops[self.at] if self.stops else None
        others = others_of(clean, stop) if stop else []
        if stop is None or stop.made is None or stop.made.kind != "PERSON" or not others:
            self.news("s joins a name with another person of this note")
            return
        words = words_of(clean, stop.span)
        choices = [Choice(name, surrogate, quoted(name)) for surrogate, name in others]

        def chosen(name: str | None) -> None:
            if name:
                self._change(gate, words, lambda: gate.same(words, name), said_same)

        self.app.push_screen(
            ChooseScreen(f"{quoted(words)} is the same person as", choices), chosen
        )

    def action_nobody(self) -> None:
        """Leave the replacement in hand as it was written."""
        ready = self._ready()
        if ready is None:
            return
        gate, clean = ready
        stop = self.stops[self.at] if self.stops else None
        if stop is None or stop.made is None:
            self.news("k is for a replacement · this passage stands as it was written")
            return
        run = clean.note.text[stop.span.start : stop.span.end]
        self._left = words_of(clean, stop.span)
        self._change(gate, self._left, lambda: gate.keep(run), said_keep)

    def action_undo(self) -> None:
        """Take the last correction back."""
        ready = self._ready()
        if ready is None:
            return
        gate = ready[0]

        def job(_: object, __: object) -> GateChanged:
            words = "undone: the last correction" if gate.undo() else "nothing is left to undo here"
            return GateChanged(gate.clean, words)

        self.job = self.desk.work(self, _JOB, job, lambda changed: changed)

    def _change(self, gate: Gate, words: str, change: Callable[[], object], said: Said) -> None:
        def job(_: object, __: object) -> GateChanged:
            before = gate.clean
            change()
            return GateChanged(gate.clean, said(words, before, gate.clean))

        self.news("looking through the note again…")
        self.job = self.desk.work(self, _JOB, job, lambda changed: changed)

    def on_gate_changed(self, event: GateChanged) -> None:
        """Show what a correction changed, and say it."""
        self.take(event.clean)
        self.news(event.said)

    # release

    def action_release(self) -> None:
        """Ask once more, and release."""
        from .gate_release import ReleaseScreen

        if ready := self._ready():
            left = not_looked_at(self.stops, self.seen)
            if self.waits:
                left += " A second person releases it after you."
            self.app.push_screen(ReleaseScreen(self.note_id, *ready, left), self._released)

    def _released(self, said: str | None) -> None:
        if said:
            self.news(said)
