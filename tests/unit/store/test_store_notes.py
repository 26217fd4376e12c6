"""Notes go in once, come out as they went in, and go with everything that hangs on them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reflect.errors import WorkspaceError
from reflect.records import Note, Question, Span, Tagged
from reflect.store import Key, Store

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
SHARED = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_a_note_comes_back_as_it_went_in(store: Store, note: Note) -> None:
    note_id, new = store.notes.add(note, "Home visit")
    assert new
    assert store.notes.get(note_id) == note
    assert store.notes.title(note_id) == "Home visit"


@SHARED
@given(ANY_TEXT)
@example("half \ud800 done \udfff\0")
def test_any_text_comes_back_code_point_for_code_point(store: Store, text: str) -> None:
    note = Note(text, "s", {text: text}, (text,))
    note_id, _ = store.notes.add(note, text)
    assert store.notes.get(note_id) == note
    assert store.notes.get(note_id).sha256 == note.sha256
    assert len(store.notes.title(note_id)) == len(text)


@SHARED
@given(ANY_TEXT)
@example("half \ud800 done \udfff\0")
def test_typed_text_keeps_its_length_and_loses_only_half_characters(
    store: Store, text: str
) -> None:
    store.drafts.save("new-note", text)
    expected = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    assert store.drafts.get("new-note") == expected


def test_the_same_text_twice_is_one_note(store: Store, note: Note) -> None:
    note_id, _ = store.notes.add(note, "first")
    again = dataclasses.replace(note, source="copy.txt", metadata={})
    assert store.notes.add(again, "second") == (note_id, False)
    assert store.notes.get(note_id) == note
    assert [summary.title for summary in store.notes.list()] == ["first"]
    other = dataclasses.replace(note, text=note.text + " ")
    assert store.notes.add(other, "third")[1]


def test_the_list_has_the_note_opened_last_first(store: Store) -> None:
    ids = [store.notes.add(Note(text, f"{text}.txt"), text)[0] for text in "abc"]
    assert [summary.id for summary in store.notes.list()] == ids[::-1]
    store.notes.touch(ids[0])
    assert [summary.id for summary in store.notes.list(2)] == [ids[0], ids[2]]
    opened = datetime.fromisoformat(store.notes.list(1)[0].opened)
    assert opened.utcoffset() == datetime.now().astimezone().utcoffset()
    assert abs((datetime.now().astimezone() - opened).total_seconds()) < 3600


def test_the_state_follows_what_was_done(
    store: Store, note: Note, tag: Callable[..., Tagged]
) -> None:
    note_id, _ = store.notes.add(note, "t")

    def state() -> str:
        return store.notes.summary(note_id).state

    assert state() == "not read yet"
    store.taggings.put(note_id, tag(note))
    store.reflections.put(note_id, [Question(i, i, Span(0, 3), "") for i in "ab"])
    assert state() == "2 questions unanswered"
    store.reflections.answer(note_id, "a", "I had not seen it that way.")
    assert state() == "1 question unanswered"
    store.reflections.dismiss(note_id, "b")
    assert state() == "reflected"
    assert store.notes.list() == [store.notes.summary(note_id)]


def test_rename(store: Store, note: Note) -> None:
    note_id, _ = store.notes.add(note, "old")
    store.notes.rename(note_id, "new")
    assert store.notes.title(note_id) == "new"


def test_deleting_a_note_deletes_what_hangs_on_it_and_nothing_else(
    store: Store, note: Note, tag: Callable[..., Tagged]
) -> None:
    ids = []
    for text in (note.text, note.text + "!"):
        one = dataclasses.replace(note, text=text)
        note_id, _ = store.notes.add(one, "t")
        store.taggings.put(note_id, tag(one))
        store.marks.judge([store.marks.list(note_id)[0].id], "accepted")
        store.marks.add(note_id, "voice.words", 0, 4)
        store.reflections.put(note_id, [Question("q", "?", Span(0, 3), "")])
        store.worksheets.write(note_id, "bells", "rang", "the stairs")
        store.drafts.save(f"note:{note_id}:answer:q", "typing")
        ids.append(note_id)
    store.drafts.save("note:11:answer:q", "another's")
    store.drafts.save("new-note", "typing")
    held = {table: store._session.value(f"SELECT count(*) FROM {table}") for table in TABLES}
    store.notes.delete(ids[0])
    for table in TABLES:
        assert store._session.value(f"SELECT count(*) FROM {table}") * 2 == held[table] > 0, table
    assert sorted(store.drafts.keys()) == [
        "new-note",
        "note:11:answer:q",
        f"note:{ids[1]}:answer:q",
    ]
    assert store.check() == []
    with pytest.raises(WorkspaceError, match="no note"):
        store.notes.get(ids[0])
    new_id, is_new = store.notes.add(note, "again")
    assert (is_new, new_id > ids[1]) == (True, True)
    assert store.marks.list(new_id) == []


TABLES = (
    "notes",
    "taggings",
    "marks",
    "machine_marks",
    "human_marks",
    "verdicts",
    "steps",
    "reflections",
    "worksheets",
)


def test_deleted_text_is_in_neither_the_file_nor_its_log(folder: Path, key: Key) -> None:
    """Read with the key, so that it is the erasing that is tested and not the encryption."""
    secret = "Zebedee Quarrington"
    with Store.open(folder, key) as store:
        note_id, _ = store.notes.add(Note(f"{secret} " * 500, "s"), "t")
        store.notes.delete(note_id)
        assert (folder / "reflect.db-wal").stat().st_size == 0
        assert store._session.value("PRAGMA freelist_count") > 0
        note_id, _ = store.notes.add(Note("Somebody Else " * 500, "s"), "t")
    pages = read_all_pages(folder / "reflect.db", key)
    assert "Somebody Else" in pages
    assert secret not in pages


def read_all_pages(path: Path, key: Key) -> str:
    """Every page of the file decrypted, the free ones too."""
    import hashlib
    import hmac

    ciphers = pytest.importorskip("cryptography.hazmat.primitives.ciphers")
    content = path.read_bytes()
    raw = bytes.fromhex(key.secret[2:-1].decode())
    salt = bytes(byte ^ 0x3A for byte in content[:16])
    mac_key = hashlib.pbkdf2_hmac("sha512", raw, salt, 2, 32)
    plain = b""
    for number in range(len(content) // 4096):
        page = content[number * 4096 : (number + 1) * 4096]
        start = 16 if number == 0 else 0
        body, vector, mac = page[start:-80], page[-80:-64], page[-64:]
        signed = body + vector + (number + 1).to_bytes(4, "little")
        assert hmac.digest(mac_key, signed, "sha512") == mac
        aes, mode = ciphers.algorithms.AES(raw), ciphers.modes.CBC(vector)
        reader = ciphers.Cipher(aes, mode).decryptor()
        plain += reader.update(body) + reader.finalize()
    return plain.decode("latin-1")


def test_a_note_that_is_not_there_is_a_clear_line(store: Store) -> None:
    for call in (
        lambda: store.notes.get(7),
        lambda: store.notes.title(7),
        lambda: store.notes.summary(7),
        lambda: store.notes.touch(7),
        lambda: store.notes.rename(7, "x"),
        lambda: store.notes.delete(7),
        lambda: store.marks.add(7, "c", 0, 1),
        lambda: store.marks.undo(7),
        lambda: store.worksheets.write(7, "l", "i", "t"),
        lambda: store.reflections.put(7, []),
    ):
        with pytest.raises(WorkspaceError, match="no note 7"):
            call()
    assert store.log.entries() == []
