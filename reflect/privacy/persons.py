"""Which mentions are one person: "Tyler Okoro", "Ty", "T", "tylers" and "Mr Okoro" sorted out.

The fullest names come first; a shorter form joins the one person that it fits, the nearest one before it
where it fits several. What fits nobody is somebody new, so that two people never share a surrogate.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from reflect.identifiers import Found
from reflect.privacy.roles import label_for, load_roles, role_of
from reflect.privacy.roster import Known, one_apart

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(
    r"\b(?P<title>mr|mrs|ms|miss|mx|dr|pc|dc|sgt|rev|pastor|imam|sister|father)\.?\s*$", re.I
)
_TITLES = frozenset("mr mrs ms miss mx dr pc dc sgt rev pastor imam".split())
_FAMILY_AFTER = re.compile(
    r"\s*(?:family|household|children|siblings|kids|boys|girls|brothers|sisters|case)\b", re.I
)
_ALIAS = re.compile(
    r"\s*(?:[(\"“'‘\[]+\s*)?(?:(?:also )?known as|aka|a\.k\.a\.?|was|now|née|nee|goes by|prefers|likes|"
    r"called|call me|pka|formerly)?:?\s*[\"“'‘]?\s*"
)
_ALIAS_END = re.compile(r"[)\"”'’\]]")
_SURNAME_AFTER = re.compile(r"[)\"”'’\]] ?")
_FAMILY_BEFORE = re.compile(r"\b(?:the|family|all)\s+$", re.I)


@dataclass
class Persona:
    """One person of a note, or a family by its surname.

    Attributes:
        first: the first name, lower-case; empty where only a surname is known.
        last: the surname, lower-case; empty where it is not known.
        title: `mr`, `mrs` …, where only a titled surname is known.
        initials: the letters that may stand for the person, such as k, ko and mao.
        also: other names told as such ("known as Biddy").
        family: whether it is a whole family.
        role: from a roster; else told later from the words beside the mentions.
        entry: the roster's own text, for somebody on it.
    """

    first: str = ""
    last: str = ""
    title: str = ""
    initials: set[str] = field(default_factory=set)
    also: set[str] = field(default_factory=set)
    family: bool = False
    role: str = ""
    entry: str = ""
    mentions: list[Found] = field(default_factory=list)


@dataclass(frozen=True)
class _Mention:
    found: Found
    words: tuple[str, ...]
    title: str
    family: bool
    written: str


def group(text: str, found: Sequence[Found], roster: Sequence[Known] = ()) -> list[Persona]:
    """Sort the mentions of a note into people.

    Args:
        text: the note.
        found: merged findings; those of kind PERSON are sorted.
        roster: the people known for the case.

    Returns:
        People in the order of their first mention.
    """
    people = [_from_roster(known) for known in roster if known.kind == "PERSON"]
    by_entry = {person.entry: person for person in people}
    mentions = [_mention(text, each) for each in found if each.kind == "PERSON"]
    alias = _aliases(text, mentions)
    placed: dict[int, Persona] = {}
    for rank in (0, 1, 2):
        for each in (m for m in mentions if _fullness(m) == rank):
            if each.found.who in by_entry and not each.family:
                person = by_entry[each.found.who]
            else:
                person = placed.get(alias.get(each.found.start, -1)) or _place(each, people)
                person.also.add(each.words[0])
            person.mentions.append(each.found)
            placed[each.found.start] = person
            _learn(person, each)
        for person in people:
            person.role = person.role or role_of(text, person.mentions)
    seen = [person for person in people if person.mentions]
    for person in seen:
        person.mentions.sort(key=lambda f: f.start)
    return sorted(seen, key=lambda p: p.mentions[0].start)


def _from_roster(known: Known) -> Persona:
    words = [w.lower() for w in _WORD.findall(known.text) if w.lower() not in _TITLES]
    if not words:
        return Persona(first=known.text.lower(), role=known.role, entry=known.text)
    last = words[-1] if len(words) > 1 else ""
    person = Persona(words[0], last, role=known.role, entry=known.text)
    first, last = _letters(person.first), _letters(person.last)
    person.initials = {first[:1], first + last, first[:1] + last[:1]}
    return person


def _mention(text: str, found: Found) -> _Mention:
    words = [_bare(word) for word in _WORD.findall(text[found.start : found.end])]
    title = words.pop(0) if words and words[0] in _TITLES else ""
    ahead = _TITLE.search(text[max(0, found.start - 10) : found.start])
    title = title or (ahead["title"].lower() if ahead else "")
    one = len(words) == 1 and not title
    plural = (
        one
        and len(words[0]) > 4
        and words[0].endswith("s")
        and _FAMILY_BEFORE.search(text[: found.start][-10:])
    )
    family = bool(one and (_FAMILY_AFTER.match(text, found.end) or plural))
    return _Mention(
        found,
        tuple(words) or (text[found.start : found.end].lower(),),
        title,
        family,
        text[found.start : found.end],
    )


def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower())
    return re.sub(r"['’]s$", "", "".join(c for c in plain if not unicodedata.combining(c)))


def _aliases(text: str, mentions: Sequence[_Mention]) -> dict[int, int]:
    """Second names told as such, `Bridget (known as Biddy)`: from each one's start to the first's."""
    found = {}
    for one, two in itertools.pairwise(mentions):
        between = text[one.found.end : two.found.start]
        told = between.strip() and _ALIAS.fullmatch(between)
        if told and "\n" not in between and _ALIAS_END.match(text, two.found.end):
            found[two.found.start] = one.found.start
        elif one.found.start in found and _SURNAME_AFTER.fullmatch(between):
            found[two.found.start] = found[one.found.start]
    return found


def _fullness(mention: _Mention) -> int:
    """0 for full names, 1 for whole single names, 2 for initials."""
    if len(mention.words) > 1 and len(mention.words[0]) > 1:
        return 0
    return 2 if len(mention.words) == 1 and _is_initials(mention) else 1


def _is_initials(mention: _Mention) -> bool:
    word = mention.words[0].replace("-", "")
    written = mention.written.replace("-", "")
    return (
        len(word) <= 2
        or (len(word) == 3 and written.isupper())
        or bool(re.fullmatch(r"(?:\w-)+\w", mention.words[0]))
    )


def _learn(person: Persona, mention: _Mention) -> None:
    """What a fuller mention tells of a person: the surname, and the initials."""
    words = mention.words
    if len(words) > 1 and not person.last and not person.family:
        person.last = words[-1]
    first, last = (_letters(name) for name in (person.first, person.last))
    middle = "".join(word[0] for word in words[1:-1])
    person.initials |= {first, first[:1], first + last, first[:1] + last[:1], first[:1] + last}
    person.initials |= {first[:1] + middle + last} - {""}
    if person.title:
        person.initials |= {last, last[:1]}
    person.initials.discard("")


def _letters(name: str) -> str:
    return "".join(part[0] for part in re.split(r"[-'’ ]", name) if part)


def _place(mention: _Mention, people: list[Persona]) -> Persona:
    fits = [p for p in people if _fits(mention, p)] or _by_first_letter(mention, people)
    if fits:
        return _nearest(fits, mention.found.start)
    words = mention.words
    if mention.family:
        new = Persona(last=words[0].removesuffix("s"), family=True)
    elif len(words) > 1:
        new = Persona(words[0], words[-1])
    elif mention.title and mention.title not in ("sister", "father", "pastor", "imam"):
        new = Persona(last=words[0], title=mention.title)
    else:
        new = Persona(first=words[0])
    people.append(new)
    return new


def _by_first_letter(mention: _Mention, people: Sequence[Persona]) -> list[Persona]:
    """The one person whom KH may be where only a Kath is known; nobody where there are two."""
    if not (_is_initials(mention) and len(mention.words[0]) > 1 and mention.written.isupper()):
        return []
    letter = mention.words[0][0]
    known = [p for p in people if p.first[:1] == letter and not p.last and len(p.first) > 2]
    return known if len(known) == 1 else []


def _fits(mention: _Mention, person: Persona) -> bool:
    words = mention.words
    if mention.family or person.family:
        both = mention.family and person.family
        return both and _alike(words[0].removesuffix("s"), person.last.removesuffix("s"))
    if len(words) > 1:
        return _fits_full(words, person)
    word = words[0]
    if word in person.also and not mention.title:
        return True
    if _is_initials(mention):
        letters = word.replace("-", "")
        titled = (
            mention.title
            and _title_allows(mention.title, person)
            and _letters(person.last).startswith(letters)
        )
        shortened = (
            len(word) == 2 and not mention.written.isupper() and person.first.startswith(word)
        )
        return bool(titled) if mention.title else letters in person.initials or shortened
    if mention.title and person.last:
        return _alike(word, person.last) and _title_allows(mention.title, person)
    if person.first and _same_first(word, person.first):
        return True
    return bool(person.last) and _alike(word, person.last)


def _fits_full(words: tuple[str, ...], person: Persona) -> bool:
    if person.last and not _alike(words[-1], person.last):
        return False
    if not person.last:  # known by a first name so far
        return bool(person.first) and _same_first(words[0], person.first)
    if not person.first:
        return False
    return _same_first(words[0], person.first) or (
        len(words[0]) == 1 and person.first[0] == words[0]
    )


_HERS = frozenset(
    "mother grandmother aunt sister step-mother maternal-grandmother paternal-grandmother".split()
)
_HIS = frozenset(
    "father grandfather uncle brother step-father maternal-grandfather paternal-grandfather".split()
)


def _title_allows(title: str, person: Persona) -> bool:
    """Whether a title may be this person's: a child has none, and Mr is not Mrs."""
    hers = {"mrs", "ms", "miss"}
    if person.title:
        return {title, person.title} <= hers or title == person.title
    role = label_for(person.role) or ""
    return (
        role != "child"
        and not (title == "mr" and role in _HERS)
        and not (title in hers and role in _HIS)
    )


