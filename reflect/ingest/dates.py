"""Dates as files write them, to ISO 8601; day before month, as in Britain."""

from __future__ import annotations

import datetime
import re

_DAYS = (
    "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d.%m.%y", "%d %B %Y", "%d %b %Y",
    "%d-%b-%Y", "%d-%b-%y", "%A %d %B %Y", "%a %d %b %Y", "%Y-%m-%d", "%Y/%m/%d",
)  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M%p")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
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
    plain = " ".join(_ORDINAL.sub("", text).replace(",", " ").split())
    for day in _DAYS:
        for time in _TIMES:
            try:
                return datetime.datetime.strptime(plain, day + time)
            except ValueError:
                continue
    return None
