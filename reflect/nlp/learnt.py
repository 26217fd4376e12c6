"""What was learnt from people's corrections: a small layer that is added to the shipped head's.

The shipped model stays as it is; without this layer, or with another shipped model, its marks are its own again.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Learnt:
    """A layer over sentence vectors.

    Attributes:
        head: the SHA-256 of the shipped head that it is added to.
        codes: its columns.
        weights: shape (width, codes).
        bias: shape (codes,).
    """

    head: str
    codes: tuple[str, ...]
    weights: Floats
    bias: Floats

    @property
    def sha256(self) -> str:
        """One hash over everything that it changes."""
        whole = hashlib.sha256("\n".join((self.head, *self.codes)).encode())
        whole.update(self.weights.astype("<f4").tobytes() + self.bias.astype("<f4").tobytes())
        return whole.hexdigest()

    def dumps(self) -> str:
        """As JSON, to be kept."""
        return json.dumps(
            {
                "head": self.head,
                "codes": self.codes,
                "weights": base64.b64encode(self.weights.astype("<f4").tobytes()).decode(),
                "bias": base64.b64encode(self.bias.astype("<f4").tobytes()).decode(),
            }
        )

    @classmethod
    def loads(cls, kept: str) -> Learnt:
        """From what `dumps` made."""
        import numpy as np

        row = json.loads(kept)
        bias = np.frombuffer(base64.b64decode(row["bias"]), "<f4")
        weights = np.frombuffer(base64.b64decode(row["weights"]), "<f4").reshape(-1, len(bias))
        return cls(row["head"], tuple(row["codes"]), weights, bias)
