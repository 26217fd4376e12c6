"""`reflect library`: the de-identified discussions that notes are compared with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reflect.cli import output
from reflect.cli.inputs import KeyFile, WorkspaceDir, settings_for

app = typer.Typer(
    help="The library of de-identified discussions.", no_args_is_help=True, rich_markup_mode=None
)
Id = Annotated[str, typer.Argument(metavar="ID", help="A discussion's id.")]


@app.command("list")
def list_all(workspace: WorkspaceDir = None, key_file: KeyFile = None) -> None:
    """List the released discussions: id and dilemma."""
    from reflect import workspace as desk

    chosen = settings_for(workspace=workspace, key_file=key_file)
    with desk.searchable(chosen, ask=output.asker()) as library:
        for discussion in library.list("released"):
            output.write(f"{discussion.id}\t{discussion.title}\n")


@app.command()
def show(name: Id, workspace: WorkspaceDir = None, key_file: KeyFile = None) -> None:
    """Print one discussion."""
    from reflect import workspace as desk

    chosen = settings_for(workspace=workspace, key_file=key_file)
    with desk.searchable(chosen, ask=output.asker()) as library:
        discussion = library.get(name)
        output.write(f"{discussion.title}\n\n{discussion.text}\n")


@app.command("import")
def import_discussions(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Lines of {id, text}.")],
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
) -> None:
    """Bring in discussions that are already released: all of a file, or none."""
    from reflect import workspace as desk

    discussions = desk.read_discussions(file)
    chosen = settings_for(workspace=workspace, key_file=key_file)
    with desk.Workspace.open(settings=chosen, ask=output.asker()) as ws:
        count = ws.library.add_all(discussions, "released")
    output.write(f"{count} discussions in the library\n")


@app.command()
def export(workspace: WorkspaceDir = None, key_file: KeyFile = None) -> None:
    """Print the released discussions as lines of {id, text, title}."""
    from reflect import workspace as desk

    chosen = settings_for(workspace=workspace, key_file=key_file)
    with desk.searchable(chosen, ask=output.asker()) as library:
        for each in library.list("released"):
            output.write_json({"id": each.id, "text": each.text, "title": each.title}, lines=True)


@app.command()
def withdraw(name: Id, workspace: WorkspaceDir = None, key_file: KeyFile = None) -> None:
    """Take a discussion out of every search."""
    from reflect import workspace as desk

    chosen = settings_for(workspace=workspace, key_file=key_file)
    with desk.Workspace.open(settings=chosen, ask=output.asker(), create=False) as ws:
        ws.library.withdraw(name)
    output.write(f"{name} withdrawn\n")
