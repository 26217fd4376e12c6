"""The library's plain verbs, for Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import overload

from reflect import ingest
from reflect.composed import half_at
from reflect.config import settings
from reflect.engine import Engine
from reflect.errors import ReflectError
from reflect.records import Anonymised, Note, Question, Tagged


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(settings().codebook)


@overload
def read(source: Path | str) -> Note: ...
@overload
def read(source: list[Path | str] | tuple[Path | str, ...]) -> Iterator[Note]: ...
def read(
    source: Path | str | list[Path | str] | tuple[Path | str, ...],
) -> Note | Iterator[Note]:
    """Read one file as a note, or many files and folders as a stream of notes.

    Args:
        source: a path, or paths.

    Returns:
        A note for a path; for paths an iterator over the notes of all of them, rows of tables too.

    Raises:
        UnreadableInput: a file cannot be read.
        ReflectError: a single path holds several notes; give it in a list.
    """
    if not isinstance(source, Path | str):
        return (note for path in ingest.find(source) for note in ingest.read(path))
    notes = list(islice(ingest.read(source), 2))
    if len(notes) > 1:
        raise ReflectError(
            f"{Path(source).name} holds several notes.", "Give it in a list: reflect.read([path])."
        )
    return notes[0]


@overload
def tag(note: Note) -> Tagged: ...
@overload
def tag(note: Iterable[Note]) -> Iterator[Tagged]: ...
def tag(note: Note | Iterable[Note]) -> Tagged | Iterator[Tagged]:
    """Mark one note, or many one after another.

    Args:
        note: a note, or notes.

    Returns:
        The note with its sentences, codes, people and roll-ups; an iterator for an iterable.

    Raises:
        ReflectError: what is given is no note, or its text holds half a character.
    """
    if isinstance(note, Note):
        return _engine().tag(_sound(note))
    return _engine().tag_all(map(_sound, note))


def ask(tagged: Tagged) -> list[Question]:
    """At most three reflective questions, each tied to a run of the note.

    Args:
        tagged: a note that is marked.
    """
    return _engine().questions(tagged)


@overload
def anonymise(note: Note) -> Anonymised: ...
@overload
def anonymise(note: Iterable[Note]) -> Iterator[Anonymised]: ...
def anonymise(note: Note | Iterable[Note]) -> Anonymised | Iterator[Anonymised]:
    """De-identify one note, or many one after another.

    Args:
        note: a note, or notes.

    Returns:
        The text with surrogates, every replacement, and what is left for a person to judge.

    Raises:
        ReflectError: as for `tag`.
    """
    if isinstance(note, Note):
        return _engine().anonymise(_sound(note))
    return _engine().anonymise_all(map(_sound, note))


def _sound(note: Note) -> Note:
    if not isinstance(note, Note):
        raise ReflectError(
            f"A note is wanted here, not {type(note).__name__}.",
            "Read one with reflect.read(path), or make one: reflect.Note(text, source).",
        )
    if (at := half_at(note.text)) >= 0:
        raise ReflectError(
            f"{note.source}: half a character stands at {at}.", "Decode the text again."
        )
    return note
