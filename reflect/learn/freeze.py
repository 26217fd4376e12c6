"""From written drafts to frozen notes, and from annotators' marks to labelled ones.

    python -m reflect.learn.freeze notes DRAFTS --split train -o corpora/notes
    python -m reflect.learn.freeze sheets corpora/notes SHEETS        # what annotators read
    python -m reflect.learn.freeze compare corpora/notes A B OUT        # what the adjudicator reads
    python -m reflect.learn.freeze decide corpora/notes A B RULINGS OUT  # rulings laid on what A and B agree
    python -m reflect.learn.freeze marks corpora/notes MARKS --by NAME

A draft is the file of `corpora/notes/WRITING.md`. Sentences are cut once and then frozen, so that
every annotator marks the same ones. An annotator's file `<note id>.txt` has one line for each
sentence that carries something: its number, then codes with `=` and the evidence copied from the
sentence, parted by ` || `:

    3 voice.words=he counts the stairs || voice.observed=held her breath
    7 record.decision
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

from reflect.codebook import load
from reflect.errors import DataError
from reflect.learn.notes import (
    KINDS,
    SPLITS,
    Identifier,
    LabelledNote,
    LabelledSentence,
    check,
    load_notes,
    row_of,
)
from reflect.nlp.sentences import split
from reflect.records import Span

_MARK = re.compile(r"\[\[([A-Z]+)(?:#(\w+))?\|([^\[\]|]+?)\]\]")


def read_draft(path: Path, split_name: str, writer: str) -> LabelledNote:
    """Read one draft: its header, its text without marks, its identifiers, its sentences.

    Raises:
        DataError: the header or a mark is malformed.
    """
    raw = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    parts = re.split(r"^---[ \t]*\n", raw, maxsplit=2, flags=re.M)
    if len(parts) != 3 or parts[0].strip():
        raise DataError(f"{path}: the header between two lines of --- is missing.")
    header: dict[str, Any] = yaml.safe_load(parts[1])
    text, identifiers = unmark(parts[2].rstrip("\n") + "\n", path)
    note = LabelledNote(
        id=f"{header['brief']}-{path.stem}",
        brief=header["brief"],
        writer=writer,
        split=split_name,
        text=text,
        title=str(header.get("title", "")),
        quality=str(header.get("quality", "")),
        people=header.get("people") or {},
        identifiers=identifiers,
        sentences=tuple(LabelledSentence(s.start, s.end) for s in split(text)),
    )
    check(note)
    return note


def unmark(marked: str, path: Path) -> tuple[str, tuple[Identifier, ...]]:
    """Take the inline marks out of a text.

    Args:
        marked: text with `[[KIND#who|words]]`.
        path: the file, for the error.

    Returns:
        The plain text, and the identifiers with their offsets in it.

    Raises:
        DataError: an unknown kind or a mark that does not close.
    """
    text, found, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        kind, who, words = mark.groups()
        if kind not in KINDS:
            raise DataError(f"{path}: unknown kind '{kind}'.")
        found.append(Identifier(len(text), len(text) + len(words), kind, who or ""))
        text += words
        at = mark.end()
    text += marked[at:]
    if "[[" in text or "]]" in text:
        line = marked[: max(marked.find("[["), 0)].count("\n") + 1
        raise DataError(f"{path}: a mark near line {line} of the text does not close.")
    return text, tuple(found)


def sheet(note: LabelledNote) -> str:
    """What an annotator reads: the note's sentences, numbered from 1."""
    rows = [f"# {note.id} ({note.brief})"]
    for number, sentence in enumerate(note.sentences, 1):
        words = " ".join(note.text[sentence.start : sentence.end].split())
        rows.append(f"{number}: {words}")
    return "\n".join(rows) + "\n"


