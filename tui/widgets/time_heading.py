"""The heading of a step: its rule fills as the time goes, and says nothing more."""

from __future__ import annotations

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from ..group import bar_cells
from ..looks import look
from .heading import Heading


class TimeHeading(Heading):
    """A heading whose rule is the time: heavy for what has gone, thin for what is left."""

    seconds: reactive[float] = reactive(0.0)
    minutes: reactive[int] = reactive(0)

    def render_line(self, y: int) -> Strip:
        """Draw the title, or the rule with the time in it."""
        if y == 0:
            return super().render_line(y)
        base, width = self.rich_style, self.size.width
        gone = bar_cells(self.seconds, self.minutes, width)
        return Strip(
            [
                Segment("━" * gone, base + look(self.app, "quiet")),
                Segment("─" * (width - gone), base + look(self.app, "rule")),
            ]
        )
