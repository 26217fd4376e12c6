"""A name seen once is looked for everywhere: lower-case, in parts, with its letters muddled.

People type a name in full once and carelessly after that. What the other finders are sure of in one
place is searched for in the whole note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reflect.identifiers import Found
from reflect.privacy.roster import CALENDAR, one_apart
from reflect.resources import word_list

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAPITALS = re.compile(r"(?<![\w.&/-])[A-Z]\.?[A-Z](?:\.?[A-Z])?(?![\w&/-])")
_LETTER = re.compile(
    r"(?<![\w&/.'’£+|(-])(?<!\| )(?<!\b[A-Z] )[DHJKOPRSTVWZ](?=[\s,;:)?!]|\.(?!\w)|['’]s\b|$)"
    r"(?!\s*[&+/|=]|\s+(?:(?:and|to)\s+)?[A-Z]\b)"
    r"(?!\s+(?:(?:fore|upper |lower )?arm|ear|eye|cheek|leg|hand|wrist|knee|foot|hip|shoulder|side|temple)\b)"
)
"""A capital by itself, of those that seldom mean anything but a person: no answer, grade, side or page."""
_WITH_INITIAL = re.compile(
    r"(?<![\w&/.'’£+|(-])[BDEGHJKLNOPRSTVWZ] (?!(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b)"
    r"(?P<name>(?:Mc|Mac|O['’])?[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)*)\b"
)
"""An initial and a surname: "L Brace", though a brace is a thing too."""
_COUNTED = re.compile(
    r"\b(?:section|part|placement|appendix|unit|band|case|room|hall|hep|hepatitis|vitamin|vit|cat|category|triple|level|"
    r"grade|group|flat|block|ward|team|option|with an?)\s$",
    re.I,
)
"""What stands before a letter that counts or names a thing."""
SURE = 0.6
"""From this score on a name is looked for in the rest of the note."""
UNEXPLAINED = 0.5
"""The score of capitals that are neither a known person's nor a known abbreviation."""


def find(text: str, found: Sequence[Found], common: frozenset[str]) -> Iterator[Found]:
    """Other mentions of names that were found.

    Args:
        text: the note.
        found: what the other finders saw, merged.
        common: words that are ordinary English in lower case; a name among them ("grace", "will")
            is only found again with its capital.
    """
    taken = bytearray(len(text))
    for each in found:
        taken[each.start : each.end] = b"\1" * (each.end - each.start)
    parts = _parts(text, found)
    yield from _initials(text, found, common, taken)
    yield from _letters(text, taken)
    for match in _WORD.finditer(text):
        start = match.start()
        if taken[start]:
            continue
        word = re.sub(r"['’]s?$", "", match.group())
        low = word.lower()
        whole = (
            low if low in parts else low.removesuffix("s") if low.removesuffix("s") in parts else ""
        )
        if whole and (word[0].isupper() or whole not in common):
            end = start + len(word) - (low != whole)  # "Tylers" keeps its s, as "Tyler's" does
            yield Found(start, end, "PERSON", parts[whole], "model")
        elif len(low) >= 5 and word[0].isupper() and low not in common and low not in CALENDAR:
            near = [part for part in parts if len(part) >= 5 and one_apart(low, part)]
            if near:
                yield Found(start, start + len(word), "PERSON", parts[near[0]] * 0.9, "model")


def _initials(
    text: str, found: Sequence[Found], common: frozenset[str], taken: bytearray
) -> Iterator[Found]:
    """Initials of people who are named in full, and two capitals that abbreviate nothing known."""
    full = {}
    for each in found:
        words = _WORD.findall(text[each.start : each.end]) if each.kind == "PERSON" else []
        if len(words) in (2, 3) and each.score >= SURE and all(w[0].isupper() for w in words):
            full["".join(word[0] for word in words)] = each.score
    for match in _CAPITALS.finditer(text):
        letters = match.group().replace(".", "")
        if taken[match.start()] or letters in common:
            continue
        if letters in full:
            yield Found(*match.span(), "PERSON", full[letters] * 0.9, "model")
        elif (
            len(match.group()) == 2
            and letters not in word_list("abbreviations.txt")
            and _in_prose(match)
        ):
            yield Found(*match.span(), "PERSON", UNEXPLAINED, "model")


def _letters(text: str, taken: bytearray) -> Iterator[Found]:
    """Capitals by themselves: T, for whom nothing else is written; and an initial with its surname."""
    alone = (m for m in _LETTER.finditer(text) if not taken[m.start()] and _in_prose(m))
    named = (
        m
        for m in _WITH_INITIAL.finditer(text)
        if not all(taken[m.start() : m.end()]) and m["name"].lower() not in CALENDAR
    )
    for match in (*alone, *named):
        if not _COUNTED.search(text, max(match.start() - 12, 0), match.start()):
            yield Found(*match.span(), "PERSON", UNEXPLAINED, "model")


def _in_prose(match: re.Match[str]) -> bool:
    """Whether capitals stand in a line that is not all in capitals."""
    before = match.string[: match.start()].rpartition("\n")[2]
    after = match.string[match.end() :].partition("\n")[0]
    return not (before + after).isupper()


def _parts(text: str, found: Sequence[Found]) -> dict[str, float]:
    """Every word of three letters or more in the sure names, with the best score it was seen with."""
    parts: dict[str, float] = {}
    for each in found:
        if each.kind == "PERSON" and each.score >= SURE:
            for word in _WORD.findall(text[each.start : each.end]):
                for piece in {word, *re.split(r"[-'’]", word)}:
                    if len(piece) > 2:
                        parts[piece.lower()] = max(parts.get(piece.lower(), 0), each.score)
    return parts
