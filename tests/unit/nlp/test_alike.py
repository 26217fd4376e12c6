"""What says only who people are is read alike; offsets stay those of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.nlp.alike import Alike
from reflect.nlp.encoder import Encoder
from reflect.nlp.nameless import Nameless

WORDS = """
    the rang from and said will with mum dad mother he she his her him was not because children told that it is
    boy girl going to nothing ken em n what do you
    """.split()


@pytest.fixture(scope="module")
def alike():
    return Alike(Nameless(WORDS), lambda word: [len(word)])


def read(alike, *sentences):
    """The sentences as they are read."""
    out = []
    for text, runs in zip(sentences, alike.runs(sentences), strict=True):
        for start, end, word in reversed(runs):
            text = text[:start] + word + text[end:]
        out.append(text)
    return out


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kofi rang and Ama said.", "Aoibheann rang and Zbyszek said."),
        ("Kofi rang Ama and Kofi.", "Kofi rang Ama and Zara."),  # who is who again is not kept
        ("He told her that his mum rang.", "She told him that her mum rang."),
        ("The boy said it to the girl.", "The girl said it to the boy."),
        ("Mum told dad. Dad rang.", "Dad told mum. Mum rang."),
        ("Her mam rang.", "His da rang."),
        ("She's told him.", "He's told her."),
        ("Nothing was said and it wasn't.", "Nowt was said n it weren\u2019t."),
        ("It isn't because the children rang.", "It int cos the bairns rang."),
        ("Bairns rang.", "Children rang."),
        ("He rang & she said", "He rang and she said"),
    ],
)
def test_read_alike(alike, one, other):
    assert [each.lower() for each in read(alike, one)] == [
        each.lower() for each in read(alike, other)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He told her.", "He told him."),
        ("Mum told dad.", "Mum told mum."),
        ("Ken rang.", "You know rang."),
        ("A&E rang n/a he/she", "A and E rang and/a he/he"),
    ],
)
def test_kept_apart(alike, one, other):
    assert read(alike, one) != read(alike, other)


def test_the_first_of_the_note_decides_for_all_its_sentences(alike):
    assert read(alike, "She rang.", "He said it. Mum told her.") == [
        "he rang.",
        "she said it. mum told his.",
    ]


def test_a_longer_name_wins(alike):
    assert read(alike, "the Da-Shawn rang") == ["the sam rang"]


def test_offsets_stay_those_of_the_text():
    encoder = Encoder.load()
    texts = ["Oluwatobiloba dinnae ring, she said."], ["Zbyszek don't ring, he said."]
    first, second = (encoder.encode(text) for text in texts)
    assert (first.vectors == second.vectors).all()
    runs = [texts[0][0][a:b] for a, b in first.offsets[0]]
    assert runs == ["Oluwatobiloba", *["dinnae"] * 3, "ring", ",", "she", "said", ".", ""]


@given(st.lists(st.text(alphabet="Kenmuwid'’ &/.A\n", max_size=30), max_size=4))
def test_any_text_goes_through(sentences):
    alike = Alike(Nameless(WORDS), lambda word: [1])
    rows = [([7] * len(text), [(i, i + 1) for i in range(len(text))]) for text in sentences]
    for (ids, offsets), text in zip(alike.exchange(sentences, rows), sentences, strict=True):
        assert len(ids) == len(offsets)
        assert all(0 <= a < b <= len(text) for a, b in offsets)
