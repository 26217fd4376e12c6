"""Where one sentence of a note ends and the next begins.

Case notes are not newspaper prose: headings, bullets, table rows, speaker turns, lower-case
shorthand, quotations of a child that run over several stops. A trained splitter breaks on all of
these, so this is a small set of rules, measured on the hand-marked set in `tests/data`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflect.records import Span

ABBREVIATIONS_NEVER = frozenset(
    """
    dr mr mrs ms mx prof rev revd fr sr st messrs hon cllr sgt pc insp eg e.g ie i.e s ss cf vs v
    viz approx appt dept ref tel ext para pp fig incl inc max min reg re c/o
    """.split()
)
"""Abbreviations after which a sentence never ends."""
ABBREVIATIONS_MAYBE = frozenset(
    """
    etc a.m p.m am pm hrs hr mins yrs yr wks wk mths jan feb mar apr jun jul aug sep sept oct nov
    dec mon tue tues wed weds thu thur thurs fri sat sun rd ave ln ct gdns no nos ltd co govt asst
    mgr m.g.m p.g.m d.o.b dob n.b nb
    """.split()
)
"""Abbreviations after which it ends only before a capital letter."""

MAX_QUOTE = 400
"""Longest quotation, in characters, that is kept whole across its stops."""
MAX_BRACKET = 160
"""Longest bracketed aside, in characters, that is kept whole."""

_BULLET = re.compile(r"\s*(?:[-*•●▪◦‣–—·]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\[[ xX]?\])\s+")
_TURN = re.compile(r"\s*[A-Z][\w'’/ -]{0,24}:(?:\s|$)")
_STOP = re.compile(r"(?:\.{2,}|…|[.!?]+)[\"”’')\]]*")
_GLUED = re.compile(r"(?<=[a-z]{2})[.!?](?=[A-Z][a-z])")
_LAST_WORD = re.compile(r"[\w./'’&]+$")
_OPEN_END = re.compile(
    r"(?:[,(\"“‘]|\b(?:and|but|or|the|a|an|of|to|with|that|her|his|their|for|in|on|at))$"
)
_QUOTED = re.compile(
    rf"\"[^\"\n]{{1,{MAX_QUOTE}}}\"|“[^”\n]{{1,{MAX_QUOTE}}}”"
    rf"|(?<!\w)‘[^‘\n]{{1,{MAX_QUOTE}}}?[\w.,!?…]’(?!\w)"
    r"|(?<!\w)'(?=[\w…])[^'\n]*(?:\w'\w[^'\n]*)*[\w.,!?…]'(?!\w)"
)
_BRACKETED = re.compile(rf"\([^()\n]{{1,{MAX_BRACKET}}}\)")


def split(text: str) -> list[Span]:
    """Cut a text into sentences that tile it.

    A heading, a bullet and a speaker's turn each start a sentence of their own; a long table cell
    does too. Blank space belongs to the sentence before it (at the very beginning, to the first).

    Args:
        text: any text, line ends as `\\n`.

    Returns:
        Spans in order without gap or overlap from 0 to `len(text)`; empty for blank text.
    """
    starts = [start for start in _starts(text) if text[start:].strip()]
    if not starts:
        return []
    starts = sorted(set(starts))
    starts[0] = 0
    return [Span(a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _starts(text: str) -> Iterator[int]:
    for block in _blocks(text):
        if "|" in text[block.start : block.end]:
            for cell in _cells(text, block):
                yield from _sentence_starts(text, cell)
        else:
            yield from _sentence_starts(text, block)


def _blocks(text: str) -> Iterator[Span]:
    """Runs of lines that read on: mostly one line, or the lines of a hard-wrapped paragraph."""
    start, end = None, 0
    for line in _lines(text):
        words = text[line.start : line.end]
        if not words.strip():
            if start is not None:
                yield Span(start, end)
            start = None
            continue
        if start is not None and not _reads_on(text[start:end], words):
            yield Span(start, end)
            start = None
        if start is None:
            start = line.start + len(words) - len(words.lstrip())
        end = line.start + len(words.rstrip())
    if start is not None:
        yield Span(start, end)


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        yield Span(at, at + len(line))
        at += len(line) + 1


def _reads_on(before: str, line: str) -> bool:
    """Whether a line goes on from the lines before it rather than starting anew."""
    if _BULLET.match(line) or _TURN.match(line) or "|" in line or "|" in before:
        return False
    last = before.rsplit("\n", 1)[-1].rstrip()
    if last.endswith((".", "!", "?", ":", "…", '."', '?"', ".”")):
        # A wrapped paragraph: full lines, whose stop happens to fall at the margin.
        return len(last) >= 60 and len(line.strip()) > 0 and _wrapped(before)
    if _BULLET.match(before) and line.startswith(("  ", "\t")):
        return True
    first = line.lstrip()[0]
    if _OPEN_END.search(last):
        return True
    if len(last) < 50:
        return False
    return first.islower() or _wrapped(before) or (first.isupper() and _mid_name(last))


def _wrapped(before: str) -> bool:
    """Whether the lines so far have the even right edge of hard-wrapped text."""
    lines = [line.rstrip() for line in before.split("\n")]
    return len(lines) > 1 and min(len(line) for line in lines) >= 55


def _mid_name(last: str) -> bool:
    return bool(re.search(r"\b(?:[A-Z]\.|Mr|Mrs|Ms|Dr|St)$", last))


def _cells(text: str, block: Span) -> Iterator[Span]:
    """Table cells: each long one by itself, short ones with what stands before them."""
    start, at = block.start, block.start
    for cell in text[block.start : block.end].split("|"):
        if len(cell.split()) >= 5 and _long_before(text[start:at]):
            yield Span(start, at)
            start = at
        at += len(cell) + 1
    yield Span(start, block.end)


def _long_before(run: str) -> bool:
    return any(len(cell.split()) >= 5 for cell in run.split("|"))


def _sentence_starts(text: str, block: Span) -> Iterator[int]:
    run = text[block.start : block.end]
    bullet = _BULLET.match(run)
    first = bullet.end() if bullet else 0
    yield block.start
    held = [m.span() for m in _QUOTED.finditer(run)] + [m.span() for m in _BRACKETED.finditer(run)]
    begin = first
    for stop in sorted({(m.start(), m.end()) for m in _STOP.finditer(run, first)}):
        if _is_end(run, begin, *stop, held):
            begin = _next_word(run, stop[1])
            yield block.start + begin
    for glued in _GLUED.finditer(run, first):
        if not _inside(held, glued.start()) and not _address(run, glued.start()):
            yield block.start + glued.end()


def _is_end(run: str, begin: int, start: int, end: int, held: list[tuple[int, int]]) -> bool:
    after = _next_word(run, end)
    if after >= len(run) or after == end or _inside(held, start, end):
        return False
    following = run[after]
    stop = run[start:end]
    if stop[0] in "!?":
        return not (following.islower() and stop[-1] in "\"”’')]")
    if stop.startswith(("..", "…")):
        return not following.islower()
    if stop[-1] in "\"”’')]" and following.islower():
        return False
    return not _abbreviated(run[begin:start], following)


def _abbreviated(before: str, following: str) -> bool:
    found = _LAST_WORD.search(before)
    if not found:
        return False
    word = found.group().lower().lstrip("'’")
    alone = not before[: found.start()].strip()
    if word in ABBREVIATIONS_NEVER or (alone and (word.isdigit() or len(word) == 1)):
        return True
    if re.fullmatch(r"[A-Z]", found.group()) and following.isupper():
        return True
    if re.fullmatch(r"(?:[a-z]\.)+[a-z]", word) and word not in ABBREVIATIONS_MAYBE:
        return not following.isupper()
    return word in ABBREVIATIONS_MAYBE and (following.islower() or following.isdigit())


def _next_word(run: str, at: int) -> int:
    while at < len(run) and run[at].isspace():
        at += 1
    return at


def _inside(held: list[tuple[int, int]], start: int, end: int | None = None) -> bool:
    """Whether a stop falls within a quotation or aside that goes on after it."""
    last = start if end is None else end
    return any(a < start and last < b for a, b in held)


def _address(run: str, at: int) -> bool:
    """Whether a stop without a space belongs to an e-mail or web address."""
    word_start = run.rfind(" ", 0, at) + 1
    word_end = run.find(" ", at)
    word = run[word_start : word_end if word_end >= 0 else len(run)]
    return "@" in word or word.lower().startswith(("www.", "http"))
