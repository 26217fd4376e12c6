"""The two tabs that look further: similar discussions, and a lens's worksheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import Worker

from ..messages import SimilarRead, WorksheetRead
from ..widgets.lens_pane import LensPane, box_key
from ..widgets.similar_pane import SimilarPane
from ..widgets.tab_line import Tab, TabLine
from .page import Page

if TYPE_CHECKING:
    from reflect.workspace import Workspace


class Lenses(Page):
    """The part of the note screen for the tabs Similar and Lens."""

    BINDING_GROUP_TITLE = "Lens"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "lens", "Choose a lens"),
        Binding("o", "own_words", "The note's own words again, in this box"),
    ]

    note_id: int
    similar_asked = False
    chosen_lens = ""
    asked: tuple[str, str] | None = None
    steps: list[Callable[[Workspace], Message] | None]

    def busy(self, group: str, words: str, job: Worker[None]) -> None:
        """Say quietly that something slow is going on."""
        raise NotImplementedError

    def action_tab(self, tab: Tab) -> None:
        """Show a tab."""
        raise NotImplementedError

    @property
    def lens_in_use(self) -> str:
        """The lens chosen for this note, else the one from the settings."""
        return self.chosen_lens or self.reflect.lens

    def find_similar(self) -> None:
        """Search the library, once."""
        if self.similar_asked:
            return
        self.similar_asked = True
        note_id = self.note_id
        self.query_one(SimilarPane).say("Looking through the library…")
        job = self.desk.work(
            self,
            "similar",
            lambda workspace, _: SimilarRead(note_id, workspace.similar(note_id, 3)),
            lambda read: read,
        )
        self.busy("similar", "looking through the library", job)

    def on_similar_read(self, event: SimilarRead) -> None:
        """Show what was found."""
        if event.note_id == self.note_id:
            pane = self.query_one(SimilarPane)
            # Nothing can be focused while the list is still being looked for.
            waited = pane.has_focus_within or self.focused is None
            pane.show(event.similar)
            pane.meet_all()
            if waited and self.query_one(TabLine).tab == "similar":
                pane.focus_list()

    def open_lens(self) -> None:
        """Lay the chosen lens over the note."""
        lens = self.lens_in_use
        if not lens:
            self.query_one(LensPane).say("No lens is at hand in this codebook.")
        elif self.query_one(LensPane).lens != lens:
            self.query_one(LensPane).say("Laying the lens over the note…")
            note_id = self.note_id
            job = self.desk.work(
                self, "lens", lambda workspace, _: _sheet(workspace, note_id, lens), lambda r: r
            )
            self.busy("lens", "laying the lens over the note", job)

    def on_worksheet_read(self, event: WorksheetRead) -> None:
        """Show the worksheet."""
        self.asked = None
        if event.note_id == self.note_id and event.worksheet.lens == self.lens_in_use:
            pane = self.query_one(LensPane)
            pane.show(event.worksheet, event.drafts)
            if event.said:
                self.news(event.said)
            if self.query_one(TabLine).tab == "lens":
                pane.look_again()

    def on_lens_pane_wrote(self, event: LensPane.Wrote) -> None:
        """Save a box, and only then forget its draft."""
        note_id, lens = self.note_id, self.lens_in_use

        def write(workspace: Workspace) -> WorksheetRead:
            workspace.write_worksheet(note_id, lens, event.item_id, event.text)
            workspace.save_draft(box_key(note_id, lens, event.item_id), "")
            said = "the note’s own words again" if event.text is None else "kept in the worksheet"
            return _sheet(workspace, note_id, lens, said)

        self.desk.ask(self, write, lambda read: read)

    def action_own_words(self) -> None:
        """Put the note's own words back into the box at the marker, once that is confirmed."""
        self.action_tab("lens")
        written = self.query_one(LensPane).written()
        note_id, lens = self.note_id, self.lens_in_use
        if written is None:
            self.news("this box has none of your words to take away")
            return
        item_id, text, draft = written
        question = (lens, item_id)
        if self.asked != question:
            self.asked = question
            self.news("o again takes your words out of this box · u would bring them back")
            return
        self.asked = None

        def back(workspace: Workspace) -> WorksheetRead:
            workspace.write_worksheet(note_id, lens, item_id, text)
            workspace.save_draft(box_key(note_id, lens, item_id), draft)
            return _sheet(workspace, note_id, lens, "undone: your words are back in the box")

        def take_away(workspace: Workspace) -> WorksheetRead:
            workspace.write_worksheet(note_id, lens, item_id, None)
            workspace.save_draft(box_key(note_id, lens, item_id), "")
            self.steps.append(back)
            return _sheet(workspace, note_id, lens, "the note’s own words again · u undoes")

        self.desk.ask(self, take_away, lambda read: read)

    def action_lens(self) -> None:
        """Choose a lens."""
        from .choose import Choice, ChooseScreen

        self.action_tab("lens")

        def chosen(lens: str | None) -> None:
            if lens:
                self.chosen_lens = lens
                self.open_lens()

        choices = [Choice(lens, label, about) for lens, label, about in self.reflect.lenses]
        self.app.push_screen(ChooseScreen("Look through", choices, self.lens_in_use), chosen)


def _sheet(workspace: Workspace, note_id: int, lens: str, said: str = "") -> WorksheetRead:
    sheet = workspace.worksheet(note_id, lens)
    drafts = {item.id: workspace.draft(box_key(note_id, lens, item.id)) for item in sheet.items}
    return WorksheetRead(note_id, sheet, drafts, said)
