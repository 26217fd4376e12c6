"""Variations of a note that must change no mark."""

from __future__ import annotations

import random

from reflect.learn.notes import Identifier, LabelledNote, LabelledSentence
from reflect.learn.varying import Marked, Renamer, name_pool, renamed, varied_sentences

TEXT = "Ella Shah seen. Ella's mum rang  J.\nELLA was quiet."


def note():
    spots = [(0, 9), (16, 20), (34, 35), (37, 41)]
    spots[3] = (TEXT.index("ELLA"), TEXT.index("ELLA") + 4)
    return LabelledNote(
        "n", "b", "w", "train", TEXT,
        (LabelledSentence(0, 16), LabelledSentence(16, 36), LabelledSentence(36, len(TEXT))),
        identifiers=tuple(Identifier(a, b, "PERSON", "c1") for a, b in spots),
    )  # fmt: skip


def test_a_person_keeps_one_new_name_through_a_note_whatever_its_letter_case():
    sentences = varied_sentences(note(), ["Oluwaseun"], random.Random(2), 1.0)
    assert len(sentences) == 3
    assert all("ella" not in each.lower() for each in sentences)
    joined = " ".join(sentences).lower()
    assert joined.count("oluwaseun") >= 3


def test_spaces_are_folded_as_for_marking():
    assert "  " not in " ".join(varied_sentences(note(), ["Ada"], random.Random(1), 1.0))


def test_without_a_share_nothing_is_varied():
    plain = varied_sentences(note(), ["Ada"], random.Random(1), 0.0)
    assert plain == ["Ella Shah seen.", "Ella's mum rang J.", "ELLA was quiet."]


def test_initials_become_initials_and_two_letters_stay():
    other = Renamer(["Ada"], random.Random(1))
    assert len(other("J")) == 1
    assert other("DJ") == "DJ"


def test_offsets_follow_the_new_names():
    new = renamed(Marked("Ella and Tom", ((0, 4, "PERSON.child"), (9, 12, "PERSON"))), ["Bartholomew"],
                  random.Random(1))  # fmt: skip
    assert [new.text[a:b] for a, b, _ in new.runs] == ["Bartholomew", "Bartholomew"]


def test_the_pool_takes_names_of_the_notes_and_of_the_lists(tmp_path):
    lists = "heritages:\n  - {heritage: x, girls: [Anwen], boys: [Li], surnames: [ap Rhys]}\n"
    (tmp_path / "names.yaml").write_text(lists, encoding="utf-8")
    assert name_pool([note()], tmp_path) == ["Anwen", "ELLA", "Ella", "Rhys", "Shah"]
