"""From a sentence's vector, its neighbours and its cues to the probability of each code.

One linear layer a code, trained by scikit-learn (`reflect.learn.train`), calibrated, and run as ONNX.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.errors import ModelError
from reflect.nlp.learnt import Learnt
from reflect.nlp.onnx import open_session
from reflect.records import ModelInfo
from reflect.resources import data_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

CONTEXT_WEIGHT = 0.5
"""How much the sentence before, the one after and the heading count beside the sentence itself."""


def features(vectors: Floats, headings: Sequence[int], cues: Floats, shape: Floats) -> Floats:
    """Lay out one note's features.

    Args:
        vectors: sentence vectors, shape (n, d).
        headings: for each sentence the index of the heading above it, -1 for none.
        cues: which cues were found, 0 or 1, shape (n, c).
        shape: what the sentence looks like (`shape_of`), shape (n, s).

    Returns:
        Shape (n, 4d + c + s): sentence, previous, next, heading, cues, shape.
    """
    import numpy as np

    nothing = np.zeros((1, vectors.shape[1]), dtype=np.float32)
    before = np.concatenate([nothing, vectors[:-1]]) * CONTEXT_WEIGHT
    after = np.concatenate([vectors[1:], nothing]) * CONTEXT_WEIGHT
    padded = np.concatenate([vectors, nothing])
    heading = padded[list(headings)] * CONTEXT_WEIGHT
    laid = np.concatenate([vectors, before, after, heading, cues, shape], axis=1)
    return laid.astype(np.float32)


def shape_of(run: str, heading: bool, place: float) -> list[float]:
    """What a sentence looks like: length, heading, bullet or row, question, digits, place in the note."""
    words = run.split()
    return [
        min(len(words), 60) / 60,
        float(heading),
        float(run.lstrip()[:1] in "-*•|" or run.lstrip()[:2].rstrip(".)").isdigit()),
        float("?" in run),
        min(sum(c.isdigit() for c in run), 12) / 12,
        float(len(words) <= 3),
        place,
    ]


@dataclass(frozen=True)
class Head:
    """The trained head: its session, its codes with their thresholds, the cues it knows, what was learnt since."""

    session: Any
    codes: tuple[str, ...]
    thresholds: Mapping[str, float]
    cues: tuple[str, ...]
    learnt: Learnt | None = None

    @classmethod
    def load(
        cls, encoder: ModelInfo, folder: Path | None = None, learnt: Learnt | None = None
    ) -> Head:
        """Open the shipped head.

        Args:
            encoder: the encoder in use.
            folder: where the head lies; default the shipped one.
            learnt: what was learnt since from corrections to this head.

        Raises:
            ModelError: it is not the file its card names, or was trained on another encoder.
        """
        folder = folder or data_path("models", "codes")
        session, card = open_session(folder, threads=1)  # one small product: more would cost
        if card["encoder"] != encoder.sha256:
            raise ModelError(
                "The code model was trained on another encoder.", "Install reflect again."
            )
        codes, cues = tuple(card["codes"]), tuple(card["cues"])
        return cls(session, codes, card["thresholds"], cues, learnt)

    def scores(self, laid: Floats) -> Floats:
        """Calibrated probabilities, shape (n, codes), of `features`' rows."""
        import numpy as np

        result: Floats = np.reciprocal(1 + np.exp(-self.logits(laid)))
        return result

    def logits(self, laid: Floats) -> Floats:
        """What the scores are the sigmoid of, shape (n, codes)."""
        found: Floats = self.session.run(["logits"], {"features": laid})[0]
        if self.learnt is not None:
            found = found + laid[:, : len(self.learnt.weights)] @ self.learnt.weights
            found = found + self.learnt.bias
        return found

    def token_weights(self, tokens: Floats, code: str) -> Floats:
        """How far each token's vector pulls towards a code (class activation; Zhou et al., 2016).

        The sentence vector is the mean of its tokens' and the head is linear, so a token's share of
        the logit is the head applied to that token alone.

        Args:
            tokens: token vectors of one sentence, shape (t, d).
            code: one of `codes`.

        Returns:
            One weight a token, shape (t,), comparable within the sentence only.
        """
        import numpy as np

        norm = float(np.linalg.norm(tokens.mean(axis=0))) or 1.0
        pull: Floats = tokens @ self._pull[: tokens.shape[1], self.codes.index(code)] / norm
        return pull

    @cached_property
    def _pull(self) -> Floats:
        """The layer's weights, read off by running it on the unit vectors; shape (features, codes)."""
        import numpy as np

        wide = self.session.get_inputs()[0].shape[1]
        rows = np.concatenate([np.eye(wide, dtype=np.float32), np.zeros((1, wide), np.float32)])
        logits: Floats = self.session.run(["logits"], {"features": rows})[0]
        weights: Floats = logits[:-1] - logits[-1]
        if self.learnt is not None:
            weights[: len(self.learnt.weights)] += self.learnt.weights
        return weights
