"""Paths in, notes out; a file that cannot be read gets its line and the others are still done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reflect.cli import output
from reflect.errors import UnreadableInput
from reflect.records import Note

if TYPE_CHECKING:
    from reflect.config import Settings

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files or folders, or - for standard input.")
]
WorkspaceDir = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="DIR", help="The workspace's folder.", readable=False),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file", metavar="FILE", help="A file with the workspace's key.", readable=False
    ),
]
OwnCodebook = Annotated[
    Path | None,
    typer.Option(
        "--codebook", metavar="FILE", help="A council's own codebook (YAML).", readable=False
    ),
]
ColumnMap = Annotated[
    str | None,
    typer.Option("--map", help="A table's columns: text=Narrative,date=Date,kind=Type."),
]
Split = Annotated[bool, typer.Option("--split", help="Look for several notes in one file.")]


before_verb: dict[str, Path] = {}
"""Options given before the verb (`reflect --workspace DIR tag …`); the verb's own come first."""


def settings_for(**given: Path | None) -> Settings:
    """The settings of a verb: its own options, then those before it, then the rest."""
    from reflect.config import settings

    own = {name: value for name, value in given.items() if value is not None}
    return settings(**{**before_verb, **own})


def standard_input() -> bytes:
    """All of standard input.

    Raises:
        UnreadableInput: it is closed, or cannot be read.
    """
    try:
        if sys.stdin is not None:
            return sys.stdin.buffer.read()
    except OSError:
        pass  # such as open for writing only
    raise UnreadableInput("standard input: it cannot be read.", "Pipe the text in, or name a file.")


class Inputs:
    """The notes of some paths, read one after another; `failed` tells whether any could not be."""

    def __init__(
        self, paths: list[str], *, split: bool = False, mapping: str | None = None
    ) -> None:
        from reflect import workspace

        self._paths = paths
        self._split = split
        self._mapping = workspace.parse_mapping(mapping) if mapping else None
        self.failed = False

    def __iter__(self) -> Iterator[Note]:
        files = list(self._files())
        with output.progress(len(files)) as step:
            for path in files:
                step("standard input" if path == "-" else Path(path).name)
                try:
                    for note in self._notes(path):
                        for what in note.skipped:
                            output.say(f"{note.source}: left out: {what}")
                        yield note
                except UnreadableInput as error:
                    output.complain(error)
                    self.failed = True

    def _files(self) -> Iterator[str]:
        from reflect import workspace

        for path in self._paths:
            if path == "-":
                yield path
            else:
                yield from (str(each) for each in workspace.find([path]))

    def _notes(self, path: str) -> Iterator[Note]:
        from reflect import workspace

        if path == "-":
            return workspace.read_text(standard_input(), "-", split=self._split)
        return workspace.read(path, split=self._split, mapping=self._mapping)

    def finish(self) -> None:
        """End with exit status 2 if any file could not be read."""
        if self.failed:
            output.leave(output.BAD_INPUT)
