"""Machine marks stay as they are, people's marks stay apart, and every edit can be taken back."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflect.errors import WorkspaceError
from reflect.records import Mark, ModelInfo, Note, Sentence, Span, Tagged
from reflect.store import Key, Store

Tag = Callable[..., Tagged]


@pytest.fixture
def note_id(store: Store, note: Note, tag: Tag) -> int:
    found, _ = store.notes.add(note, "t")
    store.taggings.put(found, tag(note))
    return found


def shown(store: Store, note_id: int) -> list[tuple[str, bool, str]]:
    return [(mark.code, mark.by_machine, mark.verdict) for mark in store.marks.list(note_id)]


def test_what_a_model_made_comes_back_whole(
    store: Store, note: Note, tag: Tag, note_id: int
) -> None:
    made = tag(note)
    assert store.taggings.get(note_id, note, made.model) == made


@pytest.mark.parametrize("field", ["name", "version", "sha256"])
def test_another_model_has_not_read_it(
    store: Store, note: Note, tag: Tag, note_id: int, field: str
) -> None:
    other = dataclasses.replace(tag(note).model, **{field: "another"})
    assert store.taggings.get(note_id, note, other) is None


def test_what_a_model_made_is_never_made_again(
    store: Store, note: Note, tag: Tag, note_id: int
) -> None:
    before = store.marks.list(note_id)
    store.taggings.put(note_id, tag(note, "1", "other.code", "", ""))
    assert store.marks.list(note_id) == before
    assert store.taggings.get(note_id, note, tag(note).model) == tag(note)


def test_rollups_of_any_plain_shape_are_kept(store: Store, note: Note, tag: Tag) -> None:
    odd = {"a": MappingProxyType({"b": (Span(1, 2), None)}), "c": 0.1 + 0.2}
    made = dataclasses.replace(tag(note), rollups=odd)
    note_id, _ = store.notes.add(note, "t")
    store.taggings.put(note_id, made)
    back = store.taggings.get(note_id, note, made.model)
    assert back
    assert back.rollups == {"a": {"b": [{"start": 1, "end": 2}, None]}, "c": 0.1 + 0.2}


def test_machine_marks_name_their_model_and_runs(store: Store, note_id: int) -> None:
    first = store.marks.list(note_id)[0]
    expected = Mark(
        id=first.id,
        note_id=note_id,
        start=0,
        end=13,
        code="voice.words",
        evidence=(Span(0, 3),),
        score=0.9,
        maker="small/1",
        by_machine=True,
        origin="rule:r1",
    )
    assert first == expected == store.marks.get(first.id)


def test_machine_marks_cannot_be_changed_at_all(store: Store, note_id: int) -> None:
    from sqlcipher3 import dbapi2

    for change in ("code = 'x'", "score = 1", "start = 5", "tagging_id = 1"):
        with pytest.raises(dbapi2.IntegrityError, match="never changed"), store.batch():
            store._session.execute(f"UPDATE machine_marks SET {change}")


def test_two_marks_with_one_code_on_one_run_are_both_shown(
    store: Store, note: Note, tag: Tag
) -> None:
    made = tag(note)
    first = made.sentences[0]
    twice = dataclasses.replace(first, codes=first.codes * 2)
    note_id, _ = store.notes.add(note, "t")
    store.taggings.put(note_id, dataclasses.replace(made, sentences=(twice,)))
    assert len(store.marks.list(note_id)) == 2


def test_a_verdict_names_its_judge(store: Store, note_id: int) -> None:
    first, second, third = store.marks.list(note_id)
    store.marks.judge([first.id, second.id], "accepted")
    store.person = "Sam"
    store.marks.judge([third.id], "rejected")
    said = [(mark.verdict, mark.judge) for mark in store.marks.list(note_id)]
    assert said == [("accepted", "Kerry")] * 2 + [("rejected", "Sam")]
    store.marks.judge([first.id], "")
    assert store.marks.get(first.id) == first


def test_a_person_s_mark_is_theirs_and_apart(store: Store, note_id: int) -> None:
    made = store.marks.add(note_id, "voice.words", 0, 13, (Span(4, 8),))
    assert (made.maker, made.by_machine, made.origin, made.score) == ("Kerry", False, "person", 1.0)
    assert (made.start, made.end, made.evidence) == (0, 13, (Span(4, 8),))
    marks = store.marks.list(note_id)
    assert made in marks
    assert len({mark.id for mark in marks}) == len(marks) == 4
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)
    counts = [store._session.value(f"SELECT count(*) FROM {t}_marks") for t in ("machine", "human")]
    assert counts == [3, 1]


def test_the_same_mark_twice_is_one_and_a_rejected_one_comes_back(
    store: Store, note_id: int
) -> None:
    made = store.marks.add(note_id, "voice.words", 0, 13)
    store.marks.judge([made.id], "rejected")
    assert store.marks.add(note_id, "voice.words", 0, 13) == made
    assert store.marks.undo(note_id) == "Undid: cleared 1 mark"
    assert store.marks.get(made.id).verdict == "rejected"
    store.person = "Sam"
    assert store.marks.add(note_id, "voice.words", 0, 13).id != made.id


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 3), (0, 50)])
def test_a_mark_outside_the_note_is_refused(
    store: Store, note_id: int, start: int, end: int
) -> None:
    before = store.marks.list(note_id)
    with pytest.raises(ValueError, match="not a run"):
        store.marks.add(note_id, "c", start, end)
    with pytest.raises(ValueError, match="not a run"):
        store.marks.add(note_id, "c", 0, 3, (Span(start, end),))
    assert store.marks.list(note_id) == before


def test_offsets_count_code_points(store: Store) -> None:
    text = "😀é\ud800 she"
    note_id, _ = store.notes.add(Note(text, "s"), "t")
    mark = store.marks.add(note_id, "c", 4, 7)
    assert text[mark.start : mark.end] == "she"
    with pytest.raises(ValueError, match="not a run"):
        store.marks.add(note_id, "c", 4, 8)


def test_changing_a_machine_s_mark_rejects_it_and_adds_one_s_own(
    store: Store, note_id: int
) -> None:
    old = store.marks.list(note_id)[0]
    new = store.marks.change(old.id, "hope.strength")
    assert store.marks.get(old.id) == dataclasses.replace(old, verdict="rejected", judge="Kerry")
    assert (new.start, new.end, new.evidence) == (old.start, old.end, old.evidence)
    assert (new.code, new.by_machine, new.maker) == ("hope.strength", False, "Kerry")
    assert store.marks.undo(note_id) == "Undid: changed voice.words to hope.strength"
    assert store.marks.get(old.id) == old
    with pytest.raises(WorkspaceError, match="no mark"):
        store.marks.get(new.id)
    assert store.marks.undo(note_id) is None


def test_changing_one_s_own_mark_changes_its_code(store: Store, note_id: int) -> None:
    mine = store.marks.add(note_id, "a.b", 0, 3)
    assert store.marks.change(mine.id, "c.d") == dataclasses.replace(mine, code="c.d")
    assert store.marks.change(mine.id, "c.d").id == mine.id
    assert store.marks.undo(note_id) == "Undid: changed a.b to c.d"
    assert store.marks.get(mine.id) == mine
    store.person = "Sam"
    assert store.marks.change(mine.id, "e.f").id != mine.id
    assert store.marks.get(mine.id).verdict == "rejected"


def test_undo_speaks_in_the_codebook_s_words(store: Store, note_id: int) -> None:
    store.marks.label = {"voice.words": "Child's own words", "a": "Hope"}.__getitem__
    store.marks.add(note_id, "a", 0, 3)
    ids = [mark.id for mark in store.marks.list(note_id) if mark.by_machine]
    store.marks.judge(ids, "accepted")
    store.marks.judge(ids, "accepted")  # Says nothing new, and so is no step.
    store.marks.change(ids[0], "a")
    said = [store.marks.undo(note_id) for _ in range(4)]
    assert said == [
        "Undid: changed Child's own words to Hope",
        "Undid: accepted 3 marks",
        "Undid: added Hope",
        None,
    ]


def test_a_judgement_over_two_notes_is_a_step_on_each(
    store: Store, note: Note, tag: Tag, note_id: int
) -> None:
    other = dataclasses.replace(note, text=note.text + "!")
    other_id, _ = store.notes.add(other, "t")
    store.taggings.put(other_id, tag(other))
    ids = [store.marks.list(one)[0].id for one in (note_id, other_id)]
    store.marks.judge(ids, "rejected")
    assert store.marks.undo(other_id) == "Undid: rejected 1 mark"
    assert [store.marks.get(one).verdict for one in ids] == ["rejected", ""]


def test_one_mark_that_is_gone_leaves_every_other_unjudged(store: Store, note_id: int) -> None:
    ids = [mark.id for mark in store.marks.list(note_id)]
    with pytest.raises(WorkspaceError, match="no mark 999"):
        store.marks.judge([*ids, 999], "accepted")
    assert {mark.verdict for mark in store.marks.list(note_id)} == {""}
    assert store.marks.undo(note_id) is None


def test_a_verdict_holds_for_the_same_code_and_run_of_another_model(
    store: Store, note: Note, tag: Tag, note_id: int, info: Callable[[str], ModelInfo]
) -> None:
    first, second, _ = store.marks.list(note_id)
    store.marks.judge([first.id], "rejected")
    store.marks.judge([second.id], "accepted")
    store.taggings.put(note_id, tag(note, "2", "voice.words", "", "other.code"))
    assert shown(store, note_id) == [
        ("voice.words", True, "rejected"),
        ("voice.observed", True, "accepted"),  # Kept on show: a person said it is there.
        ("other.code", True, ""),
    ]
    new = store.marks.list(note_id)[0]
    assert new.maker == "small/2"
    store.marks.judge([new.id], "accepted")
    assert store.marks.get(first.id).verdict == "accepted"
    assert store.marks.undo(note_id) == "Undid: accepted 1 mark"
    assert store.marks.get(new.id).verdict == "rejected"
    older = store.marks.list(note_id, info("1"))
    assert [mark.verdict for mark in older] == ["rejected", "accepted", ""]
    assert [mark.maker for mark in older] == ["small/1"] * 3


def test_of_two_models_marks_the_verdict_given_last_stands_and_undo_knows_the_order(
    store: Store, note: Note, tag: Tag, note_id: int
) -> None:
    old = store.marks.list(note_id)[0]
    store.taggings.put(note_id, tag(note, "2"))
    new = store.marks.list(note_id)[0]
    assert new.id != old.id

    def said() -> set[str]:
        return {store.marks.get(one).verdict for one in (old.id, new.id)}

    store.marks.judge([old.id], "rejected")
    store.marks.judge([new.id], "accepted")
    assert said() == {"accepted"}
    store.marks.judge([old.id], "rejected")
    assert said() == {"rejected"}
    store.marks.undo(note_id)
    assert said() == {"accepted"}
    store.marks.undo(note_id)
    assert said() == {"rejected"}
    store.marks.undo(note_id)
    assert said() == {""}


EDITS = st.lists(
    st.one_of(
        st.tuples(
            st.just("judge"),
            st.lists(st.integers(0, 9), max_size=4),
            st.sampled_from(["accepted", "rejected", ""]),
        ),
        st.tuples(st.just("add"), st.integers(0, 9), st.sampled_from(["a.a", "b.b"])),
        st.tuples(st.just("change"), st.integers(0, 9), st.sampled_from(["a.a", "b.b"])),
        st.tuples(st.just("person"), st.just(0), st.sampled_from(["Kerry", "Sam"])),
        st.tuples(st.just("reopen"), st.just(0), st.just("")),
    ),
    max_size=12,
)


def reopened(store: Store, key: Key, person: str) -> Store:
    folder = store.directory
    store.close()
    return Store.open(folder, key, person=person)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS)
def test_undo_takes_back_every_edit_in_order_and_survives_a_restart(
    tmp_path_factory: pytest.TempPathFactory,
    key: Key,
    note: Note,
    tag: Tag,
    edits: list[tuple[str, object, str]],
) -> None:
    store = Store.open(tmp_path_factory.mktemp("w"), key, person="Kerry")
    note_id, _ = store.notes.add(note, "t")
    store.taggings.put(note_id, tag(note))
    states = [store.marks.list(note_id)]
    for what, at, value in edits:
        marks = store.marks.list(note_id)
        if what == "judge":
            assert isinstance(at, list)
            store.marks.judge([marks[i % len(marks)].id for i in at], value)  # type: ignore[arg-type]
        elif what == "add":
            assert isinstance(at, int)
            store.marks.add(note_id, value, at, at + 3)
        elif what == "change":
            assert isinstance(at, int)
            store.marks.change(marks[at % len(marks)].id, value)
        elif what == "person":
            store.person = value
        else:
            store = reopened(store, key, store.person)
        if store.marks.list(note_id) != states[-1]:
            states.append(store.marks.list(note_id))
    store = reopened(store, key, "Sam")
    while len(states) > 1:
        assert store.marks.list(note_id) == states.pop()
        said = store.marks.undo(note_id)
        assert said
        assert said.startswith("Undid: ")
    assert store.marks.list(note_id) == states[0]
    assert store.marks.undo(note_id) is None
    store.close()


def test_a_thousand_sentences_are_kept_and_read(store: Store) -> None:
    text = "".join(f"Sentence {n}. " for n in range(1000))
    cuts = [0, *(i + 1 for i, c in enumerate(text) if c == " " and text[i - 1] == ".")]
    sentences = tuple(Sentence(a, b) for a, b in itertools.pairwise(cuts))
    note = Note(text, "s")
    note_id, _ = store.notes.add(note, "t")
    made = Tagged(note, sentences, (), {}, ModelInfo("m", "1", "x"))
    store.taggings.put(note_id, made)
    assert store.taggings.get(note_id, note, made.model) == made


def test_edits_made_by_a_closed_window_are_still_there(
    folder: Path, key: Key, note: Note, tag: Tag
) -> None:
    with Store.open(folder, key, person="Kerry") as store:
        note_id, _ = store.notes.add(note, "t")
        store.taggings.put(note_id, tag(note))
        store.marks.judge([store.marks.list(note_id)[0].id], "accepted")
        before = store.marks.list(note_id)
    with Store.open(folder, key) as store:
        assert store.marks.list(note_id) == before
