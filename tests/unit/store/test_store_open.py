"""The file on the disk: encrypted, private, and plain about why it does not open."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reflect.errors import WorkspaceError, WrongKey
from reflect.records import Discussion, Note, Question, Span, Tagged
from reflect.store import Key, Library, Store, migrations

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


def test_a_workspace_is_made_only_where_that_is_asked(folder: Path, key: Key) -> None:
    with pytest.raises(WorkspaceError, match="no workspace") as raised:
        Store.open(folder, key, create=False)
    assert "reflect import" in raised.value.hint
    assert not folder.exists()
    Store.open(folder, key).close()
    Store.open(folder, key, create=False).close()


def test_a_file_in_place_of_the_folder_is_a_clear_line(folder: Path, key: Key) -> None:
    folder.write_text("not a folder")
    with pytest.raises(WorkspaceError, match="is a file"):
        Store.open(folder, key)


HOLD = """
import sys
from pathlib import Path
from reflect.store import Key, Store
store = Store.open(Path(sys.argv[1]), Key.raw(bytes(range(32))))
if sys.argv[2] == "exclusive":
    store._session.db.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
with store.batch():
    store.settings.set("theme", "theirs")
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("how", ["immediate", "exclusive"])
def test_a_file_held_by_another_process_is_said_to_be_in_use(
    folder: Path, key: Key, root: Path, how: str
) -> None:
    Store.open(folder, key).close()
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), how],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    with pytest.raises(WorkspaceError, match="in use") as raised:
        Store.open(folder, key, wait=0.05).settings.set("theme", "mine")
    assert "again" in raised.value.hint
    other.communicate("")
    with Store.open(folder, key, wait=0.05) as store:
        assert store.settings.get("theme") == "theirs"


READ_ONLY = """
import fcntl, os, sys
from pathlib import Path
from reflect.errors import WorkspaceError
from reflect.store import Key, Library, Store
Library.in_memory().close()  # Loads everything while it may still be read.
if os.getuid() == 0:
    os.seteuid(65534)
try:
    Store.open(Path(sys.argv[1]), Key.raw(bytes(range(32)))).settings.set("theme", "x")
except WorkspaceError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_cannot_be_written_is_a_clear_line(root: Path, key: Key, there: bool) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:  # pytest's own folders are closed to others.
        folder = Path(place) / "workspace"
        if there:
            Store.open(folder, key).close()
            (folder / "reflect.db").chmod(0o444)
        else:
            folder.mkdir()
        folder.chmod(0o555)
        Path(place).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-B", "-c", READ_ONLY, str(folder)],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        folder.chmod(0o755)
    assert "cannot be written" in done.stdout, done.stderr
    assert "permissions" in done.stdout


MAKE = """
import sys
from pathlib import Path
from reflect.records import Note
from reflect.store import Key, Store
sys.stdin.readline()
with Store.open(Path(sys.argv[1]), Key.raw(bytes(range(32)))) as store:
    store.notes.add(Note(sys.argv[2], "n"), sys.argv[2])
"""


def test_several_first_runs_at_once_make_one_workspace(folder: Path, key: Key, root: Path) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(folder), f"note {number}"],
            cwd=root,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for run in runs:
        assert run.stdin
        run.stdin.write("go\n")
        run.stdin.flush()
    for run in runs:
        assert run.communicate()[1] == ""
    with Store.open(folder, key) as store:
        assert {summary.title for summary in store.notes.list()} == {f"note {n}" for n in range(4)}
        assert store.check() == []
        assert store.backups() == []


def test_threads_share_one_store(store: Store) -> None:
    def work(number: int) -> None:
        for turn in range(10):
            note_id, _ = store.notes.add(Note(f"{number} {turn}", "n"), f"{number} {turn}")
            assert store.notes.get(note_id).text == f"{number} {turn}"

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(work, number) for number in range(8)]:
            future.result()
    assert len(store.notes.list()) == 80
    assert store.log.verify() is None


def test_a_batch_is_kept_whole_or_not_at_all(store: Store, note: Note) -> None:
    with pytest.raises(RuntimeError), store.batch():
        store.notes.add(note, "one")
        store.settings.set("theme", "dark")
        raise RuntimeError
    assert (store.notes.list(), store.settings.get("theme"), store.log.entries()) == ([], "", [])
    with store.batch():
        note_id, _ = store.notes.add(note, "one")
        with pytest.raises(WorkspaceError), store.batch():
            store.settings.set("theme", "dark")
            store.notes.rename(note_id + 1, "none such")
        store.notes.rename(note_id, "two")
    assert store.notes.title(note_id) == "two"
    assert store.settings.get("theme") == ""


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(WorkspaceError, match="closed"):
        store.notes.list()


def test_backups_are_single_files_and_the_newest_five_are_kept(store: Store, key: Key) -> None:
    from reflect.store.connect import connect

    made = [store.back_up() for _ in range(7)]
    assert store.backups() == made[:1:-1]
    assert {path.suffix for path in (store.directory / "backups").iterdir()} == {".db"}
    conn = connect(made[-1], key)
    version = conn.execute("SELECT max(number) FROM migrations").fetchone()[0]
    assert version == len(migrations.MIGRATIONS)
    assert conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    conn.close()
    assert store.delete_backups() == 5
    assert store.backups() == []


def test_a_library_in_memory_touches_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    library = Library.in_memory()
    library.add(Discussion("d1", "a hypothesis about school"), "released")
    assert [found for found, _ in library.search("schools")] == ["d1"]
    library.close()
    assert list(tmp_path.iterdir()) == []
