"""A few telling pictures: they show what no assertion says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from driving import LARGE, OPEN_FIRST, SMALL, press, settle
from fake_workspace import FakeWorkspace
from textual.pilot import Pilot

from tui.app import ReflectApp

Compare = Callable[..., bool]
IN_SESSION = (*["down"] * 5, "enter")
"""From Home into the session that `group_*` pictures begin with."""
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
    ("group", "dark", SMALL, ("g",)),
    ("group_begin", "light", LARGE, (*OPEN_FIRST, "M", "enter")),
    ("group_words", "dark", SMALL, (*IN_SESSION, "2", "enter")),
    ("group_cards", "light", LARGE, (*IN_SESSION, "4", "n")),
    ("group_one_card", "contrast", SMALL, (*IN_SESSION, "4", "n")),
    ("group_tiny", "dark", (50, 12), (*IN_SESSION, "4", "n", "enter")),
    ("group_sheets", "light", LARGE, (*IN_SESSION, "v")),
    ("group_sheets_small", "dark", SMALL, (*IN_SESSION, "v", "tab")),
]


def begin_session(workspace: FakeWorkspace) -> None:
    """A session under way, its time at rest."""
    way = workspace.sessions.formats()[0][0]
    offers = workspace.sessions.offers(way, 1)
    made = workspace.sessions.begin(way, "R family", offers=offers)
    words = {
        "ideas.1.against": "She said yes to the IDVA.", "ideas.2.idea": "Perhaps we are one more timetable.",
        "ideas.2.ask": "Who else asks her to be somewhere?", "ideas.3.idea": "Perhaps the course is his word.",
        "ideas.4.idea": "Perhaps she is tired.", "rang.1.what": "counting", "rang.1.whom": "Bea",
        "roles.observers": "Bea and Jo", "actions.1.what": "Ring the IDVA", "actions.1.who": "SW",
        "actions.1.by": "Thursday", "whole.learning": "We push when we are frightened.",
    }  # fmt: skip
    workspace.sessions.put_back(made, words)
    workspace.sessions.leave(made, "roles", {"observe": 400})


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
    if "group_" in name:
        begin_session(workspace)

    async def drive(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, *keys)
        for box in pilot.app.screen.query("TextArea, Input"):
            box.cursor_blink = False  # type: ignore[attr-defined]
        await settle(pilot)

    app = ReflectApp(lambda: workspace)  # type: ignore[arg-type,return-value]
    assert snap_compare(app, terminal_size=size, run_before=drive)
