"""From a note to a discussion in the library: de-identified here, released by a person only."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reflect.engine import Engine
from reflect.finding import discussion_id
from reflect.records import Anonymised, Discussion, Note, Span

if TYPE_CHECKING:
    from reflect.privacy import Known
    from reflect.store import Library
    from reflect.store.writing import Preferences

_NUMBER = re.compile(r" (?:[A-Z]{1,2}|\d+)$")
TITLE = 90
"""How many characters of a discussion stand for it in a list until somebody names its dilemma."""


class Gate:
    """The release gate of one note: what will be replaced, a person's corrections, and the release.

    Corrections and what was looked at are kept, encrypted like everything else, so that a note can be left and
    taken up again.

    Args:
        note: the note.
        engine: finds the identifiers.
        library: where the discussion goes.
        settings: the workspace's, where the corrections are kept.
    """

    def __init__(self, note: Note, engine: Engine, library: Library, settings: Preferences) -> None:
        from reflect.privacy import Known

        self.note = note
        self._seen = engine.seen(note)  # once: corrections do not change what the model sees
        self._library = library
        self._settings = settings
        self._name = f"gate:{note.sha256}"
        saved = json.loads(settings.get(self._name) or '{"roster": [], "kept": []}')
        self.roster: list[Known] = [
            Known(kind, text, role, tuple(aka)) for kind, text, role, aka in saved["roster"]
        ]
        self.kept: list[str] = list(saved["kept"])
        self._before: list[tuple[list[Known], list[str]]] = []
        self.looked: set[Span] = {Span(*run) for run in saved.get("looked", ())}
        """The runs of the note that a person has had in hand here."""
        self.clean: Anonymised = self._again()

    def also(self, text: str, kind: str = "PERSON", role: str = "") -> int:
        """Say that some words are an identifier too: they join the roster and are replaced everywhere.

        Args:
            text: the words as they stand in the note.
            kind: one of the contract's kinds.
            role: who it is, such as "mother"; empty if not known.

        Returns:
            How many more runs are replaced than before.
        """
        from reflect.privacy import Known

        before = len(self.clean.replacements)
        self._remember()
        self.roster.append(Known(kind, " ".join(text.split()), role))
        self._changed()
        return len(self.clean.replacements) - before

    def same(self, text: str, other: str) -> None:
        """Say that two names are one person: both get that person's surrogate.

        Args:
            text: one name as it stands in the note.
            other: the other, as it stands there.
        """
        from reflect.privacy import Known

        words, whole = (" ".join(each.split()) for each in (text, other))
        mine = {words.lower(), whole.lower()}
        about = [k for k in self.roster if mine & {form.lower() for form in k.forms}]
        forms = [form for known in about for form in known.forms]
        aka = dict.fromkeys(form for form in (*forms, words) if form.lower() != whole.lower())
        role = next((known.role for known in about if known.role), "") or self._role(whole)
        self._remember()
        self.roster = [known for known in self.roster if known not in about]
        self.roster.append(Known("PERSON", whole, role, tuple(aka)))
        self._changed()

    def _role(self, name: str) -> str:
        """The role that somebody's surrogate tells now: "mother" for Mother; empty for Person 2."""
        now = next(
            (
                each.surrogate
                for each in self.clean.replacements
                if self.note.text[each.start : each.end].lower() == name.lower()
            ),
            "",
        )
        role = _NUMBER.sub("", now).lower()
        return "" if role == "person" else role

    def undo(self) -> bool:
        """Take the last correction made since the gate was opened back; False where there is none."""
        if not self._before:
            return False
        self.roster, self.kept = self._before.pop()
        self._keep()
        self.clean = self._again()
        return True

    def keep(self, text: str) -> None:
        """Say that a replaced run identifies nobody: it stays as it stands, everywhere in the note."""
        self._remember()
        self.roster = [known for known in self.roster if known.text.lower() != text.lower()]
        self.kept.append(text.lower())
        self._changed()

    def look(self, span: Span) -> None:
        """Keep that a person has had a run in hand: it need not be walked to again."""
        if span not in self.looked:
            self.looked.add(span)
            self._keep()

    def wait(self, roster: Sequence[Known] = ()) -> Discussion:
        """Put the de-identified text among the discussions that wait for release.

        Args:
            roster: what is known for the case; the gate keeps it for whoever opens the note.
        """
        if roster:
            self.roster = [*roster, *(known for known in self.roster if known not in roster)]
            self._changed()
        discussion = _discussion(self.clean)
        self._library.add(discussion, "waiting")
        return discussion

    def release(self, title: str = "") -> Discussion:
        """Let the de-identified text into the library, or before a second person where two are wanted.

        Args:
            title: the dilemma in one sentence, in words that name nobody; default the first words.
        """
        discussion = _discussion(self.clean)
        if title.strip():
            discussion = dataclasses.replace(discussion, title=" ".join(title.split()))
        self._library.add(discussion, "waiting" if self.waits else "released")
        return discussion

    @property
    def waits(self) -> bool:
        """Whether a second person has to release what goes through here."""
        return self._library.two_people

    @staticmethod
    def forget(note: Note, settings: Preferences) -> None:
        """Wipe what the gate of a note that is being deleted was told: it holds names."""
        settings.set(f"gate:{note.sha256}", "")

    def _remember(self) -> None:
        self._before.append((list(self.roster), list(self.kept)))

    def _changed(self) -> None:
        self._keep()
        self.clean = self._again()

    def _keep(self) -> None:
        rows = [[k.kind, k.text, k.role, list(k.aka)] for k in self.roster]
        looked = sorted([span.start, span.end] for span in self.looked)
        kept = {"roster": rows, "kept": self.kept, "looked": looked}
        self._settings.set(self._name, json.dumps(kept))

    def _again(self) -> Anonymised:
        from reflect.privacy import anonymise

        kept, case = frozenset(self.kept), self.note.text  # a correction must not move the dates
        return anonymise(self.note, self._seen, self.roster, kept, case=case)


def _discussion(clean: Anonymised) -> Discussion:
    first = " ".join(clean.text.split())
    title = first if len(first) <= TITLE else first[:TITLE].rsplit(" ", 1)[0] + " …"
    return Discussion(discussion_id(clean.note), clean.text, title, "released")
