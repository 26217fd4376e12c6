"""Why a discussion is like a note, how it differs, and what its group asked: no free text is made."""

from __future__ import annotations

import re

from reflect.codebook import Codebook
from reflect.records import Discussion, Note, Similar
from reflect.retrieve.index import Meeting, Passages

_QUESTION = re.compile(r"[^.!?\n]*\?")


def explain(
    rank: int,
    score: float,
    meeting: Meeting,
    note: Note,
    query: Passages,
    discussion: Discussion,
    entry: Passages,
    codebook: Codebook,
) -> Similar:
    """Say why, and how it differs.

    Args:
        rank: its place, from 1.
        score: how near it is, 0 to 1.
        meeting: where the two meet.
        note, query: the note and its sentences.
        discussion, entry: the discussion and its sentences.
        codebook: gives the plain labels.
    """
    labels = [codebook.get(code).label.lower() for code in meeting.shared]
    words = (
        f"both hold {_listed(labels)}" if labels else "some of the wording meets; no code is shared"
    )
    passages = tuple(
        (query.spans[a].start, query.spans[a].end, entry.spans[b].start, entry.spans[b].end)
        for a, b in meeting.pairs
    )
    return Similar(
        discussion,
        rank,
        score,
        meeting.shared,
        passages,
        words,
        _difference(query, entry, codebook),
        questions_in(discussion.text),
    )


def questions_in(text: str) -> tuple[str, ...]:
    """The questions that a discussion's group asked, at most three, as they stand in it."""
    found = [match.group().strip(' -*•–"“”') for match in _QUESTION.finditer(text)]
    whole = [q for q in found if len(q.split()) >= 4]
    return tuple(dict.fromkeys(whole))[:3]


def _difference(query: Passages, entry: Passages, codebook: Codebook) -> str:
    theirs = sorted(entry.pattern - query.pattern, key=codebook.order)[:2]
    ours = sorted(query.pattern - entry.pattern, key=codebook.order)[:1]
    parts = []
    if theirs:
        parts.append(f"there: {_listed([codebook.get(c).label.lower() for c in theirs])}")
    if ours:
        parts.append(f"here: {_listed([codebook.get(ours[0]).label.lower()])}")
    if not parts:
        return "the same kinds of things are written; the people and the facts are others"
    return "; ".join(parts)


def _listed(labels: list[str]) -> str:
    quoted = [f"‘{label}’" for label in labels]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
