"""Group sessions: ways of meeting to begin with, and those begun before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from ..messages import GroupRead
from ..widgets.foot import HELP, Foot
from ..widgets.heading import Heading
from ..widgets.rows import Row, Rows, Words
from ..words import count, when
from .keeping import Keeping, Kept, kept_session

if TYPE_CHECKING:
    from reflect.codebook import Format
    from reflect.workspace import SessionSummary, Workspace


class GroupScreen(Keeping):
    """A list of both.

    Args:
        note_id: the note to begin from; 0 for none.
        title: that note's title.
    """

    LEAST = (50, 12)
    BINDING_GROUP_TITLE = "Group session"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
    ]

    def __init__(self, note_id: int = 0, title: str = "") -> None:
        super().__init__()
        self._note = (note_id, title)
        self._read: GroupRead | None = None

    def compose(self) -> ComposeResult:
        """A heading, the list, the keys."""
        yield Heading("Group session", "kept in your workspace, locked when closed")
        yield Rows(id="group-rows", eager=True)
        yield Foot()

    def on_mount(self) -> None:
        """Read what there is."""
        self.query_one(Foot).hints = (("↑↓", "choose"), ("⏎", "begin, or take up"), HELP,
                                      ("d", "delete"), ("t", "title"), ("Esc", "back"))  # fmt: skip
        self.query_one(Rows).focus()

    def on_screen_resume(self) -> None:
        """Read again what may have changed while away."""
        self.desk.ask(self, _read, lambda read: read)

    def on_group_read(self, event: GroupRead) -> None:
        """Show it."""
        self._read = event
        self.asked = ""
        if event.said:
            self.news(event.said)
        rows = [_heading("first", f"Begin, from “{self._note[1]}”" if self._note[0] else "Begin")]
        rows += [_format_row(way) for way in event.formats]
        if event.trouble:
            rows.append(
                Row("trouble", (Words(event.trouble, "italic"), Words("")), choosable=False)
            )
        else:
            own = f"Your own: put sessions.yaml into {self.reflect.workspace_path}; the README shows how."
            rows.append(Row("own", (Words(own, "quiet"), Words("")), choosable=False))
        if event.sessions:
            rows.append(_heading("again", "Take up again"))
            rows += [session_row(one, self.size.width) for one in event.sessions]
        self.query_one(Rows).fill(rows)

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        if self._read:
            self.on_group_read(self._read)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Begin one, or take one up, or delete it when that was asked."""
        event.stop()
        if self.deleted(event.key):
            return
        kind, _, which = event.key.partition(":")
        if kind == "group":
            from .group_session import SessionScreen

            self.app.push_screen(SessionScreen(int(which)))
        elif self._read:
            from .group_begin import BeginScreen

            way = next(each for each in self._read.formats if each.id == which)
            self.app.push_screen(BeginScreen(way, *self._note))

    def at_marker(self) -> Kept | None:
        """The session at the marker."""
        key = self.query_one(Rows).key
        sessions = self._read.sessions if self._read else []
        one = next((each for each in sessions if f"group:{each.id}" == key), None)
        if one is None:
            self.news("go to one of your sessions first, with ↓")
            return None
        return kept_session(one.id, one.title)

    def read_again(self, workspace: Workspace, said: str) -> Message:
        """The list as it now stands, and what was done."""
        read = _read(workspace)
        read.said = said
        return read

    def action_back(self) -> None:
        """Take back what was asked, else leave."""
        if self.asked:
            self.keep_it()
        else:
            super().action_back()


def session_row(one: SessionSummary, width: int) -> Row:
    """A session in a list; in a narrow terminal in fewer words."""
    state = f"{one.label} · {one.state}".ljust(24) if width >= 70 else "group"
    right = f"{state}{when(one.opened):>12}"
    return Row(f"group:{one.id}", (Words(one.title, "", right=right, wrap=False),))


def _format_row(way: Format) -> Row:
    steps = count(len(way.steps), "step")
    time = f"{steps} · {way.minutes} min" if way.minutes else steps
    return Row(f"way:{way.id}", (Words(way.label, "strong", right=time, wrap=False),
                                 Words(way.about, "quiet", indent=2), Words("")))  # fmt: skip


def _heading(key: str, words: str) -> Row:
    return Row(key, (Words(words, "quiet", wrap=False),), choosable=False)


def _read(workspace: Workspace) -> GroupRead:
    formats, trouble = workspace.sessions.formats()
    return GroupRead(formats, str(trouble or ""), workspace.sessions.list(30))
