"""Who a named person is, from the words beside the name: data in `corpora/rules/roles.yaml`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from reflect.identifiers import Found
from reflect.resources import data_path

NEAR = 40
"""How many characters beside a name are read for who it is."""
_AGE_AFTER = re.compile(
    r"(?:,|\s*[(\[]|\s+is|\s+was|,?\s+who(?:'s|\s+is|\s+was)|,?\s+aged?|\s+\(aged?|\s+turns|\s+turned)\s*(?P<age>\d{1,2})"
    r"(?P<unit>\s*(?:weeks?|wks?|months?|mths?|mo|days?|m)\b)?(?!\d|[:/.]\d|\s*(?:am|pm|years? (?:ago|sober|in)))",
    re.I,
)
_CHILDS = re.compile(
    r"['’]s?\s+(?:mum|mother|mam|dad|father|nan|gran|school|nursery|teacher|carers?|bedroom|cot|social worker)\b",
    re.I,
)


@dataclass(frozen=True)
class Role:
    """A role: what it is called and how its people are numbered."""

    id: str
    label: str
    number: str
    before: re.Pattern[str]
    after: re.Pattern[str]


@lru_cache(maxsize=1)
def load_roles() -> tuple[tuple[Role, ...], Mapping[str, frozenset[str]]]:
    """The roles in order, and short forms of names: from a short form to the names it may stand for."""
    path = data_path("corpora", "rules", "roles.yaml")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    roles = tuple(
        Role(row["id"], row["label"], row["number"], *_patterns(row["words"]))
        for row in rows["roles"]
    )
    short: dict[str, set[str]] = {}
    for name, forms in rows["nicknames"].items():
        for form in forms:
            short.setdefault(form, set()).add(name)
    return roles, {form: frozenset(names) for form, names in short.items()}


def _patterns(words: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    any_of = "|".join(words)
    joined = r"(?:\s*[:,(|–-]\s*|\s+(?:is|was|called|named|name)\s*:?\s*|\s+)"
    before = rf"(?<![\w'’])(?:{any_of})s?{joined}(?:(?:mr|mrs|ms|miss|dr)\.?\s+)?$"
    whose = r"(?:(?:his|her|their|the|my|a|an|new|old|our|[^\W\d_]+['’]s)\s+)?"
    after = rf"(?:\s*[,(/–|-]\s*|\s+(?:is|was)\s+){whose}(?:{any_of})(?!\w)"
    return re.compile(before, re.I), re.compile(after, re.I)


def role_of(text: str, mentions: Sequence[Found]) -> str:
    """The id of the role that the words beside a person's mentions speak for most; empty where none.

    Args:
        text: the note.
        mentions: every mention of one person.
    """
    votes: Counter[str] = Counter()
    for each in mentions:
        votes.update(_votes(text, each))
    by_model = Counter(each.role for each in mentions if each.role)
    for name, count in by_model.most_common(1):
        votes[name] += 2 if 2 * count > len(mentions) else 0
    if not any(votes.values()):
        return ""
    order = [role.id for role in load_roles()[0]]
    return max(votes, key=lambda name: (votes[name], -order.index(name)))


def _votes(text: str, each: Found) -> Counter[str]:
    before = text[max(0, each.start - NEAR) : each.start]
    before = re.sub(r",[ \t]*\n$", ", ", before).rpartition("\n")[2]  # a signature's last line
    after = text[each.end : each.end + NEAR].partition("\n")[0]
    votes: Counter[str] = Counter()
    for role in load_roles()[0]:
        ahead = role.before.search(before)
        if (
            ahead and not _somebody_elses(before[: ahead.start()], ahead.group())
        ) or role.after.match(after):
            votes[role.id] += 3
    aged = _AGE_AFTER.match(after)
    if aged and (aged["unit"] or int(aged["age"]) < 18):
        votes["child"] += 3
    if _CHILDS.match(after):
        votes["child"] += 1
    return votes


def _somebody_elses(before: str, word: str) -> bool:
    """Whether the word belongs to a sentence about somebody else ("told mum Kerry" is hers all the same)."""
    return word.rstrip().endswith(("is", "was")) and before.rstrip().endswith(("'s", "’s"))


def label_for(role: str) -> str | None:
    """The role that a roster's own word speaks for, such as "mum" or "class teacher"; None if unknown."""
    roles = load_roles()[0]
    name = role.lower().replace(" ", "-")
    if any(each.id == name for each in roles):
        return name
    said = role.lower() + " "
    return next((each.id for each in roles if each.before.fullmatch(said)), None)
