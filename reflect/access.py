"""The key of a workspace, from wherever its owner keeps it."""

from __future__ import annotations

from collections.abc import Callable
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
