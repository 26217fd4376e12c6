"""What the code model learns from: marked notes, the codebook's own examples, and text that nobody has marked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from reflect.codebook import Codebook
from reflect.learn.dynamics import load_dynamics
from reflect.learn.finetune import TEACHER, Lesson, votes
from reflect.learn.notes import LabelledNote, LabelledSentence
from reflect.nlp.sentences import split

Floats = NDArray[np.float32]

HELD = 6
"""One marked note in so many is held out of the student."""
SOME = 3
"""One unmarked text in so many is learnt from: all of them would take half as long again."""
EXAMPLES = "codebook"
"""The brief of the codebook's own examples."""


EXTRACTS = "extracts-"
"""Briefs of passages that were written at the borders of codes: they hold more of them than life does."""


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


def unmarked(discussions: Path) -> list[LabelledNote]:
    """Some training discussions as notes without marks: the teacher alone speaks of them."""
    return [
        LabelledNote(
            each.id, "discussions", "discussions", "train", each.text,
            tuple(LabelledSentence(s.start, s.end) for s in split(each.text)),
        )
        for each in [
            told for told in load_dynamics(discussions).of("train") if told.kind == "discussion"
        ][::SOME]
    ]  # fmt: skip


def lessons(
    marked: Sequence[LabelledNote],
    others: Sequence[LabelledNote],
    codes: Sequence[str],
    teacher: Path | None,
) -> list[Lesson]:
    """Notes as lessons.

    Args:
        marked: notes with people's marks.
        others: notes without; left out when there is no teacher.
        codes: the codes.
        teacher: a fine-tuned teacher's folder, if there is one.
    """
    if teacher is None:
        return [Lesson(note, gold_of([note], codes)) for note in marked]
    notes = [*marked, *others]
    return [
        Lesson(note, gold_of([note], codes) if i < len(marked) else None, mine)
        for i, (note, mine) in enumerate(zip(notes, taught(teacher, notes), strict=True))
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

    It hangs on the note's id alone. Extracts and examples are never held out: scores are calibrated on what is.
    """
    own = not note.brief.startswith((EXTRACTS, EXAMPLES))
    return own and crc32(note.id.encode()) % HELD == 0
