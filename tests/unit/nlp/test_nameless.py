"""Which words of a note are names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.nlp.nameless import Nameless, known_words

WORDS = "the rang from and said will grace step dad school hope o'clock Ramadan Mum Somali".split()


@pytest.fixture(scope="module")
def nameless():
    return Nameless(WORDS)


def names(nameless, *sentences):
    found = nameless.spans(sentences)
    return [[text[a:b] for a, b in row] for text, row in zip(sentences, found, strict=True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kerry rang Tyler and Kerry.", ["Kerry", "Tyler", "Kerry"]),
        ("Oluwatobiloba's Mum rang.", ["Oluwatobiloba"]),
        ("The Owusu-Darko school", ["Owusu-Darko"]),
        ("Mum said Ramadan, Monday and Step-Dad.", []),
        ("Somali was said from the school.", []),
        ("Grace rang.", []),  # a word, and where it stands has its capital anyway
        ("Grace rang and said Grace will.", ["Grace", "Grace"]),
        ("kerry rang", []),  # only capitals tell
        ("KERRY RANG", []),
        ("Tyler rang. TYLER said tyler will", ["Tyler", "TYLER", "tyler"]),
        ("From Grace, and said with grace", ["Grace"]),
        ("K rang and said K's dad will.", ["K", "K"]),
        ("I rang A and E, Y7, A&E, R/V.", ["E"]),
        ("“Will said hope”", []),
        ("", []),
    ],
)
def test_which_words_are_names(nameless, text, found):
    assert names(nameless, text) == [found]


def test_a_name_is_known_in_other_letters_and_other_sentences(nameless):
    assert names(nameless, "kofi rang.", "Ama and Kofi.") == [["kofi"], ["Ama", "Kofi"]]


def test_a_small_letter_is_no_initial(nameless):
    assert names(nameless, "N rang n said") == [["N"]]


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_goes_through(sentences):
    for row, text in zip(Nameless(WORDS).spans(sentences), sentences, strict=True):
        assert all(0 <= a < b <= len(text) for a, b in row)


def test_words_are_known_from_outside_names():
    notes = [
        ("Tyler kept Ramadan with Mum.", [(0, 5)]),
        ("We asked Mum. She said Ramadan.", []),
        ("They met Kerry once.", []),
    ]
    found = known_words(notes)
    assert {"kept", "with", "asked", "Ramadan", "Mum"} <= set(found)
    assert not {"Tyler", "tyler", "Kerry", "kerry"} & set(
        found
    )  # once with a capital is not enough
