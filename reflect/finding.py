"""Finding similar discussions: vectors of a library kept up to date, searched, and the nearest explained."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from reflect.codebook import Codebook
from reflect.records import Discussion, Note, Similar, Span, Tagged
from reflect.resources import data_path

if TYPE_CHECKING:
    from reflect.nlp.dynamics import DynamicsEncoder
    from reflect.nlp.tagger import Tagger
    from reflect.retrieve import Index, Passages, Theme
    from reflect.store import Library

OWN_ENOUGH = 20
"""From this many discussions of its own on, a service meets those and no longer the starter ones."""
WIDTH = 384
"""Numbers in a vector, of a whole text and of a sentence alike."""
TOLD = 16
"""How many discussions are encoded between two words of progress; each is kept as it is done."""
Progress = Callable[[int, int], None]
"""Told how many discussions are encoded, of how many."""


def discussion_id(note: Note) -> str:
    """The id of a note's own discussion: from its text, so that the same note is not brought in twice."""
    return f"D-{note.sha256[:8]}"


class Finder:
    """Searches a library for what goes on between people in a note.

    Args:
        codebook: gives the labels of what two texts share.
        tagger: makes the tagger when it is first needed.
    """

    def __init__(self, codebook: Codebook, tagger: Callable[[], Tagger]) -> None:
        self._codebook = codebook
        self._tagger = tagger
        self._index: tuple[object, Index] | None = None

    @cached_property
    def encoder(self) -> DynamicsEncoder:
        """The encoder of whole texts; about 0.2 s the first time."""
        from reflect.nlp.dynamics import DynamicsEncoder

        return DynamicsEncoder.load()

    def similar(
        self, tagged: Tagged, library: Library, k: int, progress: Progress | None = None
    ) -> list[Similar]:
        """The discussions most like a note, with why and how they differ."""
        from reflect.retrieve import explain, meet

        index = self._indexed(library, progress)
        found = index.search(self.encoder.encode([tagged.note.text])[0], k + 1)
        found = [each for each in found if each[0] != discussion_id(tagged.note)][:k]
        query = self._passages(tagged.note.sha256, tagged)
        results = []
        for rank, (name, score) in enumerate(found, 1):
            discussion = library.get(name)
            entry = self._told(library, discussion)
            meeting = meet(query, entry)
            results.append(
                explain(rank, score, meeting, tagged.note, query, discussion, entry, self._codebook)
            )
        return results

    def themes(self, library: Library, progress: Progress | None = None) -> list[Theme]:
        """What a library's discussions keep coming back to, the largest theme first."""
        from reflect.retrieve import themes

        index = self._indexed(library, progress)
        texts = [library.get(name) for name in index.ids]
        return themes(index.ids, index.vectors, [f"{each.title} {each.text}" for each in texts])

    def codes(
        self, library: Library, progress: Progress | None = None
    ) -> Mapping[str, frozenset[str]]:
        """The codes of each released discussion, by id; those not tagged before are tagged and kept."""
        model = self._tagger().info.sha256
        fresh = library.not_encoded(model)
        for number, discussion in enumerate(fresh):
            if progress and number % TOLD == 0:
                progress(number, len(fresh))
            self._told(library, discussion)
        return library.codes(model)

    def vector(self, discussion: Discussion) -> bytes:
        """A discussion's vector as it is stored: little-endian fp16."""
        vector: bytes = self.encoder.encode([discussion.text])[0].astype("<f2").tobytes()
        return vector

    def _indexed(self, library: Library, progress: Progress | None) -> Index:
        """The library's index: new and changed discussions encoded, the rest read from the store."""
        import numpy as np

        from reflect.retrieve import Index

        model = self.encoder.info.sha256
        self._encode_new(library, model, progress)
        key = (id(library), library.state(model))
        if self._index is None or self._index[0] != key:
            rows = library.passages(model)
            own = library.own()
            if len(own) >= OWN_ENOUGH:
                rows = [row for row in rows if row.discussion_id in own]
            vectors = np.frombuffer(b"".join(row.vector for row in rows), "<f2").reshape(-1, WIDTH)
            self._index = (key, Index([row.discussion_id for row in rows], vectors))
        return self._index[1]

    def _encode_new(self, library: Library, model: str, progress: Progress | None) -> None:
        from reflect.store import Passage, sha256_of

        fresh = library.not_encoded(model)
        for number, discussion in enumerate(fresh):
            if progress and number % TOLD == 0:
                progress(number, len(fresh))
            known = sha256_of(discussion.text)
            vector = self._shipped.get(known) or self.vector(discussion)
            whole = Passage(discussion.id, 0, len(discussion.text), (), vector)
            library.put_passages(discussion.id, model, known, [whole])

    @cached_property
    def _shipped(self) -> Mapping[str, bytes]:
        """The starter library's vectors as shipped, if this model made them: by text hash."""
        path = data_path("models", "starter.json")
        shipped = json.loads(path.read_text(encoding="utf-8"))
        if shipped["model"] != self.encoder.info.sha256:
            return {}
        return {known: base64.b64decode(vector) for known, vector in shipped["vectors"].items()}

    def _told(self, library: Library, discussion: Discussion) -> Passages:
        """A discussion's sentences with their codes: from the store, or tagged now and kept there."""
        import numpy as np

        from reflect.retrieve import Passages
        from reflect.store import Passage, sha256_of

        model, name = self._tagger().info.sha256, discussion.id
        kept = library.passages(model, name)
        if not kept:
            made = self._passages(name, self._tagger().tag(Note(discussion.text, name)))
            rows = zip(made.spans, made.codes, made.vectors.astype("<f2"), strict=True)
            kept = [Passage(name, s.start, s.end, c, v.tobytes()) for s, c, v in rows]
            library.put_passages(name, model, sha256_of(discussion.text), kept)
        vectors = np.frombuffer(b"".join(each.vector for each in kept), "<f2")
        return Passages(
            name,
            tuple(Span(each.start, each.end) for each in kept),
            tuple(each.codes for each in kept),
            vectors.reshape(-1, WIDTH).astype(np.float32),
        )

    def _passages(self, name: str, tagged: Tagged) -> Passages:
        from reflect.retrieve import Passages

        text = tagged.note.text
        kept = [s for s in tagged.sentences if len(text[s.start : s.end].split()) >= 3]
        kept = kept or list(tagged.sentences)
        runs: Sequence[str] = [text[s.start : s.end] for s in kept]
        return Passages(
            name,
            tuple(Span(s.start, s.end) for s in kept),
            tuple(tuple(code.code for code in s.codes) for s in kept),
            self._tagger().vectors(runs),
        )
