"""Completion of paths."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.suggester import Suggester

from .file_tree import SUFFIXES


class PathSuggester(Suggester):
    """Suggests the first folder or readable file that a typed path may become."""

    def __init__(self, *, folders_only: bool = False) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._folders_only = folders_only

    async def get_suggestion(self, value: str) -> str | None:
        """Complete a path; the disk is read in a thread, as it may be a slow share."""
        return await asyncio.to_thread(complete, value, folders_only=self._folders_only)


def complete(typed: str, *, folders_only: bool = False) -> str | None:
    """The typed path made longer, or None when nothing fits.

    Args:
        typed: what stands in the entry.
        folders_only: whether files are left out.

    Returns:
        The completed path; a folder ends in `/`.
    """
    if not typed.strip():
        return None
    head, slash, start = typed.rpartition("/")
    folder = Path(head + slash if slash else ".").expanduser()
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name.casefold())
    except (OSError, ValueError, RuntimeError):
        return None
    for path in entries:
        hidden = path.name.startswith(".") and not start.startswith(".")
        if hidden or not path.name.casefold().startswith(start.casefold()):
            continue
        if path.is_dir():
            return f"{head}{slash}{start}{path.name[len(start) :]}/"
        if not folders_only and path.suffix.lower() in SUFFIXES:
            return f"{head}{slash}{start}{path.name[len(start) :]}"
    return None
