"""`reflect import`: notes into the workspace."""

from __future__ import annotations

from reflect.cli import output
from reflect.cli.inputs import (
    ColumnMap,
    KeyFile,
    Paths,
    Split,
    WorkspaceDir,
    settings_for,
    standard_input,
)
from reflect.errors import UnreadableInput


def import_notes(
    paths: Paths,
    mapping: ColumnMap = None,
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
            try:
                ws.import_notes(desk.read_text(standard_input(), "-", split=split), report)
            except UnreadableInput as error:
                report.failed.append(error)
    for what in report.skipped:
        output.say(what)
    for failure in report.failed:
        output.complain(failure)
    output.write(
        f"{len(report.added)} added, {len(report.known)} already there, "
        f"{len(report.failed)} could not be read\n"
    )
    if report.failed:
        output.leave(output.BAD_INPUT)
