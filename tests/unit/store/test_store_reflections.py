"""Questions keep their words; answers, worksheets, drafts and settings keep theirs."""

from __future__ import annotations

import dataclasses

import pytest

from reflect.errors import WorkspaceError
from reflect.records import Note, Question, Reflection, Span
from reflect.store import Store

FIRST = Question("q-1", "What has she been told?", Span(14, 20), "her words", ("voice.words",))
SECOND = Question("q-2", "What else could it be?", Span(36, 49), "one idea", ())


@pytest.fixture
def note_id(store: Store, note: Note) -> int:
    return store.notes.add(note, "t")[0]


def test_a_question_stays_as_it_was_put(store: Store, note_id: int) -> None:
    store.reflections.put(note_id, [FIRST])
    changed = dataclasses.replace(FIRST, text="Reworded?", span=Span(0, 1), why="", codes=())
    store.reflections.put(note_id, [changed, SECOND])
    assert store.reflections.list(note_id) == [Reflection(FIRST), Reflection(SECOND)]


def test_an_answer_is_kept_and_can_be_reworded(store: Store, note_id: int) -> None:
    store.reflections.put(note_id, [FIRST, SECOND])
    store.reflections.answer(note_id, "q-1", "I do not know yet.")
    store.reflections.answer(note_id, "q-1", "  Nothing — that is the point.\n")
    store.reflections.put(note_id, [FIRST])
    assert store.reflections.list(note_id) == [
        Reflection(FIRST, "  Nothing — that is the point.\n"),
        Reflection(SECOND),
    ]
    assert "point" not in str(store.log.entries())


def test_not_now_keeps_what_was_written_and_an_answer_brings_it_back(
    store: Store, note_id: int
) -> None:
    store.reflections.put(note_id, [FIRST])
    store.reflections.answer(note_id, "q-1", "a")
    store.reflections.dismiss(note_id, "q-1")
    assert store.reflections.list(note_id) == [Reflection(FIRST, "a", True)]
    store.reflections.answer(note_id, "q-1", "")
    assert store.reflections.list(note_id) == [Reflection(FIRST, "", True)]
    store.reflections.answer(note_id, "q-1", "b")
    assert store.reflections.list(note_id) == [Reflection(FIRST, "b", False)]


def test_a_question_that_was_not_put_cannot_be_answered(store: Store, note_id: int) -> None:
    with pytest.raises(WorkspaceError, match="not been put"):
        store.reflections.answer(note_id, "q-1", "a")
    with pytest.raises(WorkspaceError, match="not been put"):
        store.reflections.dismiss(note_id, "q-1")


def test_worksheet_boxes_are_kept_apart_and_can_be_emptied_or_unedited(
    store: Store, note_id: int
) -> None:
    store.worksheets.write(note_id, "bells", "rang", "the stairs")
    store.worksheets.write(note_id, "bells", "idea", "")
    store.worksheets.write(note_id, "pact", "rang", "other")
    assert store.worksheets.read(note_id, "bells") == {"rang": "the stairs", "idea": ""}
    store.worksheets.write(note_id, "bells", "rang", None)
    assert store.worksheets.read(note_id, "bells") == {"idea": ""}
    assert store.worksheets.read(note_id, "pact") == {"rang": "other"}


def test_a_draft_is_the_last_that_was_typed(store: Store) -> None:
    assert store.drafts.get("new-note") == ""
    store.drafts.save("new-note", "Mum sa")
    store.drafts.save("note:1:answer:q", "x")
    store.drafts.save("new-note", "Mum said\n")
    assert store.drafts.get("new-note") == "Mum said\n"
    assert store.drafts.keys() == ["new-note", "note:1:answer:q"]
    store.drafts.save("new-note", "")
    assert store.drafts.keys() == ["note:1:answer:q"]


def test_settings_are_kept(store: Store) -> None:
    assert store.settings.get("theme") == ""
    store.settings.set("theme", "dark")
    store.settings.set("theme", "light")
    assert store.settings.get("theme") == "light"
