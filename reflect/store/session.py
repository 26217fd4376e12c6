"""One connection, one lock, one transaction a write: all that the tables work through."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from reflect.errors import WorkspaceError
from reflect.records import Span
from reflect.store.connect import explained
from reflect.store.keys import Key

if TYPE_CHECKING:
    from sqlite_utils import Database

_HALF = re.compile("[\ud800-\udfff]")


class Session:
    """The open database, shared by threads one at a time.

    Attributes:
        person: whose edits these are.
    """

    def __init__(self, db: Database, path: Path | None = None, key: Key | None = None) -> None:
        self.db = db
        self.path = path
        self.key = key
        self.person = ""
        self._lock = RLock()
        self._closed = False

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction, on the disk when the block ends, or nothing of it.

        Inside another it becomes a part of that one.
        """
        with self._ready():
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield
                return
            # Takes the write lock first: a transaction that begins by reading can fail half way
            # when another process writes in between.
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Runs one statement inside `write`; returns the id of a row it inserted."""
        with self._ready():
            assert self.db.conn.in_transaction, "a write outside `Session.write`"
            return self.db.execute(sql, _whole(values)).lastrowid or 0

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query, each by its columns' names."""
        with self._ready():
            cursor = self.db.execute(sql, _whole(values))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def tuples(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query as they come, for when there are very many."""
        with self._ready():
            return self.db.execute(sql, _whole(values)).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> dict[str, Any] | None:
        """The first row of a query, or None."""
        return next(iter(self.rows(sql, values)), None)

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, values)
        return None if row is None else next(iter(row.values()))

    def forget_log(self) -> None:
        """Empties the write-ahead log, so that what was deleted does not linger there.

        Another process that is reading may keep it; then it goes at the next time. Inside a
        transaction it waits for that time too.
        """
        with self._ready():
            if self.db.conn.in_transaction:
                return
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Closes the connection; closing twice does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self.db.close()

    @contextmanager
    def _ready(self) -> Iterator[None]:
        with self._lock, explained(self.path, self.key):
            if self._closed:
                raise WorkspaceError("The workspace has been closed.", "Open it again.")
            yield


def now() -> str:
    """The time in UTC to the microsecond, ISO 8601, so that times sort as text."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def local(time: str) -> str:
    """A stored time as local time to the second."""
    return datetime.fromisoformat(time).astimezone().isoformat(timespec="seconds")


def pack(value: Any) -> str:
    """A value as JSON; mappings, tuples and records included."""
    return json.dumps(value, separators=(",", ":"), default=_plain)


def pack_spans(spans: Iterable[Span]) -> str:
    """Runs as JSON: `[[start, end], …]`."""
    return pack([[span.start, span.end] for span in spans])


def unpack_spans(text: str) -> tuple[Span, ...]:
    """What `pack_spans` wrote."""
    return tuple(Span(start, end) for start, end in json.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} cannot be stored")


def whole(text: str) -> str:
    """The text with half characters (lone surrogates) replaced, which no file can hold.

    One code point for one, so that offsets stay right.
    """
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def _whole(values: Sequence[Any]) -> list[Any]:
    return [whole(value) if isinstance(value, str) else value for value in values]
