"""Home: what one can begin, and the notes and group sessions that were open lately."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from reflect.records import NoteSummary

from ..messages import HomeRead
from ..widgets.foot import HELP, Foot
from ..widgets.heading import Heading
from ..widgets.rows import Row, Rows, Words
from ..words import count, state_of, when
from .group import session_row
from .keeping import Keeping, Kept, kept_note, kept_session

if TYPE_CHECKING:
    from reflect.workspace import Workspace

_RECENT = 30
TEXT_KEY = "new-note"
"""Where the draft of a new note is kept."""
_MENU = (
    ("n", "New note", "write or paste"),
    ("o", "Open a file", "Word, PDF, text, spreadsheet, e-mail"),
    ("g", "Group session", "Bells that Ring, unit meeting, your own"),
    ("l", "Library", ""),
    ("s", "Settings", "colours, your lens, your name"),
)


class HomeScreen(Keeping):
    """A menu and a list, in one."""

    LEAST = (50, 12)
    BINDING_GROUP_TITLE = "Home"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New note"),
        Binding("o", "open", "Open a file"),
        Binding("g", "group", "Group session"),
        Binding("l", "library", "Library"),
        Binding("s", "settings", "Settings"),
        Binding("escape", "nothing", show=False),
        Binding("f5", "again", "Open the workspace again"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._trouble: tuple[str, str] | None = None
        self._read: HomeRead | None = None

    def compose(self) -> ComposeResult:
        """A heading, the list, the keys."""
        yield Heading("reflect")
        yield Rows(id="home", eager=True)
        yield Foot()

    def on_mount(self) -> None:
        """Paint at once; the workspace opens behind."""
        self.query_one(Foot).hints = (("↑↓", "choose"), ("⏎", "open"), HELP, ("d", "delete"),
                                      ("t", "title"), ("^P", "everything"), ("^Q", "leave"))  # fmt: skip
        self._draw()
        self.query_one(Rows).focus()

    def on_screen_resume(self) -> None:
        """Read again what may have changed while away."""
        if self.desk.ready:
            self.desk.ask(self, _read, lambda read: read)

    def opened(self) -> None:
        """The workspace is open."""
        self._trouble = None
        self.desk.ask(self, _read, lambda read: read)
        self.desk.warm(self)

    def failed(self, message: str, hint: str) -> None:
        """The workspace could not be opened."""
        self._trouble = (message, hint)
        self._draw()

    def on_home_read(self, event: HomeRead) -> None:
        """Show it."""
        self._read = event
        self.asked = ""
        if event.said:
            self.news(event.said)
        self.query_one(Heading).aside = f"{self.reflect.person}’s workspace · locked when closed"
        self._draw()

    def _draw(self) -> None:
        rows = [Row("title", (Words(""), Words("What would you like to think about?", "strong"),
                              Words("")), choosable=False)]  # fmt: skip
        rows += [self._menu_row(*entry) for entry in _MENU]
        rows.append(Row("recent", (Words(""), *self._recent_words()), choosable=False))
        if self._read and (words := len(self._read.draft.split())):
            said = f"A draft you began: {count(words, 'word')} — n carries on"
            rows.append(Row("menu:n+", (Words(said, "italic"),)))
        rows += self._recent_rows()
        self.query_one(Rows).fill(rows)

    def _menu_row(self, key: str, name: str, purpose: str) -> Row:
        if key == "l" and self._read:
            released, waiting = self._read.library
            purpose = count(released, "discussion")
            purpose += f", {waiting:,} waiting for release" if waiting else ""
        elif key == "l":
            purpose = "discussions that others have released"
        return Row(f"menu:{key}", (Words(f"{name:<15}{purpose}", "", key, "key"),))

    def _recent_rows(self) -> list[Row]:
        """Notes and group sessions, the one open last first."""
        if self._read is None:
            return []
        width = self.size.width
        rows = [(note.opened, _note_row(note, width)) for note in self._read.notes]
        rows += [(one.opened, session_row(one, width)) for one in self._read.sessions]
        return [row for _, row in sorted(rows, key=lambda pair: pair[0], reverse=True)][:_RECENT]

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self._draw()

    def _recent_words(self) -> tuple[Words, ...]:
        if self._trouble:
            message, hint = self._trouble
            return (Words("Your workspace could not be opened", "strong"), Words(message),
                    Words(hint, "quiet"), Words("F5 tries again.", "quiet"))  # fmt: skip
        if self._read is None:
            return (Words("opening your workspace", "italic"),)
        if not (self._read.notes or self._read.sessions or self._read.draft.strip()):
            return (Words("No notes yet. Write one with n, or bring in a file with o.", "quiet"),)
        return (Words("Recently", "quiet"),)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Begin what was chosen, or delete it when that was asked."""
        event.stop()
        if self.deleted(event.key):
            return
        kind, _, which = event.key.partition(":")
        if kind == "menu":
            names = {"n": "new", "o": "open", "g": "group", "l": "library", "s": "settings"}
            getattr(self, f"action_{names[which[:1]]}")()
        elif kind == "note":
            from .note import NoteScreen

            self.app.push_screen(NoteScreen(int(which)))
        elif kind == "group":
            from .group_session import SessionScreen

            self.app.push_screen(SessionScreen(int(which)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be begun before the workspace is open."""
        if action in {"new", "open", "group", "library", "settings", "delete", "rename"}:
            return self.desk.ready
        return not self.desk.ready if action == "again" else True

    def action_new(self) -> None:
        """Write or paste a note."""
        from .new_note import NewNoteScreen

        if self.desk.ready:
            self.app.push_screen(NewNoteScreen())

    def action_open(self) -> None:
        """Bring in files."""
        from .open_file import OpenScreen

        if self.desk.ready:
            self.app.push_screen(OpenScreen())

    def action_group(self) -> None:
        """Begin a group session, or take one up."""
        from .group import GroupScreen

        if self.desk.ready:
            self.app.push_screen(GroupScreen())

    def action_library(self) -> None:
        """Read released discussions."""
        from .library import LibraryScreen

        if self.desk.ready:
            self.app.push_screen(LibraryScreen())

    def action_settings(self) -> None:
        """Change the settings."""
        from .settings import SettingsScreen

        if self.desk.ready:
            self.app.push_screen(SettingsScreen())

    def action_again(self) -> None:
        """Try to open the workspace once more."""
        if not self.desk.ready:
            self._trouble = None
            self._draw()
            self.desk.open()

    def action_nothing(self) -> None:
        """Home is as far back as one can go; a question asked here is taken back."""
        self.keep_it()

    def at_marker(self) -> Kept | None:
        """The note or the session at the marker."""
        kind, _, which = self.query_one(Rows).key.partition(":")
        if self._read and kind == "note":
            note = next(one for one in self._read.notes if one.id == int(which))
            return kept_note(note.id, note.title or note.source)
        if self._read and kind == "group":
            session = next(one for one in self._read.sessions if one.id == int(which))
            return kept_session(session.id, session.title)
        self.news("go to one of your notes first, with ↓")
        return None

    def read_again(self, workspace: Workspace, said: str) -> Message:
        """The list as it now stands, and what was done."""
        read = _read(workspace)
        read.said = said
        return read


def _read(workspace: Workspace) -> HomeRead:
    return HomeRead(
        workspace.notes(_RECENT),
        workspace.library_counts(),
        workspace.draft(TEXT_KEY),
        sessions=workspace.sessions.list(_RECENT),
    )


def _note_row(note: NoteSummary, width: int) -> Row:
    right = f"{when(note.opened):>12}"
    if width >= 70:
        right = f"{state_of(note):<24}{right}"
    return Row(f"note:{note.id}", (Words(note.title or note.source, "", right=right, wrap=False),))
