"""The page: the writer's words with their underlines and the letters in the margin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reflect.records import Span

from ..layout import Line, clusters, lay_out, line_of, offset_at
from ..looks import look
from ..reading import Glyph, Run, stop_at

_GLYPHS = 3
_GUTTER = _GLYPHS + 4
_BARE_GUTTER = 3
_MEASURE = 88
"""The longest line: words stay within an easy sweep of the eye on a wide terminal."""


class NoteText(ScrollView, can_focus=True):
    """A scrolling text drawn line by line, so that a very long note costs no more than a short one.

    Without stops it is plain prose; with stops each sentence begins a line and can be current.
    """

    BINDING_GROUP_TITLE = "The note"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", "Next sentence", show=False),
        Binding("k,up", "step(-1)", "Sentence before", show=False),
        Binding("pagedown,space", "page(1)", "Page on", show=False),
        Binding("pageup", "page(-1)", "Page back", show=False),
        Binding("home,g", "ends(0)", "To the beginning", show=False),
        Binding("end,G", "ends(-1)", "To the end", show=False),
        Binding("]", "marked(1)", "Next sentence with a mark", show=False),
        Binding("[", "marked(-1)", "Sentence with a mark before", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The reader moved to a sentence; `run` is the mark clicked on, or 0."""

        page: NoteText
        at: int
        mark_id: int = 0

        @property
        def control(self) -> NoteText:
            """The page moved on."""
            return self.page

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._text = ""
        self._lines: list[Line] = [Line(0, 0)]
        self._stops: Sequence[Span] = ()
        self._runs: Mapping[int, Sequence[Run]] = {}
        self._glyphs: Mapping[int, Sequence[Glyph]] = {}
        self._lit: tuple[Span, ...] = ()
        self._strong = 0
        self._seen: Span | None = None
        self.current = 0

    # what is shown

    def show(self, text: str, stops: Sequence[Span] = ()) -> None:
        """Put a text on the page.

        Args:
            text: the text.
            stops: its sentences, where they are known.
        """
        if text != self._text:
            self._seen = None
        self._text, self._stops = text, stops
        self.current = min(self.current, max(0, len(stops) - 1))
        self._wrap()

    def mark(
        self, runs: Mapping[int, Sequence[Run]], glyphs: Mapping[int, Sequence[Glyph]]
    ) -> None:
        """Set the underlines and margin letters of each stop."""
        self._runs, self._glyphs = runs, glyphs
        self.refresh()

    def light(self, spans: Sequence[Span] = (), *, strong: int = 0, scroll: bool = True) -> None:
        """Light runs of the text, as a reader lays a finger under them.

        Args:
            spans: the runs; none puts the light out.
            strong: the mark whose underline is drawn bold.
            scroll: whether to bring the first run into view.
        """
        self._lit, self._strong = tuple(spans), strong
        if spans and scroll:
            self.reveal(spans[0])
        self.refresh()

    def go_to(self, stop: int) -> None:
        """Make a sentence current and bring it into view, without telling anybody."""
        if self._stops:
            self.current = max(0, min(stop, len(self._stops) - 1))
            self.reveal(self._stops[self.current])
            self.refresh()

    def reveal(self, span: Span) -> None:
        """Scroll as little as it takes to have a run in view with some words around it."""
        self._seen = span
        first = line_of(self._lines, span.start)
        last = line_of(self._lines, max(span.start, span.end - 1))
        height = max(1, self.size.height)
        top = round(self.scroll_y)
        if first < top or last >= top + height:
            self.scroll_to(y=max(0, first - height // 3), animate=False, immediate=True)

    # layout

    def _wrap(self) -> None:
        anchor = self._lines[min(round(self.scroll_y), len(self._lines) - 1)].start
        width = max(8, min(self._content_width() - self._gutter_width - 1, _MEASURE))
        breaks = [stop.start for stop in self._stops]
        self._lines = lay_out(self._text, width, breaks)
        self.virtual_size = Size(self._content_width(), len(self._lines))
        self.scroll_to(y=line_of(self._lines, anchor), animate=False, immediate=True)
        self.refresh()

    @property
    def _gutter_width(self) -> int:
        return _GUTTER if self._stops else _BARE_GUTTER

    def _content_width(self) -> int:
        return max(1, self.scrollable_content_region.width or self.size.width)

    def on_resize(self) -> None:
        """Wrap again, with what was last looked at still in view."""
        self._wrap()
        if self._seen is not None:
            self.reveal(self._seen)

    # drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        index = y + round(self.scroll_y)
        width = self.size.width
        base = self.rich_style
        if index >= len(self._lines) or width <= 0:
            return Strip.blank(width, base)
        line = self._lines[index]
        segments = [*self._gutter(line, base), *self._words(line, base)]
        return Strip(segments).adjust_cell_length(width, base)

    def _stops_on(self, line: Line) -> range:
        if not self._stops:
            return range(0)
        first = stop_at(self._stops, line.start)
        last = stop_at(self._stops, max(line.start, line.end - 1))
        if self._stops[first].end <= line.start:
            first += 1
        if last < len(self._stops) and self._stops[last].start >= line.end:
            last -= 1
        return range(first, last + 1)

    def _gutter(self, line: Line, base: Style) -> list[Segment]:
        if not self._stops:
            return [Segment(" " * _BARE_GUTTER, base)]
        stops = self._stops_on(line)
        glyphs = [
            glyph
            for stop in stops
            if line.start <= self._stops[stop].start < line.end
            for glyph in self._glyphs.get(stop, ())
        ]
        if len(glyphs) > _GLYPHS:
            glyphs = [*glyphs[: _GLYPHS - 1], Glyph("…", "quiet")]
        segments = [Segment(" " * (_GLYPHS - len(glyphs) + 1), base)]
        app = self.app
        segments += [
            Segment(glyph.char, base + look(app, glyph.colour) + Style(bold=True))
            for glyph in glyphs
        ]
        bar = " "
        if self.current in stops:
            bar = "┃" if self.has_focus else "│"
        return [*segments, Segment(" ", base), Segment(bar, base + look(app, "key")),
                Segment(" ", base)]  # fmt: skip

    def _words(self, line: Line, base: Style) -> list[Segment]:
        runs = self._runs_on(line)
        lit = [span for span in self._lit if span.start < line.end and span.end > line.start]
        drawn: list[tuple[str, Style]] = []
        for cluster in clusters(self._text, line):
            style = self._style(cluster.start, cluster.end, runs, lit, base)
            if drawn and drawn[-1][1] == style:
                drawn[-1] = (drawn[-1][0] + cluster.shown, style)
            else:
                drawn.append((cluster.shown, style))
        return [Segment(words, style) for words, style in drawn]

    def _runs_on(self, line: Line) -> Sequence[Run]:
        return [
            run
            for stop in self._stops_on(line)
            for run in self._runs.get(stop, ())
            if run.start < line.end and run.end > line.start
        ]

    def _style(
        self, start: int, end: int, runs: Sequence[Run], lit: Sequence[Span], base: Style
    ) -> Style:
        style = base
        over = [run for run in runs if run.start < end and run.end > start]
        if over:
            chosen = next((run for run in over if run.mark_id == self._strong), over[0])
            style += look(self.app, chosen.colour) + Style(
                underline=True, bold=chosen.mark_id == self._strong
            )
        if any(span.start < end and span.end > start for span in lit):
            style += look(self.app, "lit")
        return style

    # moving

    def action_step(self, by: int) -> None:
        """Move by sentences, or by lines where there are none."""
        if not self._stops:
            self.scroll_relative(y=by, animate=False)
            return
        self._move(self.current + by)

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        height = max(1, self.size.height - 2)
        if not self._stops:
            self.scroll_relative(y=by * height, animate=False)
            return
        here = line_of(self._lines, self._stops[self.current].start)
        line = self._lines[max(0, min(here + by * height, len(self._lines) - 1))]
        target = stop_at(self._stops, line.start)
        self._move(target if target != self.current else self.current + by)

    def action_ends(self, index: int) -> None:
        """Go to the first or the last sentence."""
        if self._stops:
            self._move(index if index >= 0 else len(self._stops) - 1)
        else:
            self.scroll_to(y=0 if index == 0 else self.max_scroll_y, animate=False)

    def action_marked(self, by: int) -> None:
        """Go to the next or last sentence that carries a mark."""
        marked = sorted(self._glyphs)
        ahead = [stop for stop in marked if (stop - self.current) * by > 0 and self._glyphs[stop]]
        if ahead:
            self._move(ahead[0] if by > 0 else ahead[-1])

    def _move(self, stop: int, mark_id: int = 0) -> None:
        self.go_to(stop)
        self.post_message(self.Moved(self, self.current, mark_id))

    def on_click(self, event: events.Click) -> None:
        """Make the sentence under the pointer current."""
        offset = event.get_content_offset(self)
        if offset is None or not self._stops:
            return
        line = self._lines[min(offset.y + round(self.scroll_y), len(self._lines) - 1)]
        at = offset_at(self._text, line, offset.x - self._gutter_width)
        stop = stop_at(self._stops, min(at, max(line.start, line.end - 1)))
        runs = self._runs.get(stop, ())
        mark_id = next((run.mark_id for run in runs if run.start <= at < run.end), 0)
        self._move(stop, mark_id)
