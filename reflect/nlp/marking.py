"""Codes for the sentences of one note: encoder, cues and head together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reflect.codebook import Codebook
from reflect.nlp.cues import SAID, Hit, Rules
from reflect.nlp.encoder import Encoded, Encoder
from reflect.nlp.head import Head, features, shape_of
from reflect.nlp.identity import model_info
from reflect.nlp.learnt import Learnt
from reflect.records import Code, ModelInfo, Sentence, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

TERM_CODES = frozenset(
    {"language.deficit", "language.jargon", "language.praise", "language.minimising", "voice.words"}
)
"""Codes whose evidence is the term or quotation itself (codebook, "Evidence")."""

SURE_OF_SPEECH = 0.6
"""The least score of a child's own words where a quotation has a child's name before it."""

_BREAK = re.compile(r"[,;:–—()|…]|\s-\s")
_JOINERS = frozenset(
    """
    and but so because when if while whereas or then who which until although
    """.split()
)


@dataclass(frozen=True)
class Marker:
    """The model in use, with the codebook and the rules that it reads."""

    encoder: Encoder
    head: Head
    codebook: Codebook
    rules: Rules
    info: ModelInfo

    @classmethod
    def load(cls, codebook: Codebook, learnt: Learnt | None = None) -> Marker:
        """Open the shipped encoder and head.

        Args:
            codebook: the codebook in use.
            learnt: what was learnt from a workspace's corrections.
        """
        encoder = Encoder.load()
        rules, info = Rules.load(codebook), model_info(codebook, learnt)
        head = Head.load(encoder.info, learnt=learnt)
        return cls(encoder, head, codebook, rules, info)

    @property
    def families(self) -> tuple[str, ...]:
        """The families' ids, in order."""
        return tuple(family.id for family in self.codebook.families)

    def encode(self, text: str, tiles: Sequence[Span]) -> Encoded:
        """The sentences of one note, encoded for marking."""
        runs = (text[tile.start : tile.end] for tile in tiles)
        return self.encoder.encode([" ".join(run.split()) for run in runs])

    def mark(
        self,
        text: str,
        tiles: Sequence[Span],
        hits: Sequence[Sequence[Hit]],
        encoded: Encoded | None = None,
    ) -> tuple[Sentence, ...]:
        """Mark one note.

        Args:
            text: the note.
            tiles: its sentences.
            hits: for each sentence the cues found.
            encoded: its sentences, where they were encoded before.

        Returns:
            Sentences with the codes above their thresholds and every code's score.
        """
        if not tiles:
            return ()
        runs = [text[tile.start : tile.end] for tile in tiles]
        encoded = encoded or self.encode(text, tiles)
        laid = lay_out(runs, encoded.vectors, hits, self.head.cues)
        scores = self.head.scores(laid)
        sentences = []
        for i, tile in enumerate(tiles):
            row = {c: round(float(s), 3) for c, s in zip(self.head.codes, scores[i], strict=True)}
            if any(hit.cue == SAID for hit in hits[i]):
                row["voice.words"] = max(row["voice.words"], SURE_OF_SPEECH)
            shown = [c for c in row if row[c] >= self.head.thresholds[c] and runs[i].strip()]
            codes = tuple(
                Code(code, row[code], *self._evidence(code, runs[i], tile, encoded, i, hits[i]))
                for code in sorted(shown, key=self.codebook.order)
            )
            sentences.append(Sentence(tile.start, tile.end, codes, row))
        return tuple(sentences)

    def _evidence(
        self, code: str, run: str, tile: Span, encoded: Encoded, i: int, hits: Sequence[Hit]
    ) -> tuple[tuple[Span, ...], str]:
        own = [hit for hit in hits if hit.code == code and hit.owned]
        if code == "voice.words" and not own:
            # The model heard a child where the page does not say who speaks: the quotation it is.
            own = [hit for hit in hits if hit.code == code]
        if own and code in TERM_CODES:
            return _joined([hit.span for hit in own]), f"rule:{own[0].cue}"
        flat = " ".join(run.split())
        found = _peak(self.head.token_weights(encoded.tokens[i], code), encoded.offsets[i], flat)
        origin = f"rule:{own[0].cue}" if own else "model"
        if found is None:
            return (Span(*_strip(run, tile)),), origin
        return (_place(run, tile, flat, found),), origin


