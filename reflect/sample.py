"""The sample workspace: written notes to look around in, kept apart from a person's own."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from platformdirs import user_cache_path

from reflect.config import Settings
from reflect.config import settings as resolve
from reflect.resources import data_path
from reflect.workspace import Workspace

FIRST = "home-visit-tuesday.docx"


def first_note() -> Path:
    """The note that a newcomer meets first."""
    return data_path("corpora", "samples", FIRST)


def settings(*, fresh: bool = False) -> Settings:
    """Where the sample workspace lies.

    Its key lies in a file beside it, readable by this user alone: it holds written notes only, and
    a newcomer should not have to think of a passphrase to look at them.

    Args:
        fresh: begin again with a new one.
    """
    folder = user_cache_path("reflect", appauthor=False) / "sample"
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = folder / "key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_hex(32), encoding="ascii")
    return resolve(workspace=folder / "workspace", key_file=key)


def open_sample(chosen: Settings) -> Workspace:
    """Open the sample workspace, filling it the first time."""
    workspace = Workspace.open(settings=chosen)
    if not workspace.notes(1):
        folder = data_path("corpora", "samples")
        others = sorted(p for p in folder.iterdir() if p.name not in (FIRST, "README.md"))
        workspace.import_paths([*others, folder / FIRST])
    return workspace
