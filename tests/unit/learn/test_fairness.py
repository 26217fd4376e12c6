from __future__ import annotations

import pytest

from reflect.learn.fairness import Parity, swaps
from reflect.learn.notes import Identifier, LabelledNote
from reflect.learn.varying import GENDER, exchanged
from reflect.resources import data_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He hit her. His son hid.", "She hit him. Her daughter hid."),
        ("She told her mum.", "He told his mum."),
        ("Here the hero sheds hers.", "Here the hero sheds hers."),
    ],
)
def test_he_and_she_change_places(text, expected):
    assert exchanged(text, GENDER, both=True) == expected


def test_every_person_gets_a_name_of_one_heritage():
    text = "Tyler Benn hid. TYLER left with tyler."
    note = LabelledNote(
        "n", "b", "w", "test", text, (),
        identifiers=(
            Identifier(0, 10, "PERSON", "c1"), Identifier(16, 21, "PERSON", "c1"),
            Identifier(32, 37, "PERSON", "c1"),
        ),
    )  # fmt: skip
    changed = swaps(data_path("corpora", "names", "heritages.yaml"))["Somali"](note)
    first = changed.split()[0]
    assert "yler" not in changed
    assert changed.split()[3] == first.upper()
    assert changed.rstrip(".").endswith(first.lower())


def test_parity_in_figures():
    found = Parity(200, 199, 100, 103)
    assert found.invariance == 0.995
    assert found.gap == pytest.approx(0.03)
    assert Parity(2, 2, 0, 0).gap == 0
