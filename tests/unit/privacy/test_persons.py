"""Who is who: one person one surrogate, two people never the same."""

from __future__ import annotations

import re

import pytest

from reflect.identifiers import Found, Seen
from reflect.privacy import Known, anonymise
from reflect.records import Note

MARK = re.compile(r"\[\[(\w+)\|([^\]]+)\]\]")


def written(marked):
    """A text and the runs that a model would see in it, from `[[who|name]]`."""
    text, found, who, at = "", [], [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        found.append(Found(len(text), len(text) + len(match[2]), "PERSON", 0.95, "model"))
        who.append(match[1])
        text += match[2]
        at = match.end()
    return text + marked[at:], found, who


def surrogates(marked, roster=()):
    text, found, who = written(marked)
    done = anonymise(Note(text, "x"), Seen(tuple(found)), roster)
    given = {}
    for name, run in zip(who, found, strict=True):
        one = next(r for r in done.replacements if r.start <= run.start < r.end)
        given.setdefault(name, set()).add(one.surrogate)
    return given, done


CASES = [
    "[[c|Tyler]] (7) sat with [[c|Ty]]. [[c|T]] smiled. [[c|Tyler]]'s bag. [[c|tyler]] left.",
    "[[m|Kerry Okoro]] rang. Mrs [[m|Okoro]] said her son [[c|Emeka Okoro]], 9, was in. [[c|Emeka]] spoke.",
    "[[c|Oluwakemi]], 10, likes [[c|Kemi]]. [[s|Tobi]] came.",
    "[[m|Bridget]] (known as [[m|Biddy]]) came. [[m|Biddy]] sat. [[o|Bernie]] did not.",
    '[[c|Padraig]] "[[c|Podge]]" [[c|McAtamney]] ate. [[c|Podge]] left. [[c|McAtamney]] slept.',
    "[[c|Margaret-Ann]] and [[s|Pa]] played. [[c|M-A]] laughed, [[s|Pa]] slept, [[c|M-A]] sang.",
    "[[c|Žaneta]] drew. Later [[c|Zaneta]] slept.",
    "[[w|Kath]] (SW) to ring. Actions: [[w|KH]] to write. [[m|Mum Jo|]] ".replace(
        "[[m|Mum Jo|]] ", ""
    ),
    "[[a|Sam Reed]] met [[b|Sam Lowe]]. [[a|Sam Reed]] left with Mr [[b|Lowe]].",
    "[[a|Isabella]] and [[a|Isabela]] is one girl; [[b|Isla]] is another.",
    "[[w1|Jo]] to chair, [[w2|Al]] to write. [[w1|Jo]] and [[w2|Al]] agreed.",
]


@pytest.mark.parametrize("marked", CASES)
def test_one_person_one_surrogate_and_two_people_two(marked):
    given, _ = surrogates(marked)
    assert all(len(labels) == 1 for labels in given.values()), given
    labels = [next(iter(each)) for each in given.values()]
    assert len(set(labels)) == len(labels), given


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[[x|Ella]] (6) was in.", "Child A"),
        ("Mum, [[x|Kerry]], was out.", "Mother"),
        ("[[x|Kerry]] (mum) was out.", "Mother"),
        ("Social worker: [[x|Jane Doe]]", "Social worker 1"),
        ("[[x|Ms Pratt]], class teacher, rang.", "Teacher 1"),
        ("his step-dad [[x|Craig]] shouted", "Step-father"),
        ("MGM [[x|Pauline]] came", "Maternal grandmother"),
        ("baby [[x|Noor]] slept", "Child A"),
        ("HV [[x|Siobhan]] weighed him", "Health visitor 1"),
        ("[[x|Zed]] came by", "Person 1"),
        ("[[x|Gareth]], Leanne’s partner, was out", "Partner"),
        ("your social worker,\n[[x|Helen]]", "Social worker 1"),
    ],
)
def test_a_role_that_the_note_gives_is_kept(marked, expected):
    given, _ = surrogates(marked)
    assert given["x"] == {expected}


def test_a_family_by_its_name_is_nobody_in_particular():
    given, done = surrogates(
        "[[c|Ada Okoro]], 8, lives with the [[f|Okoros]]. The [[f|Okoro]] family moved."
    )
    assert given["f"] == {"Family"}
    assert given["c"] == {"Child A"}
    assert "Okoro" not in done.text


def test_a_roster_finds_what_no_model_saw_and_gives_its_roles():
    roster = (
        Known("PERSON", "Tyler Benn", "child", ("Tyzie",)),
        Known("PERSON", "Kerry Benn", "mother"),
        Known("ORG", "Hillside Primary", ""),
        Known("ADDRESS", "14 Harrow Lane", ""),
    )
    text = "tyler hid. Tyzie, Tylar and T.B. are him. kerry wept at 14 harrow lane by hillside primary. the Benns"
    done = anonymise(Note(text, "x"), Seen(), roster)
    low = done.text.lower()
    for gone in ("tyler", "tyzie", "tylar", "kerry", "harrow", "hillside", "benn", "t.b"):
        assert gone not in low
    by = {text[r.start : r.end]: r.surrogate for r in done.replacements}
    assert by["tyler"] == by["Tyzie"] == by["Tylar"] == "Child A"
    assert by["kerry"] == "Mother"
    assert {r.how for r in done.replacements} == {"list"}


def test_notes_of_one_roster_agree():
    roster = (Known("PERSON", "Tyler Benn", "child"), Known("PERSON", "Mia Benn", "child"))
    one = anonymise(Note("Mia came on 3 May 2024.", "1"), Seen(), roster)
    two = anonymise(Note("Tyler came on 10 May 2024 with Mia.", "2"), Seen(), roster)
    assert one.replacements[0].surrogate == two.replacements[-1].surrogate == "Child B"


def test_a_month_is_never_a_misspelt_surname():
    roster = (Known("PERSON", "Kayden-Lee Marsh", "child"),)
    done = anonymise(Note("Date: 18 March 2026. March was cold. marsh rang.", "x"), Seen(), roster)
    assert "Child A" in done.text
    assert "March was cold" in done.text
    assert [r.kind for r in done.replacements].count("DATE") >= 1
    assert done.replacements[0].kind == "DATE"


def test_a_name_in_an_address_of_e_mail_does_not_make_it_a_person():
    roster = (Known("PERSON", "Shanice", "mother"),)
    done = anonymise(Note("email shanice.m88@example.com today", "x"), Seen(), roster)
    assert done.text == "email [email] today"
