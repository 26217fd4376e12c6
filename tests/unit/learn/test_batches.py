"""Notes in training are laid out and pooled as at run time."""

from __future__ import annotations

import random

import numpy as np
import pytest

pytest.importorskip("torch")

from reflect.learn.batches import BATCH, Reader
from reflect.learn.export import packaged_weights

TEXTS = [
    ["Home visit.", "Ella said she counts the stairs.", "SW to ring school."],
    [f"Line {i} of a long note about nothing in particular." for i in range(60)],
]


@pytest.fixture(scope="module")
def reader():
    return Reader(packaged_weights(), 60, 12)


def owned(items):
    return sorted((i.text, s) for i in items for s in range(i.window.first, i.window.last))


def test_every_sentence_is_owned_once_however_the_note_is_cut(reader):
    every = [(0, i) for i in range(3)] + [(1, i) for i in range(60)]
    assert owned(reader.items(TEXTS)) == every
    batches = list(reader.batches(TEXTS, random.Random(1)))
    assert owned([item for batch in batches for item in batch]) == every
    assert all(sum(i.window.last - i.window.first for i in b[:-1]) < BATCH for b in batches)


def test_a_sentences_vector_is_the_mean_of_its_tokens():
    import torch
    from transformers import AutoModel

    from reflect.learn.finetune import encode
    from reflect.nlp.encoder import Encoder

    plain = encode(packaged_weights(), TEXTS[:1])
    assert plain.shape == (3, 384)
    assert np.allclose(np.linalg.norm(plain, axis=1), 1, atol=1e-4)
    # One window, so the pooled rows are the same as those of a plain pass over its tokens.
    reader = Reader(packaged_weights(), 230, 24)
    model = AutoModel.from_pretrained(packaged_weights()).eval()
    ids = [101, *(t for each in reader.items(TEXTS[:1])[0].tokens for t in each)]
    with torch.inference_mode():
        hidden = model(input_ids=torch.tensor([ids])).last_hidden_state[0].numpy()
    first = len(reader.items(TEXTS[:1])[0].tokens[0])
    mean = hidden[1 : 1 + first].mean(axis=0)
    assert np.allclose(plain[0], mean / np.linalg.norm(mean), atol=1e-3)
    assert Encoder.load().encode(TEXTS[0]).vectors.shape == (3, 384)
