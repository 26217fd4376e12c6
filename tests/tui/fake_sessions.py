"""As much of a store as group sessions need, in memory; the sessions themselves are the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

from reflect.errors import WorkspaceError
from reflect.store import StoredSession

if TYPE_CHECKING:
    from fake_workspace import FakeWorkspace


class FakeStore:
    """Holds group sessions for a fake workspace, and reads its notes and settings."""

    def __init__(self, workspace: FakeWorkspace) -> None:
        self.sessions = FakeTable(workspace)
        self.notes = SimpleNamespace(title=workspace.title)
        self.worksheets = SimpleNamespace(read=lambda note_id, lens: {})
        self.settings = SimpleNamespace(
            get=lambda name: workspace.settings.get(name, ""), set=workspace.settings.__setitem__
        )
        self.batch = nullcontext


class FakeTable:
    """Sessions by id."""

    def __init__(self, workspace: FakeWorkspace) -> None:
        self._workspace = workspace
        self.held: dict[int, StoredSession] = {}

    def add(self, title: str, way: str, note_id: int | None, words: Mapping[str, str]) -> int:
        self._workspace._called("begin")
        made = len(self.held) + 1
        opened = f"2024-05-21T09:0{made}:00"
        self.held[made] = StoredSession(made, title, way, note_id, "", {}, opened, dict(words))
        return made

    def get(self, session_id: int) -> StoredSession:
        if session_id not in self.held:
            raise WorkspaceError("There is no group session.", "Go back to the list.")
        one = self.held[session_id]
        return replace(one, words=dict(one.words))

    def list(self, limit: int | None = None) -> list[StoredSession]:
        return sorted(self.held.values(), key=lambda one: one.opened, reverse=True)[:limit]

    def write(self, session_id: int, item: str, text: str) -> None:
        self._workspace._called("write")
        words = {**self.get(session_id).words, item: text}
        self._change(session_id, words={key: kept for key, kept in words.items() if kept})

    def drop(self, session_id: int, start: str) -> None:
        words = self.get(session_id).words
        left = {key: text for key, text in words.items() if not key.startswith(f"{start}.")}
        self._change(session_id, words=left)

    def leave(self, session_id: int, page: str, spent: Mapping[str, int]) -> None:
        self._change(session_id, page=page, spent=dict(spent))

    def reform(self, session_id: int, way: str) -> None:
        self._change(session_id, format=way)

    def touch(self, session_id: int) -> None:
        self.get(session_id)

    def rename(self, session_id: int, title: str) -> None:
        self._change(session_id, title=title)

    def delete(self, session_id: int) -> None:
        del self.held[session_id]

    def _change(self, session_id: int, **changes: object) -> None:
        self.held[session_id] = replace(self.get(session_id), **changes)  # type: ignore[arg-type]
