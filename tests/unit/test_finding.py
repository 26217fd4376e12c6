"""Similar discussions: vectors kept up to date, searched, explained."""

from __future__ import annotations

import pytest

from reflect.finding import discussion_id
from reflect.records import Discussion, Note
from reflect.store import Library

DOOR = "The more they visit the less she opens the door, so they come unannounced and she hides."
MAPS = "The boiler was mended on Tuesday and the landlord sent the certificate by post."


@pytest.fixture
def library():
    shelf = Library.in_memory()
    yield shelf
    shelf.close()


def test_discussions_are_encoded_once_and_found(engine, library):
    library.add_all([Discussion("maps", MAPS), Discussion("door", DOOR)], "released")
    tagged = engine.tag(
        Note("He checks her phone, so she tells him less, so he checks again.", "n")
    )
    told = []
    found = engine.similar(tagged, library, 2, lambda done, of: told.append((done, of)))
    assert found[0].discussion.id == "door"
    assert told == [(0, 2)]
    told.clear()
    engine.similar(tagged, library, 2, lambda done, of: told.append((done, of)))
    assert told == []


def test_what_is_withdrawn_changed_or_new_counts_at_once(engine, library):
    library.add_all([Discussion("maps", MAPS), Discussion("door", DOOR)], "released")
    tagged = engine.tag(Note(DOOR, "n"))
    assert len(engine.similar(tagged, library, 9)) == 2
    library.withdraw("door")
    assert [each.discussion.id for each in engine.similar(tagged, library, 9)] == ["maps"]
    library.add(Discussion("more", DOOR + " Again."), "released")
    assert {each.discussion.id for each in engine.similar(tagged, library, 9)} == {"maps", "more"}
    library.add(Discussion("maps", DOOR), "released")
    assert engine.similar(tagged, library, 9)[0].discussion.id == "maps"


def test_a_service_with_enough_of_its_own_meets_those_alone(engine, library):
    library.add(Discussion("came", DOOR, origin="bundled"), "released")
    own = [Discussion(f"own{i}", f"{MAPS} {i}", origin="imported") for i in range(20)]
    library.add_all(own[:19], "released")
    tagged = engine.tag(Note(DOOR, "n"))
    assert "came" in {each.discussion.id for each in engine.similar(tagged, library, 50)}
    library.add(own[19], "released")
    ids = {each.discussion.id for each in engine.similar(tagged, library, 50)}
    assert ids == {each.id for each in own}


def test_codes_are_read_once_kept_and_go_with_what_is_withdrawn(engine, library):
    library.add_all([Discussion("maps", MAPS), Discussion("door", DOOR)], "released")
    told = []
    held = engine.codes(library, lambda done, of: told.append((done, of)))
    assert "systemic.circularity" in held["door"]
    assert held["maps"] == frozenset() or "systemic.circularity" not in held["maps"]
    assert told == [(0, 2)]
    first = engine.similar(engine.tag(Note(DOOR, "n")), library, 2)
    assert engine.codes(library, lambda *_: told.append("again")) == held
    assert engine.similar(engine.tag(Note(DOOR, "n")), library, 2) == first
    assert told == [(0, 2)]
    library.withdraw("door")
    assert list(engine.codes(library)) == ["maps"]


def test_a_note_does_not_meet_its_own_discussion(engine, library):
    note = Note(DOOR, "n")
    library.add_all([Discussion(discussion_id(note), DOOR), Discussion("maps", MAPS)], "released")
    found = engine.similar(engine.tag(note), library, 2)
    assert [each.discussion.id for each in found] == ["maps"]


def test_a_library_with_nothing_released_gives_nothing(engine, library):
    library.add_all([Discussion("door", DOOR)], "released")
    library.withdraw("door")
    assert engine.similar(engine.tag(Note(DOOR, "n")), library, 3) == []
    assert engine.themes(library) == []
    assert engine.codes(library) == {}