def lay_out(
    runs: Sequence[str], vectors: Floats, hits: Sequence[Sequence[Hit]], cues: Sequence[str]
) -> Floats:
    """Features of a note's sentences, for training and for marking alike.

    Args:
        runs: the sentences' text.
        vectors: their vectors, shape (n, d).
        hits: the cues found in each.
        cues: the cues that the head knows, in order.

    Returns:
        Shape (n, width of the head).
    """
    import numpy as np

    place = {cue: i for i, cue in enumerate(cues)}
    bits = np.zeros((len(runs), len(cues)), dtype=np.float32)
    for row, found in enumerate(hits):
        for hit in found:
            if hit.cue in place:
                bits[row, place[hit.cue]] = 1.0
    heads = [is_heading(run) for run in runs]
    above, last = [], -1
    for i, head in enumerate(heads):
        above.append(last)
        last = i if head else last
    count = max(len(runs) - 1, 1)
    shape = [shape_of(run, heads[i], i / count) for i, run in enumerate(runs)]
    return features(vectors, above, bits, np.array(shape, dtype=np.float32))


def is_heading(run: str) -> bool:
    """Whether a sentence is a heading: a short line of its own, by its colon, capitals or marks."""
    line = run.strip()
    words = line.split()
    if not words or len(words) > 8 or "\n" not in run:
        return False
    if line.startswith("#") or line.endswith(":") or line.isupper():
        return True
    return line[-1].isalnum() and line[0].isupper() and len(words) <= 5 and not line[-1].isdigit()


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap merged."""
    merged: list[Span] = []
    for span in sorted(set(spans)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _peak(weights: Floats, offsets: Sequence[tuple[int, int]], flat: str) -> tuple[int, int] | None:
    """The run of whole words whose tokens pull hardest above the sentence's own mean."""
    words: list[tuple[int, int, float]] = []
    for weight, (a, b) in zip(weights, offsets, strict=True):
        if a == b:
            continue
        if words and flat[a - 1 : a].strip():  # a word piece or a mark that clings to a word
            start, _, total = words[-1]
            words[-1] = (start, b, total + float(weight))
        else:
            words.append((a, b, float(weight)))
    if len(words) <= 6:
        return None
    mean = sum(w for *_, w in words) / len(words)
    best, best_range, total, begin = 0.0, None, 0.0, 0
    for i, (*_, weight) in enumerate(words):
        if total <= 0:
            total, begin = 0.0, i
        total += weight - mean
        if total > best:
            best, best_range = total, (begin, i)
    if best_range is None:
        return None
    return _whole_clauses(words, best_range, flat)


def _whole_clauses(
    words: Sequence[tuple[int, int, float]], peak: tuple[int, int], flat: str
) -> tuple[int, int] | None:
    """Widen a peak to the clauses that it stands in, so that the run reads as a thought."""
    edges = [0]
    for i in range(1, len(words)):
        gap = flat[words[i - 1][0] : words[i][0]]
        if _BREAK.search(gap) or flat[slice(*words[i][:2])].lower() in _JOINERS:
            edges.append(i)
    edges.append(len(words))
    kept = []
    for a, b in itertools.pairwise(edges):
        shared = min(b, peak[1] + 1) - max(a, peak[0])
        if shared > 0 and (2 * shared >= b - a or 2 * shared > peak[1] - peak[0]):
            kept.append((a, b))
    if not kept or (kept[0][0] == 0 and kept[-1][1] == len(words)):
        return None
    return words[kept[0][0]][0], words[kept[-1][1] - 1][1]


def _place(run: str, tile: Span, flat: str, found: tuple[int, int]) -> Span:
    """Carry an offset of the sentence with its spaces folded back to the note."""
    places = []
    at = 0
    for char in flat:
        if char == " ":
            while not run[at].isspace():
                at += 1
        else:
            while run[at].isspace():
                at += 1
        places.append(at)
        at += 1
    start, end = places[found[0]], places[found[1] - 1] + 1
    while end - 1 > start and run[end - 1] in ".,;: \n":
        end -= 1
    return Span(tile.start + start, tile.start + end)


def _strip(run: str, tile: Span) -> tuple[int, int]:
    left = len(run) - len(run.lstrip())
    return tile.start + left, tile.start + max(len(run.rstrip()), left + 1)
