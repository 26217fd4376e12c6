"""Ages, banded on request: "7" becomes "5 to 9", so that an age and a street do not point to one child."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reflect.identifiers import Found

BANDS = ((0, 4), (5, 9), (10, 13), (14, 17), (18, 24), (25, 39), (40, 59), (60, 120))
_SAID = re.compile(
    r"\b(?:aged?|turned|turns|is now)\s+(?P<a>\d{1,3})\b(?!\s*(?:weeks?|months?|days?|wks?|mths?|m\b))"
    r"|(?<![\d/.:])(?P<b>\d{1,3})(?=\s*(?:-|\s)?(?:years?|yrs?|y/?o)\b(?:-|\s)?(?:old\b)?(?!\s+(?:ago|later|sober)))",
    re.I,
)
_BESIDE = re.compile(r"\s*[,(]\s*(?P<age>\d{1,2})(?=\s*[),.;]|$)")


def find(text: str, people: Sequence[Found]) -> Iterator[Found]:
    """Ages in years: said as such, or in brackets or between commas after a person's name.

    Args:
        text: the note.
        people: the names that were found.
    """
    for match in _SAID.finditer(text):
        group = "a" if match["a"] else "b"
        yield Found(*match.span(group), "DATE", 0.9, "rule")
    for each in people:
        beside = _BESIDE.match(text, each.end)
        if each.kind == "PERSON" and beside:
            yield Found(*beside.span("age"), "DATE", 0.9, "rule")


def banded(age: str) -> str:
    """The band of an age in years, as words."""
    years = int(age)
    low, high = next((low, high) for low, high in BANDS if years <= high or high == BANDS[-1][1])
    return f"{low} to {high}" if high < BANDS[-1][1] else f"over {low}"
