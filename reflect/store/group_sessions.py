"""Group sessions: every word as it was typed, in whatever format they are held."""

from __future__ import annotations

import builtins
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reflect.errors import WorkspaceError
from reflect.store.log import Log
from reflect.store.session import Session, local, now, pack


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A group session as the file holds it.

    Attributes:
        format: the way of meeting as JSON, as it was at the beginning but for its minutes.
        note_id: the note it was begun from; None without one, or once that is deleted.
        page: where it was left.
        spent: seconds by step.
        opened: ISO 8601, local time.
        words: what is written, by item; only `get` fills it.
    """

    id: int
    title: str
    format: str
    note_id: int | None
    page: str
    spent: Mapping[str, int]
    opened: str
    words: Mapping[str, str]


class GroupSessions:
    """The tables of group sessions. The store does not know what a format says."""

    def __init__(self, session: Session, log: Log) -> None:
        self._session = session
        self._log = log

    def add(
        self,
        title: str,
        way: str,
        note_id: int | None,
        words: Mapping[str, str],
    ) -> int:
        """Begins a session; the words that it begins with are there at once or not at all."""
        session, time = self._session, now()
        with session.write():
            session_id = session.execute(
                "INSERT INTO group_sessions (title, format, note_id, begun, opened)"
                " VALUES (?, ?, ?, ?, ?)",
                (title, way, note_id, time, time),
            )
            for item, text in words.items():
                self._put(session_id, item, text)
            self._log.write("session.begun", f"session:{session_id}")
        return session_id

    def get(self, session_id: int) -> StoredSession:
        """A session with all its words.

        Raises:
            WorkspaceError: there is no such session (any more); so for every method here.
        """
        row = self._row(session_id)
        words = self._session.rows(
            "SELECT item, text FROM group_words WHERE session_id = ? ORDER BY rowid", (session_id,)
        )
        return _stored(row, {each["item"]: each["text"] for each in words})

    def list(self, limit: int | None = None) -> builtins.list[StoredSession]:
        """The sessions without their words, the one opened last first; all without a limit."""
        rows = self._session.rows(
            "SELECT * FROM group_sessions ORDER BY opened DESC, id DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return [_stored(row, {}) for row in rows]

    def write(self, session_id: int, item: str, text: str) -> None:
        """Keeps what now stands at an item; `""` keeps nothing there."""
        with self._session.write():
            self._row(session_id)
            self._put(session_id, item, text)

    def drop(self, session_id: int, start: str) -> None:
        """Takes away every item that begins with `start` and a dot: a card with all it holds."""
        with self._session.write():
            self._row(session_id)
            self._session.execute(
                "DELETE FROM group_words WHERE session_id = ? AND substr(item, 1, ?) = ?",
                (session_id, len(start) + 1, f"{start}."),
            )

    def leave(self, session_id: int, page: str, spent: Mapping[str, int]) -> None:
        """Says where it was left, and the time that its steps have taken."""
        self._change(session_id, "page = ?, spent = ?", page, pack(spent))

    def reform(self, session_id: int, way: str) -> None:
        """Keeps the way of meeting as it now is: its minutes may change on the way."""
        self._change(session_id, "format = ?", way)

    def touch(self, session_id: int) -> None:
        """Says that it has been opened now."""
        self._change(session_id, "opened = ?", now())

    def rename(self, session_id: int, title: str) -> None:
        """Gives it another title."""
        with self._session.write():
            self._change(session_id, "title = ?", title)
            self._log.write("session.renamed", f"session:{session_id}")

    def delete(self, session_id: int) -> None:
        """Deletes a session with everything written in it; earlier backups still hold it."""
        session = self._session
        with session.write():
            self._row(session_id)
            session.execute("DELETE FROM group_sessions WHERE id = ?", (session_id,))
            self._log.write("session.deleted", f"session:{session_id}")
        session.forget_log()

    def _put(self, session_id: int, item: str, text: str) -> None:
        if not text:
            self._session.execute(
                "DELETE FROM group_words WHERE session_id = ? AND item = ?", (session_id, item)
            )
            return
        self._session.execute(
            "INSERT INTO group_words (session_id, item, text, updated) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (session_id, item)"
            " DO UPDATE SET text = excluded.text, updated = excluded.updated",
            (session_id, item, text, now()),
        )

    def _change(self, session_id: int, what: str, *values: str) -> None:
        with self._session.write():
            self._row(session_id)
            self._session.execute(
                f"UPDATE group_sessions SET {what} WHERE id = ?", (*values, session_id)
            )

    def _row(self, session_id: int) -> dict[str, Any]:
        row = self._session.row("SELECT * FROM group_sessions WHERE id = ?", (session_id,))
        if row is None:
            raise WorkspaceError(
                f"There is no group session {session_id} in this workspace.",
                "It may have been deleted in another window: go back to the list.",
            )
        return row


def _stored(row: dict[str, Any], words: Mapping[str, str]) -> StoredSession:
    return StoredSession(
        id=row["id"],
        title=row["title"],
        format=row["format"],
        note_id=row["note_id"],
        page=row["page"],
        spent=json.loads(row["spent"]),
        opened=local(row["opened"]),
        words=words,
    )
