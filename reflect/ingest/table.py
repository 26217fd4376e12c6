"""Rows of a table as notes: which row is the header, which column the text, which the rest.

The header is the first of the first ten rows that names a text column, else the first row that is
not blank; a first row with a sentence in it is no header but a note. Rows count as in the
spreadsheet, from 1 and with the header, so that the user finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reflect.errors import UnreadableInput
from reflect.ingest.dates import iso
from reflect.ingest.mapping import nearest
from reflect.ingest.source import Source, checked, printable
from reflect.records import Note

HEAD = 10
Row = Sequence[str]

_TEXT = (
    "text", "note", "notes", "narrative", "content", "contents", "body", "details", "detail",
    "note text", "case note", "case notes", "case note text", "description", "recording", "entry",
    "comment", "comments", "summary", "transcript",
)  # fmt: skip
_OTHERS = {
    "title": ("title", "subject", "heading"),
    "date": ("date", "date of visit", "date of contact", "note date", "event date", "created"),
    "kind": ("kind", "type", "note type", "contact type", "category"),
    "author": ("author", "worker", "social worker", "recorded by", "written by", "created by"),
}
_TEXTUAL = re.compile(r"\b(?:text|notes?|narrative|content|details?|comments?)\b")
_REST = re.compile(r" +[^\W\d_]")
_NOT_TEXT = re.compile(
    r"\b(?:id|ids|no|number|ref|reference|type|kind|date|time|by|author|status)\b"
)


@dataclass
class Survey:
    """What one pass over a table found.

    Attributes:
        head: the first rows.
        rows: how many rows have anything in them.
        filled: for each column, how many cells have.
        longest: for each column, its characters altogether.
        prose: for each column, how many cells hold more than a few words.
        widest: the widest row's number and width, blank cells at its end aside.
        parted: the first row with a cell that goes on as a sentence does after a comma, or 0.
    """

    head: list[Row] = field(default_factory=list)
    rows: int = 0
    filled: list[int] = field(default_factory=list)
    longest: list[int] = field(default_factory=list)
    prose: list[int] = field(default_factory=list)
    widest: tuple[int, int] = (0, 0)
    parted: int = 0


@dataclass(frozen=True)
class Layout:
    """Where the notes are in a table.

    Attributes:
        columns: for each field, such as `text`, its column.
        start: the index of the first row that can be a note.
        blank: how many rows have something in them, but no text.
        width: how many columns the header names; 0 without a header.
        named: whether a header, rather than a guess at long text, told the text column.
    """

    columns: Mapping[str, int]
    start: int
    blank: int
    width: int
    named: bool


def survey(rows: Iterable[Row]) -> Survey:
    """Look through a whole table once."""
    seen = Survey()
    for number, row in enumerate(rows, 1):
        if number <= HEAD:
            seen.head.append(row)
        width = 0
        for column, cell in enumerate(row):
            if column == len(seen.filled):
                seen.filled.append(0)
                seen.longest.append(0)
                seen.prose.append(0)
            if cell and not cell.isspace():
                width = column + 1
                seen.filled[column] += 1
                seen.longest[column] += len(cell)
                seen.prose[column] += _is_prose(cell)
                if column and not seen.parted and _REST.match(cell):
                    seen.parted = number
        seen.rows += width > 0
        if width > seen.widest[1]:
            seen.widest = (number, width)
    return seen


def lay_out(source: Source, seen: Survey, mapping: Mapping[str, str] | None) -> Layout:
    """Decide which column is what.

    Args:
        source: for messages.
        seen: the table's survey.
        mapping: the user's column for each field, matched without regard to case.

    Raises:
        UnreadableInput: no rows, an unknown column, or no column of text.
    """
    if not seen.rows:
        raise source.problem("rows")
    header = _header_row(seen, mapping)
    names = [_plain(cell) for cell in seen.head[header]]
    known = {*_TEXT, *(each for others in _OTHERS.values() for each in others)}
    if not mapping and not known & set(names) and _is_note(seen.head[header]):
        header, names = -1, []
    columns = _mapped(source, seen.head[header], mapping) if mapping else _guessed_others(names)
    named = "text" in columns
    if not named:
        text, named = _text_column(seen, names, header)
        if text is None:
            raise source.problem("rows" if seen.rows <= header + 1 else "columns")
        columns = {name: at for name, at in columns.items() if at != text} | {"text": text}
    before = seen.head[: header + 1]
    text = columns["text"]
    rows = seen.rows - sum(any(map(str.strip, row)) for row in before)
    filled = seen.filled[text] if text < len(seen.filled) else 0
    filled -= sum(len(row) > text and bool(row[text].strip()) for row in before)
    if not filled:
        raise source.problem("rows")
    width = len(seen.head[header]) if header >= 0 else 0
    return Layout(columns, header + 1, rows - filled, width, named)


def notes(
    source: Source, rows: Iterable[Row], layout: Layout, skipped: Sequence[str] = ()
) -> Iterator[Note]:
    """Each row with text as a note; the first carries what was skipped in the whole file."""
    left = list(skipped)
    if layout.blank:
        left.append(f"{layout.blank} row{'s' * (layout.blank > 1)} without text")
    for number, row in enumerate(rows, 1):
        text = _cell(row, layout.columns["text"])
        if number <= layout.start or not text.strip():
            continue
        name = f"{source.name}#row {number}"
        metadata = {}
        for field_, column in layout.columns.items():
            value = _cell(row, column).strip() if field_ != "text" else ""
            if value:
                metadata[field_] = iso(value) if field_ == "date" else value
        yield Note(checked(source, text), name, metadata, tuple(left))
        left = []


def _cell(row: Row, column: int) -> str:
    return row[column] if column < len(row) else ""


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_prose(cell: str) -> bool:
    return len(cell) >= 20 and " " in cell.strip()


def _is_note(row: Row) -> bool:
    """Whether a row holds a sentence, and so cannot be a header."""
    return any(
        len(cell) > 80 or (len(cell.split()) >= 4 and cell.rstrip().endswith((".", "!", "?")))
        for cell in row
    )


def _header_row(seen: Survey, mapping: Mapping[str, str] | None) -> int:
    wanted = {_folded(mapping["text"])} if mapping and "text" in mapping else set()
    for index, row in enumerate(seen.head):
        names = {_folded(cell) for cell in row} if wanted else {_plain(cell) for cell in row}
        if names & (wanted or set(_TEXT)):
            return index
    filled = (index for index, row in enumerate(seen.head) if any(map(str.strip, row)))
    return next(filled, 0)


def _mapped(source: Source, header: Row, mapping: Mapping[str, str]) -> dict[str, int]:
    names = [_folded(cell) for cell in header]
    columns = {}
    for name, column in mapping.items():
        if _folded(column) not in names:
            raise _no_column(source, column, header)
        columns[name] = names.index(_folded(column))
    return columns


def _no_column(source: Source, column: str, header: Row) -> UnreadableInput:
    close = nearest(column, [cell.strip() for cell in header if cell.strip() and len(cell) <= 60])
    hint = f"Did you mean '{close}'?" if close else "The first row of the table names its columns."
    message = f"{source.shown}: there is no column '{printable(column)}'."
    return UnreadableInput(message, printable(hint))


def _guessed_others(names: Sequence[str]) -> dict[str, int]:
    found = {}
    for name, known in _OTHERS.items():
        at = next((names.index(each) for each in known if each in names), None)
        if at is not None:
            found[name] = at
    return found


def _text_column(seen: Survey, names: Sequence[str], header: int) -> tuple[int | None, bool]:
    """The column of text and whether its name told it."""
    ranked = [names.index(name) for name in _TEXT if name in names]
    ranked += [
        at
        for at, name in enumerate(names)
        if at not in ranked and _TEXTUAL.search(name) and not _NOT_TEXT.search(name)
    ]
    for at in ranked:
        if seen.filled[at] > 1:  # more than its name
            return at, True
    own = [_is_prose(cell) for cell in seen.head[header]] if header >= 0 else []
    own += [False] * (len(seen.prose) - len(own))
    prose = [at for at, count in enumerate(seen.prose) if count > own[at]]
    if ranked and not prose:
        return ranked[0], True  # the right column, but nothing is in it
    return max(prose, key=lambda at: seen.longest[at], default=None), False
