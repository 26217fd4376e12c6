"""De-identification: find identifiers, merge, replace them consistently, list what is left to judge.

What comes out is de-identified, not anonymous: inside one service colleagues may still know the family
(ICO, *Anonymisation*, 2025).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace

from reflect.composed import Reading, composed
from reflect.identifiers import KINDS, Found, Seen
from reflect.privacy import addresses, ages, contact, dates, echo, numbers, residual
from reflect.privacy import roster as rosters
from reflect.privacy.merge import merge
from reflect.privacy.reversal import restored, sealed
from reflect.privacy.roster import Known, read_roster
from reflect.privacy.surrogates import Surrogates
from reflect.records import Anonymised, Note, Replacement, Residual

__all__ = [
    "KINDS", "Found", "Known", "Seen", "anonymise", "find", "read_roster", "restored", "sealed",
]  # fmt: skip

FARTHEST = 40
"""The most weeks that a case's dates move, back or forth."""


def find(
    text: str, seen: Seen, roster: Sequence[Known] = (), kept: Collection[str] = ()
) -> list[Found]:
    """Every identifier of a note: roster, grammars and model merged, then names looked for again.

    Args:
        text: the note.
        seen: what the model saw in it.
        roster: what is known for the case.
        kept: words, in lower case, of which a person said that they identify nobody.
    """
    read = Reading(text)
    found = _find(read, read.seen_into(seen), rosters.composed_all(roster), kept)
    return [_at(each, read.back(each.start, each.end)) for each in found]


def _find(read: Reading, seen: Seen, roster: Sequence[Known], kept: Collection[str]) -> list[Found]:
    """As `find`, with the runs of the reading; each is whole letters of the text as it was."""
    text, kept = read.text, {composed(words) for words in kept}
    ruled = [
        found for finder in (contact, numbers, addresses, dates) for found in finder.find(text)
    ]
    merged = merge([*ruled, *seen.found, *rosters.find(text, roster)])
    found = merge([*merged, *echo.find(text, merged, seen.common)])
    if not read.same:
        found = merge(_at(f, read.into(*read.back(f.start, f.end))) for f in found)
    return [
        f for f in found if f.how == "list" or composed(text[f.start : f.end].lower()) not in kept
    ]


def anonymise(
    note: Note,
    seen: Seen,
    roster: Sequence[Known] = (),
    kept: Collection[str] = (),
    *,
    bands: bool = False,
    case: str = "",
) -> Anonymised:
    """Put surrogates in the place of a note's identifiers.

    Args:
        note: the note.
        seen: what the model saw in it.
        roster: what is known for the case; notes with the same roster share surrogates and the
            number of weeks by which their dates move.
        kept: words, in lower case, of which a person said that they identify nobody.
        bands: give ages as bands, such as 5 to 9.
        case: what the offset of the dates is made from; default the roster, else the note.
    """
    read = Reading(note.text)
    text, seen, known = read.text, read.seen_into(seen), rosters.composed_all(roster)
    found = _find(read, seen, known, kept)
    years = _ages(text, found) if bands else set()
    found = merge([*found, *years])
    surrogates = Surrogates(text, found, known)
    weeks, year = weeks_of(note, roster, case), dates.year_of(text) or 2023

    def surrogate(each: Found) -> str:
        run = text[each.start : each.end]
        if each in years:
            return ages.banded(run)
        return dates.shifted(run, weeks, year=year) if each.kind == "DATE" else surrogates.of(each)

    replacements = [
        Replacement(
            *read.back(each.start, each.end),
            each.kind, surrogate(each), round(each.score, 3), each.how,
        )
        for each in found
    ]  # fmt: skip
    left = residual.find(text, found, rare=seen.rare, maybe=seen.maybe)
    left = tuple(Residual(*read.back(each.start, each.end), each.why) for each in left)
    return Anonymised(note, _replaced(note.text, replacements), tuple(replacements), left)


def _at(found: Found, run: tuple[int, int]) -> Found:
    return replace(found, start=run[0], end=run[1])


def _ages(text: str, found: Sequence[Found]) -> set[Found]:
    """Ages that stand outside every other identifier."""
    return {age for age in ages.find(text, found) if not any(age.overlaps(f) for f in found)}


def weeks_of(note: Note, roster: Sequence[Known], case: str = "") -> int:
    """The case's secret offset in weeks, never none: the same for all notes with one roster.

    It comes from a hash of the case, the roster, or the note: whoever holds only the
    de-identified text cannot work it out, and the same input gives the same output.
    """
    known = repr([(k.kind, k.text, k.aka) for k in roster]) if roster else ""
    secret = unicodedata.normalize("NFC", case or known or note.text)
    number = int.from_bytes(
        hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()[:4], "big"
    )
    weeks = number % (2 * FARTHEST - 6) - (FARTHEST - 3)
    return weeks - 3 if weeks <= 0 else weeks + 3


def _replaced(text: str, replacements: Sequence[Replacement]) -> str:
    out, at = [], 0
    for each in replacements:
        out += [text[at : each.start], each.surrogate]
        at = each.end
    return "".join(out) + text[at:]
