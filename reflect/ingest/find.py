"""The files that paths and folders stand for."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

READ = frozenset(".txt .text .md .markdown .docx .docm .pdf .csv .tsv .xlsx .xlsm .eml".split())
REFUSED = frozenset(".doc .dot .rtf .odt .ods .pages .numbers .msg .xls .xlsb".split())
"""Kinds that hold notes but cannot be read: kept, so that reading them says what to do."""


class Found(list[Path]):
    """The files to read, in order, and apart from them those passed over in folders.

    Attributes:
        skipped: files in folders whose suffix is none that reflect knows.
    """

    def __init__(self, paths: Iterable[Path] = (), skipped: Iterable[Path] = ()) -> None:
        super().__init__(paths)
        self.skipped: tuple[Path, ...] = tuple(skipped)


def find(paths: Iterable[Path | str] | Path | str) -> Found:
    """Walk folders in sorted order; files come as they were named.

    A folder that cannot be listed or holds nothing to read stays in the list, so that reading it
    says so. Hidden files, and the lock files of Office, are left out altogether.

    Args:
        paths: files and folders, or a single one. A file is kept whatever its suffix, and even
            if it is missing.

    Returns:
        The files; `.skipped` holds those passed over.
    """
    if isinstance(paths, (Path, str)):
        paths = [paths]  # a string is an iterable of its letters, too
    found: list[Path] = []
    skipped: list[Path] = []
    for path in map(Path, paths):
        if not _is_folder(path):
            found.append(path)
            continue
        inside = _walk(path)
        wanted = [file for file in inside if _is_wanted(file)]
        skipped += [file for file in inside if not _is_wanted(file)]
        found += wanted or [path]
    return Found(found, skipped)


def _is_wanted(path: Path) -> bool:
    if path.suffix.lower() not in READ | REFUSED:
        return _is_folder(path)
    try:
        # A pipe or a device might be waited for without end; a broken link's reading says so.
        return path.is_file() or path.is_dir() or not path.exists()
    except OSError:
        return True  # reading it will say what is wrong


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # reading it will say what is wrong


def _walk(folder: Path) -> list[Path]:
    inside: list[Path] = []
    closed: list[Path] = []  # folders that cannot be listed: reading them says so
    for here, folders, files in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        names = (name for name in sorted(files) if not name.startswith((".", "~$")))
        inside += (Path(here, name) for name in names)
    return inside + closed
