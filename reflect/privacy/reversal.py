"""The key that turns a de-identified text back: optional, encrypted, kept apart.

The file holds the originals of the replaced runs, encrypted with a key derived from a passphrase or key file
(scrypt; then Fernet: AES-128-CBC with HMAC-SHA256, `cryptography`). With it the original comes back byte
for byte; without it nothing in it can be read.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence

from reflect.errors import ReflectError, WrongKey
from reflect.records import Anonymised

MAGIC = "reflect.reversal/1"
_COST = 2**15
_MEMORY = 64 << 20


def sealed(notes: Sequence[Anonymised], secret: bytes) -> str:
    """The reversal file's text.

    Args:
        notes: what was de-identified, in order.
        secret: the passphrase or key.
    """
    from cryptography.fernet import Fernet

    salt = secrets.token_bytes(16)
    rows = [
        {
            "sha256": hashlib.sha256(each.text.encode("utf-8", "surrogatepass")).hexdigest(),
            "runs": [
                [each.moved(r.start), len(r.surrogate), each.note.text[r.start : r.end]]
                for r in each.replacements
            ],
        }
        for each in notes
    ]
    body = Fernet(_key(secret, salt)).encrypt(json.dumps(rows).encode("ascii"))
    head = {"schema": MAGIC, "salt": base64.b64encode(salt).decode("ascii")}
    return json.dumps({**head, "sealed": body.decode("ascii")}) + "\n"


def restored(text: str, reversal: str, secret: bytes) -> str:
    """The original of a de-identified text.

    Args:
        text: the de-identified text, unchanged since.
        reversal: the reversal file's text.
        secret: the passphrase or key it was sealed with.

    Raises:
        WrongKey: the key does not open the file.
        ReflectError: it is no reversal file, or not this text's.
    """
    from cryptography.fernet import Fernet, InvalidToken

    try:
        row = json.loads(reversal)
        salt, closed = base64.b64decode(row["salt"]), row["sealed"].encode("ascii")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReflectError(
            "This is not a reversal file.", "Give the file that --reversal wrote."
        ) from error
    try:
        rows = json.loads(Fernet(_key(secret, salt)).decrypt(closed))
    except InvalidToken as error:
        raise WrongKey(
            "The key does not open the reversal file.", "Use the key it was written with."
        ) from error
    for body in (text, text.removesuffix("\n")):  # a last line may have been ended in printing
        known = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
        for each in rows:
            if each["sha256"] == known:
                return _restore(body, each["runs"])
    raise ReflectError(
        "The reversal file does not belong to this text.",
        "Give the de-identified text as it was printed, unchanged.",
    )


def _restore(text: str, runs: Sequence[tuple[int, int, str]]) -> str:
    out, at = [], 0
    for start, length, original in runs:
        out += [text[at:start], original]
        at = start + length
    return "".join(out) + text[at:]


def _key(secret: bytes, salt: bytes) -> bytes:
    key = hashlib.scrypt(secret, salt=salt, n=_COST, r=8, p=1, maxmem=_MEMORY, dklen=32)
    return base64.urlsafe_b64encode(key)
