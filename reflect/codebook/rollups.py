"""The same codes read through other maps. A roll-up counts what is written; it never grades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reflect.codebook.loader import Codebook, rollup_groups
from reflect.codebook.schema import Group
from reflect.records import Person, Sentence


def rollups(
    codebook: Codebook, sentences: Sequence[Sentence], people: Sequence[Person]
) -> dict[str, Any]:
    """Lay a note's codes over the five maps of the codebook.

    Args:
        codebook: the codebook in use.
        sentences: the note's sentences with their codes.
        people: who it is about, children with their rung.

    Returns:
        `idea_to_conversation` and `child_ladder` as lists in order; `writing`, `cycle` and
        `camden_tree` as {id: count of sentences}. A list's entries say `found` and `sentences`, the
        indices of the sentences.
    """
    groups = rollup_groups(codebook.rollups)
    where = {
        name: {group.id: _sentences(group, sentences) for group in groups[name]} for name in groups
    }
    return {
        "idea_to_conversation": [
            {"step": step, "found": bool(found), "sentences": found}
            for step, found in where["idea_to_conversation"].items()
        ],
        "child_ladder": [
            {"child": person.label, "rung": person.ladder}
            for person in people
            if person.role == "child"
        ],
        "writing": _counts(where["writing"]),
        "cycle": _counts(where["cycle"]),
        "camden_tree": _counts(where["camden_tree"]),
    }


def _sentences(group: Group, sentences: Sequence[Sentence]) -> list[int]:
    wanted = set(group.codes)
    return [
        i
        for i, s in enumerate(sentences)
        if (group.uncoded and not s.codes) or any(c.code in wanted for c in s.codes)
    ]


def _counts(where: dict[str, list[int]]) -> dict[str, int]:
    return {name: len(found) for name, found in where.items()}
