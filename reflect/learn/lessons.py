"""What the code model learns from: marked notes, marked discussions and the codebook's own examples."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from reflect.codebook import Codebook
from reflect.learn.finetune import TEACHER, Lesson, votes
from reflect.learn.notes import LabelledNote, LabelledSentence

Floats = NDArray[np.float32]

HELD = 6
"""One marked note in so many is held out of the student."""
EXAMPLES = "codebook"
"""The brief of the codebook's own examples."""
DISCUSSIONS = "discussions"
"""The brief of accounts of group supervision, which one annotator marked and nobody adjudicated."""
DENSE = ("extracts-", DISCUSSIONS, EXAMPLES)
"""How the briefs begin of what holds more codes than notes do: passages written at the borders of codes, and
accounts of group supervision."""


def flat_sentences(notes: Sequence[LabelledNote]) -> list[str]:
    """The sentences of notes, one after another, their spaces folded as for marking."""
    return [" ".join(n.text[s.start : s.end].split()) for n in notes for s in n.sentences]


def gold_of(notes: Sequence[LabelledNote], codes: Sequence[str]) -> NDArray[np.int8]:
    """The codes of the same sentences as 0 or 1, shape (sentences, codes)."""
    rows = [[int(code in s.codes) for code in codes] for n in notes for s in n.sentences]
    return np.array(rows, dtype=np.int8)


def examples(codebook: Codebook) -> list[LabelledNote]:
    """The codebook's own examples as notes of one sentence: they steady the rare codes."""
    return [
        LabelledNote(
            f"{code.id}-{number}", EXAMPLES, EXAMPLES, "train", text,
            (LabelledSentence(0, len(text), {code.id: ()}),),
        )
        for code in codebook.codes
        for number, text in enumerate(code.examples)
    ]  # fmt: skip


def lessons(
    notes: Sequence[LabelledNote], codes: Sequence[str], teacher: Path | None
) -> list[Lesson]:
    """Marked notes as lessons.

    Args:
        notes: notes with people's marks.
        codes: the codes.
        teacher: a fine-tuned teacher's folder, if there is one.
    """
    votes = taught(teacher, notes) if teacher else [None] * len(notes)
    return [
        Lesson(note, gold_of([note], codes), mine) for note, mine in zip(notes, votes, strict=True)
    ]


def taught(teacher: Path, notes: Sequence[LabelledNote]) -> list[Floats]:
    """A teacher's votes on the sentences of notes; kept in its folder, for they take minutes."""
    path = teacher / "taught.npz"
    names = [hashlib.sha256("\n".join(flat_sentences([n])).encode()).hexdigest() for n in notes]
    known: dict[str, Floats] = dict(np.load(path)) if path.exists() else {}
    fresh = {name: note for name, note in zip(names, notes, strict=True) if name not in known}
    if fresh:
        rows = votes(teacher, [flat_sentences([note]) for note in fresh.values()], TEACHER)
        ends = np.cumsum([len(note.sentences) for note in fresh.values()])[:-1]
        known |= dict(zip(fresh, np.split(rows, ends), strict=True))
        np.savez(path, **known)  # type: ignore[arg-type]
    return [known[name] for name in names]


def is_held(note: LabelledNote) -> bool:
    """Whether a marked note is held out of the student, so that its head meets votes as they will be.

    It hangs on the note's id alone. What is dense is never held out: scores are calibrated on what is.
    """
    return not note.brief.startswith(DENSE) and crc32(note.id.encode()) % HELD == 0
