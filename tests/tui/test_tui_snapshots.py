"""A few telling pictures: they show what no assertion says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from driving import LARGE, OPEN_FIRST, SMALL, press, settle
from fake_workspace import FakeWorkspace
from textual.pilot import Pilot

from tui.app import ReflectApp

Compare = Callable[..., bool]
SHOTS = [
    ("home", "light", SMALL, ()),
    ("note", "dark", SMALL, OPEN_FIRST),
    ("question", "light", LARGE, (*OPEN_FIRST, "w")),
    ("rejected", "dark", LARGE, (*OPEN_FIRST, "2", *"jjj", "tab", "r")),
    ("whole_note", "contrast", LARGE, (*OPEN_FIRST, "2", "v")),
    ("beside", "light", LARGE, (*OPEN_FIRST, "3", "tab", "enter")),
    ("similar", "contrast", SMALL, (*OPEN_FIRST, "3", "tab")),
    ("writing_in_a_lens", "dark", LARGE, (*OPEN_FIRST, "4", "tab", "down", "down", "enter")),
    ("export", "light", SMALL, (*OPEN_FIRST, "e")),
    ("keys", "dark", SMALL, (*OPEN_FIRST, "question_mark")),
    ("new_note", "dark", SMALL, ("n", *"Mum")),
    ("settings", "contrast", SMALL, ("s",)),
    ("library", "light", LARGE, ("l",)),
    ("gate", "light", LARGE, (*OPEN_FIRST, "D", "n")),
    ("release", "dark", SMALL, (*OPEN_FIRST, "D", "R")),
]


@pytest.mark.parametrize(("name", "theme", "size", "keys"), SHOTS, ids=[shot[0] for shot in SHOTS])
def test_screen(
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    theme: str,
    size: tuple[int, int],
    keys: tuple[str, ...],
) -> None:
    monkeypatch.setenv("HOME", "/home/kerry")  # it is on the pictures
    workspace = FakeWorkspace()
    workspace.settings["theme"] = theme

    async def drive(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, *keys)
        for box in pilot.app.screen.query("TextArea, Input"):
            box.cursor_blink = False  # type: ignore[attr-defined]
        await settle(pilot)

    app = ReflectApp(lambda: workspace)  # type: ignore[arg-type,return-value]
    assert snap_compare(app, terminal_size=size, run_before=drive)
