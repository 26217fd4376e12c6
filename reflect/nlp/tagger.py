"""Notes in, marked notes out: the interface that every trained model keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reflect.ahead import ahead
from reflect.codebook import Codebook, rollups
from reflect.nlp.learnt import Learnt
from reflect.nlp.marking import Marker
from reflect.nlp.sentences import split
from reflect.records import ModelInfo, Note, Tagged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language

    from reflect.nlp.encoder import Encoded


class Tagger:
    """Marks notes with the codes of a codebook."""

    def __init__(self, nlp: Language, marker: Marker) -> None:
        self.nlp = nlp
        self._marker = marker

    @classmethod
    def load(cls, codebook: Codebook, learnt: Learnt | None = None) -> Tagger:
        """Open the models and build the pipeline; about 1 s the first time.

        Args:
            codebook: the codebook in use.
            learnt: what was learnt from a workspace's corrections.

        Raises:
            ModelError: a model file is missing or not the one its card names.
        """
        from reflect.nlp.pipeline import build  # imports spaCy: 0.5 s

        marker = Marker.load(codebook, learnt)
        return cls(build(marker), marker)

    @property
    def info(self) -> ModelInfo:
        """Which model marks."""
        return self._marker.info

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Each code's score from which it is shown, in the codes' order."""
        return self._marker.head.thresholds

    def tag(self, note: Note, encoded: Encoded | None = None) -> Tagged:
        """Mark one note, its sentences encoded before or now. The same text and model give the same marks."""
        doc = self.nlp.make_doc(note.text)
        doc._.encoded = encoded
        doc = self.nlp(doc)
        sentences, people = doc._.sentences, doc._.people
        maps = rollups(self._marker.codebook, sentences, people)
        return Tagged(note, sentences, people, maps, self.info)

    def pipe(self, notes: Iterable[Note]) -> Iterator[Tagged]:
        """Mark notes one after another, lazily; while one is marked the next is encoded beside it."""
        for note, encoded in ahead(self._encoded, notes):
            yield self.tag(note, encoded)

    def _encoded(self, note: Note) -> Encoded:
        return self._marker.encode(note.text, split(note.text))

    def vectors(self, runs: Sequence[str]) -> NDArray[np.float32]:
        """Encode sentences, spaces folded; shape (n, d), each of length one."""
        return self._marker.encoder.encode([" ".join(run.split()) for run in runs]).vectors
