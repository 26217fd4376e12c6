"""Search over released discussions: the nearest by what goes on between people.

One vector a discussion, exact search by one matrix product. Words have no part in the ranking: alone, BM25 puts a
look-alike of the same topic above every discussion with the same dynamic nearly always (`reflect evaluate
--similar --against`). The codes and the passages that meet say why two texts were laid side by side.
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

COPY = 0.97
"""Two discussions nearer than this tell the same view."""
FIRST = 5
"""Among so many at the top no view is told twice."""
PLAIN = 0.4
"""What a sentence without any code counts for, beside 1 for one that has some."""
FAMILIES = ("systemic.", "hypothesis.", "voice.", "language.minimising", "language.hope")
"""The codes that tell of what goes on between people; tasks and decisions say little of it."""


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
        """The codes anywhere in it that tell of what goes on between people."""
        return {c for codes in self.codes for c in codes if c.startswith(FAMILIES)}


@dataclass(frozen=True, slots=True)
class Meeting:
    """How two texts meet: pairs of sentences (query, discussion), and the codes both hold."""

    pairs: tuple[tuple[int, int], ...]
    shared: tuple[str, ...]


class Index:
    """Discussions held in memory: their ids and one matrix of vectors.

    Args:
        ids: the discussions' ids.
        vectors: shape (discussions, d), each of length one.
    """

    def __init__(self, ids: Sequence[str], vectors: Floats) -> None:
        self.ids = tuple(ids)
        self.vectors = np.ascontiguousarray(vectors, dtype=np.float32)

    def search(self, query: Floats, k: int) -> list[tuple[str, float]]:
        """The nearest discussions.

        Args:
            query: the note's vector, shape (d,), of length one.
            k: how many at most.

        Returns:
            Ids with a score from 0 to 1 (cosine, below 0 cut), best first; ties in the order of the
            library; a copy of one of the first five comes after them.
        """
        if not self.ids or k < 1:
            return []
        likeness = self.vectors @ query
        enough = min(4 * k + 20, len(self.ids))
        best = np.argpartition(-likeness, enough - 1)[:enough]
        best = best[np.lexsort((best, -likeness[best]))]
        order = self._varied([int(i) for i in best])[:k]
        return [(self.ids[i], round(max(float(likeness[i]), 0.0), 3)) for i in order]

    def _varied(self, best: list[int]) -> list[int]:
        first: list[int] = []
        for i in best:
            if len(first) == FIRST:
                break
            if not first or float((self.vectors[first] @ self.vectors[i]).max()) < COPY:
                first.append(i)
        return first + [i for i in best if i not in first]


def meet(query: Passages, entry: Passages) -> Meeting:
    """Where two texts meet: at most two pairs of sentences, and at most three codes that both hold."""
    cosines = query.vectors @ entry.vectors.T
    weighed = cosines * _weights(query)[:, None] * _weights(entry)[None, :]
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
    shared = sorted(query.pattern & entry.pattern, key=lambda code: (_count(entry, code), code))
    return Meeting(tuple(pairs), tuple(shared[:3]))


def _weights(passages: Passages) -> Floats:
    return np.array([1.0 if codes else PLAIN for codes in passages.codes], dtype=np.float32)


def _count(passages: Passages, code: str) -> int:
    return sum(code in codes for codes in passages.codes)
