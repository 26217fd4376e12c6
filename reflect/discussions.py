"""Discussions from files: the starter library, and what a service brings in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.composed import half_at
from reflect.errors import UnreadableInput
from reflect.records import Discussion
from reflect.resources import data_path

if TYPE_CHECKING:
    from reflect.store import Library


def bundled() -> list[Discussion]:
    """The starter library: written, not real, and already released."""
    path = data_path("corpora", "discussions", "starter.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [Discussion(row["id"], row["text"], row["title"], "bundled") for row in rows]


@contextmanager
def starter_library() -> Iterator[Library]:
    """The bundled discussions alone, in memory."""
    from reflect.store import Library

    library = Library.in_memory()
    try:
        library.add_all(bundled(), "released")
        yield library
    finally:
        library.close()


def read_discussions(path: Path, data: bytes | None = None) -> list[Discussion]:
    """Read lines of {"id", "text"} (a "title" is kept too).

    Args:
        path: a .jsonl file, UTF-8.
        data: what it holds, where it was read already.

    Raises:
        UnreadableInput: the file or one of its lines is not that; it names the line.
    """
    try:
        # Not splitlines(): a text may hold U+2028 and its kin, which JSON leaves as they are.
        lines = (path.read_bytes() if data is None else data).decode("utf-8-sig").split("\n")
    except FileNotFoundError as error:
        raise UnreadableInput(f"{path.name} is not there.", "Check the path.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(
            f"{path.name} cannot be read as UTF-8 text.", "Save it again."
        ) from error
    found: dict[str, Discussion] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            each = _discussion(path, number, line)
            if each.id in found:
                raise UnreadableInput(
                    f"{path.name}, line {number}: an earlier line has that id.",
                    "Give each discussion an id of its own.",
                )
            found[each.id] = each
    if not found:
        raise UnreadableInput(f"{path.name} holds no discussion.", 'Give lines of {"id", "text"}.')
    return list(found.values())


def _discussion(path: Path, number: int, line: str) -> Discussion:
    try:
        row = json.loads(line)
        name, text, title = row["id"], row["text"], row.get("title") or ""
        if not (isinstance(name, str) and isinstance(text, str) and name and text.strip()):
            raise TypeError("id and text")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableInput(
            f'{path.name}, line {number}: not an object with "id" and "text".', "Mend that line."
        ) from error
    if wrong := _wrong(name, text, title):
        raise UnreadableInput(f"{path.name}, line {number}: {wrong}.", "Mend that line.")
    words = " ".join(title.split()) or " ".join(text.split())[:90]
    return Discussion(name, text, words, "imported")


def _wrong(name: str, text: str, title: object) -> str:
    """What keeps a discussion out of the library; nothing where nothing does."""
    if not name.isprintable() or name != name.strip() or name.startswith("-"):
        return '"id" has to be printable, without blanks around it or a hyphen before it'
    if not isinstance(title, str):
        return '"title" is not text'
    if half_at(text + title) >= 0:
        return "half a character (a lone surrogate)"
    return ""
