"""Labelled sentences that the code model learnt from, to show beside a mark what lies near it.

All of them are written for the purpose; none is from a record. `learn.train` writes the file.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.resources import data_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LEVELS = 127
"""Vectors are kept in 8 bits: a part of a vector of length one, times this."""


@dataclass(frozen=True)
class Examples:
    """Labelled sentences by code.

    Attributes:
        encoder: the SHA-256 of the encoder that made the vectors.
        texts: for each code its sentences.
        vectors: their vectors, shape (sentences, width), of length one.
    """

    encoder: str
    texts: Mapping[str, Sequence[str]]
    vectors: Mapping[str, Floats]

    @classmethod
    def load(cls, path: Path | None = None) -> Examples:
        """Open the shipped ones."""
        import numpy as np

        path = path or data_path("models", "codes", "examples.json")
        kept = json.loads(path.read_text(encoding="utf-8"))
        vectors = {}
        for code, packed in kept["vectors"].items():
            levels = np.frombuffer(base64.b64decode(packed), dtype=np.int8)
            rows = levels.reshape(len(kept["texts"][code]), -1).astype(np.float32)
            vectors[code] = rows / np.float32(LEVELS)
        return cls(kept["encoder"], kept["texts"], vectors)

    def dumps(self) -> str:
        """As the JSON that `load` reads."""
        packed = {
            code: base64.b64encode((rows * LEVELS).round().astype("int8").tobytes()).decode()
            for code, rows in self.vectors.items()
        }
        kept = {"encoder": self.encoder, "texts": self.texts, "vectors": packed}
        return json.dumps(kept, ensure_ascii=False, indent=0) + "\n"

    def near(self, code: str, vector: Floats, most: int = 2) -> tuple[str, ...]:
        """The sentences with a code that lie nearest.

        Args:
            code: the code.
            vector: a sentence's, of length one.
            most: how many at most.
        """
        if code not in self.vectors:
            return ()
        order = (-(self.vectors[code] @ vector)).argsort(kind="stable")[:most]
        return tuple(self.texts[code][int(i)] for i in order)
