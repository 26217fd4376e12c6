"""A note's marks as people left them: rejected ones gone, accepted ones sure, their own added."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from reflect.codebook import Codebook, rollups
from reflect.records import Code, Mark, Sentence, Span, Tagged


def judged(tagged: Tagged, marks: Sequence[Mark], codebook: Codebook) -> Tagged:
    """Lay people's judgement over a model's marks.

    Args:
        tagged: what the model made of the note.
        marks: its machine and human marks, with their verdicts.
        codebook: the codebook in use.

    Returns:
        The note as people left it, its roll-ups made again.
    """
    if not any(mark.verdict or not mark.by_machine for mark in marks):
        return tagged
    sentences = tuple(_sentence(each, marks, codebook) for each in tagged.sentences)
    maps = rollups(codebook, sentences, tagged.people)
    return dataclasses.replace(tagged, sentences=sentences, rollups=maps)


def _sentence(sentence: Sentence, marks: Iterable[Mark], codebook: Codebook) -> Sentence:
    codes: dict[str, Code] = {}
    for mark in marks:
        if mark.verdict == "rejected" or not (sentence.start <= mark.start < sentence.end):
            continue
        sure = mark.verdict == "accepted" or not mark.by_machine
        evidence = mark.evidence
        if (
            not mark.by_machine
            and not evidence
            and (mark.start, mark.end) != (sentence.start, sentence.end)
        ):
            evidence = (Span(mark.start, min(mark.end, sentence.end)),)
        if sure or mark.code not in codes:
            codes[mark.code] = Code(mark.code, 1.0 if sure else mark.score, evidence, mark.origin)
    ordered = tuple(sorted(codes.values(), key=lambda code: codebook.order(code.code)))
    return dataclasses.replace(sentence, codes=ordered)
