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
    viz ref tel ext para pp fig incl excl inc max min reg re c/o
    """.split()
)
"""Abbreviations after which a sentence never ends."""
ABBREVIATIONS_MAYBE = frozenset(
    """
    etc a.m p.m am pm hrs hr mins yrs yr wks wk mths jan feb mar apr jun jul aug sep sept oct nov
    dec rd ave ln ct gdns no nos ltd co govt asst mgr m.g.m p.g.m d.o.b dob n.b nb approx appt dept
    temp
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
_GLUED = re.compile(r"(?<=[A-Za-z\d][a-z\d])[.!?](?=[A-Z][a-z' ])")
_ENTRY = re.compile(r"\s*(?:\d{1,2}[:.]\d\d|\d{1,2}[./]\d{1,2}[./ ])")
_LAST_WORD = re.compile(r"[\w./'’&]+$")
_OPEN_END = re.compile(
    r"(?:[,(\"“‘]|\b(?:and|but|or|the|a|an|of|to|with|that|her|his|their|for|in|on|at))$"
)
_QUOTED = re.compile(
    rf"\"[^\"]{{1,{MAX_QUOTE}}}\"|“[^”]{{1,{MAX_QUOTE}}}”"
    rf"|(?<!\w)‘[^‘]{{1,{MAX_QUOTE}}}?[\w.,!?…]’(?!\w)"
    r"|(?<!\w)'(?=[\w…])[^']*(?:\w'\w[^']*)*[\w.,!?…]'(?!\w)"
)
_BRACKETED = re.compile(rf"\([^()]{{1,{MAX_BRACKET}}}\)")


def split(text: str) -> list[Span]:
    """Cut a text into sentences that tile it.

    A heading, a bullet and a speaker's turn each start a sentence of their own; a long table cell
    does too. Blank space belongs to the sentence before it (at the very beginning, to the first).

    Args:
        text: any text, line ends as `\\n`.

    Returns:
        Spans in order without gap or overlap from 0 to `len(text)`; empty for blank text.
    """
    written = len(text.rstrip())
    starts = sorted({start for start in _starts(text) if start < written})
    if not starts:
        return []
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
    for paragraph in _paragraphs(text):
        runs = [text[line.start : line.end] for line in paragraph]
        if _hard_wrapped(runs):
            yield Span(paragraph[0].start, paragraph[-1].end)
            continue
        start = 0
        for i in range(1, len(paragraph) + 1):
            if i == len(paragraph) or not _reads_on(runs[start], runs[i - 1], runs[i]):
                yield Span(paragraph[start].start, paragraph[i - 1].end)
                start = i


def _paragraphs(text: str) -> Iterator[list[Span]]:
    """Lines that follow one another without a blank one, each without its outer white space."""
    paragraph: list[Span] = []
    for line in _lines(text):
        words = text[line.start : line.end]
        if words.strip():
            start = line.start + len(words) - len(words.lstrip())
            paragraph.append(Span(start, line.start + len(words.rstrip())))
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _hard_wrapped(lines: list[str]) -> bool:
    """Whether a paragraph has the even right edge that an e-mail client leaves."""
    full = [len(line) for line in lines[:-1]]
    if not full or min(full) < 55 or max(full) > 100 or max(full) - min(full) > 20:
        return False
    if any(_BULLET.match(line) or _TURN.match(line) or "|" in line for line in lines[1:]):
        return False
    if 3 * sum(bool(_ENTRY.match(line)) for line in lines[1:]) > len(lines):
        return False
    if len(lines) > 2:
        return True
    # Two lines tell little: the first must break off, in prose that has capitals at all.
    return lines[0][0].isupper() and not _STOP.search(lines[0][-2:]) and lines[1][0].islower()


def _starts_anew(line: str) -> bool:
    return bool(_BULLET.match(line) or _TURN.match(line) or _ENTRY.match(line)) or "|" in line


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        yield Span(at, at + len(line))
        at += len(line) + 1


def _reads_on(first: str, last: str, line: str) -> bool:
    """Whether a line goes on from those before it rather than starting anew.

    Args:
        first, last: the first and the last of the lines before it.
        line: the line.
    """
    if _starts_anew(line) or "|" in last:
        return False
    if last.endswith((".", "!", "?", ":", "…", '."', '?"', ".”")):
        return False
    if _BULLET.match(first) and len(last) >= 55 and line[0].islower():
        return True
    return bool(_OPEN_END.search(last)) and len(last) >= 30


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
    stops = {(m.start(), m.end()) for m in _STOP.finditer(run, first)}
    stops |= {(m.start(), m.end()) for m in _GLUED.finditer(run, first)}
    begin = first
    for start, end in sorted(stops):
        if _is_end(run, begin, start, end, held):
            begin = _next_word(run, end)
            yield block.start + begin


def _is_end(run: str, begin: int, start: int, end: int, held: list[tuple[int, int]]) -> bool:
    after = _next_word(run, end)
    if after >= len(run) or _inside(held, start, end):
        return False
    if after == end:  # no space after the stop
        return bool(_GLUED.match(run, start)) and not _address(run, start)
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
    if word == "st" and re.search(r"[A-Z][\w'’]+ $", before[: found.start()]):
        return following.islower()  # "on Canal St." may end; "St. Mary's" does not
    if word in ABBREVIATIONS_NEVER or (alone and word.isdigit()):
        return True
    if len(word) == 1 and word.isalpha() and word != "i":
        return True  # an initial: "J. Smith", "A. has a cough", "p. 4"
    if re.fullmatch(r"(?:[a-z]\.)+[a-z]", word) and word not in ABBREVIATIONS_MAYBE:
        return not following.isupper()
    return word in ABBREVIATIONS_MAYBE and not (following.isupper() or following in "\"“‘'(")


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