def read_marks(path: Path, note: LabelledNote, codes: frozenset[str]) -> LabelledNote:
    """Lay one annotator's marks on a note.

    Raises:
        DataError: an unknown code or sentence, or evidence that is not in the sentence; it names
            the line.
    """
    marks: dict[int, dict[str, tuple[Span, ...]]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            which, _, rest = line.strip().partition(" ")
            index = int(which.rstrip(":")) - 1
            sentence = note.sentences[index]
            marks[index] = _codes(rest, note.text, sentence, codes)
        except (ValueError, IndexError) as error:
            raise DataError(f"{path.name}, line {number}: {error}.") from error
    sentences = tuple(
        dataclasses.replace(s, codes=marks.get(i, {})) for i, s in enumerate(note.sentences)
    )
    return dataclasses.replace(note, sentences=sentences)


def _codes(
    rest: str, text: str, sentence: LabelledSentence, codes: frozenset[str]
) -> dict[str, tuple[Span, ...]]:
    found: dict[str, tuple[Span, ...]] = {}
    for part in rest.split("||"):
        code, _, evidence = part.strip().partition("=")
        if not code or code == "-":
            continue
        if code not in codes:
            raise ValueError(f"unknown code '{code}'")
        runs = (_locate(text, sentence, evidence),) if evidence.strip() else ()
        found[code] = found.get(code, ()) + runs
    return found


def _locate(text: str, sentence: LabelledSentence, evidence: str) -> Span:
    """Find evidence in its sentence, forgiving case, spaces and the shape of quotation marks."""
    wanted = evidence.strip()
    pattern = r"\s+".join(
        "".join("['’‘\"“”]" if c in "'’‘\"“”" else re.escape(c) for c in word)
        for word in wanted.split()
    )
    match = re.search(pattern, text[sentence.start : sentence.end], re.I)
    if not match:
        raise ValueError(f"'{wanted[:50]}' is not in the sentence")
    return Span(sentence.start + match.start(), sentence.start + match.end())


def write_notes(notes: list[LabelledNote], folder: Path) -> None:
    """Write notes as JSONL, one file a brief, sorted by id."""
    folder.mkdir(parents=True, exist_ok=True)
    for brief in sorted({note.brief for note in notes}):
        mine = sorted((n for n in notes if n.brief == brief), key=lambda n: n.id)
        rows = [json.dumps(row_of(note), ensure_ascii=False) for note in mine]
        (folder / f"{brief}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")


def _freeze(args: argparse.Namespace) -> None:
    notes = [
        read_draft(path, args.split, args.writer or args.drafts.name)
        for path in sorted(args.drafts.rglob("*.md"))
    ]
    write_notes(notes, args.out)
    print(f"{len(notes)} notes, {sum(len(n.sentences) for n in notes)} sentences frozen")


def _sheets(args: argparse.Namespace) -> None:
    args.folder.mkdir(parents=True, exist_ok=True)
    for note in load_notes(args.notes):
        (args.folder / f"{note.id}.txt").write_text(sheet(note), encoding="utf-8")


def _compare(args: argparse.Namespace) -> None:
    args.out.mkdir(parents=True, exist_ok=True)
    for note in load_notes(args.notes):
        lines = sheet(note).splitlines()[:1]
        given = [_lines(folder / f"{note.id}.txt") for folder in (args.a, args.b)]
        for number, row in enumerate(sheet(note).splitlines()[1:], 1):
            one, two = (marks.get(number, "-") for marks in given)
            lines.append(row)
            lines += [f"    both: {one}"] if one == two != "-" else []
            lines += [f"    A: {one}", f"    B: {two}"] if one != two else []
        (args.out / f"{note.id}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _decide(args: argparse.Namespace) -> None:
    args.out.mkdir(parents=True, exist_ok=True)
    missing = []
    for note in load_notes(args.notes):
        name = f"{note.id}.txt"
        if not (args.rulings / name).exists():
            missing.append(f"{name}: no rulings")
            continue
        one, two, rulings = (_lines(folder / name) for folder in (args.a, args.b, args.rulings))
        agreed = {number: codes for number, codes in one.items() if two.get(number) == codes}
        differ = {n for n in one.keys() | two.keys() if one.get(n, "-") != two.get(n, "-")}
        undecided = sorted(differ - rulings.keys())
        missing += [f"{name}: sentence {number} is not decided" for number in undecided]
        decided = sorted((agreed | rulings).items())
        text = "\n".join(f"{number} {codes}" for number, codes in decided)
        (args.out / name).write_text(text + "\n", encoding="utf-8")
    if missing:
        raise DataError("\n".join(missing))


def _lines(path: Path) -> dict[int, str]:
    rows = (line.strip().partition(" ") for line in path.read_text(encoding="utf-8").splitlines())
    return {
        int(number.rstrip(":")): rest for number, _, rest in rows if number.rstrip(":").isdigit()
    }


def _marks(args: argparse.Namespace) -> None:
    codes = frozenset(code.id for code in load().codes)
    done, problems = [], 0
    for note in load_notes(args.notes):
        path = args.folder / f"{note.id}.txt"
        if not path.exists():
            done.append(note)
            continue
        try:
            marked = read_marks(path, note, codes)
        except DataError as error:
            print(error.message, file=sys.stderr)
            problems += 1
            done.append(note)
            continue
        done.append(dataclasses.replace(marked, marked=(args.by,)))
    if not args.check:
        write_notes(done, args.out or args.notes)
    marked_notes = [n for n in done if args.by in n.marked]
    print(f"{len(marked_notes)} notes marked, {problems} with mistakes")
    if problems:
        raise SystemExit(1)


def main() -> None:
    """Run one of the steps; mistakes go to standard error with file and line."""
    parser = argparse.ArgumentParser(prog="python -m reflect.learn.freeze")
    steps = parser.add_subparsers(required=True)
    notes = steps.add_parser("notes")
    notes.add_argument("drafts", type=Path)
    notes.add_argument("--split", choices=SPLITS, required=True)
    notes.add_argument("--writer", default="")
    notes.add_argument("-o", "--out", type=Path, default=Path("corpora/notes"))
    notes.set_defaults(run=_freeze)
    sheets = steps.add_parser("sheets")
    sheets.add_argument("notes", type=Path)
    sheets.add_argument("folder", type=Path)
    sheets.set_defaults(run=_sheets)
    compare = steps.add_parser("compare")
    for name in ("notes", "a", "b", "out"):
        compare.add_argument(name, type=Path)
    compare.set_defaults(run=_compare)
    decide = steps.add_parser("decide")
    for name in ("notes", "a", "b", "rulings", "out"):
        decide.add_argument(name, type=Path)
    decide.set_defaults(run=_decide)
    marks = steps.add_parser("marks")
    marks.add_argument("notes", type=Path)
    marks.add_argument("folder", type=Path)
    marks.add_argument("--by", required=True)
    marks.add_argument("--check", action="store_true", help="write nothing")
    marks.add_argument("-o", "--out", type=Path)
    marks.set_defaults(run=_marks)
    args = parser.parse_args()
    try:
        args.run(args)
    except DataError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
