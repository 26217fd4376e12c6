"""What a person does to marks: accept, reject, change, add, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.message import Message

from reflect.records import Mark, Span

from ..messages import Explained, MarksRead
from ..widgets.marks_pane import MarksPane
from ..widgets.note_text import NoteText
from ..widgets.tab_line import Tab, TabLine
from ..words import count
from .page import Page

if TYPE_CHECKING:
    from reflect.workspace import Workspace


def most_doubted(marks: Sequence[Mark]) -> Mark | None:
    """The machine's mark nearest to even chances that nobody has judged: uncertainty sampling."""
    waiting = [mark for mark in marks if mark.by_machine and not mark.verdict]
    return min(waiting, key=lambda mark: (abs(mark.score - 0.5), mark.start), default=None)


class Judging(Page):
    """The part of the note screen that judges marks."""

    BINDING_GROUP_TITLE = "Marks"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "judge('accepted')", "Accept this mark"),
        Binding("r", "judge('rejected')", "Reject this mark"),
        Binding("c", "change", "Change this mark"),
        Binding("plus,equals_sign", "add", "Add a mark to this sentence"),
        Binding("A", "accept_sure", "Accept all sure marks in view"),
        Binding("u", "undo", "Undo the last step"),
        Binding("W", "glance", "The mark most worth a glance"),
        Binding("v", "whole", "Marks of the sentence or the whole note"),
    ]

    note_id: int
    stops: list[Span]
    marks: list[Mark]
    by_stop: dict[int, list[Mark]]
    text: str
    steps: list[Callable[[Workspace], Message] | None]

    @property
    def page(self) -> NoteText:
        """The note's words."""
        raise NotImplementedError

    def action_tab(self, tab: Tab) -> None:
        """Show a tab."""
        raise NotImplementedError

    def take_marks(self, marks: list[Mark], mark_id: int = 0) -> None:
        """Show marks on the page and at the side."""
        raise NotImplementedError

    def light_side(self, *, scroll: bool = False) -> None:
        """Light the words that the side is about."""
        raise NotImplementedError

    def _marks_pane(self) -> MarksPane:
        if self.query_one(TabLine).tab != "marks":
            self.action_tab("marks")
        return self.query_one(MarksPane)

    def _shown_mark(self) -> Mark | None:
        """The mark at the marker, if the marker is on show; else it is brought there, and said."""
        before = self.query_one(TabLine).tab == "marks" and self.query_one("#side").display
        pane = self._marks_pane()
        mark = pane.selected
        if mark is None:
            self.news("no mark is chosen")
        elif not (before and pane.marker_seen):
            pane.show_marker()
            self.query_one("#side").display = True
            self.news("nothing done: ▸ was out of sight · here is the mark it stands on")
            return None
        return mark

    def action_judge(self, verdict: Literal["accepted", "rejected"]) -> None:
        """Accept or reject the mark at the marker; a second time takes it back."""
        mark = self._shown_mark()
        if mark is None:
            return
        now = "" if mark.verdict == verdict else verdict
        label = self.reflect.glossary.get(mark.code).label
        said = f"{verdict}: {label} · u undoes" if now else f"taken back: {label}"
        self._judge([mark.id], now, said)

    def action_accept_sure(self) -> None:
        """Accept every mark in view that is sure and not judged yet."""
        sure = self._marks_pane().sure_ones()
        if sure:
            self._judge(sure, "accepted", f"accepted {count(len(sure), 'sure mark')} · u undoes")
        else:
            self.news("nothing sure left to accept here")

    def _judge(
        self, ids: Sequence[int], verdict: Literal["accepted", "rejected", ""], said: str
    ) -> None:
        self._then_marks(lambda workspace: workspace.judge(ids, verdict), said)

    def _then_marks(self, step: Callable[[Workspace], object], said: str) -> None:
        note_id = self.note_id

        def run(workspace: Workspace) -> MarksRead:
            step(workspace)
            self.steps.append(None)
            return MarksRead(note_id, workspace.marks(note_id), said)

        self.desk.ask(self, run, lambda read: read)

    def action_change(self) -> None:
        """Choose another code for the mark at the marker."""
        mark = self._shown_mark()
        if mark is None:
            return
        label = self.reflect.glossary.get(mark.code).label

        def chosen(code: str | None) -> None:
            if code and code != mark.code:
                said = f"changed to: {self.reflect.glossary.get(code).label} · u undoes"
                self._then_marks(lambda workspace: workspace.change_mark(mark.id, code), said)

        self._choose(f"Instead of “{label}”", chosen)

    def action_add(self) -> None:
        """Choose a code for the current sentence."""
        if not self.stops:
            return
        self._marks_pane()
        stop = self.stops[self.page.current]
        note_id = self.note_id

        def chosen(code: str | None) -> None:
            if code:
                said = f"added: {self.reflect.glossary.get(code).label} · u undoes"
                self._then_marks(
                    lambda workspace: workspace.add_mark(note_id, code, stop.start, stop.end), said
                )

        self._choose("Add to this sentence", chosen)

    def _choose(self, title: str, chosen: Callable[[str | None], None]) -> None:
        from .choose import Choice, ChooseScreen

        choices = [
            Choice(code.id, code.label, code.definition, code.glyph, code.colour, code.family)
            for code in self.reflect.glossary.codes.values()
        ]
        self.app.push_screen(ChooseScreen(title, choices), chosen)

    def action_glance(self) -> None:
        """Go to the mark that the machine is least sure of and nobody has judged."""
        doubted = most_doubted(self.marks)
        if doubted is None:
            self.news("every mark has been looked at")
            return
        self._marks_pane()
        self.page.go_to(next(stop for stop, found in self.by_stop.items() if doubted in found))
        self.take_marks(self.marks, doubted.id)
        self.light_side(scroll=True)

    def action_why_mark(self) -> None:
        """Why the mark at the marker was made."""
        mark = self._shown_mark()
        if mark is None:
            return
        if not mark.by_machine:
            self.news("a person made this mark: w is for the machine's")
            return
        self.desk.ask(self, lambda workspace: Explained(mark, workspace.why(mark)), lambda it: it)

    def on_explained(self, event: Explained) -> None:
        """Show why."""
        from .why_mark import WhyScreen

        self.app.push_screen(WhyScreen(self.reflect.glossary.get(event.mark.code), event.why))

    def action_undo(self) -> None:
        """Undo the last step on this note: what was done here last comes back first."""
        note_id = self.note_id

        def run(workspace: Workspace) -> Message:
            step = self.steps.pop() if self.steps else None
            if step is not None:
                return step(workspace)
            said = (workspace.undo(note_id) or "").removeprefix("Undid: ")
            words = f"undone: {said}" if said else "there is nothing left to undo"
            return MarksRead(note_id, workspace.marks(note_id), words)

        self.desk.ask(self, run, lambda read: read)

    def action_whole(self) -> None:
        """Between the sentence's marks and the note's."""
        self._marks_pane().toggle()

    def on_marks_read(self, event: MarksRead) -> None:
        """Show the marks as they now stand."""
        at = self.query_one(MarksPane).selected
        self.take_marks(event.marks, at.id if at else 0)
        self.news(event.said)
        self.light_side()
