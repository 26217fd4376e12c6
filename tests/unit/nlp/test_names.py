"""The model that finds identifiers, as shipped."""

from __future__ import annotations

import unicodedata

import pytest

from reflect.nlp.names import LETTER, LOWER, MARK, NUMBER, TITLE, UPPER, Namer, typed


@pytest.fixture(scope="module")
def namer():
    return Namer.load()


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("tyler", LOWER), ("Tyler", TITLE), ("T", LETTER), ("DNA", UPPER), ("McAdam", UPPER),
        ("14", NUMBER), ("|", MARK),
    ],
)  # fmt: skip
def test_how_a_word_is_typed(word, kind):
    assert typed(word) == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mum said Oluwatobiloba would not come in from the car.", "Oluwatobiloba"),
        ("rang mum re zbyszek, he is still at his nans", "zbyszek"),
        ("Spoke with Aoibheann's teacher before the bell.", "Aoibheann"),
        ("grace wouldnt eat her tea again tonight", "grace"),
        ("JAYDEN-LEE SEEN ALONE IN HIS ROOM", "JAYDEN-LEE"),
    ],
)
def test_names_are_seen_however_they_are_typed(namer, text, name):
    runs = [text[f.start : f.end] for f in namer.see(text).found if f.kind == "PERSON"]
    assert any(name in run or run in name for run in runs), runs


def test_accents_that_stand_apart_cut_no_name(namer):
    text = "Rang Renée Šimić, mum of Siân, and Siân hid."
    apart = unicodedata.normalize("NFD", text)
    whole, seen = namer.see(text), namer.see(apart)
    runs = [unicodedata.normalize("NFC", apart[f.start : f.end]) for f in seen.found]
    assert runs == [text[f.start : f.end] for f in whole.found]
    assert "Siân" in runs


@pytest.mark.parametrize(
    "text",
    [
        "She will not come and nobody asked why.",
        "DNA CAMHS, DNA school meeting, GP to chase.",
        "It may be that hope is what keeps them going.",
        "IDVA to ring her, PSW to observe, then IDVA again.",
        "Next appointment 4/52, then x1/12.",
        "Interpreter: Sorani, not Kurmanji.",
        "She came alone. Escort told me she slept. Paeds list is long.",
        "M rang. F states M's partner hit him, C in the back.",  # as courts write parents and child
    ],
)
def test_ordinary_words_are_left(namer, text):
    assert not [text[f.start : f.end] for f in namer.see(text).found]


def test_nothing_gives_nothing_and_the_same_gives_the_same(namer):
    assert namer.see("").found == ()
    assert namer.see(" \n ").found == ()
    text = " ".join(f"Visit {i}: Kerry rang and the kettle was on." for i in range(60))
    assert namer.see(text) == namer.see(text)
    assert sum(text[f.start : f.end] == "Kerry" for f in namer.see(text).found) == 60
