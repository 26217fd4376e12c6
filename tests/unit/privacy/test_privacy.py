"""The whole: offsets, merging, residual, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.errors import ReflectError, WrongKey
from reflect.identifiers import Found, Seen
from reflect.privacy import Known, anonymise, read_roster, restored, sealed
from reflect.privacy.merge import merge
from reflect.records import Note

TEXT = "Ella (6) rang 07700 900123 from 14 Harrow Lane, LE5 3TX on 3 May 2024. Mum said “you never listen to me”."
SEEN = Seen((Found(0, 4, "PERSON", 0.9, "model"),))


def test_replacements_point_into_the_original_and_do_not_overlap():
    done = anonymise(Note(TEXT, "x"), SEEN)
    kinds = [(TEXT[r.start : r.end], r.kind) for r in done.replacements]
    assert kinds == [
        ("Ella", "PERSON"),
        ("07700 900123", "PHONE"),
        ("14 Harrow Lane, LE5 3TX", "ADDRESS"),
        ("3 May 2024", "DATE"),
    ] or kinds == [
        ("Ella", "PERSON"),
        ("07700 900123", "PHONE"),
        ("14 Harrow Lane", "ADDRESS"),
        ("LE5 3TX", "POSTCODE"),
        ("3 May 2024", "DATE"),
    ]
    assert all(
        a.end <= b.start for a, b in zip(done.replacements, done.replacements[1:], strict=False)
    )
    assert "Ella" not in done.text
    assert "900123" not in done.text


def test_marks_survive_both_ways():
    done = anonymise(Note(TEXT, "x"), SEEN)
    at = TEXT.index("Mum said")
    assert done.text[done.moved(at) :].startswith("Mum said")
    assert done.original(done.moved(at)) == at


def test_the_same_note_gives_the_same_text():
    assert anonymise(Note(TEXT, "a"), SEEN).text == anonymise(Note(TEXT, "b"), SEEN).text


def test_what_only_a_person_can_judge_is_listed_with_its_reason():
    done = anonymise(Note(TEXT + " The triplets were in the local paper.", "x"), SEEN)
    why = {done.note.text[r.start : r.end]: r.why for r in done.residual}
    assert "“you never listen to me”" in why
    assert "triplets" in why
    assert any("news" in reason for reason in why.values())


def test_the_original_comes_back_byte_for_byte():
    done = anonymise(Note(TEXT, "x"), SEEN)
    key = sealed([done], b"a long passphrase")
    assert restored(done.text, key, b"a long passphrase") == TEXT
    assert "Ella" not in key
    with pytest.raises(WrongKey):
        restored(done.text, key, b"another passphrase")
    with pytest.raises(ReflectError, match="does not belong"):
        restored(done.text + " ", key, b"a long passphrase")
    with pytest.raises(ReflectError, match="not a reversal file"):
        restored(done.text, "{}", b"a long passphrase")


@given(
    st.text(alphabet="Ella ko0123456789/.,\n'-éŁ@“”", max_size=120),
    st.integers(0, 30),
    st.integers(1, 9),
)
def test_any_text_round_trips_by_its_own_replacements(text, start, length):
    runs = (
        [Found(start, min(start + length, len(text)), "PERSON", 0.9, "model")]
        if start < len(text)
        else []
    )
    done = anonymise(Note(text, "x"), Seen(tuple(runs)))
    back, at = "", 0
    for each in done.replacements:
        place = done.moved(each.start)
        assert done.text[place : place + len(each.surrogate)] == each.surrogate
        back += done.text[at:place] + text[each.start : each.end]
        at = place + len(each.surrogate)
    assert back + done.text[at:] == text


def test_merging_takes_the_union_and_the_surest_kind():
    merged = merge(
        [
            Found(3, 9, "PERSON", 0.7, "model"),
            Found(0, 5, "ID", 1.0, "rule"),
            Found(20, 25, "PERSON", 0.6, "model"),
            Found(20, 25, "ORG", 1.0, "list", "Hill"),
        ]
    )
    assert [(f.start, f.end, f.kind, f.how) for f in merged] == [
        (0, 9, "ID", "rule"),
        (20, 25, "ORG", "list"),
    ]


def test_a_roster_file_is_read_and_its_mistakes_are_named(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("kind,text,role,aka\nPERSON,Tyler Benn,child,Ty; Tyzie\n\nORG,Hill School,,\n")
    assert read_roster(path) == (
        Known("PERSON", "Tyler Benn", "child", ("Ty", "Tyzie")),
        Known("ORG", "Hill School"),
    )
    path.write_text("kind,text,role,aka\nTHING,x,,\n")
    with pytest.raises(ReflectError, match=r"roster.csv, line 2: 'THING' is no kind"):
        read_roster(path)
    path.write_text("name,role\nx,y\n")
    with pytest.raises(ReflectError, match="lacks its columns"):
        read_roster(path)
    with pytest.raises(ReflectError, match="cannot be read"):
        read_roster(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ella (6) came.", "Child A (5 to 9) came."),
        ("Ella, 13, came.", "Child A, 10 to 13, came."),
        ("Ella is 17 years old.", "Child A is 14 to 17 years old."),
        ("Ella, aged 3 weeks.", "Child A, aged 3 weeks."),
        ("Ella waited 7 minutes on 3 occasions.", "Child A waited 7 minutes on 3 occasions."),
        ("Ella's nan is 71 years old.", "Child A's nan is over 60 years old."),
    ],
)
def test_ages_are_banded_on_request(text, expected):
    roster = (Known("PERSON", "Ella", "child"),)
    assert anonymise(Note(text, "x"), Seen(), roster, bands=True).text == expected
    assert any(c.isdigit() for c in anonymise(Note(text, "x"), Seen(), roster).text)
