"""Group sessions: begun from a note or from none, kept as they are typed, and what they leave."""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from reflect.codebook import LONGEST, OWN_FORMATS, Codebook, Format, FormatPage, load_formats
from reflect.errors import DataError, WorkspaceError
from reflect.records import Tagged

if TYPE_CHECKING:
    from reflect.sheet import Form, Page
    from reflect.store import Store, StoredSession

Sheet = Literal["entry", "private"]
_NAMES: Mapping[Sheet, str] = {"entry": "child-file", "private": "private-reflection"}


@dataclass(frozen=True, slots=True)
class Session:
    """A group session.

    Attributes:
        format: the way of meeting as it was at the beginning, its minutes as they were set.
        page: the id of the page where it was left; empty for one just begun.
        spent: seconds by step.
        words: what is written, by item: `page.field`, `page.number.field`, `roles.role`.
    """

    id: int
    title: str
    format: Format
    note_id: int | None
    page: str
    spent: Mapping[str, int]
    words: Mapping[str, str]

    def cards(self, page: FormatPage) -> dict[int, dict[str, str]]:
        """The cards of a page, by number."""
        from reflect.sheet import cards_of

        return cards_of(page, self.words)


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A group session as lists show it; `opened` is ISO 8601, local time."""

    id: int
    title: str
    label: str
    state: str
    opened: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Words of a note for a place in a session: its item, what that is called, the words."""

    item: str
    label: str
    text: str


class Sessions:
    """The group sessions of a workspace.

    Args:
        store: where they are kept.
        codebook: gives the codebook in use.
        judged: gives a note with its marks as people left them.
        folder: where a service's own file may lie.
    """

    def __init__(
        self,
        store: Store,
        codebook: Callable[[], Codebook],
        judged: Callable[[int], Tagged],
        folder: Path,
    ) -> None:
        self._store = store
        self._codebook = codebook
        self._judged = judged
        self._own = folder / OWN_FORMATS

    def formats(self) -> tuple[list[Format], DataError | None]:
        """The ways of meeting, with the minutes last set, and what is wrong with the service's own."""
        codes = [code.id for code in self._codebook().codes]
        trouble = None
        try:
            found = load_formats(codes, self._own)
        except DataError as error:
            found, trouble = load_formats(codes), error
        return [each.timed(self._minutes(each.id)) for each in found], trouble

    def _minutes(self, format_id: str) -> dict[str, int]:
        kept: dict[str, int] = json.loads(self._store.settings.get(_minutes_of(format_id)) or "{}")
        return kept

    def list(self, limit: int | None = None) -> list[SessionSummary]:
        """The sessions, last opened first."""
        return [_summary(each) for each in self._store.sessions.list(limit)]

    def offers(self, way: Format, note_id: int) -> builtins.list[Offer]:
        """A note's own words for the first pages (call it in a worker).

        What its writer put into the worksheet of the lens of the same name comes before what was
        marked. An idea and the rival that follows it share a card.
        """
        from reflect.sheet import passages

        tagged = self._judged(note_id)
        written = self._store.worksheets.read(note_id, way.id)
        offers: list[Offer] = []
        for page in way.pages:
            if page.kind == "cards":
                offers += _card_offers(page, tagged)
                continue
            for field in page.fields:
                item, own = f"{page.id}.{field.id}", written.get(field.id, "").strip()
                if own and field.codes:
                    offers.append(Offer(item, field.label, own))
                    continue
                spans = passages(tagged, field.codes, field.most)
                offers += [Offer(item, field.label, _words(tagged, s.start, s.end)) for s in spans]
        return offers

    def begin(
        self,
        way: Format,
        title: str = "",
        *,
        note_id: int | None = None,
        offers: Sequence[Offer] = (),
    ) -> int:
        """Begin a session; its minutes are those of the next one of its kind too.

        Args:
            way: the way of meeting, its minutes as they were set.
            title: what lists call it; default the note's title, or the day.
            note_id: the note it is about.
            offers: those of the note's words that are taken.

        Returns:
            Its id.
        """
        words: dict[str, str] = {}
        for offer in offers:
            words[offer.item] = "\n".join(filter(None, (words.get(offer.item), offer.text)))
        title = " ".join(title.split())
        if not title:
            today = datetime.now()
            day = f"{way.label}, {today.day} {today:%B}"
            title = day if note_id is None else self._store.notes.title(note_id)
        minutes = {step.id: step.minutes for step in way.steps}
        with self._store.batch():
            self._store.settings.set(_minutes_of(way.id), json.dumps(minutes))
            return self._store.sessions.add(title, way.model_dump_json(), note_id, words)

    def open(self, session_id: int) -> Session:
        """A session with all its words; it counts as opened."""
        self._store.sessions.touch(session_id)
        return self.get(session_id)

    def get(self, session_id: int) -> Session:
        """A session with all its words."""
        one = self._store.sessions.get(session_id)
        return Session(one.id, one.title, _format(one), one.note_id, one.page, one.spent, one.words)

    def write(self, session_id: int, item: str, text: str) -> None:
        """Keep what now stands at an item."""
        self._store.sessions.write(session_id, item, text)

    def drop(self, session_id: int, page: str, number: int) -> None:
        """Take a card away, with all it holds."""
        self._store.sessions.drop(session_id, f"{page}.{number}")

    def put_back(self, session_id: int, words: Mapping[str, str]) -> None:
        """Bring what was taken away back, all of it at once."""
        with self._store.batch():
            for item, text in words.items():
                self._store.sessions.write(session_id, item, text)

    def leave(self, session_id: int, page: str, spent: Mapping[str, int]) -> None:
        """Remember the page, and the time that its steps have taken."""
        self._store.sessions.leave(session_id, page, spent)

    def time(self, session_id: int, step: str, minutes: int) -> Session:
        """Give a step of a session that is under way other minutes; 0 keeps no time for it."""
        one = self.get(session_id)
        way = one.format.timed({step: max(0, min(minutes, LONGEST))})
        self._store.sessions.reform(session_id, way.model_dump_json())
        return replace(one, format=way)

    def rename(self, session_id: int, title: str) -> None:
        """Give it another title."""
        self._store.sessions.rename(session_id, title)

    def delete(self, session_id: int) -> None:
        """Delete it with everything written in it."""
        self._store.sessions.delete(session_id)

    def named_in_entry(self, session_id: int) -> builtins.list[tuple[str, str]]:
        """Names of the roles page that stand in the entry for the child's file: (name, where)."""
        from reflect.sheet import named_in

        one = self.get(session_id)
        return named_in(one.format, one.words)

    def sheet(self, session_id: int, what: Sheet, form: Form = "md") -> bytes:
        """The entry for the child's file, or the private reflection, as a file's bytes."""
        from reflect.sheet import render

        return render(self._page(session_id, what), form)

    def export(
        self, session_id: int, folder: Path, what: Sheet, forms: Sequence[Form] = ("md", "docx")
    ) -> builtins.list[Path]:
        """Write one of the two into a folder, beside whatever is there.

        Returns:
            The files written; none is written over.

        Raises:
            WorkspaceError: the folder cannot be written.
        """
        from reflect.sheet import render, write_new

        page = self._page(session_id, what)
        name = f"{_NAMES[what]} {page.title}"
        return [write_new(folder, name, form, render(page, form)) for form in forms]

    def _page(self, session_id: int, what: Sheet) -> Page:
        from reflect.sheet import entry, private_page

        one = self.get(session_id)
        make = entry if what == "entry" else private_page
        return make(one.title, one.format, one.words)


