"""The time of a group session and the way through its pages: pure values, no widgets."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reflect.codebook import Format, FormatPage, Step


@dataclass(frozen=True, slots=True)
class Stop:
    """A page with its place in the whole.

    Attributes:
        number: the step's, from 1.
        part: the page's within its step, from 1.
        parts: how many pages the step has.
    """

    step: Step
    page: FormatPage
    number: int
    part: int
    parts: int


def stops_of(way: Format) -> list[Stop]:
    """Every page in order."""
    return [
        Stop(step, page, number, part, len(step.pages))
        for number, step in enumerate(way.steps, 1)
        for part, page in enumerate(step.pages, 1)
    ]


def place_of(stops: Sequence[Stop], page: str) -> int:
    """The index of a page; the first where there is none of that id."""
    return next((index for index, stop in enumerate(stops) if stop.page.id == page), 0)


def dilemma_item(stops: Sequence[Stop], at: int) -> str:
    """Where the dilemma stands, for the pages after the one on which it is written; else nothing.

    Args:
        stops: every page.
        at: the page in hand.
    """
    for stop in stops[:at]:
        if any(field.id == "dilemma" for field in stop.page.fields):
            return f"{stop.page.id}.dilemma"
    return ""


class Clock:
    """Counts the seconds of each step while it runs; it never makes anything happen.

    Args:
        spent: seconds until now, by step.
        now: the time in seconds.
    """

    def __init__(
        self, spent: Mapping[str, int] | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._spent: dict[str, float] = dict(spent or {})
        self._now = now
        self._since: float | None = None
        self._step = ""

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self._since is not None

    @property
    def used(self) -> bool:
        """Whether it has ever counted."""
        return self.running or any(self._spent.values())

    @property
    def spent(self) -> dict[str, int]:
        """Whole seconds by step."""
        self._take()
        return {step: int(seconds) for step, seconds in self._spent.items() if seconds >= 1}

    def of(self, step: str) -> float:
        """The seconds of a step."""
        self._take()
        return self._spent.get(step, 0.0)

    def turn_to(self, step: str) -> None:
        """Count for another step from here on."""
        self._take()
        self._step = step

    def start(self) -> None:
        """Begin to count, or go on."""
        self._take()
        self._since = self._now()

    def rest(self) -> None:
        """Stop counting."""
        self._take()
        self._since = None

    def _take(self) -> None:
        if self._since is not None:
            now = self._now()
            self._spent[self._step] = self._spent.get(self._step, 0.0) + max(0.0, now - self._since)
            self._since = now


def time_words(seconds: float, minutes: int, *, running: bool, short: bool = False) -> str:
    """How a step's time stands, in words; nothing for a step whose time has not begun.

    Args:
        seconds: what it has taken.
        minutes: what was thought of for it; 0 when no time is kept.
        running: whether the time runs.
        short: whether there is room for the fewest words only.
    """
    if not minutes or not (seconds or running):
        return ""
    gone = int(seconds // 60)
    if gone >= minutes:
        return f"the {minutes} min are over"
    return f"{gone} of {minutes} min" + ("" if running or short else " · resting")


def bar_cells(seconds: float, minutes: int, width: int) -> int:
    """How many of a bar's cells are filled."""
    if minutes <= 0 or width <= 0:
        return 0
    return min(width, int(width * max(0.0, seconds) / (minutes * 60)))


def goes_words(goes: str) -> str:
    """Where something that is written goes, in a word or two."""
    return "child’s file" if goes == "file" else "private"


def page_goes(page: FormatPage) -> str:
    """Where all of a page goes, in words; nothing where its fields part."""
    ways = {field.goes for field in page.fields} or {"private"}
    return goes_words(ways.pop()) if len(ways) == 1 else ""
