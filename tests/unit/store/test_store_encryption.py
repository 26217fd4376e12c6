"""The file on the disk: encrypted, private, and opened by its own key only."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reflect.errors import WrongKey
from reflect.records import Discussion, Note, Question, Span, Tagged
from reflect.store import Key, Store

NAME = "Zebedee Quarrington"
FORMS = [NAME.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def fill(store: Store, tag: Callable[..., Tagged]) -> int:
    """Plants the name in every table that holds text."""
    note = Note(f"{NAME} was seen. Again. And again.", f"{NAME}.txt", {"title": NAME}, (NAME,))
    note_id, _ = store.notes.add(note, NAME)
    store.taggings.put(note_id, tag(note))
    store.marks.add(note_id, NAME, 0, 5)
    store.reflections.put(note_id, [Question("q", NAME, Span(0, 4), NAME)])
    store.reflections.answer(note_id, "q", NAME)
    store.worksheets.write(note_id, "bells", "rang", NAME)
    store.drafts.save("new-note", NAME)
    store.settings.set("person", NAME)
    store.library.add(Discussion("d1", NAME, NAME), "released")
    return note_id


def test_the_name_is_in_no_file_at_any_time(
    folder: Path, key: Key, tag: Callable[..., Tagged]
) -> None:
    with Store.open(folder, key, person=NAME) as store:
        note_id = fill(store, tag)
        copy = store.back_up()
        while_open = files_of(folder)
        assert {path.name for path in while_open} >= {"reflect.db", "reflect.db-wal", copy.name}
        assert (folder / "reflect.db-wal").stat().st_size > 0
        search(while_open)
        store.notes.delete(note_id)
        search(files_of(folder))
    assert {path.name for path in files_of(folder)} == {"reflect.db", copy.name}
    search(files_of(folder))


def search(files: list[Path]) -> None:
    for path in files:
        content = path.read_bytes()
        assert not content.startswith(b"SQLite format 3")
        assert not any(form in content for form in FORMS), path.name
        for word in (b"CREATE TABLE", b"notes"):
            assert word not in content, path.name


def test_the_search_finds_what_is_in_the_clear(
    tmp_path: Path, key: Key, tag: Callable[..., Tagged], folder: Path
) -> None:
    """So that the test above can fail."""
    with Store.open(folder, key) as store:
        fill(store, tag)
        plain = tmp_path / "plain.db"
        store._session.db.execute("ATTACH ? AS plain KEY ''", (str(plain),))
        store._session.db.execute("SELECT sqlcipher_export('plain')").fetchall()
    with pytest.raises(AssertionError):
        search([plain])


def test_nothing_spills_and_nothing_is_lost_by_setting(store: Store) -> None:
    asked = ("journal_mode", "synchronous", "secure_delete", "temp_store", "foreign_keys")
    found = [store._session.value(f"PRAGMA {name}") for name in asked]
    assert found == ["wal", 2, 1, 2, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_its_owner_may_read_it(folder: Path, key: Key) -> None:
    before = os.umask(0)
    try:
        with Store.open(folder, key) as store:
            store.settings.set("theme", "dark")
            store.back_up()
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in files_of(folder)}
            folders = [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "backups")]
    finally:
        os.umask(before)
    assert len(modes) == 4
    assert set(modes.values()) == {0o600}
    assert folders == [0o700, 0o700]


@pytest.mark.parametrize(
    ("made", "tried"),
    [
        (Key.raw(b"a" * 32), Key.raw(b"b" * 32)),
        (Key.raw(b"a" * 32), Key.passphrase("61" * 32, kdf_iter=1000)),
        (Key.passphrase("one", kdf_iter=1000), Key.passphrase("One", kdf_iter=1000)),
        (Key.passphrase("one", kdf_iter=1000), Key.raw(b"a" * 32)),
    ],
)
def test_a_wrong_key_is_said_to_be_wrong_and_changes_nothing(
    folder: Path, made: Key, tried: Key
) -> None:
    with Store.open(folder, made) as store:
        store.settings.set("theme", "dark")
        store.back_up()
    before = {path: path.read_bytes() for path in files_of(folder)}
    with pytest.raises(WrongKey, match="does not open") as raised:
        Store.open(folder, tried)
    assert "--key-file" in raised.value.hint
    assert {path: path.read_bytes() for path in files_of(folder)} == before
    with Store.open(folder, made) as store:
        assert store.settings.get("theme") == "dark"


def test_nothing_is_written_on_the_terminal_by_the_cipher(
    folder: Path, key: Key, capfd: pytest.CaptureFixture[str]
) -> None:
    Store.open(folder, key).close()
    with pytest.raises(WrongKey):
        Store.open(folder, Key.raw(b"b" * 32))
    assert capfd.readouterr() == ("", "")
