"""Figures of the labelled notes: counts per code, brief and split, and how far annotators agree.

    python -m reflect.learn.figures corpora/notes

Agreement is between the two independent annotators, before adjudication: F1 of one against the other,
and Krippendorff's alpha (2004) per code over all sentences, and over those that either marked at all.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from reflect.codebook import load
from reflect.learn.freeze import read_marks
from reflect.learn.notes import SPLITS, LabelledNote, load_notes

Pair = tuple[set[str], set[str]]


def pairs(notes: Iterable[LabelledNote], marks: Path, codes: frozenset[str]) -> list[Pair]:
    """The two annotators' codes of every sentence that both were given."""
    found: list[Pair] = []
    for note in notes:
        files = [marks / name / f"{note.id}.txt" for name in ("a", "b")]
        if all(file.exists() for file in files):
            one, two = (read_marks(file, note, codes) for file in files)
            found += [
                (set(x.codes), set(y.codes))
                for x, y in zip(one.sentences, two.sentences, strict=True)
            ]
    return found


def f1(both: Sequence[Pair], code: str) -> float:
    """F1 of one annotator against the other; the same either way round."""
    shared = sum(code in a and code in b for a, b in both)
    given = sum((code in a) + (code in b) for a, b in both)
    return 2 * shared / given if given else float("nan")


def alpha(both: Sequence[Pair], code: str) -> float:
    """Krippendorff's alpha, nominal, of one code given or not."""
    from nltk.metrics.agreement import AnnotationTask

    rows = [
        (who, str(i), code in pair[which])
        for i, pair in enumerate(both)
        for which, who in enumerate("ab")
    ]
    values = {value for _, _, value in rows}
    return float(AnnotationTask(rows).alpha()) if len(values) > 1 else float("nan")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m reflect.learn.figures")
    parser.add_argument("notes", type=Path)
    args = parser.parse_args()
    codes = [code.id for code in load().codes]
    notes = list(load_notes(args.notes, codes=frozenset(codes)))
    _sizes(notes)
    both = pairs(notes, args.notes / "marks", frozenset(codes))
    coded = [pair for pair in both if pair[0] or pair[1]]
    print(f"\nmarked twice: {len(both)} sentences, {len(coded)} with a code by either")
    print(f"{'code':24}" + "".join(f"{split:>12}" for split in SPLITS) + "     F1  alpha  alpha*")
    counts = {split: _counts(notes, split) for split in SPLITS}
    for code in codes:
        row = "".join(f"{counts[split][code]:12}" for split in SPLITS)
        figures = f1(both, code), alpha(both, code), alpha(coded, code)
        print(f"{code:24}{row}  " + " ".join(f"{figure:6.2f}" for figure in figures))
    every = [f1(both, code) for code in codes]
    known = [each for each in every if each == each]
    print(f"mean F1 between annotators {sum(known) / max(len(known), 1):.3f}")
    print("alpha*: over the sentences that either annotator marked at all")


def _sizes(notes: Sequence[LabelledNote]) -> None:
    print(
        f"{'brief':24} {'split':12} {'notes':>6} {'sentences':>10} {'uncoded':>8} {'identifiers':>12}"
    )
    for brief in sorted({note.brief for note in notes}):
        mine = [note for note in notes if note.brief == brief]
        sentences = [s for note in mine for s in note.sentences]
        plain = sum(not s.codes for s in sentences) / len(sentences)
        names = sum(len(note.identifiers) for note in mine)
        size = f"{len(mine):6} {len(sentences):10} {plain:8.0%} {names:12}"
        print(f"{brief:24} {mine[0].split:12} {size}")
    total = sum(len(note.sentences) for note in notes)
    print(f"{len(notes)} notes, {total} sentences")


def _counts(notes: Iterable[LabelledNote], split: str) -> Counter[str]:
    return Counter(
        code for note in notes if note.split == split for s in note.sentences for code in s.codes
    )


if __name__ == "__main__":
    main()
