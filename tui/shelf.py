"""The ways in which the library can be narrowed: by origin, lens or code, each with what is left of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reflect.records import Discussion

ORIGINS = {
    "bundled": "came with reflect",
    "imported": "brought in",
    "released": "released here",
}
FROM, LENS, CODE = "Where they are from", "Lens: something for half of its boxes", "Code"


class _Lens(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    def holds(self, codes: Collection[str]) -> bool: ...


class _Code(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...


class _Book(Protocol):
    @property
    def lenses(self) -> Iterable[_Lens]: ...
    @property
    def codes(self) -> Iterable[_Code]: ...


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A part of the library.

    Attributes:
        key: tells it from others.
        label: what its discussions have in common.
        group: the kind of narrowing.
        ids: its discussions.
    """

    key: str
    label: str
    group: str
    ids: frozenset[str]


def narrowings(
    discussions: Sequence[Discussion], held: Mapping[str, Collection[str]], book: _Book
) -> list[Narrowing]:
    """Every way to narrow a library that leaves something.

    Args:
        discussions: those released.
        held: the codes of each, by id.
        book: the codebook, for its lenses and codes.
    """
    return [each for each in _all(discussions, held, book) if each.ids]


def _all(
    discussions: Sequence[Discussion], held: Mapping[str, Collection[str]], book: _Book
) -> Iterator[Narrowing]:
    for origin, label in ORIGINS.items():
        ids = frozenset(one.id for one in discussions if one.origin == origin)
        yield Narrowing(origin, label, FROM, ids)
    for lens in book.lenses:
        ids = frozenset(name for name, codes in held.items() if lens.holds(codes))
        yield Narrowing(lens.id, lens.label, LENS, ids)
    for code in book.codes:
        ids = frozenset(name for name, codes in held.items() if code.id in codes)
        yield Narrowing(code.id, code.label, CODE, ids)
