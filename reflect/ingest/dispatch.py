"""From a file or bytes to the reader that fits: by content first, then by suffix."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from reflect.ingest.archive import ZIP_ERRORS, open_archive
from reflect.ingest.decode import decode
from reflect.ingest.mapping import check_mapping
from reflect.ingest.problems import LIMIT
from reflect.ingest.source import Document, Source, checked, from_bytes, from_path
from reflect.ingest.split import split_text
from reflect.records import Note

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES = {
    "": "text", ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".csv": "csv", ".tsv": "csv", ".eml": "eml", ".pdf": "pdf",
    ".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".doc": "doc", ".dot": "doc", ".rtf": "doc", ".odt": "doc", ".pages": "doc",
    ".xls": "xls", ".xlsb": "xls", ".ods": "xls", ".numbers": "xls", ".msg": "msg",
}  # fmt: skip
_REFUSED = ("doc", "xls", "msg", "zip")


def read(
    path: Path | str, *, split: bool = False, mapping: Mapping[str, str] | None = None
) -> Iterator[Note]:
    """Read the notes of one file, lazily.

    Args:
        path: the file, of any format that reflect reads.
        split: look for several notes in a file that is otherwise one.
        mapping: for a table, the column of each field (see `parse_mapping`).

    Yields:
        The notes, in the file's order.

    Raises:
        UnreadableInput: the file cannot be read; nothing was yielded by then, but where a row
            of a table turns out to be too long.
        ReflectError: the mapping names a field that there is not.
    """
    check_mapping(mapping or {})
    yield from _read(from_path(Path(path)), split=split, mapping=mapping)


def read_text(data: bytes, source: str, *, split: bool = False) -> Iterator[Note]:
    """Read bytes in hand, such as standard input: text, or a document known by its content.

    Args:
        data: all the bytes.
        source: what `Note.source` is to say; `-` for standard input.
        split: look for several notes.

    Raises:
        UnreadableInput: they cannot be read.
    """
    yield from _read(from_bytes(data, source), split=split, mapping=None)


def _read(source: Source, *, split: bool, mapping: Mapping[str, str] | None) -> Iterator[Note]:
    kind = _kind(source)
    if kind in _REFUSED:
        raise source.problem(kind)
    if kind == "csv":
        from reflect.ingest.csvfile import read_csv

        yield from read_csv(source, mapping)
    elif kind == "xlsx":
        from reflect.ingest.workbook import read_workbook

        yield from read_workbook(source, mapping)
    else:
        document = _document(source, kind)
        for note in _notes(source, document, split):
            # In Word a page break is no character; it was one only so that it could part notes.
            yield replace(note, text=note.text.replace("\f", "\n")) if kind == "docx" else note


def _document(source: Source, kind: str) -> Document:
    if kind == "docx":
        from reflect.ingest.word import read_word

        return read_word(source)
    if kind == "pdf":
        from reflect.ingest.pdf import read_pdf

        return read_pdf(source)
    if kind == "eml":
        from reflect.ingest.mail import read_mail

        return read_mail(source)
    text = checked(source, decode(source, source.data(4 * LIMIT + 4)))  # UTF-32 takes four bytes
    if kind == "unknown":
        raise source.problem("unknown")
    return Document(text)


def _notes(source: Source, document: Document, split: bool) -> Iterator[Note]:
    parts = split_text(document.text, document.pages) if split else [document.text]
    if len(parts) == 1:
        yield Note(parts[0], source.name, document.metadata, document.skipped)
        return
    for number, part in enumerate(parts, 1):
        skipped = document.skipped if number == 1 else ()
        yield Note(part, f"{source.name}#{number}", document.metadata, skipped)


def _kind(source: Source) -> str:
    with source.open() as file:
        head = file.read(8)
    if not head:
        raise source.problem("empty")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "doc"
    if head.startswith(_OLE):
        return _ole_kind(source)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(source)
    return _SUFFIXES.get(source.suffix, "unknown")


def _zip_kind(source: Source) -> str:
    by_suffix = _SUFFIXES.get(source.suffix, "zip")
    malformed = by_suffix if by_suffix in ("docx", "xlsx") else "zip"
    with source.open() as file, open_archive(source, file, malformed) as archive:
        try:
            kind = _office_kind(archive, archive.namelist())
        except ZIP_ERRORS:
            raise source.problem(malformed) from None
    if kind:
        return kind
    if malformed != "zip":
        raise source.problem(malformed)
    return by_suffix if by_suffix in _REFUSED else "zip"


def _office_kind(archive: zipfile.ZipFile, names: list[str]) -> str | None:
    if "xl/workbook.bin" in names:
        return "xls"
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:  # OpenDocument
        with archive.open("mimetype") as file:
            return "xls" if b"spreadsheet" in file.read(100) else "doc"
    if any(name.endswith(".iwa") for name in names):  # Apple's
        return "doc"
    return None


def _ole_kind(source: Source) -> str:
    """Old Office files, and new ones behind a password, are told by the streams that they name."""
    data = source.data()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise source.problem("encrypted")
    for kind, stream in (("doc", "WordDocument"), ("msg", "__substg1.0"), ("xls", "Workbook")):
        if stream.encode("utf-16-le") in data:
            return kind
    kind = _SUFFIXES.get(source.suffix, "binary")
    if kind in _REFUSED:
        return kind
    raise source.problem("binary")
