"""Which words of a note are names, so that they can give way to one stand-in before it is read.

Names carry heritage, class and gender into whatever a model learns (Caliskan et al., 2017). A capitalised word
that is neither ordinary English nor known with a capital ("Mum", "Ramadan") is taken for one. So is a single
capital ("K has not slept"), and a name of the note wherever it stands in other letters. Places and schools go the
same way. `alike` puts the stand-in there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

STAND_IN = "sam"
"""Read in the place of every name. With eight, which kept people apart, marks hung on who shares a name."""
WORDS = "words.txt"
"""The file of known words beside an encoder: in lower case, and with a capital those that are written so."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_PARTS = re.compile(r"['’-]")
_BESIDE = re.compile(r"[\d&/]")
BEGINS = re.compile(r"(?:^|[.!?:;|•*/\"“‘(–—-])\s*['\"“‘(]*$")
"""What stands before a word that has its capital from its place."""
NEAR = 12
"""How far back a word's place is looked at, in characters."""
SEEN = 2
"""In so many notes a capital must stand outside names to be known."""

_WRITTEN = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday mum mam mummy mammy mother mom dad daddy father nan nana nanna nain taid gran
    granny grandma grandmother grandad granda grandpa grandfather aunt auntie aunty uncle baby sister brother carer
    school
    """.split()
)
"""Words that are no names though they have their capital from what they say."""

Piece = tuple[int, int]


class Nameless:
    """Knows ordinary words, and so which words of a note are names.

    Args:
        words: known words, in lower case; those that are written with a capital, with it.
    """

    def __init__(self, words: Iterable[str]) -> None:
        every = frozenset(words)
        self._capitals = _WRITTEN | {word.lower() for word in every if not word.islower()}
        self._known = self._capitals | every

    @classmethod
    def load(cls, folder: Path) -> Nameless | None:
        """Read the words beside an encoder; None where it has none and reads names as they are."""
        path = folder / WORDS
        return cls(path.read_text(encoding="utf-8").split()) if path.exists() else None

    def spans(self, sentences: Sequence[str]) -> list[list[Piece]]:
        """The names of a note's sentences, each as (start, end)."""
        words = [
            [(m.start(), _bare(m)) for m in _WORD.finditer(text) if _apart(m)] for text in sentences
        ]
        names = {
            word.lower()
            for text, row in zip(sentences, words, strict=True)
            for start, word in row
            if _initial(word) or (_titled(word) and self._is_name(word.lower(), text, start))
        }
        return [
            [(at, at + len(word)) for at, word in row if self._stands_for(word, names)]
            for row in words
        ]

    def _stands_for(self, word: str, names: set[str]) -> bool:
        """Whether a word is a name of this note in any case, an everyday word or letter only with its capital."""
        low = word.lower()
        return low in names and (not word.islower() or (len(low) > 1 and low not in self._known))

    def _is_name(self, low: str, text: str, start: int) -> bool:
        parts = set(_PARTS.split(low))
        if low not in self._known and not parts <= self._known:
            return True
        return self._capitals.isdisjoint({low, *parts}) and not BEGINS.search(
            text[max(start - NEAR, 0) : start]
        )


def _bare(match: re.Match[str]) -> str:
    return _POSSESSIVE.sub("", match.group())


def _titled(word: str) -> bool:
    return word[:1].isupper() and not word.isupper()


def _initial(word: str) -> bool:
    """Whether a word is one letter that may stand for a person: "K has not slept"."""
    return len(word) == 1 and word.isupper() and word not in "AI"


def _apart(match: re.Match[str]) -> bool:
    """Whether a single letter stands by itself, not in Y7, A&E or a/l."""
    if len(_bare(match)) > 1:
        return True
    text, start, end = match.string, match.start(), match.end()
    return not _BESIDE.search(text[max(start - 1, 0) : start] + text[end : end + 1])


def known_words(texts: Iterable[tuple[str, Sequence[Piece]]]) -> list[str]:
    """The words that notes hold outside names, for `Nameless`.

    Args:
        texts: notes, each with the runs of its identifiers.
    """
    lower: set[str] = set()
    capital: Counter[str] = Counter()
    for text, runs in texts:
        here: set[str] = set()
        for match in _WORD.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in runs):
                continue
            word = _bare(match)
            if word.islower():
                lower.add(word)
            elif _titled(word):
                before = text[max(match.start() - NEAR, 0) : match.start()]
                here.add(word.lower() if BEGINS.search(before.rpartition("\n")[2]) else word)
        capital.update(here)
    often = {word for word, notes in capital.items() if notes >= SEEN}
    return sorted({word for word in lower if len(word) > 1} | often)
