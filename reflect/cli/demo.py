"""`reflect demo`: the terminal UI on a sample workspace, or its first note in print."""

from __future__ import annotations

from typing import Annotated

import typer

from reflect.cli import output
from reflect.cli.inputs import settings_for
from reflect.cli.questions import as_text


def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin again with a new sample.")] = False,
) -> None:
    """Look around a sample workspace.

    Without a terminal it prints a marked note, its questions and similar discussions.
    """
    from reflect import sample

    if not output.has_terminal():
        _print_first()
        return
    from reflect.cli.home import show

    settings = sample.settings(fresh=fresh)
    show(lambda: sample.open_sample(settings))


def _print_first() -> None:
    from reflect import sample
    from reflect import workspace as desk
    from reflect.cli.similar import show as show_similar
    from reflect.cli.tag import show_table

    reader = desk.reader(settings_for())
    note = next(desk.read(sample.first_note()))
    tagged = reader.tag(note)
    show_table(tagged, reader)
    output.write("\n" + as_text(note, reader.questions(tagged)) + "\n")
    with desk.starter_library() as library:
        show_similar(reader.similar(tagged, library, 3))
