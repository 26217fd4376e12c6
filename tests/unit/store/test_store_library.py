"""Only what a person released is found, by any text at all, and nothing comes back by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reflect.errors import WorkspaceError
from reflect.records import Discussion
from reflect.store import Library, Passage, Store, library, sha256_of

SCHOOL = Discussion("d1", "The school hears shouting. A hypothesis about fear.", "School worry")
HOME = Discussion("d2", "Grandmother's kitchen, and shouting again. Fear, fear.", "Kitchen")
THIRD = Discussion("d3", "Nobody mentions the uncle.", "Uncle")


@pytest.fixture
def shelf() -> Iterator[Library]:
    made = Library.in_memory()
    made.add(SCHOOL, "released")
    made.add(HOME, "released")
    made.add(THIRD, "released")
    yield made
    made.close()


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [name for name, _ in found]


def test_nothing_in_the_module_names_the_writers_own_texts() -> None:
    source = Path(library.__file__).read_text(encoding="utf-8")
    assert not re.search(r"\bnotes?\b", source, re.IGNORECASE)


def test_a_discussion_waits_until_it_is_released(store: Store) -> None:
    shelf = store.library
    assert shelf.add(SCHOOL) == "waiting"
    assert shelf.search("school") == []
    assert shelf.counts() == (0, 1)
    shelf.release("d1")
    assert ids(shelf.search("school")) == ["d1"]
    assert shelf.counts() == (1, 0)
    shelf.withdraw("d1")
    assert shelf.search("school") == []
    assert shelf.counts() == (0, 0)
    assert shelf.status("d1") == "withdrawn"
    assert shelf.get("d1") == SCHOOL
    events = [entry.event for entry in store.log.entries()]
    assert events == ["discussion.waiting", "discussion.released", "discussion.withdrawn"]
    assert store.check() == []


def test_what_was_withdrawn_does_not_come_back_by_itself(shelf: Library) -> None:
    shelf.withdraw("d1")
    assert shelf.add(SCHOOL, "released") == "withdrawn"
    assert shelf.add(Discussion("d1", "other school"), "released") == "withdrawn"
    assert shelf.search("school") == []
    shelf.release("d1")
    assert ids(shelf.search("school")) == ["d1"]


def test_adding_again_keeps_a_release_only_while_the_text_is_the_same(shelf: Library) -> None:
    assert shelf.add(Discussion("d1", SCHOOL.text, "Another title"), "waiting") == "released"
    assert shelf.get("d1").title == "Another title"
    assert ids(shelf.search("title")) == ["d1"]
    assert shelf.add(Discussion("d1", "A playground instead."), "waiting") == "waiting"
    assert shelf.search("school playground") == []
    assert shelf.add(Discussion("d1", "A playground instead."), "released") == "released"
    assert shelf.search("school") == []
    assert ids(shelf.search("playground")) == ["d1"]


def test_the_same_text_keeps_where_it_came_from(shelf: Library) -> None:
    shelf.add(Discussion("s", "A starter.", "Starter", "bundled"), "released")
    shelf.add(Discussion("s", "A starter.", "Other words", "imported"), "released")
    assert (shelf.get("s").origin, shelf.get("s").title) == ("bundled", "Other words")
    shelf.add(Discussion("s", "A text of our own.", "Ours", "imported"), "released")
    assert shelf.get("s").origin == "imported"


def test_lists_by_status(store: Store) -> None:
    assert store.library.add_all([SCHOOL, HOME], "released") == 2
    store.library.add(THIRD)
    assert store.library.list() == [SCHOOL, HOME, THIRD]
    assert store.library.list("released") == [SCHOOL, HOME]
    assert store.library.list("waiting") == [THIRD]
    assert store.library.list("withdrawn") == []
    before = store.log.head()
    store.library.add_all([SCHOOL, HOME], "released")
    assert store.log.head() == before


def test_many_are_added_all_or_none(store: Store) -> None:
    def some() -> Iterator[Discussion]:
        yield SCHOOL
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.library.add_all(some())
    assert store.library.list() == []


def test_the_best_match_comes_first_with_the_higher_score(shelf: Library) -> None:
    found = shelf.search("Was it fear, or the kitchen?")
    assert ids(found) == ["d2", "d1"]
    assert found[0][1] > found[1][1] > 0
    assert ids(shelf.search("fear kitchen", k=1)) == ["d2"]
    assert shelf.search("fear", k=0) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("schools", ["d1"]),  # another form
        ("UNCLE", ["d3"]),
        ("úncle", ["d3"]),
        ("grandmother", ["d2"]),
        ("worry", ["d1"]),  # the title
        ("a the of", ["d1", "d3"]),  # nothing but common words: better than nothing
        ("giraffe", []),
        ("", []),
        ("☃ … —", []),
    ],
)
def test_words_meet_in_other_forms(shelf: Library, words: str, expected: list[str]) -> None:
    assert sorted(ids(shelf.search(words))) == expected


HOSTILE = st.lists(
    st.sampled_from(
        [
            *('"', "'", "*", "^", "(", ")", "{", "}", ":", "-", "+", ";", "--", "\\", "%", ","),
            *("AND", "OR", "NOT", "NEAR(", "NEAR/2", "title:", "fear"),
            *("\0", "\ud800", "é", "\u0301", "日本"),
        ]
    )
    | st.text(max_size=5),
    max_size=12,
).map(" ".join)


@settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HOSTILE | st.text(st.characters(codec=None, exclude_categories=())))
@example('fear" OR discussion_words MATCH "uncle')
@example("fear NOT school")
@example("a" * 100_000)
@example(" ".join(f"w{n}" for n in range(50_000)))
def test_no_text_is_an_operator_or_an_error(shelf: Library, words: str) -> None:
    found = shelf.search(words)
    assert set(ids(found)) <= {"d1", "d2", "d3"}
    if re.search(r"(?<!\w)fear(?!\w)", words.replace("_", " ")):
        assert {"d1", "d2"} <= set(ids(found))


@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_discussion_can_be_added_found_and_taken_back(shelf: Library, text: str) -> None:
    shelf.add(Discussion("any", f"zyzzyva {text}", text), "released")
    assert ids(shelf.search("zyzzyva")) == ["any"]
    assert len(shelf.get("any").text) == len(text) + 8
    shelf.withdraw("any")
    assert shelf.search("zyzzyva") == []
    shelf.release("any")
    shelf._session.db.execute(
        "INSERT INTO discussion_words (discussion_words, rank) VALUES ('integrity-check', 1)"
    )


def passage(name: str, start: int, number: int) -> Passage:
    return Passage(name, start, start + 5, ("voice.words",), bytes([number, 60]) * 3)


def test_passages_come_back_in_order_for_their_model_only(shelf: Library) -> None:
    two = [passage("d2", 0, 1), passage("d2", 5, 2)]
    one = [passage("d1", 3, 3)]
    assert shelf.put_passages("d2", "m1", sha256_of(HOME.text), two)
    assert shelf.put_passages("d1", "m1", sha256_of(SCHOOL.text), one)
    assert shelf.put_passages("d1", "m2", sha256_of(SCHOOL.text), [])
    assert shelf.passages("m1") == one + two
    assert shelf.passages("m2") == []
    assert [found.id for found in shelf.not_encoded("m1")] == ["d3"]
    assert [found.id for found in shelf.not_encoded("m2")] == ["d2", "d3"]
    assert shelf.put_passages("d2", "m1", sha256_of(HOME.text), two[:1])
    assert shelf.passages("m1") == one + two[:1]


def test_a_stale_vector_is_never_given(shelf: Library) -> None:
    put = sha256_of(SCHOOL.text)
    assert shelf.put_passages("d1", "m", put, [passage("d1", 0, 1)])
    shelf.add(Discussion("d1", "Another text, as long as it needs to be."), "released")
    assert shelf.passages("m") == []
    assert "d1" in {found.id for found in shelf.not_encoded("m")}
    assert not shelf.put_passages("d1", "m", put, [passage("d1", 0, 1)])


def test_what_is_not_released_has_no_passages(shelf: Library) -> None:
    put = sha256_of(SCHOOL.text)
    shelf.put_passages("d1", "m", put, [passage("d1", 0, 1)])
    shelf.withdraw("d1")
    assert shelf._session.value("SELECT count(*) FROM passages") == 0
    assert not shelf.put_passages("d1", "m", put, [passage("d1", 0, 1)])
    waiting = Discussion("w", "waiting text")
    shelf.add(waiting)
    assert shelf.put_passages("w", "m", sha256_of(waiting.text), [passage("w", 0, 1)])
    assert shelf.passages("m") == []
    assert "w" not in {found.id for found in shelf.not_encoded("m")}


@pytest.mark.parametrize(
    "wrong",
    [
        Passage("d2", 0, 5, (), b"12"),
        Passage("d1", 0, 5, (), b"123"),
        Passage("d1", 0, 5, (), b""),
        Passage("d1", 5, 4, (), b"12"),
        Passage("d1", 0, 5000, (), b"12"),
    ],
)
def test_a_passage_that_does_not_fit_is_refused_and_the_old_ones_stay(
    shelf: Library, wrong: Passage
) -> None:
    put = sha256_of(SCHOOL.text)
    shelf.put_passages("d1", "m", put, [passage("d1", 0, 1)])
    with pytest.raises(ValueError, match=r"d1|fp16"):
        shelf.put_passages("d1", "m", put, [passage("d1", 0, 2), wrong])
    assert shelf.passages("m") == [passage("d1", 0, 1)]


def test_a_discussion_that_is_not_there_is_a_clear_line(shelf: Library) -> None:
    for call in (shelf.get, shelf.status, shelf.release, shelf.withdraw):
        with pytest.raises(WorkspaceError, match="no discussion 'none'"):
            call("none")
