"""Stops, marks by stop, runs and margin letters: pure values."""

from __future__ import annotations

from datetime import datetime

import pytest

from reflect.records import Mark, Sentence, Span
from tui.glossary import CodeWords, Glossary
from tui.reading import glyphs_of, marks_by_stop, runs_of, stop_at, stops_of
from tui.words import count, quoted, when, whose

TEXT = "One here. Two there.\n\n   \n- Three."
SENTENCES = [Sentence(0, 10), Sentence(10, 21), Sentence(21, 26), Sentence(26, 34)]
BOOK = Glossary(
    {
        "voice.words": CodeWords("voice.words", "Words", "", "V", "amber", "Voice", 0),
        "record.action": CodeWords("record.action", "Action", "", "R", "slate", "Record", 1),
        "voice.gap": CodeWords("voice.gap", "Gap", "", "V", "amber", "Voice", 2),
    }
)


def mark(start: int, end: int, code: str, *evidence: Span, verdict: str = "") -> Mark:
    return Mark(start + 1, 1, start, end, code, evidence, 0.9, "m/1", True, verdict=verdict)  # type: ignore[arg-type]


def test_stops_leave_blanks_out() -> None:
    stops = stops_of(TEXT, SENTENCES)
    assert [TEXT[s.start : s.end] for s in stops] == ["One here.", "Two there.", "- Three."]
    assert [stop_at(stops, at) for at in (0, 9, 10, 25, 33)] == [0, 0, 1, 1, 2]


def test_a_mark_over_two_sentences_belongs_to_both() -> None:
    stops = stops_of(TEXT, SENTENCES)
    assert set(marks_by_stop(stops, [mark(0, 20, "voice.words")])) == {0, 1}
    assert set(marks_by_stop(stops, [mark(22, 34, "voice.words")])) == {2}


def test_runs_are_the_evidence_or_else_the_sentence_and_never_a_rejected_mark() -> None:
    stop = Span(0, 9)
    marks = [
        mark(0, 9, "record.action"),
        mark(0, 9, "voice.words", Span(4, 8)),
        mark(0, 9, "voice.gap", Span(0, 3), verdict="rejected"),
    ]
    assert [(r.start, r.end, r.colour) for r in runs_of(stop, marks, BOOK)] == [
        (4, 8, "amber"),
        (0, 9, "slate"),
    ]
    assert [glyph.char for glyph in glyphs_of(marks, BOOK)] == ["V", "R"]


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        ("2024-05-20T16:40:00", "today 16:40"),
        ("2024-05-19T23:59:00", "yesterday"),
        ("2024-05-16T09:00:00", "Thu"),
        ("2024-05-03T09:00:00", "3 May"),
        ("2023-05-03T09:00:00", "3 May 2023"),
        ("", ""),
    ],
)
def test_dates_as_people_say_them(opened: str, words: str) -> None:
    assert when(opened, datetime(2024, 5, 20, 18, 0)) == words


def test_small_words() -> None:
    assert count(1, "mark") == "1 mark"
    assert count(1200, "mark") == "1,200 marks"
    assert quoted('"he counts"') == "“he counts”"
    mine = Mark(1, 1, 0, 9, "voice.words", (), 1.0, "Kerry", False, verdict="accepted", judge="Sam")
    assert whose(mine, "Kerry") == "yours · accepted by Sam"
    assert whose(mine, "Sam") == "Kerry's · accepted by you"


def test_an_unknown_code_is_shown_by_its_id() -> None:
    assert BOOK.get("old.code").label == "old.code"
