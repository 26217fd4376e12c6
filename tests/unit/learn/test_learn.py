from __future__ import annotations

import json

import pytest

from reflect.errors import DataError
from reflect.learn.evaluate import Count, Report, aligned
from reflect.learn.freeze import read_draft, read_marks, unmark
from reflect.learn.notes import LabelledNote, LabelledSentence, load_notes, note_from, row_of
from reflect.records import Code, ModelInfo, Note, Sentence, Span, Tagged

DRAFT = """---
brief: duty-log
title: A call
quality: plain
people:
  c1: {role: child}
---
[[PERSON#c1|Tyler]]'s mum rang from [[ADDRESS|14 Harrow Lane]]. He said "I hide".
"""
CODES = frozenset({"voice.words", "record.action"})


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "01.md"
    path.write_text(DRAFT, encoding="utf-8")
    return read_draft(path, "train", "w01")


def test_a_draft_becomes_text_identifiers_and_sentences(note):
    assert note.id == "duty-log-01"
    assert note.text.startswith("Tyler's mum rang from 14 Harrow Lane.")
    marked = [(note.text[i.start : i.end], i.kind, i.who) for i in note.identifiers]
    assert marked == [("Tyler", "PERSON", "c1"), ("14 Harrow Lane", "ADDRESS", "")]
    assert len(note.sentences) == 2


@pytest.mark.parametrize("text", ["[[NAME|x]]", "[[PERSON#c1|x", "x]] y"])
def test_a_malformed_mark_names_the_file(tmp_path, text):
    with pytest.raises(DataError, match="01.md"):
        unmark(text, tmp_path / "01.md")


def test_marks_are_laid_on_sentences_with_their_evidence(note, tmp_path):
    path = tmp_path / "duty-log-01.txt"
    path.write_text('2 voice.words="I hide"\n', encoding="utf-8")
    marked = read_marks(path, note, CODES)
    (run,) = marked.sentences[1].codes["voice.words"]
    assert note.text[run.start : run.end] == '"I hide"'
    assert not marked.sentences[0].codes


@pytest.mark.parametrize("line", ["9 voice.words", "1 voice.wrods", "1 voice.words=not there"])
def test_a_wrong_mark_names_its_line(note, tmp_path, line):
    path = tmp_path / "duty-log-01.txt"
    path.write_text(f"# marks\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        read_marks(path, note, CODES)


def test_a_note_goes_to_a_line_and_back(note):
    assert note_from(json.loads(json.dumps(row_of(note)))) == note


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"split": "dev"}, "split"),
        ({"text": "short"}, "sentences end"),
        ({"sentences": [{"start": 5, "end": 9, "codes": {}}]}, "tile"),
        ({"identifiers": [{"start": 0, "end": 3, "kind": "NAME"}]}, "kind"),
        ({"id": None}, None),
    ],
)
def test_the_loader_names_file_and_line(note, tmp_path, change, says):
    row = row_of(note) | change
    if change.get("id", "") is None:
        del row["id"]
        says = "'id' is missing"
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(row_of(note)) + "\n" + json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.jsonl, line 2") as caught:
        list(load_notes(path))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": ["T"]}, "'text' is not a string"),
        ({"text": "a \ud800"}, "'text' holds half a character (a lone surrogate)"),
        ({"people": ["c1"]}, "'people' is not an object"),
        ({"people": {"c1": None}}, "'c1' is not an object"),
        ({"identifiers": [{"start": 0}]}, "'end' is missing"),
        (
            {"identifiers": [{"start": 0, "end": 5, "kind": "PERSON", "whom": "c1"}]},
            "'whom' is no part of an identifier",
        ),
        ({"sentences": None}, "'sentences' is not a list"),
        ({"sentences": [{"start": 0.0, "end": 9, "codes": {}}]}, "'start' is not a whole number"),
        (
            {"sentences": [{"start": 0, "end": 9, "codes": {"voice.words": [[1]]}}]},
            "evidence for voice.words is not [start, end]",
        ),
    ],
)
def test_a_part_of_the_wrong_shape_is_named_in_plain_words(note, tmp_path, change, says):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(row_of(note) | change), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        list(load_notes(path))
    assert f"x.jsonl, line 1: {says}." in str(caught.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe ", "cannot be read"),
        (b"[" * 100_000, "line 1: not JSON"),
        (b"null", "line 1: not an object with 'id'"),
    ],
)
def test_a_file_that_holds_no_notes_is_refused(tmp_path, data, says):
    path = tmp_path / "x.jsonl"
    path.write_bytes(data)
    with pytest.raises(DataError, match=says):
        list(load_notes(path))


def test_a_folder_that_is_called_a_file_is_refused(tmp_path):
    (tmp_path / "x.jsonl").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        list(load_notes(tmp_path))


def test_a_byte_order_mark_is_no_mistake(note, tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(row_of(note)), encoding="utf-8-sig")
    assert list(load_notes(path)) == [note]


def test_the_shipped_corpus_is_valid():
    from pathlib import Path

    from reflect.codebook import load

    folder = Path(__file__).parents[3] / "corpora" / "notes"
    notes = list(load_notes(folder, codes=frozenset(code.id for code in load().codes)))
    assert len({note.id for note in notes}) == len(notes)
    writers = {}
    for each in notes:
        writers.setdefault(each.writer, set()).add(each.split)
        assert "[[" not in each.text
    assert all(len(splits) == 1 for splits in writers.values())


def test_counts_and_macro_f1():
    report = Report(
        {"a": Count(8, 2, 0), "b": Count(0, 0, 4), "c": Count()},
        [(0.9, True), (0.85, False)],
        [(0.9, True), (0.85, False), (0.05, False), (0.05, True)],
    )
    assert report.ece() == pytest.approx(0.25 * 0.1 + 0.25 * 0.85 + 0.5 * 0.45)
    assert report.counts["a"].precision == 0.8
    assert report.macro_f1() == pytest.approx((2 * 8 / 18 + 0) / 2)
    assert report.calibration() == [("0.8–1.0", 2, 0.5)]


def test_marks_are_laid_on_the_labelled_sentence_they_overlap_most():
    text = "One two three. Four five six."
    gold = LabelledNote("n", "b", "w", "test", text, (
        LabelledSentence(0, 15), LabelledSentence(15, 29, {"voice.words": (Span(15, 19),)}),
    ))  # fmt: skip
    ours = (Sentence(0, 29, (Code("voice.words", 0.7),)),)
    tagged = Tagged(Note(text, "n"), ours, (), {}, ModelInfo("m", "1", "x"))
    assert aligned(tagged, gold)[0][0] == {"voice.words": 0.7}
