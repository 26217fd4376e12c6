"""A note and its de-identified twin, locked to each other and walked through."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static
from textual.worker import Worker

from reflect.records import Anonymised, Span

from ..gate import Gate, Stop, beside, in_hand, stop_after, stop_at_offset, stops_of
from ..messages import GateRead, JobEnded
from ..widgets.foot import HELP, Foot
from ..widgets.gate_page import GatePage
from ..widgets.heading import Heading
from ..widgets.judge_rows import JudgeRows
from ..widgets.rows import Rows
from ..words import count
from .gate_texts import GateTexts

if TYPE_CHECKING:
    from reflect.workspace import Workspace

_OPEN = "gate"
_HINTS = (
    ("n/p", "walk"), ("f", "a name too"), ("s", "same person"), ("k", "names nobody"), ("u", "undo"),
    ("R", "release"), ("Tab", "other text"), HELP, ("j", "to judge"), ("↑↓", "scroll"), ("Esc", "back"),
)  # fmt: skip


class GateWalk(GateTexts):
    """The part of the gate that shows the texts and walks them.

    Args:
        note_id: the note.
    """

    BINDING_GROUP_TITLE = "Release gate"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "walk(1)", "Next replacement, then what is for you to judge"),
        Binding("p", "walk(-1)", "The replacement or passage before"),
        Binding("j", "judge", "Next passage for you to judge"),
        Binding("tab,shift+tab", "swap", "Between original and de-identified", priority=True),
        Binding("f5", "read_again", "De-identify the note again"),
    ]

    def __init__(self, note_id: int) -> None:
        super().__init__()
        self.note_id = note_id
        self.gate: Gate | None = None
        self.clean: Anonymised | None = None
        self.waits = False
        self.stops: list[Stop] = []
        self.at = 0
        self.seen: set[Span] = set()
        self.job: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """The original at left, the de-identified at right, what to judge below."""
        yield self.texts()
        yield Static(id="gate-judge", classes="quiet", markup=False)
        yield JudgeRows(id="gate-rows")
        yield Foot()

    def on_mount(self) -> None:
        """Have the note de-identified."""
        self.query_one(Foot).hints = _HINTS
        self.original.focus()
        self.action_read_again()

    # reading

    def action_read_again(self) -> None:
        """Open the gate; corrections made before are in it."""
        if self.job is None:
            note_id = self.note_id
            self.query_one("#gate-judge", Static).update("de-identifying the note…")
            self.job = self.desk.work(
                self, _OPEN, lambda workspace, _: _opened(workspace, note_id), lambda read: read
            )

    def on_gate_read(self, event: GateRead) -> None:
        """The gate is open."""
        self.gate, self.waits = event.gate, event.waits
        self.seen = set(event.gate.looked)
        self.query_one("#gate-title", Heading).words = event.title
        self.original.show(event.clean.note.text)
        self.take(event.clean)

    def take(self, clean: Anonymised) -> None:
        """Show the texts as they now stand, the walk as near as can be to where it was."""
        place = self.stops[self.at].place if self.stops else (False, 0, 0)
        self.clean, self.stops = clean, stops_of(clean)
        self.at = stop_after(self.stops, place)
        self.twin.show(clean.text)
        self.call_after_refresh(self.show_stop)

    def on_job_ended(self, event: JobEnded) -> None:
        """Say when something did not go; the notice says why."""
        if event.job is not self.job:
            return
        self.job = None
        if event.outcome == "done":
            return
        if event.group == _OPEN:
            words = "The note could not be de-identified. F5 tries again."
            self.query_one("#gate-judge", Static).update(words)
        else:
            self.news("that did not work · nothing was released")

    # walking

    def show_stop(self) -> None:
        """Mark the stop in hand in both texts and in the list."""
        if self.clean is None:
            return
        held = self.stops[self.at].span if self.stops else None
        if held and held not in self.seen and (gate := self.gate):
            self.seen.add(held)
            span = held
            self.desk.ask(self, lambda _: gate.look(span))
        made = [stop.span for stop in self.stops if stop.made]
        judge = [stop.span for stop in self.stops if not stop.made]
        self.original.paint(made, judge, held)
        clean = self.clean
        self.twin.paint(
            [beside(clean, one) for one in made],
            [beside(clean, one) for one in judge],
            beside(clean, held) if held else None,
        )
        if held:
            self.follow(held)
        self.query_one(JudgeRows).show(clean, self.stops, self.at, self.seen)
        self.query_one(Foot).info = in_hand(clean, self.stops, self.at)
        left = sum(one not in self.seen for one in judge)
        many = count(len(judge), "passage")
        said = (
            f"Only you can judge · {many}, {left} not looked at" if judge else "Only you can judge"
        )
        self.query_one("#gate-judge", Static).update(said)

    def action_walk(self, by: int) -> None:
        """To the next stop or the one before."""
        at = self.at + by
        if 0 <= at < len(self.stops):
            self.go(at)
        elif self.stops:
            self.news("that was the last one · R releases" if by > 0 else "this is the first one")

    def action_judge(self) -> None:
        """To the next passage for a person to judge; from the last to the first."""
        judged = [at for at, stop in enumerate(self.stops) if stop.made is None]
        if judged:
            self.go(next((at for at in judged if at > self.at), judged[0]))
        elif self.clean:
            self.news("nothing was found for you to judge")

    def go(self, at: int) -> None:
        """Take up a stop."""
        self.at = at
        self.news("")
        self.show_stop()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A passage was clicked in the list."""
        event.stop()
        self.go(int(event.key))

    def on_gate_page_picked(self, event: GatePage.Picked) -> None:
        """A replacement or passage was clicked in a text."""
        if self.clean:
            twin = event.page is self.twin
            at = stop_at_offset(self.clean, self.stops, event.offset, twin=twin)
            if at is not None:
                self.go(at)


def _opened(workspace: Workspace, note_id: int) -> GateRead:
    gate = workspace.gate(note_id)
    return GateRead(workspace.title(note_id), gate, gate.clean, gate.waits)
