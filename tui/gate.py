"""The release gate as the screen walks it: pure values, worked out once per change."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from reflect.records import Anonymised, Discussion, Note, Replacement, Span, sureness

from .layout import clip
from .words import count, quoted

_KIND_WORDS = {
    "PERSON": "a name", "ADDRESS": "an address", "POSTCODE": "a postcode", "PLACE": "a place",
    "ORG": "an organisation", "DATE": "a date", "PHONE": "a telephone number",
    "EMAIL": "an e-mail address", "HANDLE": "a user name", "ID": "a number that identifies",
}  # fmt: skip
_NOT_PEOPLE = {"place": "PLACE", "school": "ORG", "organisation": "ORG", "address": "ADDRESS"}
_ROOM = 24
_WORD = re.compile(r"\w+")


Status = Literal["released", "waiting", "withdrawn"]
"""Where a discussion is once a person has let it through the gate."""


class Gate(Protocol):
    """The workspace's release gate of one note, as far as the screen needs it."""

    @property
    def note(self) -> Note:
        """The note."""
        ...

    @property
    def clean(self) -> Anonymised:
        """The note with its replacements as they now stand."""
        ...

    @property
    def waits(self) -> bool:
        """Whether a second person has to release what goes through here."""
        ...

    def also(self, text: str, kind: str = "PERSON", role: str = "") -> int:
        """Say that some words are an identifier too."""
        ...

    def same(self, text: str, other: str) -> None:
        """Say that two names are one person."""
        ...

    def keep(self, text: str) -> None:
        """Say that a replaced run identifies nobody."""
        ...

    @property
    def looked(self) -> set[Span]:
        """The runs that a person has had in hand, now or on another day."""
        ...

    def look(self, span: Span) -> None:
        """Keep that a person has had a run in hand."""
        ...

    def undo(self) -> bool:
        """Take the last correction back; False where there is none."""
        ...

    def release(self, title: str = "") -> Discussion:
        """Let the de-identified text into the library."""
        ...


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the walk stops: a replacement, or a passage that only a person can judge.

    Attributes:
        span: its run of the original.
        made: the replacement; None for a passage to judge.
        why: why a person should judge it.
    """

    span: Span
    made: Replacement | None = None
    why: str = ""

    @property
    def place(self) -> tuple[bool, int, int]:
        """Its place in the walk: replacements in order, then what is to be judged."""
        return (self.made is None, self.span.start, self.span.end)


def stops_of(clean: Anonymised) -> list[Stop]:
    """The whole walk, in its order."""
    made = [Stop(Span(each.start, each.end), each) for each in clean.replacements]
    return made + [Stop(Span(each.start, each.end), None, each.why) for each in clean.residual]


def stop_after(stops: Sequence[Stop], place: tuple[bool, int, int]) -> int:
    """The index of the stop at a place in the walk, or the next one; the last when there is none."""
    ahead = (index for index, stop in enumerate(stops) if stop.place >= place)
    return next(ahead, max(0, len(stops) - 1))


def stop_at_offset(
    clean: Anonymised, stops: Sequence[Stop], offset: int, *, twin: bool = False
) -> int | None:
    """The index of the shortest stop that holds an offset of the original, or of its twin."""
    spans = [beside(clean, stop.span) if twin else stop.span for stop in stops]
    over = [at for at, span in enumerate(spans) if span.start <= offset < span.end]
    return min(over, key=lambda at: spans[at].end - spans[at].start, default=None)


def beside(clean: Anonymised, span: Span) -> Span:
    """A run of the original as it lies in the de-identified text."""
    return Span(clean.moved(span.start), clean.moved(span.end))


def words_of(clean: Anonymised, span: Span) -> str:
    """The original's words of a run, on one line."""
    return " ".join(clean.note.text[span.start : span.end].split())


def in_hand(clean: Anonymised, stops: Sequence[Stop], at: int) -> str:
    """One line on the stop in hand: which it is, and what is done there or why it is asked."""
    if not stops:
        return "nothing was replaced, and nothing found for you to judge"
    stop, made = stops[at], len(clean.replacements)
    if stop.made is None:
        return f"to judge {at - made + 1} of {len(stops) - made}: {stop.why}"
    was, now = clip(words_of(clean, stop.span), _ROOM), clip(stop.made.surrogate, _ROOM)
    kind = _KIND_WORDS.get(stop.made.kind, "")
    sure = "from your list" if stop.made.how == "list" else sureness(stop.made.score)
    return f"{at + 1} of {made}: {quoted(was)} becomes {quoted(now)} ({kind}, {sure})"


