"""One vector for a whole text, by an encoder that was taught to tell relational dynamics apart.

Texts in which the same goes on between people lie close, whatever their topic (`reflect.learn.retrieval`). What
says only who they are is read alike (`alike`): a discussion's roles and a note's names, a father's and a mother's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.nlp.alike import Alike
from reflect.nlp.encoder import CLS, SEP
from reflect.nlp.onnx import open_session, open_tokenizer, run_row
from reflect.records import ModelInfo
from reflect.resources import data_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PIECE = 254
"""Tokens that are read at once; a longer text is read in equal pieces."""


class Tokens:
    """The token ids of a text, line by line.

    Args:
        tokenizer: MiniLM's.
        alike: reads who people are alike; None leaves it.
    """

    def __init__(self, tokenizer: Any, alike: Alike | None) -> None:
        self._tokenizer = tokenizer
        self._alike = alike

    @classmethod
    def load(cls, *, alike: bool = True) -> Tokens:
        """MiniLM's, with the words that the shipped encoder of codes knows.

        Args:
            alike: read who people are alike.
        """
        tokenizer = open_tokenizer()
        return cls(
            tokenizer, Alike.load(data_path("models", "encoder"), tokenizer) if alike else None
        )

    def __call__(self, text: str) -> list[int]:
        """Every token's id."""
        lines = text.split("\n")
        encodings = self._tokenizer.encode_batch(lines, add_special_tokens=False)
        rows = [(each.ids, each.offsets) for each in encodings]
        rows = self._alike.exchange(lines, rows) if self._alike else rows
        return [token for ids, _ in rows for token in ids]


class DynamicsEncoder:
    """The encoder of discussions and of the notes that look for them."""

    def __init__(self, session: Any, tokens: Tokens, info: ModelInfo) -> None:
        self._session = session
        self._tokens = tokens
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
        return cls(session, Tokens.load(), info)

    def encode(self, texts: Iterable[str]) -> Floats:
        """Vectors of texts, each read by itself; shape (texts, 384), of length one."""
        import numpy as np

        rows = [self._one(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, 384), dtype=np.float32)

    def _one(self, text: str) -> Floats:
        import numpy as np

        total = np.zeros(384, dtype=np.float32)
        for piece in _pieces(self._tokens(text)):
            total += run_row(self._session, "last_hidden_state", [CLS, *piece, SEP]).sum(axis=0)
        vector: Floats = total / np.linalg.norm(total)
        return vector


def _pieces(ids: Sequence[int]) -> list[Sequence[int]]:
    """Equal pieces of at most `PIECE` tokens; one empty piece for an empty text."""
    count = max(-(-len(ids) // PIECE), 1)
    size = -(-len(ids) // count)
    return [ids[i * size : (i + 1) * size] for i in range(count)]
