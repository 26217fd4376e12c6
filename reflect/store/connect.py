"""Opens the encrypted file, and says plainly why one cannot be opened.

SQLCipher through sqlite-utils. sqlite-utils is typed for the standard library's `sqlite3`, whose
exceptions sqlcipher3 does not share: what is caught here is always sqlcipher3's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.errors import WorkspaceError, WrongKey
from reflect.store.files import PLAIN_HEADER, backup_paths
from reflect.store.keys import Key

if TYPE_CHECKING:
    from sqlite_utils import Database

PAGE = 4096
WAIT = 5.0
"""Seconds that a write waits for another process before it says that the file is in use."""

# SQLite's result codes, of which an extended code holds one in its lowest byte.
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_IN_USE = (
    "The workspace {} is in use by another program.",
    "Close the other reflect, or wait for a backup or sync program to finish; then try again.",
)
_NOT_WRITABLE = (
    "The workspace {} cannot be written.",
    "Check the permissions of the file and its folder, or choose another with --workspace.",
)
_CAUSES = {
    _BUSY: _IN_USE,
    _LOCKED: _IN_USE,
    _READONLY: _NOT_WRITABLE,
    _CANTOPEN: _NOT_WRITABLE,
    _FULL: ("The disk that holds {} is full; nothing was written.", "Free some space, try again."),
    _IOERR: (
        "The disk refused to read or write {}.",
        "Check that the drive is connected and has space, and try again.",
    ),
}


def connect(path: Path | str, key: Key | None, wait: float = WAIT) -> Any:
    """A keyed sqlcipher3 connection that has read nothing yet; without a key only in memory."""
    from sqlcipher3 import dbapi2  # 0.01 s

    # No implicit transactions: every BEGIN in this room is written out.
    conn = dbapi2.connect(str(path), timeout=wait, isolation_level=None, check_same_thread=False)
    # SQLCipher would write its own complaints over the terminal UI.
    conn.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        # As bytes, outside any SQL: `PRAGMA hexkey` cuts a key off at 40 bytes without a word.
        conn.set_key(key.secret)
        conn.execute("PRAGMA cipher_compatibility = 4")
        if key.kdf_iter is not None:
            conn.execute(f"PRAGMA kdf_iter = {int(key.kdf_iter)}")
    return conn


def open_database(path: Path, key: Key, *, new: bool, wait: float = WAIT) -> Database:
    """Opens the workspace's file with everything set that keeps it safe.

    Args:
        path: the file; one that is new is there already, and empty.
        key: what opens it, or will from now on.
        new: whether it may be empty.
        wait: seconds to wait for another process, here and at every later write.

    Raises:
        WrongKey: the key does not open it.
        WorkspaceError: it is damaged, in use, not to be written, or not encrypted.
    """
    with explained(path, key):
        # SQLite itself takes a file of a few bytes for a new one.
        if not new and (not path.exists() or path.stat().st_size < PAGE):
            raise damaged(path, key)
        conn = connect(path, key, wait)
        try:
            conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
            # A write-ahead log, synced at every commit: what was confirmed survives a power cut.
            conn.execute("PRAGMA journal_mode = WAL").fetchone()
            conn.execute("PRAGMA synchronous = FULL")
            conn.execute("PRAGMA fullfsync = ON")  # macOS only: to the disk, not to its cache.
            conn.execute("PRAGMA checkpoint_fullfsync = ON")
            return _wrap(conn)
        except BaseException:
            conn.close()
            raise


def open_memory() -> Database:
    """A database that is never on a disk."""
    return _wrap(connect(":memory:", None))


def _wrap(conn: Any) -> Database:
    from sqlite_utils import Database  # 0.1 s

    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA secure_delete = ON")
    conn.execute("PRAGMA temp_store = MEMORY")  # Nothing spills to disk in the clear.
    # No plug-ins: another package on this machine has no business with this connection.
    return Database(conn, execute_plugins=False)


@contextmanager
def explained(path: Path | None, key: Key | None) -> Iterator[None]:
    """Turns what the disk, the key or another process causes into an error a user can act on.

    A broken constraint or a mistake in SQL stays as it is: that is ours.
    """
    from sqlcipher3 import dbapi2

    try:
        yield
    except dbapi2.DatabaseError as error:
        why = _explain(getattr(error, "sqlite_errorcode", 0) & 0xFF, path, key)
        if why is None:
            raise
        raise why from error


def _explain(code: int, path: Path | None, key: Key | None) -> WorkspaceError | None:
    if path is None or key is None:
        return None
    if code in _CAUSES:
        message, hint = _CAUSES[code]
        return WorkspaceError(message.format(path), hint)
    if code == _CORRUPT:
        return damaged(path, key)
    return _not_a_database(path, key) if code == _NOTADB else None


def _not_a_database(path: Path, key: Key) -> WorkspaceError:
    """Tells a wrong key from a damaged file, which SQLCipher reports alike."""
    with path.open("rb") as file:
        header = file.read(len(PLAIN_HEADER))
    if header == PLAIN_HEADER:
        return WorkspaceError(
            f"{path} is not encrypted, so it is not a workspace of reflect.",
            "Move it away, or choose another folder with --workspace.",
        )
    if path.stat().st_size < PAGE or _fits_a_page(path, key) or newest_backup(path.parent, key):
        return damaged(path, key)
    return WrongKey(
        f"{key.source[:1].upper()}{key.source[1:]} does not open {path}.",
        "Use the key it was made with (--key-file FILE, else $REFLECT_PASSPHRASE, else the system"
        " keyring, else typed). Nothing has been changed.",
    )


def damaged(path: Path, key: Key) -> WorkspaceError:
    """The error for a damaged file, with the newest backup that opens and how to restore it."""
    backup = newest_backup(path.parent, key)
    if backup is None:
        hint = "No backup here opens with this key: put back your own copy of the folder."
    else:
        hint = (
            f"The newest backup that opens is {backup}. To restore it, close reflect, move"
            f" {path.name}, {path.name}-wal and {path.name}-shm out of the folder, and copy the"
            f" backup to {path}."
        )
    if not path.exists():
        hint += " To start afresh instead, move everything out of the folder."
    return WorkspaceError(f"The workspace {path} is damaged, cut short or gone.", hint)


def newest_backup(directory: Path, key: Key) -> Path | None:
    """The newest backup that is whole and opens with the key."""
    return next((path for path in backup_paths(directory) if is_whole(path, key)), None)


def is_whole(path: Path, key: Key) -> bool:
    """Whether a file at rest opens with the key and every page of it is as it was written."""
    from sqlcipher3 import dbapi2

    conn = connect(path, key)
    try:
        if conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            return False
        if conn.execute("PRAGMA cipher_integrity_check").fetchall():
            return False
        return bool(conn.execute("PRAGMA quick_check").fetchall() == [("ok",)])
    except dbapi2.DatabaseError:
        return False
    finally:
        conn.close()


def _fits_a_page(path: Path, key: Key) -> bool:
    """Whether the key authenticates any page: then it is the right one and the file is hurt."""
    from sqlcipher3 import dbapi2

    conn = connect(path, key)
    try:
        # One row for each page that fails, and for a part of a page at the end.
        failed = conn.execute("PRAGMA cipher_integrity_check").fetchall()
        return len(failed) < path.stat().st_size // PAGE
    except dbapi2.DatabaseError:
        return False
    finally:
        conn.close()
