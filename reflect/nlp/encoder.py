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

from reflect.nlp.alike import Alike
from reflect.nlp.nameless import WORDS
from reflect.nlp.onnx import open_session, open_tokenizer, run_row
from reflect.nlp.windows import windows
from reflect.records import ModelInfo
from reflect.resources import data_path, verified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

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
        self, session: Any, tokenizer: Any, info: ModelInfo, alike: Alike | None = None
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.info = info
        self._alike = alike

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
        tokenizer = open_tokenizer(folder)
        return cls(session, tokenizer, info, Alike.load(folder, tokenizer))

    def encode(self, sentences: Sequence[str]) -> Encoded:
        """Encode the sentences of one note, in their order.

        int8 activations are scaled per window and sentences see their neighbours, so a result depends on
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
        if self._alike:
            rows = self._alike.exchange(sentences, rows)
        ids = [[*tokens[:MAX_TOKENS], SEP] for tokens, _ in rows]
        cut = windows([len(each) for each in ids], WINDOW, CONTEXT)
        for window in cut:  # one by one: as fast as together, and no padding
            row = [CLS, *(i for each in ids[window.start : window.end] for i in each)]
            hidden = run_row(self._session, "last_hidden_state", row)
            place = 1 + sum(len(each) for each in ids[window.start : window.first])
            for i in range(window.first, window.last):
                tokens[i] = hidden[place : place + len(ids[i])]
                mean = tokens[i].mean(axis=0)
                vectors[i] = mean / np.linalg.norm(mean)
                place += len(ids[i])
        offsets = [[*places[:MAX_TOKENS], (0, 0)] for _, places in rows]
        return Encoded(vectors, tokens, offsets)