def kind_and_role(who: str) -> tuple[str, str]:
    """What a person typed for "who it is" as the gate takes it: a kind, and a role for a person."""
    said = " ".join(who.split())
    kind = _NOT_PEOPLE.get(said.casefold(), "PERSON")
    return kind, said if kind == "PERSON" else ""


def shared_word(words: str, who: str) -> str:
    """A word that stands in both lines, as when a name is typed for who it is; empty if none."""
    taken = {word.casefold() for word in _WORD.findall(words)}
    return next((word for word in _WORD.findall(who) if word.casefold() in taken), "")


def said_also(words: str, before: Anonymised, after: Anonymised) -> str:
    """How many places changed when some words joined the names."""
    old, new = _surrogates(before), _surrogates(after)
    more = len(new.keys() - old.keys())
    other = [run for run in new.keys() & old.keys() if old[run] != new[run]]
    mine = sum(bool(shared_word(words, before.note.text[a:b])) for a, b in other)
    parts = [f"{count(more, 'more place')} replaced"] if more else []
    parts += [f"{count(mine, 'place')} given other words"] if mine else []
    name = quoted(clip(words, _ROOM))
    if parts:
        return f"{name} is a name too: {', '.join(parts + _to_fit(len(other) - mine))}"
    here = " ".join(words.split()).casefold() in " ".join(before.note.text.split()).casefold()
    why = "it was replaced already" if here else "it is not in the note as you typed it"
    return f"{name} changed nothing: {', '.join([why, *_to_fit(len(other))])}"


def others_of(clean: Anonymised, stop: Stop) -> list[tuple[str, str]]:
    """The other people of a note: each one's surrogate, and the longest name that it stands for."""
    longest: dict[str, str] = {}
    for each in clean.replacements:
        if each.kind == "PERSON" and stop.made and each.surrogate != stop.made.surrogate:
            name = words_of(clean, Span(each.start, each.end))
            longest[each.surrogate] = max(name, longest.get(each.surrogate, ""), key=len)
    return sorted(longest.items())


def said_same(words: str, before: Anonymised, after: Anonymised) -> str:
    """How many places changed when two names became one person's."""
    old, new = _surrogates(before), _surrogates(after)
    other = sum(old.get(run) != surrogate for run, surrogate in new.items())
    return (
        f"{quoted(clip(words, _ROOM))} is one person now: {count(other, 'place')} given other words"
    )


def said_keep(words: str, before: Anonymised, after: Anonymised) -> str:
    """How many places stay as written when some words name nobody."""
    old, new = _surrogates(before), _surrogates(after)
    fewer = len(old.keys() - new.keys())
    other = sum(old[run] != new[run] for run in new.keys() & old.keys())
    name = quoted(clip(words, _ROOM))
    if not fewer:
        return f"{name}: nothing changed, it belongs to a name you gave"
    said = f"{name} stays as written in {count(fewer, 'place')}"
    return " · ".join([said, "f takes it back", *_to_fit(other)])


def _surrogates(clean: Anonymised) -> dict[tuple[int, int], str]:
    return {(each.start, each.end): each.surrogate for each in clean.replacements}


def _to_fit(other: int) -> list[str]:
    return [f"{count(other, 'other')} reworded to fit"] if other else []


def not_looked_at(stops: Sequence[Stop], seen: Collection[Span]) -> str:
    """How many passages were not looked at, in words."""
    parts = []
    for judged, one in ((True, "passage for you to judge"), (False, "replacement")):
        kind = [stop for stop in stops if (stop.made is None) is judged]
        left = sum(stop.span not in seen for stop in kind)
        many = "passages for you to judge" if judged else "replacements"
        if left:
            parts.append(f"{left} of {count(len(kind), one, many)}")
    if not parts:
        return "Every passage here has been looked at."
    return f"Not looked at yet: {' and '.join(parts)}."


def names_in(title: str, clean: Anonymised) -> list[str]:
    """Words of a title that the note had replaced: they would bring back what was taken out."""
    kept = {word.casefold() for word in _WORD.findall(clean.text)}
    taken = {
        word.casefold()
        for each in clean.replacements
        if each.kind != "DATE"
        for word in _WORD.findall(clean.note.text[each.start : each.end])
    }
    return [word for word in _WORD.findall(title) if word.casefold() in taken - kept]
