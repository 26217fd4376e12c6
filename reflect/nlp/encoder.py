"""Sentence vectors from MiniLM through ONNX Runtime: no torch at run time.

Wang et al. (2020), MiniLM; Reimers & Gurevych (2019), Sentence-BERT: the mean of the token
vectors, scaled to length one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.records import ModelInfo
from reflect.resources import data_path, verified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

BATCH = 32
MAX_TOKENS = 128


@dataclass(frozen=True)
class Encoded:
    """What the encoder makes of some sentences.

    Attributes:
        vectors: one a sentence, length one, shape (sentences, width).
        tokens: per sentence, its token vectors before pooling, shape (tokens, width).
        offsets: per sentence and token, (start, end) in code points of that sentence; (0, 0) for
            the marks that the tokenizer adds.
    """

    vectors: Floats
    tokens: list[Floats]
    offsets: list[list[tuple[int, int]]]


class Encoder:
    """MiniLM as an int8 ONNX file with its tokenizer; loaded on first use of `load`."""

    def __init__(self, session: Any, tokenizer: Any, info: ModelInfo) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.info = info

    @classmethod
    def load(cls, folder: Path | None = None) -> Encoder:
        """Open the shipped encoder.

        Args:
            folder: where `model.onnx`, `tokenizer.json` and `model.json` lie; default the shipped one.

        Raises:
            ModelError: a file is missing or not the one that `model.json` names.
        """
        import onnxruntime  # 90 ms
        import tokenizers  # 20 ms

        folder = folder or data_path("models", "encoder")
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        model = verified(folder / "model.onnx", card["sha256"])
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.enable_padding()
        return cls(session, tokenizer, ModelInfo(card["name"], card["version"], card["sha256"]))

    def encode(self, sentences: Sequence[str]) -> Encoded:
        """Encode sentences, in batches of like length.

        int8 activations are scaled per batch, so the batches depend on these sentences alone:
        encode one note at a time for a result that does not depend on its neighbours.

        Args:
            sentences: any number of texts; each is cut at 128 tokens.

        Returns:
            Vectors in the order of the sentences.
        """
        import numpy as np

        vectors = np.zeros((len(sentences), 384), dtype=np.float32)
        tokens: list[Floats] = [np.zeros((0, 384), dtype=np.float32)] * len(sentences)
        offsets: list[list[tuple[int, int]]] = [[] for _ in sentences]
        order = sorted(range(len(sentences)), key=lambda i: (len(sentences[i]), i))
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            encodings = self._tokenizer.encode_batch([sentences[i] for i in rows])
            mask = np.array([e.attention_mask for e in encodings], dtype=np.int64)
            hidden = self._hidden(np.array([e.ids for e in encodings], dtype=np.int64), mask)
            weights = mask[:, :, None].astype(np.float32)
            pooled = (hidden * weights).sum(1) / weights.sum(1)
            pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
            for row, encoding, vector, states in zip(rows, encodings, pooled, hidden, strict=True):
                length = int(sum(encoding.attention_mask))
                vectors[row] = vector
                tokens[row] = states[:length]
                offsets[row] = list(encoding.offsets[:length])
        return Encoded(vectors, tokens, offsets)

    def _hidden(self, ids: NDArray[Any], mask: NDArray[Any]) -> Floats:
        feed = {"input_ids": ids, "attention_mask": mask}
        hidden: Floats = self._session.run(["last_hidden_state"], feed)[0]
        return hidden
