"""Questions about the note, one at a time, and a box for what comes to mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from reflect.records import Reflection, Span

from ..layout import clip
from ..words import quoted
from .answer_box import AnswerBox, DraftBox
from .foot import Hints

_KEYS = (("⏎", "keep"), ("^J", "new line"), ("Esc", "out of the box"))
_KEYS_OUTSIDE = (("x", "not now"), ("w", "why this one"))


def answer_key(note_id: int, question_id: str) -> str:
    """Where the draft of an answer is kept."""
    return f"note:{note_id}:answer:{question_id}"


class ReflectPane(Vertical, can_focus=True):
    """Shows one question of the note's at most three."""

    BINDING_GROUP_TITLE = "Beside the box"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "write", "Write an answer")]

    @dataclass
    class Asked(Message):
        """A question is shown; `span` is the run it starts from."""

        span: Span | None

    @dataclass
    class Kept(Message):
        """The writer kept an answer."""

        question_id: str
        text: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._all: list[Reflection] = []
        self._drafts: dict[str, str] = {}
        self._text = ""
        self._note_id = 0
        self._at = 0
        self._why = False

    def compose(self) -> ComposeResult:
        """The question, its words, the box, the keys."""
        yield Static(id="which", classes="quiet", markup=False)
        yield Static(id="question", markup=False)
        yield Static(id="from", classes="quiet", markup=False)
        yield Static(id="why", classes="quiet", markup=False)
        yield AnswerBox(id="answer")
        yield Hints(id="reflect-keys")

    def on_mount(self) -> None:
        """Begin with nothing to ask."""
        self.query_one(AnswerBox).border_title = "what comes to mind"
        self.say("")

    @property
    def current(self) -> Reflection | None:
        """The question shown."""
        return self._all[self._at] if self._all else None

    @property
    def span(self) -> Span | None:
        """The run that the question shown starts from."""
        return self.current.question.span if self.current else None

    def say(self, words: str) -> None:
        """Show words where the question would be."""
        self._all = []
        self._draw()
        self.query_one("#question", Static).update(words)

    def prepare(self, note_id: int, text: str) -> None:
        """Say once which note this is."""
        self._note_id, self._text = note_id, text

    def show(self, reflections: Sequence[Reflection], drafts: dict[str, str], at: str = "") -> None:
        """Show the note's questions.

        Args:
            reflections: its questions; dismissed ones are left out.
            drafts: what was typed and not kept, by question.
            at: the question to show; the one shown now when empty.
        """
        here = at or (self.current.question.id if self.current else "")
        self._drafts = drafts
        self._all = [one for one in reflections if not one.dismissed]
        ids = [one.question.id for one in self._all]
        waiting = [i for i, one in enumerate(self._all) if not one.answer]
        self._at = ids.index(here) if here in ids else (waiting or [0])[0]
        self._draw()
        if not self._all:
            self.say(
                "No question is waiting here.\n\nWhat would you most like to think about "
                "with somebody? The other tabs may help: 2 Marks, 3 Similar, 4 Lens."
            )

    def step(self, by: int) -> None:
        """Show the next question, or the one before."""
        if self._all:
            self._keep_draft()
            self._at = (self._at + by) % len(self._all)
            self._draw()
            self.post_message(self.Asked(self.span))

    def next_waiting(self) -> None:
        """Show the next question without an answer, if there is one."""
        order = [(self._at + step) % len(self._all) for step in range(1, len(self._all))]
        waiting = [index for index in order if not self._all[index].answer]
        if waiting:
            self.step((waiting[0] - self._at) % len(self._all))

    def show_near(self, span: Span) -> None:
        """Show the question that starts in a run, when there is one."""
        for index, one in enumerate(self._all):
            start = one.question.span
            if start.start < span.end and start.end > span.start and index != self._at:
                self._keep_draft()
                self._at = index
                self._draw()
                return

    def toggle_why(self) -> None:
        """Say, or stop saying, why this question was asked."""
        self._why = not self._why
        self._draw()

    def action_write(self) -> None:
        """From the pane into the box."""
        self.focus_box()

    def on_focus(self) -> None:
        """The pane's own keys."""
        self._draw_keys()

    def on_blur(self) -> None:
        """The pane is left."""
        self._draw_keys()

    def focus_box(self) -> None:
        """Start writing."""
        self.query_one(AnswerBox).focus()

    def _keep_draft(self) -> None:
        box = self.query_one(AnswerBox)
        box.flush()
        if self.current:
            self._drafts[self.current.question.id] = box.text

    def _draw(self) -> None:
        one = self.current
        box = self.query_one(AnswerBox)
        box.display = one is not None
        self.query_one(Hints).display = one is not None
        for name in ("#which", "#from"):
            self.query_one(name).display = one is not None
        why = self.query_one("#why", Static)
        why.display = self._why and one is not None
        if one is None:
            return
        state = "   kept" if one.answer else ""
        self.query_one("#which", Static).update(f"{self._at + 1} of {len(self._all)}{state}")
        self.query_one("#question", Static).update(one.question.text)
        words = self._text[one.question.span.start : one.question.span.end]
        self.query_one("#from", Static).update(f"from: {quoted(clip(words, 52))}")
        why.update(f"why: {one.question.why}")
        text = self._drafts.get(one.question.id) or one.answer
        box.put(text, answer_key(self._note_id, one.question.id))
        self._draw_keys()

    def _draw_keys(self) -> None:
        writing = self.query_one(AnswerBox).has_focus
        more = (("n/p", "next, before"),) if len(self._all) > 1 else ()
        write = (("⏎" if self.has_focus else "Tab", "write"),)
        self.query_one(Hints).hints = _KEYS if writing else write + _KEYS_OUTSIDE + more

    def on_descendant_focus(self) -> None:
        """The box's own keys while writing."""
        self._draw_keys()
        self.post_message(self.Asked(self.span))

    def on_descendant_blur(self) -> None:
        """The pane's keys otherwise."""
        self._draw_keys()

    def on_answer_box_left(self, event: AnswerBox.Left) -> None:
        """Out of the box, back to the note; the draft stays."""
        event.box.flush()

    def on_answer_box_kept(self, event: AnswerBox.Kept) -> None:
        """Pass the answer on."""
        event.stop()
        if self.current:
            event.box.put(event.text, event.box.draft_key)
            self._drafts.pop(self.current.question.id, None)
            self.post_message(self.Kept(self.current.question.id, event.text))

    def on_draft_box_paused(self, event: DraftBox.Paused) -> None:
        """Remember the draft for when the writer turns back to this question."""
        event.stop()
        if self.current:
            self._drafts[self.current.question.id] = event.text
