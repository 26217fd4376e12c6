"""The sheet for the group, read here before it goes anywhere."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from ..messages import JobEnded, SheetRead
from ..widgets.foot import HELP, Foot
from ..widgets.heading import Heading
from ..words import NOT_PRACTICE
from .page import Page

_JOB = "sheet"


class SheetScreen(Page):
    """A preview.

    Args:
        note_id: the note.
        lens_id: the lens whose worksheet is on the sheet.
    """

    BINDING_GROUP_TITLE = "The sheet"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "export", "Export this sheet"),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, note_id: int, lens_id: str) -> None:
        super().__init__()
        self._note_id, self._lens_id = note_id, lens_id

    def compose(self) -> ComposeResult:
        """A heading, the sheet, the keys."""
        yield Heading("Sheet for the group", "as it would be exported")
        with VerticalScroll(id="sheet"):
            yield Static("making the sheet…", classes="quiet")
        yield Foot()

    def on_mount(self) -> None:
        """Have the sheet made."""
        foot = self.query_one(Foot)
        foot.hints = (("Esc", "back"), ("e", "export"), HELP, ("j/k", "scroll"))
        foot.aside = NOT_PRACTICE
        self.query_one("#sheet").focus()
        note_id, lens_id = self._note_id, self._lens_id
        self.desk.work(
            self,
            _JOB,
            lambda workspace, _: workspace.sheet(note_id, lens_id=lens_id, form="md").decode(),
            SheetRead,
        )

    async def on_sheet_read(self, event: SheetRead) -> None:
        """Show it as a page."""
        from textual.widgets import Markdown  # 25 ms, and only here

        holder = self.query_one("#sheet")
        await holder.remove_children()
        await holder.mount(Markdown(event.text, open_links=False))

    def on_job_ended(self, event: JobEnded) -> None:
        """Say when there is no sheet to show."""
        if event.outcome == "failed":
            self.query_one("#sheet Static", Static).update("The sheet could not be made.")

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one("#sheet").scroll_relative(y=by * 2, animate=False)

    def action_export(self) -> None:
        """Choose what to write and where."""
        from .export import ExportScreen

        self.app.push_screen(ExportScreen(self._note_id, self._lens_id))
