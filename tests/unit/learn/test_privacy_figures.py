"""What counts as found, as leaked and as right."""

from __future__ import annotations

from reflect.learn.notes import Identifier, LabelledNote
from reflect.learn.privacy import groups_of, line, measure, roster_of, table

TEXT = "Tyler Benn saw tyler at Hill School on 3 May."
NOTE = LabelledNote(
    "n", "b", "w", "test", TEXT, (),
    people={"c1": {"role": "child", "heritage": "Irish Traveller"}},
    identifiers=(
        Identifier(0, 10, "PERSON", "c1"),
        Identifier(15, 20, "PERSON", "c1"),
        Identifier(24, 35, "ORG"),
        Identifier(39, 44, "DATE"),
    ),
)  # fmt: skip


def test_an_identifier_counts_when_all_its_letters_are_replaced():
    report = measure([NOTE], lambda _: [(0, 5, "PERSON"), (15, 20, "ID"), (36, 38, "ORG")])
    assert report.kinds["PERSON"].found == 1
    assert report.kinds["PERSON"].covered == 10
    assert report.kinds["PERSON"].letters == 14
    assert (report.made, report.right) == (3, 2)
    assert (report.leaking, report.notes) == (1, 1)
    assert "Tyler" not in str(report.missed)
    assert any("leaks 750.0 per 1,000" in line for line in table("x", report))


def test_nothing_missed_is_no_leak():
    report = measure([NOTE], lambda note: [(i.start, i.end, i.kind) for i in note.identifiers])
    assert report.whole.recall == 1.0
    assert report.leaking == 0


def test_notes_without_identifiers_leak_nothing():
    bare = LabelledNote("n", "b", "w", "test", TEXT, ())
    report = measure([bare], lambda _: [(0, 5, "PERSON")])
    for said in (*table("x", report), line("x", report)):
        assert "per 1,000" not in said
        assert "0.000" not in said
    assert "no identifiers in 1 notes" in table("x", report)[1]


def test_names_are_grouped_by_heritage_case_and_form():
    assert dict(groups_of(NOTE, NOTE.identifiers[0])) == {
        "heritage": "Irish Traveller",
        "case": "title",
        "form": "full",
    }
    assert dict(groups_of(NOTE, NOTE.identifiers[1]))["case"] == "lower"


def test_a_roster_holds_each_person_s_fullest_name():
    texts = {known.text for known in roster_of(NOTE)}
    assert texts == {"Tyler Benn", "Hill School"}
