"""The key of a workspace, from wherever its owner keeps it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.config import Settings

if TYPE_CHECKING:
    from reflect.store import Key


def key_for(
    settings: Settings, *, ask: Callable[[bool], str] | None = None, create: bool = True
) -> Key:
    """The workspace's key: key file, passphrase, keyring, or `ask`.

    Raises:
        WrongKey: none of them has one.
    """
    from reflect.store import find_key

    secret = settings.passphrase.get_secret_value() if settings.passphrase else None
    return find_key(
        settings.workspace,
        key_file=settings.key_file,
        passphrase=secret,
        ask=ask,
        create=create,
    )


def is_new(folder: Path) -> bool:
    """Whether there is no workspace in a folder yet."""
    from reflect import store

    return store.is_new(folder)


def reversal_secret(settings: Settings, *, ask: Callable[[bool], str] | None = None) -> bytes:
    """What seals and opens a reversal file: the same key as the workspace's, which need not exist.

    Args:
        settings: where the workspace is, and the key.
        ask: prompts for a passphrase; true for the reversal file's own, without a workspace.

    Raises:
        WrongKey: there is no key file, passphrase, workspace key or terminal.
    """
    from reflect.errors import WrongKey
    from reflect.store import Key

    if settings.key_file or settings.passphrase or not is_new(settings.workspace):
        return key_for(settings, ask=ask).secret
    if ask is None:
        raise WrongKey(
            "There is no key for the reversal file.",
            "Give --key-file FILE or set $REFLECT_PASSPHRASE.",
        )
    return Key.passphrase(ask(True)).secret
