"""Several notes in one file: only where the stated rule says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.ingest import read, read_text

from .files import lines, p, pdf, raw_docx, write

SPLITS = {
    "rules": (
        "One.\n===\nTwo.\n-----\nThree.\n***\nFour.",
        ["One.\n", "Two.\n", "Three.\n", "Four."],
    ),
    "spaces about a rule": ("One.\n --- \n\n Two. \n", ["One.\n", "\n Two. \n"]),
    "form feed": ("One.\n\fTwo.\n\f", ["One.\n", "Two.\n"]),
    "blank parts": ("---\nOne.\n---\n\n---\nTwo.\n---\n", ["One.\n", "Two.\n"]),
    "numbered": (
        "Note 1\nDate: 1/6/2024\nOne.\n\nNote 2: visit\nTwo.\n",
        ["Note 1\nDate: 1/6/2024\nOne.\n\n", "Note 2: visit\nTwo.\n"],
    ),
    "dates with labels above": (
        "Worker: Ann\nDate: 1/6/2024\nOne.\n\nWorker: Bo\nDate: 2/6/2024\nTwo.",
        ["Worker: Ann\nDate: 1/6/2024\nOne.\n\n", "Worker: Bo\nDate: 2/6/2024\nTwo."],
    ),
    "a label that ends the note before": (
        "Date: 1/6/2024\nOne.\nNext visit: Tuesday\nDate: 2/6/2024\nTwo.",
        ["Date: 1/6/2024\nOne.\nNext visit: Tuesday\n", "Date: 2/6/2024\nTwo."],
    ),
    "dated": (
        "Chronology\n12/06/2024 14:30 Home visit\nOne.\n13 June 2024 Phone call\nTwo.",
        ["Chronology\n", "12/06/2024 14:30 Home visit\nOne.\n", "13 June 2024 Phone call\nTwo."],
    ),
    "days": (
        "Mon 3/6/24 - call\nOne.\nTuesday, 4/6/24 - call\nTwo.",
        ["Mon 3/6/24 - call\nOne.\n", "Tuesday, 4/6/24 - call\nTwo."],
    ),
    "headings": ("# All\n## A\nOne.\n## B\nTwo.", ["# All\n", "## A\nOne.\n", "## B\nTwo."]),
    "the highest heading": ("# A\n## a\nx\n# B\n## b\ny", ["# A\n## a\nx\n", "# B\n## b\ny"]),
}
WHOLE = {
    "one date": "Date: 12/06/2024\nShe smiled.",
    "one heading": "## Plan\nTwo visits.",
    "dates in sentences": "12/06/2024 was the day.\n13/06/2024 was the next.\n",
    "sentences about visits": "Visit 2 went well.\nVisit 3 was short.\n",
    "short rules": "One.\n--\nTwo.\n==\n",
    "rules in a line": "One --- two\n| --- | --- |\n- - -\n",
    "dates without a number": "Date: not known\nx\nDate: not known\ny",
}


@pytest.mark.parametrize("case", SPLITS)
def test_parts(case: str, tmp_path: Path) -> None:
    text, parts = SPLITS[case]
    path = write(tmp_path, "file.txt", text)
    notes = list(read(path, split=True))
    assert [note.text for note in notes] == parts
    assert [note.source for note in notes] == [f"file.txt#{i + 1}" for i in range(len(parts))]
    assert [note.text for note in read(path)] == [text]


@pytest.mark.parametrize("case", WHOLE)
def test_one_note_stays_one(case: str, tmp_path: Path) -> None:
    (note,) = read(write(tmp_path, "file.txt", WHOLE[case]), split=True)
    assert (note.text, note.source) == (WHOLE[case], "file.txt")


@given(st.text("ab \n=-*\f#DNote: 1/", min_size=1).filter(str.strip))
def test_no_part_is_changed_or_lost(text: str) -> None:
    if not text.replace("=", "").replace("-", "").replace("*", "").strip():
        return
    at = 0
    for note in read_text(text.encode(), "-", split=True):
        found = text.find(note.text, at)
        assert found >= 0
        assert note.text.strip()
        assert not set(text[at:found]) - set(" \n=-*\f")
        at = found + len(note.text)
    assert not set(text[at:]) - set(" \n=-*\f")


def test_word_is_split_at_page_breaks(tmp_path: Path) -> None:
    page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    before = p("Three.", "<w:pPr><w:pageBreakBefore/></w:pPr>")
    path = write(tmp_path, "a.docx", raw_docx(p("One.") + page + p("Two.") + before))
    assert [note.text.strip() for note in read(path, split=True)] == ["One.", "Two.", "Three."]
    (whole,) = read(path)
    assert "\f" not in whole.text
    assert whole.text.split() == ["One.", "Two.", "Three."]


def test_a_pdf_is_split_at_pages_only_where_nothing_else_divides_it(tmp_path: Path) -> None:
    plain = write(tmp_path, "a.pdf", pdf(lines("One."), lines("Two.")))
    assert [note.text.strip() for note in read(plain, split=True)] == ["One.", "Two."]
    headed = write(tmp_path, "b.pdf", pdf(lines("Note 1", "One."), lines("more", "Note 2", "Two.")))
    assert [note.text.split() for note in read(headed, split=True)] == [
        ["Note", "1", "One.", "more"],
        ["Note", "2", "Two."],
    ]


def test_what_was_skipped_is_said_once() -> None:
    shown = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    data = raw_docx(p("One.") + shown + p("---") + p("Two."))
    assert [note.skipped for note in read_text(data, "-", split=True)] == [("1 picture",), ()]
