"""Postcodes, and addresses that a grammar can see: a number and a street."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflect.identifiers import Found

_AREA = (
    r"(?:A[BL]|B[ABDHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|"
    r"L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
_FULL = re.compile(rf"(?<!\w){_AREA}\d[\dA-Z]?\s?\d[ABD-HJLNP-UW-Z]{{2}}(?!\w)", re.I)
_OUTWARD = re.compile(rf"(?<![\w£/-]){_AREA}\d[\dA-Z]?(?: \d)?(?![\w/-]|\.\d)")
_NO_POSTCODE = re.compile(  # sections of an Act, motorways, vitamins, school years, sizes
    r"S(?:7|17|20|22|31|3[678]|47|76|83)A?|M(?:1|2|3|4|5|6|8|9|11|25|42|50|60|62)|B(?:6|12)|L[1-7]|N95|E45|G[1-8]|H1N1|W[123]"
)
_STREET = (
    r"(?:street|st|road|rd|avenue|ave?|lane|ln|close|cl|drive|dr|way|court|ct|crescent|cres|place|pl|terrace|terr?|"
    r"gardens?|gdns|grove|gr|house|hse|walk|row|hill|mews|square|sq|park|view|rise|green|parade|buildings?|tower|"
    r"heights|wharf|quay|croft|yard|gate|fold|brae|wynd|loan|gait|vale|meadows?|fields?|bank|side|end|heol|ffordd|stryd)"
)
_HOUSE = re.compile(
    rf"(?<![\w£/.:])(?:(?:flat|apt|apartment|room|unit|plot|pitch|no\.?)\s*\d+[a-z]?,?\s+(?:at\s+)?)?\d{{1,4}}[a-z]?,?\s+"
    rf"(?:[A-Z][\w'’-]*\s+){{1,3}}{_STREET}(?!\w)",
    re.I,
)
_NAMED_HOUSE = re.compile(
    r"(?<!\w)(?:[Ff]+lat|[Aa]pt\.?|[Aa]partment|[Pp]lot|[Pp]itch|FLAT)\s+(?:\d+(?:/\d)?[A-Za-z]?|[A-Z])(?!\w)"
    r"(?:,?\s+(?:at\s+)?(?:\d{1,4}[a-z]?,?\s+)?(?:[A-Z][\w'’-]*)(?:\s+[A-Z][\w'’-]*){0,2})?"
)
_NUMBERS_ONLY = frozenset(
    """
    week weeks month months year years day days minute minutes min mins hour hours am pm of the a
    an in on at to by for and children people times out visits sessions is was
    """.split()
)


def find(text: str) -> Iterator[Found]:
    """Postcodes (whole or outward part), and house numbers with their streets."""
    for match in _FULL.finditer(text):
        yield Found(*match.span(), "POSTCODE", 1.0, "rule")
    for match in _OUTWARD.finditer(text):
        if not _NO_POSTCODE.fullmatch(match.group()):
            yield Found(*match.span(), "POSTCODE", 0.8, "rule")
    for pattern in (_HOUSE, _NAMED_HOUSE):
        for match in pattern.finditer(text):
            words = re.findall(r"[A-Za-z']+", match.group())[:-1]
            if not any(word.lower() in _NUMBERS_ONLY for word in words):
                yield Found(*match.span(), "ADDRESS", 0.9, "rule")
