"""How well discussions with the same dynamic are found, beside BM25 and frozen MiniLM.

reflect evaluate --similar corpora/discussions --split test
reflect evaluate --similar corpora/discussions --split test --against
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reflect.errors import DataError
from reflect.learn.dynamics import Query, Told, load_dynamics
from reflect.learn.graded import grade, mean
from reflect.nlp.dynamics import DynamicsEncoder
from reflect.records import Discussion
from reflect.retrieve import Index
from reflect.store import Library

Likeness = NDArray[np.float32]
"""One row a query, one column a discussion; higher is nearer."""
FUSION = 60
"""The constant of reciprocal rank fusion (Cormack et al., 2009)."""


def report(folder: Path, split: str, *, against: bool = False) -> list[str]:
    """Measure on one split's queries and discussions.

    Args:
        folder: a corpus of discussions.
        split: which dynamics.
        against: measure the baselines too.

    Returns:
        Lines to print.

    Raises:
        DataError: the split has no queries or discussions.
    """
    corpus = load_dynamics(folder)
    told, asked = corpus.of(split), corpus.asked(split)
    if not told or not asked:
        raise DataError(f"{folder} has no queries for '{split}'.", "Choose another --split.")
    encoder = DynamicsEncoder.load()
    vectors = encoder.encode(each.text for each in told)
    start = time.perf_counter()
    queries = encoder.encode(each.text for each in asked)
    reading = (time.perf_counter() - start) / len(asked)
    lines = [
        f"{split}: {len(asked)} queries, {len(told)} discussions and look-alikes",
        _line("reflect", queries @ vectors.T, told, asked),
    ]
    if against:
        lines += _baselines(told, asked)
    lines.append(f"a note is read in {1000 * reading:.0f} ms")
    return lines + [latency(count) for count in (10_000, 100_000)]


def latency(count: int) -> str:
    """How long one search takes among so many discussions, the index warm (random vectors)."""
    chance = np.random.default_rng(7)
    vectors = chance.standard_normal((count, 384), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = Index([str(i) for i in range(count)], vectors)
    times = []
    for query in vectors[:20]:
        start = time.perf_counter()
        index.search(query, 10)
        times.append(time.perf_counter() - start)
    return f"search among {count:,}: {1000 * float(np.median(times)):.1f} ms"


def _baselines(told: Sequence[Told], asked: Sequence[Query]) -> list[str]:
    from reflect.learn.export import packaged_weights
    from reflect.learn.retrieval import encode

    words = _bm25(told, asked)
    frozen = encode(packaged_weights(), [q.text for q in asked], alike=False)
    frozen = frozen @ encode(packaged_weights(), [each.text for each in told], alike=False).T
    fused = _reciprocal(words) + _reciprocal(frozen)
    rows = {"BM25": words, "frozen MiniLM": frozen, "both fused": fused}
    return [_line(name, likeness, told, asked) for name, likeness in rows.items()]


def _bm25(told: Sequence[Told], asked: Sequence[Query]) -> Likeness:
    library = Library.in_memory()
    try:
        library.add_all((Discussion(each.id, each.text) for each in told), "released")
        place = {each.id: i for i, each in enumerate(told)}
        likeness = np.zeros((len(asked), len(told)), dtype=np.float32)
        for row, query in zip(likeness, asked, strict=True):
            for name, score in library.search(query.text, len(told)):
                row[place[name]] = score
        return likeness
    finally:
        library.close()


def _reciprocal(likeness: Likeness) -> Likeness:
    ranks = np.argsort(np.argsort(-likeness, axis=1, kind="stable"), axis=1)
    result: Likeness = (1 / (FUSION + 1 + ranks)).astype(np.float32)
    return result


def _line(name: str, likeness: Likeness, told: Sequence[Told], asked: Sequence[Query]) -> str:
    scores = [grade(q.dynamic, row, told) for q, row in zip(asked, likeness, strict=True)]
    return f"{name:16}{mean(scores)}"
