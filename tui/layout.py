"""Wrapping that never loses count: text and a width in, lines with code-point offsets out.

Every code point of the text lands in exactly one line, so an offset into the note is always an
offset into one line, whatever the script. Nothing here knows of widgets.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

TAB = 4
"""Cells between tab stops, counted from the start of the line on the screen."""

# Characters that every terminal draws one cell wide and that combine with nothing:
# a paragraph made of these alone is wrapped without looking at each character.
_PLAIN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0388-\u03ff\u0400-\u0482\u2010-\u2015\u2018-\u201f\u2022\u2026]*"
)
_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_UNSEEN = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff\u00ad"
)
"""Marks that reorder or vanish in a terminal: kept in the offsets, not drawn."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the screen: `text[start:end]`, its newline and trailing spaces included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """What is drawn as one: a letter with its accents, an emoji, a tab.

    Attributes:
        start, end: the code points of the text.
        column: the cell at which it starts in its line.
        width: the cells it takes.
        shown: what is drawn.
    """

    start: int
    end: int
    column: int
    width: int
    shown: str


def lay_out(text: str, width: int, breaks: Sequence[int] = ()) -> list[Line]:
    """Wrap a text.

    Args:
        text: any text.
        width: the cells of a line; less than 1 counts as 1.
        breaks: offsets, ascending, at which a new line starts when words stand before them on
            the line (the sentences' starts, for a page with a sentence a line).

    Returns:
        Lines that tile the text in order; one empty line for an empty text.
    """
    width = max(1, width)
    lines: list[Line] = []
    for start, end in _paragraphs(text):
        for piece_start, piece_end in _pieces(text, start, end, breaks):
            if _PLAIN.fullmatch(text, piece_start, _bare(text, piece_end)):
                _wrap_plain(text, piece_start, piece_end, width, lines)
            else:
                _wrap_clusters(text, piece_start, piece_end, width, lines)
    return lines or [Line(0, 0)]


def line_of(lines: Sequence[Line], offset: int) -> int:
    """Which line holds an offset.

    Args:
        lines: what `lay_out` gave.
        offset: an offset into the text.

    Returns:
        The index of the line; the last line for the end of the text.
    """
    return max(0, bisect_right(lines, offset, key=lambda line: line.start) - 1)


def clusters(text: str, line: Line) -> list[Cluster]:
    """What a line draws, from left to right.

    Args:
        text: the text that was laid out.
        line: one of its lines.

    Returns:
        Clusters that tile the line, its newline left out.
    """
    return list(_clusters(text, line.start, _bare(text, line.end)))


def column_at(text: str, line: Line, offset: int) -> int:
    """The cell at which an offset is drawn.

    Args:
        text: the text that was laid out.
        line: the line holding the offset.
        offset: an offset into the text.

    Returns:
        The cell, counted from the line's start.
    """
    column = 0
    for cluster in clusters(text, line):
        if cluster.end > offset:
            return cluster.column
        column = cluster.column + cluster.width
    return column


def offset_at(text: str, line: Line, column: int) -> int:
    """The offset drawn at a cell.

    Args:
        text: the text that was laid out.
        line: the line under the cell.
        column: the cell, counted from the line's start.

    Returns:
        The start of what is drawn there; the end of the line's words when the cell is past them.
    """
    for cluster in clusters(text, line):
        if cluster.column <= column < cluster.column + cluster.width:
            return cluster.start
    return _bare(text, line.end)


def clip(text: str, width: int) -> str:
    """One line of a text, cut to a width with an ellipsis where words are left off."""
    words = " ".join(text.split())
    taken = 0
    for cluster in _clusters(words, 0, len(words)):
        if cluster.column + cluster.width > width:
            break
        taken = cluster.end
    if taken == len(words):
        return shown(words)
    room = [c for c in _clusters(words, 0, taken) if c.column + c.width < width]
    return "".join(c.shown for c in room).rstrip() + "…" if width > 0 else ""


def cells(text: str) -> int:
    """How many cells a line of text takes."""
    return sum(cluster.width for cluster in _clusters(text, 0, len(text)))


def shown(text: str) -> str:
    """A line of text as it is drawn: tabs spread, what a terminal would obey made visible."""
    return "".join(cluster.shown for cluster in _clusters(text, 0, len(text)))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end + 1
        start = end + 1
    if start < len(text) or text.endswith("\n"):
        yield start, len(text)


def _pieces(text: str, start: int, end: int, breaks: Sequence[int]) -> Iterator[tuple[int, int]]:
    index = bisect_right(breaks, start)
    while index < len(breaks) and breaks[index] < end:
        cut = breaks[index]
        if text[start:cut].strip() and text[cut:end].strip():
            yield start, cut
            start = cut
        index += 1
    yield start, end


def _bare(text: str, end: int) -> int:
    return end - 1 if end and text[end - 1] == "\n" else end


def _wrap_plain(text: str, start: int, end: int, width: int, lines: list[Line]) -> None:
    bare = _bare(text, end)
    while bare - start > width:
        cut = start + width
        if text[cut] != " ":
            space = text.rfind(" ", start, cut)
            cut = space + 1 if space >= 0 else cut
        while cut < bare and text[cut] == " ":
            cut += 1
        if cut >= bare:
            break
        lines.append(Line(start, cut))
        start = cut
    lines.append(Line(start, end))


def _wrap_clusters(text: str, start: int, end: int, width: int, lines: list[Line]) -> None:
    bare = _bare(text, end)
    while True:
        cut = _first_cut(text, start, bare, width)
        if cut >= bare:
            break
        lines.append(Line(start, cut))
        start = cut
    lines.append(Line(start, end))


def _first_cut(text: str, start: int, bare: int, width: int) -> int:
    """Where the line that starts here ends: after the last space or wide character that fits."""
    chance = start
    for cluster in _clusters(text, start, bare):
        if _is_space(text[cluster.start]):
            chance = cluster.end
            continue
        if cluster.column + cluster.width > width and cluster.start > start:
            return chance if chance > start else cluster.start
        if cluster.width > 1:
            chance = cluster.end
    return bare


def _is_space(char: str) -> bool:
    return char in " \t\u2003\u2002\u2009\u3000"


def _clusters(text: str, start: int, end: int) -> Iterator[Cluster]:
    column = 0
    at = start
    while at < end:
        stop = _cluster_end(text, at, end)
        if text[at] == "\t":
            width = TAB - column % TAB
            drawn = " " * width
        else:
            width, drawn = _draw(text[at:stop])
        yield Cluster(at, stop, column, width, drawn)
        column += width
        at = stop


def _cluster_end(text: str, at: int, end: int) -> int:
    """The end of the cluster that starts here: its accents, joiners and what they join."""
    stop = at + 1
    if _stands_alone(text[at]):
        return stop
    while stop < end:
        char = text[stop]
        if char == _JOINER:
            joins = stop + 1 < end and not _stands_alone(text[stop + 1])
            stop += 2 if joins else 1
        elif char == _EMOJI_STYLE or (_width(char) == 0 and not _stands_alone(char)):
            stop += 1
        else:
            break
    return stop


@lru_cache(maxsize=4096)
def _stands_alone(char: str) -> bool:
    """Whether a character is never part of a cluster: controls, line ends, half characters."""
    return char in _UNSEEN or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    return 1 if unicodedata.category(char) == "Cs" else get_character_cell_size(char)


@lru_cache(maxsize=8192)
def _draw(cluster: str) -> tuple[int, str]:
    """The cells of a cluster and what is drawn: never a character that a terminal obeys."""
    first = cluster[0]
    if first in _UNSEEN:
        return 0, ""
    if _stands_alone(first):
        return 1, "·"
    if _width(first) == 0:
        # An accent or joiner with nothing before it: give it something to stand on.
        return 1, "◌"
    return cell_len(cluster), cluster
