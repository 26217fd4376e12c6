"""Dates in every British form: found, and moved by the case's secret number of days.

The offset is a whole number of weeks, so that intervals hold and a Tuesday stays a Tuesday. A date
keeps the form in which it was written.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from reflect.identifiers import Found

_FULL = [name for name in calendar.month_name if name]
_MONTHS = {name.lower(): i for i, name in enumerate(_FULL, 1)}
_MONTHS |= {name[:3].lower(): i for i, name in enumerate(_FULL, 1)} | {"sept": 9}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?P<ordinal>\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]\d\d)"
_NUMERIC = re.compile(
    r"(?<![\w/.:£-])(?P<day>3[01]|[12]\d|0?[1-9])(?P<sep>[/.-])(?P<month>1[0-2]|0?[1-9])(?P=sep)(?P<year>(?:19|20)?\d\d)"
    r"(?![\w/]|[.:-]\d)"
)
_ISO = re.compile(
    r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<month>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])(?!\d)"
)
_SHORT = re.compile(
    r"(?<![\w/.:£-])(?P<day>3[01]|[12]\d|0?[1-9])(?P<sep>/)(?P<month>1[0-2]|0?[1-9])(?![\w/%]|[.:-]\d)"
)
_DAY_MONTH = re.compile(
    rf"(?<![\w/.:£-]){_DAY}(?:\s+of)?[\s-]*\b{_MONTH}\b\.?(?:,?[\s-]*{_YEAR})?(?!\w)", re.I
)
_MONTH_DAY = re.compile(
    rf"(?<!\w){_MONTH}\.?\s+(?:the\s+)?{_DAY}(?![\d:%])(?!\.\d)(?:,?\s+{_YEAR})?(?!\w)", re.I
)
_MONTH_YEAR = re.compile(rf"(?<!\w){_MONTH}\.?,?\s+(?:of\s+)?{_YEAR}(?!\w)", re.I)
_BARE_MONTH = re.compile(
    r"(?<!\w)(?P<month>January|February|April|June|July|August|September|October|November|December|"
    r"Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?!\w|['’]\w|\s+[A-Z][a-z])"
)
_MONTH_WORD_CUE = re.compile(
    r"\b(?:in|since|by|until|till|from|during|of|last|next|this|early|late|mid|end|before|after|and|to)[\s-]+$",
    re.I,
)
_AMBIGUOUS = re.compile(
    r"(?<!\w)(?P<month>March|May|january|february|april|june|july|august|september|october|november|"
    r"december)(?!\w)"
)
_WEEKDAY = (
    r"\b(?:(?i:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)"
    r",?\s+(?:the\s+)?"
)
"""What stands before a date and belongs to it; "sat" does not."""
_BEFORE, _LEADING = re.compile(_WEEKDAY + "$"), re.compile(_WEEKDAY)
_DAY_ONLY = re.compile(
    r"\b(?:the|on|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?)\s+(?:the\s+)?(?P<whole>(?P<day>3[01]|[12]\d|[1-9])(?P<ordinal>st|nd|rd|th))\b"
    r"(?!\s+(?:birthday|time|week|floor|visit|session|child|percentile|centile|year|month|day|house|home|place|one|"
    r"school|form|meeting|move|placement|of\s))",
    re.I,
)
_THE = re.compile(r"\bthe\s+$", re.I)
_FRACTION_WORDS = re.compile(
    r"\s*(?:/|%|of (?:the |his |her |their )?\w+|sessions|visits|attended|appointments|out of|score)",
    re.I,
)
_SPELT = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    r"(?:twenty|thirty)[ -](?:first|second|"
    rf"third|fourth|fifth|sixth|seventh|eighth|ninth))\s+(?:of\s+)?{_MONTH}\b",
    re.I,
)
_DOTTED = re.compile(
    r"\b(?:on|by|since|from|until|dated|w/c|due|of)\s+(?P<whole>(?P<day>3[01]|[12]\d|0?[1-9])[.-](?P<month>1[0-2]|0[1-9]))"
    r"(?![\w%]|[.:-]\d|\s*(?:am|pm|kg|hrs|hours|till|to \d|-))",
    re.I,
)

_NO_TIME = re.compile(
    r"(?<![\w£$€.:/+-])(?P<whole>(?P<day>3[01]|2[4-9])\.(?P<month>1[0-2]|0[1-9]))(?![\w%]|[.:-]\d|\s*(?:kg|hrs|hours))",
    re.I,
)
"""A day and month with a full stop that no clock can show."""


def find(text: str) -> Iterator[Found]:
    """Dates that have a day or a month, with the weekday before them; not weekdays alone, years, times or ages."""
    for each in _dates(text):
        weekday = _BEFORE.search(text, max(each.start - 16, 0), each.start)
        yield replace(each, start=weekday.start()) if weekday else each


def _dates(text: str) -> Iterator[Found]:
    for pattern in (_NUMERIC, _ISO, _DAY_MONTH, _MONTH_DAY, _MONTH_YEAR):
        for match in pattern.finditer(text):
            yield Found(*match.span(), "DATE", 1.0, "rule")
    for match in _SHORT.finditer(text):
        if not _FRACTION_WORDS.match(text, match.end()):
            yield Found(*match.span(), "DATE", 0.8, "rule")
    for match in _BARE_MONTH.finditer(text):
        yield Found(*match.span(), "DATE", 0.9, "rule")
    for match in _AMBIGUOUS.finditer(text):
        if _MONTH_WORD_CUE.search(text[: match.start()][-10:]):
            yield Found(*match.span(), "DATE", 0.8, "rule")
    for match in _SPELT.finditer(text):
        yield Found(*match.span(), "DATE", 0.9, "rule")
    yield from _days(text)


def _days(text: str) -> Iterator[Found]:
    """Days without their month, with the "the" before them, and days parted from it by a full stop."""
    for pattern in (_DAY_ONLY, _DOTTED, _NO_TIME):
        for match in pattern.finditer(text):
            start, end = match.span("whole")
            the = _THE.search(text, match.start(), start)
            yield Found(the.start() if the else start, end, "DATE", 0.8, "rule")


_WHOLE = (_ISO, _NUMERIC, _DAY_MONTH, _MONTH_DAY, _SHORT, _MONTH_YEAR)


def shifted(written: str, weeks: int, *, year: int) -> str:
    """A date as written, moved by whole weeks and kept in its form.

    Args:
        written: the date, as `find` found it or as a model marked it.
        weeks: how many weeks later; may be negative.
        year: the year to assume where none is written, so that 29 February and the turn of the
            year come out as in the note.

    Returns:
        The moved date; `[date]` where it cannot be read.
    """
    weekday = _LEADING.match(written)
    if weekday:  # whole weeks leave it as it is
        return weekday.group() + shifted(written[weekday.end() :], weeks, year=year)
    inside = next((m for p in _WHOLE if (m := p.search(written))), None)
    if inside:  # a weekday stands in the run too
        moved = _moved(inside, weeks, year) or "[date]"
        return written[: inside.start()] + moved + written[inside.end() :]
    bare = _MONTHS.get(written.strip(". ").lower())
    if bare:
        return _month(date(year, bare, 15) + timedelta(weeks=weeks), written)
    day = re.fullmatch(r"(the\s+)?\d{1,2}\s?(?:st|nd|rd|th)?", written.strip(), re.I)
    if day:  # a day without its month: which month is not known, so the weeks cannot be added to it
        return f"{day[1] or ''}[day]"
    return "[date]"


def year_of(text: str) -> int | None:
    """The year that the text's own dates speak of most, or None where none has a year."""
    years = [
        _year(match["year"], 2000)
        for pattern in (_NUMERIC, _ISO, _DAY_MONTH, _MONTH_DAY, _MONTH_YEAR)
        for match in pattern.finditer(text)
        if match["year"]
    ]
    return max(set(years), key=lambda y: (years.count(y), y)) if years else None


