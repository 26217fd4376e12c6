"""What was done, by whom and when: append-only, each entry chained to the one before by its hash.

The chain shows an entry that was changed, removed or put in. Whoever holds the key could write
the whole chain anew; against that, keep `head()` somewhere else and give it to `verify`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from reflect.store.session import Session, now, whole

_EVENT = re.compile(r"[a-z]+(\.[a-z]+)+")
_LABEL = re.compile(r"[\w.:/-]{0,100}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    Attributes:
        event: such as `note.added`.
        object: an id or hash, such as `note:12`; never text.
        hash: over this entry and the hash of the one before.
    """

    id: int
    time: str
    event: str
    object: str
    person: str
    hash: str


class Log:
    """The workspace's log."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def who(self, event: str, about: str) -> str | None:
        """The person of the last entry of an event about something; None where there is none."""
        found = self._session.value(
            "SELECT person FROM log WHERE event = ? AND object = ? ORDER BY id DESC LIMIT 1",
            (event, _label(about)),
        )
        return None if found is None else str(found)

    def write(self, event: str, about: str = "") -> Entry:
        """Appends one entry, in the name of the session's person.

        Args:
            event: lower-case words joined by dots.
            about: an id or a hash. Anything else could be somebody's words, so its hash is
                written in its stead.
        """
        if not _EVENT.fullmatch(event):
            raise ValueError(f"not the name of an event: {event!r}")
        session = self._session
        with session.write():
            last = session.row("SELECT id, hash FROM log ORDER BY id DESC LIMIT 1")
            # The table's own counter, which a deleted last entry does not set back.
            number = (session.value("SELECT seq FROM sqlite_sequence WHERE name = 'log'") or 0) + 1
            before = last["hash"] if last else ""
            entry = (number, now(), event, _label(about), whole(session.person))
            mark = _hash(entry, before)
            session.execute(
                "INSERT INTO log (id, time, event, object, person, before, hash)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*entry, before, mark),
            )
        return Entry(*entry, hash=mark)

    def entries(self, limit: int | None = None) -> list[Entry]:
        """The newest entries, oldest of them first; all without a limit."""
        rows = self._session.rows(
            "SELECT id, time, event, object, person, hash FROM log ORDER BY id DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return [Entry(**row) for row in reversed(rows)]

    def head(self) -> tuple[int, str]:
        """The last entry's number and hash; `(0, "")` when nothing has been done."""
        row = self._session.row("SELECT id, hash FROM log ORDER BY id DESC LIMIT 1")
        return (row["id"], row["hash"]) if row else (0, "")

    def verify(self, head: tuple[int, str] | None = None) -> int | None:
        """Checks the whole chain.

        Args:
            head: what `head()` gave earlier, to be found in the chain again.

        Returns:
            None when it is whole, else the number of the first entry that was changed, put in
            or is missing.
        """
        number, before, met = 0, "", head is None or head == (0, "")
        for row in self._session.rows("SELECT * FROM log ORDER BY id"):
            number += 1
            entry = (row["id"], row["time"], row["event"], row["object"], row["person"])
            fits = row["id"] == number and row["before"] == before
            if not fits or row["hash"] != _hash(entry, before):
                return number
            before = row["hash"]
            met = met or (number, before) == head
        last = self._session.value("SELECT seq FROM sqlite_sequence WHERE name = 'log'") or 0
        if number != last:
            return number + 1
        return None if met or head is None else head[0]


def _hash(entry: tuple[int, str, str, str, str], before: str) -> str:
    content = json.dumps([*entry, before], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def _label(about: str) -> str:
    if _LABEL.fullmatch(about):
        return about
    return "sha256:" + hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()
