"""What people's corrections teach the model: kept beside the shipped one, and used only when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.errors import ReflectError, WorkspaceError

if TYPE_CHECKING:
    from reflect.codebook import Codebook
    from reflect.learn.adapt import Judged
    from reflect.nlp.tagger import Tagger
    from reflect.store import Store

KEPT, USED = "learnt", "learnt-used"
"""Settings of the workspace: the layer, and whether it is in use."""
Opener = Callable[[Path], "Store"]


def in_use(store: Store) -> str:
    """The layer that marks in this workspace, as it is kept; nothing when the shipped model marks."""
    return store.settings.get(KEPT) if store.settings.get(USED) else ""


class Corrections:
    """Learns from people's judgement of marks.

    Args:
        store: the workspace.
        codebook: the codebook in use.
    """

    def __init__(self, store: Store, codebook: Codebook) -> None:
        self._store = store
        self._codebook = codebook

    def train(self, others: Sequence[Path], opened: Opener) -> list[str]:
        """Learn from this workspace and others, compare with the shipped model, and keep the result.

        What marks stays as it was; `use` changes it.

        Args:
            others: other workspaces, and files or folders of labelled notes.
            opened: opens another workspace.

        Returns:
            Lines to print: how much was learnt from, and the comparison.

        Raises:
            ReflectError: too little was judged, or the parts for training are not installed.
        """
        try:
            from reflect.learn import adapt
        except ImportError as error:
            raise ReflectError(
                f"Learning needs parts that are not installed ({error.name}).",
                "Install reflect[learn].",
            ) from error
        from reflect.nlp.tagger import Tagger

        tagger = Tagger.load(self._codebook)
        # A note of nothing but blanks has no sentence to learn from.
        notes = [each for each in self._judged(others, opened, tagger) if len(each.said)]
        if len(notes) < 2:
            raise WorkspaceError(
                "Too little has been judged: two notes or more are needed.",
                "Accept, reject or add marks first (in a note, m, then a, r or +).",
            )
        codes = list(tagger.thresholds)
        found = adapt.compare(notes, codes, list(tagger.thresholds.values()))
        layer = adapt.learn(notes, codes)
        self._store.settings.set(KEPT, layer.dumps())
        self._store.log.write("model.learnt", layer.sha256)
        count = sum(int((note.said != adapt.UNSAID).sum()) for note in notes)
        return [f"learnt from {count:,} judgements in {len(notes)} notes", *adapt.table(found)]

    def use(self, *, learnt: bool) -> None:
        """Say which model marks in this workspace from now on.

        Args:
            learnt: what was learnt; else the shipped model. Neither is deleted.

        Raises:
            WorkspaceError: nothing has been learnt yet.
        """
        if learnt and not self._store.settings.get(KEPT):
            raise WorkspaceError("Nothing has been learnt here yet.", "Run `reflect train` first.")
        self._store.settings.set(USED, "1" if learnt else "")
        self._store.log.write("model.used", "learnt" if learnt else "shipped")

    @property
    def used(self) -> bool:
        """Whether what was learnt is in use."""
        return bool(in_use(self._store))

    def _judged(self, others: Sequence[Path], opened: Opener, tagger: Tagger) -> Iterable[Judged]:
        from reflect.learn import adapt
        from reflect.learn.notes import load_notes

        yield from _in_store(self._store, tagger)
        for path in others:
            if path.suffix == ".jsonl" or any(path.glob("*.jsonl")):
                codes = frozenset(tagger.thresholds)
                marked = (note for note in load_notes(path, codes=codes) if note.marked)
                yield from (adapt.from_labelled(note, tagger) for note in marked)
            else:
                store = opened(path)
                try:
                    yield from _in_store(store, tagger)
                finally:
                    store.close()


def _in_store(store: Store, tagger: Tagger) -> Iterable[Judged]:
    from reflect.learn import adapt

    for each in store.notes.list():
        marks = store.marks.list(each.id)
        if any(mark.verdict or not mark.by_machine for mark in marks):
            yield adapt.from_marks(store.notes.get(each.id), marks, tagger)
