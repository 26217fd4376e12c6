"""The spaCy pipeline: components that write span groups and custom attributes.

For people of that ecosystem: `build(codebook)` gives a `Language` whose docs carry

- `doc.sents`: this project's sentences;
- `doc.spans["systemic"]`, `["hypothesis"]`, `["voice"]`, `["language"]`, `["record"]`: one span a code
  shown, labelled with the code; `span._.score`, `span._.origin`, `span._.evidence` (spans);
- `doc.spans["quotations"]` with `span._.speaker`;
- `doc._.sentences` (records), `doc._.scores`: one {code: score} a sentence, `doc._.people`.

Components are thin: each calls a plain function of its own file.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from spacy.language import Language  # 0.5 s, 1.5 s where torch is installed: import this file late
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from reflect import records
from reflect.nlp import quotes, sentences
from reflect.nlp.cues import Hit, Rules, quote_hits
from reflect.nlp.marking import Marker
from reflect.nlp.people import child_names, people

MAX_CHARACTERS = 6_000_000

Key = tuple[str, int]  # a code and where its sentence starts


def _mark(span: Span) -> records.Code | None:
    # spaCy keeps a span's attributes by its offsets alone, and several codes share a sentence.
    marks: dict[Key, records.Code] = span.doc._.marks or {}
    return marks.get((span.label_, span.start_char))


def _evidence(span: Span) -> list[Span]:
    mark = _mark(span)
    runs = mark.evidence if mark else ()
    return [_span(span.doc, run.start, run.end, span.label_) for run in runs]


Span.set_extension("score", getter=lambda span: getattr(_mark(span), "score", None), force=True)
Span.set_extension("origin", getter=lambda span: getattr(_mark(span), "origin", None), force=True)
Span.set_extension("evidence", getter=_evidence, force=True)
Span.set_extension("speaker", default=None, force=True)
for _name in ("cues", "scores", "people", "tiles", "marks", "sentences", "encoded"):
    Doc.set_extension(_name, default=None, force=True)


def build(marker: Marker) -> Language:
    """Assemble the pipeline.

    Args:
        marker: the trained model that weighs meaning and cues.
    """
    from spacy.lang.en import English

    nlp = English()
    nlp.max_length = MAX_CHARACTERS
    nlp.add_pipe("reflect_sentences")
    nlp.add_pipe("reflect_quotations")
    cues = nlp.add_pipe("reflect_cues")
    codes = nlp.add_pipe("reflect_codes")
    nlp.add_pipe("reflect_people")
    cues.finder = CueFinder(marker.rules)  # type: ignore[attr-defined]
    codes.marker = marker  # type: ignore[attr-defined]
    return nlp


@Language.component("reflect_sentences", assigns=["doc._.tiles", "token.sent_start"])
def reflect_sentences(doc: Doc) -> Doc:
    """Cut sentences; a token that a boundary runs through is split there."""
    doc._.tiles = sentences.split(doc.text)
    starts = {tile.start for tile in doc._.tiles}
    at = {token.idx for token in doc}
    missing = sorted(starts - at)
    if missing:
        with doc.retokenize() as retokenizer:
            for token in doc:
                cuts = [s - token.idx for s in missing if token.idx < s < token.idx + len(token)]
                if cuts:
                    edges = [0, *cuts, len(token)]
                    parts = [token.text[a:b] for a, b in itertools.pairwise(edges)]
                    retokenizer.split(token, parts, heads=[(token, 0)] * len(parts))
    # Token by token, spaCy looks through the whole doc each time.
    places = doc.to_array("IDX")
    begins = np.where(np.isin(places, list(starts)), 1, -1)
    return doc.from_array(["SENT_START"], begins.astype(np.uint64))  # type: ignore[arg-type]


@Language.component("reflect_quotations", assigns=["doc.spans"])
def reflect_quotations(doc: Doc) -> Doc:
    """Mark quotations and who speaks them."""
    group = []
    for quotation in quotes.quotations(doc.text):
        span = doc.char_span(quotation.start, quotation.end, "quotation", alignment_mode="expand")
        if span is not None:
            span._.speaker = quotation.speaker
            group.append(span)
    doc.spans["quotations"] = SpanGroup(doc, name="quotations", spans=group)
    return doc


class CueFinder:
    """Terms (spaCy's PhraseMatcher) and turns of phrase, judged as the writer's own or another's."""

    def __init__(self, rules: Rules) -> None:
        from spacy.lang.en import English

        self.rules = rules
        self._nlp = English(max_length=MAX_CHARACTERS)
        self._lower = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        self._exact = PhraseMatcher(self._nlp.vocab, attr="ORTH")
        for code, words in rules.terms.items():
            for word in words:  # LAC and DNA match as written only: "dna" and "lac" are words too
                matcher = self._exact if word[:2].isupper() else self._lower
                matcher.add(code, [self._nlp.make_doc(word)])

    def find(self, text: str, tiles: Sequence[records.Span]) -> list[list[Hit]]:
        """Find the cues of a note, sentence by sentence.

        Args:
            text: the note.
            tiles: its sentences.
        """
        doc = self._nlp.make_doc(text)
        found = [
            Span(doc, a, b, label=self._nlp.vocab.strings[label])
            for matcher in (self._lower, self._exact)
            for label, a, b in matcher(doc)
        ]
        terms = [
            (term.label_, records.Span(term.start_char, term.end_char))
            for term in sorted(filter_spans(found), key=lambda span: span.start)
        ]
        quoted = list(quotes.quotations(text))
        children = child_names(text)
        return [
            [
                *self.rules.cue_hits(text, tile),
                *self.rules.term_hits(text, _within(terms, tile), tile, quoted),
                *quote_hits(text, tile, quoted, children),
            ]
            for tile in tiles
        ]


@Language.factory("reflect_cues", assigns=["doc._.cues"])
class CueComponent:
    """Find the cues of each sentence."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.finder: CueFinder | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc._.cues`: a list of hits a sentence."""
        if self.finder is None:
            raise ValueError("reflect_cues has no rules: build the pipeline with pipeline.build()")
        doc._.cues = self.finder.find(doc.text, doc._.tiles)
        return doc


@Language.factory("reflect_codes", assigns=["doc.spans", "doc._.scores"])
class CodeComponent:
    """Weigh meaning and cues; write one span group a family."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.marker: Marker | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc.spans[family]` and `doc._.scores`."""
        if self.marker is None:
            raise ValueError("reflect_codes has no model: build the pipeline with pipeline.build()")
        doc._.sentences = self.marker.mark(doc.text, doc._.tiles, doc._.cues, doc._.encoded)
        doc._.scores = [sentence.scores for sentence in doc._.sentences]
        doc._.marks = {(c.code, s.start): c for s in doc._.sentences for c in s.codes}
        for family in self.marker.families:
            spans = [
                _span(doc, sentence.start, sentence.end, code.code)
                for sentence in doc._.sentences
                for code in sentence.codes
                if code.family == family
            ]
            doc.spans[family] = SpanGroup(doc, name=family, spans=spans)
        return doc


@Language.component("reflect_people", assigns=["doc._.people"])
def reflect_people(doc: Doc) -> Doc:
    """Say who the note is about and how far each child is heard."""
    doc._.people = people(doc.text, doc._.sentences)
    return doc


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    span = doc.char_span(start, end, label, alignment_mode="expand")
    assert span is not None
    return span


def _within(
    terms: Sequence[tuple[str, records.Span]], tile: records.Span
) -> list[tuple[str, records.Span]]:
    return [(code, span) for code, span in terms if tile.start <= span.start < tile.end]
