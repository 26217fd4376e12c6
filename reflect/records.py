"""The values that pass between the rooms: frozen, and built on the standard library alone.

Every offset counts Unicode code points of `Note.text`, so that `text[start:end]` is the run meant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Ladder = Literal["not mentioned", "proxy", "observed", "lived or wishes", "words", "acted"]
Sureness = Literal["sure", "fairly sure", "unsure"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of the note's text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Note:
    """One note as it was read.

    Attributes:
        text: the whole text, unchanged but for CRLF → LF.
        source: the file name (with a row or part number where a file held several), or `-`.
        metadata: what the file said about itself: title, date, kind.
        skipped: what could not be read, each as a phrase a user understands.
    """

    text: str
    source: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text as UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the codebook found in a sentence.

    Attributes:
        code: the codebook's id, such as `voice.words`.
        score: calibrated probability that a trained person would give this code, 0 to 1.
        evidence: the runs of the note that carry it, inside the sentence.
        origin: `model`, or `rule:` and the rule's id.
    """

    code: str
    score: float
    evidence: tuple[Span, ...] = ()
    origin: str = "model"

    @property
    def family(self) -> str:
        """The part of the id before the dot."""
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, bullet, table row or heading line; together they tile the text.

    Attributes:
        codes: the codes shown, each above its own threshold, in the codebook's order.
        scores: every code's score, whether shown or not.
    """

    start: int
    end: int
    codes: tuple[Code, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the note is about, and for a child how far the child's voice reaches."""

    role: str
    label: str
    ladder: Ladder | None = None


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model made a mark."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True)
class Tagged:
    """A note with its marks."""

    note: Note
    sentences: tuple[Sentence, ...]
    people: tuple[Person, ...]
    rollups: Mapping[str, Any]
    model: ModelInfo


@dataclass(frozen=True, slots=True)
class Question:
    """A reflective question tied to a run of the note.

    Attributes:
        id: the question's id in the bank.
        text: the question as asked.
        span: the writer's own words that it starts from.
        why: one plain line on why this one was asked.
        codes: the codes it rests on.
    """

    id: str
    text: str
    span: Span
    why: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """An identifier of a note and what stands in its place.

    Attributes:
        start, end: its run of the original text.
        kind: PERSON, ADDRESS, POSTCODE, PLACE, ORG, DATE, PHONE, EMAIL, HANDLE or ID.
        score: how sure the finder is, 0 to 1.
        how: `model`, `rule` (a grammar, with its checksum where it has one) or `list` (the roster).
    """

    start: int
    end: int
    kind: str
    surrogate: str
    score: float
    how: Literal["model", "rule", "list"]


@dataclass(frozen=True, slots=True)
class Residual:
    """A run of the original text that only a person can judge, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True)
class Anonymised:
    """A note with surrogates in the place of identifiers: de-identified, not anonymous.

    Attributes:
        text: the text with surrogates.
        replacements: in order, without overlap; offsets into the note's text.
        residual: what is left for a person to judge; offsets into the note's text.
    """

    note: Note
    text: str
    replacements: tuple[Replacement, ...]
    residual: tuple[Residual, ...]

    def moved(self, offset: int) -> int:
        """An offset of the original text in the de-identified one (inside a replacement: its start)."""
        shift = 0
        for each in self.replacements:
            if offset < each.end:
                return min(offset, each.start) + shift
            shift += len(each.surrogate) - (each.end - each.start)
        return offset + shift

    def original(self, offset: int) -> int:
        """An offset of the de-identified text in the original (inside a surrogate: its run's start)."""
        shift = 0
        for each in self.replacements:
            if offset - shift < each.start:
                return offset - shift
            longer = len(each.surrogate) - (each.end - each.start)
            if offset - shift < each.start + len(each.surrogate):
                return each.start
            shift += longer
        return offset - shift


@dataclass(frozen=True, slots=True)
class Discussion:
    """A de-identified supervision discussion in the library.

    Attributes:
        title: the dilemma in one sentence.
        origin: `bundled`, `imported` or `released`.
    """

    id: str
    text: str
    title: str = ""
    origin: str = "imported"


@dataclass(frozen=True, slots=True)
class Similar:
    """A discussion that resembles a note, why, and how it differs.

    Attributes:
        score: 0 to 1, comparable within one search only.
        passages: runs of the note and of the discussion that meet, as
            (note start, note end, discussion start, discussion end).
        words: why it is similar, in one plain sentence.
        different: what differs, in one line.
        questions: what that group asked, to think with, never to copy.
    """

    discussion: Discussion
    rank: int
    score: float
    codes: tuple[str, ...]
    passages: tuple[tuple[int, int, int, int], ...]
    words: str
    different: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A code on a run of a stored note, with whoever made or judged it.

    Attributes:
        id: the row in the store.
        start, end: the sentence's run.
        evidence: the runs inside it.
        maker: the model's `name/version`, or the person's name.
        by_machine: whether a model made it.
        verdict: what a person said of it: `accepted`, `rejected`, or nothing yet.
        judge: the person who said so.
    """

    id: int
    note_id: int
    start: int
    end: int
    code: str
    evidence: tuple[Span, ...]
    score: float
    maker: str
    by_machine: bool
    origin: str = "model"
    verdict: Literal["accepted", "rejected", ""] = ""
    judge: str = ""

    @property
    def family(self) -> str:
        """The part of the code's id before the dot."""
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a machine's mark was made.

    Attributes:
        means: what the code says, in a sentence.
        given: when it is given; unlike: lines that look like it and are not.
        by: what spoke for it: a rule's term or turn of phrase, or the model alone.
        near: labelled sentences with the code that lie nearest; written for the purpose.
    """

    means: str
    given: tuple[str, ...]
    unlike: tuple[str, ...]
    by: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """A stored note as Home lists it.

    Attributes:
        state: `not read yet`, `N questions unanswered` or `reflected`.
        opened: when it was last opened or added, ISO 8601 in local time.
    """

    id: int
    title: str
    source: str
    state: str
    opened: str


@dataclass(frozen=True, slots=True)
class Reflection:
    """A question put to a stored note and what its writer thought.

    Attributes:
        answer: what the writer wrote; private to them.
        dismissed: the writer said "not now"; it stays away.
    """

    question: Question
    answer: str = ""
    dismissed: bool = False


@dataclass(frozen=True, slots=True)
class WorksheetItem:
    """One box of a lens's worksheet.

    Attributes:
        prompt: what the lens asks for.
        hint: what belongs here, in a phrase.
        found: runs of the note that may belong here.
        text: what a person wrote or kept; None until somebody edits the box, when `found` stands.
    """

    id: str
    prompt: str
    hint: str
    found: tuple[Span, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A lens laid over one note."""

    lens: str
    label: str
    about: str
    items: tuple[WorksheetItem, ...]


def sureness(score: float) -> Sureness:
    """How sure a calibrated score is, in the words the screens use.

    Args:
        score: calibrated probability, 0 to 1.

    Returns:
        `sure` from 0.8 (about eight in ten are right), `fairly sure` from 0.55, else `unsure`.
    """
    if score >= 0.8:
        return "sure"
    return "fairly sure" if score >= 0.55 else "unsure"
