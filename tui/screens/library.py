"""The library: released discussions, to find and to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from reflect.records import Discussion

from ..layout import clip
from ..messages import LibraryRead, PartsRead
from ..shelf import ORIGINS, Narrowing, narrowings
from ..widgets.foot import HELP, Foot
from ..widgets.heading import Heading
from ..widgets.note_text import NoteText
from ..widgets.rows import Row, Rows, Words
from ..words import count
from .page import Page

if TYPE_CHECKING:
    from reflect.workspace import Workspace

_SHOWN = 2000
"""The longest list; the filter finds the others."""
_HINTS = (
    ("/", "find"),
    ("f", "filter"),
    ("t", "themes"),
    ("↑↓", "choose"),
    ("⏎", "read"),
    HELP,
    ("Esc", "back"),
)
_EMPTY = (
    "The library is empty. It fills with discussions that people have de-identified and released: "
    "“reflect library add” begins one, “reflect library import” brings in a file of them."
)


class LibraryScreen(Page):
    """A line to filter with, the list, and the discussion that is open."""

    BINDING_GROUP_TITLE = "Library"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find a discussion"),
        Binding("tab,shift+tab", "swap", "Between list and text", priority=True),
        Binding("f", "narrow", "Filter by code, lens or where it is from"),
        Binding("t", "themes", "Themes: what groups keep coming back to"),
        Binding("e", "dilemma", "Put the dilemma in other words"),
        Binding("R", "release", "Release the discussion that waits"),
        Binding("escape", "back", "Back", priority=True),
        Binding("down", "from_filter", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Discussion] = []
        self._waiting: set[str] = set()
        self._asked = ""
        self._only: frozenset[str] | None = None

    def compose(self) -> ComposeResult:
        """The filter and list at left, the text at right or below."""
        yield Heading("Library", "de-identified, not anonymous")
        with Horizontal(id="library-body"):
            with Vertical(id="library-left"):
                yield Input(
                    id="filter", placeholder="/ finds words in any discussion", compact=True
                )
                yield Rows(id="library-rows")
            yield NoteText(id="discussion")
        yield Foot()

    def on_mount(self) -> None:
        """Read the library."""
        self.query_one(Foot).hints = _HINTS
        self.query_one(Rows).focus()
        self.desk.ask(self, _read, lambda read: read)

    def on_library_read(self, event: LibraryRead) -> None:
        """Show it."""
        self._waiting = {one.id for one in event.waiting}
        self._all = [*event.waiting, *event.discussions]
        self._narrow(None, "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list as one types."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Enter in the filter goes to the list."""
        self.query_one(Rows).focus()

    def _narrow(self, only: frozenset[str] | None, by: str) -> None:
        """List some of the discussions, or all, and say which."""
        self._only = only
        released = len(self._all) - len(self._waiting)
        said = count(released, "discussion")
        if only is not None:
            said = f"{len(only):,} of {said}: {by}"
        elif self._waiting:
            said += f", {len(self._waiting):,} waiting for release"
        self.query_one(Heading).words = f"Library · {said}"
        self._fill(self.query_one(Input).value)

    def _fill(self, typed: str) -> None:
        words = typed.casefold().split()
        found = [
            one
            for one in self._all
            if (self._only is None or one.id in self._only)
            and all(word in one.title.casefold() or word in one.text.casefold() for word in words)
        ]
        rows = [
            Row(
                one.id,
                (
                    Words(one.title or clip(one.text, 60)),
                    Words(self._state(one), "quiet"),
                    Words(""),
                ),
            )
            for one in found[:_SHOWN]
        ]
        empty = _EMPTY if not self._all else "No discussion holds these words."
        self.query_one(Rows).fill(rows or [Row("none", (Words(empty, "quiet"),), choosable=False)])
        self._read_marked()

    def _state(self, one: Discussion) -> str:
        return (
            "waits for release" if one.id in self._waiting else ORIGINS.get(one.origin, one.origin)
        )

    def action_release(self) -> None:
        """Let the marked discussion in, when it waits; asked twice, for it is a person's word."""
        key = self.query_one(Rows).key or ""
        if key not in self._waiting:
            self.news("R releases a discussion that waits; this one does not")
        elif self._asked != key:
            self._asked = key
            self.news("De-identified, not anonymous. Read it through; R again releases it.")
        else:
            self._asked = ""
            self.desk.ask(self, lambda workspace: _release(workspace, key), lambda read: read)

    def action_dilemma(self) -> None:
        """Put the marked discussion's dilemma in other words."""
        from .rename import RenameScreen

        one = next((one for one in self._all if one.id == self.query_one(Rows).key), None)
        if one is None:
            return

        def typed(title: str | None) -> None:
            if title:
                self.desk.ask(
                    self, lambda workspace: _renamed(workspace, one, title), lambda it: it
                )

        self.app.push_screen(RenameScreen(one.title), typed)

    def action_narrow(self) -> None:
        """Look which codes the discussions hold; those not read before are read now."""
        self.news("looking through the library…")
        self.desk.work(self, "parts", lambda workspace, _: _parts(workspace), lambda read: read)

    def action_themes(self) -> None:
        """Ask what the library keeps coming back to."""
        self.news("looking through the library…")
        self.desk.work(self, "parts", lambda workspace, _: _themes(workspace), lambda read: read)

    def on_parts_read(self, event: PartsRead) -> None:
        """Choose a part of the library; its discussions are listed."""
        from .choose import Choice, ChooseScreen

        if not event.parts:
            self.news("too few discussions for that yet")
            return
        self.news("")
        choices = [Choice("all", "every discussion")]
        choices += [
            Choice(part.key, part.label, count(len(part.ids), "discussion"), group=part.group)
            for part in event.parts
        ]
        parts = {part.key: part for part in event.parts}

        def chosen(key: str | None) -> None:
            if key is not None:
                part = parts.get(key)
                self._narrow(part.ids if part else None, part.label if part else "")
                self.query_one(Rows).focus()

        self.app.push_screen(ChooseScreen(event.title, choices), chosen)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The text follows the marker."""
        event.stop()
        self._read_marked()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go to the text."""
        event.stop()
        self.query_one(NoteText).focus()

    def _read_marked(self) -> None:
        key = self.query_one(Rows).key
        one = next((one for one in self._all if one.id == key), None)
        page = self.query_one(NoteText)
        page.show(f"{one.title}\n\n{one.text}" if one and one.title else one.text if one else "")
        page.scroll_to(y=0, animate=False, immediate=True)

    def action_find(self) -> None:
        """Type words to find."""
        self.query_one(Input).focus()

    def action_from_filter(self) -> None:
        """Down, out of the filter."""
        self.query_one(Rows).focus()

    def action_swap(self) -> None:
        """Between the list and the text."""
        page = self.query_one(NoteText)
        (self.query_one(Rows) if page.has_focus else page).focus()

    def action_back(self) -> None:
        """Out of the text, out of the filter, back to the whole list, or home."""
        rows, typed = self.query_one(Rows), self.query_one(Input)
        if not rows.has_focus:
            rows.focus()
        elif typed.value or self._only is not None:
            typed.value = ""
            self._narrow(None, "")
        else:
            super().action_back()


def _read(workspace: Workspace) -> LibraryRead:
    return LibraryRead(workspace.discussions(), workspace.waiting())


def _parts(workspace: Workspace) -> PartsRead:
    held = workspace.codes_held()
    parts = narrowings(workspace.discussions(), held, workspace.codebook)
    return PartsRead("Discussions that hold, or are from", parts)


def _themes(workspace: Workspace) -> PartsRead:
    parts = [
        Narrowing(f"theme {number}", ", ".join(theme.words), "", frozenset(theme.ids))
        for number, theme in enumerate(workspace.themes())
    ]
    return PartsRead("What groups keep coming back to", parts)


def _renamed(workspace: Workspace, one: Discussion, title: str) -> LibraryRead:
    workspace.dilemma(one.id, title)
    return _read(workspace)


def _release(workspace: Workspace, discussion_id: str) -> LibraryRead:
    workspace.release(discussion_id)
    return _read(workspace)
