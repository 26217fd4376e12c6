"""From a note to a discussion that waits for release: de-identified here, released by a person only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reflect.engine import Engine
from reflect.records import Discussion, Note, Residual

if TYPE_CHECKING:
    from reflect.privacy import Known
    from reflect.store import Library

TITLE = 90
"""How many characters of a discussion stand for it in a list until somebody names its dilemma."""


def prepare_discussion(
    note: Note, roster: Sequence[Known], engine: Engine, library: Library
) -> tuple[Discussion, tuple[Residual, ...]]:
    """De-identify a note and put it among the discussions that wait.

    Args:
        note: the note.
        roster: what is known for its case.
        engine: finds the identifiers.
        library: where it waits; the note itself is not kept.

    Returns:
        The discussion, and what a person should look at before releasing it.
    """
    clean = engine.anonymise(note, roster)
    first = " ".join(clean.text.split())
    title = first if len(first) <= TITLE else first[:TITLE].rsplit(" ", 1)[0] + " …"
    discussion = Discussion(f"D-{note.sha256[:8]}", clean.text, title, "released")
    library.add(discussion, "waiting")
    return discussion, clean.residual
