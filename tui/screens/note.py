"""The note, and beside it the questions, the marks, what is similar, and a lens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import ContentSwitcher
from textual.worker import Worker

from reflect.records import Mark, Span

from ..messages import JobEnded, NoteRead, TaggedRead
from ..reading import glyphs_of, marks_by_stop, runs_of, stop_at, stops_of
from ..widgets.answer_box import AnswerBox
from ..widgets.foot import HELP, Foot
from ..widgets.heading import Heading
from ..widgets.lens_pane import LensPane
from ..widgets.marks_pane import MarksPane
from ..widgets.note_text import NoteText
from ..widgets.reflect_pane import ReflectPane
from ..widgets.similar_pane import SimilarPane
from ..widgets.tab_line import Tab, TabLine
from ..words import NOT_PRACTICE
from .note_asking import Asking, drafts_of
from .note_judging import Judging
from .note_lenses import Lenses
from .page import WIDE

if TYPE_CHECKING:
    from reflect.workspace import Workspace

READING = "reading"
_HIDE = "hide-not-found"
_HINTS = (("j/k", "move"), ("Tab", "side"), ("Esc", "home"), HELP, ("b", "sheet"),
          ("e", "export"), ("D", "release"), ("]", "next mark"),
          ("z", "more room"), ("^P", "everything"))  # fmt: skip


class NoteScreen(Asking, Judging, Lenses):
    """One note.

    Args:
        note_id: the note.
    """

    BINDING_GROUP_TITLE = "Beside the note"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "tab('reflect')", "Reflect: questions"),
        Binding("2", "tab('marks')", "Marks: what was found"),
        Binding("3", "tab('similar')", "Similar: other discussions"),
        Binding("4", "tab('lens')", "Lens: another way of looking"),
        Binding("tab,shift+tab", "swap", "Between note and side", priority=True),
        Binding("z", "room", "More room for the note"),
        Binding("b", "sheet", "Sheet for the group"),
        Binding("e", "export", "Export"),
        Binding("D", "release", "De-identify and release"),
        Binding("M", "meet", "Group session from this note"),
        Binding("h", "not_found", "Hide or show what was not found in this text"),
        Binding("right_square_bracket", "marked(1)", show=False),
        Binding("left_square_bracket", "marked(-1)", show=False),
        Binding("f5", "read_again", "Read the note again"),
        Binding("escape", "back", "Stop, or back"),
    ]

    def __init__(self, note_id: int) -> None:
        super().__init__()
        self.note_id = note_id
        self.text = ""
        self.stops: list[Span] = []
        self.marks: list[Mark] = []
        self.by_stop: dict[int, list[Mark]] = {}
        self.steps: list[Callable[[Workspace], Message] | None] = []
        self._not_found = ""
        self._hide_not_found = False
        self._busy: dict[str, Worker[None]] = {}

    def compose(self) -> ComposeResult:
        """The note at left, the side at right or over the lower half, the foot."""
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Heading(id="title")
                yield NoteText(id="note")
            with Vertical(id="side"):
                yield TabLine()
                with ContentSwitcher(initial="reflect", id="panes"):
                    yield ReflectPane(id="reflect")
                    yield MarksPane(id="marks")
                    yield SimilarPane(id="similar")
                    yield LensPane(id="lens")
        yield Foot()

    def on_mount(self) -> None:
        """Show the words first, then read them."""
        foot = self.query_one(Foot)
        foot.hints, foot.aside = _HINTS, NOT_PRACTICE
        self.page.focus()
        note_id = self.note_id
        self.desk.ask(
            self,
            lambda workspace: NoteRead(
                note_id, workspace.title(note_id), workspace.note(note_id).text
            ),
            lambda read: read,
        )

    # parts

    @property
    def page(self) -> NoteText:
        """The note's words."""
        return self.query_one("#note", NoteText)

    @property
    def tab(self) -> Tab:
        """The tab shown at the side."""
        return self.query_one(TabLine).tab

    def busy(self, group: str, words: str, job: Worker[None]) -> None:
        """Say quietly that something slow is going on."""
        self._busy[group] = job
        self.news(f"{words} · Esc stops")

    def on_job_ended(self, event: JobEnded) -> None:
        """Take the progress line away; a job that was stopped or replaced has no say."""
        if self._busy.get(event.group) is not event.job:
            return
        del self._busy[event.group]
        if event.outcome != "done":
            self._gave_up(event.group, "that did not work")
        elif not self._busy:
            self.news("")

    def _gave_up(self, group: str, said: str) -> None:
        self.news(said)
        if group == READING:
            words = "The note has not been read. F5 reads it."
            self.query_one(ReflectPane).say(words)
            self.query_one(MarksPane).say(words)
        elif group == "similar":
            self.query_one(SimilarPane).say("The library was not searched. 3 searches it.")
            self.similar_asked = False

    # reading the note

    def on_note_read(self, event: NoteRead) -> None:
        """The words are here: show them and have them read."""
        self.text = event.text
        self.query_one(Heading).words = event.title
        self.page.show(event.text)
        self.query_one(ReflectPane).prepare(self.note_id, event.text)
        self.query_one(MarksPane).prepare(event.text, self.reflect.glossary, self.reflect.person)
        self.query_one(LensPane).prepare(self.note_id, event.text)
        self.action_read_again()

    def action_read_again(self) -> None:
        """Have the note read; quick when this model has read it before."""
        note_id = self.note_id
        self.query_one(ReflectPane).say("Reading the note…")
        self.query_one(MarksPane).say("Reading the note…")
        job = self.desk.work(
            self, READING, lambda workspace, _: _tagged(workspace, note_id), lambda read: read
        )
        self.busy(READING, "reading the note", job)

    def on_tagged_read(self, event: TaggedRead) -> None:
        """The marks and questions are here."""
        if event.note_id != self.note_id:
            return
        self.stops = stops_of(self.text, event.tagged.sentences)
        self.page.show(self.text, self.stops)
        self.take_marks(event.marks)
        self.query_one(ReflectPane).show(event.reflections, event.drafts)
        found = " · ".join(event.not_found)
        self._not_found = f"not found in this text: {found}" if found else ""
        self._hide_not_found = event.hide_not_found
        self._draw_not_found()
        self.light_side()

    def _draw_not_found(self) -> None:
        self.query_one(Foot).info = "" if self._hide_not_found else self._not_found

    def action_not_found(self) -> None:
        """Hide the line of what was not found in this text, or show it; this is remembered."""
        self._hide_not_found = hide = not self._hide_not_found
        self._draw_not_found()
        self.news("“not found in this text” is hidden · h shows it" if hide else "")
        value = "yes" if hide else ""
        self.desk.ask(self, lambda workspace: workspace.set_setting(_HIDE, value))

    def action_marked(self, by: int) -> None:
        """The next sentence with a mark, from the side too."""
        self.page.action_marked(by)

    def on_descendant_focus(self) -> None:
        """Show clearly which half the keys go to."""
        on_page = self.page.has_focus
        self.query_one(Heading).lit = on_page
        self.query_one(TabLine).lit = not on_page

    def take_marks(self, marks: list[Mark], mark_id: int = 0) -> None:
        """Show marks on the page and at the side."""
        glossary = self.reflect.glossary
        self.marks = marks
        self.by_stop = marks_by_stop(self.stops, marks)
        self.page.mark(
            {
                stop: runs_of(self.stops[stop], found, glossary)
                for stop, found in self.by_stop.items()
            },
            {stop: glyphs_of(found, glossary) for stop, found in self.by_stop.items()},
        )
        live = {glossary.get(mark.code) for mark in marks if mark.verdict != "rejected"}
        ordered = sorted(live, key=lambda code: code.order)
        self.query_one(TabLine).dots = tuple(dict.fromkeys(code.colour for code in ordered))
        self.query_one(MarksPane).show(self.by_stop.get(self.page.current, ()), marks, mark_id)

    # the note and the side answer each other

    def on_note_text_moved(self, event: NoteText.Moved) -> None:
        """The reader is at another sentence: the side follows."""
        event.stop()
        if event.page is not self.page or not self.stops:
            return
        here: Sequence[Mark] = self.by_stop.get(event.at, ())
        marks = self.query_one(MarksPane)
        if not marks.whole:
            marks.show(here, self.marks, event.mark_id)
        elif event.mark_id or here:
            marks.show(here, self.marks, event.mark_id or here[0].id)
        self.query_one(ReflectPane).show_near(self.stops[event.at])
        self.light_side(scroll=False)

    def light_side(self, *, scroll: bool = False) -> None:
        """Light the words that the side is about."""
        if self.tab == "reflect":
            span = self.query_one(ReflectPane).span
            self.page.light((span,) if span else (), scroll=scroll)
        elif self.tab == "marks":
            mark = self.query_one(MarksPane).selected
            on_side = mark is not None and self.query_one(MarksPane).has_focus_within
            self.page.light((), strong=mark.id if mark and on_side else 0)
        elif self.tab == "similar":
            self.query_one(SimilarPane).meet_all()
        else:
            self.page.light(())

    def on_reflect_pane_asked(self, event: ReflectPane.Asked) -> None:
        """A question came up: show the words it starts from."""
        if self.tab == "reflect" and event.span and self.stops:
            self.page.go_to(stop_at(self.stops, event.span.start))
            marks = self.query_one(MarksPane)
            if not marks.whole:
                marks.show(self.by_stop.get(self.page.current, ()), self.marks)
            self.page.light((event.span,))

    def on_similar_pane_met(self, event: SimilarPane.Met) -> None:
        """Light what meets the discussion at the marker."""
        if self.tab == "similar":
            self.page.light(event.spans)

    def on_lens_pane_looked(self, event: LensPane.Looked) -> None:
        """Light what was found for the box at the marker."""
        self.asked = None
        if self.tab == "lens":
            self.page.light(event.spans)

    def on_marks_pane_selected(self, event: MarksPane.Selected) -> None:
        """A mark was chosen at the side: show it in the note."""
        if self.stops:
            self.page.go_to(stop_at(self.stops, event.mark.start))
            self.page.light((), strong=event.mark.id)

    # tabs and room

    def on_tab_line_picked(self, event: TabLine.Picked) -> None:
        """A tab was clicked."""
        self.action_tab(event.tab)

    def action_tab(self, tab: Tab) -> None:
        """Show a tab; the reader stays where they were, note or side."""
        on_side = not self.page.has_focus
        self.query_one("#side").display = True
        self.call_after_refresh(self._join_rules)
        self.query_one(TabLine).tab = tab
        self.query_one(ContentSwitcher).current = tab
        if on_side:
            self._focus_side()
        if tab == "similar":
            self.find_similar()
        elif tab == "lens":
            self.open_lens()
        self.light_side(scroll=True)

    def action_swap(self) -> None:
        """Between the note and the side."""
        if self.page.has_focus:
            self.query_one("#side").display = True
            self._focus_side()
        else:
            self.page.focus()
        self.light_side()

    def _focus_side(self) -> None:
        focus: dict[Tab, Callable[[], object]] = {
            "reflect": self.query_one(ReflectPane).focus_box,
            "marks": self.query_one("#marks-rows").focus,
            "similar": self.query_one(SimilarPane).focus_list,
            "lens": self.query_one(LensPane).focus_list,
        }
        focus[self.tab]()

    def action_room(self) -> None:
        """Put the side away, or bring it back."""
        side = self.query_one("#side")
        side.display = not side.display
        self.page.focus()
        self.call_after_refresh(self._join_rules)

    def on_resize(self) -> None:
        """The tabs' rule is the upper edge of the sheet when there is a sheet."""
        self.query_one(TabLine).over = self.size.width < WIDE
        self.call_after_refresh(self._join_rules)

    def _join_rules(self) -> None:
        side = self.query_one("#side")
        beside = side.display and self.size.width >= WIDE
        self.query_one(Foot).joint = side.region.x if beside else -1

    def action_back(self) -> None:
        """Stop what is going on, else leave what is open, else go home."""
        if self._busy:
            stopped, self._busy = self._busy, {}
            for group, job in stopped.items():
                job.cancel()
                self._gave_up(group, "stopped")
            return
        if self.asked is not None:
            self.asked = None
            self.news("")
            return
        similar = self.query_one(SimilarPane)
        if self.tab == "similar" and similar.reading and not self.page.has_focus:
            similar.close()
        elif not self.page.has_focus:
            self.page.focus()
        else:
            super().action_back()

    def on_answer_box_left(self, event: AnswerBox.Left) -> None:
        """Out of a box, back to the note."""
        self.page.focus()

    # out

    def action_sheet(self) -> None:
        """Read the sheet for the group before it goes anywhere."""
        from .sheet import SheetScreen

        self.app.push_screen(SheetScreen(self.note_id, self.lens_in_use))

    def action_export(self) -> None:
        """Write the sheet or the child's-file entry to files."""
        from .export import ExportScreen

        self.app.push_screen(ExportScreen(self.note_id, self.lens_in_use))

    def action_meet(self) -> None:
        """Begin a group session from this note."""
        from .group import GroupScreen

        self.app.push_screen(GroupScreen(self.note_id, self.query_one(Heading).words))

    def action_release(self) -> None:
        """The release gate: de-identify, look, release."""
        from .gate import GateScreen

        self.app.push_screen(GateScreen(self.note_id))


def _tagged(workspace: Workspace, note_id: int) -> TaggedRead:
    tagged = workspace.tagged(note_id)
    reflections = workspace.reflections(note_id)
    return TaggedRead(
        note_id,
        tagged,
        workspace.marks(note_id),
        reflections,
        drafts_of(workspace, note_id, reflections),
        workspace.not_found(note_id),
        workspace.setting(_HIDE) == "yes",
    )
