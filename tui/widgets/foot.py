"""The last lines of a screen: a rule that also says what is going on, a note, and the keys."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ..layout import cells, clip
from ..looks import look

Hint = tuple[str, str]
"""A key as it is printed, and what it does here."""

HELP: Hint = ("?", "keys")
_GAP = 3


class Foot(Widget):
    """Drawn in two or three lines: the middle one only when there is something to say."""

    news: reactive[str] = reactive("")
    """What is going on, or what was just done."""
    info: reactive[str] = reactive("", layout=True)
    """A standing line above the keys."""
    aside: reactive[str] = reactive("")
    """Words at the right of the keys."""
    hints: reactive[Sequence[Hint]] = reactive((), always_update=True)
    joint: reactive[int] = reactive(-1)
    """The column at which an upright rule meets this one; -1 for none."""

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Two lines, or three with a standing line."""
        return 3 if self.info else 2

    def render_line(self, y: int) -> Strip:
        """Draw one of the lines."""
        base, width = self.rich_style, self.size.width
        if y == 0:
            pieces = self._rule(base, width)
        elif y == 1 and self.info:
            quiet = base + look(self.app, "quiet")
            pieces = [Segment(" " + shortened(self.info, width - 2), quiet)]
        else:
            pieces = self._keys(base, width)
        return Strip(pieces).adjust_cell_length(width, base)

    def _rule(self, base: Style, width: int) -> list[Segment]:
        rule = base + look(self.app, "rule")
        plain = "─" * width
        if 0 <= self.joint < width:
            plain = f"{plain[: self.joint]}┴{plain[self.joint + 1 :]}"
        if not self.news:
            return [Segment(plain, rule)]
        words = f" {clip(self.news, width - 6)} "
        return [Segment("──", rule), Segment(words, base + look(self.app, "italic")),
                Segment(plain[2 + cells(words) :], rule)]  # fmt: skip

    def _keys(self, base: Style, width: int) -> list[Segment]:
        aside = f"{self.aside} " if self.aside else ""
        hints = fit(self.hints, width - 1 - cells(aside) - (_GAP if aside else 0))
        pieces, taken = hint_segments(self, hints, base)
        pieces.insert(0, Segment(" ", base))
        if aside:
            pieces.append(Segment(" " * max(0, width - 1 - taken - cells(aside)), base))
            pieces.append(Segment(aside, base + look(self.app, "quiet")))
        return pieces


def shortened(listing: str, width: int) -> str:
    """A list set with ` · `, without the last of it where there is no room, and saying so."""
    items = listing.split(" · ")
    for left in range(len(items), 0, -1):
        more = f" · and {len(items) - left} more" if left < len(items) else ""
        words = " · ".join(items[:left]) + more
        if cells(words) <= width:
            return words
    return clip(listing, width)


def fit(hints: Sequence[Hint], width: int) -> list[Hint]:
    """As many hints as there is room for, the way to all the others always among them."""
    kept: list[Hint] = []
    last = [HELP] if HELP in hints else []
    room = width + _GAP - sum(_width(hint) for hint in last)
    for hint in hints:
        if hint == HELP:
            continue
        if _width(hint) > room:
            break
        room -= _width(hint)
        kept.append(hint)
    return kept + last


def hint_segments(widget: Widget, hints: Sequence[Hint], base: Style) -> tuple[list[Segment], int]:
    """The keys in a row, and the cells they take."""
    pieces: list[Segment] = []
    key, quiet = base + look(widget.app, "key"), base + look(widget.app, "quiet")
    for number, (name, words) in enumerate(hints):
        gap = " " * _GAP if number else ""
        pieces += [Segment(gap, base), Segment(name, key), Segment(f" {words}", quiet)]
    return pieces, max(0, sum(_width(hint) for hint in hints) - _GAP)


def _width(hint: Hint) -> int:
    return cells(hint[0]) + cells(hint[1]) + 1 + _GAP


class Hints(Widget):
    """The keys of a pane, over two lines where there is room for two."""

    hints: reactive[Sequence[Hint]] = reactive((), always_update=True, layout=True)

    def _lines(self, width: int) -> list[list[Hint]]:
        left, lines = list(self.hints), []
        while left:
            lines.append(fit(left, width) or left[:1])
            left = left[len(lines[-1]) :]
        return lines

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the keys take."""
        return len(self._lines(width)) or 1

    def render_line(self, y: int) -> Strip:
        """Draw a line of keys."""
        base, width = self.rich_style, self.size.width
        lines = self._lines(width)
        pieces, _ = hint_segments(self, lines[y] if y < len(lines) else (), base)
        return Strip(pieces).adjust_cell_length(width, base)
