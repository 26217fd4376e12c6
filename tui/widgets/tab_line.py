"""The four tabs beside the note, and a dot for each family that the note's marks belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ..looks import look

Tab = Literal["reflect", "marks", "similar", "lens"]
TABS: tuple[Tab, ...] = ("reflect", "marks", "similar", "lens")


class TabLine(Widget):
    """The tabs' names, and a rule that is heavy under the one shown."""

    tab: reactive[Tab] = reactive("reflect")
    dots: reactive[Sequence[str]] = reactive(())
    lit: reactive[bool] = reactive(False)
    """Whether the keys go to what is under the tabs."""
    over: reactive[bool] = reactive(False)
    """Whether the rule is drawn over the names, as the upper edge of a sheet."""

    @dataclass
    class Picked(Message):
        """A tab was clicked."""

        tab: Tab

    def _names(self) -> list[tuple[Tab, str, str]]:
        return [(tab, str(number), tab.capitalize()) for number, tab in enumerate(TABS, 1)]

    def _width(self, tab: Tab) -> int:
        return 2 + len(tab) + (len(self.dots) + 1 if tab == "marks" and self.dots else 0)

    def render_line(self, y: int) -> Strip:
        """Draw the names or the rule."""
        base, width = self.rich_style, self.size.width
        names = (y == 0) != self.over
        pieces = self._draw_names(base) if names else self._draw_rule(base, width)
        if not self.over:
            pieces.insert(0, Segment("│" if names else "┼", base + look(self.app, "rule")))
        return Strip(pieces).adjust_cell_length(width, base)

    def _draw_names(self, base: Style) -> list[Segment]:
        pieces = [Segment("  ", base)]
        quiet = base + look(self.app, "quiet")
        for tab, key, name in self._names():
            here = tab == self.tab
            pieces.append(Segment(f"{key} ", base + look(self.app, "key")))
            pieces.append(Segment(name, base + Style(bold=True) if here else quiet))
            if tab == "marks" and self.dots:
                pieces.append(Segment(" ", base))
                pieces += [Segment("●", base + look(self.app, dot)) for dot in self.dots]
            pieces.append(Segment("   ", base))
        return pieces

    def _draw_rule(self, base: Style, width: int) -> list[Segment]:
        rule, key = base + look(self.app, "rule"), base + look(self.app, "key")
        if self.lit:
            return self._draw_lit_rule(key, width)
        pieces = [Segment("──", rule)]
        taken = 2
        for tab in TABS:
            here = tab == self.tab
            pieces.append(Segment(("━" if here else "─") * self._width(tab), key if here else rule))
            pieces.append(Segment("───", rule))
            taken += self._width(tab) + 3
        return [*pieces, Segment("─" * max(0, width - taken), rule)]

    def _draw_lit_rule(self, key: Style, width: int) -> list[Segment]:
        """All of it heavy; a gap at each side sets off the tab shown."""
        plain = "━" * width
        taken = 2
        for tab in TABS:
            end = taken + self._width(tab)
            if tab == self.tab:
                plain = f"{plain[: taken - 1]} {plain[taken:end]} {plain[end + 1 :]}"
            taken = end + 3
        return [Segment(plain, key)]

    def on_click(self, event: events.Click) -> None:
        """Pick the tab under the pointer."""
        at = 2 if self.over else 3
        for tab in TABS:
            if at <= event.x < at + self._width(tab) + 2:
                self.post_message(self.Picked(tab))
            at += self._width(tab) + 3
