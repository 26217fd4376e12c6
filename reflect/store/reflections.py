"""Questions put to a note and what its writer thought; an answer is its writer's alone."""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterable
from typing import Any

from reflect.errors import WorkspaceError
from reflect.records import Question, Reflection, Span
from reflect.store.log import Log
from reflect.store.notes import must_exist
from reflect.store.session import Session, now, pack


class Reflections:
    """The questions and answers of every note."""

    def __init__(self, session: Session, log: Log) -> None:
        self._session = session
        self._log = log

    def put(self, note_id: int, questions: Iterable[Question]) -> None:
        """Puts questions to a note.

        One that has been put stays with its words and its run, whatever the bank says later.
        """
        with self._session.write():
            must_exist(self._session, note_id)
            for question in questions:
                self._session.execute(
                    'INSERT INTO reflections (note_id, question_id, question, start, "end", why,'
                    " codes, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (note_id, question_id) DO NOTHING",
                    (
                        note_id,
                        question.id,
                        question.text,
                        question.span.start,
                        question.span.end,
                        question.why,
                        pack(question.codes),
                        now(),
                    ),
                )

    def list(self, note_id: int) -> builtins.list[Reflection]:
        """Every question put to a note, in the order they were put; dismissed ones included."""
        rows = self._session.rows(
            "SELECT * FROM reflections WHERE note_id = ? ORDER BY id", (note_id,)
        )
        return [_reflection(row) for row in rows]

    def answer(self, note_id: int, question_id: str, text: str) -> None:
        """Keeps what the writer thought; with words in it, a dismissed question is back.

        Raises:
            WorkspaceError: this question was not put to this note; so for `dismiss`.
        """
        with self._session.write():
            self._must_be_put(note_id, question_id)
            self._session.execute(
                "UPDATE reflections SET answer = ?, dismissed = dismissed AND ? = '', updated = ?"
                " WHERE note_id = ? AND question_id = ?",
                (text, text, now(), note_id, question_id),
            )
            self._log.write("question.answered", f"note:{note_id}:{question_id}")

    def dismiss(self, note_id: int, question_id: str) -> None:
        """Says "not now": the question stays away, and what was answered stays kept."""
        with self._session.write():
            self._must_be_put(note_id, question_id)
            self._session.execute(
                "UPDATE reflections SET dismissed = 1, updated = ?"
                " WHERE note_id = ? AND question_id = ?",
                (now(), note_id, question_id),
            )
            self._log.write("question.dismissed", f"note:{note_id}:{question_id}")

    def said(self) -> dict[str, int]:
        """By question, over all notes: how often it was answered less how often it was put away."""
        rows = self._session.rows(
            "SELECT question_id, sum(answer <> '') - sum(dismissed) AS said FROM reflections"
            " GROUP BY question_id HAVING said <> 0",
            (),
        )
        return {row["question_id"]: row["said"] for row in rows}

    def _must_be_put(self, note_id: int, question_id: str) -> None:
        if not self._session.value(
            "SELECT 1 FROM reflections WHERE note_id = ? AND question_id = ?",
            (note_id, question_id),
        ):
            raise WorkspaceError(
                f"That question has not been put to note {note_id}.", "Open the note again."
            )


def _reflection(row: dict[str, Any]) -> Reflection:
    question = Question(
        id=row["question_id"],
        text=row["question"],
        span=Span(row["start"], row["end"]),
        why=row["why"],
        codes=tuple(json.loads(row["codes"])),
    )
    return Reflection(question, row["answer"], bool(row["dismissed"]))
