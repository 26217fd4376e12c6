"""What the workers tell the screens. Only the handlers of these change what is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker

from reflect.errors import ReflectError
from reflect.records import (
    Anonymised,
    Discussion,
    Explanation,
    Mark,
    NoteSummary,
    Reflection,
    Similar,
    Tagged,
    Worksheet,
)

from .gate import Gate, Status
from .glossary import Glossary
from .shelf import Narrowing

if TYPE_CHECKING:
    from reflect.codebook import Format
    from reflect.workspace import ImportReport, Offer, Session, SessionSummary


@dataclass
class WorkspaceOpened(Message):
    """The workspace is open.

    Attributes:
        theme: the stored choice.
        person: whose workspace it is.
        path: where it is.
        glossary: the codebook's words.
        lenses: id and label of each lens, and what it is about.
        lens: the lens that is chosen until another is.
    """

    theme: str
    person: str
    path: str
    glossary: Glossary
    lenses: tuple[tuple[str, str, str], ...]
    lens: str


@dataclass
class Trouble(Message):
    """Something could not be done: a plain notice, never a crash."""

    message: str
    hint: str = ""

    @classmethod
    def of(cls, error: BaseException) -> Trouble:
        """Words for an error: its own when it is the user's to put right."""
        if isinstance(error, ReflectError):
            return cls(error.message, error.hint)
        kind = type(error).__name__
        return cls(
            f"Something went wrong inside reflect ({kind}).",
            "What you typed is kept. Try again, or leave and come back.",
        )


@dataclass
class OpenFailed(Trouble):
    """The workspace could not be opened."""


@dataclass
class JobEnded(Message):
    """A slow job is over, whether it answered, failed or was stopped.

    Attributes:
        job: the worker that did it.
    """

    group: str
    outcome: str
    job: Worker[object]


@dataclass
class HomeRead(Message):
    """What Home shows."""

    notes: list[NoteSummary]
    library: tuple[int, int]
    draft: str = ""
    said: str = ""
    sessions: list[SessionSummary] = field(default_factory=list)


@dataclass
class GroupRead(Message):
    """The ways of meeting, what is wrong with the service's own, and the sessions there are."""

    formats: list[Format]
    trouble: str
    sessions: list[SessionSummary]
    said: str = ""


@dataclass
class NotesRead(Message):
    """The notes that a session may be begun from."""

    notes: list[NoteSummary]


@dataclass
class OffersRead(Message):
    """A note's own words for the first pages of a session."""

    note_id: int
    offers: list[Offer]


@dataclass
class SessionBegun(Message):
    """A group session is in the workspace."""

    session_id: int


@dataclass
class MinutesSet(Message):
    """A group session with other minutes for one of its steps."""

    session: Session


@dataclass
class SessionRead(Message):
    """A group session with all its words."""

    session: Session


@dataclass
class WordsKept(Message):
    """What was typed at an item of a session is in the store."""

    item: str
    text: str


@dataclass
class SheetsRead(Message):
    """What a session leaves, as Markdown, and names that stand where they should not."""

    entry: str
    private: str
    named: list[tuple[str, str]]


@dataclass
class NoteRead(Message):
    """A note's words, before its marks."""

    note_id: int
    title: str
    text: str


@dataclass
class TaggedRead(Message):
    """The note has been read by the model."""

    note_id: int
    tagged: Tagged
    marks: list[Mark]
    reflections: list[Reflection]
    drafts: dict[str, str]
    not_found: list[str]
    hide_not_found: bool = False


@dataclass
class MarksRead(Message):
    """The note's marks after something changed; `said` is what changed, in words."""

    note_id: int
    marks: list[Mark]
    said: str = ""


@dataclass
class Explained(Message):
    """Why a mark was made."""

    mark: Mark
    why: Explanation


@dataclass
class ReflectionsRead(Message):
    """The note's questions after an answer or a "not now"; `at` is the one to show."""

    note_id: int
    reflections: list[Reflection]
    drafts: dict[str, str]
    said: str = ""
    at: str = ""


@dataclass
class SimilarRead(Message):
    """Discussions that resemble the note."""

    note_id: int
    similar: list[Similar]


@dataclass
class WorksheetRead(Message):
    """A lens laid over the note."""

    note_id: int
    worksheet: Worksheet
    drafts: dict[str, str]
    said: str = ""


@dataclass
class PartsRead(Message):
    """The parts of the library to choose from, and what they are."""

    title: str
    parts: list[Narrowing]


@dataclass
class LibraryRead(Message):
    """Every released discussion, and those that wait for release."""

    discussions: list[Discussion]
    waiting: list[Discussion]


@dataclass
class NoteAdded(Message):
    """A new note is in the workspace."""

    summary: NoteSummary


@dataclass
class DraftRead(Message):
    """What was typed last time."""

    title: str
    text: str


@dataclass
class ImportProgress(Message):
    """How far the bringing in is."""

    done: int
    total: int
    name: str

    def can_replace(self, message: Message) -> bool:
        """Only the newest matters."""
        return isinstance(message, ImportProgress)


@dataclass
class Imported(Message):
    """What became of the files."""

    report: ImportReport


@dataclass
class SheetRead(Message):
    """The sheet, as Markdown."""

    text: str


@dataclass
class Exported(Message):
    """Where the files went."""

    paths: list[Path]


@dataclass
class GateRead(Message):
    """The release gate of a note is open; `waits` is whether it takes two people to release."""

    title: str
    gate: Gate
    clean: Anonymised
    waits: bool


@dataclass
class GateChanged(Message):
    """A correction was taken; `said` is what changed, in words."""

    clean: Anonymised
    said: str


@dataclass
class Released(Message):
    """What became of a release."""

    discussion: Discussion
    status: Status


@dataclass
class SettingsSaved(Message):
    """A setting is stored."""

    name: str
    value: str
