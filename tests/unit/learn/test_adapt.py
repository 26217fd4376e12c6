"""Learning from corrections: what is learnt, what stays, what is compared."""

from __future__ import annotations

import numpy as np
import pytest

from reflect.learn import adapt
from reflect.nlp.learnt import Learnt

CODES = ("a", "b")


def notes(count=8, *, reject=True):
    """Notes whose sentences along the first axis were all marked with `a` by the shipped model."""
    chance = np.random.default_rng(3)
    out = []
    for _ in range(count):
        vectors = chance.normal(size=(4, 6)).astype(np.float32)
        vectors[:2] += [4, 0, 0, 0, 0, 0]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        logits = np.tile(np.array([1.0, -1.0], dtype=np.float32), (4, 1))
        said = np.full((4, 2), adapt.UNSAID, dtype=np.int8)
        said[:, 0] = [0 if reject else 1] * 2 + [1, 1]
        out.append(adapt.Judged(vectors, logits, said))
    return out


def test_what_people_reject_time_and_again_is_no_longer_marked():
    judged = notes()
    layer = adapt.learn(judged, CODES)
    after = judged[0].logits + judged[0].vectors @ layer.weights + layer.bias
    assert (after[:2, 0] < 0).all()
    assert (after[2:, 0] > 0).all()


def test_a_code_that_nobody_judged_stays_exactly_as_it_was():
    layer = adapt.learn(notes(), CODES)
    assert not layer.weights[:, 1].any()
    assert layer.bias[1] == 0


def test_few_judgements_change_nothing():
    layer = adapt.learn(notes(1), CODES)
    assert not layer.weights.any()


def test_both_models_are_compared_on_notes_that_were_not_learnt_from():
    row = adapt.compare(notes(), CODES, [0.5, 0.5])[0]
    assert row.judged == 32
    assert row.shipped == 0.5
    assert row.learnt > 0.8


def test_where_people_agree_nothing_gets_worse():
    row = adapt.compare(notes(reject=False), CODES, [0.5, 0.5])[0]
    assert row.shipped == row.learnt == 1.0


def test_the_table_sums_up():
    lines = adapt.table(adapt.compare(notes(), CODES, [0.5, 0.5]))
    assert lines[-1].split()[:3] == ["all", "32", "0.50"]


def test_a_layer_comes_back_from_what_was_kept():
    layer = adapt.learn(notes(), CODES)
    again = Learnt.loads(layer.dumps())
    assert again.codes == layer.codes
    assert np.array_equal(again.weights, layer.weights)
    assert again.sha256 == layer.sha256


def test_another_layer_has_another_hash():
    layer = adapt.learn(notes(), CODES)
    other = Learnt(layer.head, layer.codes, layer.weights + 1, layer.bias)
    assert other.sha256 != layer.sha256


def test_marks_become_judgements(engine):
    from reflect.records import Mark, Note

    text = 'Mum is manipulative.\nElla said "I count the stairs".\nSW to ring the GP by Friday.\n'
    note = Note(text, "a.txt")
    found = engine.tagger.tag(note).sentences
    codes = list(engine.tagger.thresholds)
    marks = [
        Mark(1, 1, found[0].start, found[0].end, "language.deficit", (), 0.9, "m", True, verdict="rejected"),
        Mark(2, 1, found[1].start, found[1].end, "voice.words", (), 0.9, "m", True),
        Mark(3, 1, found[2].start, found[2].end, "record.decision", (), 1.0, "Kerry", False),
    ]  # fmt: skip
    said = adapt.from_marks(note, marks, engine.tagger).said
    assert said[0, codes.index("language.deficit")] == 0
    assert said[1, codes.index("voice.words")] == adapt.UNSAID
    assert said[2, codes.index("record.decision")] == 1


@pytest.mark.parametrize("code", ["language.deficit", "record.action"])
def test_a_labelled_note_says_everything_of_every_sentence(engine, code):
    from reflect.learn.notes import LabelledNote, LabelledSentence

    text = "Mum is manipulative.\nSW to ring the GP by Friday.\n"
    note = LabelledNote(
        "n", "b", "w", "train", text,
        (LabelledSentence(0, 21, {"language.deficit": ()}), LabelledSentence(21, 50, {"record.action": ()})),
    )  # fmt: skip
    judged = adapt.from_labelled(note, engine.tagger)
    codes = list(engine.tagger.thresholds)
    assert (judged.said != adapt.UNSAID).all()
    assert judged.said[:, codes.index(code)].sum() == 1
