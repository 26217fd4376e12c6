"""Learning from use: a workspace's corrections become a small layer over the shipped head.

For each code that people judged often enough, a logistic regression whose starting point is the shipped model's
own logit: it learns only what must change, and a strong penalty keeps it near nothing where little was said (a
Gaussian prior at the shipped weights). Both are compared on judgements that neither learnt from, note by note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # here, so that its absence is known before anything is tagged

from reflect.learn.notes import LabelledNote
from reflect.nlp.identity import shipped_head
from reflect.nlp.learnt import Learnt
from reflect.records import Mark, Note, Sentence

if TYPE_CHECKING:
    from reflect.nlp.tagger import Tagger

Floats = NDArray[np.float32]

ENOUGH = 5
"""Judgements of one code from which it is learnt at all."""
FOLDS = 5
PENALTY = 0.25
"""The inverse variance of the prior: five judgements move a score a little, fifty decide it."""
UNSAID = -1


@dataclass(frozen=True)
class Judged:
    """One note's sentences as people judged them.

    Attributes:
        vectors: shape (n, width).
        logits: the shipped head's, shape (n, codes).
        said: 1 right, 0 wrong, -1 nobody said, shape (n, codes).
    """

    vectors: Floats
    logits: Floats
    said: NDArray[np.int8]


@dataclass(frozen=True)
class Comparison:
    """One code on judgements that were held out: how many, and each model's share of right ones."""

    code: str
    judged: int
    shipped: float
    learnt: float


def from_marks(note: Note, marks: Sequence[Mark], tagger: Tagger) -> Judged:
    """What people said of a note's marks: accepted and added ones are right, rejected ones wrong.

    Args:
        note: the note.
        marks: its marks with their verdicts.
        tagger: the shipped one.
    """
    said = {
        (mark.start, mark.code): int(mark.verdict != "rejected")
        for mark in marks
        if mark.verdict or not mark.by_machine
    }

    def of(sentence: Sentence, code: str) -> int:
        here = [
            v for (at, c), v in said.items() if c == code and sentence.start <= at < sentence.end
        ]
        return max(here, default=UNSAID)

    return _judged(note, tagger, of)


def from_labelled(note: LabelledNote, tagger: Tagger) -> Judged:
    """A labelled note: everything has been said of every sentence."""

    def of(sentence: Sentence, code: str) -> int:
        shared = [
            (min(s.end, sentence.end) - max(s.start, sentence.start), code in s.codes)
            for s in note.sentences
        ]
        return int(max(shared)[1])

    return _judged(Note(note.text, note.id), tagger, of)


def _judged(note: Note, tagger: Tagger, of: Callable[[Sentence, str], int]) -> Judged:
    sentences = tagger.tag(note).sentences
    codes = list(tagger.thresholds)
    scores = np.array([[s.scores[code] for code in codes] for s in sentences], dtype=np.float32)
    scores = scores.clip(0.0005, 0.9995)  # scores have three digits
    vectors = tagger.vectors([note.text[s.start : s.end] for s in sentences])
    said = np.array([[of(s, code) for code in codes] for s in sentences], dtype=np.int8)
    return Judged(vectors, np.log(scores / (1 - scores)), said)


def learn(notes: Sequence[Judged], codes: Sequence[str]) -> Learnt:
    """Fit the layer.

    Args:
        notes: judged notes.
        codes: the head's codes.
    """
    width = notes[0].vectors.shape[1]
    weights = np.zeros((width, len(codes)), dtype=np.float32)
    bias = np.zeros(len(codes), dtype=np.float32)
    vectors = np.concatenate([note.vectors for note in notes])
    logits = np.concatenate([note.logits for note in notes])
    said = np.concatenate([note.said for note in notes])
    for code in range(len(codes)):
        rows = said[:, code] != UNSAID
        if rows.sum() >= ENOUGH:
            fitted = _fit(vectors[rows], logits[rows, code], said[rows, code])
            weights[:, code], bias[code] = fitted[:-1], fitted[-1]
    return Learnt(shipped_head(), tuple(codes), weights, bias)


def _fit(vectors: Floats, start: Floats, said: NDArray[np.int8]) -> Floats:
    """Weights and intercept to add to the shipped logits, by penalised maximum likelihood."""
    rows = np.column_stack([vectors, np.ones(len(vectors))]).astype(np.float64)
    sign = np.where(said == 1, 1.0, -1.0)

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sign * (start + rows @ weights)
        loss = np.logaddexp(0, -margins).sum() + PENALTY * (weights @ weights) / 2
        pull = -sign / (1 + np.exp(np.clip(margins, -30, 30)))
        return float(loss), rows.T @ pull + PENALTY * weights

    found = minimize(cost, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    result: Floats = found.x.astype(np.float32)
    return result


def compare(
    notes: Sequence[Judged], codes: Sequence[str], thresholds: Sequence[float]
) -> list[Comparison]:
    """Both models on every judgement, each note by a layer that has not learnt from it.

    Args:
        notes: judged notes, two or more.
        codes: the head's codes.
        thresholds: above which score each code is shown.
    """
    shipped = [_sigmoid(note.logits) for note in notes]
    learnt = list(shipped)
    for fold in range(min(FOLDS, len(notes))):
        held = range(fold, len(notes), FOLDS)
        layer = learn([note for i, note in enumerate(notes) if i not in held], codes)
        for i in held:
            learnt[i] = _sigmoid(notes[i].logits + notes[i].vectors @ layer.weights + layer.bias)
    said = np.concatenate([note.said for note in notes])
    line = np.array(thresholds, dtype=np.float32)
    before = (np.concatenate(shipped) >= line) == (said == 1)
    after = (np.concatenate(learnt) >= line) == (said == 1)
    found = []
    for number, code in enumerate(codes):
        rows = said[:, number] != UNSAID
        if rows.any():
            right = (float(before[rows, number].mean()), float(after[rows, number].mean()))
            found.append(Comparison(code, int(rows.sum()), *right))
    return found


def table(found: Iterable[Comparison]) -> list[str]:
    """A comparison as lines to print."""
    rows = list(found)
    total = max(sum(row.judged for row in rows), 1)
    before = sum(row.judged * row.shipped for row in rows) / total
    after = sum(row.judged * row.learnt for row in rows) / total
    return [
        f"{'code':24} {'judged':>6} {'shipped':>8} {'learnt':>7}",
        *(f"{r.code:24} {r.judged:6} {r.shipped:8.2f} {r.learnt:7.2f}" for r in rows),
        f"{'all':24} {total:6} {before:8.2f} {after:7.2f}",
    ]


def _sigmoid(logits: Floats) -> Floats:
    result: Floats = np.reciprocal(1 + np.exp(-logits))
    return result
