"""A screen's first two lines: what this is, something at the right, and a rule."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ..layout import cells, clip
from ..looks import look


class Heading(Widget):
    """A title, quiet words at the right, and a rule."""

    words: reactive[str] = reactive("")
    aside: reactive[str] = reactive("")
    lit: reactive[bool] = reactive(False)
    """Whether the keys go to what is under this heading."""

    def __init__(self, words: str = "", aside: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(Heading.words, words)
        self.set_reactive(Heading.aside, aside)

    def render_line(self, y: int) -> Strip:
        """Draw the title or the rule."""
        base, width = self.rich_style, self.size.width
        if y > 0:
            line, name = ("━", "key") if self.lit else ("─", "rule")
            return Strip([Segment(line * width, base + look(self.app, name))])
        aside = clip(self.aside, width // 2)
        words = clip(self.words, width - cells(aside) - 4)
        gap = width - 2 - cells(words) - cells(aside)
        return Strip(
            [
                Segment(f" {words}", base + Style(bold=True)),
                Segment(" " * gap, base),
                Segment(f"{aside} ", base + look(self.app, "quiet")),
            ]
        ).adjust_cell_length(width, base)
