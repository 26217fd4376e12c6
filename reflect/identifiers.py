"""What finders report: runs of text that name or point to somebody. Standard library alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

KINDS = (
    *("PERSON", "ADDRESS", "POSTCODE", "PLACE", "ORG"),
    *("DATE", "PHONE", "EMAIL", "HANDLE", "ID"),
)
"""The kinds of identifier of the contract."""

How = Literal["model", "rule", "list"]


@dataclass(frozen=True, slots=True)
class Found:
    """An identifier that a finder saw.

    Attributes:
        start, end: its run of the text.
        kind: one of `KINDS`.
        score: how sure the finder is, 0 to 1.
        how: the kind of finder.
        who: for the roster, the entry that it belongs to.
        role: for a person, who the model takes it for: child, mother, father, worker, relative.
    """

    start: int
    end: int
    kind: str
    score: float
    how: How
    who: str = ""
    role: str = ""

    def overlaps(self, other: Found) -> bool:
        """Whether the two runs share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Seen:
    """What a model saw in a note.

    Attributes:
        found: identifiers.
        rare: runs that tell of a circumstance which may single a family out.
        maybe: runs that are only half believed to be names.
        common: words that are ordinary English in lower case.
    """

    found: tuple[Found, ...] = ()
    rare: tuple[tuple[int, int], ...] = ()
    maybe: tuple[tuple[int, int], ...] = ()
    common: frozenset[str] = frozenset()
