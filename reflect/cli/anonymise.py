"""`reflect anonymise`: notes in, the same notes with surrogates out."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from reflect.cli import output
from reflect.cli.inputs import ColumnMap, Inputs, KeyFile, Paths, Split, settings_for
from reflect.errors import ReflectError, UnreadableInput
from reflect.records import Anonymised

SCHEMA = "reflect.anonymise/1"
REMINDER = (
    "De-identified, not anonymous: colleagues may still know the family. Read it through first."
)


class Format(StrEnum):
    """How to print."""

    text = "text"
    json = "json"


def anonymise(
    paths: Paths,
    form: Annotated[
        Format, typer.Option("--format", help="The text alone, or json with every replacement.")
    ] = Format.text,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help="What is known for the case: CSV with kind,text,role,aka.",
            readable=False,
        ),
    ] = None,
    reversal: Annotated[
        Path | None,
        typer.Option(
            "--reversal", metavar="FILE", help="Write the encrypted key that undoes it, apart."
        ),
    ] = None,
    restore: Annotated[
        Path | None,
        typer.Option(
            "--restore", metavar="FILE", help="Turn de-identified text back with its reversal file."
        ),
    ] = None,
    bands: Annotated[
        bool, typer.Option("--band-ages", help="Give ages as bands, such as 5 to 9.")
    ] = False,
    split: Split = False,
    mapping: ColumnMap = None,
    key_file: KeyFile = None,
) -> None:
    """Print notes with surrogates in the place of names and other identifiers."""
    from reflect import workspace

    settings = settings_for(key_file=key_file)
    ask = _asker(twice=restore is None) if output.asker() else None
    inputs = Inputs(paths, split=split, mapping=mapping)
    if restore is not None:
        _restore(inputs, restore, workspace.reversal_secret(settings, ask=ask))
        return
    known = workspace.read_roster(roster) if roster else ()
    secret = _secret(reversal, settings, ask)
    reader = workspace.reader(settings)
    done = []
    for each in reader.anonymise_all(inputs, known, bands=bands):
        if form is Format.text:
            output.write(each.text if each.text.endswith("\n") else each.text + "\n")
        done.append(each)
    if form is Format.json and done:
        output.write_json({"schema": SCHEMA, "notes": [as_json(each) for each in done]})
    if reversal is not None and done:
        _write_reversal(reversal, workspace.sealed(done, secret))
    left = sum(len(each.residual) for each in done)
    if output.on_terminal() and done:
        output.say(f"{REMINDER} {left} passages need a person's eye: --format json lists them.")
    inputs.finish()


def as_json(each: Anonymised) -> dict[str, Any]:
    """A de-identified note as the contract's JSON."""
    return {
        "source": each.note.source,
        "text": each.text,
        "replacements": [
            {
                "start": r.start,
                "end": r.end,
                "kind": r.kind,
                "surrogate": r.surrogate,
                "score": r.score,
                "how": r.how,
            }
            for r in each.replacements
        ],
        "residual": [{"start": r.start, "end": r.end, "why": r.why} for r in each.residual],
    }


def _asker(*, twice: bool) -> Callable[[bool], str]:
    """How to ask for a reversal file's passphrase where no workspace has one.

    Args:
        twice: whether a file is sealed, which a passphrase mistyped would lose.
    """

    def ask(new: bool) -> str:
        if not new:
            return output.ask_passphrase(False)
        prompt = "Passphrase of the reversal file: "
        if not twice:
            return output.typed(prompt)
        output.say("nobody can open the reversal file without its passphrase: keep it safe.")
        return output.typed_twice(prompt)

    return ask


def _secret(reversal: Path | None, settings: Any, ask: Any) -> bytes:
    """The key that seals, asked for before any work is done; nothing is ever written over."""
    from reflect import workspace

    if reversal is None:
        return b""
    if reversal.exists():
        raise ReflectError(f"{reversal.name} is there already.", "Give --reversal a new file name.")
    if not os.access(reversal.parent, os.W_OK | os.X_OK):  # known before the text is printed
        raise _unwritable(reversal)
    return workspace.reversal_secret(settings, ask=ask)


def _write_reversal(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _unwritable(path) from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _unwritable(path: Path) -> ReflectError:
    return ReflectError(f"{path.name} cannot be written.", "Choose another folder.")


def _restore(inputs: Inputs, path: Path, secret: bytes) -> None:
    from reflect import workspace

    try:
        reversal = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReflectError(
            f"{path.name} cannot be read.", "Give the file that --reversal wrote."
        ) from error
    ended = True
    for note in inputs:
        try:
            text = workspace.restored(note.text, reversal, secret)
        except UnreadableInput as error:
            output.complain(UnreadableInput(f"{note.source}: {error.message}", error.hint))
            inputs.failed = True
            continue
        output.write(text if ended else "\n" + text)
        ended = text.endswith("\n")
    inputs.finish()
