"""Where the workspace lies on disk, who may read it, and who is making it right now."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reflect.errors import WorkspaceError

DATABASE = "reflect.db"
BACKUPS = "backups"
PLAIN_HEADER = b"SQLite format 3\0"
"""How an unencrypted SQLite file begins; an encrypted one begins with random bytes."""


def database_path(directory: Path) -> Path:
    """The one file that holds the workspace."""
    return directory / DATABASE


def backup_paths(directory: Path) -> list[Path]:
    """The workspace's backups, newest first."""
    return sorted((directory / BACKUPS).glob("reflect-*.db"), reverse=True)


def is_new(directory: Path) -> bool:
    """Whether no workspace has been made here yet.

    An empty `reflect.db` is what a first run leaves when it is stopped at once, and counts as
    new; beside a backup or a write-ahead log it is a damaged workspace and does not.
    """
    path = database_path(directory)
    log = path.with_name(f"{DATABASE}-wal")
    try:
        if path.exists() and path.stat().st_size > 0:
            return False
        left = log.exists() and log.stat().st_size > 0
        return not left and not backup_paths(directory)
    except OSError as error:
        raise cannot_write(directory, error) from error


def make_directory(directory: Path) -> None:
    """Makes the workspace's folder, for its owner only; one that is there is left as it is.

    Raises:
        WorkspaceError: the folder cannot be made.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise WorkspaceError(
            f"{directory} is a file, and a workspace is a folder.",
            "Name a folder with --workspace or $REFLECT_WORKSPACE.",
        ) from error
    except OSError as error:
        raise cannot_write(directory, error) from error


def make_file(path: Path) -> None:
    """Makes an empty file that only its owner can read, and its place in the folder durable.

    SQLite gives its own log and index files the permissions of this one.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        sync_directory(path.parent)
    except OSError as error:
        raise cannot_write(path.parent, error) from error


def sync_directory(directory: Path) -> None:
    """Makes new and renamed files in a folder survive a power cut."""
    if sys.platform == "win32":  # A folder cannot be opened there, and needs no sync.
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cannot_write(directory: Path, error: OSError) -> WorkspaceError:
    """The error for a folder that the operating system refuses."""
    return WorkspaceError(
        f"The workspace in {directory} cannot be written: {error.strerror or 'no reason given'}.",
        "Check the folder's permissions and the free space, or choose another with --workspace.",
    )


@contextmanager
def making(directory: Path) -> Iterator[None]:
    """Lets one process at a time make the workspace or bring it up to date.

    So two first runs share one key, and none meets a schema that is half made.

    Raises:
        WorkspaceError: the folder cannot be opened.
    """
    try:
        handle = _take(directory)
    except OSError as error:
        raise cannot_write(directory, error) from error
    try:
        yield
    finally:
        os.close(handle)  # Closing gives the lock back.


def _take(directory: Path) -> int:
    """Locks the folder (on Windows, a file in it) until the handle is closed."""
    if sys.platform == "win32":
        import msvcrt

        handle = os.open(directory / "reflect.lock", os.O_CREAT | os.O_RDWR, 0o600)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        return handle
    import fcntl

    handle = os.open(directory, os.O_RDONLY)
    with suppress(OSError):  # Some network shares have no locks; a first run there is unguarded.
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle
