"""Train the code model from labelled notes: a fine-tuned encoder, cues, one linear layer a code.

    python -m reflect.learn.train                      # the head, from the checkpoints in .cache/train
    python -m reflect.learn.train --encoder            # and the encoder, as int8 ONNX (30 min on two cores)
    python -m reflect.learn.train --encoder --teacher  # and the teacher first (extra `teacher`; an hour more)

The teacher learns from adjudicated marks, the student from them, its votes and discussions that were marked once.
The head is fitted on the votes and cues of notes that the student never met (`lessons.is_held`). Being linear, it
is folded together with the votes into one layer over the run-time features. Scores are calibrated by Platt's
sigmoid (1999) on predictions out of fold, folds cut by note so that no note's sentences are on both sides; each
code's threshold has the best F1 there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.codebook import Codebook, load
from reflect.learn.export import export, packaged_weights
from reflect.learn.finetune import STUDENT, TEACHER, finetune
from reflect.learn.lessons import (
    DISCUSSIONS,
    EXAMPLES,
    examples,
    flat_sentences,
    gold_of,
    is_held,
    lessons,
)
from reflect.learn.notes import LabelledNote, load_notes
from reflect.learn.teacher import packaged_teacher
from reflect.learn.varying import name_pool
from reflect.nlp.cues import Rules
from reflect.nlp.encoder import Encoder
from reflect.nlp.examples import Examples
from reflect.nlp.marking import lay_out
from reflect.nlp.nameless import known_words
from reflect.nlp.pipeline import CueFinder
from reflect.records import Span
from reflect.resources import data_path

Floats = NDArray[np.float32]

FOLDS = 5
STRENGTH = 0.3
"""Inverse strength of the penalty of each code's small layer."""
CORPORA = (("notes",), ("discussions", "marked"))
SHOWN, SEED = 50, 7
"""How many labelled sentences a code are kept, to be shown beside marks."""
MIN_EXAMPLES = 8
"""A code with fewer marked sentences is not learnt; its scores stay 0."""


@dataclass(frozen=True)
class Data:
    """Laid-out sentences: features (n, f), gold codes (n, c) as 0 or 1, each row's note."""

    features: Floats
    gold: NDArray[np.int8]
    notes: NDArray[np.int64]


def lay_out_notes(
    notes: Sequence[LabelledNote], votes: Floats, codebook: Codebook, rules: Rules
) -> Data:
    """Lay labelled notes out exactly as marking does, with votes in the place of vectors.

    Args:
        notes: labelled notes; their frozen sentences are used.
        votes: the votes of their sentences, shape (sentences, codes).
        codebook: gives the codes and their order.
        rules: gives the cues.
    """
    finder, rows, which, at = CueFinder(rules), [], [], 0
    for number, note in enumerate(notes):
        tiles = [Span(s.start, s.end) for s in note.sentences]
        runs = [note.text[tile.start : tile.end] for tile in tiles]
        hits = finder.find(note.text, tiles)
        rows.append(lay_out(runs, votes[at : at + len(runs)], hits, rules.ids))
        which += [number] * len(runs)
        at += len(runs)
    codes = [code.id for code in codebook.codes]
    return Data(np.concatenate(rows), gold_of(notes, codes), np.array(which))


@dataclass(frozen=True)
class Linear:
    """A linear layer: weights (f, c), intercepts (c,), thresholds (c,) on the calibrated score."""

    weights: Floats
    intercepts: Floats
    thresholds: Floats

    def scores(self, features: Floats) -> Floats:
        """Calibrated probabilities, shape (n, c)."""
        result: Floats = 1 / (1 + np.exp(-(features @ self.weights + self.intercepts)))
        return result


