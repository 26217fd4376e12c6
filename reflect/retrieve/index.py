"""A simple hybrid search over released discussions: words, meaning and systemic pattern together.

Reciprocal rank fusion (Cormack et al., 2009) of BM25, the best-meeting sentences by cosine, and the
likeness of the two patterns of codes. Off-the-shelf vectors see topics and not the dance between
people, so the pattern and the sentences that carry codes weigh more than the plain ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from reflect.records import Span

Floats = NDArray[np.float32]

FUSION = 60
"""The constant of reciprocal rank fusion."""
WEIGHTS = {"words": 0.5, "meaning": 1.0, "pattern": 1.0}
PLAIN = 0.4
"""What a sentence without any code counts for, beside 1 for one that has some."""
FAMILIES = ("systemic.", "hypothesis.", "voice.", "language.minimising", "language.hope")
"""The codes that tell of the dance; tasks and decisions say little of it."""


@dataclass(frozen=True)
class Passages:
    """The sentences of one text, ready to be compared.

    Attributes:
        spans: their runs.
        codes: for each its codes.
        vectors: shape (n, d), each of length one.
    """

    id: str
    spans: tuple[Span, ...]
    codes: tuple[tuple[str, ...], ...]
    vectors: Floats

    @property
    def pattern(self) -> set[str]:
        """The codes anywhere in it that tell of the dance."""
        return {c for codes in self.codes for c in codes if c.startswith(FAMILIES)}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A discussion found: its score, and the pairs of sentences (query, discussion) that meet."""

    id: str
    score: float
    pairs: tuple[tuple[int, int], ...]
    shared: tuple[str, ...]


class Index:
    """Discussions held in memory, one matrix for all their sentences."""

    def __init__(self, entries: Sequence[Passages]) -> None:
        self.entries = tuple(entries)
        self._place = {entry.id: i for i, entry in enumerate(self.entries)}
        patterns = [entry.pattern for entry in self.entries]
        count = max(len(patterns), 1)
        every = {code for pattern in patterns for code in pattern}
        self._rarity = {
            code: float(np.log((1 + count) / (1 + sum(code in p for p in patterns)))) + 0.2
            for code in every
        }

    def search(self, query: Passages, words: Sequence[tuple[str, float]], k: int) -> list[Meeting]:
        """Find the discussions most like a note.

        Args:
            query: the note's sentences.
            words: ids with their BM25 scores, best first.
            k: how many at most.

        Returns:
            Best first; ties in the order of the library.
        """
        if not self.entries or not len(query.spans):
            return []
        meaning = [self._meaning(query, entry) for entry in self.entries]
        pattern = [self._likeness(query.pattern, entry.pattern) for entry in self.entries]
        scores = np.zeros(len(self.entries))
        scores += WEIGHTS["meaning"] * _reciprocal(np.array([m for m, _ in meaning]))
        scores += WEIGHTS["pattern"] * _reciprocal(np.array(pattern))
        bm25 = np.zeros(len(self.entries))
        for name, score in words:
            if name in self._place:
                bm25[self._place[name]] = score
        scores += WEIGHTS["words"] * _reciprocal(bm25)
        best = np.argsort(-scores, kind="stable")[:k]
        top = sum(WEIGHTS.values()) / (FUSION + 1)
        return [
            Meeting(
                self.entries[i].id,
                round(float(scores[i] / top), 3),
                meaning[i][1],
                self._shared(query.pattern, self.entries[i].pattern),
            )
            for i in best
        ]

    def _meaning(
        self, query: Passages, entry: Passages
    ) -> tuple[float, tuple[tuple[int, int], ...]]:
        """Mean over the query's telling sentences of their best cosine, and the best pairs."""
        cosines = query.vectors @ entry.vectors.T
        weights = np.array([1.0 if codes else PLAIN for codes in query.codes])
        also = np.array([1.0 if codes else PLAIN for codes in entry.codes])
        weighed = cosines * also[None, :]
        best = weighed.max(axis=1)
        keep = np.argsort(-best * weights)[: max(3, len(best) // 3)]
        score = float((best[keep] * weights[keep]).sum() / weights[keep].sum())
        pairs = _pairs(weighed * weights[:, None], query, entry)
        return score, pairs

    def _likeness(self, a: set[str], b: set[str]) -> float:
        union = sum(self._rarity.get(code, 0.2) for code in a | b)
        return sum(self._rarity.get(code, 0.2) for code in a & b) / union if union else 0.0

    def _shared(self, a: set[str], b: set[str]) -> tuple[str, ...]:
        return tuple(sorted(a & b, key=lambda code: (-self._rarity.get(code, 0.0), code))[:3])


def _pairs(weighed: Floats, query: Passages, entry: Passages) -> tuple[tuple[int, int], ...]:
    """At most two pairs that meet, each sentence once; pairs that share a code come first."""
    shares = np.array(
        [[bool(set(a) & set(b)) for b in entry.codes] for a in query.codes], dtype=np.float32
    )
    order = np.argsort(-(weighed + 0.5 * shares), axis=None, kind="stable")
    pairs: list[tuple[int, int]] = []
    for flat in order[:50]:
        a, b = divmod(int(flat), weighed.shape[1])
        if all(a != x and b != y for x, y in pairs):
            pairs.append((a, b))
        if len(pairs) == 2:
            break
    return tuple(pairs)


def _reciprocal(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    ordered = np.sort(scores)
    ranks = len(scores) - np.searchsorted(ordered, scores, side="right")  # equals share a rank
    return 1.0 / (FUSION + 1 + ranks)