def _moved(match: re.Match[str], weeks: int, year: int) -> str | None:
    parts = match.groupdict()
    raw = parts["month"]
    month = int(raw) if raw.isdigit() else _MONTHS[raw.lower().rstrip(".")]
    base = _year(parts["year"], year) if parts.get("year") else year
    try:
        moved = date(base, month, int(parts.get("day") or 15)) + timedelta(weeks=weeks)
    except (ValueError, OverflowError):
        return None
    padded = raw.isdigit() and len(raw) == len(parts.get("day") or "") == 2
    news = {
        "day": _like(parts.get("day") or "", moved.day, padded),
        "month": _like(raw, moved.month, padded) if raw.isdigit() else _month(moved, raw),
        "year": _year_like(moved, parts.get("year")),
        "ordinal": _ordinal(moved.day, parts.get("ordinal")),
    }
    out, at = [], match.start()
    for name in sorted((n for n in news if parts.get(n)), key=lambda n: match.start(n)):
        out += [match.string[at : match.start(name)], news[name]]
        at = match.end(name)
    return "".join(out) + match.string[at : match.end()]


def _year(written: str, near: int) -> int:
    digits = written.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    short = int(digits)
    return 2000 + short if short <= near % 100 + 15 else 1900 + short


def _year_like(moved: date, written: str | None) -> str:
    if not written:
        return ""
    if len(written) == 4:
        return str(moved.year)
    mark = written[0] if written[0] in "'’" else ""
    return f"{mark}{moved.year % 100:02}"


def _like(written: str, number: int, padded: bool) -> str:
    return f"{number:02}" if padded or written.startswith("0") else str(number)


def _month(moved: date, written: str) -> str:
    bare, whole = written.rstrip("."), _FULL[moved.month - 1]
    name = whole if len(bare) > 4 or bare.lower() in ("may", "june", "july") else whole[:3]
    return name.lower() if bare.islower() else name.upper() if bare.isupper() else name


def _ordinal(day: int, written: str | None) -> str:
    if not written:
        return ""
    ending = "th" if 11 <= day % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    space = written[: len(written) - len(written.lstrip())]
    return space + (ending.upper() if written.strip().isupper() else ending)
