"""Telephone numbers, e-mail addresses, handles and web addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflect.identifiers import Found

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_][\w.]{1,29}(?<!\.)")
_NAMED_HANDLE = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|tiktok|discord|gamertag|username|user name|handle|psn|xbox|roblox|"
    r"telegram|facebook|fb|vinted|twitch|steam|whatsapp name)"
    r"(?:\s+(?:name|id|account|handle|tag|as|is|called|under))*\s*[:=-]?\s*[\"'“‘(]?"
    r"(?P<handle>(?=[\w.-]*[\d_.])[A-Za-z][\w.-]{2,29}(?<![.-]))",
    re.I,
)
_WEB = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')]+(?<![.,;:])", re.I)
_LOOSE_PHONE = re.compile(
    r"(?<![\w/.-])(?:\+44[\s().-]*(?:\(?0\)?)?|0)(?:[\s().-]{0,2}\d){8,10}(?![\d/])"
)
_SHORT_PHONE = re.compile(
    r"\b(?:tel|phone|mob(?:ile)?|ring|call|number|no|on|ext)\b[.:]?\s*(?P<number>\d{3,5}[\s-]\d{3,4}(?:[\s-]\d{2,4})?)"
    r"(?![\d/])",
    re.I,
)


def find(text: str) -> Iterator[Found]:
    """E-mail addresses, handles, web addresses and telephone numbers.

    UK numbers are checked by `phonenumbers` where they are whole; numbers of the right length that no
    exchange uses (mistyped, or of the ranges kept for drama) count too.
    """
    import phonenumbers  # 60 ms

    for match in _EMAIL.finditer(text):
        yield Found(*match.span(), "EMAIL", 1.0, "rule")
    for match in _WEB.finditer(text):
        yield Found(*match.span(), "HANDLE", 0.9, "rule")
    for match in _HANDLE.finditer(text):
        yield Found(*match.span(), "HANDLE", 0.95, "rule")
    for match in _NAMED_HANDLE.finditer(text):
        yield Found(*match.span("handle"), "HANDLE", 0.9, "rule")
    for number in phonenumbers.PhoneNumberMatcher(text, "GB"):
        yield Found(number.start, number.end, "PHONE", 1.0, "rule")
    for match in _LOOSE_PHONE.finditer(text):
        yield Found(*match.span(), "PHONE", 0.95, "rule")
    for match in _SHORT_PHONE.finditer(text):
        yield Found(*match.span("number"), "PHONE", 0.8, "rule")
