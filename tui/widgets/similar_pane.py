"""Three discussions from the library that resemble the note, and one of them read beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from reflect.records import Similar, Span

from .foot import Hints
from .note_text import NoteText
from .rows import Row, Rows, Words

_KEYS = (("⏎", "read beside the note"), ("n/p", "meeting passages"))
_KEYS_READING = (("n/p", "next, before"), ("j/k", "scroll"), ("Esc", "back to the three"))


class SimilarPane(Vertical):
    """Cards, and the discussion that was opened from one."""

    @dataclass
    class Met(Message):
        """Runs of the note that meet the discussion at the marker."""

        spans: tuple[Span, ...]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._similar: Sequence[Similar] = ()
        self._open: Similar | None = None
        self._at = 0

    def compose(self) -> ComposeResult:
        """What is listed, the cards or the discussion, the keys."""
        yield Static(id="similar-what", classes="quiet", markup=False)
        yield Rows(id="similar-rows")
        yield NoteText(id="beside")
        yield Hints(id="similar-keys")

    def on_mount(self) -> None:
        """Begin with the cards."""
        self.say("")

    @property
    def reading(self) -> bool:
        """Whether a discussion is open beside the note."""
        return self._open is not None

    @property
    def at_marker(self) -> Similar | None:
        """The discussion that is open, or the one at the marker."""
        key = self.query_one(Rows).key
        return self._open or next((s for s in self._similar if s.discussion.id == key), None)

    def say(self, words: str) -> None:
        """Show words where the cards would be."""
        self._similar, self._open = (), None
        self._draw(words)

    def show(self, similar: Sequence[Similar]) -> None:
        """Show discussions, the nearest first."""
        self._similar, self._open = similar, None
        if similar:
            self._draw("Others have talked about something like this")
        else:
            self._draw(
                "Nothing in the library resembles this note yet.\n\nThe library holds "
                "discussions that people have de-identified and released. It grows with "
                "“reflect library add” and “reflect library import”."
            )

    def focus_list(self) -> None:
        """Move to the cards or to the open discussion."""
        self.query_one(NoteText if self._open else Rows).focus()

    def read(self) -> None:
        """Open the discussion at the marker."""
        self._open, self._at = self.at_marker, 0
        if self._open:
            page = self.query_one(NoteText)
            page.show(self._open.discussion.text)
            page.scroll_to(y=0, animate=False, immediate=True)
            self._draw(self._open.discussion.title)
            page.focus()
            self._meet()

    def close(self) -> None:
        """Back to the cards."""
        title_row = self._open.discussion.id if self._open else ""
        self.show(self._similar)
        self.query_one(Rows).go_to(title_row)
        self.query_one(Rows).focus()
        self.meet_all()

    def step(self, by: int) -> None:
        """Light the next passage that meets, or the one before."""
        one = self.at_marker
        if one and one.passages:
            self._at = (self._at + by) % len(one.passages)
            self._meet()

    def meet_all(self) -> None:
        """Light every run of the note that meets the discussion at the marker."""
        one = self.at_marker
        if one:
            self._at = -1
            self.post_message(self.Met(tuple(Span(p[0], p[1]) for p in one.passages)))

    def _meet(self) -> None:
        one = self.at_marker
        if not one or not one.passages:
            return
        first = one.passages[self._at]
        rest = [p for p in one.passages if p is not first]
        self.post_message(self.Met(tuple(Span(p[0], p[1]) for p in (first, *rest))))
        if self._open:
            self.query_one(NoteText).light([Span(p[2], p[3]) for p in (first, *rest)])

    def _draw(self, words: str) -> None:
        self.query_one("#similar-what", Static).update(words)
        self.query_one(Rows).display = bool(self._similar) and not self._open
        self.query_one(NoteText).display = self._open is not None
        keys = self.query_one(Hints)
        keys.display = bool(self._similar)
        keys.hints = _KEYS_READING if self._open else _KEYS
        self.query_one(Rows).fill([_card(one) for one in self._similar])

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Light what meets the card at the marker."""
        event.stop()
        self.meet_all()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Read it."""
        event.stop()
        self.read()


def _card(one: Similar) -> Row:
    questions = [Words(question, "", "?", "quiet", indent=2) for question in one.questions]
    asked = [Words("they asked", "quiet", indent=2), *questions] if questions else []
    return Row(
        one.discussion.id,
        (
            Words(one.discussion.title or one.discussion.id, "strong"),
            Words(one.words, "", indent=2),
            Words(_different(one.different), "quiet", indent=2),
            *asked,
            Words(""),
        ),
    )


def _different(words: str) -> str:
    return words if words.casefold().startswith("different") else f"different: {words}"
