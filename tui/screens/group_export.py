"""Export of what a group session leaves, each sheet by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from .export import Exporting, Form
from .group_sheets import Sheet

if TYPE_CHECKING:
    from reflect.workspace import Workspace


class SessionExportScreen(Exporting):
    """Exports the entry, or the private reflection; never both in one file.

    Args:
        session_id: the session.
        what: the sheet to begin with.
    """

    SHEETS = (
        ("entry", "Entry for the child’s file", "why, what was decided, the child; not who said what"),
        ("private", "Private reflection", "roles, what rang and for whom, learning; not for the file"),
    )  # fmt: skip

    def __init__(self, session_id: int, what: Sheet) -> None:
        super().__init__(what)
        self._session_id = session_id

    def write(
        self, workspace: Workspace, folder: Path, what: str, forms: tuple[Form, ...]
    ) -> list[Path]:
        """Write one of the two."""
        return workspace.sessions.export(self._session_id, folder, cast(Sheet, what), forms)
