"""`reflect tag`: notes in, their codes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from reflect.cli import output
from reflect.cli.inputs import ColumnMap, Inputs, OwnCodebook, Paths, Split, settings_for
from reflect.records import Sentence, Tagged, sureness

SCHEMA = "reflect.tag/1"


class Format(StrEnum):
    """How to print."""

    json = "json"
    jsonl = "jsonl"
    table = "table"
    html = "html"


def tag(
    paths: Paths,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Default: table on a terminal, json in a pipe."),
    ] = None,
    all_scores: Annotated[
        bool, typer.Option("--all-scores", help="Add every code's score to each sentence.")
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on", metavar="CODE", help="Exit 1 if this code is found; may be repeated."
        ),
    ] = None,
    split: Split = False,
    mapping: ColumnMap = None,
    codebook: OwnCodebook = None,
) -> None:
    """Print the codes of notes."""
    from reflect import workspace

    reader = workspace.reader(settings_for(codebook=codebook))
    for code in fail_on or ():
        reader.codebook.get(code)
    inputs = Inputs(paths, split=split, mapping=mapping)
    form = form or (Format.table if output.on_terminal() else Format.json)
    checked = _Check(frozenset(fail_on or ()))
    tagged = checked.watch(reader.tag_all(inputs))
    _PRINT[form](tagged, reader, all_scores)
    inputs.finish()
    if checked.failed:
        output.leave(output.FAILED_CHECK)


class _Check:
    """Whether any of the codes asked about was found."""

    def __init__(self, codes: frozenset[str]) -> None:
        self._codes = codes
        self.failed = False

    def watch(self, notes: Iterable[Tagged]) -> Iterator[Tagged]:
        for tagged in notes:
            found = {code.code for sentence in tagged.sentences for code in sentence.codes}
            self.failed = self.failed or bool(found & self._codes)
            yield tagged


def _json(notes: Iterable[Tagged], reader: Any, all_scores: bool) -> None:
    rows = [as_json(tagged, all_scores) for tagged in notes]
    if rows:
        output.write_json({"schema": SCHEMA, "model": _model(reader), "notes": rows})


def _jsonl(notes: Iterable[Tagged], reader: Any, all_scores: bool) -> None:
    for tagged in notes:
        head = {"schema": SCHEMA, "model": _model(reader)}
        output.write_json({**head, **as_json(tagged, all_scores)}, lines=True)


def _table(notes: Iterable[Tagged], reader: Any, all_scores: bool) -> None:
    for tagged in notes:
        show_table(tagged, reader)
    output.write("marks what is written, not practice\n")


def show_table(tagged: Tagged, reader: Any) -> None:
    """Print a marked note for a person to read."""
    book, rows = reader.codebook, []
    for sentence in tagged.sentences:
        run = " ".join(tagged.note.text[sentence.start : sentence.end].split())
        marks = [
            f"{book.glyph(c.code)} {book.get(c.code).label} ({sureness(c.score)})"
            for c in sentence.codes
        ]
        if run:
            rows.append((run, "\n".join(marks)))
    output.table(("what is written", "marks"), rows, title=tagged.note.source)


def _html(notes: Iterable[Tagged], reader: Any, all_scores: bool) -> None:
    marked = list(notes)
    if marked:
        output.write(reader.page(marked))


def as_json(tagged: Tagged, all_scores: bool = False) -> dict[str, Any]:
    """A tagged note as the contract's object."""
    return {
        "source": tagged.note.source,
        "sha256": tagged.note.sha256,
        "characters": len(tagged.note.text),
        "sentences": [_sentence(sentence, all_scores) for sentence in tagged.sentences],
        "people": [
            {"role": p.role, "label": p.label, "ladder": p.ladder}
            if p.ladder
            else {"role": p.role, "label": p.label}
            for p in tagged.people
        ],
        "rollups": tagged.rollups,
    }


def _sentence(sentence: Sentence, all_scores: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "start": sentence.start,
        "end": sentence.end,
        "codes": [
            {
                "code": code.code,
                "score": code.score,
                "evidence": [{"start": run.start, "end": run.end} for run in code.evidence],
            }
            for code in sentence.codes
        ],
    }
    if all_scores:
        row["scores"] = dict(sentence.scores)
    return row


def _model(reader: Any) -> dict[str, str]:
    model = reader.model
    return {"name": model.name, "version": model.version, "sha256": model.sha256}


_PRINT = {Format.json: _json, Format.jsonl: _jsonl, Format.table: _table, Format.html: _html}
