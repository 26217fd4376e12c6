"""Themes of a whole library: discussions that lie close, named by their own words.

Spherical k-means (Dhillon & Modha, 2001) over the vectors that search uses, begun far apart and so the same each
time; a theme's words are those that stand out in its texts against all others (class-based TF-IDF; Grootendorst,
2022). The names are the groups' words, not a finding.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflect.resources import word_list

Floats = NDArray[np.float32]

FEWEST = 6
"""Fewer discussions have no themes."""
MOST = 12
ROUNDS = 30
WORDS = 4
_WORD = re.compile(r"[^\W\d_]{4,}(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Theme:
    """Discussions that lie close.

    Attributes:
        words: what stands out in their texts, most first.
        ids: the discussions, the most typical first.
    """

    words: tuple[str, ...]
    ids: tuple[str, ...]


def themes(ids: Sequence[str], vectors: Floats, texts: Sequence[str]) -> list[Theme]:
    """Sort discussions into themes, the largest first.

    Args:
        ids: the discussions.
        vectors: theirs, shape (n, d), of length one.
        texts: theirs.

    Returns:
        About the square root of half as many themes as discussions, at most 12; none for a few.
    """
    if len(ids) < FEWEST:
        return []
    count = max(2, min(MOST, round(math.sqrt(len(ids) / 2))))
    centres = _apart(vectors, count)
    where = np.zeros(len(ids), dtype=np.int64)
    for turn in range(ROUNDS):
        now = (vectors @ centres.T).argmax(axis=1)
        if turn and (now == where).all():
            break
        where = now
        centres = _means(vectors, where, centres)
    words = [_words(text) for text in texts]
    found = []
    for number in range(count):
        mine = np.flatnonzero(where == number)
        if len(mine):
            order = mine[np.argsort(-(vectors[mine] @ centres[number]), kind="stable")]
            name = _named([words[i] for i in mine], words)
            found.append(Theme(name, tuple(ids[int(i)] for i in order)))
    return sorted(found, key=lambda theme: (-len(theme.ids), theme.ids))


def _apart(vectors: Floats, count: int) -> Floats:
    """First centres: the most typical discussion, then each the farthest from those before."""
    chosen = [int((vectors @ vectors.mean(axis=0)).argmax())]
    nearest = vectors @ vectors[chosen[0]]
    while len(chosen) < count:
        chosen.append(int(nearest.argmin()))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    return vectors[chosen].copy()


def _means(vectors: Floats, where: NDArray[np.int64], centres: Floats) -> Floats:
    out = centres.copy()
    for number in range(len(centres)):
        mean = vectors[where == number].sum(axis=0)
        length = float(np.linalg.norm(mean))
        if length > 0:
            out[number] = mean / length
    return out


def _named(mine: Sequence[set[str]], every: Sequence[set[str]]) -> tuple[str, ...]:
    """Words that many of a theme's discussions use and few others do."""
    inside, overall = (Counter(word for words in some for word in words) for some in (mine, every))
    weight = {
        word: count / len(mine) * math.log(1 + len(every) / overall[word])
        for word, count in inside.items()
        if count > 1 or len(mine) == 1
    }
    return tuple(sorted(weight, key=lambda word: (-weight[word], word))[:WORDS])


def _words(text: str) -> set[str]:
    return {match.group().lower() for match in _WORD.finditer(text)} - word_list("everyday.txt")
