"""`reflect questions`: at most three, each tied to a run of the note; plain text for any reader."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from reflect.cli import output
from reflect.cli.inputs import ColumnMap, Inputs, OwnCodebook, Paths, Split, settings_for
from reflect.records import Note, Question

QUOTES = "\"“”‘’'"


class Format(StrEnum):
    """How to print."""

    text = "text"
    json = "json"


def questions(
    paths: Paths,
    form: Annotated[Format, typer.Option("--format", help="Plain text, or json.")] = Format.text,
    lens: Annotated[str, typer.Option("--lens", help="A lens's id; its own questions join.")] = "",
    mapping: ColumnMap = None,
    split: Split = False,
    codebook: OwnCodebook = None,
) -> None:
    """Print at most three reflective questions for each note."""
    from reflect import workspace

    reader = workspace.reader(settings_for(codebook=codebook))
    if lens:
        reader.codebook.lens(lens)
    inputs = Inputs(paths, split=split, mapping=mapping)
    rows = []
    for note in inputs:
        asked = reader.questions(reader.tag(note), lens=lens)
        if form is Format.text:
            output.write(output.tame(as_text(note, asked)))
        else:
            rows.append({"source": note.source, "questions": [_row(each) for each in asked]})
    if rows:
        output.write_json({"schema": "reflect.questions/1", "notes": rows})
    inputs.finish()


def as_text(note: Note, asked: list[Question]) -> str:
    """Questions as plain lines: the question, the words it starts from, why it is asked."""
    lines = [note.source, ""]
    for number, question in enumerate(asked, 1):
        words = " ".join(note.text[question.span.start : question.span.end].split())
        lines += [
            f"{number}. {question.text}",
            f"   from: “{words.strip(QUOTES)}”",
            f"   why: {question.why}",
            "",
        ]
    return "\n".join(lines) + "\n"


def _row(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text,
        "start": question.span.start,
        "end": question.span.end,
        "why": question.why,
        "codes": list(question.codes),
    }
