"""Rules as data: terms and turns of phrase, found with who is speaking and what is denied.

`corpora/rules/terms.yaml` and `cues.yaml` hold the words; this file holds none. CARE-SD (Walker et al.,
2024) found word lists alone too weak, so a cue is evidence to be weighed, never a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from reflect.codebook import Codebook, Terms
from reflect.codebook.yamlfile import read_yaml
from reflect.nlp.quotes import Quotation, is_speech
from reflect.records import Span
from reflect.resources import data_path


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str
    words: tuple[str, ...]


class _TermsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    terms: tuple[_Words, ...]
    negations: tuple[str, ...]
    disowned: tuple[str, ...]


class _Cue(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    code: str
    pattern: str


class _CuesFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    cues: tuple[_Cue, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found: its id, the code it suggests, where, and whether it counts as the writer's own."""

    cue: str
    code: str
    span: Span
    owned: bool = True


@dataclass(frozen=True)
class Rules:
    """The terms and cues in use, a council's own included."""

    terms: dict[str, tuple[str, ...]]
    cues: tuple[tuple[str, str, re.Pattern[str]], ...]
    negations: tuple[str, ...]
    disowned: tuple[str, ...]

    @classmethod
    def load(cls, codebook: Codebook) -> Rules:
        """Read the shipped rules and lay the codebook's own terms over them.

        Raises:
            DataError: a rule file has a mistake.
        """
        terms = read_yaml(data_path("corpora", "rules", "terms.yaml"), _TermsFile)
        cues = read_yaml(data_path("corpora", "rules", "cues.yaml"), _CuesFile)
        words = {entry.code: entry.words for entry in terms.terms}
        for own in codebook.terms:
            words[own.code] = _changed(words.get(own.code, ()), own)
        compiled = tuple((c.id, c.code, re.compile(c.pattern, re.I)) for c in cues.cues)
        return cls(words, compiled, terms.negations, terms.disowned)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every cue's id, in the fixed order of the features."""
        terms = [f"{kind}:{code}" for code in sorted(self.terms) for kind in ("term", "quoted")]
        return (
            *(cue for cue, _, _ in self.cues),
            *terms,
            "says:child",
            "says:someone",
            "says:adult",
        )

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """For each of `ids`, the code that it speaks of."""
        terms = [code for code in sorted(self.terms) for _ in ("term", "quoted")]
        return (*(code for _, code, _ in self.cues), *terms, *3 * ("voice.words",))

    @cached_property
    def _before(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in self.negations)
        return re.compile(rf"\b(?:{words})\s+(?:[\w’']+\s+){{0,2}}$", re.I)

    @cached_property
    def _doubted(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in self.disowned)
        return re.compile(rf"\b(?:{words})\b[^.;]*$", re.I)

    def term_hits(
        self,
        text: str,
        found: Iterable[tuple[str, Span]],
        sentence: Span,
        quoted: Sequence[Quotation],
    ) -> list[Hit]:
        """Judge the terms found in a sentence: the writer's own, or quoted, denied or doubted.

        Args:
            text: the note.
            found: code and span of each term.
            sentence: the sentence they stand in.
            quoted: the note's quotations.
        """
        hits = []
        for code, span in found:
            before = text[sentence.start : span.start]
            inside = any(q.start < span.start and span.end < q.end + 1 for q in quoted)
            denied = self._before.search(before) or self._doubted.search(before)
            owned = not (inside or denied)
            hits.append(Hit(f"{'term' if owned else 'quoted'}:{code}", code, span, owned))
        return hits

    def cue_hits(self, text: str, sentence: Span) -> list[Hit]:
        """The cues of one sentence, the first place of each."""
        run = text[sentence.start : sentence.end].rstrip()
        hits = []
        for cue, code, pattern in self.cues:
            match = pattern.search(run)
            if match and match.group().strip():
                start = sentence.start + match.start()
                hits.append(Hit(cue, code, _trim(text, start, sentence.start + match.end())))
        return hits


SAID = "said:child"
"""A quotation whose speaker the page names, and it is a child: no clue to be weighed, but what the code means."""
_CHILD_WORDS = frozenset("child yp boy girl son daughter toddler".split())
_PRONOUNS = frozenset(["she", "he", "they", "you", ""])
_ADULT = re.compile(
    r"\b(?:mum|mam|mummy|mother|dad|daddy|father|nan\w*|gran\w*|aunt\w*|uncle|carer|school|teacher|"
    r"police|partner|sw|hv|worker|manager|mrs|mr|ms|dr)\b",
    re.I,
)


def quote_hits(
    text: str, sentence: Span, quoted: Sequence[Quotation], children: Sequence[str]
) -> list[Hit]:
    """Spoken quotations that begin in a sentence: a child's, an adult's, or nobody can tell whose."""
    hits = []
    for quotation in quoted:
        if sentence.start <= quotation.start < sentence.end and is_speech(text, quotation):
            who = speaks(quotation.speaker, text[sentence.start : quotation.start], children)
            span = Span(quotation.start, min(quotation.end, sentence.end))
            hits.append(Hit(f"says:{who}", "voice.words", span, who != "adult"))
            if quotation.speaker in children or quotation.speaker in _CHILD_WORDS:
                hits.append(Hit(SAID, "voice.words", span))
    return hits


def speaks(speaker: str, before: str, children: Sequence[str]) -> str:
    """Whose a quotation is, as far as its sentence says.

    Args:
        speaker: the speaker as attributed, or nothing.
        before: the sentence up to the quotation.
        children: the names of the note's children.

    Returns:
        `child`, `adult`, or `someone` for a pronoun that could be either.
    """
    if speaker in children or speaker in _CHILD_WORDS:
        return "child"
    if speaker not in _PRONOUNS:
        return "adult"
    named = any(re.search(rf"\b{re.escape(name)}\b", before) for name in children)
    if _ADULT.search(before):
        return "someone" if named else "adult"
    return "child" if named else "someone"


def _changed(words: tuple[str, ...], own: Terms) -> tuple[str, ...]:
    gone = {word.lower() for word in own.remove}
    return tuple(word for word in (*words, *own.add) if word.lower() not in gone)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and not text[start].isalnum() and text[start] not in "\"“‘'":
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, max(end, start + 1))
