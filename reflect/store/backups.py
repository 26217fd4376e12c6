"""Copies of the workspace, encrypted with its own key."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from reflect.errors import WorkspaceError
from reflect.store.connect import connect, explained, is_whole
from reflect.store.files import (
    BACKUPS,
    backup_paths,
    cannot_write,
    make_directory,
    make_file,
    sync_directory,
)
from reflect.store.session import Session

KEPT = 5
_STALE = 3600.0


def back_up(session: Session, version: int) -> Path:
    """Copies the workspace as it is at this moment, even while another process writes to it.

    The copy appears under its name only once it is whole, proved to open, and on the disk.

    Args:
        session: the open workspace.
        version: the version of its schema, which becomes part of the name.

    Returns:
        The copy.

    Raises:
        WorkspaceError: it cannot be written, or does not read back.
    """
    path, key = session.path, session.key
    if path is None or key is None:
        raise ValueError("a database in memory has no backups")
    folder = path.parent / BACKUPS
    make_directory(folder)
    name = f"reflect-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-schema{version}.db"
    part, copy = folder / f"{name}.part", folder / name
    _clear(folder)
    make_file(part)
    try:
        with explained(part, key):
            target = connect(part, key)
            try:
                session.db.conn.backup(target)
                # The copy is one file on its own, without a write-ahead log.
                target.execute("PRAGMA journal_mode = DELETE").fetchone()
            finally:
                target.close()
        if not is_whole(part, key):
            raise WorkspaceError(
                f"The backup {copy} did not read back as it was written; nothing was changed.",
                "Check the disk, and run `reflect doctor`.",
            )
        _keep(part, copy)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return copy


def prune(directory: Path, kept: int = KEPT) -> int:
    """Deletes all but the newest backups; returns how many went."""
    old = backup_paths(directory)[kept:]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _keep(part: Path, copy: Path) -> None:
    try:
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(copy)
        sync_directory(copy.parent)
    except OSError as error:
        raise cannot_write(copy.parent, error) from error


def _clear(folder: Path) -> None:
    """Deletes what a backup that was killed left behind, but none that may be under way."""
    for part in folder.glob("reflect-*.part*"):
        if part.stat().st_mtime < time.time() - _STALE:
            part.unlink(missing_ok=True)
