from __future__ import annotations

import io

import pytest
from docx import Document

from reflect.codebook import load
from reflect.errors import WorkspaceError
from reflect.records import (
    Code,
    ModelInfo,
    Note,
    Person,
    Question,
    Reflection,
    Sentence,
    Span,
    Tagged,
)
from reflect.sheet import child_file, fill, group_sheet, marked_page, render, write_new

MODEL = ModelInfo("m", "1", "x")
ROWS = [
    ('Ella said "I count <b>the</b> stairs".', "voice.words"),
    ("- Perhaps it is loyalty.", "hypothesis.tentative"),
    ("SW to ring the GP by Thursday.", "record.action"),
    ("If he is drunk she has nobody.", "language.concern"),
    ("Agreed to step up.", "record.decision"),
    ("Chronology to be updated.", "record.action"),
]


@pytest.fixture
def tagged():
    text, sentences = "", []
    for words, code in ROWS:
        start = len(text)
        text += words + "\n"
        sentences.append(Sentence(start, len(text), (Code(code, 0.9),)))
    people = (Person("child", "Ella", "words"),)
    return Tagged(Note(text, "n.txt"), tuple(sentences), people, {}, ModelInfo("m", "1", "x"))


def reflection(tagged, answer="", *, dismissed=False):
    question = Question("q1", "Who else hears the stairs?", Span(0, 10), "why")
    return Reflection(question, answer, dismissed)


def test_a_lens_is_filled_with_the_notes_own_words(tagged):
    sheet = fill(load().lens("bells-that-ring"), tagged)
    text = tagged.note.text
    found = {item.id: [text[s.start : s.end] for s in item.found] for item in sheet.items}
    assert found["child"] == ['Ella said "I count <b>the</b> stairs".']
    assert found["ideas"] == ["Perhaps it is loyalty."]
    assert all(run in text for runs in found.values() for run in runs)


def test_what_a_person_wrote_stands_instead(tagged):
    sheet = fill(load().lens("bells-that-ring"), tagged, {"child": "My own line."})
    page = render(group_sheet("T", tagged, sheet, []), "md").decode()
    assert "My own line." in page
    assert "count" not in page


def test_the_sheet_brings_answers_and_the_childs_file_never_does(tagged):
    sheet = fill(load().lens("bells-that-ring"), tagged)
    brought = group_sheet("T", tagged, sheet, [reflection(tagged, "I was afraid too.")])
    assert "I was afraid too." in render(brought, "md").decode()
    entry = render(child_file("T", tagged), "md").decode()
    assert "afraid too" not in entry
    assert "Perhaps it is loyalty" not in entry


def test_a_question_put_away_is_not_on_the_sheet(tagged):
    sheet = fill(load().lens("bells-that-ring"), tagged)
    page = group_sheet("T", tagged, sheet, [reflection(tagged, dismissed=True)])
    assert "Who else hears" not in render(page, "md").decode()


def test_actions_say_who_and_by_when_as_found_or_not(tagged):
    entry = render(child_file("T", tagged), "md").decode()
    assert "Who: SW. When: by Thursday." in entry
    assert "Who: for you to add. When: for you to add." in entry
    assert "What helps" not in entry


def test_every_form_holds_the_words_and_html_is_inert(tagged):
    page = child_file("<script>x</script>", tagged)
    html = render(page, "html").decode()
    assert "<script" not in html
    assert "&lt;b&gt;the&lt;/b&gt;" in html
    word = Document(io.BytesIO(render(page, "docx")))
    assert any("I count <b>the</b> stairs" in p.text for p in word.paragraphs)


def test_word_survives_characters_that_xml_cannot_hold(tagged):
    assert render(child_file("A\x0bB\x00C", tagged), "docx").startswith(b"PK")


def test_a_marked_page_underlines_evidence(tagged):
    page = marked_page([tagged], load())
    assert load().get("voice.words").label.replace("'", "&#39;") in page
    assert "&lt;b&gt;" in page


def test_exports_never_write_over_a_file(tmp_path):
    first = write_new(tmp_path / "out", "Sheet: R / family", "md", b"1")
    second = write_new(tmp_path / "out", "Sheet: R / family", "md", b"2")
    assert (first.name, second.name) == ("sheet-r-family.md", "sheet-r-family-2.md")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        write_new(tmp_path / "file", "a", "md", b"")


@pytest.mark.parametrize(
    ("line", "code", "stays"),
    [
        ('Nan said "she will lose them kids".', "voice.words", False),
        ('Ella said "she will lose them kids".', "voice.words", True),
        ('Mum said "he kicks off after".', "language.concern", True),
        ("He sleeps in his coat.", "voice.lived", True),
    ],
)
def test_an_adults_words_never_stand_as_the_childs(line, code, stays):
    text = f"Ella (7) was in.\n{line}\n"
    marks = Sentence(17, len(text), (Code(code, 0.9),))
    tagged = Tagged(
        Note(text, "n"), (Sentence(0, 17), marks), (Person("child", "Ella", "words"),), {}, MODEL
    )
    assert (line in render(child_file("T", tagged), "md").decode()) is stays
