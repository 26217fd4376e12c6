"""Reference numbers of people: by checksum, by the words before them, or by a grammar of their own.

NHS numbers and ULNs are both ten digits with different checks (`stdnum`), and about one random number
in eleven passes either, so a bare number also needs a word of context; a number that follows the
word counts even when its check digit is wrong, for people mistype.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflect.identifiers import Found

_TEN = re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-]|\.\d)")
_UPN = re.compile(r"(?<!\w)[A-HJ-NP-RT-Z]\d{11}[\dA-Z](?!\w)")
_INSURANCE = re.compile(r"(?<!\w)[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)", re.I)
_CAR = re.compile(
    r"(?<!\w)(?:[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{3} ?\d{4}|[A-Z]\d{1,3} ?[A-Z]{3})(?!\w)"
)
_COURT = re.compile(r"(?<!\w)[A-Z]{2}\d{2}[CPFZ]\d{5}(?!\w)")
_CITATION = re.compile(r"\[\d{4}\] EW(?:FC|HC|CA)\b[^\n.;,]{0,25}\d+")
_SHAPED = re.compile(  # letters and digits mixed, as case systems and forces number things
    r"(?<![\w@./-])(?=[\w/-]*\d[\w/-]*\d[\w/-]*\d)(?=[\w/-]*[A-Z])[A-Z0-9]{1,8}(?:[/-][A-Z0-9]{1,10}){1,4}(?![\w@])"
)
_WORDS = (
    r"nhs|upn|uln|ni|nino|n\.?i\.?|national insurance|mosaic|liquid ?logic|lcs|lac|ics|ehm|frameworki|eclipse|"
    r"azeus|carefirst|soscare|wccis|paris|soc(?:ial)? care|ll|case|client|person|child|file|system|swift|"
    r"record|patient|hospital|unit|"
    r"rio|crime|crim|cad|cris|incident|police|log|niche|athena|storm|urn|custody|pnc|vist|ppn|merlin|"
    r"court|claim|passport|home office|ho|arc|brp|asylum|port|visa|licence|prison|tenancy|rent|account|"
    r"car|reg(?:istration)?|vehicle|plate|dbs|swe|policy|membership|exam|student|ucas|pip|uc"
)
_AFTER_WORD = re.compile(
    rf"(?<!\w)(?:{_WORDS})\s*(?:\(?(?:ref(?:erence)?|numbers?|num|nos?|id|i\.d\.|card|code|plate|#)\)?\.?\s*){{0,2}}"
    r"(?:is|was|:|#|=|-|–)?\s*"
    r"(?P<value>(?:(?-i:[A-Z]{1,6})[ /-]?)?\d[\dA-Z]*(?:[ /-]?[\dA-Z]*\d[\dA-Z]*){0,5})(?!\w)",
    re.I,
)
_BARE_REFERENCE = re.compile(
    r"(?<!\w)(?:ref(?:erence)?|our ref|your ref|urn|cad|id)(?![^\W\d_])(?:\.|\s*(?:no|number)s?\.?)?\s*[:#-]?\s*"
    r"(?P<value>[A-Z]{0,6}[ /-]?\d[\dA-Z]*(?:[/-][\dA-Z]+){0,4})(?!\w)",
    re.I,
)


def find(text: str) -> Iterator[Found]:
    """Reference numbers: NHS, UPN, ULN, National Insurance, court, police, case system, car …"""
    yield from _checked(text)
    for pattern, score in ((_COURT, 1.0), (_CITATION, 1.0), (_CAR, 0.9), (_SHAPED, 0.85)):
        for match in pattern.finditer(text):
            if pattern is not _SHAPED or not _is_plain(match.group()):
                yield Found(*match.span(), "ID", score, "rule")
    for pattern in (_AFTER_WORD, _BARE_REFERENCE):
        for match in pattern.finditer(text):
            value = match.group("value")
            if sum(c.isdigit() for c in value) >= 4 and not _is_plain(value):
                yield Found(*match.span("value"), "ID", 0.95, "rule")


def _checked(text: str) -> Iterator[Found]:
    from stdnum.exceptions import ValidationError
    from stdnum.gb import nhs, upn

    for match in _TEN.finditer(text):
        try:
            nhs.validate(match.group())
            score = 1.0
        except ValidationError:
            score = 0.9 if re.search(r"nhs|uln|learner", text[: match.start()][-40:], re.I) else 0.0
        if score and not match.group().startswith("0"):
            yield Found(*match.span(), "ID", score, "rule")
    for match in _UPN.finditer(text):
        yield Found(*match.span(), "ID", 1.0 if upn.is_valid(match.group()) else 0.9, "rule")
    for match in _INSURANCE.finditer(text):
        yield Found(*match.span(), "ID", 1.0, "rule")


def _is_plain(value: str) -> bool:
    """Whether a run of digits is a date, a year span, a time or a section of an Act, not a reference."""
    return bool(
        re.fullmatch(
            r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|(?:19|20)\d\d(?:[/-]\d{2,4})?|\d{1,2}[-/]\d{1,2}|[sS]\d{1,3}"
            r"|\d{4}-\d{2}-\d{2}|\d{1,2}[:.]\d{2}(?:[ap]m)?|COVID-19",
            value.strip(),
        )
    )
