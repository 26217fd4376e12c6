"""How well the tagger marks labelled notes: the whole path, from text to codes shown.

    python -m reflect.learn.evaluate corpora/notes --split test

Each of the tagger's sentences is compared with the labelled sentence that it overlaps most, so that
a difference of segmentation costs marks as it would on the screen.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reflect.codebook import load
from reflect.learn.notes import LabelledNote, load_notes
from reflect.nlp.tagger import Tagger
from reflect.records import Note, Tagged


@dataclass
class Count:
    """Right, wrong and missed marks of one code; `support` is how often it was given."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def support(self) -> int:
        """Labelled sentences that carry the code."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """Of the marks made, the share that is right; 0 when none was made."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of the marks labelled, the share found."""
        return self.right / max(self.support, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


@dataclass(frozen=True)
class Report:
    """Counts per code, and (score, right) for every mark shown, for calibration."""

    counts: dict[str, Count]
    shown: list[tuple[float, bool]]

    def macro_f1(self, at_least: int = 1) -> float:
        """Mean F1 over the codes with enough support."""
        scores = [c.f1 for c in self.counts.values() if c.support >= at_least]
        return sum(scores) / max(len(scores), 1)

    def micro_f1(self) -> float:
        """F1 over all marks together."""
        total = Count()
        for each in self.counts.values():
            total.right += each.right
            total.wrong += each.wrong
            total.missed += each.missed
        return total.f1

    def calibration(self) -> list[tuple[str, int, float]]:
        """For the marks shown in each band of score: how many, and the share that is right."""
        bands = []
        for low in (0.0, 0.2, 0.4, 0.6, 0.8):
            here = [
                right
                for score, right in self.shown
                if low <= score < low + 0.2 or score == low + 0.2 == 1.0
            ]
            if here:
                bands.append((f"{low:.1f}–{low + 0.2:.1f}", len(here), sum(here) / len(here)))
        return bands


def aligned(tagged: Tagged, note: LabelledNote) -> list[dict[str, float]]:
    """The tagger's codes and scores laid on the labelled sentences."""
    laid: list[dict[str, float]] = [{} for _ in note.sentences]
    at = 0
    for sentence in tagged.sentences:
        while note.sentences[at].end <= sentence.start:
            at += 1
        best, most = at, 0
        for i in range(at, len(note.sentences)):
            gold = note.sentences[i]
            if gold.start >= sentence.end:
                break
            shared = min(gold.end, sentence.end) - max(gold.start, sentence.start)
            if shared > most:
                best, most = i, shared
        for code in sentence.codes:
            laid[best][code.code] = max(code.score, laid[best].get(code.code, 0.0))
    return laid


def evaluate(tagger: Tagger, notes: Iterable[LabelledNote], codes: Sequence[str]) -> Report:
    """Tag labelled notes and compare.

    Args:
        tagger: the tagger to measure.
        notes: labelled notes.
        codes: the codes to count.
    """
    counts = {code: Count() for code in codes}
    shown = []
    for note in notes:
        found = aligned(tagger.tag(Note(note.text, note.id)), note)
        for sentence, marks in zip(note.sentences, found, strict=True):
            for code, count in counts.items():
                if code in marks:
                    right = code in sentence.codes
                    count.right += right
                    count.wrong += not right
                    shown.append((marks[code], right))
                elif code in sentence.codes:
                    count.missed += 1
    return Report(counts, shown)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m reflect.learn.evaluate")
    parser.add_argument("notes", type=Path)
    parser.add_argument("--split")
    parser.add_argument("--head", type=Path)
    args = parser.parse_args()
    codebook = load()
    codes = [code.id for code in codebook.codes]
    notes = [note for note in load_notes(args.notes, split=args.split) if note.marked]
    report = evaluate(Tagger.load(codebook, args.head), notes, codes)
    print(f"{'code':24} {'P':>5} {'R':>5} {'F1':>5} {'support':>8}")
    for code, c in report.counts.items():
        print(f"{code:24} {c.precision:5.2f} {c.recall:5.2f} {c.f1:5.2f} {c.support:8}")
    sentences = sum(len(note.sentences) for note in notes)
    print(f"{len(notes)} notes, {sentences} sentences")
    print(f"macro F1 {report.macro_f1():.3f}, micro F1 {report.micro_f1():.3f}")
    for band, count, share in report.calibration():
        print(f"shown at {band}: {count}, right {share:.2f}")


if __name__ == "__main__":
    main()
