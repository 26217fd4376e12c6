"""`reflect library`: the de-identified discussions that notes are compared with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reflect.cli import output
from reflect.cli.inputs import (
    ColumnMap,
    Inputs,
    KeyFile,
    Paths,
    WorkspaceDir,
    settings_for,
    standard_input,
)
from reflect.errors import ReflectError, UnreadableInput

if TYPE_CHECKING:
    from reflect.config import Settings
    from reflect.records import Discussion
    from reflect.store import Library

app = typer.Typer(
    help="The library of de-identified discussions.", no_args_is_help=True, rich_markup_mode=None
)
Id = Annotated[str, typer.Argument(metavar="ID", help="A discussion's id.")]


@contextmanager
def searchable(chosen: Settings) -> Iterator[Library]:
    """The library to search: the workspace's, or the bundled one where there is no workspace yet."""
    from reflect import workspace as desk

    if desk.is_new(chosen.workspace):
        with desk.starter_library() as library:
            yield library
    else:
        with desk.Workspace.open(settings=chosen, ask=output.asker(), create=False) as ws:
            yield ws.library


@app.command()
def add(
    paths: Paths,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help="What is known for the case, as for anonymise.",
            readable=False,
        ),
    ] = None,
    mapping: ColumnMap = None,
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
) -> None:
    """De-identify notes and let them wait for a person's release."""
    from reflect import workspace as desk

    known = desk.read_roster(roster) if roster else ()
    chosen = settings_for(workspace=workspace, key_file=key_file)
    inputs = Inputs(paths, mapping=mapping)
    with desk.Workspace.open(settings=chosen, ask=output.asker()) as ws:
        there = {each.id for each in ws.library.list()}
        for note in inputs:
            name = desk.discussion_id(note)
            # A run that was cut short goes on where it was, unless the roster says something new.
            gate = ws.gate(note) if known or name not in there else None
            if gate is None or (name in there and set(known) <= set(gate.roster)):
                output.write(f"{name}\tis there already\n")
                continue
            gate.wait(known)
            status = ws.library.status(name)
            output.write(f"{name}\t{status}\tfor a person's eye: {len(gate.clean.residual)}\n")
    inputs.finish()


@app.command()
def rule(
    people: Annotated[
        int | None,
        typer.Argument(min=1, max=2, help="How many people it takes to release; none: say it."),
    ] = None,
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
) -> None:
    """Say whether somebody else has to release what one person put there."""
    from reflect import workspace as desk

    chosen = settings_for(workspace=workspace, key_file=key_file)
    with desk.Workspace.open(settings=chosen, ask=output.asker()) as ws:
        if people is not None:
            ws.library.two_people = people == 2
        two = ws.library.two_people
    said = "a second person releases what one put there" if two else "one person may release"
    output.write(f"{said}\n")


@app.command()
def release(
    name: Id,
    dilemma: Annotated[
        str, typer.Option("--dilemma", help="The dilemma in one sentence, naming nobody.")
    ] = "",
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
) -> None:
    """Let a discussion that you have read through into the library."""
    from reflect import workspace as desk

    chosen = settings_for(workspace=workspace, key_file=key_file)
    with desk.Workspace.open(settings=chosen, ask=output.asker(), create=False) as ws:
        ws.library.release(name)
        if dilemma.strip():
            ws.library.add(
                replace(ws.library.get(name), title=" ".join(dilemma.split())), "released"
            )
    output.write(f"{name} released: de-identified, not anonymous\n")


@app.command()
def edit(
    name: Id,
    dilemma: Annotated[
        str, typer.Option("--dilemma", help="The dilemma in one sentence, naming nobody.")
    ] = "",
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="The text as it is to read.")
    ] = None,
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
) -> None:
    """Change a discussion's dilemma or text; one whose text changed waits for release again."""
    from reflect import workspace as desk

    if not dilemma.strip() and text is None:
        raise ReflectError("Nothing to change.", "Give --dilemma, --text or both.")
    chosen = settings_for(workspace=workspace, key_file=key_file)
    with desk.Workspace.open(settings=chosen, ask=output.asker(), create=False) as ws:
        old = ws.library.get(name)
        if ws.library.status(name) == "withdrawn":
            raise ReflectError(
                f"{name} is withdrawn and stays as it is.",
                f"`reflect library release {name}` brings it back.",
            )
        words = _one_text(text) if text else old.text
        new = replace(old, text=words, title=" ".join(dilemma.split()) or old.title)
        same = words == old.text
        status = ws.library.add(new, ws.library.status(name) if same else "waiting")
    output.write(f"{name}\t{status}\n")


