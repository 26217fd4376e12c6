"""Identifiers by a token-classification model: MiniLM, int8, with the case of each word as an input.

The vocabulary is lower-case, so that "tyler" is read as "Tyler" is; how a word was typed goes in beside it, in
the place of BERT's segment embedding. Windows overlap, so that a name at an edge has its context.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.composed import Reading
from reflect.identifiers import Found, Seen
from reflect.nlp.encoder import CLS, SEP
from reflect.nlp.nameless import BEGINS
from reflect.nlp.onnx import open_session, open_tokenizer, run_row
from reflect.nlp.windows import windows
from reflect.records import ModelInfo
from reflect.resources import data_path, word_list

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WINDOW, CONTEXT = 230, 20
QUASI = "QUASI"
"""The tag of a circumstance that may single a family out."""
WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
COMMON = "common.txt"
"""The file of everyday words beside the model."""
NOT_NAMES = "not_names.txt"
"""The list of words that name nobody, in lower case; abbreviations in capitals."""
SURE_OF_A_WORD = 0.85
"""Below this, an everyday word in lower case ("be", "hope") is not taken for a name."""
SURE_AT_THE_HEAD = 0.75
"""And below this one at the head of a sentence, where it has its capital anyway."""
LOWER, TITLE, LETTER, UPPER, NUMBER, MARK = range(6)
"""How a word is typed: what goes into the segment embedding."""
_DAY_OR_MONTH = re.compile(
    r"\d|(?:first|second|third|th|st|nd|rd|ydd|fed)\b|jan|feb|mar|mawr|apr|ebrill|may|mai|jun|mehefin|jul|gorff|aug|"
    r"awst|sep|medi|oct|hydref|nov|tach|dec|rhag|ion|chwef",
    re.I,
)
_SHAPES = {
    "DATE": _DAY_OR_MONTH,
    "POSTCODE": re.compile(r"[^\W\d_].*\d", re.S),
    "PHONE": re.compile(r"(?:\d\D*){4}"),
    "EMAIL": re.compile(r"@|\bat\b", re.I),
}
"""What a run of the kind must hold."""
_MEASURE = re.compile(r"\s*(?:centile|percentile|wd\b|working days|kg\b|cm\b|ml\b|%)", re.I)
_WEEKS = re.compile(r"x?\d{1,2}/(?:52|7)|x\d{1,2}/12")
"""So many weeks, days or months, as health writes them: 4/52, 3/7, x1/12."""
_JOINED = re.compile(r"^[\d/&£]|[\d/&]$")
"""A letter that belongs to a number or an abbreviation: T3, A/L, £11k, Q&A."""
_MOTHER, _FATHER = (
    re.compile(rf"(?<![\w&/.'’-]){x}(?=[\s,;:(]|['’]s\b)(?!\s[A-Z][a-z])") for x in "MF"
)
"""Parents as letters, as courts write them; no surname follows."""
_GLUE = re.compile(r"[^\S\n]*|[^\S\n]?['’-][^\S\n]?")
_ONE_RUN = frozenset("ID HANDLE EMAIL PHONE POSTCODE DATE".split())
"""Kinds that a full stop ends."""
_BIRTH = re.compile(r"d\.?\s?o\.?\s?b\b", re.I)


def typed(word: str) -> int:
    """How a word is typed: lower-case, with a capital, one letter, in capitals or mixed, a number, a mark."""
    if word.isdigit():
        return NUMBER
    if not word[0].isalpha():
        return MARK
    if word.islower():
        return LOWER
    if len(word) == 1:
        return LETTER
    return TITLE if word[0].isupper() and word[1:].islower() else UPPER


class Namer:
    """The model that finds identifiers; `load` opens the shipped one."""

    def __init__(self, session: Any, tokenizer: Any, card: dict[str, Any], common: frozenset[str]):
        self._session = session
        self._tokenizer = tokenizer
        self._tags: list[str] = card["tags"]
        self._threshold: float = card["threshold"]
        self._maybe: float = card["maybe"]
        self.common = common
        self.info = ModelInfo(card["name"], card["version"], card["sha256"])

    @classmethod
    def load(cls, folder: Path | None = None) -> Namer:
        """Open the shipped model.

        Raises:
            ModelError: a file is missing or not the one that `model.json` names.
        """
        folder = folder or data_path("models", "names")
        session, card = open_session(folder)
        common = frozenset((folder / COMMON).read_text(encoding="utf-8").split())
        return cls(session, open_tokenizer(), card, common)

    def see(self, text: str) -> Seen:
        """Read a note: identifiers above the threshold, and what lies between `maybe` and it."""
        read = Reading(text)
        return read.seen_back(self._see(read.text))

    def _see(self, text: str) -> Seen:
        import numpy as np

        words = [match.span() for match in WORD.finditer(text)]
        if not words:
            return Seen(common=self.common)
        chances = self._chances(text, words)
        inside = 1 - chances[:, 0]
        tags = [self._tags[i] for i in chances[:, 1:].argmax(axis=1) + 1]
        sure = np.flatnonzero(inside >= self._threshold)
        half = np.flatnonzero((inside >= self._maybe) & (inside < self._threshold))
        found = _joined(text, words, tags, sure, inside)
        doubted = _joined(text, words, tags, half, inside)
        return Seen(
            tuple(each for each in found if each.kind != QUASI and not self._ordinary(text, each)),
            tuple((each.start, each.end) for each in (*found, *doubted) if each.kind == QUASI),
            tuple(
                (each.start, each.end)
                for each in doubted
                if each.kind in ("PERSON", "PLACE", "ORG")
            ),
            self.common,
        )

    def _ordinary(self, text: str, each: Found) -> bool:
        """Whether a run is a word or abbreviation of the work (DNA), or a date without day or month."""
        run = text[each.start : each.end]
        if _BIRTH.match(text, each.start) or _BIRTH.match(text, each.start - 2):
            return each.kind == "PERSON" and len(run) <= 5
        if each.kind in _SHAPES and not _SHAPES[each.kind].search(run):
            return True
        if each.kind == "DATE":
            measure = _MEASURE.match(text, each.end) or _WEEKS.fullmatch(_to_the_space(text, each))
            return run in ("may", "march") or bool(measure)
        if each.kind == "PERSON" and len(run) == 1 and _JOINED.search(_around(text, each)):
            return True
        if run in ("M", "F", "C") and _MOTHER.search(text) and _FATHER.search(text):
            return True
        if each.kind in ("PERSON", "ORG", "PLACE") and {run, run.lower()} & word_list(NOT_NAMES):
            return True
        if run.isupper():
            return run in self.common
        begins = bool(BEGINS.search(text, max(each.start - 12, 0), each.start))
        doubt = SURE_OF_A_WORD if run.islower() else SURE_AT_THE_HEAD if begins else 0
        return each.score < doubt and run.lower() in self.common

    def _chances(self, text: str, words: Sequence[tuple[int, int]]) -> Floats:
        """The probability of each tag for each word, shape (words, tags): the mean over its pieces."""
        import numpy as np

        runs = [text[a:b] for a, b in words]
        pieces = [e.ids for e in self._tokenizer.encode_batch(runs, add_special_tokens=False)]
        kinds = [typed(run) for run in runs]
        sums = np.zeros((len(words), len(self._tags)), dtype=np.float32)
        cut = windows([len(p) for p in pieces], WINDOW, CONTEXT)
        for window in cut:  # one by one: as fast as together, and no padding
            ids, typing, places = row(pieces, kinds, window.start, window.end)
            logits = run_row(self._session, "logits", ids, token_type_ids=typing)
            for word, logit in zip(places, logits, strict=True):
                if window.first <= word < window.last:
                    sums[word] += logit / max(len(pieces[word]), 1)
        raised = np.exp(sums - sums.max(axis=1, keepdims=True))
        result: Floats = raised / raised.sum(axis=1, keepdims=True)
        return result


def _around(text: str, each: Found) -> str:
    """A run with the character on either side; a space where the text ends."""
    return (text[each.start - 1 : each.start] or " ") + text[each.start : each.end + 1]


def _to_the_space(text: str, each: Found) -> str:
    """A run with what is written against it."""
    start, end = each.start, each.end
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip(".,;:()")


def row(
    pieces: Sequence[list[int]], kinds: Sequence[int], start: int, end: int
) -> tuple[list[int], list[int], list[int]]:
    """A window's token ids, how their words are typed, and which word each belongs to (-1 for none)."""
    ids, typing, words = [CLS], [MARK], [-1]
    for word in range(start, end):
        ids += pieces[word]
        typing += [kinds[word]] * len(pieces[word])
        words += [word] * len(pieces[word])
    return [*ids, SEP], [*typing, MARK], [*words, -1]


