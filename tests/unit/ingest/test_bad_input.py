"""Each kind of bad input gives one line that names the file, the reason and the remedy."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflect.errors import ReflectError, UnreadableInput
from reflect.ingest import read, read_text
from reflect.ingest import source as source_module
from reflect.ingest.archive import XML_LIMIT

from .files import NAMES, PICTURE, changed, lines, p, pdf, raw_docx, write, xlsx, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SECRET = "Ella hid"  # in every file that has text: it must not be in any message
HUGE = "x" * (5 * 1024 * 1024 + 1)
LAUGHS = "<!DOCTYPE w [" + '<!ENTITY a "ha">' + '<!ENTITY b "&a;&a;">' + "]>"
PROTECTED = pdf(
    lines(SECRET),
    trailer="/ID [(0123456789abcdef) (0123456789abcdef)] /Encrypt << /Filter /Standard /V 1 /R 2 "
    f"/P -4 /O ({'a' * 32}) /U ({'b' * 32}) >>",
)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le")


def bomb() -> bytes:
    """An archive whose directory says that a part unpacks to more than is allowed."""
    data = raw_docx(p(SECRET))
    at = data.rindex(b"word/document.xml") - 46 + 24
    return data[:at] + struct.pack("<I", XML_LIMIT + 1) + data[at + 4 :]


def flagged(data: bytes) -> bytes:
    """An archive whose members say that they are encrypted."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + b"\x01\x00" + data[at + 2 :]


def laughing(data: bytes) -> bytes:
    """XML with entities that grow, after its declaration if it has one."""
    head, mark, rest = data.partition(b"?>")
    head, rest = (head + mark, rest) if mark else (b"", data)
    return head + LAUGHS.encode() + rest