def fit(data: Data, tuning: Data | None, codes: Sequence[str], rules: Rules) -> Linear:
    """Fit, calibrate and set thresholds, each code from its own vote and its own cues.

    The votes and cues of other codes and of the sentences around were tried too: with this much
    data they overfit.

    Args:
        data: the training sentences.
        tuning: validation sentences; they join the out-of-fold predictions for calibration and
            thresholds, and are never trained on.
        codes, rules: what the columns mean.
    """
    width = data.features.shape[1]
    weights = np.zeros((width, len(codes)), dtype=np.float32)
    intercepts = np.full(len(codes), -20.0, dtype=np.float32)
    thresholds = np.ones(len(codes), dtype=np.float32)
    for number in range(len(codes)):
        if data.gold[:, number].sum() >= MIN_EXAMPLES:
            own = own_columns(number, codes, rules)
            fitted = _fit_code(data, tuning, number, own)
            weights[own, number], intercepts[number], thresholds[number] = fitted
    return Linear(weights, intercepts, thresholds)


def own_columns(number: int, codes: Sequence[str], rules: Rules) -> list[int]:
    """The columns of the laid-out features that speak of one code: its vote and its cues."""
    first = 4 * len(codes)
    cues = [i for i, code in enumerate(rules.codes) if code == codes[number]]
    return [number, *(first + i for i in cues)]


def _fit_code(
    data: Data, tuning: Data | None, code: int, own: list[int]
) -> tuple[Floats, float, float]:
    from sklearn.linear_model import LogisticRegression

    gold, rows = data.gold[:, code], data.features[:, own]
    margins = np.zeros(len(gold), dtype=np.float32)
    for train, held in _folds(data):
        model = LogisticRegression(C=STRENGTH, max_iter=500).fit(rows[train], gold[train])
        margins[held] = model.decision_function(rows[held])
    whole = LogisticRegression(C=STRENGTH, max_iter=500).fit(rows, gold)
    truth = gold
    if tuning is not None:
        margins = np.concatenate([margins, whole.decision_function(tuning.features[:, own])])
        truth = np.concatenate([gold, tuning.gold[:, code]])
    platt = LogisticRegression(C=1e3).fit(margins[:, None], truth)
    slope, offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    scores = 1 / (1 + np.exp(-(margins * slope + offset)))
    intercept = float(whole.intercept_[0]) * slope + offset
    return whole.coef_[0] * slope, intercept, best_threshold(scores, truth)


def _folds(data: Data) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    from sklearn.model_selection import GroupKFold

    yield from GroupKFold(FOLDS).split(data.features, groups=data.notes)


def best_threshold(scores: Floats, gold: NDArray[Any]) -> float:
    """The threshold with the best F1, from 0.15 to 0.9 so that a rare code does not run wild.

    Args:
        scores: calibrated probabilities, shape (n,).
        gold: 0 or 1, shape (n,).
    """

    def f1(threshold: float) -> float:
        shown = scores >= threshold
        right = float((shown & (gold == 1)).sum())
        return 2 * right / max(float(shown.sum() + gold.sum()), 1.0)

    return max((round(0.15 + 0.01 * i, 2) for i in range(76)), key=f1)


def folded(linear: Linear, matrix: Floats) -> Linear:
    """Fold the votes' matrix into a layer fitted on votes, so that it takes vectors.

    Args:
        linear: fitted on (votes of four sentences, cues, shape).
        matrix: from vectors to votes, shape (width, codes).
    """
    count = matrix.shape[1]
    blocks = [matrix @ linear.weights[k * count : (k + 1) * count] for k in range(4)]
    weights = np.concatenate([*blocks, linear.weights[4 * count :]]).astype(np.float32)
    return Linear(weights, linear.intercepts, linear.thresholds)


