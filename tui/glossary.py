"""The codebook's words as the screens need them, read once when the workspace opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol


class _Family(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def glyph(self) -> str: ...
    @property
    def colour(self) -> str: ...


class _Code(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def definition(self) -> str: ...
    @property
    def glyph(self) -> str: ...
    @property
    def family(self) -> str: ...


class _Book(Protocol):
    @property
    def families(self) -> Iterable[_Family]: ...
    @property
    def codes(self) -> Iterable[_Code]: ...


@dataclass(frozen=True, slots=True)
class CodeWords:
    """How a code is named and drawn.

    Attributes:
        order: its place in the codebook.
    """

    id: str
    label: str
    definition: str
    glyph: str
    colour: str
    family: str
    order: int


@dataclass(frozen=True)
class Glossary:
    """Every code by its id, in the codebook's order."""

    codes: dict[str, CodeWords] = field(default_factory=dict)

    @classmethod
    def of(cls, book: _Book) -> Glossary:
        """Read a codebook.

        Args:
            book: the workspace's codebook.

        Returns:
            Its words.
        """
        families = {family.id: family for family in book.families}
        codes: dict[str, CodeWords] = {}
        for order, code in enumerate(book.codes):
            family = families.get(code.family)
            codes[code.id] = CodeWords(
                id=code.id,
                label=code.label,
                definition=code.definition,
                glyph=code.glyph or (family.glyph if family else "·"),
                colour=family.colour if family else "slate",
                family=family.label if family else code.family,
                order=order,
            )
        return cls(codes)

    def get(self, code: str) -> CodeWords:
        """A code's words; an unknown code is shown by its id."""
        found = self.codes.get(code)
        return found or CodeWords(code, code, "", "·", "slate", "Others", len(self.codes))
