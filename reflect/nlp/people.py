"""Who the note is about, and which child is heard how far up the child's ladder.

The ladder (codebook, roll-ups) rests on Ofsted's *The voice of the child* (2011): not mentioned,
spoken for by adults, observed, daily life or wishes told, own words, acted on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reflect.records import Ladder, Person, Sentence, Span

_NAME = r"(?P<name>[A-Z][a-zà-öø-ÿ’']+(?:-[A-Z][a-zà-öø-ÿ]+)?)"
_AGE = r"(?P<age>\d{1,2})"
_AGED = re.compile(
    rf"\b{_NAME}(?: [A-Z][\w’'-]+)?(?:,? (?:is |was |aged? |who is )?| ?\(){_AGE}"
    r"(?P<unit> ?(?:m(?:on)?ths?|wks?|weeks?|days?|y(?:ea)?rs?|yo|mo)\b)?(?=[\s,);.:]|$)"
)
_CHILD_FIELD = re.compile(
    r"(?im)^[^\w\n]*(?:child(?:ren)?|yp|young person|subject|re|name of child|child'?s name)"
    r"\s*(?:\||:)\s*(?P<names>[^\n|]{2,80})"
)
_FAMILY = r"[Mm]um|[Mm]am|[Mm]other|[Dd]ad|[Ff]ather|[Nn]an|[Nn]ana|[Gg]ran|[Ss]tep-?dad"
_PAIRED = re.compile(
    rf"\b(?P<role>{_FAMILY}|[Pp]artner)(?:,| \(|'s partner,?) ?{_NAME}"
    rf"|\b(?P<name2>[A-Z][a-zà-öø-ÿ’']+) \((?P<role2>{_FAMILY}|[Ss]ister|[Bb]rother)\b"
)
_ROLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "mother": ("mum", "mam", "mummy", "mother", "nm", "birth mother"),
    "father": (
        "dad",
        "daddy",
        "father",
        "nf",
        "birth father",
        "step-dad",
        "stepdad",
        "step-father",
    ),
    "grandparent": (
        *("nan", "nana", "nanna", "gran", "granny", "grandma", "grandmother", "nain", "taid"),
        *("grandad", "grandpa", "grandfather", "mgm", "mgf", "pgm", "pgf", "grandparents"),
    ),
    "sibling": ("sister", "brother", "siblings", "sibling", "sisters", "brothers", "twin", "twins"),
    "carer": ("foster carer", "foster carers", "carer", "carers"),
}
_CHILD_WORDS = re.compile(
    r"\b(?:the )?(?:child(?:ren)?|baby|boys?|girls?|lad|lass|bairns?|kids?|son|daughter|yp|young person|"
    r"toddler|twins|pupil|teenager)\b",
    re.I,
)
_NOT_NAMES = frozenset(
    """
    Mum Dad Mam Nan Gran Page Year Room Section Visit Week Weeks Step Stage Form Day Days
    Unit Aged Age About January February March April May June July August September
    October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Jan
    Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun No
    Nos At By Of In On To The And For From Until Till Since Over Under Nearly Just Only
    Flat Ward Bus Team Rule Route Time Ref Tel Ext Score Level Key Item Children Date
    Group Action Actions Now Both All Attended Attendance Scaling Young Carers Home Case Core Contact
    Conference Review Meeting Supervision Family Phone Call Health School Class Para Appendix
    """.split()
)
_RUNGS: Mapping[str, Ladder] = {
    "voice.proxy": "proxy",
    "voice.observed": "observed",
    "voice.lived": "lived or wishes",
    "voice.wishes": "lived or wishes",
    "voice.words": "words",
    "voice.acted": "acted",
}
LADDER: tuple[Ladder, ...] = (
    *("not mentioned", "proxy", "observed"),
    *("lived or wishes", "words", "acted"),
)


def child_names(text: str) -> list[str]:
    """First names of the children of a note, as far as the page tells.

    Somebody under 18 by the age written beside the name, or named in a field such as "Child:".

    Args:
        text: the note.

    Returns:
        Names in order of first mention, each once; empty where none can be told.
    """
    found: Counter[str] = Counter()
    for match in _AGED.finditer(text):
        name, age = match["name"], int(match["age"])
        young = bool(match["unit"]) and not match["unit"].strip().startswith("y")
        if name not in _NOT_NAMES and (young or 0 < age < 18):
            found[name] += 1
    for match in _CHILD_FIELD.finditer(text):
        for part in re.split(r",|&|\band\b|/|\+", match["names"]):
            words = re.findall(r"[A-Z][a-zà-öø-ÿ’'-]+", part)
            if words and words[0] not in _NOT_NAMES:
                found[words[0]] += 1
    adults = set(adult_names(text))
    # "Meeting 4" and "meeting": a word that also stands in lower case is no name, unless "Will (7)".
    names = [
        name
        for name in found
        if name not in adults
        and (f"{name} (" in text or not re.search(rf"\b{re.escape(name.lower())}\b", text))
    ]
    return sorted(names, key=lambda name: text.find(name))


def adult_names(text: str) -> dict[str, str]:
    """Names that the page itself gives a family role to: name → role."""
    roles: dict[str, str] = {}
    for match in _PAIRED.finditer(text):
        name = match["name"] or match["name2"]
        word = (match["role"] or match["role2"]).lower()
        if name not in _NOT_NAMES:
            roles.setdefault(name, _role_of(word) or word)
    return roles


def _role_of(word: str) -> str | None:
    for role, words in _ROLE_WORDS.items():
        if word in words:
            return role
    return None


def mentioned_roles(text: str) -> dict[str, Span]:
    """Family roles that the text mentions at all, with the first place of each."""
    found: dict[str, Span] = {}
    for role, words in _ROLE_WORDS.items():
        pattern = r"\b(?:" + "|".join(re.escape(word) for word in words) + r")(?:'s|’s)?\b"
        match = re.search(pattern, text, re.I)
        if match:
            found[role] = Span(*match.span())
    return found


def mentions_child(text: str) -> bool:
    """Whether any child is mentioned, by name or by a word such as "the baby"."""
    return bool(child_names(text) or _CHILD_WORDS.search(text))


def people(text: str, sentences: Sequence[Sentence]) -> tuple[Person, ...]:
    """Children with their rung of the ladder, then the adults of the family.

    Args:
        text: the note.
        sentences: its sentences with their codes.

    Returns:
        Each named child (or one "the child" where none is named), then one person a family role.
    """
    names = child_names(text)
    rungs = _ladders(text, sentences, names)
    labels = names or (["the child"] if mentions_child(text) or rungs else [])
    # Somebody who is named and nothing more is there only in an adult's account.
    everyone = [Person("child", label, rungs.get(label, "proxy")) for label in labels]
    if not everyone:
        everyone.append(Person("child", "the child", "not mentioned"))
    by_role = {role: name for name, role in reversed(adult_names(text).items())}
    for role in mentioned_roles(text):
        everyone.append(Person(role, by_role.get(role, role)))
    return tuple(everyone)


def _ladders(text: str, sentences: Iterable[Sentence], names: Sequence[str]) -> dict[str, Ladder]:
    """The highest rung reached by each child; a sentence without a name goes to the last named."""
    best: dict[str, int] = {}
    last = names[0] if names else "the child"
    for sentence in sentences:
        run = text[sentence.start : sentence.end]
        here = [name for name in names if re.search(rf"\b{re.escape(name)}\b", run)]
        last = here[-1] if here else last
        rungs = [LADDER.index(_RUNGS[c.code]) for c in sentence.codes if c.code in _RUNGS]
        for name in here or [last]:
            if rungs:
                best[name] = max(best.get(name, 0), *rungs)
    return {name: LADDER[rung] for name, rung in best.items()}
