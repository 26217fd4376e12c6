"""Opening and making a workspace, alone and beside others."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from reflect.errors import WorkspaceError
from reflect.records import Discussion, Note
from reflect.store import Key, Library, Store, migrations

if TYPE_CHECKING:
    from sqlite_utils import Database


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
from reflect.store import Key, Library, Store
Library.in_memory().close()  # Loads everything, so that all begin at one moment.
print("ready", flush=True)
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
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for run in runs:
        assert run.stdout
        assert run.stdout.readline() == "ready\n"
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


def test_nobody_opens_a_workspace_that_is_half_made(
    folder: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = Event()
    real = migrations.MIGRATIONS
    second = Thread(target=lambda: Store.open(folder, key).close())

    def back_up(*_: object) -> Path:
        met.set()  # It has met version 1 and wants to go on from there.
        return folder

    def halting(db: Database) -> None:
        second.start()
        met.wait(0.5)
        real[1](db)

    monkeypatch.setattr("reflect.store.backups.back_up", back_up)
    monkeypatch.setattr(migrations, "MIGRATIONS", (real[0], halting, *real[2:]))
    Store.open(folder, key).close()
    second.join()
    assert not met.is_set()
    with Store.open(folder, key) as store:
        assert migrations.version(store._session) == len(real)


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


def test_a_write_that_begins_by_reading_is_not_overtaken(
    folder: Path, key: Key, store: Store, note: Note
) -> None:
    with Store.open(folder, key, wait=0.01) as other:
        with store.batch():
            assert store.notes.list() == []
            with pytest.raises(WorkspaceError, match="in use"):
                other.notes.add(note, "theirs")
            note_id, _ = store.notes.add(note, "mine")
        assert other.notes.add(note, "theirs") == (note_id, False)


def test_a_batch_is_kept_whole_or_not_at_all(store: Store, note: Note) -> None:
    def fail(wrong: int) -> None:
        with store.batch():
            store.settings.set("theme", "dark")
            store.notes.rename(wrong, "none such")

    with pytest.raises(WorkspaceError), store.batch():
        fail(store.notes.add(note, "one")[0] + 1)
    assert (store.notes.list(), store.settings.get("theme"), store.log.entries()) == ([], "", [])
    with store.batch():
        note_id, _ = store.notes.add(note, "one")
        with pytest.raises(WorkspaceError):
            fail(note_id + 1)
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
