"""A file, or standard input, as the readers see it, and the document they make of it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from reflect.errors import UnreadableInput
from reflect.ingest.problems import LIMIT, problem

FILE_LIMIT = 256 * 1024 * 1024
"""The largest file taken into memory: a Word file or PDF may be mostly photographs."""


@dataclass(frozen=True)
class Source:
    """Where bytes come from.

    Attributes:
        name: what `Note.source` says: the file name, or `-`.
        shown: what messages say: the path as it was given, or `standard input`.
        suffix: in lower case, with the dot.
        opener: opens the bytes afresh, seekable.
    """

    name: str
    shown: str
    suffix: str
    opener: Callable[[], BinaryIO]

    def open(self) -> BinaryIO:
        """The bytes, afresh.

        Raises:
            UnreadableInput: they cannot be opened.
        """
        try:
            return self.opener()
        except (OSError, ValueError) as error:
            raise _unopened(self.shown, error) from None

    def data(self, limit: int = FILE_LIMIT) -> bytes:
        """All the bytes.

        Raises:
            UnreadableInput: there are more than `limit`, or they cannot be read.
        """
        with self.open() as file:
            try:
                data = file.read(limit + 1)
            except OSError as error:
                raise _unopened(self.shown, error) from None
        if len(data) > limit:
            raise self.problem("huge")
        return data

    def problem(self, key: str, **details: object) -> UnreadableInput:
        """The error for one kind of problem with this file."""
        return problem(self.shown, key, **details)


@dataclass(frozen=True)
class Document:
    r"""What a reader made of a file that is one note.

    Attributes:
        text: with `\f` where the writer put a page break.
        metadata: title, date, kind, author, as far as the file says.
        skipped: phrases for what could not be read.
        pages: where pages begin in a format whose page ends mean nothing.
    """

    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


def from_path(path: Path) -> Source:
    """A file on disk, or a pipe, which is read at once.

    Raises:
        UnreadableInput: missing, a folder, or closed to this account.
    """
    shown = printable(str(path))
    try:
        if path.is_dir():
            with os.scandir(path):  # PermissionError says more than that it is a folder
                raise problem(shown, "folder")
        if path.exists() and not path.is_file():
            with path.open("rb") as pipe:
                return from_bytes(pipe.read(4 * LIMIT + 5), path.name, shown=shown)
        path.stat()
    except (OSError, ValueError) as error:
        raise _unopened(shown, error) from None
    return Source(printable(path.name), shown, path.suffix.lower(), lambda: path.open("rb"))


def from_bytes(data: bytes, name: str, *, shown: str = "") -> Source:
    """Bytes in hand: standard input, or a pipe. They have no suffix."""
    name = printable(name)
    shown = shown or ("standard input" if name == "-" else name)
    return Source(name, shown, "", lambda: io.BytesIO(data))


def checked(source: Source, text: str, *, empty: str = "empty") -> str:
    """The text, if it can be a note's.

    Args:
        source: for the message.
        text: as read.
        empty: the problem to name when there is nothing but white space.

    Raises:
        UnreadableInput: it is blank, too long, or holds what no text holds.
    """
    if "\0" in text:
        raise source.problem("binary")
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:  # half of a surrogate pair
        raise source.problem("encoding") from None
    if size > LIMIT:
        raise source.problem("huge")
    if not text.strip():
        raise source.problem(empty)
    return text


def lf(text: str) -> str:
    """CRLF → LF, and nothing else: a lone CR stays."""
    return text.replace("\r\n", "\n")


def printable(name: str) -> str:
    """A file name that keeps a message on one line."""
    return "".join(char if char.isprintable() else "?" for char in name)


def _unopened(shown: str, error: Exception) -> UnreadableInput:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return problem(shown, "missing")
    if isinstance(error, IsADirectoryError):
        return problem(shown, "folder")
    if isinstance(error, PermissionError):
        return problem(shown, "permission")
    return problem(shown, "unopened")
