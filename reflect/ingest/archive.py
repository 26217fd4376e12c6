"""Zip archives of XML: what they would unpack to is checked before any parsing."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from reflect.ingest.source import Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

XML_LIMIT = 128 * 1024 * 1024
"""The most XML that an archive may unpack to: 5 MiB of text in Word's markup is about half."""
PART_LIMIT = 64 * 1024 * 1024
"""The largest single part that is built into a tree."""
TAG_LIMIT = 3_000_000
"""The most tags in such a part; each costs memory however short it is."""

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,  # a compression method that zipfile does not have
    OSError,
    ValueError,
)


def open_archive(source: Source, file: BinaryIO, kind: str) -> zipfile.ZipFile:
    """Open a zip archive and look at what it says it holds.

    The sizes that the archive declares can be trusted afterwards: zipfile stops reading a member
    at its declared size, and then its checksum fails.

    Args:
        source: for messages.
        file: the archive's bytes.
        kind: the problem to name when it is malformed.

    Raises:
        UnreadableInput: no zip archive, encrypted, or a bomb.
    """
    try:
        archive = zipfile.ZipFile(file)
    except ZIP_ERRORS:
        raise source.problem(kind) from None
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise source.problem("encrypted")
    markup = [m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels"))]
    if sum(markup) > XML_LIMIT or len(members) > 20_000:
        raise source.problem("huge")
    return archive


def read_xml(source: Source, archive: zipfile.ZipFile, name: str, kind: str) -> Element | None:
    """One part of an archive as a tree, or None where the archive has no such part.

    Raises:
        UnreadableInput: malformed, too large, or with a document type or entities of its own,
            which Office never writes and bombs need.
    """
    from defusedxml.ElementTree import fromstring  # 12 ms

    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > PART_LIMIT:
        raise source.problem("huge")
    try:
        data = archive.read(info)
        if data.count(b"<") > TAG_LIMIT:
            raise source.problem("huge")
        tree: Element = fromstring(data, forbid_dtd=True)
    except (*ZIP_ERRORS, SyntaxError, LookupError, RuntimeError):  # ParseError is a SyntaxError
        raise source.problem(kind) from None
    return tree
