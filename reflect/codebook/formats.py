"""Ways of meeting as data: roles, steps, minutes, and what is written on each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from reflect.codebook.schema import Strict
from reflect.codebook.yamlfile import nearest, read_yaml
from reflect.errors import DataError
from reflect.resources import data_path

_ID = r"^[a-z0-9-]+$"
OWN_FORMATS = "sessions.yaml"
"""A service's own ways of meeting, in the workspace's folder."""
LONGEST = 240
"""The most minutes a step can have."""


class Blank(Strict):
    """A place to write.

    Attributes:
        goes: whether it goes into the entry for the child's file; what does not say so is private.
        heading: over it on the sheet, where the label would not do.
        codes: a note's passages with these marks are offered for it.
        named: whether a name belongs here, such as who will do something.
    """

    id: str = Field(pattern=_ID)
    label: str
    hint: str = ""
    goes: Literal["file", "private"] = "private"
    heading: str = ""
    codes: tuple[str, ...] = ()
    most: int = Field(default=1, ge=0, le=20)
    named: bool = False


class FormatPage(Strict):
    """A page of a step: the roles, some blanks, or cards that each hold the same blanks.

    Attributes:
        card: what one card is called.
        heading: over its cards on the sheet.
    """

    id: str = Field(pattern=_ID)
    kind: Literal["roles", "words", "cards"]
    label: str
    card: str = "card"
    heading: str = ""
    fields: tuple[Blank, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> FormatPage:
        if (self.kind == "roles") == bool(self.fields):
            must = "has no fields of its own" if self.fields else "needs fields"
            raise _wrong(f"a page of the kind '{self.kind}' {must}", "Compare the shipped file.")
        _once("fields", (field.id for field in self.fields))
        return self


class Step(Strict):
    """A step: who holds it, what is done, how long it may take (0: no time is kept)."""

    id: str = Field(pattern=_ID)
    label: str
    held_by: str = ""
    about: str = ""
    minutes: int = Field(default=10, ge=0, le=LONGEST)
    pages: tuple[FormatPage, ...] = Field(min_length=1)


class Role(Strict):
    """A role; who holds it is only ever kept privately."""

    id: str = Field(pattern=_ID)
    label: str
    does: str = ""


class Format(Strict):
    """A way of meeting."""

    id: str = Field(pattern=_ID)
    label: str
    about: str = ""
    source: str = ""
    roles: tuple[Role, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Format:
        _once("roles", (role.id for role in self.roles))
        _once("steps", (step.id for step in self.steps))
        _once("pages", (page.id for page in self.pages))
        return self

    @property
    def pages(self) -> tuple[FormatPage, ...]:
        """Every page in order."""
        return tuple(page for step in self.steps for page in step.pages)

    @property
    def minutes(self) -> int:
        """What all steps take."""
        return sum(step.minutes for step in self.steps)

    def timed(self, minutes: dict[str, int]) -> Format:
        """The same with other minutes for some of its steps, by their ids."""
        steps = tuple(
            step.model_copy(update={"minutes": minutes.get(step.id, step.minutes)})
            for step in self.steps
        )
        return self.model_copy(update={"steps": steps})


class FormatsFile(Strict):
    """A file of formats."""

    formats: tuple[Format, ...] = ()


def load_formats(codes: Iterable[str], own: Path | None = None) -> tuple[Format, ...]:
    """The shipped formats, and a council's own laid over them.

    Args:
        codes: those of the codebook in use.
        own: a council's file; one that is not there adds nothing.

    Raises:
        DataError: a mistake in a file, with its row and the nearest valid key.
    """
    shipped = read_yaml(data_path("corpora", "sessions", "formats.yaml"), FormatsFile)
    known = {each.id: each for each in shipped.formats}
    if own is not None and own.is_file():
        theirs = read_yaml(own, FormatsFile).formats
        _check_codes(own.name, theirs, set(codes))
        known |= {each.id: each for each in theirs}
    return tuple(known.values())


def _check_codes(name: str, formats: Iterable[Format], known: set[str]) -> None:
    for each in formats:
        for page in each.pages:
            for field in page.fields:
                for code in field.codes:
                    if code not in known:
                        where = f"{name}: '{each.id}', page '{page.id}', field '{field.id}'"
                        raise DataError(
                            f"{where} names the unknown code '{code}'.", nearest(code, known)
                        )


def _once(what: str, ids: Iterable[str]) -> None:
    twice = [name for name, times in Counter(ids).items() if times > 1]
    if twice:
        raise _wrong(f"two of its {what} are called '{twice[0]}'", "Give one another id.")


def _wrong(message: str, hint: str) -> Any:
    return PydanticCustomError("format", message, {"hint": hint})
