"""The notes themselves: added once, listed, renamed, deleted with everything that hangs on them."""

from __future__ import annotations

import builtins
import json
from typing import Any

from reflect.errors import WorkspaceError
from reflect.records import Note, NoteSummary
from reflect.store.log import Log
from reflect.store.session import Session, local, now, pack

_SUMMARY = """
SELECT n.id, n.title, n.source, n.opened,
  EXISTS (SELECT 1 FROM taggings WHERE note_id = n.id)
    OR EXISTS (SELECT 1 FROM reflections WHERE note_id = n.id) AS read,
  (SELECT count(*) FROM reflections
    WHERE note_id = n.id AND answer = '' AND NOT dismissed) AS unanswered
FROM notes AS n
"""


class Notes:
    """The table of notes."""

    def __init__(self, session: Session, log: Log) -> None:
        self._session = session
        self._log = log

    def add(self, note: Note, title: str) -> tuple[int, bool]:
        """Keeps a note; the same text twice is one note.

        Args:
            note: as it was read.
            title: what Home calls it; that of a note which is there already stays.

        Returns:
            Its id, and whether it is new.
        """
        session, time = self._session, now()
        with session.write():
            known = session.value("SELECT id FROM notes WHERE sha256 = ?", (note.sha256,))
            if known is not None:
                return int(known), False
            note_id = session.execute(
                "INSERT INTO notes (sha256, text, title, source, metadata, skipped, added, opened)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    note.sha256,
                    note.text.encode("utf-8", "surrogatepass"),
                    title,
                    note.source,
                    pack(note.metadata),
                    pack(note.skipped),
                    time,
                    time,
                ),
            )
            self._log.write("note.added", f"note:{note_id}:{note.sha256}")
        return note_id, True

    def get(self, note_id: int) -> Note:
        """The note as it was added.

        Raises:
            WorkspaceError: there is no such note (any more); so for every method here.
        """
        row = self._row(note_id, "text, source, metadata, skipped")
        return Note(
            text=row["text"].decode("utf-8", "surrogatepass"),
            source=row["source"],
            metadata=json.loads(row["metadata"]),
            skipped=tuple(json.loads(row["skipped"])),
        )

    def title(self, note_id: int) -> str:
        """What Home calls it."""
        return str(self._row(note_id, "title")["title"])

    def summary(self, note_id: int) -> NoteSummary:
        """The note as Home lists it."""
        row = self._session.row(f"{_SUMMARY} WHERE n.id = ?", (note_id,))
        if row is None:
            raise no_note(note_id)
        return _summary(row)

    def list(self, limit: int | None = None) -> builtins.list[NoteSummary]:
        """The notes, the one opened last first; all without a limit."""
        rows = self._session.rows(
            f"{_SUMMARY} ORDER BY n.opened DESC, n.id DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return [_summary(row) for row in rows]

    def rename(self, note_id: int, title: str) -> None:
        """Gives it another title."""
        with self._session.write():
            self._row(note_id, "id")
            self._session.execute("UPDATE notes SET title = ? WHERE id = ?", (title, note_id))
            self._log.write("note.renamed", f"note:{note_id}")

    def touch(self, note_id: int) -> None:
        """Says that it has been opened now."""
        with self._session.write():
            self._row(note_id, "id")
            self._session.execute("UPDATE notes SET opened = ? WHERE id = ?", (now(), note_id))

    def delete(self, note_id: int) -> None:
        """Deletes the note with its marks, answers, worksheets and drafts.

        Earlier backups still hold it, encrypted; `Store.delete_backups` removes those.
        """
        session = self._session
        with session.write():
            sha256 = self._row(note_id, "sha256")["sha256"]
            session.execute("DELETE FROM notes WHERE id = ?", (note_id,))
            session.execute(
                "DELETE FROM drafts WHERE key = ? OR substr(key, 1, ?) = ?",
                (f"note:{note_id}", len(f"note:{note_id}:"), f"note:{note_id}:"),
            )
            self._log.write("note.deleted", f"note:{note_id}:{sha256}")
        session.forget_log()

    def _row(self, note_id: int, columns: str) -> dict[str, Any]:
        row = self._session.row(f"SELECT {columns} FROM notes WHERE id = ?", (note_id,))
        if row is None:
            raise no_note(note_id)
        return row


def no_note(note_id: int) -> WorkspaceError:
    """The error for a note that is not there."""
    return WorkspaceError(
        f"There is no note {note_id} in this workspace.",
        "It may have been deleted in another window: go back to the list.",
    )


def must_exist(session: Session, note_id: int) -> None:
    """Raises a WorkspaceError when there is no such note."""
    if session.value("SELECT 1 FROM notes WHERE id = ?", (note_id,)) is None:
        raise no_note(note_id)


def _summary(row: dict[str, Any]) -> NoteSummary:
    unanswered = row["unanswered"]
    if not row["read"]:
        state = "not read yet"
    elif unanswered:
        state = f"{unanswered} question{'s' if unanswered > 1 else ''} unanswered"
    else:
        state = "reflected"
    return NoteSummary(row["id"], row["title"], row["source"], state, local(row["opened"]))
