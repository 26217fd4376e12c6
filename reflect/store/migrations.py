"""Brings the workspace's schema up to date, one numbered step at a time.

Each step is one transaction together with its record. A step that has been released is never
changed: what comes later is a new step at the end of `MIGRATIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.errors import ReflectError, WorkspaceError
from reflect.store import schema
from reflect.store.session import Session, now

if TYPE_CHECKING:
    from sqlite_utils import Database

_RECORD = """
CREATE TABLE IF NOT EXISTS migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  applied TEXT NOT NULL
) STRICT;
"""


def m001_notes(db: Database) -> None:
    """Notes, and what a person has typed but not kept."""
    db.executescript(schema.NOTES)


def m002_marks(db: Database) -> None:
    """Machine and human marks, verdicts, and the steps that can be undone."""
    db.executescript(schema.MARKS)


def m003_reflections(db: Database) -> None:
    """Questions, answers and worksheets."""
    db.executescript(schema.REFLECTIONS)


def m004_library(db: Database) -> None:
    """De-identified discussions, their index and their passages."""
    db.executescript(schema.LIBRARY)


def m005_log(db: Database) -> None:
    """The log of what was done."""
    db.executescript(schema.LOG)


def m006_group_sessions(db: Database) -> None:
    """Group sessions, and everything that is written in them."""
    db.executescript(schema.GROUP_SESSIONS)


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    m001_notes,
    m002_marks,
    m003_reflections,
    m004_library,
    m005_log,
    m006_group_sessions,
)


def version(session: Session) -> int:
    """The number of the last step taken; 0 for an empty database.

    Raises:
        WorkspaceError: the database holds something else.
    """
    if session.value("SELECT 1 FROM sqlite_master WHERE name = 'migrations'"):
        return int(session.value("SELECT max(number) FROM migrations") or 0)
    if session.value("SELECT count(*) FROM sqlite_master"):
        raise WorkspaceError(
            f"{session.path} was not made by reflect.",
            "Choose another folder with --workspace.",
        )
    return 0


def migrate(session: Session, before: Callable[[int], Path] | None = None) -> int:
    """Takes every step that has not been taken.

    Args:
        session: the open database.
        before: makes a backup before each step of a database that holds something already,
            given the version it has.

    Returns:
        How many backups were made.

    Raises:
        WorkspaceError: the database is newer than this program, or a step failed; then it is as
            it was before that step.
    """
    done = version(session)
    if done > len(MIGRATIONS):
        raise WorkspaceError(
            f"The workspace {session.path} was made by a newer reflect (schema {done}; this one"
            f" knows {len(MIGRATIONS)}).",
            "Upgrade reflect and open it again. Nothing has been changed.",
        )
    made = 0
    for number in range(done + 1, len(MIGRATIONS) + 1):
        backup = before(number - 1) if before and done else None
        made += backup is not None
        _take(session, number, backup)
    return made


def _take(session: Session, number: int, backup: Path | None) -> None:
    step = MIGRATIONS[number - 1]
    try:
        with session.write():
            if version(session) >= number:  # Another process came first.
                return
            session.db.executescript(_RECORD)
            step(session.db)
            session.execute(
                "INSERT INTO migrations (number, name, applied) VALUES (?, ?, ?)",
                (number, step.__name__, now()),
            )
    except Exception as error:
        why = error.message if isinstance(error, ReflectError) else f"({type(error).__name__})"
        kept = f"A backup of it is {backup}. " if backup else ""
        raise WorkspaceError(
            f"Bringing the workspace {session.path} up to date failed at step {number},"
            f" {step.__name__}: {why} It is as it was before that step.",
            f"{kept}Use the reflect that opened it last, and report this.",
        ) from error