BAD: dict[str, tuple[str, bytes | str, str]] = {
    "empty text": ("a.txt", "", "no text"),
    "blank text": ("a.txt", " \r\n\t\n", "no text"),
    "byte order mark alone": ("a.txt", b"\xef\xbb\xbf", "no text"),
    "blank markdown": ("a.md", "\n\n", "no text"),
    "empty docx": ("a.docx", "", "no text"),
    "blank docx": ("a.docx", raw_docx(p(" ")), "no text"),
    "empty pdf": ("a.pdf", pdf(""), "no text"),
    "empty csv": ("a.csv", "", "no text"),
    "blank csv": ("a.csv", "\n\n", "no text"),
    "csv of a header": ("a.csv", "date,text\n", "no rows"),
    "csv with no text in its text": ("a.csv", "date,text\n1,\n2, \n", "no rows"),
    "xlsx of a header": ("a.xlsx", xlsx({"S": [["date", "text"]]}), "no rows"),
    "blank xlsx": ("a.xlsx", xlsx({"S": []}), "no rows"),
    "empty e-mail": ("a.eml", "Subject: x\n\n \n", "no text"),
    "huge text": ("a.txt", HUGE, "5 MiB"),
    "huge in bytes, not letters": ("a.txt", "é" * (len(HUGE) // 2 + 1), "5 MiB"),
    "huge utf-16": ("a.txt", HUGE.encode("utf-16"), "5 MiB"),
    "huge cell": ("a.csv", f'text\n"{HUGE}"\n', "5 MiB"),
    "huge docx": ("a.docx", raw_docx(p(HUGE)), "5 MiB"),
    "huge e-mail": ("a.eml", f"Subject: x\n\n{HUGE}", "5 MiB"),
    "zip bomb": ("a.docx", bomb(), "5 MiB"),
    "bomb of tags": ("a.docx", raw_docx("<w:p/>" * 3_000_001), "5 MiB"),
    "binary": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + SECRET.encode(), "binary"),
    "nul": ("a.txt", f"{SECRET}\0", "binary"),
    "nul in csv": ("a.csv", f"text\n{SECRET}\0\n", "binary"),
    "nul in e-mail": ("a.eml", f"Subject: x\n\n{SECRET}\0", "binary"),
    "nul in utf-16": ("a.txt", f"{SECRET}\0".encode("utf-16"), "binary"),
    "bytes of no encoding": ("a.txt", SECRET.encode() + b" \x81\x8d\xfe\xff", "wrongly encoded"),
    "cut utf-8": ("a.txt", f"{SECRET}’s 家".encode()[:-1], "wrongly encoded"),
    "cut utf-16": ("a.txt", SECRET.encode("utf-16") + b"x", "wrongly encoded"),
    "cyrillic": ("a.txt", "Мама сказала, что всё хорошо.".encode("cp1251"), "wrongly encoded"),
    "polish": ("a.txt", "Mama poszła do domu, gdzie wziął książkę.".encode("cp1250"), "wrongly"),
    "dos": ("a.txt", f"{SECRET} the £5 note".encode("cp850"), "wrongly encoded"),
    "bad bytes in csv": ("a.csv", b"text\n" + SECRET.encode() + b"\x81\n", "wrongly encoded"),
    "bad bytes in e-mail": ("a.eml", b"Subject: x\n\n" + SECRET.encode() + b"\x81", "wrongly"),
    "encrypted docx": ("a.docx", ole("EncryptedPackage"), "encrypted"),
    "encrypted xlsx": ("a.xlsx", ole("EncryptedPackage"), "encrypted"),
    "encrypted zip": ("a.docx", flagged(raw_docx(p(SECRET))), "encrypted"),
    "encrypted pdf": ("a.pdf", PROTECTED, "encrypted"),
    "encrypted e-mail": (
        "a.eml", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nTUk=", "encry",
    ),
    "docx that is text": ("a.docx", SECRET, "Word file is malformed"),
    "cut docx": ("a.docx", raw_docx(p(SECRET))[:200], "Word file is malformed"),
    "docx of bad XML": ("a.docx", raw_docx(f"<w:p>{SECRET}"), "Word file is malformed"),
    "docx without a document": (
        "a.docx", zipped({"word/styles.xml": b"<a/>"}), "Word file is malformed",
    ),
    "docx with another archive": ("a.docx", zipped({"a.txt": b"x"}), "Word file is malformed"),
    "docx with a bad checksum": (
        "a.docx",
        zipped({"word/document.xml": b"<a/>"}).replace(b"\xb3I\xd4\xb7", b"\xb3I\xd4\xb6"),
        "Word file is malformed",
    ),
    "docx with entities": ("a.docx", raw_docx(p("&b;"), head=LAUGHS), "Word file is malformed"),
    "docx nested without end": (
        "a.docx",
        raw_docx("<w:sdt><w:sdtContent>" * 3000 + p(SECRET) + "</w:sdtContent></w:sdt>" * 3000),
        "Word file is malformed",
    ),
    "docx of pictures": (
        "a.docx", raw_docx("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"), "pictures",
    ),
    "xlsx that is text": ("a.xlsx", SECRET, "workbook is malformed"),
    "xlsx with entities in a sheet": (
        "a.xlsx",
        changed(xlsx({"S": [["text"], [SECRET]]}), "xl/worksheets/sheet1.xml", laughing),
        "workbook is malformed",
    ),
    "xlsx with entities in its names": (
        "a.xlsx",
        changed(
            xlsx({"S": [["text"], [SECRET]]}),
            "xl/workbook.xml",
            lambda data: laughing(data.replace(b'name="S"', b'name="&b;"')),
        ),
        "workbook is malformed",
    ),
    "xlsx of bad XML": (
        "a.xlsx",
        changed(xlsx({"S": [["text"], [SECRET]]}), "xl/workbook.xml", lambda data: data[:-9]),
        "workbook is malformed",
    ),
    "xlsx of bad cells": (
        "a.xlsx",
        changed(
            xlsx({"S": [["text"], [SECRET]]}),
            "xl/worksheets/sheet1.xml",
            lambda data: data.replace(b't="inlineStr"><is>', b't="s"><v>one</v><is>'),
        ),
        "workbook is malformed",
    ),
    "malformed pdf": ("a.pdf", b"%PDF-1.7\n" + SECRET.encode(), "PDF is malformed"),
    "pdf that is text": ("a.pdf", SECRET, "PDF is malformed"),
    "scanned pdf": ("a.pdf", pdf(PICTURE, PICTURE), "scanned"),
    "csv with a quotation mark left open": ("a.csv", f'text\n"{SECRET}\n', "near line"),
    "csv with a stray quotation mark": ("a.csv", f'text,n\n"{SECRET} "no"",1\n', "near line 2"),
    "csv with too many cells": ("a.csv", f"date,text\n1,{SECRET}, and left\n", "row 2"),
    "csv with no usable column": ("a.csv", "id,age\n1,4\n2,7\n", "no column"),
    "e-mail without headers": ("a.eml", f"{SECRET}\n\nmore\n", "e-mail is malformed"),
    "archive": ("a.zip", zipped({"a.txt": b"x"}), "zip archive"),
    "archive named as text": ("a.txt", zipped({"a.txt": b"x"}), "zip archive"),
    "page of the web": ("a.html", f"<p>{SECRET}</p>", "files of this kind"),
    "doc": ("a.doc", ole("WordDocument"), "old or foreign kind of document"),
    "doc by its name": ("a.doc", SECRET, "old or foreign kind of document"),
    "xls": ("a.xls", ole("Workbook"), "spreadsheet"),
    "xlsb": ("a.xlsb", zipped({"xl/workbook.bin": b"x"}), "spreadsheet"),
    "msg": ("a.msg", ole("__substg1.0_"), "Outlook"),
    "rtf": ("a.txt", "{\\rtf1 " + SECRET, "old or foreign kind of document"),
    "odt": (
        "a.odt",
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}),
        "old or foreign kind of document",
    ),
    "pages": ("a.pages", zipped({"Index/Document.iwa": b"x"}), "old or foreign kind of document"),
    "unknown OLE": ("a.bin", OLE, "binary"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_files(case: str, tmp_path: Path) -> None:
    name, data, reason = BAD[case]
    path = write(tmp_path, name, data)
    with pytest.raises(UnreadableInput) as caught:
        list(read(path))
    check(caught.value, str(path), reason)


@pytest.mark.parametrize("case", [case for case in BAD if BAD[case][0].endswith((".txt", ".md"))])
def test_bad_standard_input(case: str) -> None:
    _, data, reason = BAD[case]
    with pytest.raises(UnreadableInput) as caught:
        list(read_text(data.encode() if isinstance(data, str) else data, "-"))
    check(caught.value, "standard input", reason)


def check(error: UnreadableInput, shown: str, reason: str) -> None:
    assert error.message.startswith(f"{shown}: ")
    assert reason in error.message
    assert error.hint
    assert "\n" not in str(error)
    assert SECRET not in str(error)
    assert (error.__cause__ is None and error.__suppress_context__) or error.__context__ is None


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: folder / "none.txt", "no such file"),
        (lambda folder: write(folder, "a.txt", "x") / "b.txt", "no such file"),
        (lambda folder: folder, "a folder"),
        (lambda folder: folder / "a\0b.txt", "no such file|could not be opened"),
        (lambda folder: folder / ("long" * 100), "could not be opened"),
    ],
)
def test_files_that_are_not_there(
    make: Callable[[Path], Path], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableInput, match=reason) as caught:
        list(read(make(tmp_path)))
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.txt", SECRET)
    path.chmod(0)
    if os.geteuid() == 0:  # root may open it all the same

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableInput, match="may not open"):
        list(read(path))


