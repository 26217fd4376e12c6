"""The one composer that the command and the terminal UI both call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from reflect import importing
from reflect.access import is_new, key_for, reversal_secret
from reflect.config import Settings, login
from reflect.config import settings as resolve
from reflect.corrections import Corrections, in_use
from reflect.discussions import bundled, read_discussions, starter_library
from reflect.engine import Engine
from reflect.finding import discussion_id
from reflect.health import checks
from reflect.importing import ImportReport, title_of
from reflect.ingest import find, parse_mapping, read, read_text
from reflect.judged import judged
from reflect.privacy import read_roster, restored, sealed
from reflect.records import (
    Discussion,
    Explanation,
    Mark,
    Note,
    NoteSummary,
    Question,
    Reflection,
    Similar,
    Span,
    Tagged,
    Worksheet,
)  # fmt: skip
from reflect.releasing import Gate
from reflect.sessions import Offer, Session, Sessions, SessionSummary

if TYPE_CHECKING:
    from reflect.codebook import Codebook
    from reflect.retrieve import Theme
    from reflect.sheet import Form, Page
    from reflect.store import Key, Library, Store

__all__ = [
    "Engine", "ImportReport", "Offer", "Session", "SessionSummary", "Workspace", "checks",
    "discussion_id", "find", "is_new", "key_for", "parse_mapping", "read", "read_discussions",
    "read_roster", "read_text", "reader", "restored", "reversal_secret", "sealed", "starter_library",
]  # fmt: skip

Verdict = Literal["accepted", "rejected", ""]
What = Literal["sheet", "child-file"]


class Workspace:
    """An open workspace; a context manager. Calls are synchronous and may come from any thread."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine
        self.path = store.directory
        self.corrections = Corrections(store, engine.codebook)
        self.sessions = Sessions(store, lambda: engine.codebook, self.judged, store.directory)

    @classmethod
    def open(
        cls,
        path: Path | str | None = None,
        *,
        key: Key | str | None = None,
        settings: Settings | None = None,
        ask: Callable[[bool], str] | None = None,
        create: bool = True,
    ) -> Workspace:
        """Open a workspace, making it at first with the starter library in it.

        Args:
            path: its folder; default the settings'.
            key: its key, or a passphrase; default from the settings, the keyring, or `ask`.
            settings: resolved settings; default those of the environment and the user's file.
            ask: prompts for a passphrase, given whether the workspace is new.
            create: whether a workspace that is not there may be made.

        Raises:
            WrongKey: there is no key, or it does not open the file.
            WorkspaceError: the file cannot be opened.
        """
        from reflect.store import Key, Store

        settings = settings or resolve()
        folder = Path(path).expanduser() if path is not None else settings.workspace
        if isinstance(key, str):
            key = Key.passphrase(key)
        if key is None:
            key = key_for(settings.model_copy(update={"workspace": folder}), ask=ask, create=create)
        store = Store.open(folder, key, create=create)
        try:
            store.person = settings.person or store.settings.get("person") or login()
            engine = Engine(settings.codebook, in_use(store))
            store.marks.label = lambda code: engine.codebook.get(code).label
            if not store.settings.get("starter"):
                with store.batch():
                    store.library.add_all(bundled(), "released")
                    store.settings.set("starter", "1")
        except BaseException:
            store.close()
            raise
        return cls(store, engine)

    def close(self) -> None:
        """Close the file. Everything confirmed is already on the disk."""
        self._store.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def codebook(self) -> Codebook:
        """The codebook in use."""
        return self._engine.codebook

    @property
    def person(self) -> str:
        """Whose marks and answers these are."""
        return self._store.person

    @property
    def library(self) -> Library:
        """The library of de-identified discussions."""
        return self._store.library

    def warm(self) -> None:
        """Load the models ahead of their first use; call it in a worker."""
        self._engine.tag(Note("Warm.", "-"))

    def add(self, note: Note) -> NoteSummary:
        """Keep a note; the same text twice is one note."""
        note_id, _ = self._store.notes.add(note, title_of(note))
        return self._store.notes.summary(note_id)

    def import_paths(
        self,
        paths: Iterable[Path | str],
        *,
        mapping: Mapping[str, str] | None = None,
        split: bool = False,
        progress: Callable[[int, int, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportReport:
        """Bring files and folders in, each file whole or not at all.

        Args:
            paths: files and folders.
            mapping: for tables, the column of each field.
            split: look for several notes in a file.
            progress: told (files done, files in all, name of the next).
            cancelled: asked between files; true stops after the last whole one.
        """
        return importing.import_paths(
            self._store, paths, mapping=mapping, split=split, progress=progress, cancelled=cancelled
        )

    def import_notes(self, notes: Iterable[Note], report: ImportReport) -> None:
        """Bring notes in, all of them or none, and add what came of it to a report."""
        importing.import_notes(self._store, notes, report)

    def notes(self, limit: int | None = None) -> list[NoteSummary]:
        """Stored notes, last opened first."""
        return self._store.notes.list(limit)

    def note(self, note_id: int) -> Note:
        """A stored note as it was read; it counts as opened."""
        self._store.notes.touch(note_id)
        return self._store.notes.get(note_id)

    def title(self, note_id: int) -> str:
        """What Home calls a note."""
        return self._store.notes.title(note_id)

    def rename(self, note_id: int, title: str) -> None:
        """Give a note another title."""
        self._store.notes.rename(note_id, title)

    def delete(self, note_id: int) -> None:
        """Delete a note with its marks, answers, worksheets, drafts and what its gate was told."""
        Gate.forget(self._store.notes.get(note_id), self._store.settings)
        self._store.notes.delete(note_id)

    def tagged(self, note_id: int) -> Tagged:
        """A note with the model's marks; marked now if this model has not (call it in a worker)."""
        note = self._store.notes.get(note_id)
        known = self._store.taggings.get(note_id, note, self._engine.model)
        if known is None:
            known = self._engine.tag(note)
            self._store.taggings.put(note_id, known)
        return known

    def judged(self, note_id: int) -> Tagged:
        """A note with its marks as people left them."""
        return judged(self.tagged(note_id), self.marks(note_id), self.codebook)

    def marks(self, note_id: int) -> list[Mark]:
        """The marks of this model and of people, in text order; rejected ones included."""
        return self._store.marks.list(note_id, self._engine.model)

    def judge(self, mark_ids: Sequence[int], verdict: Verdict) -> None:
        """Accept or reject marks, as one step."""
        self._store.marks.judge(mark_ids, verdict)

    def add_mark(self, note_id: int, code: str, start: int, end: int) -> Mark:
        """Add a person's own mark on a run of the note."""
        self.codebook.get(code)
        return self._store.marks.add(note_id, code, start, end)

    def change_mark(self, mark_id: int, code: str) -> Mark:
        """Say that a run carries another code, as one step."""
        self.codebook.get(code)
        return self._store.marks.change(mark_id, code)

    def why(self, mark: Mark) -> Explanation:
        """Why a machine's mark was made (call it in a worker)."""
        return self._engine.why(self.tagged(mark.note_id), mark)

    def undo(self, note_id: int) -> str | None:
        """Take the last step on a note back; says what in words, None when nothing is left."""
        return self._store.marks.undo(note_id)

    def reflections(self, note_id: int) -> list[Reflection]:
        """At most three questions, kept until they are put away; answered ones stay."""
        put = self._store.reflections.list(note_id)
        standing = [each for each in put if not each.dismissed]
        if len(standing) < 3:
            away = {each.question.id for each in put}
            new = self._new_questions(note_id, standing, away)
            if new:
                self._store.reflections.put(note_id, new)
                put = self._store.reflections.list(note_id)
        return [each for each in put if not each.dismissed]

    def _new_questions(
        self, note_id: int, standing: Sequence[Reflection], away: set[str]
    ) -> list[Question]:
        taken = [each.question.span for each in standing]
        tagged = self.judged(note_id)
        lens = self._store.settings.get("lens")
        said = self._store.reflections.said()
        offered = self._engine.questions(tagged, lens=lens, dismissed=away, said=said, most=12)
        free = [q for q in offered if not any(_meet(q.span, span) for span in taken)]
        return free[: 3 - len(standing)]

    def answer(self, note_id: int, question_id: str, text: str) -> None:
        """Keep what the writer thought; it is theirs alone."""
        self._store.reflections.answer(note_id, question_id, text)

    def dismiss(self, note_id: int, question_id: str) -> None:
        """Say "not now": the question stays away."""
        self._store.reflections.dismiss(note_id, question_id)

    def not_found(self, note_id: int) -> list[str]:
        """What was not found in this text, in a few words each."""
        from reflect.questions import not_found

        return not_found(self.judged(note_id))

    def similar(self, note: int | Tagged, k: int = 3) -> list[Similar]:
        """The released discussions most like a note, stored or tagged (call it in a worker)."""
        tagged = self.judged(note) if isinstance(note, int) else note
        return self._engine.similar(tagged, self.library, k)

    def gate(self, note: int | Note) -> Gate:
        """The release gate of a note, stored or not (call it in a worker; about 0.2 s)."""
        known = self._store.notes.get(note) if isinstance(note, int) else note
        return Gate(known, self._engine, self.library, self._store.settings)

    def discussion(self, discussion_id: str) -> Discussion:
        """One discussion of the library."""
        return self.library.get(discussion_id)

    def discussions(self) -> list[Discussion]:
        """The released discussions."""
        return self.library.list("released")

    def waiting(self) -> list[Discussion]:
        """The de-identified discussions that wait for a person's release."""
        return self.library.list("waiting")

    def release(self, discussion_id: str) -> None:
        """Let a waiting discussion into the library; WorkspaceError where a second person must."""
        self.library.release(discussion_id)

    def dilemma(self, discussion_id: str, words: str) -> None:
        """Put a discussion's dilemma in other words; its text and where it stands stay."""
        known = replace(self.library.get(discussion_id), title=words)
        self.library.add(known, self.library.status(discussion_id))

    def codes_held(self) -> Mapping[str, frozenset[str]]:
        """The codes of each released discussion, by id (call it in a worker)."""
        return self._engine.codes(self.library)

    def themes(self) -> list[Theme]:
        """What the library's discussions keep coming back to (call it in a worker)."""
        return self._engine.themes(self.library)

    def library_counts(self) -> tuple[int, int]:
        """How many discussions are released, and how many wait for release."""
        return self.library.counts()

    def worksheet(self, note_id: int, lens_id: str) -> Worksheet:
        """A lens laid over a note, with what people wrote in it."""
        from reflect.sheet import fill

        written = self._store.worksheets.read(note_id, lens_id)
        return fill(self.codebook.lens(lens_id), self.judged(note_id), written)

    def write_worksheet(self, note_id: int, lens_id: str, item_id: str, text: str | None) -> None:
        """Keep what a person wrote in a box; None gives it back to the note's own words."""
        self._store.worksheets.write(note_id, lens_id, item_id, text)

    def draft(self, key: str) -> str:
        """Typing that was kept, or nothing."""
        return self._store.drafts.get(key)

    def save_draft(self, key: str, text: str) -> None:
        """Keep typing as it goes; an empty text deletes it."""
        self._store.drafts.save(key, text)

    def setting(self, name: str) -> str:
        """A setting of this workspace, or nothing."""
        return self._store.settings.get(name)

    def set_setting(self, name: str, value: str) -> None:
        """Change a setting of this workspace."""
        self._store.settings.set(name, value)
        if name == "person" and value:
            self._store.person = value

    def sheet(
        self,
        note_id: int,
        *,
        lens_id: str = "bells-that-ring",
        form: Form = "md",
        what: What = "sheet",
    ) -> bytes:
        """The sheet for the group, or the entry for the child's file, as a file's bytes."""
        from reflect.sheet import render

        return render(self._page(note_id, lens_id, what), form)

    def _page(self, note_id: int, lens_id: str, what: What) -> Page:
        from reflect.sheet import child_file, group_sheet

        tagged, title = self.judged(note_id), self.title(note_id)
        if what == "child-file":
            return child_file(title, tagged)
        reflections = self.reflections(note_id)
        return group_sheet(title, tagged, self.worksheet(note_id, lens_id), reflections)

    def export(
        self,
        note_id: int,
        folder: Path,
        *,
        lens_id: str = "bells-that-ring",
        forms: Sequence[Form] = ("md", "docx", "html"),
        what: What = "sheet",
    ) -> list[Path]:
        """Write a sheet or an entry into a folder, beside whatever is there.

        Returns:
            The files written; none is written over.

        Raises:
            WorkspaceError: the folder cannot be written.
        """
        from reflect.sheet import render, write_new

        name, page = f"{what} {self.title(note_id)}", self._page(note_id, lens_id, what)
        return [write_new(folder, name, form, render(page, form)) for form in forms]


def reader(settings: Settings) -> Engine:
    """What reads notes without a workspace: `tag`, `anonymise`, `questions`, `similar`."""
    return Engine(settings.codebook)


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
