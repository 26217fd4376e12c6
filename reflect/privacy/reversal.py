"""The key that turns a de-identified text back: optional, encrypted, kept apart.

The file holds the originals of the replaced runs, encrypted with a key derived from a passphrase or key file
(scrypt; then Fernet: AES-128-CBC with HMAC-SHA256, `cryptography`). With it the original comes back byte
for byte; without it nothing in it can be read. The notes of one run may be turned back one by one or together, as
they were printed: one after another, each with a line end.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from reflect.errors import ReflectError, UnreadableInput, WrongKey
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
            "sha256": _hash(each.text),
            "characters": len(each.text),
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
    """The original of a de-identified text, or of several that one run printed.

    Args:
        text: the de-identified text, unchanged since; or several, one after another.
        reversal: the reversal file's text.
        secret: the passphrase or key it was sealed with.

    Raises:
        WrongKey: the key does not open the file.
        UnreadableInput: it is not this text's.
        ReflectError: it is no reversal file.
    """
    rows = _opened(reversal, secret)
    notes = list(_notes(text, rows))
    told = [row for _, row in notes]
    if told != rows and {row["sha256"] for row in told} & _alike(rows):
        raise UnreadableInput(
            "The reversal file fits this text in more than one way.",
            "Give everything that was printed with it, in one file and unchanged.",
        )
    out = []
    for body, row in notes:
        original = _restore(body, row["runs"])
        out += [original, "" if body.endswith("\n") else "\n"]
    return "".join(out[:-1])  # a last line may have been ended in printing


def _alike(rows: Sequence[dict[str, Any]]) -> set[str]:
    """The de-identified texts that several notes with other originals share."""
    first: dict[str, Any] = {}
    return {
        row["sha256"] for row in rows if first.setdefault(row["sha256"], row["runs"]) != row["runs"]
    }


def _opened(reversal: str, secret: bytes) -> list[dict[str, Any]]:
    """What a reversal file holds: a row for each note, in the order of printing."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        row = json.loads(reversal)
        salt, closed = base64.b64decode(row["salt"]), row["sealed"].encode("ascii")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReflectError(
            "This is not a reversal file.", "Give the file that --reversal wrote."
        ) from error
    try:
        rows: list[dict[str, Any]] = json.loads(Fernet(_key(secret, salt)).decrypt(closed))
    except InvalidToken as error:
        raise WrongKey(
            "The key does not open the reversal file.", "Use the key it was written with."
        ) from error
    return rows


def _notes(text: str, rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The notes that a text is made of, each with its row; they are looked for in the order of printing."""
    at, turn = 0, 0
    while at == 0 or text[at : at + 2] not in ("", "\n"):
        order = itertools.chain(range(turn, len(rows)), range(turn))
        place, body = next(
            ((i, body) for i in order if (body := _body(text, at, rows[i])) is not None), (-1, "")
        )
        if place < 0:
            raise UnreadableInput(
                "The reversal file does not belong to this text.",
                "Give the de-identified text as it was printed, unchanged.",
            )
        yield body, rows[place]
        turn = (place + 1) % len(rows)
        at += len(body) + 1 - body.endswith("\n")


def _body(text: str, at: int, row: dict[str, Any]) -> str | None:
    """A note's text where it stands at a place of what was printed, up to the end of a line; None if not."""
    rest = len(text) - at
    whole = (rest, rest - 1)  # files of before tell no length: they turn single texts back
    for size in (row["characters"],) if "characters" in row else whole:
        body = text[at : at + size]
        ended = body.endswith("\n") or text[at + size : at + size + 1] in ("", "\n")
        if ended and _hash(body) == row["sha256"]:
            return body
    return None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _restore(text: str, runs: Sequence[tuple[int, int, str]]) -> str:
    out, at = [], 0
    for start, length, original in runs:
        out += [text[at:start], original]
        at = start + length
    return "".join(out) + text[at:]


def _key(secret: bytes, salt: bytes) -> bytes:
    key = hashlib.scrypt(secret, salt=salt, n=_COST, r=8, p=1, maxmem=_MEMORY, dklen=32)
    return base64.urlsafe_b64encode(key)
