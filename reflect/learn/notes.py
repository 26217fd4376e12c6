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
from typing import Any

from reflect.errors import DataError
from reflect.records import Span

SPLITS = ("train", "validation", "test")
KINDS = frozenset(
    """
    PERSON ADDRESS POSTCODE PLACE ORG DATE PHONE EMAIL HANDLE ID QUASI
    """.split()
)


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
    folder: Path, *, split: str | None = None, codes: frozenset[str] | None = None
) -> Iterator[LabelledNote]:
    """Read labelled notes, checking each.

    Args:
        folder: a folder of `*.jsonl` files, or one such file.
        split: only this split.
        codes: the codes that may occur; any when None.

    Yields:
        Notes in the order of file names and lines.

    Raises:
        DataError: a line is not what the format says; it names file and line.
    """
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else [folder]
    if not files:
        raise DataError(f"{folder} holds no .jsonl file.", "Give a folder of labelled notes.")
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if not line.strip():
                continue
            try:
                note = note_from(json.loads(line))
                check(note, codes)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                what = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else error
                raise DataError(
                    f"{path.name}, line {number}: {what}.", "Mend that line and run again."
                ) from error
            if split is None or note.split == split:
                yield note


def note_from(row: Mapping[str, Any]) -> LabelledNote:
    """Build a note from a parsed line; missing or misshapen keys raise KeyError or TypeError."""
    return LabelledNote(
        id=row["id"],
        brief=row["brief"],
        writer=row["writer"],
        split=row["split"],
        text=row["text"],
        title=row.get("title", ""),
        quality=row.get("quality", ""),
        people=row.get("people", {}),
        identifiers=tuple(Identifier(**each) for each in row.get("identifiers", ())),
        marked=tuple(row.get("marked", ())),
        sentences=tuple(
            LabelledSentence(
                each["start"],
                each["end"],
                {code: tuple(Span(*run) for run in runs) for code, runs in each["codes"].items()},
            )
            for each in row["sentences"]
        ),
    )


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
