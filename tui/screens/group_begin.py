"""Before a group session begins: its title, a note or none, the minutes, the note's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from ..messages import JobEnded, NotesRead, OffersRead, SessionBegun
from ..widgets.draft_line import DraftLine
from ..widgets.foot import Foot
from ..widgets.heading import Heading
from ..widgets.rows import Row, Rows, Words
from ..words import quoted, when
from .page import Page

if TYPE_CHECKING:
    from reflect.codebook import Format
    from reflect.workspace import Offer, Workspace

_READING = "offers"
_NOTES = 200
LONGEST = 240
"""The most minutes a step can have."""


class StepRows(Rows):
    """Rows in which left and right change a number."""

    BINDING_GROUP_TITLE = "Minutes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,plus,equals_sign", "nudge(1)", "A minute more for this step"),
        Binding("left,minus", "nudge(-1)", "A minute less; 0 keeps no time"),
        Binding("space", "choose", "Take, or leave out"),
    ]

    @dataclass
    class Nudged(Message):
        """A row's number is to change."""

        key: str
        by: int

    def action_nudge(self, by: int) -> None:
        """Change the number of the row at the marker."""
        self.post_message(self.Nudged(self.key, by))


class BeginScreen(Page):
    """A few choices, each with a good answer already in it.

    Args:
        way: the way of meeting.
        note_id: the note to begin from; 0 for none.
        title: that note's title.
    """

    LEAST = (50, 12)
    BINDING_GROUP_TITLE = "Before it begins"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "begin", "Begin", priority=True),
        Binding("tab,shift+tab", "swap", "Between the title and the choices", priority=True),
        Binding("escape", "back", "Back", priority=True),
    ]

    def __init__(self, way: Format, note_id: int = 0, title: str = "") -> None:
        super().__init__()
        self._way = way
        self._minutes = {step.id: step.minutes for step in way.steps}
        self._note_id, self._note_title = note_id, title
        self._offers: list[Offer] = []
        self._left_out: set[int] = set()
        self._reading = False

    def compose(self) -> ComposeResult:
        """The title, the choices, the keys."""
        yield Heading(self._way.label)
        yield DraftLine(
            f"group-title:{self._way.id}", id="group-title", placeholder="A title, if you like"
        )
        yield StepRows(id="begin-rows", eager=True)
        yield Foot()

    def on_mount(self) -> None:
        """Show the choices; read the note where there is one."""
        self.query_one(Foot).hints = (("⏎", "choose"), ("←→", "minutes"), ("^S", "begin"),
                                      ("Tab", "title"), ("F1", "keys"), ("Esc", "back"))  # fmt: skip
        self._draw()
        self.query_one(StepRows).focus()
        if self._note_id:
            self._read_note()

    def _draw(self) -> None:
        total = sum(self._minutes.values())
        self.query_one(Heading).aside = f"{total} min" if total else "no time kept"
        rows = [Row("begin", (Words("Begin", "strong"),)),
                Row("note", (Words(f"From a note   {self._note_words()}"), Words("")))]  # fmt: skip
        if self._offers:
            rows.append(_heading("The note’s own words, to begin with"))
            rows += [self._offer_row(n, offer) for n, offer in enumerate(self._offers)]
            rows.append(_heading(""))
        rows.append(_heading("Steps and minutes"))
        for number, step in enumerate(self._way.steps, 1):
            minutes = self._minutes[step.id]
            right = f"‹ {minutes:>3} min ›" if minutes else "‹ no time ›"
            rows.append(
                Row(f"step:{step.id}", (Words(f"{number}  {step.label}", right=right, wrap=False),))
            )
        self.query_one(StepRows).fill(rows)

    def _note_words(self) -> str:
        if not self._note_id:
            return "none"
        found = (
            "" if self._offers or self._reading else " · no words for the first pages were found"
        )
        return quoted(self._note_title) + found

    def _offer_row(self, number: int, offer: Offer) -> Row:
        box = "[ ]" if number in self._left_out else "[x]"
        return Row(f"offer:{number}", (Words(f"{offer.label}:", "quiet", box, "key"),
                                       Words(quoted(offer.text), indent=4)))  # fmt: skip

    # choosing

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Do what the row is for."""
        event.stop()
        kind, _, which = event.key.partition(":")
        if kind == "begin":
            self.action_begin()
        elif kind == "note":
            self.desk.ask(self, lambda ws: NotesRead(ws.notes(_NOTES)), lambda read: read)
        elif kind == "offer":
            self._left_out ^= {int(which)}
            self._draw()
        else:
            self.news("← and → change the minutes · 0 keeps no time")

    def on_step_rows_nudged(self, event: StepRows.Nudged) -> None:
        """Change a step's minutes."""
        kind, _, step = event.key.partition(":")
        if kind == "step":
            self._minutes[step] = min(LONGEST, max(0, self._minutes[step] + event.by))
            self._draw()

    def on_notes_read(self, event: NotesRead) -> None:
        """Choose a note, or none."""
        from .choose import Choice, ChooseScreen

        choices = [Choice("0", "None", "begin with empty pages")]
        choices += [
            Choice(str(note.id), note.title or note.source, when(note.opened))
            for note in event.notes
        ]
        titles = {choice.key: choice.label for choice in choices}

        def chosen(key: str | None) -> None:
            if key is not None:
                self._note_id, self._note_title = int(key), titles[key] if key != "0" else ""
                self._offers, self._left_out = [], set()
                self._read_note()

        self.app.push_screen(ChooseScreen("Begin from", choices, str(self._note_id)), chosen)

    def _read_note(self) -> None:
        note_id, way = self._note_id, self._way
        self._reading = bool(note_id)
        if note_id:
            self.news("reading the note…")
            self.desk.work(
                self,
                _READING,
                lambda ws, _: OffersRead(note_id, ws.sessions.offers(way, note_id)),
                lambda read: read,
            )
        self._draw()

    def on_offers_read(self, event: OffersRead) -> None:
        """Offer the note's own words."""
        if event.note_id == self._note_id:
            self._offers, self._reading = event.offers, False
            self.news("")
            self._draw()

    def on_job_ended(self, event: JobEnded) -> None:
        """Go on without them when the note could not be read."""
        if event.outcome == "failed":
            self._reading = False
            self.news("the note could not be read; the session can begin without it")
            self._draw()

    # beginning

    def action_begin(self) -> None:
        """Begin."""
        if self._reading:
            self.news("one moment · the note is being read")
            return
        way = self._way.timed(self._minutes)
        title = self.query_one(DraftLine).value
        note_id = self._note_id or None
        taken = [offer for n, offer in enumerate(self._offers) if n not in self._left_out]

        def begin(workspace: Workspace) -> SessionBegun:
            made = workspace.sessions.begin(way, title, note_id=note_id, offers=taken)
            workspace.save_draft(f"group-title:{way.id}", "")
            return SessionBegun(made)

        self.desk.ask(self, begin, lambda begun: begun)

    def on_session_begun(self, event: SessionBegun) -> None:
        """Go to the session."""
        from .group_session import SessionScreen

        self.query_one(DraftLine).put("")
        self.app.switch_screen(SessionScreen(event.session_id))

    def on_input_submitted(self) -> None:
        """Enter in the title goes to the choices."""
        self.query_one(StepRows).focus()

    def action_swap(self) -> None:
        """Between the title and the choices."""
        title = self.query_one("#group-title")
        (self.query_one(StepRows) if title.has_focus else title).focus()


def _heading(words: str) -> Row:
    return Row(f"head:{words}", (Words(words, "quiet"),), choosable=False)