def _one_text(path: Path) -> str:
    from reflect import workspace as desk

    texts = [note.text for note in desk.read(path)]
    if len(texts) != 1:
        raise ReflectError(
            f"{path.name} holds {len(texts)} notes, and a discussion is one text.",
            "Give a file with that text alone.",
        )
    return texts[0]


class Origin(StrEnum):
    """Where a discussion is from."""

    bundled = "bundled"
    imported = "imported"
    released = "released"


@app.command("list")
def list_all(
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Those that wait for release instead.")
    ] = False,
    code: Annotated[str, typer.Option("--code", help="Only those that hold this code.")] = "",
    lens: Annotated[
        str, typer.Option("--lens", help="Only those with something for half of this lens's boxes.")
    ] = "",
    origin: Annotated[
        Origin | None,
        typer.Option(
            "--from", help="Only those that came with reflect, were brought in, or released here."
        ),
    ] = None,
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
) -> None:
    """List the released discussions: id and dilemma."""
    from reflect import workspace as desk

    if waiting and (code or lens):
        raise ReflectError(
            "Only released discussions are marked with codes.", "Leave --waiting out."
        )
    chosen = settings_for(workspace=workspace, key_file=key_file)
    reader = desk.reader(chosen)
    wanted = reader.codebook.get(code).id if code else ""
    view = reader.codebook.lens(lens) if lens else None
    with searchable(chosen) as library:
        held = reader.codes(library) if wanted or view else {}
        for discussion in library.list("waiting" if waiting else "released"):
            codes = held.get(discussion.id, frozenset())
            if (wanted and wanted not in codes) or (view and not view.holds(codes)):
                continue
            if origin is None or discussion.origin == origin.value:
                output.write(f"{discussion.id}\t{discussion.title}\n")


@app.command()
def show(name: Id, workspace: WorkspaceDir = None, key_file: KeyFile = None) -> None:
    """Print one discussion."""

    chosen = settings_for(workspace=workspace, key_file=key_file)
    with searchable(chosen) as library:
        discussion = library.get(name)
        output.write(f"{discussion.title}\n\n{discussion.text}\n")


@app.command()
def themes(workspace: WorkspaceDir = None, key_file: KeyFile = None) -> None:
    """Say what the library's discussions keep coming back to, in their own words."""
    from reflect import workspace as desk

    chosen = settings_for(workspace=workspace, key_file=key_file)
    reader = desk.reader(chosen)
    with searchable(chosen) as library:
        for theme in reader.themes(library):
            typical = library.get(theme.ids[0])
            output.write(
                f"{len(theme.ids)}\t{', '.join(theme.words)}\tsuch as {typical.id}: {typical.title}\n"
            )


@app.command("import")
def import_discussions(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE.jsonl…", help="Lines of {id, text}; - reads them.")
    ],
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
) -> None:
    """Bring in discussions that are already released: all of a file, or none."""
    from reflect import workspace as desk

    discussions: list[Discussion] = []
    failed = False
    for file in files:
        try:
            discussions += _discussions(file)
        except UnreadableInput as error:
            output.complain(error)
            failed = True
    if discussions:
        chosen = settings_for(workspace=workspace, key_file=key_file)
        with desk.Workspace.open(settings=chosen, ask=output.asker()) as ws:
            withdrawn = {each.id for each in ws.library.list("withdrawn")}
            ws.library.add_all(discussions, "released")
        ids = dict.fromkeys(each.id for each in discussions)
        for name in ids:
            if name in withdrawn:
                output.say(f"{name} stays withdrawn; `reflect library release {name}` lets it in.")
        output.write(f"{len(ids.keys() - withdrawn)} discussions in the library\n")
    if failed:
        output.leave(output.BAD_INPUT)


def _discussions(file: str) -> list[Discussion]:
    from reflect import workspace as desk

    if file == "-":
        return desk.read_discussions(Path("standard input"), standard_input())
    return desk.read_discussions(Path(file))


@app.command()
def export(workspace: WorkspaceDir = None, key_file: KeyFile = None) -> None:
    """Print the released discussions as lines of {id, text, title}."""

    chosen = settings_for(workspace=workspace, key_file=key_file)
    with searchable(chosen) as library:
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