def _joined(
    text: str,
    words: Sequence[tuple[int, int]],
    tags: Sequence[str],
    chosen: Sequence[int] | NDArray[Any],
    scores: Floats,
) -> list[Found]:
    """Join neighbouring words of one kind into runs, a new one at each B tag."""
    found: list[Found] = []
    last = -2
    for i in (int(each) for each in chosen):
        start, end = words[i]
        begin, _, rest = tags[i].partition("-")
        kind, _, role = rest.partition(".")
        role = "" if role == "other" else role
        joins = found and i == last + 1 and found[-1].kind == kind and begin == "I"
        if joins and _runs_on(text, words[last], start, kind):
            old = found.pop()
            score = max(old.score, float(scores[i]))
            found.append(Found(old.start, end, kind, score, "model", role=old.role))
        else:
            found.append(Found(start, end, kind, float(scores[i]), "model", role=role))
        last = i
    trimmed = (_trimmed(text, each) for each in found)
    return [each for each in trimmed if each.start < each.end]


def _runs_on(text: str, last: tuple[int, int], start: int, kind: str) -> bool:
    """Whether a word that begins at `start` belongs to the run that ends with the word `last`."""
    ended = start > last[1] and text[last[0]] == "." and kind in _ONE_RUN
    return not ended and bool(_GLUE.fullmatch(text, last[1], start))


def _trimmed(text: str, each: Found) -> Found:
    """A run without the marks at its ends."""
    start, end = each.start, each.end
    while start < end and not text[start].isalnum() and text[start] != "@":
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return replace(each, start=start, end=end)
