"""Models and data, loaded once and only when needed, behind plain verbs: tag, ask, compare, lay out."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.codebook import Codebook, load
from reflect.finding import Finder, Progress
from reflect.records import Anonymised, ModelInfo, Note, Question, Similar, Tagged

if TYPE_CHECKING:
    from reflect.identifiers import Seen
    from reflect.nlp.names import Namer
    from reflect.nlp.tagger import Tagger
    from reflect.privacy import Known
    from reflect.questions import Bank
    from reflect.store import Library


class Engine:
    """One codebook with everything that reads notes by it. Safe to share between threads."""

    def __init__(self, own_codebook: Path | None = None) -> None:
        self.codebook: Codebook = load(own_codebook)
        self._lock = threading.RLock()

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
    def finder(self) -> Finder:
        """What finds similar discussions."""
        return Finder(self.codebook, lambda: self.tagger)

    @cached_property
    def bank(self) -> Bank:
        """The reflective questions."""
        from reflect.questions import load_bank

        return load_bank(self.codebook)

    def tag(self, note: Note) -> Tagged:
        """Mark one note."""
        with self._lock:
            return self.tagger.tag(note)

    def anonymise(
        self, note: Note, roster: Sequence[Known] = (), *, bands: bool = False
    ) -> Anonymised:
        """Put surrogates in the place of a note's identifiers."""
        from reflect.privacy import anonymise

        return anonymise(note, self.seen(note), roster, bands=bands)

    def seen(self, note: Note) -> Seen:
        """What the model sees in a note; about 0.2 s for 1,000 words."""
        with self._lock:
            return self.namer.see(note.text)

    def questions(
        self, tagged: Tagged, *, lens: str = "", dismissed: Collection[str] = (), most: int = 3
    ) -> list[Question]:
        """Choose at most three questions for a note."""
        from reflect.questions import choose

        return choose(tagged, self.bank, lens=lens, dismissed=dismissed, most=most)

    def similar(
        self, tagged: Tagged, library: Library, k: int = 10, progress: Progress | None = None
    ) -> list[Similar]:
        """The discussions of a library most like a note, with why and how they differ."""
        with self._lock:
            return self.finder.similar(tagged, library, k, progress)

    def page(self, tagged: Tagged) -> str:
        """A marked note as a page of HTML."""
        from reflect.sheet import marked_page

        return marked_page(tagged, self.codebook)
