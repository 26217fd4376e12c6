"""Group sessions: kept as typed, taken up again, deleted whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflect.errors import WorkspaceError
from reflect.records import Note
from reflect.store import Key, Store

_KEPT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)


def test_a_session_is_there_after_closing(folder: Path, key: Key, note: Note) -> None:
    with Store.open(folder, key) as store:
        note_id, _ = store.notes.add(note, "t")
        made = store.sessions.add("R family", '{"id":"x"}', note_id, {"present.dilemma": "Stuck."})
        store.sessions.write(made, "ideas.1.idea", "  Perhaps it is loyalty.\n")
        store.sessions.leave(made, "ideas", {"roles": 61})
    with Store.open(folder, key) as store:
        one = store.sessions.get(made)
        assert one.words == {
            "present.dilemma": "Stuck.",
            "ideas.1.idea": "  Perhaps it is loyalty.\n",
        }
        assert (one.title, one.format, one.note_id) == ("R family", '{"id":"x"}', note_id)
        assert (one.page, one.spent) == ("ideas", {"roles": 61})


def test_an_emptied_box_leaves_nothing(store: Store) -> None:
    made = store.sessions.add("t", "{}", None, {"a.b": "x"})
    store.sessions.write(made, "a.b", "")
    store.sessions.write(made, "a.c", "")
    assert store.sessions.get(made).words == {}


def test_a_card_goes_whole_and_takes_no_other_with_it(store: Store) -> None:
    cards = {"ideas.1.idea": "a", "ideas.1.fits": "b", "ideas.10.idea": "c", "ideas.2.idea": "d"}
    made = store.sessions.add("t", "{}", None, cards)
    other = store.sessions.add("u", "{}", None, cards)
    store.sessions.drop(made, "ideas.1")
    assert store.sessions.get(made).words == {"ideas.10.idea": "c", "ideas.2.idea": "d"}
    assert store.sessions.get(other).words == cards


def test_the_one_opened_last_stands_first(store: Store) -> None:
    first, second = (store.sessions.add(t, "{}", None, {}) for t in "ab")
    store.sessions.touch(first)
    assert [one.id for one in store.sessions.list()] == [first, second]
    assert [one.id for one in store.sessions.list(1)] == [first]
    store.sessions.rename(second, "Unit, Monday")
    assert store.sessions.get(second).title == "Unit, Monday"


def test_deleting_leaves_nothing_of_it(store: Store) -> None:
    made = store.sessions.add("t", "{}", None, {"a.b": "x"})
    store.sessions.delete(made)
    assert store._session.value("SELECT count(*) FROM group_words") == 0
    for call in (
        lambda: store.sessions.get(made),
        lambda: store.sessions.write(made, "a.b", "y"),
        lambda: store.sessions.drop(made, "a"),
        lambda: store.sessions.leave(made, "a", {}),
        lambda: store.sessions.rename(made, "t"),
        lambda: store.sessions.delete(made),
    ):
        with pytest.raises(WorkspaceError, match="no group session"):
            call()
    assert store.check() == []


def test_a_session_outlives_its_note(store: Store, note: Note) -> None:
    note_id, _ = store.notes.add(note, "t")
    made = store.sessions.add("t", "{}", note_id, {"a.b": "x"})
    store.notes.delete(note_id)
    one = store.sessions.get(made)
    assert (one.note_id, one.words) == (None, {"a.b": "x"})


def test_the_log_holds_no_word_of_it(store: Store) -> None:
    made = store.sessions.add("Ela", "{}", None, {"a.b": "stairs"})
    store.sessions.write(made, "a.b", "counts")
    store.sessions.delete(made)
    said = [entry.event for entry in store.log.entries()]
    assert said == ["session.begun", "session.deleted"]
    assert not any(word in str(store.log.entries()) for word in ("Ela", "stairs", "counts"))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(_KEPT, _KEPT, max_size=6))
def test_any_words_come_back(store: Store, words: dict[str, str]) -> None:
    made = store.sessions.add("t", "{}", None, {})
    for item, text in words.items():
        store.sessions.write(made, item, text)
    assert store.sessions.get(made).words == words
