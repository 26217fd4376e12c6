"""What a model made of a note, kept so that the same model never reads the same note twice."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from reflect.records import Code, ModelInfo, Note, Person, Sentence, Tagged
from reflect.store.log import Log
from reflect.store.notes import must_exist
from reflect.store.session import Session, now, pack, pack_spans, unpack_spans

_MODEL = "model_name = ? AND model_version = ? AND model_sha256 = ?"


class Taggings:
    """The cache of machine output; nothing in it is ever changed."""

    def __init__(self, session: Session, log: Log) -> None:
        self._session = session
        self._log = log

    def put(self, note_id: int, tagged: Tagged) -> None:
        """Keeps what a model made of a note; what this model made of it before stays as it is."""
        session, model = self._session, tagged.model
        with session.write():
            must_exist(session, note_id)
            if self._find(note_id, model) is not None:
                return
            tagging = session.execute(
                "INSERT INTO taggings (note_id, model_name, model_version, model_sha256,"
                " sentences, people, rollups, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    note_id,
                    model.name,
                    model.version,
                    model.sha256,
                    pack([[s.start, s.end, _floats(s.scores)] for s in tagged.sentences]),
                    pack([[p.role, p.label, p.ladder] for p in tagged.people]),
                    pack(tagged.rollups),
                    now(),
                ),
            )
            for sentence in tagged.sentences:
                for code in sentence.codes:
                    self._mark(note_id, tagging, sentence, code)
            self._log.write("note.tagged", f"note:{note_id}:{model.sha256}")

    def get(self, note_id: int, note: Note, model: ModelInfo) -> Tagged | None:
        """What a model made of a note, or None when it has not read it.

        Args:
            note_id: the note.
            note: the same note, as `Notes.get` gives it.
            model: the model meant, by all three of its attributes.

        Returns:
            The same as was put, except that sequences in `rollups` come back as lists.
        """
        session = self._session
        tagging = self._find(note_id, model)
        if tagging is None:
            return None
        row = session.row("SELECT * FROM taggings WHERE id = ?", (tagging,)) or {}
        codes: dict[tuple[int, int], list[Code]] = defaultdict(list)
        for mark in session.rows(
            "SELECT * FROM machine_marks WHERE tagging_id = ? ORDER BY id", (tagging,)
        ):
            codes[mark["start"], mark["end"]].append(
                Code(mark["code"], mark["score"], unpack_spans(mark["evidence"]), mark["origin"])
            )
        return Tagged(
            note=note,
            sentences=tuple(
                Sentence(start, end, tuple(codes[start, end]), scores)
                for start, end, scores in json.loads(row["sentences"])
            ),
            people=tuple(Person(*person) for person in json.loads(row["people"])),
            rollups=json.loads(row["rollups"]),
            model=model,
        )

    def _find(self, note_id: int, model: ModelInfo) -> int | None:
        found: int | None = self._session.value(
            f"SELECT id FROM taggings WHERE note_id = ? AND {_MODEL}",
            (note_id, model.name, model.version, model.sha256),
        )
        return found

    def _mark(self, note_id: int, tagging: int, sentence: Sentence, code: Code) -> None:
        session = self._session
        mark_id = session.execute("INSERT INTO marks (note_id) VALUES (?)", (note_id,))
        session.execute(
            'INSERT INTO machine_marks (id, tagging_id, start, "end", code, evidence, score,'
            " origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                mark_id,
                tagging,
                sentence.start,
                sentence.end,
                code.code,
                pack_spans(code.evidence),
                float(code.score),
                code.origin,
            ),
        )


def _floats(scores: Mapping[str, float]) -> dict[str, float]:
    """Plain floats, whatever a model's own number type is."""
    return {code: float(score) for code, score in scores.items()}
