"""A file that is hurt, or not ours, is said to be so, with the way back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reflect.errors import WorkspaceError, WrongKey
from reflect.records import Note
from reflect.store import Key, Store


def flip(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[page * 4096 + 100] ^= 1
    path.write_bytes(content)


def put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def cut(path: Path, length: int) -> None:
    put(path, path.read_bytes()[:length])


DAMAGE: dict[str, Callable[[Path], None]] = {
    "one bit of the first page": lambda path: flip(path, 0),
    "a bit of the schema": lambda path: flip(path, 1),
    "the salt": lambda path: put(path, b"\0" * 16 + path.read_bytes()[16:]),
    "cut to nothing": lambda path: cut(path, 0),
    "cut to a byte": lambda path: cut(path, 1),
    "cut to half a page": lambda path: cut(path, 2048),
    "cut to a page": lambda path: cut(path, 4096),
    "cut to some pages": lambda path: cut(path, 4096 * 5),
    "cut within a page": lambda path: cut(path, 4096 * 5 + 9),
    "noise": lambda path: put(path, bytes(range(256)) * 64),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("phrase", [False, True])
def test_a_damaged_file_names_the_newest_backup_that_opens_and_it_can_be_restored(
    folder: Path, key: Key, how: str, phrase: bool
) -> None:
    key = Key.passphrase("one", kdf_iter=1000) if phrase else key
    with Store.open(folder, key) as store:
        store.settings.set("theme", "old")
        old = store.back_up()
        store.settings.set("theme", "new")
        flip(store.back_up(), 3)  # Newer, but it does not open.
    DAMAGE[how](folder / "reflect.db")
    with pytest.raises(WorkspaceError, match="damaged") as raised:
        Store.open(folder, key)
    assert not isinstance(raised.value, WrongKey)
    assert str(old) in raised.value.hint

    for name in re.findall(r"reflect\.db(?:-wal|-shm)?(?=,| and| out)", raised.value.hint):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(old, folder / "reflect.db")
    with Store.open(folder, key) as store:
        assert store.settings.get("theme") == "old"
        assert store.check() == []


@pytest.mark.parametrize(
    "how", ["one bit of the first page", "cut to half a page", "cut to a page"]
)
def test_damage_without_a_backup_says_so(folder: Path, key: Key, how: str) -> None:
    Store.open(folder, key).close()
    DAMAGE[how](folder / "reflect.db")
    with pytest.raises(WorkspaceError, match="damaged") as raised:
        Store.open(folder, key)
    assert "your own copy" in raised.value.hint


def test_damage_met_while_working_names_the_backup(folder: Path, key: Key, note: Note) -> None:
    with Store.open(folder, key) as store:
        note_id, _ = store.notes.add(Note("x" * 50_000, "long"), "long")
        copy = store.back_up()
    pages = (folder / "reflect.db").stat().st_size // 4096
    for page in range(pages - 8, pages):
        flip(folder / "reflect.db", page)
    with Store.open(folder, key) as store:
        assert any("pages" in line for line in store.check())
        with pytest.raises(WorkspaceError, match="damaged") as raised:
            store.notes.get(note_id)
        assert str(copy) in raised.value.hint


def test_a_first_run_that_was_stopped_at_once_can_be_done_again(folder: Path, key: Key) -> None:
    folder.mkdir()
    (folder / "reflect.db").touch()
    with Store.open(folder, key) as store:
        assert store.check() == []


def test_an_unencrypted_database_is_not_taken_for_a_workspace(folder: Path, key: Key) -> None:
    import sqlite3

    folder.mkdir()
    conn = sqlite3.connect(folder / "reflect.db")
    conn.execute("CREATE TABLE t (a)")
    conn.close()
    with pytest.raises(WorkspaceError, match="not encrypted"):
        Store.open(folder, key)


def test_another_programs_encrypted_file_is_not_taken_for_a_workspace(
    folder: Path, key: Key
) -> None:
    from reflect.store.connect import connect

    folder.mkdir()
    conn = connect(folder / "reflect.db", key)
    conn.execute("CREATE TABLE t (a)")
    conn.close()
    with pytest.raises(WorkspaceError, match="not made by reflect"):
        Store.open(folder, key)
