"""Many finders, one list: the stated rule.

1. What two finders both see belongs together: runs that overlap become one run, from the first start to
   the last end, so that nothing which any finder saw is left standing.
2. The kind is that of the surest finder: the roster before a grammar, a grammar before the model; among
   equals the longer run.
   A grammar's run twice as long as the roster's (a name inside an e-mail address) gives the kind.
3. A number inside an address, a postcode at its end, a date inside a reference: the longer takes all.
"""

from __future__ import annotations

from collections.abc import Iterable

from reflect.identifiers import Found

_RANK = {"list": 2, "rule": 1, "model": 0}


def merge(found: Iterable[Found]) -> list[Found]:
    """Merge what the finders saw into runs that do not overlap, in the order of the text."""
    groups: list[list[Found]] = []
    end = -1
    for each in sorted(set(found), key=lambda f: (f.start, -f.end, f.kind, f.how, -f.score, f.who)):
        if each.start < end:
            groups[-1].append(each)
        else:
            groups.append([each])
        end = max(end, each.end)
    return [_one(group) for group in groups]


def _one(group: list[Found]) -> Found:
    first, last = min(f.start for f in group), max(f.end for f in group)
    best = max(group, key=_strength)
    widest = max(group, key=lambda f: (f.end - f.start, _strength(f)))
    wider = widest.end - widest.start >= 2 * (best.end - best.start)
    if wider and (best.how != "list" or widest.how == "rule"):  # a name inside an e-mail address
        best = widest
    who = best.who or next((f.who for f in group if f.who), "")
    role = best.role or next((f.role for f in group if f.role), "")
    return Found(first, last, best.kind, max(f.score for f in group), best.how, who, role)


def _strength(found: Found) -> tuple[int, float, int]:
    return (_RANK[found.how], found.score, found.end - found.start)
