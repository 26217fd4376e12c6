"""The key of a workspace and where it is found.

A key is looked for in the order that the contract gives: a key file, a passphrase, the system
keyring, a prompt. No key is ever part of a representation, a log or an error.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reflect.errors import WorkspaceError, WrongKey
from reflect.store.files import is_new, make_directory, making

SERVICE = "reflect"
"""The name under which the system keyring holds keys; the user is the workspace's folder."""
KEY_FILE_AT_MOST = 1 << 20
_RAW = re.compile(rb"[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class Key:
    """What opens a workspace; made with `Key.raw` or `Key.passphrase`.

    Attributes:
        secret: as SQLCipher takes it.
        source: where it came from, in words, for messages.
        kdf_iter: rounds of key derivation when not SQLCipher's own number; for tests only.
    """

    secret: bytes = field(repr=False)
    source: str = field(default="the key given", compare=False)
    kdf_iter: int | None = None

    @classmethod
    def raw(cls, key: bytes, source: str = "the key given") -> Key:
        """A key of 32 random bytes, used as it is, so that opening costs no derivation."""
        if len(key) != 32:
            raise ValueError("a raw key is 32 bytes")
        return cls(b"x'" + key.hex().encode("ascii") + b"'", source)

    @classmethod
    def passphrase(
        cls, phrase: str | bytes, source: str = "the passphrase given", kdf_iter: int | None = None
    ) -> Key:
        """A key that SQLCipher derives from a phrase (PBKDF2-HMAC-SHA512, 256,000 rounds).

        Text is composed first (NFC), so that an accent typed on another machine is the same.

        Raises:
            WrongKey: the phrase is empty.
        """
        if isinstance(phrase, str):
            phrase = unicodedata.normalize("NFC", phrase).encode("utf-8", "surrogatepass")
        if not phrase:
            raise WrongKey(
                f"{source[:1].upper()}{source[1:]} is empty.", "Give one with something in it."
            )
        return cls(phrase, source, kdf_iter)

    @classmethod
    def parse(cls, content: bytes, source: str) -> Key:
        """A key as a key file or the keyring holds it: 64 hexadecimal digits, else a phrase."""
        if _RAW.fullmatch(content):
            return cls.raw(bytes.fromhex(content.decode("ascii")), source)
        try:
            return cls.passphrase(content.decode("utf-8"), source)
        except UnicodeDecodeError:
            return cls.passphrase(content, source)

    def __repr__(self) -> str:
        return f"Key(from {self.source})"


def find_key(
    directory: Path,
    *,
    key_file: Path | None = None,
    passphrase: str | None = None,
    ask: Callable[[bool], str] | None = None,
    create: bool = True,
) -> Key:
    """The key for the workspace in a folder, from the first source that has one.

    Args:
        directory: the workspace's folder, whether it is there yet or not.
        key_file: a file holding 64 hexadecimal digits (a raw key), or any other content (a
            passphrase); one newline at its end is not part of it.
        passphrase: what $REFLECT_PASSPHRASE holds; empty counts as not set.
        ask: prompts for a passphrase, given whether the workspace is new; None without a terminal.
        create: whether a workspace that is not there may be made.

    Returns:
        The key. For a new workspace without a key file or passphrase it is a fresh random one,
        saved in the keyring, or else the passphrase typed.

    Raises:
        WrongKey: no source has a key, or the key file cannot be used.
        WorkspaceError: there is no workspace and `create` is false.
    """
    new = is_new(directory)
    if new and not create:
        raise no_workspace(directory)
    if key_file is not None:
        return _from_file(key_file)
    if passphrase:
        return Key.passphrase(passphrase, "the passphrase in $REFLECT_PASSPHRASE")
    key = _from_keyring(directory, new)
    if key is None and ask is not None:
        key = Key.passphrase(ask(new), "the passphrase typed")
    if key is None:
        raise _no_key(directory, new)
    return key


def no_workspace(directory: Path) -> WorkspaceError:
    """The error for a verb that reads where there is nothing yet."""
    return WorkspaceError(
        f"There is no workspace in {directory} yet.",
        "`reflect import` makes one; or name another with --workspace or $REFLECT_WORKSPACE.",
    )


def _no_key(directory: Path, new: bool) -> WrongKey:
    give = "give --key-file FILE, set $REFLECT_PASSPHRASE, or run reflect in a terminal to type it"
    if new:
        return WrongKey(
            f"A new workspace in {directory} needs a key, and the system keyring cannot keep one.",
            f"To choose a key, {give}.",
        )
    return WrongKey(
        f"There is no key for the workspace in {directory}: the system keyring has none for it.",
        f"Use the key it was made with: {give}. If the folder was moved, its key in the keyring"
        " is under the old place: move the folder back.",
    )


def _from_file(path: Path) -> Key:
    hint = "Name the key file this workspace was made with."
    try:
        with path.open("rb") as file:
            content = file.read(KEY_FILE_AT_MOST + 1)
    except OSError as error:
        why = error.strerror or "no reason given"
        raise WrongKey(f"The key file {path} cannot be read: {why}.", hint) from error
    if len(content) > KEY_FILE_AT_MOST:
        raise WrongKey(f"The key file {path} is too large to be a key.", hint)
    content = content.removesuffix(b"\r\n" if content.endswith(b"\r\n") else b"\n")
    if not content:
        raise WrongKey(f"The key file {path} is empty.", hint)
    return Key.parse(content, f"the key file {path}")


def _from_keyring(directory: Path, new: bool) -> Key | None:
    """The keyring's key; for a new workspace a fresh one, once the keyring has shown it keeps it.

    A workspace that exists is never given a fresh key: it was made with another.
    """
    user = str(directory.resolve())
    try:
        import keyring  # 0.06 s, and 0.1 s more to find the system's own: only when it is needed.

        if not new:
            return _entry(keyring.get_password(SERVICE, user))
        make_directory(directory)
        with making(directory):
            kept = keyring.get_password(SERVICE, user)
            if not kept and is_new(directory):
                fresh = secrets.token_hex(32)
                keyring.set_password(SERVICE, user, fresh)
                # Some backends take a key and forget it: trust only what can be read back.
                kept = keyring.get_password(SERVICE, user)
                kept = kept if kept == fresh else None
            return _entry(kept)
    except WorkspaceError:
        raise
    except Exception:
        # A missing, locked or broken keyring raises whatever its backend does (D-Bus, COM,
        # OSError), and must never keep a person out who can type the passphrase.
        return None


def _entry(value: str | None) -> Key | None:
    return Key.parse(value.encode("utf-8"), "the system keyring") if value else None
