"""Identifiers by a token-classification model: MiniLM, int8, with the case of each word as an input.

The vocabulary is lower-case, so that "tyler" is read as "Tyler" is; how a word was typed goes in beside it, in
the place of BERT's segment embedding. Windows overlap, so that a name at an edge has its context.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.nlp.encoder import CLS, SEP
from reflect.nlp.windows import windows
from reflect.records import ModelInfo
from reflect.resources import data_path, verified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WINDOW, CONTEXT, BATCH = 190, 32, 8
WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
LOWER, TITLE, LETTER, UPPER, NUMBER, MARK = range(6)
"""How a word is typed: what goes into the segment embedding."""
_GLUE = re.compile(r"\s*|\s?['’-]\s?|\.\s?")


@dataclass(frozen=True, slots=True)
class Named:
    """A run that the model takes for an identifier; `kind` QUASI is a singling circumstance.

    For a PERSON `role` is who it takes them for: child, mother, father, worker or relative.
    """

    start: int
    end: int
    kind: str
    score: float
    role: str = ""


def typed(word: str) -> int:
    """How a word is typed: lower-case, with a capital, one letter, in capitals or mixed, a number, a mark."""
    if word.isdigit():
        return NUMBER
    if not word[0].isalpha():
        return MARK
    if word.islower():
        return LOWER
    if len(word) == 1:
        return LETTER
    return TITLE if word[0].isupper() and word[1:].islower() else UPPER


class Namer:
    """The model that finds identifiers; `load` opens the shipped one."""

    def __init__(self, session: Any, tokenizer: Any, card: dict[str, Any], common: frozenset[str]):
        self._session = session
        self._tokenizer = tokenizer
        self._tags: list[str] = card["tags"]
        self._threshold: float = card["threshold"]
        self._maybe: float = card["maybe"]
        self.common = common
        self.info = ModelInfo(card["name"], card["version"], card["sha256"])

    @classmethod
    def load(cls, folder: Path | None = None) -> Namer:
        """Open the shipped model.

        Raises:
            ModelError: a file is missing or not the one that `model.json` names.
        """
        import onnxruntime  # 90 ms
        import tokenizers  # 20 ms

        folder = folder or data_path("models", "names")
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        path = verified(folder / "model.onnx", card["sha256"])
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = tokenizers.Tokenizer.from_file(
            str(data_path("models", "encoder", "tokenizer.json"))
        )
        tokenizer.no_truncation()
        tokenizer.no_padding()
        common = frozenset((folder / "common.txt").read_text(encoding="utf-8").split())
        return cls(session, tokenizer, card, common)

    def find(self, text: str) -> tuple[list[Named], list[Named]]:
        """Identifiers of a note, and runs that are only half believed.

        Returns:
            What is above the threshold, and what lies between `maybe` and the threshold; offsets
            into the text, in order.
        """
        import numpy as np

        words = [match.span() for match in WORD.finditer(text)]
        if not words:
            return [], []
        chances = self._chances(text, words)
        outside = chances[:, 0]
        best = chances[:, 1:].argmax(axis=1) + 1
        tags = [self._tags[i] for i in best]
        sure = 1 - outside >= self._threshold
        half = (1 - outside >= self._maybe) & ~sure
        return (
            _joined(text, words, tags, np.flatnonzero(sure), 1 - outside),
            _joined(text, words, tags, np.flatnonzero(half), 1 - outside),
        )

    def _chances(self, text: str, words: Sequence[tuple[int, int]]) -> Floats:
        """The probability of each tag for each word, shape (words, tags): the mean over its pieces."""
        import numpy as np

        runs = [text[a:b] for a, b in words]
        pieces = [e.ids for e in self._tokenizer.encode_batch(runs, add_special_tokens=False)]
        kinds = [typed(run) for run in runs]
        sums = np.zeros((len(words), len(self._tags)), dtype=np.float32)
        cut = windows([len(p) for p in pieces], WINDOW, CONTEXT)
        for at in range(0, len(cut), BATCH):
            rows = [row(pieces, kinds, w.start, w.end) for w in cut[at : at + BATCH]]
            logits = self._run(rows)
            for window, (_, _, places), logit in zip(
                cut[at : at + BATCH], rows, logits, strict=True
            ):
                for place, word in enumerate(places):
                    if window.first <= word < window.last:
                        sums[word] += logit[place] / max(len(pieces[word]), 1)
        raised = np.exp(sums - sums.max(axis=1, keepdims=True))
        result: Floats = raised / raised.sum(axis=1, keepdims=True)
        return result

    def _run(self, rows: Sequence[tuple[list[int], list[int], list[int]]]) -> Floats:
        import numpy as np

        longest = max(len(row[0]) for row in rows)
        ids, kinds, mask = (np.zeros((len(rows), longest), dtype=np.int64) for _ in range(3))
        for i, (pieces, typing, _) in enumerate(rows):
            ids[i, : len(pieces)], kinds[i, : len(pieces)], mask[i, : len(pieces)] = (
                pieces,
                typing,
                1,
            )
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}
        logits: Floats = self._session.run(["logits"], feed)[0]
        return logits


def row(
    pieces: Sequence[list[int]], kinds: Sequence[int], start: int, end: int
) -> tuple[list[int], list[int], list[int]]:
    """A window's token ids, how their words are typed, and which word each belongs to (-1 for none)."""
    ids, typing, words = [CLS], [MARK], [-1]
    for word in range(start, end):
        ids += pieces[word]
        typing += [kinds[word]] * len(pieces[word])
        words += [word] * len(pieces[word])
    return [*ids, SEP], [*typing, MARK], [*words, -1]


def _joined(
    text: str,
    words: Sequence[tuple[int, int]],
    tags: Sequence[str],
    chosen: Sequence[int] | NDArray[Any],
    scores: Floats,
) -> list[Named]:
    """Join neighbouring words of one kind into runs, a new one at each B tag."""
    found: list[Named] = []
    last = -2
    for i in (int(each) for each in chosen):
        start, end = words[i]
        begin, _, rest = tags[i].partition("-")
        kind, _, role = rest.partition(".")
        joins = found and i == last + 1 and found[-1].kind == kind and begin == "I"
        if joins and _GLUE.fullmatch(text, words[last][1], start):
            old = found.pop()
            found.append(Named(old.start, end, kind, max(old.score, float(scores[i])), old.role))
        else:
            found.append(Named(start, end, kind, float(scores[i]), role))
        last = i
    return [each for each in found if any(c.isalnum() for c in text[each.start : each.end])]
