import pytest

from reflect.nlp.cues import speaks
from reflect.nlp.quotes import quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Ella said "I hide".', [('"I hide"', "Ella")]),
        ("“I hide,” said Ella.", [("“I hide,”", "Ella")]),
        ('Mum says "he\'s fine".', [('"he\'s fine"', "mum")]),
        ("She said 'it's mine' and left.", [("'it's mine'", "she")]),
        ("The girls' room was cold, and the boys' too.", []),
        ('He called it a "bolt".', [('"bolt"', "he")]),
        ('SW: "What then?"', [('"What then?"', "sw")]),
        ('An unclosed " quote', []),
    ],
)
def test_quotations_and_their_speakers(text, expected):
    found = [(text[q.start : q.end], q.speaker) for q in quotations(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("speaker", "before", "who"),
    [
        ("Ella", "Ella said ", "child"),
        ("child", "The child said ", "child"),
        ("mum", "Mum said ", "adult"),
        ("she", "Ella looked up and she said ", "child"),
        ("she", "Mum came in and she said ", "adult"),
        ("she", "Then she said ", "someone"),
        ("Tranter", "Mrs Tranter said ", "adult"),
    ],
)
def test_whose_words(speaker, before, who):
    assert speaks(speaker, before, ["Ella"]) == who
