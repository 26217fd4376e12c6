"""`reflect similar`: the discussions of the library most like a note."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import Annotated, Any

import typer

from reflect.cli import output
from reflect.cli.inputs import Inputs, KeyFile, OwnCodebook, WorkspaceDir, settings_for
from reflect.cli.library import searchable
from reflect.errors import ReflectError
from reflect.records import Note, Similar

SCHEMA = "reflect.similar/1"


class Format(StrEnum):
    """How to print."""

    json = "json"
    table = "table"


def similar(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A note, or - for standard input.")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many.")] = 10,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Default: table on a terminal, json in a pipe."),
    ] = None,
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
    codebook: OwnCodebook = None,
) -> None:
    """Find similar discussions: why, and how they differ."""
    from reflect import workspace as desk

    chosen = settings_for(workspace=workspace, key_file=key_file, codebook=codebook)
    reader = desk.reader(chosen)
    inputs = Inputs([path])
    notes = list(islice(inputs, 2))
    if len(notes) > 1:
        raise ReflectError(f"{path} holds several notes.", "Give one note at a time.")
    form = form or (Format.table if output.on_terminal() else Format.json)
    with searchable(chosen) as library:
        for note in notes:
            results = reader.similar(reader.tag(note), library, k)
            if form is Format.json:
                output.write_json(as_json(note, results))
            else:
                show(results)
    inputs.finish()


def show(results: list[Similar]) -> None:
    """Print results for a person to read."""
    rows = [
        (str(r.rank), r.discussion.title or r.discussion.id, r.words, r.different) for r in results
    ]
    output.table(("", "discussion", "why", "what differs"), rows)


def as_json(note: Note, results: list[Similar]) -> dict[str, Any]:
    """Results as the contract's object."""
    return {
        "schema": SCHEMA,
        "query": {"source": note.source},
        "results": [
            {
                "id": result.discussion.id,
                "rank": result.rank,
                "score": result.score,
                "because": {
                    "codes": list(result.codes),
                    "passages": [list(passage) for passage in result.passages],
                    "words": result.words,
                },
                "different": result.different,
                "questions": list(result.questions),
            }
            for result in results
        ],
    }
