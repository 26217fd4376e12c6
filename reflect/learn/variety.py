"""Whether written texts are as different as life: near-duplicates, vocabulary, likeness to one another.

    python -m reflect.learn.variety corpora/notes [--vectors]

Near-duplicates are sentences of eight words or more that share most of their five-word shingles (Broder, 1997)
and, with `--vectors`, sentences whose frozen MiniLM vectors nearly coincide. Vocabulary growth is Heaps' law:
new words go on coming in free writing and dry up in templated text. The figures for templated text come
from the notes themselves, filled into as many frames as there are briefs, so that the two compare.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from reflect.learn.notes import LabelledNote, load_notes

SHINGLE, LONG_ENOUGH, ALIKE, CLOSE = 5, 8, 0.5, 0.93
_WORD = re.compile(r"[\w'’-]+")
Sentence = tuple[str, str, list[str]]
"""A sentence: its note, its split, its words in lower case."""


def sentences(notes: Sequence[LabelledNote]) -> list[Sentence]:
    """Every sentence with its note's id and split, words in lower case."""
    return [
        (note.id, note.split, _WORD.findall(note.text[s.start : s.end].lower()))
        for note in notes
        for s in note.sentences
    ]


def near_duplicates(rows: Sequence[Sentence]) -> list[tuple[str, str, float]]:
    """Pairs of sentences from different notes that share most of their shingles.

    Args:
        rows: as `sentences` gives them.

    Returns:
        Both notes' ids and the share of shingles (Jaccard), highest first.
    """
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sets = [set(_shingles(words)) if len(words) >= LONG_ENOUGH else set() for *_, words in rows]
    for i, found in enumerate(sets):
        for shingle in found:
            where[shingle].append(i)
    pairs = {
        (i, j)
        for same in where.values()
        for k, i in enumerate(same)
        for j in same[k + 1 :]
        if i != j
    }
    alike = []
    for i, j in pairs:
        share = len(sets[i] & sets[j]) / len(sets[i] | sets[j])
        if rows[i][0] != rows[j][0] and share >= ALIKE:
            alike.append((rows[i][0], rows[j][0], share))
    return sorted(alike, key=lambda row: (-row[2], row[0], row[1]))


def _shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for at in range(len(words) - SHINGLE + 1):
        yield tuple(words[at : at + SHINGLE])


def growth(texts: Sequence[Sequence[str]]) -> float:
    """The exponent of Heaps' law: 1 where every word is new, 0 where none is."""
    seen: set[str] = set()
    points, total = [], 0
    for words in texts:
        seen.update(words)
        total += len(words)
        points.append((math.log(total), math.log(len(seen))))
    late = points[len(points) // 10 :]
    x, y = (np.array([point[axis] for point in late]) for axis in (0, 1))
    return float(np.polyfit(x, y, 1)[0])


def self_likeness(texts: Sequence[Sequence[str]], size: int = 4) -> float:
    """The mean share of a text's runs of four words that also stand in some other text."""
    owners: dict[tuple[str, ...], set[int]] = defaultdict(set)
    grams = [{tuple(words[a : a + size]) for a in range(len(words) - size + 1)} for words in texts]
    for i, mine in enumerate(grams):
        for gram in mine:
            owners[gram].add(i)
    shares = [sum(len(owners[g]) > 1 for g in mine) / len(mine) for mine in grams if mine]
    return sum(shares) / max(len(shares), 1)


def templated(
    texts: Sequence[Sequence[str]], frames: int, chance: random.Random
) -> list[list[str]]:
    """The same words as templates would give: a few texts kept as frames, a tenth of their words changed."""
    kept = [list(text) for text in chance.sample(list(texts), frames)]
    pool = [word for text in texts for word in text]
    made = []
    for i in range(len(texts)):
        frame = kept[i % frames]
        made.append([chance.choice(pool) if chance.random() < 0.1 else word for word in frame])
    return made


def close_vectors(rows: Sequence[Sentence]) -> list[tuple[str, str, float]]:
    """Pairs of sentences from different splits whose frozen MiniLM vectors nearly coincide."""
    from reflect.learn.export import packaged_weights
    from reflect.learn.finetune import encode

    long = [row for row in rows if len(row[2]) >= LONG_ENOUGH]
    vectors = encode(packaged_weights(), [[" ".join(words)] for *_, words in long])
    found = []
    for at in range(0, len(long), 512):
        cosines = vectors[at : at + 512] @ vectors.T
        for i, j in zip(*np.where(cosines >= CLOSE), strict=True):
            one, two = long[at + int(i)], long[int(j)]
            if at + i < j and one[1] != two[1]:
                found.append((one[0], two[0], float(cosines[i, j])))
    return sorted(found, key=lambda row: -row[2])


def main() -> None:
    """Print the figures; pairs by the ids of their notes."""
    parser = argparse.ArgumentParser(prog="python -m reflect.learn.variety")
    parser.add_argument("notes", type=Path)
    parser.add_argument("--vectors", action="store_true", help="compare vectors across splits too")
    args = parser.parse_args()
    notes = list(load_notes(args.notes))
    rows = sentences(notes)
    texts = [_WORD.findall(note.text.lower()) for note in notes]
    chance = random.Random(7)
    chance.shuffle(texts)
    fake = templated(texts, len({note.brief for note in notes}), chance)
    print(f"{'':28}{'as written':>12}{'templated':>12}")
    print(f"{'vocabulary growth (Heaps)':28}{growth(texts):12.2f}{growth(fake):12.2f}")
    print(f"{'likeness to other notes':28}{self_likeness(texts):12.3f}{self_likeness(fake):12.3f}")
    alike = near_duplicates(rows)
    splits = {name: split for name, split, _ in rows}
    across = [pair for pair in alike if splits[pair[0]] != splits[pair[1]]]
    print(f"near-duplicate sentences in different notes: {len(alike)}, across splits {len(across)}")
    for one, two, share in alike[:15]:
        print(f"  {one} · {two} · {share:.2f}")
    if args.vectors:
        close = close_vectors(rows)
        print(f"sentences of different splits with a cosine of {CLOSE} or more: {len(close)}")
        for one, two, cosine in close[:15]:
            print(f"  {one} · {two} · {cosine:.2f}")


if __name__ == "__main__":
    main()
