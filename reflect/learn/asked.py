"""How good the questions are: sheets for readers to grade, and what their grades say.

    python -m reflect.learn.asked sheets corpora/notes SHEETS --split validation --count 10
    python -m reflect.learn.asked sheets corpora/notes SHEETS --every --count 96   # all that could be asked
    python -m reflect.learn.asked gather SHEETS GRADES > corpora/questions/readers/check-a.tsv
    python -m reflect.learn.asked count corpora/questions/readers/check-a.tsv

A sheet holds a note and numbered questions, each with the words it starts from. A reader writes a line for each:
its number, then 2 (worth asking of this writer), 1 (does no harm, and opens little) or 0 (misreads who, when or
what, asks what the note answers, or has nothing to do with the words), and after 0 or 1 a letter for what is
wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reflect.codebook import load
from reflect.errors import DataError
from reflect.learn.notes import LabelledNote, load_notes
from reflect.nlp.tagger import Tagger
from reflect.questions import choose, load_bank
from reflect.questions.choose import every
from reflect.records import Note, Question, Tagged

WORTH = 2
_ASKED = re.compile(r"^(\d+) \[([\w-]+)\]", re.M)


def drawn(notes: Iterable[LabelledNote], count: int, seed: str) -> list[LabelledNote]:
    """So many notes by chance, the same for the same seed."""

    def lot(note: LabelledNote) -> str:
        return hashlib.sha256(f"{seed}:{note.id}".encode()).hexdigest()

    return sorted(notes, key=lot)[:count]


def sheet(tagged: Tagged, questions: Sequence[Question]) -> str:
    """One note with its numbered questions, for a reader."""
    text = tagged.note.text
    lines = ["##### note", text.strip(), "", "##### questions to its writer"]
    for number, each in enumerate(questions, 1):
        words = " ".join(text[each.span.start : each.span.end].split())
        lines.append(f"{number} [{each.id}] {each.text}\n    from: {words}")
    return "\n".join(lines) + "\n"


def grades(sheets: Path, folder: Path) -> Iterator[tuple[str, list[tuple[str, int, str]]]]:
    """What readers said: for each note the question's id, its grade and the letter beside it.

    Raises:
        DataError: a grade is none of 0, 1, 2, or a sheet's question has none.
    """
    for path in sorted(folder.glob("*.txt")):
        asked = _ASKED.findall((sheets / path.name).read_text(encoding="utf-8"))
        said = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            parts = line.split()
            if parts:
                said[parts[0]] = (parts[1], parts[2] if len(parts) > 2 else "")
        for number, _ in asked:
            if number not in said or said[number][0] not in ("0", "1", "2"):
                raise DataError(f"{path.name}: question {number} has no grade of 0, 1 or 2.")
        yield path.stem, [(name, int(said[n][0]), said[n][1]) for n, name in asked]


def read(path: Path) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Gathered grades: a row a question with note, question, grade and letter, parted by tabs.

    Raises:
        DataError: a row is not so.
    """
    notes: dict[str, list[tuple[str, int, str]]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        parts = line.split("\t")
        if len(parts) != 4 or parts[2] not in ("0", "1", "2"):
            raise DataError(f"{path.name}, line {number}: not a note, question, grade and letter.")
        notes.setdefault(parts[0], []).append((parts[1], int(parts[2]), parts[3]))
    return list(notes.items())


def summary(graded: Iterable[tuple[str, list[tuple[str, int, str]]]]) -> list[str]:
    """Notes with at least two questions worth asking, and the mean grade of each situation."""
    kept: dict[str, list[int]] = defaultdict(list)
    letters: dict[str, int] = defaultdict(int)
    good = notes = 0
    for _, rows in graded:
        notes += 1
        good += sum(grade >= WORTH for _, grade, _ in rows) >= 2
        for name, grade, letter in rows:
            kept[name.rpartition("-")[0]].append(grade)
            letters[letter] += grade < WORTH
    lines = [f"{notes} notes, at least two questions worth asking in {good}"]
    given = [grade for values in kept.values() for grade in values]
    worth = sum(grade >= WORTH for grade in given) / max(len(given), 1)
    wrong = ", ".join(f"{k} ×{n}" for k, n in sorted(letters.items()) if n)
    lines.append(f"{len(given)} questions, {worth:.2f} worth asking; what is wrong: {wrong}")
    for name, values in sorted(kept.items(), key=lambda each: -sum(each[1]) / len(each[1])):
        share = sum(v >= WORTH for v in values) / len(values)
        lines.append(
            f"{name:14}{len(values):5}  mean {sum(values) / len(values):.2f}  worth {share:.2f}"
        )
    return lines


def _sheets(args: argparse.Namespace) -> None:
    codebook = load()
    tagger, bank = Tagger.load(codebook), load_bank(codebook)
    args.out.mkdir(parents=True, exist_ok=True)
    for note in drawn(load_notes(args.notes, split=args.split), args.count, args.seed):
        tagged = tagger.tag(Note(note.text, note.id))
        found = every(tagged, bank) if args.every else choose(tagged, bank)
        (args.out / f"{note.id}.txt").write_text(sheet(tagged, found), encoding="utf-8")
    print(f"wrote {args.count} sheets to {args.out}")


def _gather(args: argparse.Namespace) -> None:
    for note, rows in grades(args.sheets, args.grades):
        for name, grade, letter in rows:
            print(f"{note}\t{name}\t{grade}\t{letter}")


def main() -> None:
    """Write sheets, gather grades, or count what readers said of them."""
    parser = argparse.ArgumentParser(prog="python -m reflect.learn.asked")
    steps = parser.add_subparsers(required=True)
    step = steps.add_parser("sheets")
    step.add_argument("notes", type=Path)
    step.add_argument("out", type=Path)
    step.add_argument("--split", default="validation")
    step.add_argument("--count", type=int, default=10)
    step.add_argument("--seed", default="questions")
    step.add_argument("--every", action="store_true", help="two of each situation that fits")
    step.set_defaults(run=_sheets)
    step = steps.add_parser("gather")
    step.add_argument("sheets", type=Path)
    step.add_argument("grades", type=Path)
    step.set_defaults(run=_gather)
    step = steps.add_parser("count")
    step.add_argument("file", type=Path)
    step.set_defaults(run=lambda args: print("\n".join(summary(read(args.file)))))
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
