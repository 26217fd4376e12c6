"""What `reflect evaluate` prints: codes, identifiers or similar discussions, beside what others would use."""

from __future__ import annotations

import time
from pathlib import Path

from reflect.codebook import Codebook, load
from reflect.errors import DataError, ReflectError
from reflect.learn import baselines, evaluate, fairness, privacy
from reflect.learn.notes import LabelledNote, load_notes
from reflect.nlp.names import Namer
from reflect.nlp.tagger import Tagger
from reflect.resources import data_path


def report(
    which: str,
    path: Path,
    split: str,
    *,
    against: bool = False,
    own_codebook: Path | None = None,
    data: bytes | None = None,
) -> list[str]:
    """Measure on labelled data.

    Args:
        which: `codes`, `privacy`, `fairness` or `similar`.
        path: labelled notes, or for `similar` a folder of discussions.
        split: only this split; empty for all.
        against: measure the baselines too.
        own_codebook: a council's own codebook.
        data: what the file holds, where it was read already.

    Returns:
        Lines to print.

    Raises:
        DataError: the file is not what it should be; it names file and line.
        ReflectError: the parts for the baselines are not installed.
    """
    if data is None and not path.exists():
        raise DataError(f"{path} is not there.", "Give a labelled .jsonl file or a folder of them.")
    try:
        if which == "similar":
            from reflect.learn import similar

            return similar.report(path, split or "test", against=against)
        return _on_notes(which, path, split, against, own_codebook, data)
    except ImportError as error:
        if not against:
            raise
        raise ReflectError(
            f"What --against compares with is not installed ({error.name}).",
            "Install reflect[learn], or leave --against out.",
        ) from error


def _on_notes(
    which: str,
    path: Path,
    split: str,
    against: bool,
    own_codebook: Path | None,
    data: bytes | None,
) -> list[str]:
    codebook = load(own_codebook)
    codes = frozenset(code.id for code in codebook.codes) if which == "codes" else None
    notes = list(load_notes(path, split=split or None, codes=codes, data=data))
    if not notes:
        raise DataError(f"{path.name} holds no note of that split.", "Leave --split out for all.")
    if which == "privacy":
        return _privacy(notes, against)
    if which == "fairness":
        names = data_path("corpora", "names", "heritages.yaml")
        return fairness.table(Tagger.load(codebook), notes, names)
    return _codes(notes, against, codebook)


def _privacy(notes: list[LabelledNote], against: bool) -> list[str]:
    namer = Namer.load()
    words = sum(len(note.text.split()) for note in notes)
    start = time.perf_counter()
    plain = privacy.measure(notes, privacy.by_reflect(namer.see))
    speed = words / (time.perf_counter() - start)
    known = privacy.measure(notes, privacy.by_reflect(namer.see, roster=True))
    lines = privacy.table("reflect, without a roster", plain)
    if most := ", ".join(f"{shape} ×{n}" for shape, n in plain.missed.most_common(12)):
        lines += [f"missed most: {most}"]
    lines += ["", *privacy.table("reflect, with the case's roster", known, groups=False)]
    lines += [f"{speed:,.0f} words/s with the counting"]
    if against:
        backed = privacy.measure(notes, privacy.backed_by_spacy(privacy.by_reflect(namer.see)))
        lines += [privacy.line("with spaCy's names as a backstop (not shipped)", backed)]
        other = privacy.measure(notes, privacy.by_presidio())
        lines += ["", *privacy.table("Presidio with its UK recognisers (en_core_web_sm)", other)]
    return lines


def _codes(notes: list[LabelledNote], against: bool, codebook: Codebook) -> list[str]:
    codes = [code.id for code in codebook.codes]
    marked = [note for note in notes if note.marked]
    if not marked:
        raise DataError("None of these notes is marked.", "`marked` in each line says by whom.")
    beside = ["", *baselines.table(marked, codes)] if against else []
    tagger = Tagger.load(codebook)
    words = sum(len(note.text.split()) for note in marked)
    start = time.perf_counter()
    done = evaluate.evaluate(tagger, marked, codes)
    speed = words / (time.perf_counter() - start)
    return [*evaluate.table(done, marked), f"{speed:,.0f} words/s with the counting", *beside]
