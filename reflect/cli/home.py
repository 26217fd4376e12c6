"""`reflect` without a verb: the terminal UI."""

from __future__ import annotations

from pathlib import Path

from reflect.cli import output
from reflect.errors import ReflectError


def open_home(workspace: Path | None, key_file: Path | None, codebook: Path | None) -> None:
    """Open the terminal UI on a person's workspace.

    Raises:
        ReflectError: there is no terminal.
    """
    if not output.has_terminal():
        raise ReflectError(
            "The terminal UI needs a terminal.", "Use a verb instead: reflect --help lists them."
        )
    from reflect import workspace as desk
    from reflect.config import settings

    chosen = settings(workspace=workspace, key_file=key_file, codebook=codebook)
    # The key is found before the screen opens, so that a passphrase can be asked for in the plain.
    key = desk.key_for(chosen, ask=output.asker())
    show(lambda: desk.Workspace.open(key=key, settings=chosen))


def show(open_workspace: object) -> None:
    """Run the terminal UI (the one place where the command reaches for it)."""
    from tui.app import run  # textual: 160 ms

    run(open_workspace)  # type: ignore[arg-type]


def print_version() -> None:
    """Print the version."""
    from importlib.metadata import version

    output.write(f"reflect {version('reflect-supervision')}\n")
