"""A person's edits as steps that can be taken back, the last one first."""

from __future__ import annotations

import json
from typing import Any

from reflect.store.log import Log
from reflect.store.notes import must_exist
from reflect.store.session import Session, now, pack

Way = list[Any]
"""One thing that takes an edit back: `["verdict", mark, row or None]`, `["remove", mark]` or
`["code", mark, code]`."""


class Steps:
    """The steps of every note; they outlive a restart."""

    def __init__(self, session: Session, log: Log) -> None:
        self._session = session
        self._log = log

    def add(self, note_id: int, words: str, ways: list[Way]) -> None:
        """Keeps a step, inside the transaction that takes it.

        Args:
            note_id: the note it belongs to.
            words: what was done, such as `accepted 3 marks`.
            ways: what takes it back, in order.
        """
        self._session.execute(
            "INSERT INTO steps (note_id, words, undo, person, created) VALUES (?, ?, ?, ?, ?)",
            (note_id, words, pack(ways), self._session.person, now()),
        )

    def undo(self, note_id: int) -> str | None:
        """Takes back the last step on a note.

        Returns:
            What was undone, in words; None when nothing is left to undo.
        """
        session = self._session
        with session.write():
            must_exist(session, note_id)
            step = session.row(
                "SELECT * FROM steps WHERE note_id = ? ORDER BY id DESC LIMIT 1", (note_id,)
            )
            if step is None:
                return None
            for way in json.loads(step["undo"]):
                self._take_back(*way)
            session.execute("DELETE FROM steps WHERE id = ?", (step["id"],))
            self._log.write("step.undone", f"note:{note_id}")
        return f"Undid: {step['words']}"

    def _take_back(self, what: str, mark_id: int, before: Any = None) -> None:
        session = self._session
        if what == "remove":
            session.execute("DELETE FROM marks WHERE id = ?", (mark_id,))
        elif what == "code":
            session.execute("UPDATE human_marks SET code = ? WHERE id = ?", (before, mark_id))
        else:
            session.execute("DELETE FROM verdicts WHERE mark_id = ?", (mark_id,))
            if before is not None:
                session.execute(
                    "INSERT INTO verdicts (id, mark_id, verdict, judge, created)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (before["id"], mark_id, before["verdict"], before["judge"], before["created"]),
                )
