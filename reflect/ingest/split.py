"""Several notes in one file: where one ends and the next begins.

The rule, the first that finds two parts or more:

1. A line of nothing but three or more `=`, `-` or `*`, or a page break that the writer put in
   (a form feed), stands between parts. The line, or the form feed, belongs to neither.
2. A part begins at each line of one kind of head, where that kind comes twice or more:
   "Note 3" (also Entry, Visit, Contact, Session, Record and a number); else "Date: …" (with the
   lines of `Label: value` right above it, where a blank line or nothing stands before those);
   else a short line that begins with a date and does not end as a sentence does,
   "12/06/2024 14:30 Home visit"; else `# …`, `## …` or `### …`, the highest that repeats.
   What stands before the first head is a part of its own.
3. In a PDF, each page.

Parts of white space alone are dropped. No part is trimmed.
"""

from __future__ import annotations

import itertools
import re

_RULE = re.compile(r"^[ \t]*(?:={3,}|-{3,}|\*{3,})[ \t]*(?:\n|\Z)|\f", re.MULTILINE)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\s\d{{4}})"
)
_DAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?[ \t]+)?"
_NUMBERED = re.compile(
    r"^[ \t]*(?:#{1,3}[ \t]+|\*\*)?(?:Case[ \t]+)?(?:Note|Entry|Visit|Contact|Session|Record)"
    r"[ \t]+(?:No\.?[ \t]*)?#?\d{1,4}\b[ \t]*(?:\*\*|[:(,|–—-][^\n]{0,60})?(?<![.!?;])$",
    re.MULTILINE | re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^[ \t]*(?:\*\*)?Date(?:[ \t]+(?:and[ \t]+time|of[ \t]+\w+))?(?:\*\*)?[ \t]*:[^\n]*\d[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_DATED = re.compile(
    rf"^[ \t]*(?:#{{1,3}}[ \t]+|\*\*)?{_DAY}{_DATE}\b(?=[^\n]{{0,60}}$)[^\n]*(?<![.!?,;])$",
    re.MULTILINE | re.IGNORECASE,
)
_HEADINGS = tuple(re.compile(rf"^#{{{n}}}[ \t]+\S[^\n]*$", re.MULTILINE) for n in (1, 2, 3))
_LABELS = 12  # lines of labels above a date, at most
_LABEL = re.compile(r"[ \t]*(?:\*\*)?[A-Z][\w '/-]{0,30}(?:\*\*)?:[ \t]*\S")


def split_text(text: str, pages: tuple[int, ...] = ()) -> list[str]:
    r"""Cut a file's text into its notes, by the rule above.

    Args:
        text: the whole text, with `\f` at page breaks that the writer put in.
        pages: offsets at which pages begin, in a format whose page ends mean nothing.

    Returns:
        The parts in order; one part, the whole text, where nothing divides it.
    """
    ruled = _between(text)
    if len(ruled) > 1:
        return ruled
    for head in (_NUMBERED, _LABELLED, _DATED, *_HEADINGS):
        starts = [found.start() for found in head.finditer(text)]
        if head is _LABELLED:
            starts = [_with_labels(text, start) for start in starts]
        if len(set(starts)) > 1:
            return _at(text, starts)
    paged = _at(text, list(pages))
    return paged if len(paged) > 1 else [text]


def _between(text: str) -> list[str]:
    parts, start = [], 0
    for rule in _RULE.finditer(text):
        parts.append(text[start : rule.start()])
        start = rule.end()
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def _at(text: str, starts: list[int]) -> list[str]:
    bounds = sorted({0, *starts, len(text)})
    parts = [text[a:b] for a, b in itertools.pairwise(bounds)]
    return [part for part in parts if part.strip()]


def _with_labels(text: str, start: int) -> int:
    """Where the block of `Label: value` lines that ends at `start` begins, if it stands alone."""
    at = start
    for _ in range(_LABELS):
        if not at:
            break
        above = text.rfind("\n", 0, at - 1) + 1
        if not _LABEL.match(text, above, at - 1):
            break
        at = above
    alone = at == 0 or not text[text.rfind("\n", 0, at - 1) + 1 : at].strip()
    return at if alone else start
