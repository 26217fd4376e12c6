"""Discussions sorted by relational dynamic, and graded queries: their files, loader and checks.

A corpus is a folder with `dynamics.yaml` (`- {id, about, split}`), `*.jsonl` of discussions and
`queries.jsonl`:

    {"id": "d01-003", "dynamic": "hope-carried-alone", "kind": "discussion", "writer": "d01",
     "title": "…", "text": "…", "questions": ["…"]}
    {"id": "d01-004", "dynamic": "hope-carried-alone", "kind": "look-alike", "of": "d01-003",
     "dance": "what goes on instead", "writer": "d01", "title": "…", "text": "…", "questions": []}
    {"id": "q01-001", "dynamic": "hope-carried-alone", "split": "test", "writer": "q01", "text": "…"}

A look-alike shares topic, ages and words with the discussion it is `of`, and not its dynamic. A query's
grade is 2 for discussions of its own dynamic and 0 for all others. The split is the dynamic's: nobody
trains on a dynamic that is tested. `dances.tsv` says of texts of training (discussions and labelled notes), by id,
what goes on between people in a line without topic, written by readers who knew neither dynamic nor look-alike.

    python -m reflect.learn.dynamics gather DRAFTS -o corpora/discussions   # from writers' drafts
    python -m reflect.learn.dynamics figures corpora/discussions
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from reflect.errors import DataError
from reflect.learn.notes import SPLITS, mistake, part, rows_of

QUERIES = "queries.jsonl"
DANCES = "dances.tsv"
_PART = re.compile(r"^=== *(discussion|look-?alike|note)\b[^\n]*\n", re.M | re.I)


@dataclass(frozen=True)
class Told:
    """A written discussion: of a dynamic, or a look-alike of one that is."""

    id: str
    dynamic: str
    text: str
    kind: str = "discussion"
    of: str = ""
    dance: str = ""
    title: str = ""
    questions: tuple[str, ...] = ()
    writer: str = ""


@dataclass(frozen=True)
class Query:
    """A note with a dynamic in it, to search with."""

    id: str
    dynamic: str
    text: str
    split: str
    writer: str = ""


@dataclass(frozen=True)
class Dynamics:
    """The corpus: what each dynamic is about, its split, the discussions, the queries, and dances by id."""

    about: Mapping[str, str]
    splits: Mapping[str, str]
    told: tuple[Told, ...]
    queries: tuple[Query, ...]
    dances: Mapping[str, str] = field(default_factory=dict)

    def of(self, split: str) -> list[Told]:
        """The discussions and look-alikes of a split's dynamics."""
        return [each for each in self.told if self.splits[each.dynamic] == split]

    def asked(self, split: str) -> list[Query]:
        """A split's queries."""
        return [each for each in self.queries if each.split == split]


def load_dynamics(folder: Path) -> Dynamics:
    """Read and check a corpus of discussions.

    Raises:
        DataError: a line is not what the format says; it names file and line.
    """
    about, splits = _named(folder)
    told: list[Told] = []
    queries: list[Query] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, row in rows_of(path):
            try:
                if part(row, "dynamic", str) not in about:
                    raise ValueError(f"unknown dynamic '{row['dynamic']}'")
                for key in ("id", "text"):
                    part(row, key, str)
                if path.name == QUERIES:
                    queries.append(Query(**row))
                else:
                    told.append(
                        Told(**{**row, "questions": tuple(part(row, "questions", list, []))})
                    )
            except (ValueError, KeyError, TypeError) as error:
                raise mistake(path, number, error) from error
    corpus = Dynamics(about, splits, tuple(told), tuple(queries), _dances(folder / DANCES))
    _check(corpus)
    return corpus


