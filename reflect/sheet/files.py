"""Pages into a folder, beside whatever is there."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from reflect.errors import WorkspaceError


def write_new(folder: Path, name: str, form: str, content: bytes) -> Path:
    """Write a file under the first free name, whole or not at all.

    Args:
        folder: where to; made if need be.
        name: what to call it, without its suffix; odd characters become `-`.
        form: its suffix.
        content: its bytes.

    Raises:
        WorkspaceError: the folder cannot be written.
    """
    folder, slug, number = folder.expanduser(), _slug(name), 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            path = folder / (f"{slug}.{form}" if number == 1 else f"{slug}-{number}.{form}")
            try:
                with ExitStack() as undo:
                    with path.open("xb") as file:
                        undo.callback(path.unlink, missing_ok=True)
                        file.write(content)
                    undo.pop_all()
                return path
            except FileExistsError:
                number += 1
    except OSError as error:
        raise WorkspaceError(
            f"{folder} cannot be written: {error.strerror}.", "Choose another folder."
        ) from error


def _slug(title: str) -> str:
    kept = "".join(c if c.isalnum() else "-" for c in title.lower())
    return "-".join(part for part in kept.split("-") if part)[:60] or "note"
