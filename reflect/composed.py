"""Texts whose accents stand apart from their letters, read composed: "e" and U+0301 as "é".

macOS and many PDFs write so. A word is no longer cut at its accents, and a name meets itself however it was
typed; the offsets found are given back as runs of the text as it was.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace

from reflect.identifiers import Seen

_HALF = re.compile("[\ud800-\udfff]")
_LEFT = re.compile("[\u0300-\u036f]+")
"""Accents for which no composed letter exists, as in Yoruba; they would still cut a word."""


def composed(text: str) -> str:
    """A text with each letter and its accents in one; an accent that cannot join its letter is left out."""
    return text if _is_composed(text) else _LEFT.sub("", unicodedata.normalize("NFC", text))


def half_at(text: str) -> int:
    """Where half a character (a lone surrogate) stands, which no file can hold; -1 where none does."""
    half = _HALF.search(text)
    return half.start() if half else -1


class Reading:
    """A text read composed, and the way between its offsets and those of the text as it was.

    A text that is composed already is read as it is.

    Args:
        text: the text as it was.

    Attributes:
        text: the text to read.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.same = _is_composed(text)
        if self.same:
            return
        parts: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in _letters(text):
            part = composed(text[start:end])
            parts.append(part)
            self._starts += [start] * len(part)
            self._ends += [end] * len(part)
        self.text = "".join(parts)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A run of the reading, not empty, in the text as it was: whole letters with their accents."""
        return (start, end) if self.same else (self._starts[start], self._ends[end - 1])

    def into(self, start: int, end: int) -> tuple[int, int]:
        """A run of the text as it was in the reading: every letter of which it holds a part."""
        if self.same:
            return start, end
        return bisect_right(self._ends, start), bisect_left(self._starts, end)

    def seen_back(self, seen: Seen) -> Seen:
        """What a model saw in the reading, as runs of the text as it was."""
        return seen if self.same else _placed(seen, self.back)

    def seen_into(self, seen: Seen) -> Seen:
        """What a model saw in the text as it was, as runs of the reading."""
        return seen if self.same else _placed(seen, self.into)


def _placed(seen: Seen, move: Callable[[int, int], tuple[int, int]]) -> Seen:
    found = ((each, *move(each.start, each.end)) for each in seen.found)
    rare, maybe = ([move(*run) for run in runs] for runs in (seen.rare, seen.maybe))
    return replace(
        seen,
        found=tuple(replace(each, start=a, end=b) for each, a, b in found if a < b),
        rare=tuple((a, b) for a, b in rare if a < b),
        maybe=tuple((a, b) for a, b in maybe if a < b),
    )


def _is_composed(text: str) -> bool:
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _LEFT.search(text))


def _letters(text: str) -> Iterator[tuple[int, int]]:
    """The runs of a text that compose apart from one another: a letter and what joins it."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _joins(text[end]):
            yield start, end
            start = end


def _joins(char: str) -> bool:
    """Whether a character may join the one before it: an accent, a vowel or end of a Korean syllable."""
    return char >= "\u0300" and (
        "\u1160" <= char <= "\u11ff" or unicodedata.category(char)[0] == "M"
    )
