"""`reflect doctor`: what is installed, which models, whether the store is sound, how to mend it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from reflect.cli import output
from reflect.cli.inputs import KeyFile, OwnCodebook, WorkspaceDir, settings_for


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
    codebook: OwnCodebook = None,
) -> None:
    """Say what is wrong and how to mend it.

    Exit status 1 if anything is.
    """
    from reflect import workspace as desk

    chosen = settings_for(workspace=workspace, key_file=key_file, codebook=codebook)
    found = list(desk.checks(chosen, output.asker()))
    if as_json:
        rows = [asdict(check) for check in found]
        output.write_json({"schema": "reflect.doctor/1", "checks": rows})
    else:
        for check in found:
            sign = "ok  " if check.well else "MEND"
            remedy = f"  → {check.remedy}" if check.remedy else ""
            output.write(f"{sign}  {check.name:20}  {check.found}{remedy}\n")
    if not all(check.well for check in found):
        output.leave(output.FAILED_CHECK)