def _card_offers(page: FormatPage, tagged: Tagged) -> list[Offer]:
    """A note's words for cards: a card begins at its first field, and fills in the order of fields."""
    from reflect.sheet import passages

    wanted = [field for field in page.fields if field.codes]
    found: dict[tuple[int, int], int] = {}
    for place, field in enumerate(wanted):
        for span in passages(tagged, field.codes, field.most):
            found.setdefault((span.start, span.end), place)
    offers: list[Offer] = []
    number, last = 0, -1
    for (start, end), place in sorted(found.items()):
        if not number or place <= last:
            number, place = number + 1, 0
        last = place
        field = wanted[place]
        text = _words(tagged, start, end)
        offers.append(Offer(f"{page.id}.{number}.{field.id}", field.label, text))
    return offers


def _words(tagged: Tagged, start: int, end: int) -> str:
    return " ".join(tagged.note.text[start:end].split())


def _minutes_of(format_id: str) -> str:
    return f"group-minutes:{format_id}"


def _format(one: StoredSession) -> Format:
    try:
        return Format.model_validate_json(one.format)
    except ValidationError as error:
        raise WorkspaceError(
            f"Group session {one.id} was held in a way of meeting that this reflect cannot read.",
            "Use the reflect that began it.",
        ) from error


def _summary(one: StoredSession) -> SessionSummary:
    held = _format(one)
    here = [n for n, step in enumerate(held.steps, 1) for page in step.pages if page.id == one.page]
    state = f"step {here[0] if here else 1} of {len(held.steps)}"
    return SessionSummary(one.id, one.title, held.label, state, one.opened)
