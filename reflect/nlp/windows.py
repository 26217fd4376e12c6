"""Windows of a note: runs of whole pieces that go through the encoder together, with context beside them.

A sentence is understood with its neighbours, so a note is not encoded sentence by sentence but in windows of
whole sentences; what stands at a window's edges is there as context only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Window(NamedTuple):
    """Pieces `start:end` go in, of which `first:last` are the window's own."""

    first: int
    last: int
    start: int
    end: int


def windows(
    lengths: Sequence[int], most: int, context: int, first_most: int | None = None
) -> list[Window]:
    """Cut a note into windows.

    Args:
        lengths: how many tokens each piece has.
        most: how many tokens a window's own pieces may have (a longer piece is alone).
        context: how many tokens of whole pieces are added at most before and after.
        first_most: another size for the first window; training varies it.

    Returns:
        Windows whose own pieces tile the note.
    """
    out: list[Window] = []
    first, count = 0, len(lengths)
    while first < count:
        room = most if out or first_most is None else first_most
        last, used = first, 0
        while last < count and (last == first or used + lengths[last] <= room):
            used += lengths[last]
            last += 1
        start, beside = first, 0
        while start > 0 and beside + lengths[start - 1] <= context:
            start -= 1
            beside += lengths[start]
        end, beside = last, 0
        while end < count and beside + lengths[end] <= context:
            beside += lengths[end]
            end += 1
        out.append(Window(first, last, start, end))
        first = last
    return out
