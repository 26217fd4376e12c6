"""The log holds no text, is only added to, and shows when it was tampered with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reflect.records import Discussion, Note, Question, Span, Tagged
from reflect.store import Key, Store

OPEN = "DROP TRIGGER log_is_not_changed; DROP TRIGGER log_is_not_deleted;"


@pytest.fixture
def filled(store: Store) -> Store:
    for number in range(1, 6):
        store.log.write("note.added", f"note:{number}")
    return store


def tamper(store: Store, sql: str) -> None:
    store._session.db.executescript(OPEN + sql)


def test_every_sort_of_write_is_named_with_its_person_and_no_text(
    store: Store, tag: Callable[..., Tagged]
) -> None:
    secret = "Zebedee"
    note = Note(f"{secret} said no. {secret} again. And {secret}.", f"{secret}.txt")
    note_id, _ = store.notes.add(note, secret)
    store.notes.rename(note_id, f"{secret} 2")
    store.taggings.put(note_id, tag(note))
    store.marks.judge([store.marks.list(note_id)[0].id], "accepted")
    mark = store.marks.add(note_id, "voice.words", 0, 3)
    store.marks.change(mark.id, "a.b")
    store.marks.undo(note_id)
    store.reflections.put(note_id, [Question("q", secret, Span(0, 3), secret)])
    store.reflections.answer(note_id, "q", secret)
    store.reflections.dismiss(note_id, "q")
    store.worksheets.write(note_id, "bells", "rang", secret)
    store.library.add(Discussion(f"{secret} and school", secret, secret))
    store.notes.delete(note_id)
    entries = store.log.entries()
    assert [entry.event for entry in entries] == [
        "note.added",
        "note.renamed",
        "note.tagged",
        "mark.accepted",
        "mark.added",
        "mark.changed",
        "step.undone",
        "question.answered",
        "question.dismissed",
        "worksheet.written",
        "discussion.waiting",
        "note.deleted",
    ]
    assert {entry.person for entry in entries} == {"Kerry"}
    assert note.sha256 in entries[0].object
    assert secret not in str(entries)
    assert store.log.verify() is None
    assert store.log.entries(2) == entries[-2:]


def test_a_whole_chain_is_whole_again_after_a_restart(folder: Path, key: Key) -> None:
    with Store.open(folder, key, person="Zoë \ud800") as store:
        store.log.write("note.added", "note:1")
    with Store.open(folder, key) as store:
        store.log.write("note.opened", "note:1")
        assert store.log.verify() is None
        assert store.log.verify(store.log.head()) is None


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE log SET event = 'note.deleted' WHERE id = 3;", 3),
        ("UPDATE log SET object = 'note:9' WHERE id = 1;", 1),
        ("UPDATE log SET person = 'Sam' WHERE id = 5;", 5),
        ("UPDATE log SET time = '2020-01-01T00:00:00+00:00' WHERE id = 2;", 2),
        ("UPDATE log SET hash = before WHERE id = 2;", 2),
        ("UPDATE log SET before = '' WHERE id = 2;", 2),
        ("DELETE FROM log WHERE id = 3;", 3),
        ("DELETE FROM log WHERE id = 1;", 1),
        ("DELETE FROM log WHERE id = 5;", 5),
        ("DELETE FROM log;", 1),
        ("UPDATE log SET id = 9 WHERE id = 2; UPDATE log SET id = 2 WHERE id = 3;", 2),
        (
            "INSERT INTO log SELECT 6, time, event, object, person, before, hash FROM log LIMIT 1;",
            6,
        ),
    ],
)
def test_tampering_is_found_at_its_entry(filled: Store, sql: str, found: int) -> None:
    assert filled.log.verify() is None
    tamper(filled, sql)
    assert filled.log.verify() == found
    assert filled.check() == [f"The log was changed at entry {found}."]


def test_a_chain_written_anew_is_found_by_a_head_kept_elsewhere(filled: Store) -> None:
    head = filled.log.head()
    tamper(filled, "DELETE FROM log; DELETE FROM sqlite_sequence WHERE name = 'log';")
    for _ in range(6):
        filled.log.write("note.opened")
    assert filled.log.verify() is None
    assert filled.log.verify(head) == 5


@pytest.mark.parametrize("sql", ["UPDATE log SET person = 'Sam'", "DELETE FROM log"])
def test_the_log_is_only_added_to(filled: Store, sql: str) -> None:
    from sqlcipher3 import dbapi2

    with pytest.raises(dbapi2.IntegrityError, match="only added to"), filled.batch():
        filled._session.execute(sql)
    assert len(filled.log.entries()) == 5


def test_a_failed_write_leaves_no_entry(store: Store) -> None:
    def fail() -> None:
        with store.batch():
            store.log.write("note.added")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.log.entries() == []
    assert store.log.verify() is None


@pytest.mark.parametrize("event", ["", "Added", "note added", "note", "note.added "])
def test_an_event_has_a_name(store: Store, event: str) -> None:
    with pytest.raises(ValueError, match="event"):
        store.log.write(event)


@pytest.mark.parametrize("text", ["Mum said no", "a\nb", "x" * 101, "Zoë"])
def test_what_may_be_words_is_written_as_its_hash(store: Store, text: str) -> None:
    entry = store.log.write("note.added", text)
    assert entry.object.startswith("sha256:")
    assert store.log.entries() == [entry]
