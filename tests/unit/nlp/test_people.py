import pytest

from reflect.nlp.people import child_names, people
from reflect.records import Code, Sentence


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I saw Vanesa (9), Kevin (6) and Mum, Jolana (31).", ["Vanesa", "Kevin"]),
        ("Will (7) and Hope, 4, were in. I hope they will come.", ["Will"]),
        ("Core group Meeting 4. The meeting began late.", []),
        ("Child: Rosie Bell", ["Rosie"]),
        ("Rory 9 weeks old", ["Rory"]),
        ("Room 7, Page 9, Week 3", []),
    ],
)
def test_children_are_told_by_age_or_field(text, names):
    assert child_names(text) == names


def sentence(text, whole, *codes):
    start = whole.index(text)
    return Sentence(start, start + len(text), tuple(Code(code, 0.9) for code in codes))


def test_each_child_has_the_highest_rung_of_their_own():
    text = "Vanesa (9) said she was sad. Kevin (6) is fine says Mum. Vanesa chose Friday."
    sentences = (
        sentence("Vanesa (9) said she was sad. ", text, "voice.wishes"),
        sentence("Kevin (6) is fine says Mum. ", text, "voice.proxy"),
        sentence("Vanesa chose Friday.", text, "voice.acted"),
    )
    rungs = {person.label: person.ladder for person in people(text, sentences) if person.ladder}
    assert rungs == {"Vanesa": "acted", "Kevin": "proxy"}


def test_a_text_without_a_child_says_not_mentioned():
    (child, *_) = people("Mum rang about the boiler.", ())
    assert (child.label, child.ladder) == ("the child", "not mentioned")


def test_adults_are_named_by_the_role_the_page_gives():
    found = people("Mum (Kerry) and Errol (Dad) came with the baby.", ())
    assert {(p.role, p.label) for p in found} >= {("mother", "Kerry"), ("father", "Errol")}
