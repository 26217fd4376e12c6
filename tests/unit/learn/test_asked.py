"""Sheets of questions for readers, and what their grades say."""

from __future__ import annotations

import pytest

from reflect.errors import DataError
from reflect.learn.asked import drawn, grades, read, sheet, summary
from reflect.learn.notes import LabelledNote
from reflect.questions import choose
from reflect.questions.choose import every
from reflect.records import Note
from reflect.resources import data_path


def graded(tmp_path, *lines):
    (tmp_path / "s").mkdir()
    (tmp_path / "g").mkdir()
    asked = "1 [gap-1] What?\n    from: x\n2 [gap-2] Who?\n    from: x\n3 [label-1] When?\n    from: x\n"
    (tmp_path / "s" / "n.txt").write_text(asked, encoding="utf-8")
    (tmp_path / "g" / "n.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(grades(tmp_path / "s", tmp_path / "g"))


def test_a_note_counts_with_two_questions_worth_asking(tmp_path):
    rows = graded(tmp_path, "1 2", "2 2", "3 0 w", "# a better one | words | why")
    assert rows == [("n", [("gap-1", 2, ""), ("gap-2", 2, ""), ("label-1", 0, "w")])]
    lines = summary(rows)
    assert lines[0] == "1 notes, at least two questions worth asking in 1"
    assert "w ×1" in lines[1]
    assert lines[2].split() == ["gap", "2", "mean", "2.00", "worth", "1.00"]


def test_one_is_not_enough(tmp_path):
    assert summary(graded(tmp_path, "1 2", "2 1 g", "3 0 o"))[0].endswith("in 0")


@pytest.mark.parametrize("lines", [("1 2", "2 2"), ("1 2", "2 3", "3 1")])
def test_a_missing_or_wrong_grade_is_named(tmp_path, lines):
    with pytest.raises(DataError, match=r"n\.txt"):
        graded(tmp_path, *lines)


def test_gathered_grades_are_read_again_and_a_wrong_row_is_named(tmp_path):
    path = tmp_path / "g.tsv"
    path.write_text("n\tgap-1\t2\t\nn\tgap-2\t0\tw\n", encoding="utf-8")
    assert read(path) == [("n", [("gap-1", 2, ""), ("gap-2", 0, "w")])]
    path.write_text("n\tgap-1\t2\t\nn\tgap-2\t7\tw\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        read(path)


@pytest.mark.parametrize("name", ["check-a", "check-b", "order"])
def test_the_shipped_grades_can_be_counted(name):
    rows = read(data_path("corpora", "questions", "readers", f"{name}.tsv"))
    assert summary(rows)[0].startswith(f"{len(rows)} notes")


def test_the_same_notes_are_drawn_again():
    notes = [LabelledNote(f"n-{i}", "b", "w", "train", "x", ()) for i in range(30)]
    first = [each.id for each in drawn(notes, 5, "a")]
    assert [each.id for each in drawn(reversed(notes), 5, "a")] == first
    assert [each.id for each in drawn(notes, 5, "b")] != first


def test_a_sheet_numbers_the_questions_with_their_words(engine):
    tagged = engine.tag(Note("Mum said he is fine. We have not spoken to Leo alone yet.", "n"))
    asked = choose(tagged, engine.bank)
    text = sheet(tagged, asked)
    for number, question in enumerate(asked, 1):
        assert f"{number} [{question.id}] {question.text}" in text
    offered = [each.id for each in every(tagged, engine.bank)]
    assert {each.id for each in asked} <= {each.id for each in every(tagged, engine.bank, each=9)}
    assert len(offered) == len(set(offered))
