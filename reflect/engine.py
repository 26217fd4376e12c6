"""Models and data, loaded once and only when needed, behind plain verbs: tag, ask, compare, lay out."""

from __future__ import annotations

import base64
import dataclasses
import json
import threading
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.codebook import Codebook, load
from reflect.records import Anonymised, Discussion, ModelInfo, Note, Question, Similar, Tagged
from reflect.resources import data_path

if TYPE_CHECKING:
    from reflect.nlp.names import Namer
    from reflect.nlp.tagger import Tagger
    from reflect.privacy import Known, Seen
    from reflect.questions import Bank
    from reflect.retrieve import Index, Passages
    from reflect.store import Library, Passage

OWN_ENOUGH = 20
"""From this many discussions of its own on, a service meets those and no longer the starter ones."""


class Engine:
    """One codebook with everything that reads notes by it. Safe to share between threads."""

    def __init__(self, own_codebook: Path | None = None) -> None:
        self.codebook: Codebook = load(own_codebook)
        self._lock = threading.RLock()
        self._index: tuple[object, Index] | None = None

    @cached_property
    def model(self) -> ModelInfo:
        """Which model marks, told without loading it."""
        from reflect.nlp.identity import model_info

        return model_info(self.codebook)

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger; about 1 s the first time."""
        from reflect.nlp.tagger import Tagger

        return Tagger.load(self.codebook)

    @cached_property
    def namer(self) -> Namer:
        """The model that finds identifiers; about 0.2 s the first time."""
        from reflect.nlp.names import Namer

        return Namer.load()

    @cached_property
    def bank(self) -> Bank:
        """The reflective questions."""
        from reflect.questions import load_bank

        return load_bank(self.codebook)

    def tag(self, note: Note) -> Tagged:
        """Mark one note."""
        with self._lock:
            return self.tagger.tag(note)

    def anonymise(self, note: Note, roster: Sequence[Known] = ()) -> Anonymised:
        """Put surrogates in the place of a note's identifiers."""
        from reflect.privacy import anonymise

        return anonymise(note, self.seen(note.text), roster)

    def seen(self, text: str) -> Seen:
        """What the model sees in a text: identifiers, singling circumstances, half-seen names."""
        from reflect.privacy import Found, Seen

        with self._lock:
            sure, half = self.namer.find(text)
        return Seen(
            [
                Found(n.start, n.end, n.kind, n.score, "model", role=n.role.replace("other", ""))
                for n in sure
                if n.kind != "QUASI"
            ],
            [(n.start, n.end) for n in (*sure, *half) if n.kind == "QUASI"],
            [(n.start, n.end) for n in half if n.kind in ("PERSON", "PLACE", "ORG")],
            self.namer.common,
        )

    def questions(
        self, tagged: Tagged, *, lens: str = "", dismissed: Collection[str] = (), most: int = 3
    ) -> list[Question]:
        """Choose at most three questions for a note."""
        from reflect.questions import choose

        return choose(tagged, self.bank, lens=lens, dismissed=dismissed, most=most)

    def similar(self, tagged: Tagged, library: Library, k: int = 10) -> list[Similar]:
        """The discussions of a library most like a note, with why and how they differ."""
        from reflect.retrieve import explain

        with self._lock:
            query = self._passages(tagged.note.sha256, tagged)
            index = self._indexed(library)
            words = library.search(tagged.note.text, k=200)
            entries = {entry.id: entry for entry in index.entries}
            return [
                explain(
                    rank,
                    meeting,
                    tagged.note,
                    query,
                    library.get(meeting.id),
                    entries[meeting.id],
                    self.codebook,
                )
                for rank, meeting in enumerate(index.search(query, words, k), 1)
            ]

    def page(self, tagged: Tagged) -> str:
        """A marked note as a page of HTML."""
        from reflect.sheet import marked_page

        return marked_page(tagged, self.codebook)

    def _passages(self, name: str, tagged: Tagged) -> Passages:
        from reflect.records import Span
        from reflect.retrieve import Passages

        text = tagged.note.text
        kept = [s for s in tagged.sentences if len(text[s.start : s.end].split()) >= 3]
        kept = kept or list(tagged.sentences)
        return Passages(
            name,
            tuple(Span(s.start, s.end) for s in kept),
            tuple(tuple(code.code for code in s.codes) for s in kept),
            self.tagger.vectors([text[s.start : s.end] for s in kept]),
        )

    def _indexed(self, library: Library) -> Index:
        """The library's index: new discussions encoded, the rest read from the store."""
        self._encode_new(library)
        released = library.list("released")
        key = (id(library), tuple((each.id, hash(each.text)) for each in released))
        if self._index is None or self._index[0] != key:
            from reflect.retrieve import Index

            own = {d.id for d in released if d.origin != "bundled"}
            entries = self._stored(library)
            if len(own) >= OWN_ENOUGH:
                entries = (entry for entry in entries if entry.id in own)
            self._index = (key, Index(list(entries)))
        return self._index[1]

    def _encode_new(self, library: Library) -> None:
        from reflect.store import sha256_of

        for discussion in library.not_encoded(self.model.sha256):
            known = sha256_of(discussion.text)
            rows = self._shipped.get(known) or self.encoded(discussion)
            mine = [dataclasses.replace(row, discussion_id=discussion.id) for row in rows]
            library.put_passages(discussion.id, self.model.sha256, known, mine)

    def encoded(self, discussion: Discussion) -> list[Passage]:
        """A discussion's passages with their codes and vectors (fp16), made now."""
        from reflect.store import Passage

        entry = self._passages(discussion.id, self.tagger.tag(Note(discussion.text, discussion.id)))
        vectors = entry.vectors.astype("<f2")
        return [
            Passage(discussion.id, span.start, span.end, codes, vector.tobytes())
            for span, codes, vector in zip(entry.spans, entry.codes, vectors, strict=True)
        ]

    @cached_property
    def _shipped(self) -> dict[str, list[Passage]]:
        """The starter library's passages as shipped, if this model made them: by text hash."""
        from reflect.store import Passage

        path = data_path("models", "starter.json")
        shipped = json.loads(path.read_text(encoding="utf-8"))
        if shipped["model"] != self.model.sha256:
            return {}
        return {
            known: [Passage("", a, b, tuple(codes), base64.b64decode(v)) for a, b, codes, v in rows]
            for known, rows in shipped["discussions"].items()
        }

    def _stored(self, library: Library) -> Iterator[Passages]:
        from itertools import groupby

        import numpy as np

        from reflect.records import Span
        from reflect.retrieve import Passages

        rows = library.passages(self.model.sha256)
        for name, group in groupby(rows, key=lambda row: row.discussion_id):
            mine = list(group)
            yield Passages(
                name,
                tuple(Span(row.start, row.end) for row in mine),
                tuple(row.codes for row in mine),
                np.stack([np.frombuffer(row.vector, "<f2") for row in mine]).astype(np.float32),
            )
