"""The whole: offsets, merging, residual, and the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.errors import ReflectError, UnreadableInput, WrongKey
from reflect.identifiers import Found, Seen
from reflect.privacy import Known, anonymise, find, read_roster, restored, sealed
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
    path.write_text("kind,text,role,aka\nTyler Benn,PERSON,,\n")
    with pytest.raises(ReflectError, match=r"roster.csv, line 2: what .* is no kind") as raised:
        read_roster(path)
    assert "tyler" not in str(raised.value).lower()  # nobody's name on standard error
    path.write_text("name,role\nx,y\n")
    with pytest.raises(ReflectError, match="lacks its columns"):
        read_roster(path)
    with pytest.raises(ReflectError, match="cannot be read"):
        read_roster(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("rows", "line", "why"),
    [
        ('PERSON,Ann,,\nPERSON,"Tyler Benn,child,\nPERSON,Zed Q,uncle,\n', 3, "cannot be read"),
        ('PERSON,"Tyler Benn,child,\nPERSON,"Zed Q",uncle,\n', 2, "cannot be read"),
        ("PERSON,Benn, Tyler,child,Ty\n", 2, "more cells"),
    ],
    ids=("never closed", "closed too late", "a comma too many"),
)
def test_a_roster_with_a_damaged_row_is_not_half_read(tmp_path, rows, line, why):
    path = tmp_path / "roster.csv"
    path.write_text("kind,text,role,aka\n" + rows)
    with pytest.raises(ReflectError, match=rf"roster.csv, line {line}: .*{why}"):
        read_roster(path)


def test_a_roster_s_cell_may_have_line_ends(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_bytes(b'kind,text,role,aka\r\nORG,"Bright\nSparks",,\r\nPERSON,A\x0bB\r\n')
    roster = read_roster(path)
    assert roster == (Known("ORG", "Bright\nSparks"), Known("PERSON", "A\x0bB"))
    done = anonymise(Note("To bright sparks daily.", "x"), Seen(), roster)
    assert done.text == "To the organisation daily."


def apart(text):
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("written", [apart, str])
@pytest.mark.parametrize("known", [apart, str])
@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("renée šimić hid. Renée rang Šimić. RENÉE!", "Renée Šimić", "# hid. # rang #. #!"),
        ("Adébáyọ̀'s bag. adébáyọ̀ left", "Adébáyọ̀", "#'s bag. # left"),
        ("İbrahim rang.", "İbrahim", "# rang."),
        ("Zoë Ng sat, ZN spoke", "Zoë Ng", "# sat, # spoke"),
    ],
)
def test_a_name_meets_itself_however_its_accents_are_kept(written, known, text, name, expected):
    note = Note(written(text), "x")
    done = anonymise(note, Seen(), [Known("PERSON", known(name), "child")])
    assert done.text == written(expected).replace("#", "Child A")
    back, at = "", 0
    for each in done.replacements:
        back += note.text[at : each.start] + each.surrogate
        at = each.end
        assert not unicodedata.combining(note.text[at : at + 1] or " ")
    assert back + note.text[at:] == done.text


def test_what_a_model_saw_and_what_was_kept_meet_too():
    text = apart("Renée hid on 3 May 2024. “Où est ma mère” said Renée. Siân sat.")
    one, two = (text.index(apart(name)) for name in ("Renée", "Siân"))
    runs = [Found(a, a + 6 - (a == two), "PERSON", 0.9, "model") for a in (one, two)]
    done = anonymise(Note(text, "x"), Seen(tuple(runs)), kept={apart("siân")})
    same = anonymise(
        Note(unicodedata.normalize("NFC", text), "x"), Seen(), [Known("PERSON", "Renée")]
    )
    assert [text[r.start : r.end] for r in done.residual] == [apart("“Où est ma mère”")]
    assert done.text.count("Person 1") == 2
    found = [text[f.start : f.end] for f in find(text, Seen(tuple(runs)))]
    assert found == [apart(words) for words in ("Renée", "3 May 2024", "Renée", "Siân")]
    assert done.text.endswith(apart("Siân sat."))
    assert same.text.endswith("said Person 1. Siân sat.")


def test_dates_move_alike_however_accents_are_kept():
    texts = ("Siân came on 3 May 2024.", apart("Siân came on 3 May 2024."))
    assert len({anonymise(Note(text, "x"), Seen()).text[-16:] for text in texts}) == 1


def both(*texts):
    """De-identified notes and their reversal file."""
    done = [anonymise(Note(text, "x"), SEEN) for text in texts]
    return [each.text for each in done], sealed(done, b"a long passphrase")


@pytest.mark.parametrize(
    ("order", "end"), [((0, 1, 2), "\n"), ((0, 1, 2), ""), ((2, 0), "\n"), ((1,), ""), ((1,), "\n")]
)
def test_what_was_printed_together_comes_back_together(order, end):
    texts = [TEXT, TEXT.replace("6", "7") + "\nElla sat.\n", "Ella hid."]
    clean, key = both(*texts)
    printed = "".join(clean[i] + "\n" * (not clean[i].endswith("\n")) for i in order)
    original = "".join(texts[i] + "\n" * (not texts[i].endswith("\n")) for i in order)
    last = texts[order[-1]]
    back = restored(
        printed.removesuffix("\n") + end if not last.endswith("\n") else printed,
        key,
        b"a long passphrase",
    )
    assert back == (original if last.endswith("\n") else original.removesuffix("\n"))
    with pytest.raises(UnreadableInput, match="does not belong"):
        restored(printed + "More.", key, b"a long passphrase")


def test_two_notes_that_look_alike_are_never_mistaken_for_each_other():
    clean, key = both("Ella hid.", "Anna hid.")
    assert clean[0] == clean[1]
    assert restored("\n".join(clean), key, b"a long passphrase") == "Ella hid.\nAnna hid."
    with pytest.raises(UnreadableInput, match="more than one way"):
        restored(clean[1], key, b"a long passphrase")


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
