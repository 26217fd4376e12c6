"""`reflect import`: notes into the workspace."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from reflect.cli import output
from reflect.cli.inputs import KeyFile, Paths, Split, WorkspaceDir, settings_for


def import_notes(
    paths: Paths,
    mapping: Annotated[
        str | None,
        typer.Option("--map", help="A table's columns: text=Narrative,date=Date,kind=Type."),
    ] = None,
    split: Split = False,
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
) -> None:
    """Bring notes into the workspace.

    Reads .txt .md .docx .pdf .csv .xlsx .eml, and folders of them.
    """
    from reflect import workspace as desk

    columns = desk.parse_mapping(mapping) if mapping else None
    chosen = settings_for(workspace=workspace, key_file=key_file)
    with desk.Workspace.open(settings=chosen, ask=output.asker()) as ws:
        files = [path for path in paths if path != "-"]
        with output.progress(len(desk.find(files))) as step:
            report = ws.import_paths(
                files, mapping=columns, split=split, progress=lambda done, total, name: step(name)
            )
        if "-" in paths:
            notes = desk.read_text(sys.stdin.buffer.read(), "-", split=split)
            ws.import_notes(notes, report)
    for what in report.skipped:
        output.say(what)
    for error in report.failed:
        output.complain(error)
    output.write(
        f"{len(report.added)} added, {len(report.known)} already there, "
        f"{len(report.failed)} could not be read\n"
    )
    if report.failed:
        output.leave(output.BAD_INPUT)
