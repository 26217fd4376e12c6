"""A lens laid over a note: each box offered the note's own words, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reflect.codebook import Lens
from reflect.records import Span, Tagged, Worksheet, WorksheetItem


def fill(lens: Lens, tagged: Tagged, written: Mapping[str, str] | None = None) -> Worksheet:
    """Lay a lens over a note.

    Args:
        lens: the lens.
        tagged: the note with its marks, a person's judgement included.
        written: what a person wrote in the boxes, by the box's id.

    Returns:
        The worksheet; a box nobody wrote in has `text` None.
    """
    written = written or {}
    items = tuple(
        WorksheetItem(
            box.id,
            box.prompt,
            box.hint,
            passages(tagged, box.codes, box.most),
            written.get(box.id),
        )
        for box in lens.worksheet
    )
    return Worksheet(lens.id, lens.label, lens.about, items)


def passages(tagged: Tagged, codes: Sequence[str], most: int) -> tuple[Span, ...]:
    """The sentences that may belong in a box: most telling code first, then the surest, in text order.

    Args:
        tagged: the note with its marks.
        codes: those that belong, the most telling first.
        most: how many sentences at most.
    """
    ranked = []
    for sentence in tagged.sentences:
        ranks = [
            (codes.index(code.code), -code.score) for code in sentence.codes if code.code in codes
        ]
        if ranks:
            ranked.append((min(ranks), trimmed(tagged.note.text, sentence.start, sentence.end)))
    best = sorted(ranked)[:most]
    return tuple(sorted(span for _, span in best))


def trimmed(text: str, start: int, end: int) -> Span:
    """A run without the white space around it and the bullet before it."""
    while start < end and (text[start].isspace() or text[start] in "-*•|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "|"):
        end -= 1
    return Span(start, end)
