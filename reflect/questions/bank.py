"""The bank of reflective questions: what is asked, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from reflect.codebook import Codebook
from reflect.codebook.yamlfile import nearest, read_yaml
from reflect.errors import DataError
from reflect.resources import data_path

Missing = Literal["father", "child"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BankQuestion(_Strict):
    """One question; `{child}` becomes the child's name as written, or "the child"."""

    id: str
    kind: Literal["plain", "circular", "reflexive", "future"]
    text: str


class Situation(_Strict):
    """What a note holds, and what is not found in it, for its questions to be asked.

    Attributes:
        priority: lower comes first.
        anchor: the question is tied to a sentence with one of these codes.
        turns: or to the first sentence with one of these turns of phrase (regular expressions, any case).
            With neither it is the opening sentence.
        unless: turns of phrase that a sentence must not hold to be the anchor.
        lacks: codes that are nowhere in the note.
        needs: codes that are also somewhere in it.
        missing: people who are not mentioned at all.
        lenses: only under these lenses; empty: any.
        why: one line that says why it is asked.
    """

    id: str
    priority: int
    anchor: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    lenses: tuple[str, ...] = ()
    why: str
    questions: tuple[BankQuestion, ...]


class Bank(_Strict):
    """`bank.yaml`."""

    situations: tuple[Situation, ...]


def load_bank(codebook: Codebook, path: Path | None = None) -> Bank:
    """Read the bank and check it against the codebook.

    Args:
        codebook: the codebook in use.
        path: another bank.

    Raises:
        DataError: a mistake in the file, an unknown code or lens, or an id given twice.
    """
    path = path or data_path("corpora", "questions", "bank.yaml")
    bank = read_yaml(path, Bank)
    codes = [code.id for code in codebook.codes]
    lenses = [lens.id for lens in codebook.lenses]
    for situation in bank.situations:
        where = f"{path.name}: situation '{situation.id}'"
        _known(where, (*situation.anchor, *situation.lacks, *situation.needs), codes)
        _known(where, situation.lenses, lenses)
        _patterns(where, (*situation.turns, *situation.unless))
    ids = [question.id for s in bank.situations for question in s.questions]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise DataError(f"{path.name}: question id '{twice[0]}' is given twice.", "Rename one.")
    return bank


def _patterns(where: str, turns: Iterable[str]) -> None:
    for turn in turns:
        try:
            re.compile(turn)
        except re.error as error:
            raise DataError(f"{where}: '{turn}' is no pattern: {error}.", "Mend it.") from error


def _known(where: str, names: Iterable[str], known: list[str]) -> None:
    for name in names:
        if name not in known:
            raise DataError(f"{where} names the unknown '{name}'.", nearest(name, known))
