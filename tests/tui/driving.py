"""Driving the app in tests: wait until nothing is on its way, read what is on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fake_workspace import FakeWorkspace
from textual.pilot import Pilot

from tui.app import ReflectApp

SMALL, LARGE = (80, 24), (160, 50)
SIZES = [SMALL, LARGE]


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every call to the workspace has answered and been shown."""
    app = pilot.app
    assert isinstance(app, ReflectApp)
    quiet = 0
    while quiet < 3 and app.is_running and app._exception is None:
        await pilot.pause()
        # A folder tree keeps a loader for as long as it lives: that one is never waited for.
        slow = [worker for worker in app.workers if worker.name != "_loader"]
        busy = not app.desk.idle or any(not worker.is_finished for worker in slow)
        quiet = 0 if busy else quiet + 1
        if busy:
            await asyncio.sleep(0.002)


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait until something holds: for what a timer does, such as the saving of a draft."""
    async with asyncio.timeout(20):
        while not true():
            await settle(pilot)
            await asyncio.sleep(0.002)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each with its effects awaited."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def type_in(pilot: Pilot[None], words: str) -> None:
    """Type words."""
    await pilot.press(*("space" if char == " " else char for char in words))
    await settle(pilot)


@asynccontextmanager
async def running(
    workspace: FakeWorkspace, size: tuple[int, int] = SMALL
) -> AsyncIterator[Pilot[None]]:
    """An app on a workspace, settled on Home."""
    app = ReflectApp(lambda: workspace)  # type: ignore[arg-type,return-value]
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


OPEN_FIRST = ("down", "down", "down", "down", "down", "enter")
"""From Home to the first note."""


def on_screen(pilot: Pilot[None]) -> str:
    """The screen as text, a line a row."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)


def squeezed(pilot: Pilot[None]) -> str:
    """The screen's words with single spaces, so that wrapping does not matter."""
    columns = [line.partition("│")[::2] for line in on_screen(pilot).splitlines()]
    both = [*(left for left, _ in columns), *(right for _, right in columns)]
    return " ".join(" ".join(both).replace("│", " ").split())
