"""What others would use for the codes, trained on the same notes and measured on the same sentences.

Cues alone, TF-IDF with logistic regression, and the frozen MiniLM with logistic regression; where training left
its checkpoints, the teacher, and the shipped model before it was quantised; and the two annotators against the
adjudicated marks, where their files are at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.codebook import load
from reflect.learn.finetune import TEACHER, encode, votes
from reflect.learn.freeze import read_marks
from reflect.learn.lessons import flat_sentences, gold_of
from reflect.learn.notes import LabelledNote, load_notes
from reflect.learn.train import best_threshold
from reflect.nlp.cues import Rules
from reflect.nlp.encoder import Encoder
from reflect.nlp.head import Head
from reflect.nlp.marking import lay_out
from reflect.nlp.pipeline import CueFinder
from reflect.records import Span
from reflect.resources import data_path

CHECKPOINTS = Path(".cache/train")
"""Where `learn.train` leaves what it trained."""


def table(notes: Sequence[LabelledNote], codes: Sequence[str]) -> list[str]:
    """Macro and micro F1 of each baseline, as lines to print.

    Args:
        notes: the labelled notes to measure on; those of the corpus's training split train.
        codes: the codes.
    """
    folder = data_path("corpora", "notes")
    names = {note.id for note in notes}
    marked = [n for n in load_notes(folder) if n.marked and n.id not in names]
    train = [note for note in marked if note.split == "train"]
    tuning = [note for note in marked if note.split == "validation"] or train
    gold = gold_of(notes, codes)
    lines = [f"{'beside it':34} {'macro':>6} {'micro':>6}"]
    lines.append(_line("cues alone (lexicon rules)", by_cues(notes, codes), gold))
    for name, features in (
        ("TF-IDF, logistic regression", _tfidf),
        ("frozen MiniLM, logistic regression", _frozen),
    ):
        rows = features(train, tuning, notes)
        lines.append(
            _line(name, _regressed(rows, gold_of(train, codes), gold_of(tuning, codes)), gold)
        )
    if (CHECKPOINTS / "teacher" / "votes.npy").exists():
        rows = [_taught(CHECKPOINTS / "teacher", part) for part in (tuning, notes)]
        lines.append(_line("the teacher (MPNet)", _over(rows, gold_of(tuning, codes)), gold))
    if (CHECKPOINTS / "student" / "votes.npy").exists():
        lines.append(
            _line("reflect before int8", _unquantised(CHECKPOINTS / "student", notes), gold)
        )
    for who in ("a", "b"):
        given = by_annotator(notes, codes, folder / "marks" / who)
        if given is not None:
            lines.append(_line(f"annotator {who} against the adjudicated", given, gold))
    return lines


def _taught(teacher: Path, notes: Sequence[LabelledNote]) -> NDArray[Any]:
    return votes(teacher, [flat_sentences([note]) for note in notes], TEACHER)


def _over(scores: Sequence[NDArray[Any]], tuning: NDArray[Any]) -> NDArray[Any]:
    """Codes shown above the thresholds that are best on the tuning sentences."""
    chances = [1 / (1 + np.exp(-rows)) for rows in scores]
    line = [best_threshold(chances[0][:, i], tuning[:, i]) for i in range(tuning.shape[1])]
    result: NDArray[Any] = (chances[1] >= np.array(line)).astype(int)
    return result


def _unquantised(encoder: Path, notes: Sequence[LabelledNote]) -> NDArray[Any]:
    """The shipped head over the encoder's vectors in fp32."""
    head = Head.load(Encoder.load().info)
    finder, shown = CueFinder(Rules.load(load())), []
    line = np.array([head.thresholds[code] for code in head.codes])
    for note in notes:
        tiles = [Span(s.start, s.end) for s in note.sentences]
        runs = [note.text[tile.start : tile.end] for tile in tiles]
        vectors = encode(encoder, [flat_sentences([note])])
        laid = lay_out(runs, vectors, finder.find(note.text, tiles), head.cues)
        shown.append(head.scores(laid).round(3) >= line)
    return np.concatenate(shown).astype(int)


def by_cues(notes: Sequence[LabelledNote], codes: Sequence[str]) -> NDArray[Any]:
    """A code wherever one of its cues is found; shape (sentences, codes)."""
    rules = Rules.load(load())
    finder, rows = CueFinder(rules), []
    for note in notes:
        tiles = [Span(s.start, s.end) for s in note.sentences]
        for hits in finder.find(note.text, tiles):
            found = {hit.code for hit in hits}
            rows.append([int(code in found) for code in codes])
    return np.array(rows)


def by_annotator(
    notes: Sequence[LabelledNote], codes: Sequence[str], folder: Path
) -> NDArray[Any] | None:
    """One annotator's marks; None unless there is a file for every note."""
    if not all((folder / f"{note.id}.txt").exists() for note in notes):
        return None
    known = frozenset(codes)
    return gold_of([read_marks(folder / f"{note.id}.txt", note, known) for note in notes], codes)


def _tfidf(*parts: Sequence[LabelledNote]) -> list[Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [flat_sentences(part) for part in parts]
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True).fit(texts[0])
    return [vectors.transform(each) for each in texts]


def _frozen(*parts: Sequence[LabelledNote]) -> list[Any]:
    from reflect.learn.export import packaged_weights

    # One sentence a note, so that the vectors are those of the sentence alone.
    return [encode(packaged_weights(), [[s] for s in flat_sentences(part)]) for part in parts]


def _regressed(rows: Sequence[Any], gold: NDArray[Any], tuning: NDArray[Any]) -> NDArray[Any]:
    from sklearn.linear_model import LogisticRegression

    shown = np.zeros((rows[2].shape[0], gold.shape[1]), dtype=int)
    for code in range(gold.shape[1]):
        if gold[:, code].sum() < 2:
            continue
        model = LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
        model.fit(rows[0], gold[:, code])
        threshold = best_threshold(model.predict_proba(rows[1])[:, 1], tuning[:, code])
        shown[:, code] = model.predict_proba(rows[2])[:, 1] >= threshold
    return shown


def _line(name: str, shown: NDArray[Any], gold: NDArray[Any]) -> str:
    right, made, given = (shown & gold).sum(0), shown.sum(0), gold.sum(0)
    f1 = 2 * right / np.maximum(made + given, 1)
    micro = 2 * right.sum() / max(made.sum() + given.sum(), 1)
    return f"{name:34} {f1[given > 0].mean():6.3f} {micro:6.3f}"
