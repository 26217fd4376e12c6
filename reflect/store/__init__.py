"""The encrypted workspace: one SQLite file that holds everything and is never in the clear.

Every public write is one transaction, on the disk when the call returns. One `Store` may be
shared by threads. sqlite-utils, SQLCipher and the keyring are imported when they are first used.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from reflect.errors import WorkspaceError
from reflect.store import backups, migrations
from reflect.store.connect import WAIT, open_database
from reflect.store.files import (
    PLAIN_HEADER,
    backup_paths,
    database_path,
    is_new,
    make_directory,
    make_file,
    making,
)
from reflect.store.group_sessions import GroupSessions, StoredSession
from reflect.store.keys import Key, find_key, no_workspace
from reflect.store.library import Library, Passage, sha256_of
from reflect.store.log import Entry, Log
from reflect.store.marks import Marks
from reflect.store.notes import Notes
from reflect.store.reflections import Reflections
from reflect.store.session import Session
from reflect.store.taggings import Taggings
from reflect.store.writing import Drafts, Preferences, Worksheets

__all__ = [
    "Entry",
    "Key",
    "Library",
    "Passage",
    "Store",
    "StoredSession",
    "find_key",
    "is_new",
    "sha256_of",
]


class Store:
    """An open workspace; made with `Store.open`, closed as a context manager or with `close`."""

    def __init__(self, session: Session, directory: Path) -> None:
        self._session = session
        self.directory = directory
        self.log = Log(session)
        self.notes = Notes(session, self.log)
        self.taggings = Taggings(session, self.log)
        self.marks = Marks(session, self.log)
        self.reflections = Reflections(session, self.log)
        self.worksheets = Worksheets(session, self.log)
        self.drafts = Drafts(session)
        self.settings = Preferences(session)
        self.library = Library(session, self.log)
        self.sessions = GroupSessions(session, self.log)

    @classmethod
    def open(
        cls,
        directory: Path,
        key: Key,
        *,
        create: bool = True,
        person: str = "",
        wait: float = WAIT,
    ) -> Store:
        """Opens the workspace in a folder, makes it at first, and brings its schema up to date.

        Args:
            directory: the workspace's folder.
            key: from `find_key`.
            create: whether to make a workspace that is not there.
            person: whose edits these are.
            wait: seconds to wait for another process that is writing.

        Raises:
            WrongKey: the key does not open it.
            WorkspaceError: it is missing, damaged, in use, newer than this program, or cannot
                be written.
        """
        if is_new(directory):
            if not create:
                raise no_workspace(directory)
            make_directory(directory)
        with making(directory):
            new = is_new(directory)  # Another process may have made it by now.
            if new:
                make_file(database_path(directory))
            return cls._open(directory, key, person, wait, new=new)

    @classmethod
    def _open(cls, directory: Path, key: Key, person: str, wait: float, *, new: bool) -> Store:
        path = database_path(directory)
        session = Session(open_database(path, key, new=new, wait=wait), path, key)
        session.person = person
        try:
            made = migrations.migrate(session, lambda done: backups.back_up(session, done))
            if made:
                # All that this opening made are kept: the first of them is the file as it was.
                backups.prune(directory, max(backups.KEPT, made))
        except BaseException:
            session.close()
            raise
        return cls(session, directory)

    @property
    def person(self) -> str:
        """Whose edits these are."""
        return self._session.person

    @person.setter
    def person(self, name: str) -> None:
        self._session.person = name

    def batch(self) -> AbstractContextManager[None]:
        """Makes the writes inside it one transaction: all on the disk at its end, or none."""
        return self._session.write()

    def back_up(self) -> Path:
        """Copies the workspace, encrypted with its key, and keeps the newest five copies."""
        copy = backups.back_up(self._session, migrations.version(self._session))
        backups.prune(self.directory)
        return copy

    def backups(self) -> list[Path]:
        """The backups there are, newest first."""
        return backup_paths(self.directory)

    def delete_backups(self) -> int:
        """Deletes every backup, and with them what has since been deleted; returns how many."""
        return backups.prune(self.directory, 0)

    def check(self) -> list[str]:
        """What is wrong with the file, a line each; empty when it is whole and encrypted."""
        wrong = []
        with database_path(self.directory).open("rb") as file:
            if file.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
                wrong.append("The file is not encrypted.")
        try:
            wrong += self._damage()
            entry = self.log.verify()
        except WorkspaceError as error:
            return [*wrong, str(error)]
        return wrong if entry is None else [*wrong, f"The log was changed at entry {entry}."]

    def _damage(self) -> list[str]:
        session = self._session
        session.forget_log()  # So that all of it is in the file that is checked.
        pages = session.rows("PRAGMA cipher_integrity_check")
        if pages:
            return [f"{len(pages)} pages of the file are not as they were written."]
        lines = [row["integrity_check"] for row in session.rows("PRAGMA integrity_check")]
        orphans = session.rows("PRAGMA foreign_key_check")
        return [line for line in lines if line != "ok"] + [
            f"A row of {row['table']} has lost what it belongs to." for row in orphans
        ]

    def close(self) -> None:
        """Closes the workspace; closing twice does nothing."""
        self._session.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
