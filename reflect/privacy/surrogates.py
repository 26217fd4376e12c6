"""What stands in the place of an identifier: consistent through a note, with its role kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from reflect.identifiers import Found
from reflect.privacy.persons import Persona, group
from reflect.privacy.roles import label_for, load_roles
from reflect.privacy.roster import Known

_PLACES = (
    ("nursery", r"nursery|pre-?school|day ?care|little|kindergarten|children's centre"),
    ("primary school", r"primary|infants?|junior|first school|ysgol gynradd"),
    ("special school", r"special school|pru\b|alternative provision"),
    ("secondary school", r"secondary|high|academy|grammar|comprehensive|ysgol|college school"),
    ("college", r"college|sixth form|university"),
    ("school", r"school|st\.? |our lady"),
    ("hospital", r"hospital|infirmary|ward|royal|general|a&e"),
    ("surgery", r"surgery|medical|health centre|practice|clinic|dental"),
    ("mosque", r"mosque|masjid"),
    ("church", r"church|chapel|cathedral|parish|tabernacle|assembly|ministries"),
    ("place of worship", r"temple|gurdwara|synagogue|shul|mandir|kingdom hall"),
    ("contact centre", r"contact centre|family centre"),
    ("hostel", r"hostel|hotel|refuge|foyer|bed and breakfast|b&b|lodge"),
    ("children's home", r"children's home|house|home\b"),
    ("prison", r"hmp|prison|yoi"),
    ("court", r"court"),
    ("club", r"club|fc\b|united|rovers|scouts|guides|cadets|gym|boxing|dance|karate|youth"),
    ("team", r"team|hub|service|council|trust"),
)
_ADDRESS = "the address"
_BRACKETS = {
    "POSTCODE": "[postcode]",
    "PHONE": "[phone number]",
    "EMAIL": "[email]",
    "HANDLE": "[online name]",
    "ID": "[reference number]",
}


class Surrogates:
    """The surrogates of one note; make it once and ask for each finding's.

    Args:
        text: the note.
        found: merged findings.
        roster: what is known for the case; its people keep their surrogate through all its notes.
    """

    def __init__(self, text: str, found: Sequence[Found], roster: Sequence[Known] = ()) -> None:
        self._text = text
        self._people = people_labels(group(text, found, roster), roster)
        self._things: dict[tuple[str, str], str] = {}
        self._used: Counter[str] = Counter()
        for known in roster:
            if known.kind in ("PLACE", "ORG", "ADDRESS"):
                self._thing(known.kind, known.text)

    def of(self, found: Found) -> str:
        """The surrogate of a finding, dates apart."""
        if found.kind == "PERSON":
            return self._people.get((found.start, found.end), "Person")
        if found.kind in _BRACKETS:
            return _BRACKETS[found.kind]
        label = self._thing(found.kind, found.who or self._text[found.start : found.end])
        before = self._text[max(0, found.start - 5) : found.start].lower()
        if label.startswith("the ") and re.search(r"\b(?:the|a|an)\s$", before):
            return label[4:]
        return label

    def _thing(self, kind: str, words: str) -> str:
        key = (kind, re.sub(r"\W+", " ", words.lower()).strip())
        if key not in self._things:
            base = (
                _ADDRESS
                if kind == "ADDRESS"
                else "the area"
                if kind == "PLACE"
                else _organisation(words)
            )
            self._used[base] += 1
            number = self._used[base]
            self._things[key] = base if number == 1 else f"{base} {number}"
        return self._things[key]


def _organisation(words: str) -> str:
    low = words.lower()
    for label, pattern in _PLACES:
        if re.search(rf"\b(?:{pattern})", low):
            return f"the {label}"
    return "the organisation"


def people_labels(
    people: Sequence[Persona], roster: Sequence[Known] = ()
) -> Mapping[tuple[int, int], str]:
    """Each mention's surrogate, by its run: children by letter, family by role, workers by number.

    Args:
        people: as `group` sorted them, each with the role that it was told.
        roster: its people come first, in its order, so that notes of a case agree.
    """
    used: Counter[str] = Counter()
    entries = {
        known.text: _label(Persona(role=known.role or "person", entry=known.text), used)
        for known in roster
        if known.kind == "PERSON"
    }
    labels: dict[tuple[int, int], str] = {}
    for person in people:
        label = entries.get(person.entry) or _label(person, used)
        labels.update({(each.start, each.end): label for each in person.mentions})
    return labels


def _label(person: Persona, used: Counter[str]) -> str:
    if person.family:
        used["Family"] += 1
        return "Family" if used["Family"] == 1 else f"Family {used['Family']}"
    name = label_for(person.role)
    role = next((role for role in load_roles()[0] if role.id == name), None)
    label = role.label if role else (person.role.strip().capitalize() or "Person")
    numbered = role.number if role else "from-one"
    used[label] += 1
    if numbered == "letters":
        return f"{label} {_letters(used[label])}"
    return label if numbered == "none" and used[label] == 1 else f"{label} {used[label]}"


def _letters(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
