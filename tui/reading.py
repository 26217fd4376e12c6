"""A note and its marks as the page shows them: pure values, worked out once per change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reflect.records import Mark, Sentence, Span

from .glossary import Glossary


@dataclass(frozen=True, slots=True)
class Run:
    """An underlined run: `text[start:end]` in a family's colour."""

    start: int
    end: int
    colour: str
    mark_id: int = 0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter in the margin."""

    char: str
    colour: str


def stops_of(text: str, sentences: Iterable[Sentence]) -> list[Span]:
    """Where the reader's eye can stop: the sentences, without the blanks around them.

    Args:
        text: the note.
        sentences: its sentences, in order.

    Returns:
        A span for each sentence that holds a word.
    """
    stops: list[Span] = []
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        bare = words.strip()
        if bare:
            start = sentence.start + len(words) - len(words.lstrip())
            stops.append(Span(start, start + len(bare)))
    return stops


def stop_at(stops: Sequence[Span], offset: int) -> int:
    """The index of the stop that holds an offset, or the last one before it; 0 at least."""
    return max(0, bisect_right(stops, offset, key=lambda span: span.start) - 1)


def marks_by_stop(stops: Sequence[Span], marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    """Each stop's marks, rejected ones too; a mark over several stops belongs to each."""
    found: dict[int, list[Mark]] = {}
    if not stops:
        return found
    for mark in marks:
        index = stop_at(stops, mark.start)
        if stops[index].end <= mark.start and index + 1 < len(stops):
            index += 1  # the mark begins in the blanks before the next sentence
        first = index
        while index < len(stops) and (index == first or stops[index].start < mark.end):
            found.setdefault(index, []).append(mark)
            index += 1
    return found


def runs_of(stop: Span, marks: Iterable[Mark], glossary: Glossary) -> list[Run]:
    """What is underlined in a stop: the evidence, or the whole of it when there is none.

    Args:
        stop: the sentence.
        marks: its marks; rejected ones draw nothing.
        glossary: for the families' colours.

    Returns:
        Runs in the codebook's order of their codes, so that the first of two on the same words
        gives the colour.
    """
    live = sorted(
        (mark for mark in marks if mark.verdict != "rejected"),
        key=lambda mark: (not mark.evidence, glossary.get(mark.code).order),
    )
    runs: list[Run] = []
    for mark in live:
        colour = glossary.get(mark.code).colour
        for span in mark.evidence or (Span(mark.start, mark.end),):
            start, end = max(span.start, stop.start), min(span.end, stop.end)
            if start < end:
                runs.append(Run(start, end, colour, mark.id))
    return runs


def glyphs_of(marks: Iterable[Mark], glossary: Glossary) -> tuple[Glyph, ...]:
    """The margin's letters for a stop's marks, each once, in the codebook's order."""
    seen: dict[str, Glyph] = {}
    for code in sorted(
        (glossary.get(mark.code) for mark in marks if mark.verdict != "rejected"),
        key=lambda words: words.order,
    ):
        seen.setdefault(code.glyph, Glyph(code.glyph, code.colour))
    return tuple(seen.values())
