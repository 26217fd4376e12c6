"""Discussions from files: what is taken, and what is refused with its line."""

from __future__ import annotations

import json

import pytest

from reflect.discussions import read_discussions
from reflect.errors import UnreadableInput

GOOD = {"id": "ok", "text": "A  dilemma\nof two."}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (None, "A dilemma of two."),
        ("", "A dilemma of two."),
        ("  ", "A dilemma of two."),
        ("Whom do\n I carry?", "Whom do I carry?"),
    ],
)
def test_a_discussion_without_a_dilemma_gets_its_first_words(tmp_path, title, expected):
    file = tmp_path / "l.jsonl"
    file.write_text(json.dumps({**GOOD, "title": title}), encoding="utf-8")
    assert [each.title for each in read_discussions(file)] == [expected]


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path):
    file = tmp_path / "l.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n")
    assert read_discussions(file)[0].text == GOOD["text"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[" * 100_000, "not an object"),
        ('{"id": "ok", "text": "Another."}', "an earlier line has that id"),
        ('{"id": "a", "text": "b", "title": ["x", 1]}', '"title" is not text'),
        ('{"id": "a\\nb", "text": "b"}', '"id" has to be'),
        ('{"id": "a\\u0000", "text": "b"}', '"id" has to be'),
        ('{"id": " a", "text": "b"}', '"id" has to be'),
        ('{"id": "--help", "text": "b"}', '"id" has to be'),
        ('{"id": "\\ud800", "text": "b"}', '"id" has to be'),
        ('{"id": "a", "text": "b \\ud800"}', "half a character"),
    ],
)
def test_what_cannot_be_a_discussion_is_named_by_its_line(tmp_path, line, says):
    file = tmp_path / "l.jsonl"
    file.write_text(json.dumps(GOOD) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match=r"l\.jsonl, line 2") as caught:
        read_discussions(file)
    assert says in str(caught.value)