def save(linear: Linear, folder: Path, codebook: Codebook, rules: Rules, encoder: Encoder) -> None:
    """Write the head as ONNX with its `model.json`.

    Args:
        linear: the fitted layer.
        folder: where to; made if need be.
        codebook: gives the codes' order.
        rules: gives the cues' order.
        encoder: the encoder it was trained on.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    codes = [code.id for code in codebook.codes]
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["features", "weights"], ["product"]),
            helper.make_node("Add", ["product", "intercepts"], ["logits"]),
            helper.make_node("Sigmoid", ["logits"], ["scores"]),
        ],
        "codes",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", len(linear.weights)])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", len(codes)])
            for name in ("logits", "scores")
        ],
        [
            numpy_helper.from_array(linear.weights, "weights"),
            numpy_helper.from_array(linear.intercepts, "intercepts"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(folder / "model.onnx"))
    card = {
        "name": "reflect-codes",
        "version": "1",
        "sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
        "encoder": encoder.info.sha256,
        "codes": codes,
        "thresholds": {
            code: round(float(t), 2) for code, t in zip(codes, linear.thresholds, strict=True)
        },
        "cues": list(rules.ids),
    }
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def labelled_examples(
    notes: Sequence[LabelledNote], encoder: Encoder, codes: Sequence[str]
) -> Examples:
    """Some labelled sentences of each code, drawn at random, with their vectors.

    Args:
        notes: marked notes.
        encoder: the shipped encoder.
        codes: the codes.
    """
    drawn: dict[str, list[tuple[str, Floats]]] = {code: [] for code in codes}
    chance = random.Random(SEED)
    for note in chance.sample(list(notes), len(notes)):
        runs = flat_sentences([note])
        chosen = [
            (i, code)
            for i, sentence in enumerate(note.sentences)
            for code in sentence.codes
            if len(drawn[code]) < SHOWN and len(runs[i].split()) in range(5, 41)
        ]
        vectors = encoder.encode(runs).vectors if chosen else None
        for i, code in chosen:
            assert vectors is not None
            drawn[code].append((runs[i], vectors[i]))
    return Examples(
        encoder.info.sha256,
        {code: [text for text, _ in rows] for code, rows in drawn.items()},
        {code: np.array([vector for _, vector in rows]) for code, rows in drawn.items()},
    )


def main() -> None:
    """Train from the corpora and write the models."""
    parser = argparse.ArgumentParser(prog="python -m reflect.learn.train")
    parser.add_argument(
        "--notes", type=Path, action="append", help="labelled notes; a council's own too"
    )
    parser.add_argument("--names", type=Path, default=data_path("corpora", "names"))
    parser.add_argument("--encoder", action="store_true", help="fine-tune the encoder too")
    parser.add_argument("--teacher", action="store_true", help="fine-tune the teacher first")
    parser.add_argument("--scratch", type=Path, default=Path(".cache/train"))
    parser.add_argument("-o", "--out", type=Path, default=data_path("models"))
    args = parser.parse_args()
    codebook = load()
    codes = [code.id for code in codebook.codes]
    folders = args.notes or [data_path("corpora", *parts) for parts in CORPORA]
    every = [n for folder in folders for n in load_notes(folder, codes=frozenset(codes))]
    marked = [note for note in every if note.marked]
    train = [*(note for note in marked if note.split == "train"), *examples(codebook)]
    held = [note for note in marked if note.split == "validation"]
    pool = name_pool(train, args.names)
    words = known_words((n.text, [(i.start, i.end) for i in n.identifiers]) for n in train)
    teacher, student = args.scratch / "teacher", args.scratch / "student"
    if args.teacher and not (teacher / "votes.npy").exists():
        told = [note for note in train if note.brief != DISCUSSIONS]
        finetune(lessons(told, codes, None), packaged_teacher(args.scratch), teacher, TEACHER, pool)
    if not (student / "votes.npy").exists():
        known = teacher if (teacher / "votes.npy").exists() else None
        taken = [note for note in train if not is_held(note)]
        print(f"the student learns from {len(taken)} texts", flush=True)
        finetune(lessons(taken, codes, known), packaged_weights(), student, STUDENT, pool, words)
    if args.encoder:
        export(student, args.out / "encoder")
    encoder, rules = Encoder.load(args.out / "encoder"), Rules.load(codebook)
    matrix = np.load(student / "votes.npy")

    def laid_out(notes: Sequence[LabelledNote]) -> Data:
        vectors = [encoder.encode(flat_sentences([note])).vectors for note in notes]
        return lay_out_notes(notes, np.concatenate(vectors) @ matrix, codebook, rules)

    data, tuning = laid_out([note for note in train if is_held(note)]), laid_out(held)
    linear = folded(fit(data, tuning, codes, rules), matrix)
    save(linear, args.out / "codes", codebook, rules, encoder)
    near = labelled_examples([n for n in train if n.brief != EXAMPLES], encoder, codes)
    (args.out / "codes" / "examples.json").write_text(near.dumps(), encoding="utf-8")
    print(f"wrote {args.out}")


if __name__ == "__main__":
    main()
