"""A page of the release gate: replacements underlined, the one in hand marked, words to select."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from reflect.records import Span

from ..layout import Line, clusters, line_of, offset_at
from ..looks import look
from ..reading import Run
from .note_text import NoteText

_GUTTER = 3


class GatePage(NoteText, inherit_bindings=False):
    """Prose that scrolls with the page beside it; `k` and `j` are the gate's here."""

    BINDING_GROUP_TITLE = "The text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Scroll down", show=False),
        Binding("up", "step(-1)", "Scroll up", show=False),
        Binding("pagedown,space", "page(1)", "Page on", show=False),
        Binding("pageup", "page(-1)", "Page back", show=False),
        Binding("home,g", "ends(0)", "To the beginning", show=False),
        Binding("end,G", "ends(-1)", "To the end", show=False),
    ]

    @dataclass
    class Scrolled(Message):
        """The reader scrolled this page: the other goes along."""

        page: GatePage

    @dataclass
    class Picked(Message):
        """The reader clicked at an offset of this page's text."""

        page: GatePage
        offset: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._made: Sequence[Run] = ()
        self._starts: list[int] = []
        self._judge: list[int] = []
        self._held: Span | None = None
        self._led = False

    def paint(self, made: Sequence[Span], judge: Sequence[Span], held: Span | None) -> None:
        """Set what is underlined, what has a `?` in the margin, and what is in hand."""
        self._made = [Run(one.start, one.end, "", at) for at, one in enumerate(made, 1)]
        self._starts = [one.start for one in made]
        self._judge = sorted(one.start for one in judge)
        self._held = held
        strong = next((run.mark_id for run in self._made if Span(run.start, run.end) == held), -1)
        self.light((held,) if held else (), strong=strong, scroll=False)

    # where it stands

    def row_of(self, offset: int) -> int:
        """The row of the page on which an offset stands; outside the height when out of view."""
        return line_of(self._lines, offset) - round(self.scroll_y)

    @property
    def top(self) -> int:
        """The offset of the first line in view."""
        return self._lines[min(round(self.scroll_y), len(self._lines) - 1)].start

    def place(self, offset: int, row: int) -> None:
        """Scroll so that an offset stands on a row, as the other page does; nobody is told."""
        self._led = True
        y = max(0, line_of(self._lines, offset) - row)
        self.scroll_to(y=y, animate=False, immediate=True)
        self._led = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell the screen, unless the other page led."""
        super().watch_scroll_y(old_value, new_value)
        self._seen = None  # where the reader scrolled to stays, whatever was looked at before
        if round(old_value) != round(new_value) and not self._led:
            self.post_message(self.Scrolled(self))

    # drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line; its words carry offsets, so that they can be selected."""
        index = y + round(self.scroll_y)
        return super().render_line(y).apply_offsets(-_GUTTER, index)

    def _gutter(self, line: Line, base: Style) -> list[Segment]:
        at = bisect_left(self._judge, line.start)
        asked = at < len(self._judge) and self._judge[at] < line.end
        held = self._held is not None and line.start <= self._held.start < line.end
        mark = f"{'▸' if held else ' '}{'?' if asked else ' '} "
        return [Segment(mark, base + look(self.app, "key"))]

    def _runs_on(self, line: Line) -> Sequence[Run]:
        first = max(0, bisect_right(self._starts, line.start) - 1)
        last = bisect_left(self._starts, line.end)
        return [run for run in self._made[first:last] if run.end > line.start]

    def _style(
        self, start: int, end: int, runs: Sequence[Run], lit: Sequence[Span], base: Style
    ) -> Style:
        style = super()._style(start, end, runs, lit, base)
        chosen = self.selected
        if chosen and chosen.start < end and chosen.end > start:
            style += Style(reverse=True)
        return style

    # selecting with the mouse

    @property
    def selected(self) -> Span | None:
        """The run that is selected."""
        selection = self.text_selection
        if selection is None:
            return None
        start = 0 if selection.start is None else self._offset(selection.start)
        end = len(self._text) if selection.end is None else self._offset(selection.end)
        return Span(start, end) if start < end else None

    @property
    def selected_words(self) -> str:
        """The words that are selected."""
        chosen = self.selected
        return self._text[chosen.start : chosen.end] if chosen else ""

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The words selected, for copying."""
        return (self.selected_words, "\n") if self.selected else None

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw it."""
        self.refresh()

    def _offset(self, at: Offset) -> int:
        line = self._lines[max(0, min(at.y, len(self._lines) - 1))]
        drawn = 0
        for cluster in clusters(self._text, line):
            drawn += len(cluster.shown)
            if at.x < drawn:
                return cluster.start
        return line.end

    def on_click(self, event: events.Click) -> None:
        """Take up what is under the pointer."""
        event.prevent_default()  # nothing here is a sentence to go to, nor is all of it selected
        offset = event.get_content_offset(self)
        if offset is not None:
            row = min(offset.y + round(self.scroll_y), len(self._lines) - 1)
            at = offset_at(self._text, self._lines[row], offset.x - _GUTTER)
            self.post_message(self.Picked(self, at))
