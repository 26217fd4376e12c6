"""What a person is in the middle of writing: worksheets, drafts; and how they like things."""

from __future__ import annotations

from reflect.store.log import Log
from reflect.store.notes import must_exist
from reflect.store.session import Session, now


class Worksheets:
    """The boxes of lenses' worksheets that somebody has edited."""

    def __init__(self, session: Session, log: Log) -> None:
        self._session = session
        self._log = log

    def read(self, note_id: int, lens: str) -> dict[str, str]:
        """The text of every edited box of a lens, by the box's id; an emptied one is `""`."""
        rows = self._session.rows(
            "SELECT item, text FROM worksheets WHERE note_id = ? AND lens = ? ORDER BY rowid",
            (note_id, lens),
        )
        return {row["item"]: row["text"] for row in rows}

    def write(self, note_id: int, lens: str, item: str, text: str | None) -> None:
        """Keeps a box as it now reads; None makes it unedited again."""
        session, key = self._session, (note_id, lens, item)
        with session.write():
            must_exist(session, note_id)
            session.execute(
                "DELETE FROM worksheets WHERE note_id = ? AND lens = ? AND item = ?", key
            )
            if text is not None:
                session.execute(
                    "INSERT INTO worksheets (note_id, lens, item, text, updated)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (*key, text, now()),
                )
            self._log.write("worksheet.written", f"note:{note_id}:{lens}:{item}")


class Drafts:
    """Typing that has not been kept yet, so that nothing is lost by leaving or by a crash."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, key: str) -> str:
        """The draft under a key such as `new-note` or `note:12:answer:q-014`, or `""`."""
        return str(self._session.value("SELECT text FROM drafts WHERE key = ?", (key,)) or "")

    def save(self, key: str, text: str) -> None:
        """Keeps a draft; `""` deletes it. One under `note:12:` goes when note 12 is deleted."""
        if text == self.get(key):
            return
        with self._session.write():
            if not text:
                self._session.execute("DELETE FROM drafts WHERE key = ?", (key,))
                return
            self._session.execute(
                "INSERT INTO drafts (key, text, saved) VALUES (?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET text = excluded.text, saved = excluded.saved",
                (key, text, now()),
            )

    def keys(self) -> list[str]:
        """The keys of all drafts, the one saved last first."""
        rows = self._session.rows("SELECT key FROM drafts ORDER BY saved DESC, key")
        return [row["key"] for row in rows]


class Preferences:
    """Named settings of the workspace, such as the theme."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, name: str) -> str:
        """The setting, or `""`."""
        found = self._session.value("SELECT value FROM settings WHERE name = ?", (name,))
        return str(found or "")

    def set(self, name: str, value: str) -> None:
        """Keeps a setting."""
        with self._session.write():
            self._session.execute(
                "INSERT INTO settings (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
