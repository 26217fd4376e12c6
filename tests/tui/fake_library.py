"""A workspace's library in memory."""

from __future__ import annotations

from dataclasses import replace

import invented_notes as invented

from reflect.records import Discussion
from reflect.retrieve import Theme


class FakeLibrary:
    """Bundled discussions, unless it is empty, and those released or waiting."""

    def __init__(self, *, empty: bool = False) -> None:
        self._bare = empty
        self.released: list[Discussion] = []
        self.held_back: list[Discussion] = []

    def _called(self, name: str, *, slow: bool = False) -> None:
        raise NotImplementedError

    def discussion(self, discussion_id: str) -> Discussion:
        return next(one for one in self.discussions() if one.id == discussion_id)

    def library_counts(self) -> tuple[int, int]:
        return len(self.discussions()), len(self.waiting())

    def waiting(self) -> list[Discussion]:
        return self.held_back

    def dilemma(self, discussion_id: str, words: str) -> None:
        for heap in (self.held_back, self.released):
            heap[:] = [
                replace(one, title=words) if one.id == discussion_id else one for one in heap
            ]

    def codes_held(self) -> dict[str, frozenset[str]]:
        self._called("codes held", slow=True)
        first, *rest = (one.id for one in self.discussions())
        return {first: frozenset({"language.hope"}), **{one: frozenset() for one in rest}}

    def themes(self) -> list[Theme]:
        self._called("themes", slow=True)
        ids = [one.id for one in self.discussions()]
        return [Theme(("stairs", "quiet"), tuple(ids[:2])), Theme(("letters",), tuple(ids[2:]))]

    def release(self, discussion_id: str) -> None:
        one = next(one for one in self.held_back if one.id == discussion_id)
        self.held_back.remove(one)
        self.released.append(one)

    def discussions(self) -> list[Discussion]:
        if self._bare:
            return []
        bundled = [Discussion(i, text, title, "bundled") for i, title, text in invented.DISCUSSIONS]
        return bundled + self.released
