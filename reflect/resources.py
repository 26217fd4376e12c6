"""Where the shipped data lies: the same call in a checkout and in an installed wheel."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from reflect.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent


def data_path(*parts: str) -> Path:
    """Find a shipped file or folder under `models/` or `corpora/`.

    Args:
        parts: its path, such as `"corpora", "lenses"`.

    Returns:
        Its absolute path: package data in a wheel, the repository's own folder in a checkout.

    Raises:
        ModelError: it is in neither place.
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise ModelError(
        f"reflect's own file {'/'.join(parts)} is missing.", "Install reflect again to restore it."
    )


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list in `corpora/rules`; a line that begins with # is a remark.

    Raises:
        ModelError: the list is missing.
    """
    lines = data_path("corpora", "rules", name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def verified(path: Path, sha256: str) -> Path:
    """Check a weight file against the hash its card names, before it is used.

    Args:
        path: the file.
        sha256: its expected hash, hexadecimal.

    Returns:
        The same path.

    Raises:
        ModelError: the file is another one.
    """
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise ModelError(
            f"{path.name} is not the file that its card names (sha256 {found[:12]}…).",
            "Install reflect again; do not use this copy.",
        )
    return path