def test_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)  # root may list it all the same
    with pytest.raises(UnreadableInput, match="may not open"):
        list(read(tmp_path))


def test_a_file_name_cannot_break_the_line(tmp_path: Path) -> None:
    path = write(tmp_path, "a\nb\x1b[31m.txt", "")
    with pytest.raises(UnreadableInput) as caught:
        list(read(path))
    assert str(caught.value).isprintable()


def test_a_file_too_large_to_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module.Source.data, "__defaults__", (100,))
    with pytest.raises(UnreadableInput, match="5 MiB"):
        list(read(write(tmp_path, "a.pdf", pdf(lines(SECRET)))))


def test_nothing_comes_out_before_the_last_row_is_known_to_be_good(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", b"text\n" + b"A long day at home.\n" * 50_000 + b'"open\n')
    notes = read(path)
    with pytest.raises(UnreadableInput, match="near line 5000"):
        next(notes)


WHOLE: dict[str, bytes] = {
    "a.docx": raw_docx(p(SECRET), {"footnotes.xml": f"<w:footnotes {NAMES}/>"}),
    "a.xlsx": xlsx({"S": [["date", "text"], [1, SECRET], ["=A1", "x"]]}),
    "a.pdf": pdf(lines(SECRET), PICTURE, info="/Title (x) /CreationDate (D:2024)"),
    "a.csv": f'date,text\n1,"{SECRET}, ""so"""\n'.encode(),
    "a.eml": f"Subject: x\nDate: Wed, 12 Jun 2024 14:30:00 +0100\n\n{SECRET}".encode(),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_damage_gives_notes_or_one_line(tmp_path: Path, name: str, data: st.DataObject) -> None:
    whole = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    said = complaint(write(tmp_path, name, bytes(whole)))
    assert not said or (said.isprintable() and SECRET not in said)


def complaint(path: Path) -> str:
    try:
        for note in read(path, split=True):
            note.text.encode("utf-8")
    except UnreadableInput as error:
        return str(error)
    return ""


def test_a_mapping_to_no_field(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "text\nShe smiled.\n")
    with pytest.raises(ReflectError, match=r"'txt'.*'text'"):
        list(read(path, mapping={"txt": "text"}))
