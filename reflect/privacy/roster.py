"""The case roster: names, nicknames, addresses and schools that are known for a case.

A roster is a CSV file with the columns `kind,text,role,aka`; `aka` holds other forms, parted by `;`. What is
in it is found in every form: parts of a name, possessives, plurals ("the Okoros"), initials with a
surname, and misspellings of one letter in a word of five letters or more.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reflect.composed import composed
from reflect.errors import UnreadableInput
from reflect.identifiers import KINDS, Found

COLUMNS = ("kind", "text", "role", "aka")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
CALENDAR = frozenset(
    """
    january february march april august september october november december monday tuesday
    wednesday thursday friday saturday sunday
    """.split()
)
"""Words that are never a misspelt name: March is not Marsh."""
_TITLES = frozenset(
    "mr mrs ms miss mx dr aunty auntie uncle nana nan grandma granny sister pastor".split()
)


@dataclass(frozen=True)
class Known:
    """One entry: somebody or something known for the case."""

    kind: str
    text: str
    role: str = ""
    aka: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The text and every other form given."""
        return (self.text, *self.aka)


def read_roster(path: Path) -> tuple[Known, ...]:
    """Read a roster.

    Raises:
        UnreadableInput: it cannot be read, lacks a column, or a row's kind is unknown; it names the
            line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(
            f"{path.name}: the roster cannot be read as UTF-8 text.",
            "Give a CSV file saved as UTF-8.",
        ) from error
    rows = _rows(text, path)
    _, first = next(rows, (0, []))
    names = [name.strip().lower() for name in first]
    if not {"kind", "text"} <= set(names):
        raise UnreadableInput(
            f"{path.name}: the roster lacks its columns.",
            f"Its first line reads {','.join(COLUMNS)}.",
        )
    read = (_known(names, row, path, line) for line, row in rows)
    return tuple(known for known in read if known)


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that are not empty, each with the number of its first line."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in rows:
            if row:
                yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise UnreadableInput(
            f"{path.name}, line {line}: this row cannot be read as CSV.",
            "Close each quotation mark, and write one that belongs to a cell twice.",
        ) from error


def _known(names: Sequence[str], row: Sequence[str], path: Path, line: int) -> Known | None:
    if any(cell.strip() for cell in row[len(names) :]):
        raise UnreadableInput(
            f"{path.name}, line {line}: the row has more cells than there are columns.",
            "Put a cell that holds a comma between quotation marks.",
        )
    given = dict(zip(names, row, strict=False))
    cells = {name: given.get(name, "").strip() for name in COLUMNS}
    if not cells["text"]:
        return None
    kind = cells["kind"].upper() or "PERSON"
    if kind not in KINDS:  # unnamed: it may be somebody's name in the wrong column
        raise UnreadableInput(
            f"{path.name}, line {line}: what stands under kind is no kind.",
            f"Use one of {', '.join(KINDS)}.",
        )
    aka = tuple(part.strip() for part in re.split(r"[;|]", cells["aka"]) if part.strip())
    return Known(kind, cells["text"], cells["role"], aka)


def composed_all(roster: Sequence[Known]) -> tuple[Known, ...]:
    """A roster with its names composed, as the text they are looked for in is read."""
    return tuple(
        replace(known, text=composed(known.text), aka=tuple(map(composed, known.aka)))
        for known in roster
    )


def find(text: str, roster: Sequence[Known]) -> Iterator[Found]:
    """Every mention of what a roster holds."""
    words = [(match.group(), *match.span()) for match in _WORD.finditer(text)]
    for known in roster:
        who = known.text
        for form in known.forms:
            yield from _whole(text, form, known.kind, who)
        if known.kind == "PERSON":
            yield from _parts(words, known, who)
            yield from _initials(text, known, who)


def _whole(text: str, form: str, kind: str, who: str) -> Iterator[Found]:
    """A form as it is, whatever its case and spaces, with a plural s."""
    pattern = r"[\s,]+".join(re.escape(part) for part in re.split(r"[\s,]+", form))
    plural = "(?:e?s)?" if kind == "PERSON" and len(form) > 2 else ""
    flags = 0 if len(form) <= 2 else re.I
    for match in re.finditer(rf"(?<!\w){pattern}{plural}(?!\w)", text, flags):
        yield Found(*match.span(), kind, 1.0, "list", who)


def _parts(words: Sequence[tuple[str, int, int]], known: Known, who: str) -> Iterator[Found]:
    """Each part of a name by itself, one letter wrong at most in a long one."""
    parts = {
        part.lower()
        for form in known.forms
        for part in _WORD.findall(form)
        if len(part) > 2 and part.lower() not in _TITLES
    }
    for word, start, end in words:
        bare = re.sub(r"['’][sS]$", "", word)
        low, end = bare.lower(), start + len(bare)  # "İ" is two characters in lower case
        close = low in parts or low.rstrip("s") in parts
        if close and (word[0].isupper() or len(low) > 3):
            yield Found(start, end, "PERSON", 1.0, "list", who)
        elif (
            word[0].isupper()
            and len(low) >= 5
            and low not in CALENDAR
            and any(one_apart(low, part) for part in parts)
        ):
            yield Found(start, end, "PERSON", 0.9, "list", who)


def _initials(text: str, known: Known, who: str) -> Iterator[Found]:
    """ "T. Okoro", "TO" and "T" for Tyler Okoro: capitals that stand alone."""
    parts = [part for part in _WORD.findall(known.text) if part.lower() not in _TITLES]
    if not parts:
        return
    letters = "".join(part[0].upper() for part in parts)
    shapes = [letters, r"\.?\s?".join(letters) + r"\."] if len(letters) > 1 else []
    if letters[0] not in "AI":
        shapes.append(letters[0])
    for shape in shapes:
        for match in re.finditer(rf"(?<![\w.]){shape}(?![\w])(?!\.\w)", text):
            yield Found(*match.span(), "PERSON", 0.8, "list", who)


def one_apart(one: str, two: str) -> bool:
    """Whether two words differ by one letter put in, left out, changed or swapped with its neighbour."""
    if abs(len(one) - len(two)) > 1 or one == two:
        return False
    if len(one) == len(two):
        wrong = [i for i in range(len(one)) if one[i] != two[i]]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return len(wrong) == 1 or (
            swapped and one[wrong[0]] == two[wrong[1]] and one[wrong[1]] == two[wrong[0]]
        )
    short, long = sorted((one, two), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
