"""A new note: a title, a page to write or paste on, and a draft that is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from reflect.records import Note, NoteSummary

from ..messages import DraftRead, NoteAdded
from ..widgets.answer_box import DraftBox
from ..widgets.draft_line import DraftLine
from ..widgets.foot import Foot
from ..widgets.heading import Heading
from ..words import count
from .home import TEXT_KEY
from .page import Page

if TYPE_CHECKING:
    from reflect.workspace import Workspace

TITLE_KEY = "new-note-title"


class NewNoteScreen(Page):
    """Writing, and nothing else."""

    BINDING_GROUP_TITLE = "New note"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "read", "Keep the note and read it", priority=True),
        Binding("tab", "swap", "Between title and page", priority=True),
        Binding("escape", "back", "Home; the draft is kept", priority=True),
    ]

    def compose(self) -> ComposeResult:
        """A heading, the title, the page, the keys."""
        yield Heading("New note", "drafts are locked when closed")
        yield DraftLine(TITLE_KEY, id="title", placeholder="A title, if you like")
        yield DraftBox(id="page", placeholder="Write or paste the note here")
        yield Foot()

    def on_mount(self) -> None:
        """Bring back what was typed last time."""
        foot = self.query_one(Foot)
        foot.hints = (("^S", "read it"), ("Tab", "title or page"), ("F1", "keys"),
                      ("Esc", "home, draft kept"))  # fmt: skip
        self.query_one("#page", DraftBox).draft_key = TEXT_KEY
        self.query_one("#page").focus()
        self.desk.ask(self, _drafts, lambda draft: draft)

    def on_draft_read(self, event: DraftRead) -> None:
        """Put the draft back, unless typing has already begun."""
        page, title = self.query_one("#page", DraftBox), self.query_one("#title", DraftLine)
        if page.text or title.value:
            return
        page.put(event.text, TEXT_KEY)
        title.put(event.title)
        if event.text or event.title:
            self.news("your draft from last time")
        self._count()

    def on_input_submitted(self) -> None:
        """Enter in the title goes to the page."""
        self.query_one("#page").focus()

    def on_draft_box_paused(self, event: DraftBox.Paused) -> None:
        """Say that it is safe."""
        self.news("draft saved" if event.text else "")
        self._count()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Count the words."""
        self._count()

    def _count(self) -> None:
        words = len(self.query_one("#page", DraftBox).text.split())
        self.query_one(Foot).aside = count(words, "word") if words else ""

    def action_swap(self) -> None:
        """Between the title and the page."""
        title = self.query_one("#title")
        (self.query_one("#page") if title.has_focus else title).focus()

    def action_read(self) -> None:
        """Keep the note and read it."""
        text = self.query_one("#page", DraftBox).text
        title = self.query_one("#title", DraftLine).value.strip()
        if not text.strip():
            self.news("there is nothing to read yet: write or paste the note first")
            return
        self.reflect.save_drafts()
        self.news("keeping your note")
        note = Note(text, "-", {"title": title} if title else {})
        self.desk.ask(self, lambda workspace: _add(workspace, note), NoteAdded)

    def on_note_added(self, event: NoteAdded) -> None:
        """Go to the note; the draft has done its work."""
        from .note import NoteScreen

        self.query_one("#page", DraftBox).put("")
        self.query_one("#title", DraftLine).put("")
        self.app.switch_screen(NoteScreen(event.summary.id))


def _drafts(workspace: Workspace) -> DraftRead:
    return DraftRead(workspace.draft(TITLE_KEY), workspace.draft(TEXT_KEY))


def _add(workspace: Workspace, note: Note) -> NoteSummary:
    summary = workspace.add(note)
    # Only now that the note is safe may the draft go.
    workspace.save_draft(TEXT_KEY, "")
    workspace.save_draft(TITLE_KEY, "")
    return summary
