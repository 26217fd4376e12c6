"""A name that is known is found again wherever and however it is typed."""

from __future__ import annotations

import pytest

from reflect.identifiers import Found
from reflect.privacy import echo

COMMON = frozenset({"SW", "grace"})


def again(text, *names, score=0.9):
    known = [
        Found(text.index(name), text.index(name) + len(name), "PERSON", score, "model")
        for name in names
    ]
    return [text[f.start : f.end] for f in echo.find(text, known, COMMON)]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Clare Evans came. CE to check.", ["Clare Evans"], ["CE"]),
        ("Clare Evans came. C.E. to check.", ["Clare Evans"], ["C.E"]),
        ("Mary Ann Hall came. MAH rang.", ["Mary Ann Hall"], ["MAH"]),
        ("Sarah Wood came. SW to check.", ["Sarah Wood"], []),  # an abbreviation of the work
        ("Clare Evans came. ACE and CE-marked.", ["Clare Evans"], []),
        ("Clare came. CE to check.", ["Clare"], []),  # CE abbreviates: child exploitation
        ("GT to chase, HV to weigh. GT", ["GT"], ["GT"]),  # nobody's known initials, no abbreviation
        ("DB rang. ACTIONS FOR JB", ["DB"], ["JB"]),
        ("ACTIONS: GT AND JB", ["GT"], []),  # a heading's capitals tell nothing
        ("Session with T, T's mum and K. T slept.", [], ["T", "T", "K", "T"]),
        ("Case B and placement D, section K, hep B, room T.", [], []),
        ("Bruise R forearm, lump L temple. Seen: Y. Grade | T |", [], []),
        ("T&A, S/W, 5/5 T+1, C A W L, O'D.", [], []),
        ("Tyler hid. tyler cried, Tylers mum left, Tylor slept.", ["Tyler"], ["tyler", "Tyler", "Tylor"]),
        ("Signed L Brace, R O'Neil. Part B Hearing, T Tues.", [], ["T", "L Brace", "R O'Neil"]),
        ("Grace hid. By grace alone.", ["Grace"], []),
        ("Grace hid. Then Grace cried.", ["Grace"], ["Grace"]),
    ],
)  # fmt: skip
def test_a_name_is_found_again(text, names, found):
    assert again(text, *names) == found


def test_a_doubtful_name_is_not_looked_for():
    assert again("Clare Evans came. CE to check, Clare slept.", "Clare Evans", score=0.4) == []
