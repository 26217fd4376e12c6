"""What says only who people are is read alike, so that the marks of a note do not hang on it.

Names give way to a stand-in (`nameless`). Of he and she, of mother and father, of man and woman, whichever a note
has first is read as the first of the pair and the other as the second: people stay apart, and a note about a boy
reads as it would about a girl. Spellings of Britain's dialects are read as the standard ones. Counterfactual
fairness by the way a text is read (Kusner et al., 2017), not by hoping that training brings it. Offsets stay
those of the text as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from reflect.nlp.nameless import STAND_IN, Nameless

PAIRS = (
    ("he | she", "his him | her hers", "himself | herself"),
    (
        "man | woman", "men | women", "boy | girl", "boys | girls", "son | daughter", "sons | daughters",
        "lad laddie | lass lassie", "lads | lasses", "brother | sister", "brothers | sisters",
        "uncle | aunt auntie aunty", "uncles | aunts aunties", "nephew | niece", "nephews | nieces",
        "husband | wife", "boyfriend | girlfriend", "grandson | granddaughter", "male | female",
    ),
    (
        "mum mam mom | dad da", "mummy mammy | daddy", "mother | father", "mums mams | dads", "mothers | fathers",
        "stepmum | stepdad", "stepmother | stepfather", "maternal | paternal", "mgm | pgm", "mgf | pgf",
    ),
)  # fmt: skip
"""Words that differ by gender or parent, by kind; the first on each side stands for those beside it."""
SPELLINGS = {
    "nothing": "nowt nuffin", "something": "summat", "anything": "owt", "and": "n &", "with": "wi w/",
    "was": "were", "wasn't": "weren't wasnae",
    "isn't": "int isnae ain't", "don't": "dinnae dinna", "didn't": "didnae",
    "doesn't": "doesnae", "couldn't": "couldnae", "wouldn't": "wouldnae", "won't": "willnae winnae",
    "haven't": "havenae havnae", "hasn't": "hasnae", "hadn't": "hadnae", "cannot": "cannae", "don't know": "dunno",
    "children": "bairns weans wains", "child": "bairn wean wain", "them": "em", "because": "cos coz",
    "going to": "gonna gonnae gunna", "want to": "wanna", "got to": "gotta", "little": "wee", "yes": "aye",
    "you": "ye yous youse", "to": "tae", "from": "fae frae", "out": "oot", "house": "hoose", "down": "doon",
    "now": "noo", "know": "ken", "home": "hame", "over": "ower", "old": "auld owd", "give": "gie", "have": "hae",
    "do": "dae", "no": "nae naw", "what": "wot whit", "myself": "meself mesen",
}  # fmt: skip
"""Standard spellings, and those that are read as they; "were" too, for "she were not asked" is "was"."""
_SMALL = frozenset("n em int ken w/".split())
"""Words that count in small letters only: Ken and Em are people."""

Piece = tuple[int, int]
Row = tuple[list[int], list[Piece]]
Run = tuple[int, int, str]


def _sides() -> dict[str, tuple[int, int, tuple[str, str]]]:
    """Each word that differs by gender or parent: its kind, its side, and the pair it is read as."""
    table = {}
    for kind, rows in enumerate(PAIRS):
        for row in rows:
            first, second = (side.split() for side in row.split("|"))
            for side, words in enumerate((first, second)):
                table.update(dict.fromkeys(words, (kind, side, (first[0], second[0]))))
    return table


_SIDES = _sides()
_STANDARD = {word: to for to, words in SPELLINGS.items() for word in words.split()}
_EVERY = "|".join(
    re.escape(w) for w in sorted({*_SIDES, *_STANDARD}, key=len, reverse=True)
).replace("'", "['’]")
_WORDS = re.compile(rf"(?<![\w'’&/])(?:{_EVERY})(?![\w&]|[/.]\w)", re.IGNORECASE)
"""Such words where they stand apart: not in A&E, n/a or he/she."""


class Alike:
    """Puts one reading in the place of names, of gender and parents, and of dialect spellings.

    Args:
        nameless: knows the names of a note.
        tokens: gives the token ids of a word.
    """

    def __init__(self, nameless: Nameless, tokens: Callable[[str], list[int]]) -> None:
        self._nameless = nameless
        pairs = (word for _, _, pair in _SIDES.values() for word in pair)
        read = {STAND_IN, *_STANDARD.values(), *pairs}
        self._ids = {word: tokens(word) for word in read}

    @classmethod
    def load(cls, folder: Path, tokenizer: Any) -> Alike | None:
        """For the encoder of a folder and its tokenizer; None where it reads words as they stand."""
        nameless = Nameless.load(folder)

        def tokens(word: str) -> list[int]:
            return list(tokenizer.encode(word, add_special_tokens=False).ids)

        return cls(nameless, tokens) if nameless else None

    def exchange(self, sentences: Sequence[str], rows: Sequence[Row]) -> list[Row]:
        """Token ids and offsets with the tokens of what each word is read as.

        Args:
            sentences: those of one note.
            rows: each sentence's token ids and their (start, end) in it.
        """
        return [
            self._exchanged(row, runs) if runs else row
            for row, runs in zip(rows, self.runs(sentences), strict=True)
        ]

    def runs(self, sentences: Sequence[str]) -> list[list[Run]]:
        """The words of a note's sentences that are read as another: (start, end, as what)."""
        first: dict[int, int] = {}
        out = []
        for text, names in zip(sentences, self._nameless.spans(sentences), strict=True):
            words = _read(_WORDS.finditer(text), first)
            runs = {run[0]: run for run in words}
            for start, end in names:
                # "Bairns" at the head of a line is no name; "Ken" and "Da-Shawn" are.
                if start not in runs or end > runs[start][1]:
                    runs[start] = (start, end, STAND_IN)
            out.append(sorted(runs.values()))
        return out

    def _exchanged(self, row: Row, runs: Sequence[Run]) -> Row:
        out: Row = ([], [])
        waiting = list(runs)
        for token, (start, end) in zip(*row, strict=True):
            while waiting and start >= waiting[0][1]:
                waiting.pop(0)
            if not (waiting and start >= waiting[0][0] and end > start):
                out[0].append(token)
                out[1].append((start, end))
            elif start == waiting[0][0]:
                ids = self._ids[waiting[0][2]]
                out[0].extend(ids)
                out[1].extend([waiting[0][:2]] * len(ids))
        return out


def _read(words: Iterator[re.Match[str]], first: dict[int, int]) -> Iterator[Run]:
    """What words are read as; `first` keeps which side of each kind the note had first."""
    for match in words:
        word = match.group()
        low = word.lower().replace("’", "'")
        if low in _SMALL and not word.islower():
            continue
        if low in _STANDARD:
            yield (*match.span(), _STANDARD[low])
        else:
            kind, side, pair = _SIDES[low]
            yield (*match.span(), pair[side ^ first.setdefault(kind, side)])
