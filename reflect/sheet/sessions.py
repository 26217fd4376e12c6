"""What a group session leaves: the entry for the child's file, and the private reflection.

They stay apart: a blank goes to one or to the other, and roles only ever to the private one. Both
hold what people typed, under headings; nothing is composed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reflect.codebook import Blank, Format, FormatPage
from reflect.sheet.pages import Line, Page, Section

ENTRY_FOOT = "The group’s own words; reflect added none. For its writer to read and amend."
PRIVATE_FOOT = "Private to its writer until they share it. Not for the child’s file."
_NAME = re.compile(r"[^\W\d_][\w’'-]+")
_APART = re.compile(r"[,;/&+()\n]|\band\b")


def entry(title: str, way: Format, words: Mapping[str, str]) -> Page:
    """The entry for the child's file: only what its format says goes there.

    Args:
        title: the session's title.
        way: the way of meeting.
        words: what was typed, by item.
    """
    about = f"{way.label}: entry for the child’s file."
    return Page(title, about, tuple(_sections(way, words, "file")), ENTRY_FOOT)


def private_page(title: str, way: Format, words: Mapping[str, str]) -> Page:
    """The private reflection: roles, what rang and for whom, feelings, learning.

    Args:
        title: the session's title.
        way: the way of meeting.
        words: what was typed, by item.
    """
    held = tuple(
        Line(f"{role.label}: {' '.join(who.split())}")
        for role in way.roles
        if (who := words.get(f"roles.{role.id}", "")).strip()
    )
    roles = [Section("Who held which role", held)] if held else []
    sections = (*roles, *_sections(way, words, "private"))
    return Page(title, f"{way.label}: private reflection.", sections, PRIVATE_FOOT)


def cards_of(page: FormatPage, words: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """The cards of a page in order, by number: what is written in each, by field.

    Args:
        page: a page of cards.
        words: what was typed, by item.
    """
    cards: dict[int, dict[str, str]] = {}
    for item, text in words.items():
        name, _, rest = item.partition(".")
        number, _, field = rest.partition(".")
        if name == page.id and number.isascii() and number.isdigit() and text:
            cards.setdefault(int(number), {})[field] = text
    return dict(sorted(cards.items()))


def named_in(way: Format, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names of the roles page that stand in what goes to the child's file: (name, where).

    Where a name belongs, such as who will do something, it is not looked for.

    Args:
        way: the way of meeting.
        words: what was typed, by item.
    """
    held = (words.get(f"roles.{role.id}", "") for role in way.roles)
    names = dict.fromkeys(
        name for who in held for part in _APART.split(who) for name in _NAME.findall(part)
    )
    found = []
    for field, text in _of(way, words, "file"):
        if not field.named:
            found += [(name, field.label) for name in names if _says(text, name)]
    return list(dict.fromkeys(found))


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _of(way: Format, words: Mapping[str, str], goes: str) -> Iterator[tuple[Blank, str]]:
    for page in way.pages:
        for field in page.fields:
            if field.goes != goes:
                continue
            if page.kind == "cards":
                for card in cards_of(page, words).values():
                    yield field, card.get(field.id, "")
            else:
                yield field, words.get(f"{page.id}.{field.id}", "")


def _sections(way: Format, words: Mapping[str, str], goes: str) -> Iterator[Section]:
    for page in way.pages:
        fields = [field for field in page.fields if field.goes == goes]
        if page.kind == "cards" and fields:
            lines = tuple(_cards(fields, cards_of(page, words).values()))
            if lines:
                yield Section(page.heading or page.label, lines)
        elif page.kind == "words":
            for field in fields:
                rows = _rows(words.get(f"{page.id}.{field.id}", ""))
                if rows:
                    yield Section(field.heading or field.label, tuple(map(Line, rows)))


def _cards(fields: Sequence[Blank], cards: Iterable[Mapping[str, str]]) -> Iterator[Line]:
    """The cards one after another, numbered when there are several."""
    filled = [[(field, rows) for field in fields if (rows := _rows(card.get(field.id, "")))]
              for card in cards]  # fmt: skip
    filled = [card for card in filled if card]
    for number, card in enumerate(filled, 1):
        sign = f"{number}. " if len(filled) > 1 else ""
        for field, (begin, *more) in card:
            label = "" if field is fields[0] else f"{field.label}: "
            yield Line(sign + label + begin)
            yield from map(Line, more)
            sign = ""


def _rows(text: str) -> list[str]:
    return [" ".join(row.split()) for row in text.splitlines() if row.strip()]
