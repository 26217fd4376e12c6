"""Quotations and who speaks them: quoting is not writing.

Attribution follows what is on the page: a verb of saying before or after the quotation, a name or
a role as its subject, or the speaker's turn that the line begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTED = re.compile(
    r"\"(?P<a>[^\"\n]{1,600})\"|“(?P<b>[^”\n]{1,600})”|(?<!\w)‘(?P<c>[^‘\n]{1,600}?)’(?!\w)"
    r"|(?<!\w)'(?=[\w…])(?P<d>[^'\n]*(?:\w'\w[^'\n]*)*[\w.,!?…])'(?!\w)"
)
SAYING = (
    r"(?:said|says|say|saying|told|tells|asked|asks|replied|answered|whispered|shouted|added|"
    r"explained|wrote|writes|texted|put|mumbled|signed|announced|called|calls|goes|went|drew|"
    r"described|repeated|muttered|screamed|typed|like)"
)
ROLES = (
    r"(?:mum|mam|mummy|mother|dad|da|daddy|father|nan|nana|nanna|gran|granny|grandma|nain|taid|"
    r"grandad|grandpa|step-?dad|step-?mum|aunt(?:y|ie)?|uncle|carer|foster carer|school|teacher|"
    r"police|neighbour|sister|brother|partner|boyfriend|girlfriend|hv|health visitor|gp|sw|mgm|pgm|"
    r"mgf|pgf|both|they|parents?|child|yp|baby|boy|girl|young person|son|daughter|i|we|you|she|he)"
)
_WHO = rf"(?:[A-Z][\w’'-]+|(?i:{ROLES}))"
_BEFORE = re.compile(
    rf"({_WHO})(?:\s+\([^)]*\))?\s+(?:\w+ly\s+|just\s+|then\s+|also\s+|has\s+|had\s+)?"
    rf"{SAYING}\b[^.!?\"“”]*$"
)
_AFTER = re.compile(rf"^[,\s]*(?:(?:{SAYING})\s+({_WHO})|({_WHO})\s+(?:\w+ly\s+)?(?:{SAYING}))\b")
_TURN = re.compile(r"^\W*([A-Z][\w’' -]{0,20}):\s*$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted run with its marks, and its speaker as written (lower-case role, or a name)."""

    start: int
    end: int
    speaker: str


def quotations(text: str) -> Iterator[Quotation]:
    """Find the quotations of a text.

    Args:
        text: a note, or part of one.

    Yields:
        Quotations in order; the speaker is empty where the page does not say.
    """
    for match in _QUOTED.finditer(text):
        yield Quotation(match.start(), match.end(), _speaker(text, match.start(), match.end()))


def is_speech(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is somebody's talk rather than a word held up or a title.

    A spoken one has a speaker, or runs to three words and more.
    """
    words = text[quotation.start + 1 : quotation.end - 1].split()
    return bool(quotation.speaker) or len(words) >= 3


def _speaker(text: str, start: int, end: int) -> str:
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - 160) : start]
    after = text[end : end + 60]
    found = _BEFORE.search(before) or _TURN.search(before)
    if found:
        return _named(found.group(1))
    found = _AFTER.search(after)
    return _named(found.group(1) or found.group(2)) if found else ""


def _named(word: str) -> str:
    word = word.strip().removesuffix("'s").removesuffix("’s")
    return word.lower() if re.fullmatch(ROLES, word, re.I) else word
