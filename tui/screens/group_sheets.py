"""What a group session leaves, read here before it goes anywhere: two sheets that stay apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from ..messages import JobEnded, SheetsRead
from ..widgets.foot import HELP, Foot
from ..widgets.heading import Heading
from ..words import quoted
from .page import WIDE, Page

if TYPE_CHECKING:
    from reflect.workspace import Workspace

Sheet = Literal["entry", "private"]
_SIDES: tuple[tuple[Sheet, str, str], ...] = (
    ("entry", "For the child’s file", "nobody’s name beside what they said"),
    ("private", "Private to you", "never on the file"),
)
_JOB = "sheets"


class Side(Vertical):
    """One half of the screen, which tells when it has its place."""

    class Laid(Message):
        """Its place has changed."""

    def on_resize(self) -> None:
        """Tell of it."""
        self.post_message(self.Laid())


class SheetsScreen(Page):
    """The entry for the child's file and the private reflection, side by side.

    Args:
        session_id: the session.
    """

    LEAST = (50, 12)
    BINDING_GROUP_TITLE = "The two sheets"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "swap", "The other sheet", priority=True),
        Binding("e", "export", "Export the sheet in hand"),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
        Binding("escape", "back", "Back to the session"),
    ]

    def __init__(self, session_id: int) -> None:
        super().__init__()
        self._session_id = session_id

    def compose(self) -> ComposeResult:
        """The two sheets, the keys."""
        with Container(id="sheets"):
            for what, title, aside in _SIDES:
                with Side(id=f"{what}-side", classes="sheet-side"):
                    yield Heading(title, aside, id=f"{what}-heading")
                    with VerticalScroll(id=what, classes="sheet-page"):
                        yield Static("making the sheet…", classes="quiet")
        yield Foot()

    def on_mount(self) -> None:
        """Have the sheets made."""
        foot = self.query_one(Foot)
        foot.hints = (("Tab", "the other sheet"), ("e", "export this one"), ("j/k", "scroll"), HELP,
                      ("Esc", "back to the session"))  # fmt: skip
        self.query_one("#entry").focus()
        session_id = self._session_id
        self.desk.work(self, _JOB, lambda ws, _: _sheets(ws, session_id), lambda read: read)

    async def on_sheets_read(self, event: SheetsRead) -> None:
        """Show them as pages."""
        from textual.widgets import Markdown  # 25 ms, and only here

        for what, text in (("entry", event.entry), ("private", event.private)):
            holder = self.query_one(f"#{what}")
            await holder.remove_children()
            await holder.mount(Markdown(text, open_links=False))
        if event.named:
            where = " · ".join(f"{name} in {quoted(label)}" for name, label in event.named)
            self.query_one(Foot).info = f"a name from the roles stands in the entry: {where}"

    def on_job_ended(self, event: JobEnded) -> None:
        """Say when there is nothing to show."""
        if event.outcome == "failed":
            for words in self.query(".sheet-page Static").results(Static):
                words.update("The sheet could not be made.")

    @property
    def here(self) -> Sheet:
        """The sheet in hand."""
        return "private" if self.query_one("#private").has_focus_within else "entry"

    def on_descendant_focus(self) -> None:
        """Show which sheet is in hand."""
        for what, _, _ in _SIDES:
            self.query_one(f"#{what}-heading", Heading).lit = what == self.here

    def on_resize(self) -> None:
        """Say more where there is room."""
        wide = self.size.width >= WIDE
        self.query_one(Foot).aside = "your own words, nothing added" if wide else ""

    def on_side_laid(self, event: Side.Laid) -> None:
        """The upright rule between the two meets the foot's."""
        event.stop()
        left = self.query_one("#private-side").region.x
        self.query_one(Foot).joint = left if self.size.width >= WIDE else -1

    def action_swap(self) -> None:
        """Take the other sheet in hand."""
        self.query_one("#entry" if self.here == "private" else "#private").focus()

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(f"#{self.here}").scroll_relative(y=by * 2, animate=False)

    def action_export(self) -> None:
        """Choose the forms and where to."""
        from .group_export import SessionExportScreen

        self.app.push_screen(SessionExportScreen(self._session_id, self.here))


def _sheets(workspace: Workspace, session_id: int) -> SheetsRead:
    sessions = workspace.sessions
    return SheetsRead(
        sessions.sheet(session_id, "entry").decode(),
        sessions.sheet(session_id, "private").decode(),
        sessions.named_in_entry(session_id),
    )
