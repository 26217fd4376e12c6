"""How well a ranking finds the discussions that share a note's dynamic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.learn.dynamics import Told

CUT = 10
GAIN = 2
"""The grade of a discussion with the note's own dynamic; every other has 0."""


@dataclass(frozen=True)
class Scores:
    """Measures of one ranking, or their mean over several.

    Attributes:
        ndcg: normalised discounted cumulative gain at 10 (Järvelin & Kekäläinen, 2002).
        recall: share of the relevant discussions among the first 10.
        mrr: one over the rank of the first relevant one.
        trap: whether a look-alike of a relevant discussion stands above every relevant one.
    """

    ndcg: float
    recall: float
    mrr: float
    trap: float

    def __str__(self) -> str:
        return f"nDCG@10 {self.ndcg:.3f}  recall@10 {self.recall:.3f}  MRR {self.mrr:.3f}  trap {self.trap:.2f}"


def grade(
    dynamic: str, likeness: NDArray[Any], told: Sequence[Told], *, leave: int | None = None
) -> Scores:
    """Grade one ranking.

    Args:
        dynamic: the query's dynamic.
        likeness: one score a discussion; higher is nearer.
        told: the discussions.
        leave: one that is not ranked, the query itself.
    """
    order = [int(i) for i in np.argsort(-likeness, kind="stable") if int(i) != leave]
    right = [told[i].kind == "discussion" and told[i].dynamic == dynamic for i in order]
    alike = [told[i].kind == "look-alike" and told[i].dynamic == dynamic for i in order]
    count = sum(right)
    gains = [(2**GAIN - 1) * hit / np.log2(rank + 2) for rank, hit in enumerate(right[:CUT])]
    best = sum((2**GAIN - 1) / np.log2(rank + 2) for rank in range(min(count, CUT)))
    first = right.index(True) if count else len(right)
    trapped = any(alike[:first]) if any(alike) else False
    return Scores(
        float(sum(gains) / best) if best else 0.0,
        sum(right[:CUT]) / max(count, 1),
        1 / (first + 1) if count else 0.0,
        float(trapped),
    )


def mean(scores: Sequence[Scores]) -> Scores:
    """The mean of each measure."""
    rows = np.array([[s.ndcg, s.recall, s.mrr, s.trap] for s in scores]).mean(axis=0)
    return Scores(*(float(x) for x in rows))
