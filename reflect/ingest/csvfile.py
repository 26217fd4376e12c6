"""CSV: read twice as a stream, once to check and to survey it, once to give its notes.

The first pass means that a mistake in the last row is found before the first note is out.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping

from reflect.ingest.decode import encoding_of, mark_of
from reflect.ingest.problems import LIMIT
from reflect.ingest.source import Source, lf
from reflect.ingest.table import Layout, lay_out, notes, survey
from reflect.records import Note

_CHUNK = 1 << 18
_FOREIGN_LIMIT = 64 * 1024 * 1024  # only a file in UTF-8 or UTF-16 is never held whole


def read_csv(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Note]:
    """Read a CSV file, one note a row.

    Args:
        source: the file; a `.tsv`, or semicolons, are understood too.
        mapping: the column for each field; guessed without it.

    Raises:
        UnreadableInput: empty, wrongly encoded, malformed, or with no usable column.
    """
    # The limit is csv's own and holds for the process; at 128 KiB it would refuse long notes.
    csv.field_size_limit(max(csv.field_size_limit(), LIMIT + 1))
    encoding = _encoding(source)
    delimiter = _delimiter(source, encoding)
    seen = survey(_rows(source, encoding, delimiter))
    if not seen.rows:
        raise source.problem("empty")
    layout = lay_out(source, seen, mapping)
    row, width = seen.widest
    if layout.width and width > layout.width and row > layout.start:
        raise source.problem("wide", row=row)
    if not layout.start and seen.parted:
        raise source.problem("parted", row=seen.parted)
    yield from _notes(source, encoding, delimiter, layout)


def _notes(source: Source, encoding: str, delimiter: str, layout: Layout) -> Iterator[Note]:
    yield from notes(source, _rows(source, encoding, delimiter), layout)


def _rows(source: Source, encoding: str, delimiter: str) -> Iterator[list[str]]:
    with source.open() as raw, io.TextIOWrapper(raw, encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            for row in reader:
                yield [lf(cell) for cell in row]
        except csv.Error as error:
            if "field limit" in str(error):
                raise source.problem("huge") from None
            raise source.problem("csv", line=reader.line_num) from None


def _encoding(source: Source) -> str:
    """UTF-8 or UTF-16 by reading through the file; else by all its bytes."""
    with source.open() as file:
        name = mark_of(file.read(4)) or "utf-8"
        file.seek(0)
        decoder = codecs.getincrementaldecoder(name)("strict")
        try:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    raise source.problem("binary")
            decoder.decode(b"", final=True)
            return name
        except UnicodeDecodeError:
            pass  # not Unicode throughout
    data = source.data(_FOREIGN_LIMIT)
    encoding = encoding_of(data)
    if encoding is None:
        raise source.problem("binary" if b"\0" in data and not mark_of(data) else "encoding")
    return encoding


def _delimiter(source: Source, encoding: str) -> str:
    """What parts the header most: csv.Sniffer guesses from the notes' own punctuation."""
    with source.open() as raw, io.TextIOWrapper(raw, encoding, newline="") as file:
        head = file.read(4096).lstrip("\r\n")
    line = head.splitlines()[0] if head else ""
    best, most = ",", 1
    for delimiter in ",;\t|":
        try:
            width = len(next(csv.reader([line], delimiter=delimiter), []))
        except csv.Error:
            continue  # not with this one
        if width > most:
            best, most = delimiter, width
    return best
