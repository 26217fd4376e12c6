"""Segmentation, measured on a hand-marked set: `¦` stands where a sentence ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.nlp.sentences import split
from tests.conftest import DATA

MARKED = [
    case.strip("\n")
    for case in (DATA / "sentences.txt").read_text(encoding="utf-8").split("\n====\n")
]


def boundaries(marked: str) -> tuple[str, set[int]]:
    """The text without marks, and the offsets of its last visible characters before each mark."""
    text, ends = "", set()
    for part in marked.split("¦"):
        text += part
        ends.add(len(text.rstrip()))
    return text, ends - {len(text.rstrip())}


def found(text: str) -> set[int]:
    ends = {len(text[: span.end].rstrip()) for span in split(text)}
    return ends - {len(text.rstrip())}


def test_the_hand_marked_set_is_met():
    right = wrong = missed = 0
    for case in MARKED:
        text, gold = boundaries(case)
        ours = found(text)
        right += len(gold & ours)
        wrong += len(ours - gold)
        missed += len(gold - ours)
    f1 = 2 * right / (2 * right + wrong + missed)
    print(f"{len(MARKED)} texts, {right + missed} boundaries: F1 {f1:.3f}")
    assert f1 >= 0.98


@pytest.mark.parametrize(
    "marked",
    [
        "Seen by Dr. Patel at 4 p.m. on Fri.¦ Mum agreed.",
        "Held under s.47 today.¦ No concerns.",
        "mum at home.¦ kids in bed by 7.30.¦ will ring hv",
        'Ella said "I hide. He shouts. I hide."¦ Mum cried.',
        "- Ring GP.¦\n- Chase school",
        "CHILD'S VOICE¦\nShe said nothing.",
        "SW: How are you?¦\nEl: Fine.",
        "Visit on 03.05.2024 by J. Smith.¦ All in.",
        "He was home.¦She left.",
        "We use e.g. the inhaler.¦ Fine.",
        "A long line that the e-mail client wrapped at its margin of some columns\nand went on here.",
        "Lives at St. Mary's Road.¦ Safe.",
    ],
)
def test_what_case_notes_do(marked):
    text, gold = boundaries(marked)
    assert found(text) == gold


@given(st.text(max_size=400))
def test_any_text_is_tiled(text):
    spans = split(text)
    assert "".join(text[span.start : span.end] for span in spans) == (text if text.strip() else "")
    assert all(span.end > span.start for span in spans)


@given(st.text(alphabet="aA. \n\"'|?!-:()“”", max_size=200))
def test_awkward_text_is_tiled_and_no_sentence_is_blank(text):
    spans = split(text)
    assert "".join(text[span.start : span.end] for span in spans) == (text if text.strip() else "")
    assert all(text[span.start : span.end].strip() for span in spans)
