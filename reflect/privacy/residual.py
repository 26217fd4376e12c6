"""What only a person can judge: rare circumstances, quotations, small numbers, names that may be missed.

The ICO's tests are singling out, linking and inference (anonymisation guidance, 2025): a text without one
name can still be about one family only. These are prompts to a person and change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import yaml

from reflect.identifiers import Found
from reflect.records import Residual
from reflect.resources import data_path

QUOTED_WORDS = 4
"""A quotation of this many words or more may be recognised by whoever said it."""
_QUOTE = re.compile(
    r"“[^”\n]{8,400}”|\"[^\"\n]{8,400}\"|‘[^’\n]{8,300}’(?!\w)|(?<!\w)'[^\n]{8,300}?'(?!\w)"
)
_QUOTATION = "the words of one person may be recognised by whoever heard them"
_MAYBE = "this may be a name; it was left as it stands"
_QUASI = "a rare circumstance may single the family out"


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    path = data_path("corpora", "rules", "residual.yaml")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["residual"]
    return tuple((re.compile(row["pattern"], re.I), row["why"]) for row in rows)


def find(
    text: str,
    replaced: Sequence[Found],
    *,
    rare: Iterable[tuple[int, int]] = (),
    maybe: Iterable[tuple[int, int]] = (),
) -> tuple[Residual, ...]:
    """List what is left for a person to judge.

    Args:
        text: the original note.
        replaced: what is being replaced; runs inside are not listed again.
        rare: runs that the model takes for a singling circumstance.
        maybe: runs that the model half takes for a name.

    Returns:
        Runs of the original text in order, each with its reason; where two rules meet, the first.
    """
    listed = [
        Residual(*match.span(), why)
        for pattern, why in _rules()
        for match in pattern.finditer(text)
    ]
    listed += [Residual(a, b, _QUASI) for a, b in rare]
    listed += [
        Residual(*match.span(), _QUOTATION)
        for match in _QUOTE.finditer(text)
        if len(match.group().split()) >= QUOTED_WORDS
    ]
    listed += [Residual(a, b, _MAYBE) for a, b in maybe]
    kept: list[Residual] = []
    for each in listed:
        if any(f.start <= each.start and each.end <= f.end for f in replaced):
            continue
        if not any(k.start < each.end and each.start < k.end and k.why == each.why for k in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda r: (r.start, r.end, r.why)))
