"""Models and data, loaded once and only when needed, behind plain verbs: tag, ask, compare, lay out."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.ahead import ahead
from reflect.codebook import Codebook, load
from reflect.finding import Finder, Progress
from reflect.records import (
    Anonymised,
    Explanation,
    Mark,
    ModelInfo,
    Note,
    Question,
    Similar,
    Tagged,
)

if TYPE_CHECKING:
    from reflect.identifiers import Seen
    from reflect.nlp.examples import Examples
    from reflect.nlp.learnt import Learnt
    from reflect.nlp.names import Namer
    from reflect.nlp.tagger import Tagger
    from reflect.privacy import Known
    from reflect.questions import Bank
    from reflect.retrieve import Theme
    from reflect.store import Library


class Engine:
    """One codebook with everything that reads notes by it. Safe to share between threads.

    Args:
        own_codebook: a council's own codebook.
        learnt: what was learnt from a workspace's corrections, as it was kept.
    """

    def __init__(self, own_codebook: Path | None = None, learnt: str = "") -> None:
        self.codebook: Codebook = load(own_codebook)
        self._kept = learnt
        self._lock = threading.RLock()

    @cached_property
    def model(self) -> ModelInfo:
        """Which model marks, told without loading it."""
        from reflect.nlp.identity import model_info

        return model_info(self.codebook, self.learnt)

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger; about 1 s the first time."""
        from reflect.nlp.tagger import Tagger

        return Tagger.load(self.codebook, self.learnt)

    @cached_property
    def learnt(self) -> Learnt | None:
        """What was learnt from corrections to the shipped model; None with another shipped model."""
        from reflect.nlp.identity import shipped_head
        from reflect.nlp.learnt import Learnt

        learnt = Learnt.loads(self._kept) if self._kept else None
        return learnt if learnt and learnt.head == shipped_head() else None

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

    def tag_all(self, notes: Iterable[Note]) -> Iterator[Tagged]:
        """Mark many notes, lazily and in order; faster than one by one. For one thread."""
        return self.tagger.pipe(notes)

    def anonymise(
        self, note: Note, roster: Sequence[Known] = (), *, bands: bool = False
    ) -> Anonymised:
        """Put surrogates in the place of a note's identifiers."""
        from reflect.privacy import anonymise

        return anonymise(note, self.seen(note), roster, bands=bands)

    def anonymise_all(
        self, notes: Iterable[Note], roster: Sequence[Known] = (), *, bands: bool = False
    ) -> Iterator[Anonymised]:
        """Put surrogates into many notes, lazily and in order; faster than one by one."""
        from reflect.privacy import anonymise

        for note, seen in ahead(self.seen, notes):
            yield anonymise(note, seen, roster, bands=bands)

    def seen(self, note: Note) -> Seen:
        """What the model sees in a note; about 0.2 s for 1,000 words."""
        with self._lock:
            return self.namer.see(note.text)

    def why(self, tagged: Tagged, mark: Mark) -> Explanation:
        """Why a mark was made: the codebook's lines, what spoke for it, labelled sentences near it."""
        code = self.codebook.get(mark.code)
        place = next(i for i, s in enumerate(tagged.sentences) if s.start <= mark.start < s.end)
        text = tagged.note.text
        with self._lock:
            rows = self.tagger.vectors([text[s.start : s.end] for s in tagged.sentences])
        rule = mark.origin.startswith("rule:")
        by = (
            "words that a rule knows, and the model"
            if rule
            else "the model, from the words around it"
        )
        near = self.labelled.near(mark.code, rows[place]) if mark.by_machine else ()
        return Explanation(code.definition, code.code_when, code.near_misses, by, near)

    @cached_property
    def labelled(self) -> Examples:
        """The labelled sentences that are shown beside a mark."""
        from reflect.nlp.examples import Examples

        return Examples.load()

    def questions(
        self,
        tagged: Tagged,
        *,
        lens: str = "",
        dismissed: Collection[str] = (),
        said: Mapping[str, int] | None = None,
        most: int = 3,
    ) -> list[Question]:
        """Choose at most three questions for a note."""
        from reflect.questions import choose

        said = said or {}
        return choose(tagged, self.bank, lens=lens, dismissed=dismissed, said=said, most=most)

    def similar(
        self, tagged: Tagged, library: Library, k: int = 10, progress: Progress | None = None
    ) -> list[Similar]:
        """The discussions of a library most like a note, with why and how they differ."""
        with self._lock:
            return self.finder.similar(tagged, library, k, progress)

    def codes(
        self, library: Library, progress: Progress | None = None
    ) -> Mapping[str, frozenset[str]]:
        """The codes of each released discussion of a library, by its id."""
        with self._lock:
            return self.finder.codes(library, progress)

    def themes(self, library: Library, progress: Progress | None = None) -> list[Theme]:
        """What a library's discussions keep coming back to."""
        with self._lock:
            return self.finder.themes(library, progress)

    def page(self, notes: Iterable[Tagged]) -> str:
        """Marked notes as one page of HTML."""
        from reflect.sheet import marked_page

        return marked_page(notes, self.codebook)
