"""Labelled notes: their file format, and the loader that checks every line of it.

A corpus is a folder of `*.jsonl` files, one a brief, one note a line:

    {"id": "duty-log-03", "brief": "duty-log", "writer": "w01", "split": "train",
     "title": "…", "quality": "poor", "text": "…",
     "people": {"c1": {"role": "child", "age": 7, "heritage": "…"}},
     "identifiers": [{"start": 0, "end": 5, "kind": "PERSON", "who": "c1"}],
     "sentences": [{"start": 0, "end": 61, "codes": {"voice.words": [[12, 40]]}}]}

Offsets count code points of `text`. `sentences` tile the text; `codes` holds each code with its
evidence runs (offsets into the note), an empty list where the whole sentence carries it. A note
that nobody has marked yet has `"marked": []`; otherwise `marked` names who marked it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from reflect.composed import half_at
from reflect.errors import DataError
from reflect.records import Span

SPLITS = ("train", "validation", "test")
KINDS = frozenset(
    """
    PERSON ADDRESS POSTCODE PLACE ORG DATE PHONE EMAIL HANDLE ID QUASI
    """.split()
)
T = TypeVar("T", str, int, list[Any], dict[str, Any])
_SHAPES = {str: "a string", int: "a whole number", list: "a list", dict: "an object"}


@dataclass(frozen=True)
class Identifier:
    """A marked identifier; `who` says which person, for `PERSON`."""

    start: int
    end: int
    kind: str
    who: str = ""


@dataclass(frozen=True)
class LabelledSentence:
    """A frozen sentence and its adjudicated codes with their evidence runs."""

    start: int
    end: int
    codes: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class LabelledNote:
    """A written note with its marks."""

    id: str
    brief: str
    writer: str
    split: str
    text: str
    sentences: tuple[LabelledSentence, ...]
    title: str = ""
    quality: str = ""
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    identifiers: tuple[Identifier, ...] = ()
    marked: tuple[str, ...] = ()


def load_notes(
    folder: Path,
    *,
    split: str | None = None,
    codes: frozenset[str] | None = None,
    data: bytes | None = None,
) -> Iterator[LabelledNote]:
    """Read labelled notes, checking each.

    Args:
        folder: a folder of `*.jsonl` files, or one such file.
        split: only this split.
        codes: the codes that may occur; any when None.
        data: what the file holds, where it was read already.

    Yields:
        Notes in the order of file names and lines.

    Raises:
        DataError: a line is not what the format says; it names file and line.
    """
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else [folder]
    if not files:
        raise DataError(f"{folder} holds no .jsonl file.", "Give a folder of labelled notes.")
    for path in files:
        for number, row in rows_of(path, data):
            try:
                note = note_from(row)
                check(note, codes)
            except (ValueError, KeyError, TypeError) as error:
                raise mistake(path, number, error) from error
            if split is None or note.split == split:
                yield note


def rows_of(path: Path, data: bytes | None = None) -> Iterator[tuple[int, Any]]:
    """What each line of a .jsonl file holds, with its number; blank lines are passed over.

    Args:
        path: the file.
        data: what it holds, where it was read already.

    Raises:
        DataError: it cannot be read, or a line is not JSON.
    """
    try:
        text = (path.read_bytes() if data is None else data).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name} cannot be read as UTF-8 text.", "Save it again.") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:  # brackets within brackets without end
                raise mistake(path, number, "not JSON") from error
            yield number, row


def mistake(path: Path, number: int, what: Exception | str) -> DataError:
    """What to raise for a line with a mistake in it; a KeyError says that something is missing."""
    said = f"'{what.args[0]}' is missing" if isinstance(what, KeyError) else what
    return DataError(f"{path.name}, line {number}: {said}.", "Mend that line and run again.")


def part(row: Any, key: str, kind: type[T], default: T | None = None) -> T:
    """What an object holds under a key.

    Args:
        row: the object.
        key: the key.
        kind: what it has to be.
        default: what it is where the key is not there.

    Raises:
        KeyError: it is not there, and there is no default.
        TypeError: it is of another kind, or text that no file can hold.
    """
    if not isinstance(row, Mapping):
        raise TypeError(f"not an object with '{key}'")
    value: T = row[key] if default is None else row.get(key, default)
    if type(value) is not kind:  # a bool is no number here
        raise TypeError(f"'{key}' is not {_SHAPES[kind]}")
    if isinstance(value, str) and half_at(value) >= 0:
        raise TypeError(f"'{key}' holds half a character (a lone surrogate)")
    return value


def note_from(row: Mapping[str, Any]) -> LabelledNote:
    """Build a note from a parsed line; missing or misshapen keys raise KeyError or TypeError."""
    return LabelledNote(
        id=part(row, "id", str),
        brief=part(row, "brief", str),
        writer=part(row, "writer", str),
        split=part(row, "split", str),
        text=part(row, "text", str),
        title=part(row, "title", str, ""),
        quality=part(row, "quality", str, ""),
        people={who: part(row["people"], who, dict) for who in part(row, "people", dict, {})},
        identifiers=tuple(_identifier(each) for each in part(row, "identifiers", list, [])),
        marked=tuple(part(row, "marked", list, [])),
        sentences=tuple(_sentence(each) for each in part(row, "sentences", list)),
    )


def _identifier(row: Any) -> Identifier:
    made = Identifier(
        part(row, "start", int),
        part(row, "end", int),
        part(row, "kind", str),
        part(row, "who", str, ""),
    )
    if more := set(row) - {"start", "end", "kind", "who"}:
        raise TypeError(f"'{min(more)}' is no part of an identifier")
    return made


def _sentence(row: Any) -> LabelledSentence:
    codes = part(row, "codes", dict)
    runs = {code: tuple(_run(run, code) for run in part(codes, code, list)) for code in codes}
    return LabelledSentence(part(row, "start", int), part(row, "end", int), runs)


def _run(run: Any, code: str) -> Span:
    if not (isinstance(run, list) and len(run) == 2 and all(type(at) is int for at in run)):
        raise TypeError(f"evidence for {code} is not [start, end]")
    return Span(*run)


def row_of(note: LabelledNote) -> dict[str, Any]:
    """The JSON object of a note; `note_from` reads it back."""
    identifiers: list[dict[str, Any]] = []
    for each in note.identifiers:
        one = {"start": each.start, "end": each.end, "kind": each.kind}
        identifiers.append({**one, "who": each.who} if each.who else one)
    return {
        "id": note.id,
        "brief": note.brief,
        "writer": note.writer,
        "split": note.split,
        "title": note.title,
        "quality": note.quality,
        "marked": list(note.marked),
        "text": note.text,
        "people": note.people,
        "identifiers": identifiers,
        "sentences": [
            {
                "start": s.start,
                "end": s.end,
                "codes": {c: [[r.start, r.end] for r in runs] for c, runs in s.codes.items()},
            }
            for s in note.sentences
        ],
    }


def check(note: LabelledNote, codes: frozenset[str] | None = None) -> None:
    """Check that a note's parts fit together.

    Raises:
        ValueError: says what does not.
    """
    if note.split not in SPLITS:
        raise ValueError(f"split '{note.split}' is none of {', '.join(SPLITS)}")
    at = 0
    for sentence in note.sentences:
        if sentence.start != at or sentence.end <= sentence.start:
            raise ValueError(f"sentences do not tile the text at {at}")
        at = sentence.end
        for code, runs in sentence.codes.items():
            if codes is not None and code not in codes:
                raise ValueError(f"unknown code '{code}' at {sentence.start}")
            if any(not sentence.start <= r.start < r.end <= sentence.end for r in runs):
                raise ValueError(
                    f"evidence for {code} lies outside its sentence at {sentence.start}"
                )
    if at != len(note.text):
        raise ValueError(f"sentences end at {at}, the text at {len(note.text)}")
    _check_identifiers(note)


def _check_identifiers(note: LabelledNote) -> None:
    last = 0
    for each in note.identifiers:
        if each.kind not in KINDS:
            raise ValueError(f"unknown kind '{each.kind}' at {each.start}")
        if not last <= each.start < each.end <= len(note.text):
            raise ValueError(f"identifier at {each.start} overlaps another or leaves the text")
        last = each.end
