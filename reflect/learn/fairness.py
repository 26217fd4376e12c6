"""Whether marks stay the same when only who is written about changes.

    reflect evaluate corpora/notes --split test --fairness

Counterfactual swaps (Kusner et al., 2017; for care records Rickman, 2025): every person is given a name of one
heritage, he and she are exchanged, mother and father are exchanged, or the spelling turns to dialect. Invariance
is the share of sentences whose codes stay exactly the same; the gap is how many more or fewer codes are shown.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from reflect.learn.names import marked
from reflect.learn.notes import LabelledNote
from reflect.learn.varying import DIALECT, GENDER, PARENTS, exchanged, renamed
from reflect.nlp.tagger import Tagger
from reflect.records import Note, Sentence

Swap = Callable[[LabelledNote], str]
Marks = Sequence[Sentence]
SEED = 7


@dataclass(frozen=True)
class Parity:
    """What one swap did: sentences compared, how many kept their codes, codes shown before and after."""

    sentences: int
    same: int
    before: int
    after: int

    @property
    def invariance(self) -> float:
        """Share of sentences whose codes stayed exactly the same."""
        return self.same / max(self.sentences, 1)

    @property
    def gap(self) -> float:
        """Codes shown more (or fewer) after the swap, as a share of those before."""
        return (self.after - self.before) / max(self.before, 1)


def swaps(names: Path) -> dict[str, Swap]:
    """Every swap by its name.

    Args:
        names: the lists of names by heritage.
    """
    lists = yaml.safe_load(names.read_text(encoding="utf-8"))["heritages"]
    found: dict[str, Swap] = {row["heritage"]: _renamer(_pool(row)) for row in lists}
    found["he and she exchanged"] = lambda note: exchanged(note.text, GENDER, both=True)
    found["mother and father exchanged"] = lambda note: exchanged(note.text, PARENTS, both=True)
    found["dialect spelling"] = lambda note: exchanged(note.text, DIALECT, both=False)
    return found


def _pool(row: Mapping[str, Sequence[str]]) -> list[str]:
    names = (*row["girls"], *row["boys"], *row["surnames"])
    return sorted({name for name in names if name.isalpha() and len(name) > 2})


def _renamer(pool: Sequence[str]) -> Swap:
    def swap(note: LabelledNote) -> str:
        return renamed(marked(note), pool, random.Random(f"{SEED}{note.id}")).text

    return swap


def parity(
    tagger: Tagger, notes: Sequence[LabelledNote], plain_marks: Sequence[Marks], swap: Swap
) -> Parity:
    """Compare the marks of notes before and after a swap, sentence by sentence.

    Notes that a swap cuts into another number of sentences are left out.

    Args:
        tagger: marks the swapped notes.
        notes: the notes.
        plain_marks: their marks as they stand.
        swap: what changes.
    """
    sentences = same = before = after = 0
    for note, plain in zip(notes, plain_marks, strict=True):
        other = tagger.tag(Note(swap(note), note.id)).sentences
        if len(plain) != len(other):
            continue
        for one, two in zip(plain, other, strict=True):
            a, b = {c.code for c in one.codes}, {c.code for c in two.codes}
            sentences += 1
            same += a == b
            before += len(a)
            after += len(b)
    return Parity(sentences, same, before, after)


def table(tagger: Tagger, notes: Sequence[LabelledNote], names: Path) -> list[str]:
    """The parity of every swap as lines to print."""
    lines = [f"{'swap':40}{'sentences':>10}{'invariance':>12}{'codes shown':>13}"]
    plain = [tagger.tag(Note(note.text, note.id)).sentences for note in notes]
    for name, swap in swaps(names).items():
        found = parity(tagger, notes, plain, swap)
        lines.append(
            f"{name[:39]:40}{found.sentences:10}{found.invariance:12.3f}{found.gap:+13.1%}"
        )
    return lines
