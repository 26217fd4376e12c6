"""From every earlier schema to the present one, with a backup before each step."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reflect.errors import WorkspaceError
from reflect.records import Note
from reflect.store import Key, Store, migrations
from reflect.store.connect import connect, is_whole

if TYPE_CHECKING:
    from sqlite_utils import Database

ALL = migrations.MIGRATIONS
NOW = len(ALL)


def add_a_column(db: Database) -> None:
    db.executescript("ALTER TABLE notes ADD COLUMN added_later TEXT; UPDATE notes SET title = 'x';")


def make(folder: Path, key: Key, version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace as the program with this many steps left it, with a note in it."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", ALL[:version])
        store = Store.open(folder, key)
        with store.batch():
            store._session.execute(
                "INSERT INTO notes (sha256, text, title, source, metadata, skipped, added, opened)"
                " VALUES ('h', X'61', 'kept', 's', '{}', '[]', '2026-01-01T00:00:00+00:00',"
                " '2026-01-01T00:00:00+00:00')"
            )
        store.close()


def version_of(path: Path, key: Key) -> int:
    conn = connect(path, key)
    try:
        return int(conn.execute("SELECT max(number) FROM migrations").fetchone()[0])
    finally:
        conn.close()


def test_a_new_workspace_takes_every_step_and_needs_no_backup(store: Store) -> None:
    assert migrations.version(store._session) == NOW
    assert store.backups() == []
    rows = store._session.rows("SELECT number, name FROM migrations ORDER BY number")
    assert [(row["number"], row["name"]) for row in rows] == [
        (number, step.__name__) for number, step in enumerate(ALL, 1)
    ]
    assert [int(step.__name__[1:4]) for step in ALL] == list(range(1, NOW + 1))


@pytest.mark.parametrize("start", range(1, NOW))
def test_every_earlier_version_comes_up_with_a_backup_before_each_step(
    folder: Path, key: Key, monkeypatch: pytest.MonkeyPatch, start: int
) -> None:
    make(folder, key, start, monkeypatch)
    with Store.open(folder, key) as store:
        assert [summary.title for summary in store.notes.list()] == ["kept"]
        assert store.notes.get(1).text == "a"
        assert store.check() == []
        made = store.backups()
    assert [version_of(path, key) for path in made] == list(range(NOW - 1, start - 1, -1))
    assert all(is_whole(path, key) for path in made)
    with Store.open(folder, key) as store:
        assert store.backups() == made


@pytest.mark.parametrize("start", range(1, NOW + 1))
def test_a_step_that_fails_leaves_the_file_as_it_was_and_names_the_backup(
    folder: Path, key: Key, monkeypatch: pytest.MonkeyPatch, start: int
) -> None:
    make(folder, key, start, monkeypatch)

    def broken(db: Database) -> None:
        add_a_column(db)
        raise RuntimeError("injected")

    broken.__name__ = f"m{start + 1:03}_broken"
    monkeypatch.setattr(migrations, "MIGRATIONS", (*ALL[:start], broken))
    with pytest.raises(WorkspaceError, match=f"step {start + 1}, {broken.__name__}") as raised:
        Store.open(folder, key)
    backup = next((folder / "backups").glob("*.db"))
    assert str(backup) in raised.value.hint
    assert version_of(backup, key) == start

    monkeypatch.setattr(migrations, "MIGRATIONS", ALL[:start])
    with Store.open(folder, key) as store:
        assert migrations.version(store._session) == start
        row = store._session.row("SELECT * FROM notes") or {}
        assert (row["title"], "added_later" in row) == ("kept", False)
        assert store._session.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_no_backup_no_step(folder: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, key, NOW, monkeypatch)
    (folder / "backups").write_text("in the way")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*ALL, add_a_column))
    with pytest.raises(WorkspaceError, match="is a file"):
        Store.open(folder, key)
    assert version_of(folder / "reflect.db", key) == NOW


def test_a_newer_workspace_asks_for_a_newer_program(
    folder: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*ALL, add_a_column))
        Store.open(folder, key).close()
    with pytest.raises(WorkspaceError, match="newer reflect") as raised:
        Store.open(folder, key)
    assert "Upgrade" in raised.value.hint
    assert version_of(folder / "reflect.db", key) == NOW + 1


def test_a_first_run_stopped_between_steps_goes_on(
    folder: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", ALL[:2])
        Store.open(folder, key).close()
    with Store.open(folder, key) as store:
        assert migrations.version(store._session) == NOW


def test_the_file_as_it_was_outlives_many_steps_at_once(
    folder: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(folder, key, 1, monkeypatch)

    def step(db: Database) -> None:
        db.executescript("UPDATE notes SET title = title || '.';")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*ALL, *[step] * 4))
    with Store.open(folder, key) as store:
        assert store.notes.title(1) == "kept...."
        versions = [version_of(path, key) for path in store.backups()]
        assert versions == list(range(NOW + 3, 0, -1))
        store.back_up()
        assert len(store.backups()) == 5


KILLED = """
import sys
from pathlib import Path
from reflect.store import Key, Store, migrations
def endless(db):
    db.executescript("CREATE TABLE later (a); UPDATE notes SET title = 'x';")
    while True:
        db.executescript("INSERT INTO later VALUES (zeroblob(10000));")
        print("under way", flush=True)
migrations.MIGRATIONS = (*migrations.MIGRATIONS, endless)
Store.open(Path(sys.argv[1]), Key.raw(bytes(range(32))))
"""


@pytest.mark.parametrize("lines", [1, 40, 2000])
def test_a_step_that_is_killed_leaves_the_file_as_it_was(
    folder: Path, key: Key, root: Path, lines: int
) -> None:
    with Store.open(folder, key) as store:
        store.notes.add(Note("a", "s"), "kept")
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder)], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    for _ in range(lines):
        assert child.stdout.readline() == "under way\n"
    child.kill()
    child.communicate()
    with Store.open(folder, key) as store:
        assert store.notes.title(1) == "kept"
        assert store._session.value("SELECT count(*) FROM sqlite_master WHERE name = 'later'") == 0
        assert store.check() == []
        assert len(store.backups()) == 1


def test_a_step_that_another_process_took_is_not_taken_twice(
    folder: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(folder, key, NOW, monkeypatch)
    taken = []

    def step(db: Database) -> None:
        taken.append(1)

    monkeypatch.setattr(migrations, "MIGRATIONS", (*ALL, step))
    with_backup: Callable[..., Path] = migrations_back_up(folder, key)
    monkeypatch.setattr("reflect.store.backups.back_up", with_backup)
    # As on a network share that has no locks: there only the transaction keeps them apart.
    monkeypatch.setattr("reflect.store.making", lambda directory: nullcontext())
    Store.open(folder, key).close()
    assert taken == [1]


def migrations_back_up(folder: Path, key: Key) -> Callable[..., Path]:
    """A backup during which another process opens, and so migrates, the same workspace."""
    from reflect.store import backups
    from reflect.store.session import Session

    real, inside = backups.back_up, list[int]()

    def back_up(session: Session, version: int) -> Path:
        copy = real(session, version)
        if not inside:
            inside.append(1)
            Store.open(folder, key).close()
        return copy

    return back_up
