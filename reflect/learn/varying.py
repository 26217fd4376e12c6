"""Ways to vary a labelled note that must change no mark: other names, he for she, mother for father, dialect.

Training on varied notes teaches a model what is said rather than about whom (counterfactual augmentation; Kaushik
et al., 2020); `fairness` measures with the same exchanges whether it did.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from reflect.learn.notes import Identifier, LabelledNote, LabelledSentence

GENDER = {
    "he": "she", "him": "her", "his": "her", "himself": "herself", "man": "woman", "men": "women",
    "boy": "girl", "boys": "girls", "son": "daughter", "lad": "lass", "brother": "sister",
    "brothers": "sisters", "uncle": "aunt", "nephew": "niece", "husband": "wife", "boyfriend": "girlfriend",
}  # fmt: skip
PARENTS = {
    "mum": "dad", "mother": "father", "mam": "da", "mummy": "daddy", "mums": "dads", "mothers": "fathers",
    "mgm": "pgm", "maternal": "paternal",
}  # fmt: skip
DIALECT = {
    "nothing": "nowt", "something": "summat", "isn't": "int", "wasn't": "weren't", "was not": "were not",
    "children": "bairns", "child": "bairn", "my": "me", "them": "em", "going to": "gonna", "because": "cos",
    "with": "wi", "don't": "dinnae", "cannot": "cannae", "little": "wee", "yes": "aye", "and": "n",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")
_CAPITALS = "ABCDEFGHIJKLMNOPRSTVWYZ"


@dataclass(frozen=True)
class Marked:
    """A text with its identifiers as (start, end, kind)."""

    text: str
    runs: tuple[tuple[int, int, str], ...]


class Renamer:
    """Gives every name another, the same one each time it occurs in a note; initials for initials.

    Args:
        pool: single names to draw from.
        chance: draws them.
    """

    def __init__(self, pool: Sequence[str], chance: random.Random) -> None:
        self._pool, self._chance = pool, chance
        self._chosen: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """Another name in the same letter case."""
        return _LETTERS.sub(self._other, name)

    def _other(self, match: re.Match[str]) -> str:
        word = match.group()
        if len(word) == 2:  # "DJ", "Mr", "de": neither a name nor one initial
            return word
        fresh = self._chance.choice(_CAPITALS if len(word) == 1 else self._pool)
        new = self._chosen.setdefault(word.lower(), fresh)
        return new.upper() if word.isupper() else new.lower() if word.islower() else new


def renamed(each: Marked, pool: Sequence[str], chance: random.Random) -> Marked:
    """A text in which every person has another name."""
    other = Renamer(pool, chance)
    out: list[str] = []
    runs, at, length = [], 0, 0
    for start, end, kind in each.runs:
        run = each.text[start:end]
        run = other(run) if kind.startswith("PERSON") else run
        length += start - at
        out += [each.text[at:start], run]
        runs.append((length, length + len(run), kind))
        length += len(run)
        at = end
    return Marked("".join(out) + each.text[at:], tuple(runs))


def exchanged(text: str, pairs: Mapping[str, str], *, both: bool) -> str:
    """A text with words exchanged, case kept.

    Args:
        text: any text.
        pairs: from a word to another.
        both: exchange back too. "her" is taken for "his" before a word, else for "him".
    """
    table = dict(pairs)
    if both:
        table = {**{b: a for a, b in pairs.items()}, **pairs}

    def other(match: re.Match[str]) -> str:
        word = match.group()
        new = table[word.lower()]
        if both and word.lower() == "her" and "him" in pairs:
            new = "his" if re.match(r"\s+[a-z]", text[match.end() :]) else "him"
        return new.capitalize() if word[0].isupper() else new

    words = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    return re.sub(rf"(?<![\w'’])(?:{words})(?![\w])", other, text, flags=re.I)


def varied_sentences(
    note: LabelledNote, pool: Sequence[str], chance: random.Random, share: float
) -> list[str]:
    """A note's sentences, spaces folded, with what must change no mark exchanged at random.

    Args:
        note: the note.
        pool: single names to draw from.
        chance: decides.
        share: of the notes, how many get other names; fewer get the other exchanges too.
    """
    other = Renamer(pool, chance) if chance.random() < share else None
    tables = [
        (table, both)
        for table, both, often in ((GENDER, True, 0.4), (PARENTS, True, 0.4), (DIALECT, False, 0.2))
        if chance.random() < share * often
    ]
    lower = chance.random() < share * 0.06
    out = []
    for sentence in note.sentences:
        text = _with_names(note, sentence, other) if other else _run(note, sentence)
        for table, both in tables:
            text = exchanged(text, table, both=both)
        out.append(" ".join((text.lower() if lower else text).split()))
    return out


def _run(note: LabelledNote, sentence: LabelledSentence) -> str:
    return note.text[sentence.start : sentence.end]


def _with_names(note: LabelledNote, sentence: LabelledSentence, other: Renamer) -> str:
    out, at = [], sentence.start
    for each in people_in(note, sentence):
        out += [note.text[at : each.start], other(note.text[each.start : each.end])]
        at = each.end
    return "".join(out) + note.text[at : sentence.end]


def people_in(note: LabelledNote, sentence: LabelledSentence) -> Iterable[Identifier]:
    """The people named wholly within a sentence."""
    return (
        each
        for each in note.identifiers
        if each.kind == "PERSON" and sentence.start <= each.start and each.end <= sentence.end
    )


def name_pool(notes: Sequence[LabelledNote], folder: Path) -> list[str]:
    """Single names: those of the notes' people, and those of the lists in `corpora/names`.

    Args:
        notes: notes whose people's names join.
        folder: lists of names by heritage.
    """
    pool = {
        word
        for note in notes
        for each in note.identifiers
        if each.kind == "PERSON"
        for word in _LETTERS.findall(note.text[each.start : each.end])
        if len(word) > 2
    }
    for path in sorted(folder.glob("*.yaml")):
        lists = yaml.safe_load(path.read_text(encoding="utf-8"))["heritages"]
        for heritage in lists:
            for names in (heritage["girls"], heritage["boys"], heritage["surnames"]):
                pool |= {word for name in names for word in _LETTERS.findall(name) if len(word) > 2}
    return sorted(pool)
