"""A note and its de-identified twin, beside each other and locked to each other."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Horizontal, Vertical

from reflect.records import Anonymised, Span

from ..gate import Stop, beside
from ..widgets.gate_page import GatePage
from ..widgets.heading import Heading
from .page import WIDE, Page


class GateTexts(Page):
    """The part of the gate that holds the two texts."""

    clean: Anonymised | None
    stops: Sequence[Stop]
    at: int

    def texts(self) -> Horizontal:
        """The original at left, the de-identified at right."""
        left = Vertical(
            Heading("", "the original", id="gate-title"), GatePage(id="original"), id="gate-left"
        )
        right = Vertical(
            Heading("De-identified", "not anonymous", id="gate-clean"),
            GatePage(id="clean"),
            id="gate-right",
        )
        return Horizontal(left, right, id="gate-body")

    @property
    def original(self) -> GatePage:
        """The note as written."""
        return self.query_one("#original", GatePage)

    @property
    def twin(self) -> GatePage:
        """The note as it would be released."""
        return self.query_one("#clean", GatePage)

    def show_stop(self) -> None:
        """Mark the stop in hand; the walk does."""

    # the two texts, locked to each other

    def _here(self, page: GatePage, span: Span) -> Span:
        return beside(self.clean, span) if self.clean and page is self.twin else span

    def follow(self, held: Span) -> None:
        """Bring a run into view in the text that is read, and the other text beside it."""
        lead = self.leading
        lead.reveal(self._here(lead, held))
        self._lock(lead)

    @property
    def leading(self) -> GatePage:
        """The text that has the keys."""
        return self.twin if self.twin.has_focus else self.original

    def on_gate_page_scrolled(self, event: GatePage.Scrolled) -> None:
        """The other text goes along."""
        self._lock(event.page)

    def _lock(self, page: GatePage) -> None:
        self._put(self._other(page), *self._anchor(page))

    def _other(self, page: GatePage) -> GatePage:
        return self.original if page is self.twin else self.twin

    def _anchor(self, page: GatePage) -> tuple[int, int]:
        """Where a text is: what is in hand and its row when in view, else the first line."""
        if self.stops:
            held = self.stops[self.at].span
            row = page.row_of(self._here(page, held).start)
            if 0 <= row < page.size.height:
                return held.start, row
        if self.clean is not None and page is self.twin:
            return self.clean.original(page.top), 0
        return page.top, 0

    def _put(self, page: GatePage, origin: int, row: int) -> None:
        if self.clean is not None:
            page.place(self.clean.moved(origin) if page is self.twin else origin, row)

    # room

    def action_swap(self) -> None:
        """To the other text; where only one has room, it takes the other's place."""
        lead = self.leading
        anchor, other = self._anchor(lead), self._other(lead)
        self._arrange(other)
        if self.size.width < WIDE:
            self.call_after_refresh(self._put, other, *anchor)

    def on_resize(self) -> None:
        """Show both where there is room, else the one being read."""
        self._arrange(self.leading)
        self.call_after_refresh(self.show_stop)

    def _arrange(self, lead: GatePage) -> None:
        wide = self.size.width >= WIDE
        self.query_one("#gate-left").display = wide or lead is self.original
        self.query_one("#gate-right").display = wide or lead is self.twin
        lead.focus()
        self._light()

    def on_descendant_focus(self) -> None:
        """Show which text has the keys."""
        self._light()

    def _light(self) -> None:
        wide = self.size.width >= WIDE
        self.query_one("#gate-title", Heading).lit = wide and self.original.has_focus
        self.query_one("#gate-clean", Heading).lit = wide and self.twin.has_focus