def _same_first(one: str, two: str) -> bool:
    if _alike(one, two) or _short_of(one, two) or _short_of(two, one):
        return True
    nicknames = load_roles()[1]
    known = nicknames.get(one, frozenset()) | {one}
    return bool(known & (nicknames.get(two, frozenset()) | {two}))


def _short_of(short: str, name: str) -> bool:
    """Whether one is part of the other: Ty of Tyler, Kemi of Oluwakemi, Maisie of Maisie-Rae."""
    if not 2 <= len(short) < len(name):
        return False
    stem = re.sub(r"(?:ie|y|s|z)$", "", short) if len(short) > 3 else short
    return name.startswith(stem) or (len(short) >= 4 and len(name) >= 7 and short in name)


def _alike(one: str, two: str) -> bool:
    """Whether two words are one name: the same, its plural, or one letter apart in a long one."""
    if one == two or one.removesuffix("s") == two.removesuffix("s"):
        return True
    return min(len(one), len(two)) >= 5 and one[0] == two[0] and one_apart(one, two)


def _nearest(people: Sequence[Persona], at: int) -> Persona:
    """The one mentioned last before a place in the text; else the first of them."""

    def gap(person: Persona) -> tuple[int, int]:
        before = [at - f.end for f in person.mentions if f.end <= at]
        return (0, min(before)) if before else (1, 0)

    return min(people, key=gap)
