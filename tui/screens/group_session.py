"""A group session: the step in hand, a place for what is said, and a quiet measure of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ..group import Clock, dilemma_item, place_of, stops_of, time_words
from ..layout import clip
from ..messages import MinutesSet, SessionRead
from ..widgets.foot import Foot
from ..widgets.time_heading import TimeHeading
from ..widgets.written import WrittenBox
from ..words import quoted
from .group_pages import SessionPages
from .page import WIDE

if TYPE_CHECKING:
    from reflect.workspace import Workspace

REDRAW = 5.0
"""Seconds between two looks at the clock."""


class SessionScreen(SessionPages):
    """One session, page by page.

    Args:
        session_id: the session.
    """

    LEAST = (50, 12)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high"), (32, "-tall")]  # noqa: RUF012 - as Textual declares it
    BINDING_GROUP_TITLE = "Group session"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "turn(1)", "Next page", priority=True),
        Binding("pageup", "turn(-1)", "Page before", priority=True),
        Binding("n", "turn(1)", "Next page"),
        Binding("p", "turn(-1)", "Page before"),
        Binding("s", "steps", "Choose a step; its number goes there at once"),
        Binding("t", "time", "Let the time run, or rest it"),
        Binding("greater_than_sign", "more(1)", "A minute more for this step"),
        Binding("less_than_sign", "more(-1)", "A minute less for this step"),
        Binding("v", "sheets", "Both sheets: for the child’s file, and private"),
        Binding("o", "note", "Read the note it was begun from"),
        Binding("escape", "back", "Leave; everything is kept"),
        *(Binding(str(number), f"step({number})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, session_id: int) -> None:
        super().__init__()
        self.session_id = session_id
        self.clock = Clock()

    def compose(self) -> ComposeResult:
        """The step, the page, the keys."""
        yield TimeHeading()
        yield from super().compose()
        yield Foot()

    def on_mount(self) -> None:
        """Take the session up where it was left."""
        session_id = self.session_id
        self.desk.ask(self, lambda ws: SessionRead(ws.sessions.open(session_id)), lambda read: read)
        self.set_interval(REDRAW, self.draw_time)

    async def on_session_read(self, event: SessionRead) -> None:
        """Show the page where it was left."""
        self.session = event.session
        self.words, self.safe = dict(event.session.words), dict(event.session.words)
        self.clock = Clock(event.session.spent)
        self.stops = stops_of(event.session.format)
        self.at = place_of(self.stops, event.session.page)
        self._name_it()
        await self.turned()

    def on_resize(self) -> None:
        """The title and the dilemma stand in the foot where there is room."""
        self._name_it()
        self._draw_dilemma()

    def _name_it(self) -> None:
        title = self.session.title if self.session and self.size.width >= WIDE else ""
        self.query_one(Foot).aside = clip(title, self.size.width // 4)

    # the way through

    async def turned(self) -> None:
        """Show the page that is now in hand, and remember it."""
        stop = self.stop
        self.query_one(
            TimeHeading
        ).words = f"{stop.number} of {self.stops[-1].number}  {stop.step.label}"
        self.clock.turn_to(stop.step.id)
        self.draw_time()
        self._draw_dilemma()
        await self.show_page()
        self._remember()

    def _draw_dilemma(self) -> None:
        """Keep the dilemma in sight on the pages after it, where there is room."""
        item = dilemma_item(self.stops, self.at) if self.size.height >= 20 else ""
        dilemma = clip(self.words.get(item, ""), self.size.width - 4)
        self.query_one(Foot).info = quoted(dilemma) if dilemma else ""

    async def action_turn(self, by: int) -> None:
        """The next page, or the one before; after the last come the sheets."""
        if not self.stops:
            return
        writing = isinstance(self.focused, WrittenBox)
        self.collect()
        self.news("")
        if self.at + by == len(self.stops):
            self.action_sheets()
        elif self.at + by >= 0:
            self.at += by
            await self.turned()
            if writing:  # who turns the page while writing goes on writing
                self.action_write()

    def action_steps(self) -> None:
        """Choose a step."""
        from .choose import Choice, ChooseScreen

        if not self.stops or self.session is None:
            return
        choices = [
            Choice(str(number), f"{number}  {step.label}",
                   " · ".join(filter(None, (step.held_by, f"{step.minutes} min" * bool(step.minutes)))))
            for number, step in enumerate(self.session.format.steps, 1)
        ]  # fmt: skip

        async def chosen(number: str | None) -> None:
            if number:
                await self.action_step(int(number))

        self.collect()
        self.app.push_screen(ChooseScreen("Go to a step", choices, str(self.stop.number)), chosen)

    async def action_step(self, number: int) -> None:
        """Go to the first page of a step, where there is one of that number."""
        first = [index for index, stop in enumerate(self.stops) if stop.number == number]
        if not first:
            self.news(f"there are {self.stops[-1].number} steps" if self.stops else "")
            return
        self.collect()
        self.at = first[0]
        await self.turned()

    def action_sheets(self) -> None:
        """Read what the session leaves."""
        from .group_sheets import SheetsScreen

        if self.session is not None:
            self.collect()
            self._remember()
            self.app.push_screen(SheetsScreen(self.session_id))

    def action_note(self) -> None:
        """Read the note."""
        from .note import NoteScreen

        if self.session is None or self.session.note_id is None:
            self.news("this session was not begun from a note")
            return
        self.collect()
        self.app.push_screen(NoteScreen(self.session.note_id))

    # time

    def action_time(self) -> None:
        """Let the time run, or rest it."""
        if not self.stops:
            return
        if not self.stop.step.minutes:
            self.news("no time is kept for this step")
            return
        if self.clock.running:
            self.clock.rest()
        else:
            self.clock.start()
        self.news("the time runs, quietly" if self.clock.running else "the time rests")
        self.draw_time()
        self._remember()

    def action_more(self, by: int) -> None:
        """Give the step in hand a minute more or less; the session keeps it."""
        if not self.stops:
            return
        step, session_id = self.stop.step, self.session_id
        minutes = max(0, step.minutes + by)

        def job(workspace: Workspace) -> MinutesSet:
            return MinutesSet(workspace.sessions.time(session_id, step.id, minutes))

        self.desk.ask(self, job, lambda done: done)

    def on_minutes_set(self, event: MinutesSet) -> None:
        """Count against the new minutes; words typed in the meantime stand."""
        self.session = event.session
        self.stops = stops_of(event.session.format)
        minutes = self.stop.step.minutes
        self.news(f"{minutes} min for this step" if minutes else "no time is kept for this step")
        self.draw_time()

    def draw_time(self) -> None:
        """Say how the time stands: in the rule, and in a few words."""
        if not self.stops:
            return
        step, heading = self.stop.step, self.query_one(TimeHeading)
        seconds = self.clock.of(step.id)
        heading.minutes = step.minutes
        heading.seconds = seconds
        running, short = self.clock.running, self.size.width < 70
        heading.aside = time_words(seconds, step.minutes, running=running, short=short)

    def _remember(self) -> None:
        session_id, page, spent = self.session_id, self.stop.page.id, self.clock.spent
        self.desk.ask(self, lambda ws: _leave(ws, session_id, page, spent))

    def action_back(self) -> None:
        """Leave; nothing is lost."""
        if self.stops:
            self.collect()
            self.clock.rest()
            self._remember()
        super().action_back()


def _leave(workspace: Workspace, session_id: int, page: str, spent: dict[str, int]) -> None:
    workspace.sessions.leave(session_id, page, spent)
