"""`reflect train`: learn from people's corrections; the shipped model stays beside what was learnt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reflect.cli import output
from reflect.cli.inputs import KeyFile, OwnCodebook, WorkspaceDir, settings_for
from reflect.errors import ReflectError

if TYPE_CHECKING:
    from reflect.config import Settings
    from reflect.store import Store


def train(
    others: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="PATH",
            help="Learn from this too: another workspace, or a file or folder of labelled notes.",
        ),
    ] = None,
    use: Annotated[
        bool, typer.Option("--use", help="Mark with what was learnt from now on.")
    ] = False,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Mark with the shipped model again; learn nothing.")
    ] = False,
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
    codebook: OwnCodebook = None,
) -> None:
    """Learn from accepted, rejected and added marks, and compare with the shipped model.

    Nothing changes on the screens unless --use is given.
    """
    from reflect.workspace import Workspace

    if use and shipped:
        raise ReflectError("--use and --shipped say opposite things.", "Give one of them.")
    for path in others or ():
        if not path.exists():
            raise ReflectError(f"{path} is not there.", "Give a workspace or labelled notes.")
    chosen = settings_for(workspace=workspace, key_file=key_file, codebook=codebook)
    with Workspace.open(settings=chosen, ask=output.asker(), create=False) as desk:
        if not shipped:
            lines = desk.corrections.train(others or (), lambda path: _opened(chosen, path))
            output.write("\n".join(lines) + "\n")
        if use or shipped:
            desk.corrections.use(learnt=use)
        output.say(_which(desk.corrections.used))


def _opened(chosen: Settings, path: Path) -> Store:
    from reflect.access import key_for
    from reflect.store import Store

    there = chosen.model_copy(update={"workspace": path})
    return Store.open(path, key_for(there, ask=output.asker(), create=False), create=False)


def _which(learnt: bool) -> str:
    if learnt:
        return "what was learnt marks in this workspace; `reflect train --shipped` goes back."
    return "the shipped model marks in this workspace; `reflect train --use` changes that."
