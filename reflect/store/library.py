"""The library of de-identified discussions: released by a person, searched by everybody.

This is all that searching may read. Nothing here can name the table of the writer's own texts.
"""

from __future__ import annotations

import builtins
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from reflect.errors import WorkspaceError
from reflect.records import Discussion
from reflect.store.connect import open_memory
from reflect.store.log import Log
from reflect.store.migrations import migrate
from reflect.store.query import any_of
from reflect.store.session import Session, now, pack, whole

Status = Literal["waiting", "released", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of a discussion with its vector.

    Attributes:
        codes: the codes found in it.
        vector: little-endian fp16, as `numpy.asarray(v, "<f2").tobytes()` gives it; NumPy is
            the searcher's, not the store's.
    """

    discussion_id: str
    start: int
    end: int
    codes: tuple[str, ...]
    vector: bytes


class Library:
    """The discussions of a workspace, or of a database in memory."""

    def __init__(self, session: Session, log: Log) -> None:
        self._session = session
        self._log = log

    @classmethod
    def in_memory(cls) -> Library:
        """An empty library that is never on a disk, for searching without a workspace."""
        session = Session(open_memory())
        migrate(session)
        return cls(session, Log(session))

    def close(self) -> None:
        """Closes a library in memory; that of a workspace closes with its store."""
        if self._session.path is None:
            self._session.close()

    def add(self, discussion: Discussion, status: Status = "waiting") -> Status:
        """Adds a discussion, or brings one with the same id up to date.

        Nothing comes back by itself: a withdrawn one stays withdrawn, as it was. A released one
        with the same text stays released; with another text it has the status given. One with the
        same text also keeps its origin: exported and brought in again, it is still what it was.

        Returns:
            The status it has now.
        """
        session = self._session
        sha256 = sha256_of(discussion.text)
        with session.write():
            known = session.row("SELECT * FROM discussions WHERE id = ?", (discussion.id,))
            if known and known["status"] == "withdrawn":
                return "withdrawn"
            if known and known["sha256"] == sha256 and known["status"] == "released":
                status = "released"
            if known and known["sha256"] == sha256:
                discussion = replace(discussion, origin=known["origin"])
            if known and (_discussion(known), known["status"]) == (discussion, status):
                return status
            session.execute(
                "INSERT INTO discussions (id, title, text, sha256, origin, status, added)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                " title = excluded.title, text = excluded.text, sha256 = excluded.sha256,"
                " origin = excluded.origin, status = excluded.status",
                (
                    discussion.id,
                    discussion.title,
                    discussion.text,
                    sha256,
                    discussion.origin,
                    status,
                    now(),
                ),
            )
            if known is None or (known["sha256"], known["status"]) != (sha256, status):
                self._log.write(f"discussion.{status}", f"{discussion.id}:{sha256}")
        return status

    def add_all(self, discussions: Iterable[Discussion], status: Status = "waiting") -> int:
        """Adds many in one transaction, all or none; returns how many there were."""
        count = 0
        with self._session.write():
            for discussion in discussions:
                self.add(discussion, status)
                count += 1
        return count

    def get(self, discussion_id: str) -> Discussion:
        """One discussion, whatever its status.

        Raises:
            WorkspaceError: there is none with this id; so for `status`, `release`, `withdraw`.
        """
        return _discussion(self._row(discussion_id))

    def status(self, discussion_id: str) -> Status:
        """Whether it waits, is released, or is withdrawn."""
        status: Status = self._row(discussion_id)["status"]
        return status

    def list(self, status: Status | None = None) -> builtins.list[Discussion]:
        """The discussions with a status, or all, in the order they came."""
        rows = self._session.rows(
            "SELECT * FROM discussions WHERE ? IS NULL OR status = ? ORDER BY seq",
            (status, status),
        )
        return [_discussion(row) for row in rows]

    def release(self, discussion_id: str) -> None:
        """A person lets it into the library; also what brings a withdrawn one back.

        Raises:
            WorkspaceError: two people are wanted, and this is the one who put it there.
        """
        row = self._row(discussion_id)
        about = f"{discussion_id}:{row['sha256']}"
        if self.two_people and self._log.who("discussion.waiting", about) == self._session.person:
            raise WorkspaceError(
                f"{discussion_id} waits for a second person: you put it there.",
                "Ask a colleague to read it and release it under their own name.",
            )
        self._set(discussion_id, "released")

    @property
    def two_people(self) -> bool:
        """Whether a discussion is released by somebody other than whoever put it there."""
        return bool(self._session.value("SELECT value FROM settings WHERE name = 'two people'"))

    @two_people.setter
    def two_people(self, wanted: bool) -> None:
        with self._session.write():
            self._session.execute("DELETE FROM settings WHERE name = 'two people'")
            if wanted:
                self._session.execute(
                    "INSERT INTO settings (name, value) VALUES ('two people', '1')"
                )
            self._log.write("library.two.people" if wanted else "library.one.person")

    def withdraw(self, discussion_id: str) -> None:
        """Takes it out of every search; its passages are deleted, its text is kept."""
        with self._session.write():
            self._set(discussion_id, "withdrawn")
            self._session.execute(
                "DELETE FROM encodings WHERE seq IN (SELECT seq FROM discussions WHERE id = ?)",
                (discussion_id,),
            )

    def counts(self) -> tuple[int, int]:
        """How many are released, and how many wait for release."""
        rows = self._session.rows("SELECT status, count(*) AS n FROM discussions GROUP BY status")
        number = {row["status"]: int(row["n"]) for row in rows}
        return number.get("released", 0), number.get("waiting", 0)

    def search(self, words: str, k: int = 10) -> builtins.list[tuple[str, float]]:
        """The released discussions that share words with a text, best first.

        Args:
            words: any text at all; nothing in it is an operator. Common words, and those after
                the first 64 different ones, are passed over.
            k: how many at most.

        Returns:
            Ids, each with its BM25 score, higher being better.
        """
        query = any_of(words)
        if not query or k < 1:
            return []
        rows = self._session.rows(
            "SELECT d.id, score FROM (SELECT rowid, -bm25(discussion_words) AS score"
            " FROM discussion_words WHERE discussion_words MATCH ?"
            " ORDER BY score DESC, rowid LIMIT ?) AS w JOIN discussions AS d ON d.seq = w.rowid"
            " ORDER BY score DESC, d.seq",
            (query, min(k, 1 << 31)),
        )
        return [(row["id"], row["score"]) for row in rows]

    def put_passages(
        self, discussion_id: str, model: str, sha256: str, passages: Iterable[Passage]
    ) -> bool:
        """Keeps a model's passages of a discussion in place of those it had.

        Args:
            discussion_id: the discussion.
            model: the id of the model that encoded it.
            sha256: `sha256_of` the text that was encoded.
            passages: the passages; none is an answer too.

        Returns:
            False, and nothing is kept, when the text has changed in the meantime or is withdrawn.
        """
        session = self._session
        with session.write():
            row = self._row(discussion_id)
            if row["sha256"] != sha256 or row["status"] == "withdrawn":
                return False
            session.execute(
                "DELETE FROM encodings WHERE seq = ? AND model = ?", (row["seq"], model)
            )
            encoding = session.execute(
                "INSERT INTO encodings (seq, model, sha256) VALUES (?, ?, ?)",
                (row["seq"], model, sha256),
            )
            for passage in passages:
                _check(passage, discussion_id, len(row["text"]))
                session.execute(
                    'INSERT INTO passages (encoding_id, start, "end", codes, vector)'
                    " VALUES (?, ?, ?, ?, ?)",
                    (encoding, passage.start, passage.end, pack(passage.codes), passage.vector),
                )
        return True

    def passages(self, model: str, only: str | None = None) -> builtins.list[Passage]:
        """A model's passages of every released discussion as it now reads, or of one; in a fixed order."""
        rows = self._session.tuples(
            'SELECT d.id, p.start, p."end", p.codes, p.vector FROM encodings AS e'
            " JOIN discussions AS d ON d.seq = e.seq AND d.sha256 = e.sha256"
            " JOIN passages AS p ON p.encoding_id = e.id"
            " WHERE e.model = ? AND d.status = 'released' AND (? IS NULL OR d.id = ?)"
            " ORDER BY d.seq, p.start, p.id",
            (model, only, only),
        )
        return [
            Passage(name, start, end, _codes(codes), vector)
            for name, start, end, codes, vector in rows
        ]

    def codes(self, model: str) -> dict[str, frozenset[str]]:
        """The codes in a model's passages of each released discussion as it now reads, by id."""
        rows = self._session.tuples(
            "SELECT d.id, p.codes FROM encodings AS e"
            " JOIN discussions AS d ON d.seq = e.seq AND d.sha256 = e.sha256"
            " LEFT JOIN passages AS p ON p.encoding_id = e.id"
            " WHERE e.model = ? AND d.status = 'released'",
            (model,),
        )
        found: dict[str, set[str]] = {}
        for name, codes in rows:
            found.setdefault(name, set()).update(_codes(codes) if codes else ())
        return {name: frozenset(codes) for name, codes in found.items()}

    def not_encoded(self, model: str) -> builtins.list[Discussion]:
        """The released discussions whose present text a model has not encoded yet."""
        rows = self._session.rows(
            "SELECT d.* FROM discussions AS d LEFT JOIN encodings AS e"
            " ON e.seq = d.seq AND e.model = ? AND e.sha256 = d.sha256"
            " WHERE d.status = 'released' AND e.id IS NULL ORDER BY d.seq",
            (model,),
        )
        return [_discussion(row) for row in rows]

    def own(self) -> frozenset[str]:
        """The ids of the released discussions that did not come with reflect."""
        rows = self._session.tuples(
            "SELECT id FROM discussions WHERE status = 'released' AND origin <> 'bundled'"
        )
        return frozenset(name for (name,) in rows)

    def state(self, model: str) -> tuple[int, int, int]:
        """What changes whenever a model's passages of released discussions do: to know an index by."""
        row = self._session.row(
            "SELECT count(*) AS n, coalesce(max(e.id), 0) AS last, coalesce(sum(d.seq), 0) AS which"
            " FROM encodings AS e JOIN discussions AS d ON d.seq = e.seq AND d.sha256 = e.sha256"
            " WHERE e.model = ? AND d.status = 'released'",
            (model,),
        )
        assert row is not None  # an aggregate always has one
        return int(row["n"]), int(row["last"]), int(row["which"])

    def _set(self, discussion_id: str, status: Status) -> None:
        with self._session.write():
            row = self._row(discussion_id)
            if row["status"] == status:
                return
            self._session.execute(
                "UPDATE discussions SET status = ? WHERE seq = ?", (status, row["seq"])
            )
            self._log.write(f"discussion.{status}", f"{discussion_id}:{row['sha256']}")

    def _row(self, discussion_id: str) -> dict[str, Any]:
        row = self._session.row("SELECT * FROM discussions WHERE id = ?", (discussion_id,))
        if row is None:
            raise WorkspaceError(
                f"There is no discussion {discussion_id!r} in the library.",
                "`reflect library list` shows those there are.",
            )
        return row


def sha256_of(text: str) -> str:
    """The hash by which the store knows a discussion's text."""
    return hashlib.sha256(whole(text).encode("utf-8")).hexdigest()


def _check(passage: Passage, discussion_id: str, length: int) -> None:
    if passage.discussion_id != discussion_id:
        raise ValueError(f"a passage of {passage.discussion_id!r} put to {discussion_id!r}")
    if not 0 <= passage.start <= passage.end <= length:
        raise ValueError(f"{passage.start}:{passage.end} is not a run of {discussion_id!r}")
    if not passage.vector or len(passage.vector) % 2:
        raise ValueError("a vector is fp16: two bytes a number, and at least one number")


@lru_cache(maxsize=4096)  # Many passages carry the same few codes.
def _codes(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _discussion(row: dict[str, Any]) -> Discussion:
    return Discussion(row["id"], row["text"], row["title"], row["origin"])
