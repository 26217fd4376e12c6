"""The pages of a group session: showing one, going through its boxes, and its cards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from ..group import Stop, goes_words, page_goes
from ..messages import WordsKept
from ..widgets.card_row import CardRow
from ..widgets.foot import HELP, Foot, Hint
from ..widgets.written import WrittenBox, WrittenField, field_of
from .page import Page

if TYPE_CHECKING:
    from reflect.workspace import Session

_OUTSIDE: tuple[Hint, ...] = (("⏎", "write"), ("n/p", "next, before"), HELP)
_CARDS: tuple[Hint, ...] = (("+", "another"), ("←→", "cards"), ("x", "take away"))
_REST: tuple[Hint, ...] = (
    ("t", "time"),
    ("s", "steps"),
    ("v", "both sheets"),
    ("Esc", "leave, kept"),
)


class SessionPages(Page):
    """The part of the session screen in which one writes."""

    BINDING_GROUP_TITLE = "On this page"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "box(1)", "Next box", priority=True),
        Binding("shift+tab", "box(-1)", "Box before", priority=True),
        Binding("enter", "write", "Write"),
        Binding("ctrl+n", "add", "Another card", priority=True),
        Binding("plus,equals_sign", "add", "Another card"),
        Binding("right", "card(1)", "Next card"),
        Binding("left", "card(-1)", "Card before"),
        Binding("x", "take_away", "Take the card in hand away"),
        Binding("u", "bring_back", "Bring back what was taken away"),
    ]

    session: Session | None = None
    words: dict[str, str]
    stops: list[Stop]
    at = 0

    def __init__(self) -> None:
        super().__init__()
        self.words, self.stops = {}, []
        self.safe: dict[str, str] = {}
        self._taken: list[tuple[str, int, dict[str, str]]] = []

    @property
    def stop(self) -> Stop:
        """The page in hand."""
        return self.stops[self.at]

    @property
    def holder(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one("#session-page", VerticalScroll)

    @property
    def boxes(self) -> list[WrittenBox]:
        """The boxes of the page, cards that are out of sight included."""
        return list(self.query(WrittenBox))

    @property
    def row(self) -> CardRow | None:
        """The cards, on a page of cards."""
        return next(iter(self.query(CardRow)), None)

    # showing

    async def show_page(self) -> None:
        """Put the page in hand on the screen."""
        holder = self.holder
        holder.focus()
        await holder.remove_children()
        if self.session is None or not self.stops:
            return
        stop = self.stop
        title = Content.styled(stop.page.label, "bold")
        part = f"   {stop.part} of {stop.parts}" if stop.parts > 1 else ""
        goes = page_goes(stop.page)
        title += Content.styled(f"{part}   {goes}" if goes else part, "$quiet")
        first = [Static(title, id="page-title")]
        about = ". ".join(filter(None, (stop.step.held_by, stop.step.about)))
        if stop.part == 1 and about:
            first.append(Static(about, id="page-about", classes="quiet", markup=False))
        await holder.mount_all([*first, *self._fields(self.session, stop)])
        holder.scroll_home(animate=False)
        self.draw_keys()

    def _fields(self, session: Session, stop: Stop) -> list[Widget]:
        page = stop.page
        if page.kind == "cards":
            cards = replace(session, words=self.words).cards(page)
            gone = [number for name, number, _ in self._taken if name == page.id]
            return [CardRow(session.id, page, cards, floor=max(gone, default=0))]
        if page.kind == "roles":
            return [self._field(session.id, f"roles.{role.id}", role.label, role.does, short=True)
                    for role in session.format.roles]  # fmt: skip
        tell = not page_goes(page)
        return [
            self._field(session.id, f"{page.id}.{field.id}", field.label, field.hint,
                        goes=goes_words(field.goes) if tell else "")
            for field in page.fields
        ]  # fmt: skip

    def _field(
        self,
        session_id: int,
        item: str,
        label: str,
        hint: str,
        *,
        short: bool = False,
        goes: str = "",
    ) -> WrittenField:
        box = WrittenBox(session_id, item, short=short)
        return field_of(box, self.words.get(item, ""), label=label, hint=hint, goes=goes)

    def collect(self) -> None:
        """Take what stands in the boxes, and keep it."""
        for box in self.boxes:
            box.keep(self.safe.get(box.item, ""))
            self.words[box.item] = box.text

    def on_words_kept(self, event: WordsKept) -> None:
        """Remember what the store holds, and say so to whoever is typing."""
        self.safe[event.item] = event.text
        if isinstance(self.focused, WrittenBox) and self.focused.item == event.item:
            self.news("kept")

    def draw_keys(self) -> None:
        """Show the keys that do something where one is now."""
        box = self.focused
        if isinstance(box, WrittenBox):
            another: tuple[Hint, ...] = (
                (("^N", f"another {self.row.page.card}"),) if self.row else ()
            )
            on = (("⏎", "next box"), ("^J", "new line")) if box.short else (("Tab", "next box"),)
            hints = (
                *on,
                ("PgDn", "next page"),
                ("Esc", "out of the box"),
                *another,
                ("F1", "keys"),
            )
        else:
            hints = (*_OUTSIDE, *(_CARDS if self.row else ()), *_REST)
        self.query_one(Foot).hints = hints

    # boxes

    def on_written_box_entered(self, event: WrittenBox.Entered) -> None:
        """The keys of a box, and its card in hand."""
        event.stop()
        if self.row:
            self.row.hold(event.box)
        self.news("")

    def on_descendant_focus(self) -> None:
        """Show the keys that do something here."""
        self.draw_keys()

    def on_written_box_left(self, event: WrittenBox.Left) -> None:
        """Out of the box; the page's own keys work now."""
        event.stop()
        self.holder.focus()

    def on_written_box_done(self, event: WrittenBox.Done) -> None:
        """On to the next box; after the last of a page, out of it."""
        event.stop()
        boxes = self.boxes
        if self.focused in boxes and boxes.index(self.focused) + 1 < len(boxes):
            self.action_box(1)
        else:
            self.holder.focus()
            self.news("kept · n goes on" + (" · + begins another card" if self.row else ""))

    def action_box(self, by: int) -> None:
        """Go to the next box, or the one before; round again at the end."""
        boxes = self.boxes
        if not boxes:
            return
        if isinstance(self.focused, WrittenBox) and self.focused in boxes:
            self.go_to(boxes[(boxes.index(self.focused) + by) % len(boxes)])
        else:
            self.action_write()

    def action_write(self) -> None:
        """Begin to write: in the first empty box of the card in hand or the page."""
        boxes = self.row.card.boxes if self.row else self.boxes
        empty = [box for box in boxes if not box.text]
        if boxes:
            self.go_to((empty or boxes)[0])

    def go_to(self, box: WrittenBox) -> None:
        """Write in a box, whichever card it is on."""
        if self.row:
            self.row.hold(box)
        box.focus()

    # cards

    async def action_add(self) -> None:
        """Begin another card."""
        if self.row is None:
            self.news("this page has no cards")
            return
        card = next((one for one in self.row.cards if not one.words), None)
        self.go_to((card or await self.row.add()).boxes[0])

    def action_card(self, by: int) -> None:
        """Take the next card in hand, or the one before."""
        if self.row:
            self.row.take_up(self.row.at + by)

    async def action_take_away(self) -> None:
        """Take the card in hand away; it can be brought back."""
        if self.row is None or self.session is None:
            return
        session_id, page, number = self.session.id, self.row.page, self.row.card.number
        words = await self.row.take_away()
        self.holder.focus()
        for item in [item for item in self.words if item.startswith(f"{page.id}.{number}.")]:
            del self.words[item]
        if words:
            self._taken.append((page.id, number, words))
            self.desk.ask(self, lambda ws: ws.sessions.drop(session_id, page.id, number))
            self.news(f"the {page.card} is taken away · u brings it back")

    async def action_bring_back(self) -> None:
        """Bring the card that was last taken away back, on its own page."""
        if not self._taken or self.session is None:
            self.news("nothing was taken away")
            return
        session_id = self.session.id
        page, number, words = self._taken.pop()
        self.desk.ask(self, lambda ws: ws.sessions.put_back(session_id, words))
        self.collect()
        self.words |= words
        self.at = next(i for i, stop in enumerate(self.stops) if stop.page.id == page)
        await self.turned()
        if self.row:
            numbers = [card.number for card in self.row.cards]
            self.row.take_up(numbers.index(number))
        self.news("brought back")

    async def turned(self) -> None:
        """Show the page that is now in hand."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The page; the heading and the foot are the session's."""
        yield VerticalScroll(id="session-page")
