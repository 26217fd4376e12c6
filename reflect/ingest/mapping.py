"""Which column of a table is what, as the user says it."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Mapping

from reflect.errors import ReflectError

FIELDS = ("text", "title", "date", "kind", "author")

_HOW = "Write it like --map text=Narrative,date=Date,kind=Type."


def parse_mapping(text: str) -> dict[str, str]:
    """Read what `--map` was given.

    Args:
        text: `text=Narrative,date=Date,kind=Type`; a pair that holds a comma goes in double
            quotation marks.

    Returns:
        The column's name for each field.

    Raises:
        ReflectError: it does not read so, or names a field that there is not.
    """
    try:
        pairs = next(csv.reader([text], skipinitialspace=True, strict=True), [])
    except csv.Error:
        raise ReflectError("The mapping of columns has a quotation mark left open.", _HOW) from None
    mapping: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        name, column = name.strip().casefold(), column.strip()
        if not (name and equals and column):
            raise ReflectError(f"The mapping of columns cannot be read at {pair.strip()!r}.", _HOW)
        if name in mapping:
            raise ReflectError(f"The mapping of columns names {name!r} twice.", _HOW)
        mapping[name] = column
    if not mapping:
        raise ReflectError("The mapping of columns is empty.", _HOW)
    check_mapping(mapping)
    return mapping


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Refuse a field that there is not.

    Raises:
        ReflectError: it names the nearest field.
    """
    for name in mapping:
        if name not in FIELDS:
            close = nearest(name, FIELDS)
            raise ReflectError(
                f"A column cannot be mapped to {name!r}.",
                f"Did you mean '{close}'?" if close else f"Valid: {', '.join(FIELDS)}.",
            )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to a misspelt one, if one is close."""
    folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[close[0]] if close else None
