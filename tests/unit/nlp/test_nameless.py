"""Names give way to stand-ins; everything else stays as it is, offsets above all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.nlp.nameless import STAND_INS, Nameless, known_words

WORDS = "the rang from and said will grace step dad school hope o'clock Ramadan Mum Somali".split()
IDS = list(range(900, 900 + len(STAND_INS)))


@pytest.fixture(scope="module")
def nameless():
    return Nameless(WORDS)


def names(nameless, *sentences):
    found = nameless.spans(sentences)
    return [
        [(text[a:b], which) for a, b, which in row]
        for text, row in zip(sentences, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kerry rang Tyler and Kerry.", [("Kerry", 0), ("Tyler", 1), ("Kerry", 0)]),
        ("Oluwatobiloba's Mum rang.", [("Oluwatobiloba", 0)]),
        ("The Owusu-Darko school", [("Owusu-Darko", 0)]),
        ("Mum said Ramadan, Monday and Step-Dad.", []),
        ("Somali was said from the school.", []),
        ("Grace rang.", []),  # a word, and where it stands has its capital anyway
        ("Grace rang and said Grace will.", [("Grace", 0), ("Grace", 0)]),
        ("kerry rang", []),  # only capitals tell
        ("KERRY RANG", []),
        ("Tyler rang. TYLER said tyler will", [("Tyler", 0), ("TYLER", 0), ("tyler", 0)]),
        ("From Grace, and said with grace", [("Grace", 0)]),
        ("K rang and said K's dad will.", [("K", 0), ("K", 0)]),
        ("I rang A and E, Y7, A&E, R/V.", [("E", 0)]),
        ("“Will said hope”", []),
        ("", []),
    ],
)
def test_which_words_are_names(nameless, text, found):
    assert names(nameless, text) == [found]


def test_a_name_keeps_its_stand_in_through_the_note(nameless):
    assert names(nameless, "Kofi rang.", "Ama and Kofi.") == [
        [("Kofi", 0)],
        [("Ama", 1), ("Kofi", 0)],
    ]


def test_other_names_are_read_alike(nameless):
    first, second = "Kofi rang and Ama said.", "Aoibheann rang and Zbyszek said."
    rows = [nameless.exchange([text], [words(text)], IDS)[0][0] for text in (first, second)]
    assert rows[0] == rows[1]


def words(text):
    """Made-up tokens: one a character run, by its own letters."""
    ids, offsets, at = [], [], 0
    for word in text.split():
        start = text.index(word, at)
        half = max(len(word) // 2, 1)
        for a, b in ((start, start + half), (start + half, start + len(word))):
            if a < b:
                ids.append(sum(map(ord, text[a:b])))
                offsets.append((a, b))
        at = start + len(word)
    return ids, offsets


def test_offsets_stay_those_of_the_text(nameless):
    text = "The Kofi rang"
    ((ids, offsets),) = nameless.exchange([text], [words(text)], IDS)
    assert [text[a:b] for a, b in offsets] == ["T", "he", "Kofi", "ra", "ng"]
    assert ids[2] == IDS[0]


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_goes_through(sentences):
    nameless = Nameless(WORDS)
    rows = [words(text) for text in sentences]
    for (ids, offsets), text in zip(
        nameless.exchange(sentences, rows, IDS), sentences, strict=True
    ):
        assert len(ids) == len(offsets)
        assert all(0 <= a <= b <= len(text) for a, b in offsets)


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
