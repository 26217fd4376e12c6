r"""Bytes to text, strictly: UTF-8, UTF-16 or UTF-32 with a mark, and the Western encodings of
Windows and old Macs where the result reads as Western text.

charset-normalizer is not used: on a note's worth of English its guess is often far off (it takes
"Mum said it\x92s fine." for Big5), and a wrong guess is silent damage. The letters that English
borrows are few, so a plain test of plausibility tells the two encodings apart and refuses others.
"""

from __future__ import annotations

import codecs
import re

from reflect.ingest.source import Source, lf

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = ("cp1252", "mac_roman")
_UTF8_INSIDE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_LETTERS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýŒœŠšŽž")
_SIGNS = frozenset("£€¢¥§©®™°±·•…–—‘’‚“”„‹›«»¼½¾¹²³ªº¡¿´¨×÷µ¶†‡‰¬¦\u00a0\u00adﬁﬂ")
_MISPLACED = re.compile(
    r"(?<=[a-z])[À-ÖØ-ÝŒŠŽ]"  # a capital in a word
    r"|[À-ÖØ-Ýß-öø-ýŒœŠšŽž](?=\d)|(?<=\d)[À-ÖØ-Ýß-öø-ýŒœŠšŽž]"  # a letter at a figure
    r"|(?<=[^\W\d_])[^\w\s‘’“”´·…–—\xad!-~](?=[^\W\d_])"  # a sign in a word
    r"|(?<=[^\W\d_])[¹²³¼½¾ªº]+(?=[^\W\d_])"
    r"|(?<=\w)[‘“„‚«¡¿](?!\w)"  # what opens, at an end
)


def encoding_of(data: bytes) -> str | None:
    """The encoding of a whole file, or None where no encoding surely fits.

    Args:
        data: all its bytes.

    Returns:
        A codec's name; decoding with it is strict and drops the byte order mark.
    """
    marked = mark_of(data)
    for name in (marked,) if marked else ("utf-8",):
        if _decodes(data, name):
            return name
    if marked or _CONTROL.search(data) or _UTF8_INSIDE.search(data):
        return None  # damaged Unicode, or no text
    for name in _WESTERN:
        if _decodes(data, name) and plausible(data.decode(name)):
            return name
    return None


def mark_of(data: bytes) -> str | None:
    """The encoding that a byte order mark at the beginning names."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def decode(source: Source, data: bytes) -> str:
    """The text of a file, CRLF as LF.

    Raises:
        UnreadableInput: binary, or in no encoding that surely fits.
    """
    encoding = encoding_of(data)
    if encoding is None:
        raise source.problem("binary" if b"\0" in data and not mark_of(data) else "encoding")
    text = data.decode(encoding)
    if "\0" in text:
        raise source.problem("binary")
    return lf(text)


def plausible(text: str) -> bool:
    """Whether text decoded from a one-byte encoding reads as Western text and no other.

    Args:
        text: the decoded text.

    Returns:
        False where its accented letters are too many, or stand where none would.
    """
    foreign = _FOREIGN.findall(text)
    if not all(char in _LETTERS or char in _SIGNS for char in foreign):
        return False
    accented = sum(char in _LETTERS for char in foreign)
    letters = sum(char.isalpha() for char in text)
    return accented <= max(3, 0.12 * letters) and not _MISPLACED.search(text)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
