"""`reflect` without a verb: the terminal UI."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.cli import output
from reflect.errors import ReflectError, WrongKey

if TYPE_CHECKING:
    from reflect.config import Settings
    from reflect.workspace import Workspace

TRIES = 3


def open_home(workspace: Path | None, key_file: Path | None, codebook: Path | None) -> None:
    """Open the terminal UI on a person's workspace.

    Raises:
        ReflectError: there is no terminal, or no key that opens the workspace.
    """
    if not output.has_terminal():
        raise ReflectError(
            "The terminal UI needs a terminal.", "Use a verb instead: reflect --help lists them."
        )
    from reflect.config import settings

    show(_opener(settings(workspace=workspace, key_file=key_file, codebook=codebook)))


def _opener(chosen: Settings) -> Callable[[], Workspace]:
    """How to open the workspace; a passphrase is asked for, and tried, before the screen opens."""
    from reflect import workspace as desk

    typed = False

    def ask(new: bool) -> str:
        nonlocal typed
        typed = True
        return output.ask_passphrase(new)

    for left in reversed(range(TRIES)):
        key = desk.key_for(chosen, ask=ask if output.asker() else None)
        if not typed:
            break
        try:
            opened = desk.Workspace.open(key=key, settings=chosen)
            return lambda: opened
        except WrongKey as error:
            if not left:
                raise
            output.complain(error)
    return lambda: desk.Workspace.open(key=key, settings=chosen)


def show(open_workspace: Callable[[], Workspace]) -> None:
    """Run the terminal UI (the one place where the command reaches for it)."""
    from tui.app import run  # textual: 160 ms

    run(open_workspace)


def print_version() -> None:
    """Print the version."""
    from importlib.metadata import version

    output.write(f"reflect {version('reflect-supervision')}\n")
