"""The passages that only a person can judge, in a list that follows the walk."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reflect.records import Anonymised, Span

from ..gate import Stop, words_of
from ..layout import cells, clip
from ..words import quoted
from .rows import Row, Rows, Words


class JudgeRows(Rows, can_focus=False, inherit_bindings=False):
    """Never has the keys: the walk moves its marker, and a click takes a passage up."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, eager=True)

    def show(
        self, clean: Anonymised, stops: Sequence[Stop], at: int, seen: Collection[Span]
    ) -> None:
        """Show what is for a person to judge.

        Args:
            clean: the note with its replacements.
            stops: the whole walk.
            at: the stop in hand; the marker is drawn only when it is one of these.
            seen: the runs that were looked at.
        """
        first = len(clean.replacements)
        width = max(20, self.size.width - 6)
        rows = [
            _row(str(index), words_of(clean, stop.span), stop.why, stop.span in seen, width)
            for index, stop in enumerate(stops)
            if stop.made is None
        ]
        self._marker = "▸" if at >= first and rows else " "
        nothing = Row("none", (Words("nothing was found for you to judge", "quiet"),), False)
        self.fill(rows or [nothing], key=str(max(at, first)))


def _row(key: str, words: str, why: str, seen: bool, width: int) -> Row:
    room = width - min(cells(why), width // 2) - 6
    said = quoted(clip(words, max(8, room)))
    sign = "✓" if seen else "?"
    return Row(key, (Words(said, "", sign, "key", right=clip(why, width // 2), wrap=False),))
