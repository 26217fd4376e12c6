"""Excel workbooks: the first sheet with a column of text, a note a row.

A cell is read as the user sees it: text as it is, whatever it begins with, and a formula as the
result that was stored with it. A formula that was never calculated is the text of the formula.
"""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from reflect.errors import UnreadableInput
from reflect.ingest.archive import PART_LIMIT, ZIP_ERRORS, open_archive
from reflect.ingest.dates import iso
from reflect.ingest.source import Source, lf
from reflect.ingest.table import Layout, lay_out, notes, survey
from reflect.records import Note

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MAX_ROWS, MAX_COLUMNS = 1_048_576, 256  # Excel's rows; its 16,384 columns would be a bomb
# openpyxl builds its objects straight from the XML and lets whatever breaks there escape.
_BOOK_ERRORS = (
    *ZIP_ERRORS, LookupError, TypeError, AttributeError, SyntaxError, ArithmeticError,
    AssertionError, RuntimeError,
)  # fmt: skip
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_DECLARED = tuple("<!DOCTYPE".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))
_ESCAPED = re.compile(r"_x000([9AaDd])_")  # how Excel writes tabs and line ends
Rows = list[list[str]]
_BLANK: list[str] = []


def read_workbook(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Note]:
    """Read a workbook.

    Args:
        source: the file.
        mapping: the column for each field; guessed without it.

    Raises:
        UnreadableInput: malformed, or no sheet has what is asked for.
    """
    sheets, hidden = _sheets(source)
    rows, layout, others = _choose(source, sheets, mapping)
    skipped = [_named("sheet", others)] if others else []
    skipped += [_named("hidden sheet", hidden)] if hidden else []
    yield from notes(source, rows, layout, skipped)


def _named(what: str, titles: list[str]) -> str:
    named = ", ".join(f"'{title}'" for title in titles)
    return f"the {what}{'s' * (len(titles) > 1)} {named}"


def _choose(
    source: Source, sheets: dict[str, Rows], mapping: Mapping[str, str] | None
) -> tuple[Rows, Layout, list[str]]:
    """The first sheet with a text column by name, else the first with any; and the others."""
    found: tuple[str, Layout] | None = None
    first: UnreadableInput | None = None
    for title, rows in sheets.items():
        try:
            layout = lay_out(source, survey(rows), mapping)
        except UnreadableInput as error:
            # Of several complaints, one about a column says more than one about blank sheets.
            if first is None or any(any(map(str.strip, row)) for row in rows):
                first = first or error
            continue
        if found is None or (layout.named and not found[1].named):
            found = (title, layout)
        if layout.named:
            break
    if found is None:
        raise first or source.problem("empty")
    others = [title for title, rows in sheets.items() if title != found[0] and rows]
    return sheets[found[0]], found[1], others


def _sheets(source: Source) -> tuple[dict[str, Rows], list[str]]:
    """Every visible sheet's rows, as text, and the titles of hidden sheets that hold any."""
    with source.open() as file, open_archive(source, file, "xlsx") as archive:
        _check_parts(source, archive)
        formulas = _has_formulas(source, archive)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # on features of Excel that do not matter here
                return _read_sheets(file, formulas)
        except _BOOK_ERRORS:
            raise source.problem("xlsx") from None


def _check_parts(source: Source, archive: zipfile.ZipFile) -> None:
    """Only sheets and strings are streamed, and with entities forbidden.

    The rest openpyxl makes into trees, so it must be small, and no part may declare entities.
    """
    for member in archive.infolist():
        name = member.filename.lower()
        sheet = name.startswith("xl/worksheets/") and not name.endswith(".rels")
        streamed = sheet or name == "xl/sharedstrings.xml"
        if streamed or not name.endswith((".xml", ".rels")):
            continue
        if member.file_size > PART_LIMIT // 4:
            raise source.problem("huge")
        try:
            data = archive.read(member)
        except ZIP_ERRORS:
            raise source.problem("xlsx") from None
        if any(mark in data for mark in _DECLARED):
            raise source.problem("xlsx")


def _has_formulas(source: Source, archive: zipfile.ZipFile) -> bool:
    try:
        for name in archive.namelist():
            if name.lower().startswith("xl/worksheets/"):
                with archive.open(name) as part:
                    tail = b""
                    while chunk := part.read(1 << 18):
                        if _FORMULA.search(tail + chunk):
                            return True
                        tail = chunk[-40:]
    except ZIP_ERRORS:
        raise source.problem("xlsx") from None
    return False


def _read_sheets(file: BinaryIO, formulas: bool) -> tuple[dict[str, Rows], list[str]]:
    from openpyxl import load_workbook  # 150 ms

    shown = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    written = load_workbook(file, read_only=True, keep_links=False) if formulas else None
    sheets = {}
    hidden = []
    for sheet in shown.worksheets:
        rows = _values(shown, sheet.title)
        if sheet.sheet_state != "visible":
            if any(cell is not None for row in rows for cell in row):
                hidden.append(sheet.title)
        else:
            sheets[sheet.title] = (
                [_texts(row, row) for row in rows]
                if written is None
                else [
                    _texts(row, formula)
                    for row, formula in zip(rows, _values(written, sheet.title), strict=True)
                ]
            )
    return sheets, hidden


def _values(book: Workbook, title: str) -> Iterator[tuple[Any, ...]]:
    sheet: Any = book[title]
    sheet.reset_dimensions()  # some exporters state them wrongly, and rows would be lost
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(
        max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True
    )
    return rows


def _texts(shown: tuple[Any, ...], written: tuple[Any, ...]) -> list[str]:
    """A row's cells up to the last with anything in it, formulas without a result as written."""
    cells = list(shown)
    if written is not shown:
        cells = [a if a is not None else b for a, b in zip(shown, written, strict=True)]
    if cells.count(None) == len(cells):
        return _BLANK  # a sheet may be a million of these
    while cells[-1] is None:
        cells.pop()
    return [_text(cell) for cell in cells]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return lf(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), value))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (datetime.date, datetime.time)):
        return iso(value)
    return str(getattr(value, "text", None) or value)  # an array formula is an object
