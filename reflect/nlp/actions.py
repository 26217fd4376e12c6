"""Who is to do a task, and by when, as far as the sentence says (codebook, border 20)."""

from __future__ import annotations

import re

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day|s)?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?: \d{{2,4}})?"
    r"|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{1,2}(?:st|nd|rd|th))"
)
_SPAN = r"\d+\s*(?:days?|weeks?|months?|hours?|working days)"
_EVENT = (
    r"(?:week|month|half.?term|core group|conference|review|visit|meeting|supervision|school|lunch"
    r"|\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm)?)"
)
_WHEN = re.compile(
    r"\b(?:(?:by|before|on|until|w/c|week of|within|next|this|first thing|after)\s+"
    r"(?:the\s+|next\s+|end of\s+|close of\s+)*"
    rf"(?:{_DAY}|{_DATE}|{_SPAN}|{_EVENT})\b(?:\s+{_DATE})?"
    rf"|today|tonight|tomorrow|tmrw|asap|immediately|{_DAY}\b|{_DATE})",
    re.I,
)
_ACTORS = (
    r"sw|asw|hv|dm|tm|sm|fsw|pa|iro|gp|school|mum|mam|dad|nan|gran|carer|worker|social worker|"
    r"health visitor|police|manager|chair|all|i|we|parents?|family"
)
_NAMED = r"(?:[A-Z][\w'’.-]*(?:\s+(?:and|&|/)\s+|\s)?){1,4}"
_WHO = re.compile(
    rf"^\W*(?:\d+[.)]\s*)?(?:actions?:\s*)?({_NAMED}|(?i:{_ACTORS}))\s*"
    r"(?:to|will|'ll|’ll|–|-|:)\s+(?!be\b)[a-z]"
)
_WILL = re.compile(rf"\b((?i:{_ACTORS})|[A-Z][\w'’-]+)(?:\s+(?:to|will)|['’]ll)\s+(?!be\b)[a-z]")
_ROW = re.compile(r"\|\s*((?:[A-Z]{2,4}|[A-Z][a-z]+(?: [A-Z][\w.]*)?))\s*\|")
_NOT_WHO = frozenset(
    """
    The A This That It Need Plan Agreed Decision Next On By Before After At In From Chronology
    """.split()
)


def who(sentence: str) -> str | None:
    """Who is to do it, as written; None when it is not found in the sentence."""
    for pattern in (_WHO, _WILL, _ROW):
        match = pattern.search(sentence)
        if match and match.group(1).split()[0] not in _NOT_WHO:
            return match.group(1).strip()
    return None


def when(sentence: str) -> str | None:
    """By when, as written; None when it is not found in the sentence."""
    match = _WHEN.search(sentence)
    return match.group().strip() if match else None
