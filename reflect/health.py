"""What `reflect doctor` finds: what is installed, which models, whether the store is sound."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from reflect.access import key_for
from reflect.config import Settings, settings_file
from reflect.corrections import in_use
from reflect.errors import ReflectError
from reflect.resources import data_path, verified

PARTS = ("textual", "spacy", "onnxruntime", "sqlite-utils", "sqlcipher3", "keyring")
LEARNING = ("torch", "transformers", "sentence-transformers", "scikit-learn")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report.

    Attributes:
        name: what was looked at.
        found: what was found.
        well: False when something is wrong.
        remedy: how to mend it.
    """

    name: str
    found: str
    well: bool = True
    remedy: str = ""


def checks(settings: Settings, ask: Callable[[bool], str] | None = None) -> Iterator[Check]:
    """Look at the installation and the workspace, one check after another.

    Args:
        settings: which workspace and codebook.
        ask: prompts for a passphrase; None skips what needs one.
    """
    yield Check("reflect", _version("reflect-supervision") or "not installed as a package")
    yield Check("Python", platform.python_version())
    for part in PARTS:
        found = _version(part)
        yield Check(
            part, found or "missing", bool(found), "" if found else "Install reflect again."
        )
    learning = [f"{part} {_version(part)}" for part in LEARNING if _version(part)]
    yield Check("learning", ", ".join(learning) or "not installed; only training needs it")
    for name in ("encoder", "codes", "names", "dynamics"):
        yield _model(name)
    yield _codebook(settings)
    yield from _formats(settings)
    yield Check("settings", str(settings_file()) if settings_file().exists() else "none; defaults")
    yield _keyring()
    yield from _workspace(settings, ask)
    yield Check("network", "never used")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _model(name: str) -> Check:
    try:
        folder = data_path("models", name)
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        verified(folder / "model.onnx", card["sha256"])
    except (ReflectError, OSError, ValueError, KeyError) as error:
        return Check(f"model: {name}", str(error), False, "Install reflect again.")
    return Check(f"model: {name}", f"{card['name']} {card['version']}, sha256 {card['sha256']}")


def _codebook(settings: Settings) -> Check:
    from reflect.codebook import load

    try:
        book = load(settings.codebook)
    except ReflectError as error:
        return Check("codebook", error.message, False, error.hint)
    own = f", with {settings.codebook.name}" if settings.codebook else ""
    return Check("codebook", f"{len(book.codes)} codes, {len(book.lenses)} lenses{own}")


def _formats(settings: Settings) -> Iterator[Check]:
    """A service's own ways of meeting, where it has any."""
    from reflect.codebook import OWN_FORMATS, load, load_formats

    own = settings.workspace / OWN_FORMATS
    if not own.exists():
        return
    try:
        found = load_formats([code.id for code in load(settings.codebook).codes], own)
    except ReflectError as error:
        yield Check("ways of meeting", error.message, False, error.hint)
    else:
        yield Check("ways of meeting", f"{len(found)}, with {OWN_FORMATS}")


def _keyring() -> Check:
    try:
        import keyring  # 40 ms

        backend = keyring.get_keyring()
    except Exception as error:  # a keyring's backends raise whatever their system does
        return Check(
            "keyring", f"cannot be used ({type(error).__name__}); a passphrase does instead"
        )
    name = type(backend).__module__
    if "fail" in name or "null" in name:
        return Check("keyring", "none on this machine; a passphrase or a key file does instead")
    return Check("keyring", name)


def _workspace(settings: Settings, ask: Callable[[bool], str] | None) -> Iterator[Check]:
    from reflect.store import Store, is_new

    folder = settings.workspace
    try:
        if is_new(folder):
            file = folder.is_file()
            found = f"{folder}: {'a file, and a workspace is a folder' if file else 'not made yet'}"
            yield Check("workspace", found, not file, "Name a folder." if file else "")
            return
        key = key_for(settings, ask=ask, create=False)
        with Store.open(folder, key, create=False) as store:
            wrong = store.check()
            released, waiting = store.library.counts()
            notes = len(store.notes.list())
            learnt = bool(in_use(store))
    except ReflectError as error:
        yield Check("workspace", f"{folder}: {error.message}", False, error.hint)
        return
    yield Check("workspace", f"{folder}: {notes} notes, {released} discussions, {waiting} waiting")
    yield Check("marks", "what was learnt here marks" if learnt else "the shipped model marks")
    yield Check(
        "encrypted",
        "yes" if not wrong else " ".join(wrong),
        not wrong,
        "Restore a backup." if wrong else "",
    )
