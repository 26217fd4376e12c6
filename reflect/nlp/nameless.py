"""Names give way to a few fixed ones before a note is read, so that its marks do not hang on who people are.

Names carry heritage, class and gender into whatever a model learns (Caliskan et al., 2017). A capitalised word
that is neither ordinary English nor known with a capital ("Mum", "Ramadan") becomes one of `STAND_INS`, by the
order in which names first stand in the note: people stay apart, and nothing else of them is left. So does a single
capital ("K has not slept"), and a name of the note wherever it stands in other letters. Places and
schools go the same way. Offsets stay those of the text as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

STAND_INS = ("alex", "sam", "robin", "lee", "kim", "chris", "jordan", "terry")
"""Words that the vocabulary holds whole; a ninth name takes the first again."""
WORDS = "words.txt"
"""The file of known words beside an encoder: in lower case, and with a capital those that are written so."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_PARTS = re.compile(r"['’-]")
_BESIDE = re.compile(r"[\d&/]")
BEGINS = re.compile(r"(?:^|[.!?:;|•*/\"“‘(–—-])\s*['\"“‘(]*$")
"""What stands before a word that has its capital from its place."""
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
Row = tuple[list[int], list[Piece]]


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

    def spans(self, sentences: Sequence[str]) -> list[list[tuple[int, int, int]]]:
        """The names of a note's sentences, each as (start, end, number of its stand-in)."""
        words = [
            [(m.start(), _bare(m)) for m in _WORD.finditer(text) if _apart(m)] for text in sentences
        ]
        names = {
            word.lower()
            for text, row in zip(sentences, words, strict=True)
            for start, word in row
            if _initial(word) or (_titled(word) and self._is_name(word.lower(), text[:start]))
        }
        met = [[(at, word) for at, word in row if self._stands_for(word, names)] for row in words]
        order = dict.fromkeys(word.lower() for row in met for _, word in row)
        number = {name: i % len(STAND_INS) for i, name in enumerate(order)}
        return [[(at, at + len(word), number[word.lower()]) for at, word in row] for row in met]

    def _stands_for(self, word: str, names: set[str]) -> bool:
        """Whether a word is a name of this note, in whatever case; an everyday word only with its capital."""
        low = word.lower()
        return low in names and (not word.islower() or low not in self._known)

    def _is_name(self, low: str, before: str) -> bool:
        parts = set(_PARTS.split(low))
        if low not in self._known and not parts <= self._known:
            return True
        return self._capitals.isdisjoint({low, *parts}) and not BEGINS.search(before)

    def exchange(
        self, sentences: Sequence[str], rows: Sequence[Row], stand_ins: Sequence[int]
    ) -> list[Row]:
        """Token ids and offsets with one stand-in's token in the place of each name's.

        Args:
            sentences: those of one note.
            rows: each sentence's token ids and their (start, end) in it.
            stand_ins: the token ids of `STAND_INS`.
        """
        return [
            _exchanged(ids, offsets, spans, stand_ins) if spans else (ids, offsets)
            for (ids, offsets), spans in zip(rows, self.spans(sentences), strict=True)
        ]


def _exchanged(
    ids: list[int],
    offsets: list[Piece],
    spans: Sequence[tuple[int, int, int]],
    stand_ins: Sequence[int],
) -> Row:
    out: Row = ([], [])
    waiting = list(spans)
    for token, (start, end) in zip(ids, offsets, strict=True):
        while waiting and start >= waiting[0][1]:
            waiting.pop(0)
        inside = bool(waiting) and start >= waiting[0][0] and end > start
        if not inside:
            out[0].append(token)
            out[1].append((start, end))
        elif start == waiting[0][0]:
            out[0].append(stand_ins[waiting[0][2]])
            out[1].append(waiting[0][:2])
    return out


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
                before = text[max(match.start() - 12, 0) : match.start()]
                here.add(word.lower() if BEGINS.search(before.rpartition("\n")[2]) else word)
        capital.update(here)
    often = {word for word, notes in capital.items() if notes >= SEEN}
    return sorted({word for word in lower if len(word) > 1} | often)
