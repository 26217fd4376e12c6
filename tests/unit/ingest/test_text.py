"""Plain text comes back as it is, whatever the encoding."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.ingest import read, read_text
from reflect.ingest.decode import encoding_of

from .files import p, pdf, raw_docx, write

QUOTED = "Ella’s mum said “no” – it cost £5… and the café was shut."


def as_is(text: str) -> bool:
    return bool(text.strip()) and "\0" not in text and not text.startswith("\ufeff")


TEXTS = st.text(st.characters(exclude_categories=["Cs"])).filter(as_is)


@given(TEXTS)
def test_any_text_comes_back_the_same_but_for_crlf(text: str) -> None:
    (note,) = read_text(text.encode("utf-8"), "-")
    assert note.text == text.replace("\r\n", "\n")
    assert (note.source, note.skipped, dict(note.metadata)) == ("-", (), {})


@given(TEXTS, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_with_a_byte_order_mark(text: str, encoding: str) -> None:
    (note,) = read_text(text.encode(encoding), "-")
    assert note.text == text.replace("\r\n", "\n")


@pytest.mark.parametrize("mark", [b"\xfe\xff", b"\xff\xfe"])
def test_utf_16_of_either_order(mark: bytes) -> None:
    order = "utf-16-be" if mark[0] == 0xFE else "utf-16-le"
    assert next(read_text(mark + QUOTED.encode(order), "-")).text == QUOTED


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "text",
    [
        QUOTED, "Mum said it’s fine.", "‘No’ she said", "caf\xe9 \xa35", "30°", "José and Zoë’s",
        "10½ or 2×4",        "“I don’t know”", "half past – “later”", "Chloë", "naïve • über",
    ],
)  # fmt: skip
def test_western_encodings(text: str, encoding: str) -> None:
    if encoding == "mac_roman" and not set("½×").isdisjoint(text):
        pytest.skip("signs that old Macs had not")
    assert encoding_of(text.encode(encoding)) == encoding
    assert next(read_text(text.encode(encoding), "-")).text == text


@pytest.mark.parametrize(
    "text",
    ["a\rb", "  indented\n\n\n", "\u2028x\x85y\x0c", '‘a’ "b"\t ', "x\ufeffy", "👩‍👧 e\u0301"],
)
def test_nothing_is_trimmed_or_replaced(text: str, tmp_path: Path) -> None:
    assert next(read(write(tmp_path, "a.txt", text))).text == text


def test_crlf_becomes_lf_and_a_lone_cr_stays(tmp_path: Path) -> None:
    assert next(read(write(tmp_path, "a.md", b"a\r\nb\rc\r\r\nd"))).text == "a\nb\rc\r\nd"


def test_the_largest_note(tmp_path: Path) -> None:
    text = "x" * (5 * 1024 * 1024)
    assert next(read(write(tmp_path, "a.txt", text))).text == text


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.md", "note", "a.text"])
def test_names_of_text_files(name: str, tmp_path: Path) -> None:
    (note,) = read(write(tmp_path, name, "She smiled."))
    assert (note.text, note.source) == ("She smiled.", name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", raw_docx(p("She smiled."))),
        ("a.doc", raw_docx(p("She smiled."))),
        ("a.docx", pdf("BT /F1 12 Tf 20 250 Td (She smiled.) Tj ET")),
        ("a", pdf("BT /F1 12 Tf 20 250 Td (She smiled.) Tj ET")),
    ],
)
def test_content_goes_before_suffix(name: str, data: bytes, tmp_path: Path) -> None:
    assert next(read(write(tmp_path, name, data))).text == "She smiled."
    assert next(read_text(data, "-")).text == "She smiled."


def test_reading_is_lazy(tmp_path: Path) -> None:
    read(tmp_path / "none.txt")  # nothing happens until the first note is asked for


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    import os
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text("She smiled."))
    writer.start()
    assert [note.text for note in read(pipe)] == ["She smiled."]
    writer.join()
