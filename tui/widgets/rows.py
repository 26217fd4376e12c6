"""A list of rows of several lines each, with a quiet marker: every list in the app is one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ..layout import cells, clip, clusters, lay_out
from ..looks import look


@dataclass(frozen=True, slots=True)
class Words:
    """A line or paragraph of a row.

    Attributes:
        look: how the words are drawn; see `looks.look`.
        lead: a sign before the words, such as a family's letter, drawn in `lead_look`.
        indent: cells before them.
        right: words at the right edge of the first line, drawn quietly.
        wrap: False cuts the words to one line.
    """

    text: str
    look: str = ""
    lead: str = ""
    lead_look: str = ""
    indent: int = 0
    right: str = ""
    wrap: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row; one that cannot be chosen is a heading or a note."""

    key: str
    parts: tuple[Words, ...]
    choosable: bool = True


_Piece = tuple[str, str]


class Rows(ScrollView, can_focus=True):
    """Rows to move through and choose from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", "Down the list", show=False),
        Binding("k,up", "step(-1)", "Up the list", show=False),
        Binding("pagedown", "page(1)", "Page on", show=False),
        Binding("pageup", "page(-1)", "Page back", show=False),
        Binding("home", "ends(0)", "To the top", show=False),
        Binding("end", "ends(-1)", "To the bottom", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The marker moved to a row."""

        rows: Rows
        key: str

        @property
        def control(self) -> Rows:
            """The list."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """A row was chosen with Enter or a second click."""

        rows: Rows
        key: str

        @property
        def control(self) -> Rows:
            """The list."""
            return self.rows

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
        marker: str = "▸",
        eager: bool = False,
    ) -> None:
        super().__init__(id=id)
        self._eager = eager
        self._rows: Sequence[Row] = ()
        self._drawn: dict[int, list[list[_Piece]]] = {}
        self._room = 4
        self._tops: list[int] = [0]
        self._marker = marker
        self._cursor = 0

    @property
    def key(self) -> str:
        """The key of the row at the marker; empty when there is none."""
        if 0 <= self._cursor < len(self._rows) and self._rows[self._cursor].choosable:
            return self._rows[self._cursor].key
        return ""

    def fill(self, rows: Sequence[Row], *, key: str | None = None) -> None:
        """Set the rows and put the marker on one of them.

        Args:
            rows: the rows.
            key: the row to mark; the one marked before, or the first, when not given.
        """
        wanted = self.key if key is None else key
        self._rows = rows
        choosable = [i for i, row in enumerate(rows) if row.choosable]
        same = [i for i in choosable if rows[i].key == wanted]
        near = [i for i in choosable if i >= self._cursor] if not wanted else []
        self._cursor = (same or near[:1] or choosable or [0])[0]
        self._wrap()
        self.call_after_refresh(self._show_cursor)

    @property
    def marker_seen(self) -> bool:
        """Whether the first line of the row at the marker is on show."""
        line = self._tops[min(self._cursor, len(self._tops) - 1)] - round(self.scroll_y)
        return bool(self.key) and 0 <= line < self.size.height

    def show_marker(self) -> None:
        """Scroll to the row at the marker, now and once the layout has settled."""
        self._show_cursor()
        self.call_after_refresh(self._show_cursor)

    def go_to(self, key: str) -> None:
        """Put the marker on a row without telling anybody."""
        for index, row in enumerate(self._rows):
            if row.key == key and row.choosable:
                self._cursor = index
                self._show_cursor()

    # layout

    def _wrap(self) -> None:
        self._room = max(4, (self.scrollable_content_region.width or self.size.width) - 3)
        self._drawn = {}
        heights = (sum(_height(part, self._room) for part in row.parts) for row in self._rows)
        self._tops = [0, *accumulate(heights)]
        self.virtual_size = Size(self._room + 3, self._tops[-1])
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self._rows:
            top, end = self._tops[self._cursor], self._tops[self._cursor + 1]
            here, height = round(self.scroll_y), max(1, self.size.height)
            if not any(row.choosable for row in self._rows[: self._cursor]):
                top = 0  # the headings above the first row come into view with it
            if top < here or end - top >= height:
                self.scroll_to(y=top, animate=False, immediate=True)
            elif end > here + height:
                self.scroll_to(y=end - height, animate=False, immediate=True)
        self.refresh()

    def on_resize(self) -> None:
        """Wrap again for the new width."""
        self._wrap()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as the rows are, for lists that take no more room than they need."""
        room = max(4, width - 3)
        return sum(_height(part, room) for row in self._rows for part in row.parts)

    # drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        index = y + round(self.scroll_y)
        width, base = self.size.width, self.rich_style
        if index >= self._tops[-1] or width <= 0:
            return Strip.blank(width, base)
        row = self._row_at(index)
        if row not in self._drawn:  # only what is seen is ever drawn
            parts = self._rows[row].parts
            self._drawn[row] = [line for part in parts for line in _draw(part, self._room)]
        line = self._drawn[row][index - self._tops[row]]
        here = row == self._cursor and self._rows[row].choosable
        mark = "   "
        if here:
            first = index == self._tops[row]
            mark = f" {self._marker} " if first else "   "
        segments = [Segment(mark, base + look(self.app, "key" if self.has_focus else "quiet"))]
        lift = Style(bold=True) if here and self.has_focus else Style()
        for words, name in line:
            style = base + look(self.app, name)
            segments.append(Segment(words, style + lift if not name else style))
        return Strip(segments).adjust_cell_length(width, base)

    def _row_at(self, index: int) -> int:
        return bisect_right(self._tops, index) - 1

    # moving

    def action_step(self, by: int) -> None:
        """Move the marker."""
        index = self._cursor + by
        while 0 <= index < len(self._rows):
            if self._rows[index].choosable:
                self._move(index)
                return
            index += by
        self.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        if not self._rows:
            return
        line = self._tops[self._cursor] + by * max(1, self.size.height - 1)
        index = self._row_at(max(0, min(line, self._tops[-1] - 1)))
        ahead = range(index, len(self._rows)) if by > 0 else range(index, -1, -1)
        for candidate in ahead:
            if self._rows[candidate].choosable:
                self._move(candidate)
                return
        self.scroll_relative(y=by * max(1, self.size.height - 1), animate=False)

    def action_ends(self, index: int) -> None:
        """Go to the first or the last row."""
        choosable = [i for i, row in enumerate(self._rows) if row.choosable]
        if choosable:
            self._move(choosable[index])

    def action_choose(self) -> None:
        """Choose the row at the marker."""
        if self.key:
            self.post_message(self.Chosen(self, self.key))

    def _move(self, index: int) -> None:
        moved = index != self._cursor
        self._cursor = index
        self._show_cursor()
        if moved:
            self.post_message(self.Moved(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """Move the marker; a double click chooses, and in a menu one click does."""
        offset = event.get_content_offset(self)
        line = offset.y + round(self.scroll_y) if offset else -1
        if not 0 <= line < self._tops[-1]:
            return
        index = self._row_at(line)
        if not self._rows[index].choosable:
            return
        again = self._eager or (index == self._cursor and event.chain > 1)
        self._move(index)
        if again:
            self.action_choose()


def _height(part: Words, width: int) -> int:
    return len(_draw(part, width)) if part.wrap and part.text else 1


def _draw(part: Words, width: int) -> list[list[_Piece]]:
    """The lines of a paragraph, each as pieces of words and their looks."""
    lead = f"{part.lead} " if part.lead else ""
    left = part.indent + cells(lead)
    right = f"  {part.right}" if part.right else ""
    room = max(4, width - left - cells(right))
    if not part.text and not part.right and not part.lead:
        return [[]]
    if part.wrap:
        flat = part.text
        lines = ["".join(c.shown for c in clusters(flat, line)).rstrip()
                 for line in lay_out(flat, room)]  # fmt: skip
    else:
        lines = [clip(part.text, room)]
    drawn: list[list[_Piece]] = []
    for number, words in enumerate(lines):
        pieces: list[_Piece] = [(" " * part.indent, "quiet")]
        pieces.append((lead if number == 0 else " " * cells(lead), part.lead_look))
        pieces.append((words, part.look))
        if number == 0 and right:
            pieces.append((" " * (room - cells(words)), "quiet"))
            pieces.append((right, "quiet"))
        drawn.append(pieces)
    return drawn
