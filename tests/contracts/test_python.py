"""The library's plain verbs, as the README shows them: any text goes through, however little it is."""

from __future__ import annotations

import pytest

import reflect

NOTE = "Jayden said he hides in the airing cupboard. Mum is hard to engage. We wondered why."


def made(text):
    return reflect.Note(text=text, source="-")


@pytest.mark.parametrize("text", ["", "  \n ", "?", "—", "Tyler", "a", "1", "🙂", "\n\nMum\n"])
def test_the_least_of_texts_goes_through(text):
    note = made(text)
    tagged = reflect.tag(note)
    assert "".join(text[s.start : s.end] for s in tagged.sentences).split() == text.split()
    assert reflect.ask(tagged) == reflect.ask(tagged)
    clean = reflect.anonymise(note)
    assert len(clean.replacements) <= 1
    assert next(iter(reflect.tag([note]))) == tagged


def test_a_note_is_read_marked_asked_about_and_cleaned(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text(NOTE, encoding="utf-8")
    tagged = reflect.tag(reflect.read(path))
    codes = {code.code for sentence in tagged.sentences for code in sentence.codes}
    assert "language.deficit" in codes
    asked = reflect.ask(tagged)
    assert 1 <= len(asked) <= 3
    assert all(NOTE[q.span.start : q.span.end].strip() for q in asked)
    assert "Jayden" not in reflect.anonymise(tagged.note).text
    for name in reflect.__all__:  # a package of the same name would take its place once loaded
        assert callable(getattr(reflect, name))


@pytest.mark.parametrize("verb", [reflect.tag, reflect.anonymise])
@pytest.mark.parametrize(
    ("wrong", "said"),
    [("Tyler hid.", "not str"), (made("Tyler \ud83d hid."), "half a character stands at 6")],
)
def test_what_is_no_sound_note_is_said_plainly(verb, wrong, said):
    with pytest.raises(reflect.ReflectError, match=said):
        list(verb([wrong]))
