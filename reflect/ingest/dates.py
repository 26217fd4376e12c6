"""Dates as files write them, to ISO 8601; day before month, as in Britain."""

from __future__ import annotations

import datetime
import re

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TIME = (
    r"(?:(?:,? (?:at )?|T)(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r" ?(?P<half>[ap]m)?)?"
)
# strptime would need some fifty formats, a millisecond a cell, and the month names of the locale.
_FORMS = (
    re.compile(
        r"(?:[a-z]{3,9},? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ /.-](?P<month>\d{1,2}|[a-z]{3,9})"
        r"[ /.,-] ?(?P<year>\d{4}|\d\d)" + _TIME,
        re.IGNORECASE,
    ),
    re.compile(r"(?P<year>\d{4})[/.-](?P<month>\d\d?)[/.-](?P<day>\d\d?)" + _TIME, re.IGNORECASE),
)
_PDF = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?")


def iso(value: object) -> str:
    """A date or a cell's text as ISO 8601.

    Args:
        value: a date, a time, or text such as "12/06/2024 14:30".

    Returns:
        ISO text, without a time where there is none; text that is no date stays as it is.
    """
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None and value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    text = str(value).strip()
    parsed = _parse(text)
    return iso(parsed) if parsed else text


def iso_pdf(text: str) -> str:
    """A PDF's date, such as `D:20240612143000+01'00'`; empty where it is none."""
    found = _PDF.match(text)
    if not found:
        return ""
    year, month, day, hour, minute, _ = found.groups()
    try:
        when = datetime.datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0)
        )
    except ValueError:
        return ""
    return iso(when)


def _parse(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        pass  # not ISO already: one of the forms below, or no date
    plain = " ".join(text.split())
    found = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].lower() == "pm")
    try:
        return datetime.datetime(
            year,
            _month(found["month"]),
            int(found["day"]),
            hour,
            int(found["minute"] or 0),
            int(found["second"] or 0),
        )
    except ValueError:
        return None  # such as the 31st of June


def _month(text: str) -> int:
    """A month's number; ValueError for a word that is none."""
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1
