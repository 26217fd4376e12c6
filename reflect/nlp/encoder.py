"""Sentence vectors from MiniLM through ONNX Runtime: no torch at run time.

Wang et al. (2020), MiniLM; Reimers & Gurevych (2019), Sentence-BERT: the mean of the token vectors, scaled to
length one. A sentence is read together with those beside it: the tokens of a window of sentences go through
the encoder at once and are pooled sentence by sentence (late chunking; Günther et al., 2024).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.nlp.nameless import STAND_INS, WORDS, Nameless
from reflect.nlp.onnx import open_session, open_tokenizer
from reflect.nlp.windows import Window, windows
from reflect.records import ModelInfo
from reflect.resources import data_path, verified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

BATCH = 4
"""Windows that go through the encoder together."""
MAX_TOKENS = 96
"""Where a sentence is cut."""
CLS, SEP = 101, 102
"""BERT's marks before a text and after each sentence."""
WINDOW, CONTEXT = 230, 24
"""How many tokens of sentences a window holds, and how many more it sees on either side."""


@dataclass(frozen=True)
class Encoded:
    """What the encoder makes of some sentences.

    Attributes:
        vectors: one a sentence, length one, shape (sentences, width).
        tokens: per sentence, its token vectors before pooling, shape (tokens, width).
        offsets: per sentence and token, (start, end) in code points of that sentence; (0, 0) for
            the mark that closes it.
    """

    vectors: Floats
    tokens: list[Floats]
    offsets: list[list[tuple[int, int]]]


class Encoder:
    """MiniLM as an int8 ONNX file with its tokenizer; loaded on first use of `load`."""

    def __init__(
        self, session: Any, tokenizer: Any, info: ModelInfo, nameless: Nameless | None = None
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.info = info
        self._nameless = nameless
        self._stand_ins = [tokenizer.token_to_id(word) for word in STAND_INS]

    @classmethod
    def load(cls, folder: Path | None = None) -> Encoder:
        """Open the shipped encoder.

        Args:
            folder: where `model.onnx`, `tokenizer.json` and `model.json` lie; default the shipped one.

        Raises:
            ModelError: a file is missing or not the one that `model.json` names.
        """
        folder = folder or data_path("models", "encoder")
        session, card = open_session(folder)
        info = ModelInfo(card["name"], card["version"], card["sha256"])
        if "words" in card:
            verified(folder / WORDS, card["words"])
        return cls(session, open_tokenizer(folder), info, Nameless.load(folder))

    def encode(self, sentences: Sequence[str]) -> Encoded:
        """Encode the sentences of one note, in their order.

        int8 activations are scaled per batch and sentences see their neighbours, so a result depends on
        these sentences alone: encode one note at a time.

        Args:
            sentences: any number of texts; each is cut at 96 tokens.

        Returns:
            Vectors in the order of the sentences.
        """
        import numpy as np

        vectors = np.zeros((len(sentences), 384), dtype=np.float32)
        tokens: list[Floats] = [np.zeros((0, 384), dtype=np.float32)] * len(sentences)
        encodings = self._tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        rows = [(e.ids, e.offsets) for e in encodings]
        if self._nameless:
            rows = self._nameless.exchange(sentences, rows, self._stand_ins)
        ids = [[*tokens[:MAX_TOKENS], SEP] for tokens, _ in rows]
        cut = windows([len(each) for each in ids], WINDOW, CONTEXT)
        order = sorted(range(len(cut)), key=lambda i: _length(ids, cut[i]))
        for at in range(0, len(order), BATCH):
            batch = [cut[i] for i in order[at : at + BATCH]]
            for window, hidden in zip(batch, self._hidden(ids, batch), strict=True):
                place = 1 + sum(len(each) for each in ids[window.start : window.first])
                for i in range(window.first, window.last):
                    tokens[i] = hidden[place : place + len(ids[i])]
                    mean = tokens[i].mean(axis=0)
                    vectors[i] = mean / np.linalg.norm(mean)
                    place += len(ids[i])
        offsets = [[*places[:MAX_TOKENS], (0, 0)] for _, places in rows]
        return Encoded(vectors, tokens, offsets)

    def _hidden(self, ids: Sequence[list[int]], batch: Sequence[Window]) -> Floats:
        import numpy as np

        longest = max(_length(ids, window) for window in batch)
        fed = np.zeros((len(batch), longest), dtype=np.int64)
        mask = np.zeros_like(fed)
        for row, window in enumerate(batch):
            flat = [CLS, *(i for each in ids[window.start : window.end] for i in each)]
            fed[row, : len(flat)] = flat
            mask[row, : len(flat)] = 1
        feed = {"input_ids": fed, "attention_mask": mask}
        hidden: Floats = self._session.run(["last_hidden_state"], feed)[0]
        return hidden


def _length(ids: Sequence[list[int]], window: Window) -> int:
    return 1 + sum(len(each) for each in ids[window.start : window.end])
