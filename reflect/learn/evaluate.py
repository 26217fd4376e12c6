"""How well the tagger marks labelled notes: the whole path, from text to codes shown.

    reflect evaluate corpora/notes --split test

Each of the tagger's sentences is compared with the labelled sentence that it overlaps most, so that
a difference of segmentation costs marks as it would on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reflect.learn.notes import LabelledNote
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
    """Counts per code, and for calibration (score, right) of every mark shown and of every score."""

    counts: dict[str, Count]
    shown: list[tuple[float, bool]]
    scored: list[tuple[float, bool]]

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

    def ece(self, bins: int = 10) -> float:
        """Expected calibration error over every code's score of every sentence (Guo et al., 2017)."""
        if not self.scored:
            return 0.0
        error = 0.0
        for number in range(bins):
            low, high = number / bins, (number + 1) / bins
            here = [(s, r) for s, r in self.scored if low <= s < high or s == high == 1.0]
            if here:
                mean_score = sum(s for s, _ in here) / len(here)
                share = sum(r for _, r in here) / len(here)
                error += len(here) / len(self.scored) * abs(mean_score - share)
        return error

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


def aligned(
    tagged: Tagged, note: LabelledNote
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """The tagger's shown codes, and all its scores, laid on the labelled sentences."""
    laid: list[dict[str, float]] = [{} for _ in note.sentences]
    every: list[dict[str, float]] = [{} for _ in note.sentences]
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
        for name, score in sentence.scores.items():
            every[best][name] = max(score, every[best].get(name, 0.0))
    return laid, every


def evaluate(tagger: Tagger, notes: Iterable[LabelledNote], codes: Sequence[str]) -> Report:
    """Tag labelled notes and compare.

    Args:
        tagger: the tagger to measure.
        notes: labelled notes.
        codes: the codes to count.
    """
    counts = {code: Count() for code in codes}
    shown: list[tuple[float, bool]] = []
    scored: list[tuple[float, bool]] = []
    for note in notes:
        found, every = aligned(tagger.tag(Note(note.text, note.id)), note)
        for sentence, marks, scores in zip(note.sentences, found, every, strict=True):
            scored += [(scores.get(code, 0.0), code in sentence.codes) for code in counts]
            for code, count in counts.items():
                if code in marks:
                    right = code in sentence.codes
                    count.right += right
                    count.wrong += not right
                    shown.append((marks[code], right))
                elif code in sentence.codes:
                    count.missed += 1
    return Report(counts, shown, scored)


def table(report: Report, notes: Sequence[LabelledNote]) -> list[str]:
    """A report as lines to print."""
    sentences = sum(len(note.sentences) for note in notes)
    return [
        f"{'code':24} {'P':>5} {'R':>5} {'F1':>5} {'support':>8}",
        *(
            f"{code:24} {c.precision:5.2f} {c.recall:5.2f} {c.f1:5.2f} {c.support:8}"
            for code, c in report.counts.items()
        ),
        f"{len(notes)} notes, {sentences} sentences",
        f"macro F1 {report.macro_f1():.3f}, micro F1 {report.micro_f1():.3f}, ECE {report.ece():.3f}",
        *(
            f"shown at {band}: {count}, right {share:.2f}"
            for band, count, share in report.calibration()
        ),
    ]
