"""PDF: the text page by page, and word of what has none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from reflect.ingest import read_text
from reflect.records import Note

from .files import PICTURE, lines, pdf


def read_pdf(data: bytes) -> Note:
    (note,) = read_text(data, "a.pdf")
    return note


def test_pages_follow_one_another() -> None:
    info = "/Title (Visit) /Author (A. Worker) /CreationDate (D:20240612143000+01'00')"
    note = read_pdf(pdf(lines("Mum\222s view", "cost \2435"), lines("and more"), info=info))
    assert note.text == "Mum’s view\ncost £5\nand more"
    assert dict(note.metadata) == {
        "title": "Visit",
        "author": "A. Worker",
        "date": "2024-06-12T14:30",
    }
    assert note.skipped == ()


def test_a_word_cut_at_a_line_end_stays_cut() -> None:
    note = read_pdf(pdf(lines("She was communi-", "cating by self-harm.")))
    assert note.text == "She was communi-\ncating by self-harm."


def test_pages_without_text_are_named() -> None:
    note = read_pdf(pdf(lines("One."), PICTURE, "", lines("Two."), PICTURE))
    assert note.text == "One.\nTwo."
    assert note.skipped == ("pages 2, 5: a picture with no text in it",)


def test_pictures_beside_text_are_counted() -> None:
    assert read_pdf(pdf(lines("One.") + PICTURE)).skipped == ("1 picture",)


def test_a_date_that_is_none() -> None:
    assert dict(read_pdf(pdf(lines("x"), info="/CreationDate (D:20249912)")).metadata) == {}


def test_threads() -> None:
    data = pdf(*(lines(f"page {i}") for i in range(20)))
    with ThreadPoolExecutor(8) as pool:
        texts = {note.text for note in pool.map(read_pdf, [data] * 40)}
    assert texts == {"\n".join(f"page {i}" for i in range(20))}