def _named(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What each dynamic is about, and its split."""
    try:
        text = (folder / "dynamics.yaml").read_text(encoding="utf-8")
        rows = yaml.safe_load(text)["dynamics"]
        about = {row["id"]: row["about"] for row in rows}
        return about, {row["id"]: row.get("split", "train") for row in rows}
    except OSError as error:
        raise DataError(
            f"{folder} holds no dynamics.yaml that can be read.",
            "Give a folder of discussions sorted by dynamic.",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise DataError(
            f"{folder / 'dynamics.yaml'} is not a list of dynamics.",
            "Give each its id and about, and a split.",
        ) from error


def _dances(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    for number, row in enumerate(rows, 1):
        if len(row) != 2:
            raise DataError(f"{path.name}, line {number}: not an id, a tab and a line.", "Mend it.")
    return {row[0]: row[1] for row in rows}


def _check(corpus: Dynamics) -> None:
    names = Counter([*(each.id for each in corpus.told), *(each.id for each in corpus.queries)])
    twice = [name for name, count in names.items() if count > 1]
    lost = [each.id for each in corpus.told if each.of and each.of not in names]
    wrong = [each.id for each in corpus.queries if each.split not in SPLITS]
    mixed = [each.id for each in corpus.queries if each.split != corpus.splits[each.dynamic]]
    for what, which in (("occurs twice", twice), ("is a look-alike of nothing", lost)):
        if which:
            raise DataError(f"{which[0]} {what}.")
    for what, which in (("has no known split", wrong), ("is not in its dynamic's split", mixed)):
        if which:
            raise DataError(f"{which[0]} {what}.")


def gather(
    drafts: Path, writer: str, splits: Mapping[str, str], asked: Sequence[Query] = ()
) -> tuple[list[Told], list[Query]]:
    """Read a writer's drafts, one file a dynamic, parts that begin with `===`.

    A look-alike in a file with discussions is one of the first of them; in a file without, the first is
    one of the dynamic's first query, the second of its second.

    Args:
        drafts: the writer's folder.
        writer: the writer's id.
        splits: each dynamic's split.
        asked: the queries that are known already.

    Raises:
        DataError: a file's name is no dynamic, or a part lacks its text.
    """
    told: list[Told] = []
    queries: list[Query] = []
    for path in sorted(drafts.glob("*.md")):
        if path.stem not in splits:
            raise DataError(f"{path.name}: no dynamic has that name.")
        parts = _PART.split(path.read_text(encoding="utf-8"))[1:]
        first = ""
        notes = iter([query.id for query in asked if query.dynamic == path.stem])
        for kind, body in zip(parts[::2], parts[1::2], strict=True):
            kind = kind.lower().replace("lookalike", "look-alike")
            if kind == "note":
                name = f"{writer}-{len(queries) + 1:03}"
                queries.append(Query(name, path.stem, body.strip(), splits[path.stem], writer))
                continue
            name = f"{writer}-{len(told) + 1:03}"
            alike = kind == "look-alike"
            of = (first or next(notes, "")) if alike else ""
            told.append(_told(name, path, kind, body, of, writer))
            first = first or ("" if alike else name)
    return told, queries


def _told(name: str, path: Path, kind: str, body: str, of: str, writer: str) -> Told:
    title, dance, lines, questions = "", "", [], []
    for line in body.strip().split("\n"):
        head, _, rest = line.partition(":")
        if head.strip().lower() == "title" and not title:
            title = rest.strip()
        elif head.strip().lower() == "dance" and not dance:
            dance = rest.strip()
        elif line.startswith("? "):
            questions.append(line[2:].strip())
        else:
            lines.append(line)
    text = "\n".join(lines).strip()
    if len(text.split()) < 40:
        raise DataError(f"{path.name}: a part has fewer than 40 words.")
    return Told(name, path.stem, text, kind, of, dance, title, tuple(questions), writer)


def row_of(each: Told | Query) -> dict[str, Any]:
    """The JSON object of a discussion or query, empty fields left out."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in vars(each).items() if v}


def _write(path: Path, rows: list[Any]) -> None:
    lines = [json.dumps(row_of(row), ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _gather(args: argparse.Namespace) -> None:
    known = yaml.safe_load((args.out / "dynamics.yaml").read_text(encoding="utf-8"))["dynamics"]
    splits = {row["id"]: row.get("split", "train") for row in known}
    queries: list[Query] = []
    folders = sorted(path for path in args.drafts.iterdir() if path.is_dir())
    for folder in sorted(folders, key=lambda path: path.name[0] != "q"):  # queries come first
        told, asked = gather(folder, folder.name, splits, queries)
        queries += asked
        if told:
            _write(args.out / f"{folder.name}.jsonl", told)
        print(f"{folder.name}: {len(told)} discussions, {len(asked)} queries")
    if queries:
        _write(args.out / QUERIES, queries)


def _figures(args: argparse.Namespace) -> None:
    corpus = load_dynamics(args.folder)
    print(
        f"{'split':11}{'dynamics':>9}{'discussions':>12}{'look-alikes':>12}{'queries':>8}{'writers':>8}"
    )
    for split in SPLITS:
        mine = corpus.of(split)
        kinds = Counter(each.kind for each in mine)
        writers = {each.writer for each in mine}
        dynamics = {each.dynamic for each in mine}
        print(
            f"{split:11}{len(dynamics):9}{kinds['discussion']:12}{kinds['look-alike']:12}"
            f"{len(corpus.asked(split)):8}{len(writers):8}"
        )
    per = Counter(each.dynamic for each in corpus.told if each.kind == "discussion")
    words = [len(each.text.split()) for each in corpus.told]
    print(
        f"{len(corpus.told)} texts of {len(per)} dynamics, {min(per.values())} to {max(per.values())} each"
    )
    print(f"words: median {statistics.median(words):.0f}, {min(words)} to {max(words)}")


def main() -> None:
    """Run one of the steps; mistakes name file and line."""
    parser = argparse.ArgumentParser(prog="python -m reflect.learn.dynamics")
    steps = parser.add_subparsers(required=True)
    step = steps.add_parser("gather")
    step.add_argument("drafts", type=Path)
    step.add_argument("-o", "--out", type=Path, default=Path("corpora/discussions"))
    step.set_defaults(run=_gather)
    step = steps.add_parser("figures")
    step.add_argument("folder", type=Path)
    step.set_defaults(run=_figures)
    args = parser.parse_args()
    try:
        args.run(args)
    except DataError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
