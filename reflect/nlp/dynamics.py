"""One vector for a whole text, by an encoder that was taught to tell relational dynamics apart.

Texts in which the same goes on between people lie close, whatever their topic (`reflect.learn.retrieval`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.nlp.encoder import CLS, SEP
from reflect.nlp.onnx import open_session, open_tokenizer
from reflect.records import ModelInfo
from reflect.resources import data_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PIECE = 254
"""Tokens that are read at once; a longer text is read in equal pieces."""


class DynamicsEncoder:
    """The encoder of discussions and of the notes that look for them."""

    def __init__(self, session: Any, tokenizer: Any, info: ModelInfo) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.info = info

    @classmethod
    def load(cls, folder: Path | None = None) -> DynamicsEncoder:
        """Open the shipped model.

        Raises:
            ModelError: a file is missing or not the one that `model.json` names.
        """
        folder = folder or data_path("models", "dynamics")
        session, card = open_session(folder)
        info = ModelInfo(card["name"], card["version"], card["sha256"])
        return cls(session, open_tokenizer(), info)

    def encode(self, texts: Iterable[str]) -> Floats:
        """Vectors of texts, each read by itself; shape (texts, 384), of length one."""
        import numpy as np

        rows = [self._one(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, 384), dtype=np.float32)

    def _one(self, text: str) -> Floats:
        import numpy as np

        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        total = np.zeros(384, dtype=np.float32)
        for piece in _pieces(ids):
            fed = np.array([[CLS, *piece, SEP]], dtype=np.int64)
            feed = {"input_ids": fed, "attention_mask": np.ones_like(fed)}
            total += self._session.run(["last_hidden_state"], feed)[0][0].sum(axis=0)
        vector: Floats = total / np.linalg.norm(total)
        return vector


def _pieces(ids: Sequence[int]) -> list[Sequence[int]]:
    """Equal pieces of at most `PIECE` tokens; one empty piece for an empty text."""
    count = max(-(-len(ids) // PIECE), 1)
    size = -(-len(ids) // count)
    return [ids[i * size : (i + 1) * size] for i in range(count)]
