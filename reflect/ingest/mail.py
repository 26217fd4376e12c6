"""E-mail saved as .eml: the body, and the headers that say who, when and about what."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from reflect.ingest.dates import iso
from reflect.ingest.decode import decode
from reflect.ingest.htmltext import html_to_text
from reflect.ingest.source import Document, Source, checked, lf

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart

# What the standard library is known to raise on headers and bodies that break the rules.
_MAIL_ERRORS = (ValueError, LookupError, AttributeError, TypeError, AssertionError, ArithmeticError)
_HEADERS = ("from", "to", "date", "subject", "received", "mime-version", "content-type")
_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_LATIN = frozenset("iso-8859-1 iso8859-1 latin1 latin-1 us-ascii ascii".split())


def read_mail(source: Source) -> Document:
    """Read an e-mail.

    Args:
        source: the file.

    Returns:
        The plain text of the body, or else the text of its HTML. Attachments are counted in
        `skipped`, not read.

    Raises:
        UnreadableInput: no e-mail, encrypted, or with no text.
    """
    from email import message_from_bytes, policy  # 25 ms

    data = source.data()
    if not data.strip():
        raise source.problem("empty")
    if b"\0" in data:
        raise source.problem("binary")
    try:
        message = message_from_bytes(data, policy=policy.default)
        if not any(name in message for name in _HEADERS):
            raise source.problem("eml")
        if message.get_content_type() in _SEALED and not _only_signed(message):
            raise source.problem("encrypted")
        text = _body(source, message)
        skipped = _attachments(message)
    except _MAIL_ERRORS:
        raise source.problem("eml") from None
    checked(source, text, empty="pictures" if skipped else "empty")
    return Document(text, _metadata(message), skipped)


def _only_signed(message: EmailMessage) -> bool:
    return message.get_param("smime-type") == "signed-data"


def _body(source: Source, message: EmailMessage) -> str:
    plain = message.get_body(preferencelist=("plain",))
    text = _part(source, plain) if plain is not None else ""
    if text.strip():
        return text
    page = message.get_body(preferencelist=("html",))
    return html_to_text(_part(source, page)) if page is not None else text


def _part(source: Source, part: MIMEPart) -> str:
    """A text part, decoded strictly: the library's own way replaces what does not fit."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    if any("Base64Characters" in type(d).__name__ for d in part.defects):
        raise source.problem("eml")
    named = (part.get_content_charset() or "").casefold()
    if named and named not in _LATIN:  # mail that says Latin-1 is mostly in Windows' encoding
        try:
            return lf(data.decode(named))
        except (LookupError, UnicodeError):
            pass  # wrongly named: `decode` finds another encoding, or refuses
    return decode(source, data)


def _attachments(message: EmailMessage) -> tuple[str, ...]:
    files = pictures = 0
    for part in message.walk():
        if part.is_attachment() or part.get_filename():
            files += 1
        elif part.get_content_maintype() in ("image", "audio", "video"):
            pictures += 1
    said = [
        ("1 attachment" if files == 1 else f"{files} attachments") if files else "",
        ("1 picture" if pictures == 1 else f"{pictures} pictures") if pictures else "",
    ]
    return tuple(phrase for phrase in said if phrase)


def _metadata(message: EmailMessage) -> dict[str, str]:
    found = {}
    for key, name in (("title", "subject"), ("author", "from"), ("date", "date")):
        value = _header(message, name)
        if value:
            found[key] = value
    return found


def _header(message: EmailMessage, name: str) -> str:
    try:
        header = message[name]
        when = getattr(header, "datetime", None)
        if isinstance(when, datetime.datetime):
            return iso(when)
        text = " ".join(str(header or "").split())
    except _MAIL_ERRORS:
        return ""  # a broken header is no reason to refuse the body
    return text.encode("utf-8", "replace").decode("utf-8")
