"""Turns any text into a query that the word index cannot misread."""

from __future__ import annotations

import re

from reflect.store.session import whole

WORDS_AT_MOST = 64
"""Words of a text that are searched; whoever asks with a long one had better choose them."""
# Words that nearly every discussion holds tell none apart, and cost the most to look up.
_COMMON = frozenset(
    "a about after all also am an and any are as at be because been before being but by can could "
    "did do does for from get got had has have he her him his how i if in into is it its just me "
    "more my no not now of on or our out over said she so some than that the their them then there "
    "they this to up us was we were what when where which who why will with would you your".split()
)
_WORD = re.compile(r"[^\W_]+")


def any_of(text: str) -> str:
    """An FTS5 query for discussions that hold any telling word of a text, `""` when it has none.

    Every word is in quotes, where FTS5 reads nothing as an operator.
    """
    found = dict.fromkeys(word.lower() for word in _WORD.findall(whole(text)))
    telling = [word for word in found if word not in _COMMON and len(word) > 1]
    return " OR ".join(f'"{word}"' for word in (telling or list(found))[:WORDS_AT_MOST])
