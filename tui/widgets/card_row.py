"""Cards in a row, as many as fit; in a narrow terminal one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from ..group import goes_words, page_goes
from .written import WrittenBox, field_of

if TYPE_CHECKING:
    from reflect.codebook import FormatPage

LEAST = 44
"""The fewest columns of a card that stands beside another."""


class Card(Vertical):
    """One card.

    Args:
        session_id: the session.
        page: whose cards these are.
        number: this one's number in the store; it never changes.
        words: what is written in it, by field.
        tell: whether its fields say where they go.
    """

    def __init__(
        self,
        session_id: int,
        page: FormatPage,
        number: int,
        words: Mapping[str, str],
        *,
        tell: bool,
    ) -> None:
        super().__init__()
        self.number = number
        self._session_id, self._page, self._words, self._tell = session_id, page, words, tell

    def compose(self) -> ComposeResult:
        """Its fields."""
        for field in self._page.fields:
            item = f"{self._page.id}.{self.number}.{field.id}"
            yield field_of(
                WrittenBox(self._session_id, item, short=True),
                self._words.get(field.id, ""),
                label=field.label,
                hint=field.hint,
                goes=goes_words(field.goes) if self._tell else "",
            )

    @property
    def boxes(self) -> list[WrittenBox]:
        """Its boxes in order."""
        return list(self.query(WrittenBox))

    @property
    def words(self) -> dict[str, str]:
        """What is written in it, by item; empty boxes left out."""
        return {box.item: box.text for box in self.boxes if box.text}


class CardRow(Vertical):
    """The cards of a page, with one of them in hand.

    Args:
        session_id: the session.
        page: the page.
        cards: what is written, by number and field; with none, an empty card is begun.
        floor: the highest number that new cards must not take again.
    """

    def __init__(
        self,
        session_id: int,
        page: FormatPage,
        cards: Mapping[int, Mapping[str, str]],
        *,
        floor: int = 0,
    ) -> None:
        super().__init__()
        self._session_id, self.page = session_id, page
        self._tell = not page_goes(page)
        begun = cards or {floor + 1: {}}
        self._begin = [self._card(number, words) for number, words in begun.items()]
        self._last = max(floor, *begun)
        self._first = 0
        self.at = 0

    def _card(self, number: int, words: Mapping[str, str]) -> Card:
        return Card(self._session_id, self.page, number, words, tell=self._tell)

    def compose(self) -> ComposeResult:
        """Where one is, and the cards."""
        yield Static(id="cards-where", classes="quiet", markup=False)
        yield Horizontal(*self._begin, id="cards")

    def on_mount(self) -> None:
        """Show as many as fit."""
        self.lay()

    def on_resize(self) -> None:
        """As many as fit now."""
        self.lay()

    @property
    def cards(self) -> list[Card]:
        """The cards in order."""
        return list(self.query(Card))

    @property
    def card(self) -> Card:
        """The card in hand."""
        return self.cards[self.at]

    def lay(self) -> None:
        """Show the card in hand and as many beside it as fit."""
        cards = self.cards
        fits = max(1, (self.size.width or self.app.size.width) // LEAST)
        self.at = min(self.at, len(cards) - 1)
        self._first = max(0, min(self._first, self.at, len(cards) - fits), self.at - fits + 1)
        last = min(len(cards), self._first + fits)
        for index, card in enumerate(cards):
            card.display = self._first <= index < last
            card.border_title = (
                f"{self.page.card} {index + 1}" if len(cards) > 1 else self.page.card
            )
            card.set_class(index == self.at and len(cards) > 1, "-here")
        self.query_one("#cards-where", Static).update(self._where(len(cards), last))

    def _where(self, cards: int, last: int) -> str:
        if self._first == 0 and last == cards:
            return ""
        shown = f"{self._first + 1}" if last == self._first + 1 else f"{self._first + 1} to {last}"
        before = "‹ " if self._first else "  "
        return f"{before}{shown} of {cards}{' ›' if last < cards else ''}"

    def take_up(self, index: int) -> bool:
        """Take another card in hand; says whether there is one."""
        if not 0 <= index < len(self.cards):
            return False
        self.at = index
        self.lay()
        self.call_after_refresh(self.card.scroll_visible, animate=False, top=True)
        return True

    def hold(self, box: WrittenBox) -> None:
        """Take the card in hand that a box is on."""
        for index, card in enumerate(self.cards):
            if box in card.boxes and index != self.at:
                self.at = index
                self.lay()

    async def add(self, number: int = 0, words: Mapping[str, str] | None = None) -> Card:
        """Put a card at the end, or one that was taken away back into its place.

        Args:
            number: its number; a new one when 0.
            words: what is written in it, by field.
        """
        if not number:
            self._last = number = self._last + 1
        card = self._card(number, words or {})
        later = [one for one in self.cards if one.number > card.number]
        await self.query_one("#cards").mount(card, before=later[0] if later else None)
        self.at = self.cards.index(card)
        self.lay()
        return card

    async def take_away(self) -> dict[str, str]:
        """Take the card in hand away; an empty one comes where it was the last.

        Returns:
            What was written on it, by item.
        """
        card = self.card
        words = card.words
        for box in card.boxes:
            box.kept = False
        await card.remove()
        if not self.cards:
            await self.add()
        self.lay()
        return words
