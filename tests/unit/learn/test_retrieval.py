"""What the encoder of discussions is shown, what its loss asks for, and how training goes on after a cut."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("torch")

import torch

from reflect.learn import retrieval
from reflect.learn.checkpoints import keep, take_up
from reflect.learn.dynamics import Dynamics, Query, Told
from reflect.nlp.dynamics import Tokens


@pytest.fixture
def corpus():
    names = [f"dance-{i}" for i in range(20)]
    told = []
    for name in names:
        told += [Told(f"{name}-{i}", name, f"{name} told {i}.") for i in range(3)]
        told.append(Told(f"{name}-a", name, f"{name} alike.", "look-alike", f"{name}-1", "another"))
        told.append(Told(f"{name}-b", name, f"{name} like note.", "look-alike", f"{name}-q"))
    asked = tuple(Query(f"{name}-q", name, f"{name} note.", "train") for name in names)
    about = {name: f"{name} in a line." for name in names}
    held = {"held": "Never shown."}
    secret = Told("held-0", "held", "Secret.")
    splits = dict.fromkeys(names, "train") | {"held": "test"}
    return Dynamics(about | held, splits, (*told, secret), asked, {"dance-0-0": "A reader's line."})


def test_a_look_alike_comes_with_what_it_looks_like(corpus):
    views = retrieval._Views(corpus, (), random.Random(1))
    met = 0
    for _ in range(20):
        texts, names = views.batch()
        assert len(texts) == len(names)
        for text, name in zip(texts, names, strict=True):
            dance = text.partition(" ")[0]
            if name.startswith("look-alike"):
                original = "told 1." if text.endswith("alike.") else "note."
                assert f"{dance} {original}" in texts
                met += 1
            elif not name.startswith("other"):
                assert name in (dance, "dance-0")
    assert met > 20


def test_every_dynamic_of_training_is_met_and_no_other(corpus):
    views = retrieval._Views(corpus, (), random.Random(1))
    texts = {text for _ in range(30) for text in views.batch()[0]}
    assert {f"dance-{i} told 2." for i in range(20)} <= texts
    assert {"dance-3 in a line.", "A reader's line.", "another"} <= texts
    assert not any("Secret" in text or "Never" in text for text in texts)


def test_batches_go_on_where_they_stood(corpus):
    chance = random.Random(1)
    views = retrieval._Views(corpus, (), chance)
    views.batch()
    state, drawn = views.state_dict(), chance.getstate()
    expected = views.batch()
    other = random.Random(2)
    again = retrieval._Views(corpus, (), other)
    again.load_state_dict(state)
    other.setstate(drawn)
    assert again.batch() == expected


def test_the_loss_is_least_where_fellows_lie_together():
    names = ["a", "a", "b", "b", "look-alike 4"]
    together = torch.eye(3)[[0, 0, 1, 1, 2]]
    apart = torch.eye(3)[[0, 1, 0, 1, 2]]
    assert retrieval.contrast(together, names) < 0.1 < retrieval.contrast(apart, names)


def test_who_people_are_is_read_alike():
    tokens = Tokens.load()
    assert tokens("Kofi rang.\nHis mum hid.") == tokens("Aoife rang.\nHer dad hid.")
    plain = Tokens.load(alike=False)
    assert plain("Kofi rang.") != plain("Aoife rang.")
    assert tokens("") == []


def test_training_goes_on_where_it_stood(tmp_path):
    def begin(seed):
        torch.manual_seed(seed)
        layer = torch.nn.Linear(2, 2)
        return {"model": layer, "optimiser": torch.optim.AdamW(layer.parameters())}

    parts, chance = begin(1), random.Random(1)
    assert take_up(tmp_path / "run", parts, chance) == 0
    parts["model"](torch.ones(1, 2)).sum().backward()
    parts["optimiser"].step()
    keep(tmp_path / "run", parts, chance, 3)
    drawn = chance.random(), torch.rand(1)
    other, again = begin(2), random.Random(2)
    assert take_up(tmp_path / "run", other, again) == 3
    assert (again.random(), torch.rand(1)) == drawn
    assert (other["model"].weight == parts["model"].weight).all()


def test_lines_and_stories_keep_their_places():
    from transformers import AutoModel

    from reflect.learn.export import packaged_weights

    model = AutoModel.from_pretrained(packaged_weights()).eval()
    rows = [[2000 + i] * (3 + 7 * (i % 3)) for i in range(5)]
    with torch.inference_mode():
        apart = torch.cat([retrieval._vectors(model, [row]) for row in rows])
        together = retrieval._in_halves(model, rows)
    assert torch.allclose(apart, together, atol=1e-5)
