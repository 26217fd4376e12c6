"""At most three questions for a note, each tied to a run of the writer's own words.

Why these gaps: supervision records tell what happened and list tasks, and leave out why, how, analysis
and the child's views (Wilkins, 2017); what sets strong supervision apart is the step from ideas to
conversations with the family (Bostock et al., 2019).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reflect.questions.bank import Bank, BankQuestion, Missing, Situation
from reflect.records import Question, Sentence, Span, Tagged

AT_MOST = 3
UNSURE_COSTS = 30
"""How many steps of priority a situation loses as the score of its anchor falls from 1 to 0."""

BEST = 3
"""How many of a situation's questions, best first in the bank, take turns."""

FIRST = 10
"""Situations before this priority are safety and the child; nothing moves them."""
LEARNT, LIMIT = 3.0, 4
"""Steps of priority for each answer or "not now", and how many of them count."""


@dataclass(frozen=True)
class _Fit:
    situation: Situation
    rank: float
    sentence: int
    span: Span
    code: str = ""


def choose(
    tagged: Tagged,
    bank: Bank,
    *,
    lens: str = "",
    dismissed: Collection[str] = (),
    said: Mapping[str, int] = MappingProxyType({}),
    most: int = AT_MOST,
) -> list[Question]:
    """Choose the questions for a note.

    The order is deterministic: safety and the child first, then gaps in the thinking, then what is
    already good; a situation that rests on an unsure mark waits behind the sure ones. No two
    questions start from the same sentence.

    Args:
        tagged: the note with its marks.
        bank: the questions.
        lens: the lens in use; its own situations join.
        dismissed: ids of questions that stay away; their situation may offer another.
        said: what people did with questions on other notes, by id: answers less the times it was put away.
            A situation that is answered comes sooner, one put away later; safety and the child stay first.
        most: how many.

    Returns:
        Zero questions only for a bank without any that fits.
    """
    chosen: list[Question] = []
    taken: set[int] = set()

    def order(fit: _Fit) -> tuple[float, str]:
        return fit.rank - _liked(fit.situation, said), fit.situation.id

    for fit in sorted(_fits(tagged, bank, lens), key=order):
        if len(chosen) == most:
            break
        if fit.sentence in taken:
            continue
        question = _pick(tagged, fit.situation, dismissed)
        if question is None:
            continue
        taken.add(fit.sentence)
        chosen.append(_asked(tagged, fit, question))
    return chosen


def every(tagged: Tagged, bank: Bank, lens: str = "", each: int = 2) -> list[Question]:
    """All that could be asked of a note, so many of each situation that fits, for readers to grade."""
    found = []
    for fit in sorted(_fits(tagged, bank, lens), key=lambda fit: (fit.rank, fit.situation.id)):
        found += [_asked(tagged, fit, q) for q in _in_turn(tagged, fit.situation)[:each]]
    return found


def _asked(tagged: Tagged, fit: _Fit, question: BankQuestion) -> Question:
    text = question.text.replace("{child}", _child(tagged, fit.sentence))
    codes = (fit.code,) if fit.code else ()
    return Question(question.id, _capital(text), fit.span, fit.situation.why, codes)


def _liked(situation: Situation, said: Mapping[str, int]) -> float:
    """How many steps sooner a situation comes for what people did with its questions."""
    if situation.priority < FIRST:
        return 0.0
    total = sum(said.get(question.id, 0) for question in situation.questions)
    return LEARNT * max(-LIMIT, min(LIMIT, total))


def _fits(tagged: Tagged, bank: Bank, lens: str) -> Iterator[_Fit]:
    if not tagged.sentences:
        return
    present = {code.code for sentence in tagged.sentences for code in sentence.codes}
    for situation in bank.situations:
        if situation.lenses and lens not in situation.lenses:
            continue
        if present & set(situation.lacks) or not present >= set(situation.needs):
            continue
        if not all(_is_missing(tagged, who) for who in situation.missing):
            continue
        fit = _anchored(tagged, situation)
        if fit:
            yield fit


def _anchored(tagged: Tagged, situation: Situation) -> _Fit | None:
    if situation.turns:
        return _turned(tagged, situation)
    if not situation.anchor:
        index = _opening(tagged)
        span = _words(tagged, tagged.sentences[index])
        return _Fit(situation, situation.priority, index, span)
    for code in situation.anchor:
        found = [
            (mark.score, -i, mark)
            for i, sentence in enumerate(tagged.sentences)
            for mark in sentence.codes
            if mark.code == code and not _holds(tagged, sentence, situation.unless)
        ]
        if found:
            score, place, mark = max(found, key=lambda each: each[:2])
            span = mark.evidence[0] if mark.evidence else _words(tagged, tagged.sentences[-place])
            rank = situation.priority + UNSURE_COSTS * (1 - score)
            return _Fit(situation, rank, -place, span, code)
    return None


def _turned(tagged: Tagged, situation: Situation) -> _Fit | None:
    """The first sentence, not a heading, with one of the turns of phrase."""
    for i, sentence in enumerate(tagged.sentences):
        heading = tagged.note.text[sentence.start : sentence.end].strip().endswith(":")
        if not heading and _holds(tagged, sentence, situation.turns):
            return _Fit(situation, situation.priority, i, _words(tagged, sentence))
    return None


def _holds(tagged: Tagged, sentence: Sentence, turns: Iterable[str]) -> bool:
    """Whether a sentence holds one of some turns of phrase."""
    run = tagged.note.text[sentence.start : sentence.end]
    return any(re.search(turn, run, re.I) for turn in turns)


def _pick(tagged: Tagged, situation: Situation, dismissed: Collection[str]) -> BankQuestion | None:
    """One of a situation's questions that was not put away."""
    order = _in_turn(tagged, situation)
    return next((question for question in order if question.id not in dismissed), None)


def _in_turn(tagged: Tagged, situation: Situation) -> list[BankQuestion]:
    """A situation's questions: in the same order for the same note, in another for other notes."""
    digest = hashlib.sha256(f"{tagged.note.sha256}:{situation.id}".encode()).digest()
    first, rest = situation.questions[:BEST], situation.questions[BEST:]
    turn = digest[0] % max(len(first), 1)
    return [*first[turn:], *first[:turn], *rest]


def _opening(tagged: Tagged) -> int:
    """The first sentence that says something: not a heading, a date or a name."""
    for i, sentence in enumerate(tagged.sentences):
        run = tagged.note.text[sentence.start : sentence.end].strip()
        if len(run.split()) >= 5 and not run.endswith(":"):
            return i
    return 0


def _words(tagged: Tagged, sentence: Sentence) -> Span:
    run = tagged.note.text[sentence.start : sentence.end]
    left = len(run) - len(run.lstrip())
    return Span(sentence.start + left, sentence.start + max(len(run.rstrip()), left + 1))


def _child(tagged: Tagged, sentence: int) -> str:
    """The child as the note names them; nobody is named who may not be meant.

    With two children, or where the name stands neither in the sentence nor beside it (a note on several
    families), it is "the child".
    """
    names = [p.label for p in tagged.people if p.role == "child" and p.label != "the child"]
    beside = tagged.sentences[max(sentence - 1, 0) : sentence + 2]
    near = tagged.note.text[beside[0].start : beside[-1].end]
    return names[0] if len(names) == 1 and names[0] in near else "the child"


def _is_missing(tagged: Tagged, who: Missing) -> bool:
    roles = [person.role for person in tagged.people]
    if who == "child":
        return all(p.ladder == "not mentioned" for p in tagged.people if p.role == "child")
    return who not in roles


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
