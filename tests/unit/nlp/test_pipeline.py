"""The spaCy pipeline, for people of that ecosystem; and the models' own promises."""

from __future__ import annotations

import json

import numpy as np
import pytest

from reflect.errors import ModelError
from reflect.nlp.encoder import Encoder
from reflect.nlp.head import Head
from reflect.nlp.marking import is_heading
from reflect.records import Note
from reflect.resources import data_path, verified
from tests.conftest import NOTE


@pytest.fixture(scope="module")
def doc(engine):
    return engine.tagger.nlp(NOTE)


def test_span_groups_hold_one_span_a_code(doc, engine):
    tagged = engine.tag(Note(NOTE, "n"))
    for family in ("systemic", "hypothesis", "voice", "language", "record"):
        ours = [(span.label_, span.start_char) for span in doc.spans[family]]
        theirs = [
            (code.code, s.start)
            for s in tagged.sentences
            for code in s.codes
            if code.family == family
        ]
        assert sorted(ours) == sorted(theirs)


def test_codes_of_one_sentence_keep_their_own_attributes(doc, engine):
    tagged = engine.tag(Note(NOTE, "n"))
    expected = {(c.code, s.start): c for s in tagged.sentences for c in s.codes}
    for family in ("systemic", "hypothesis", "voice", "language", "record"):
        for span in doc.spans[family]:
            code = expected[span.label_, span.start_char]
            assert span._.score == code.score
            assert span._.origin == code.origin
            assert len(span._.evidence) == len(code.evidence)


def test_sents_are_our_sentences_and_text_is_kept(doc, engine):
    tiles = [sentence.start for sentence in engine.tag(Note(NOTE, "n")).sentences]
    assert [sent.start_char for sent in doc.sents] == tiles
    assert doc.text == NOTE


def test_a_boundary_inside_a_token_splits_it(engine):
    doc = engine.tagger.nlp("He was at home.She left early.")
    assert [sent.text.strip() for sent in doc.sents] == ["He was at home.", "She left early."]


def test_quotations_name_their_speaker(doc):
    (span,) = doc.spans["quotations"]
    assert span.text == '"he counts the stairs as he comes up"'
    assert span._.speaker == "Ella"


def test_the_encoder_reads_a_sentence_with_those_beside_it_and_the_same_each_time():
    encoder = Encoder.load()
    texts = ["Mum rang.", "Ella counts the stairs when he comes up at night and holds her breath."]
    together = encoder.encode(texts * 20)
    assert np.array_equal(together.vectors, encoder.encode(texts * 20).vectors)
    assert np.allclose(np.linalg.norm(together.vectors, axis=1), 1, atol=1e-5)
    alone = encoder.encode(texts[:1]).vectors[0]
    assert 0.3 < float(alone @ encoder.encode(texts).vectors[0]) < 0.9999
    for text, states, offsets in zip(texts * 20, together.tokens, together.offsets, strict=True):
        assert len(states) == len(offsets)
        assert offsets[-1] == (0, 0)
        assert "".join(text[a:b] for a, b in offsets).lower() == text.replace(" ", "").lower()


def test_a_weight_file_that_is_another_is_refused(tmp_path):
    source = data_path("models", "codes")
    for name in ("model.json", "model.onnx"):
        (tmp_path / name).write_bytes((source / name).read_bytes())
    with (tmp_path / "model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="not the file"):
        Head.load(Encoder.load().info, tmp_path)


def test_a_head_of_another_encoder_is_refused(tmp_path):
    source = data_path("models", "codes")
    card = json.loads((source / "model.json").read_text(encoding="utf-8"))
    (tmp_path / "model.onnx").write_bytes((source / "model.onnx").read_bytes())
    (tmp_path / "model.json").write_text(json.dumps(card | {"encoder": "other"}), encoding="utf-8")
    with pytest.raises(ModelError, match="another encoder"):
        Head.load(Encoder.load().info, tmp_path)


def test_missing_data_says_to_install_again():
    with pytest.raises(ModelError, match="missing"):
        data_path("models", "nowhere")


def test_every_shipped_model_is_the_one_its_card_names():
    for name in ("encoder", "codes"):
        folder = data_path("models", name)
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        assert verified(folder / "model.onnx", card["sha256"]).exists()


@pytest.mark.parametrize(
    ("run", "heading"),
    [
        ("VOICE OF THE CHILD\n", True), ("Actions:\n", True), ("## Analysis\n", True),
        ("Home conditions\n", True), ("Mum rang.\n", False), ("no concerns\n", False),
        ("Next visit 12/12/2024\n", False), ("Actions:", False),
    ],
)  # fmt: skip
def test_headings_are_short_lines_of_their_own(run, heading):
    assert is_heading(run) is heading


def test_evidence_lies_in_its_sentence_whatever_the_text(engine):
    text = "  - Perhaps\t\tthe  more Dad checks, the less she tells him – 👩‍👧 – so he checks more…  \n"
    for sentence in engine.tag(Note(text * 3, "n")).sentences:
        for code in sentence.codes:
            for run in code.evidence:
                assert sentence.start <= run.start < run.end <= sentence.end
                assert (text * 3)[run.start : run.end].strip()
