"""A text whose accents stand apart is read composed, and its runs are found again as they were."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.composed import Reading, composed
from reflect.identifiers import Found, Seen

LETTERS = "ae o.\n'é\u0301\u0323\u0308\u0300\u212b\uac00\u1100\u1161\u11a8\u0915\u093f\u093c\u0958\ufe0f😀"


@pytest.mark.parametrize(
    "text", ["", "plain", "Renée Šimić", "प्रिया", "❤\ufe0f", "\ud83d alone", "가나"]
)
def test_a_composed_text_is_read_as_it_is(text):
    read, seen = Reading(text), Seen((Found(0, 1, "PERSON", 1.0, "model"),))
    assert read.same
    assert read.text is text
    assert composed(text) is text
    assert read.seen_into(seen) is seen
    assert read.seen_back(seen) is seen


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Rene\u0301e", "Renée"),
        ("Ade\u0301bayo\u0323\u0300", "Adébayọ"),  # no letter has both of the last accents
        ("Adébayọ\u0300", "Adébayọ"),
        ("\u1100\u1161\u11a8", "각"),
        ("\u0301Ann", "Ann"),
        ("\u212bse", "Åse"),
    ],
)
def test_letters_and_their_accents_are_one(text, read):
    assert Reading(text).text == composed(text) == read


@given(st.text(alphabet=LETTERS, max_size=40), st.data())
def test_a_run_comes_back_as_whole_letters(text, data):
    read = Reading(text)
    assert read.text == composed(text)
    if not read.text:
        return
    start = data.draw(st.integers(0, len(read.text) - 1))
    end = data.draw(st.integers(start + 1, len(read.text)))
    a, b = read.back(start, end)
    assert read.text[start:end] in composed(text[a:b])
    assert read.same or not unicodedata.combining(text[b : b + 1] or " ")
    c, d = read.into(a, b)
    assert c <= start < end <= d
    assert read.back(c, d) == (a, b)


def test_what_a_model_saw_is_moved_whole():
    text = "\u0301 Re\u0301ne\u0301 hid"
    read = Reading(text)
    there = Seen((Found(2, 8, "PERSON", 1.0, "model"), Found(0, 1, "ID", 1.0, "model")), ((2, 8),))
    here = read.seen_into(there)
    assert [read.text[f.start : f.end] for f in here.found] == ["Réné"]
    assert read.seen_back(here).found == there.found[:1]
    assert read.seen_back(here).rare == there.rare
