"""Fine-tune the encoder on the codes, so that its vectors tell moves apart rather than topics.

All codes at once, binary cross-entropy over the sentence vectors of windows of a note, laid out as at run
time; rare codes weigh more, by the square root of their rarity. A sentence is read in its window because what
stands beside it tells what it does. The linear layer that is trained
with it gives every sentence a *vote* a code. `votes_out_of_fold` trains once a fold, so that the head can be
fitted and calibrated on votes from encoders that have not seen the note (stacking; Wolpert, 1992).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.learn.export import packaged_weights
from reflect.nlp.encoder import CLS, CONTEXT, MAX_TOKENS, SEP, WINDOW
from reflect.nlp.windows import Window, windows

EPOCHS = 7
BATCH = 32
"""Sentences in a step, about: whole windows are gathered until there are as many."""
ENCODER_RATE = 6e-5
HEAD_RATE = 2e-3
SEED = 7
SCALE = 8.0
"""What a vector of length one is multiplied by before the linear layer, so that rates suit it."""

Texts = Sequence[Sequence[str]]
"""Notes as lists of their sentences."""
Item = tuple[list[list[int]], NDArray[np.int8], Window]


def finetune(
    notes: Texts, gold: Sequence[NDArray[np.int8]], target: Path, *, epochs: int = EPOCHS
) -> None:
    """Fine-tune the packaged MiniLM; save it as a transformers folder with `votes.npy` beside it.

    Args:
        notes: each note's sentences.
        gold: for each note 0 or 1, shape (sentences, codes).
        target: the folder to write.
        epochs: passes over the notes.
    """
    import torch
    from transformers import AutoModel, AutoTokenizer, get_linear_schedule_with_warmup

    chance = random.Random(SEED)
    torch.manual_seed(SEED)
    source = packaged_weights()
    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModel.from_pretrained(source)
    model.embeddings.requires_grad_(False)  # half of the weights, and the words are known already
    marks = np.concatenate(gold)
    head = torch.nn.Linear(model.config.hidden_size, marks.shape[1])
    torch.nn.init.constant_(head.bias, -3.0)
    rarity = (len(marks) - marks.sum(0)) / np.maximum(marks.sum(0), 1)
    weight = torch.tensor(np.clip(np.sqrt(rarity), 1, 8), dtype=torch.float32)
    loss = torch.nn.BCEWithLogitsLoss(pos_weight=weight)
    rates = [
        {"params": model.encoder.parameters(), "lr": ENCODER_RATE},
        {"params": head.parameters(), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(rates, weight_decay=0.01, fused=True)
    ids = [_pieces(tokenizer, note) for note in notes]
    steps = epochs * len(list(_batches(ids, gold, random.Random(SEED))))
    schedule = get_linear_schedule_with_warmup(optimiser, steps // 10, steps)  # type: ignore[no-untyped-call]
    model.train()
    for epoch in range(epochs):
        print(f"epoch {epoch + 1} of {epochs}", flush=True)
        for batch in _batches(ids, gold, chance):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                pooled = _pooled(model, batch)
            vectors = SCALE * torch.nn.functional.normalize(pooled, dim=1)
            truth = np.concatenate([marks[w.first : w.last] for _, marks, w in batch])
            logits = head(torch.nn.functional.dropout(vectors, 0.1))
            error = loss(logits, torch.tensor(truth, dtype=torch.float32))
            optimiser.zero_grad()
            error.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    model.eval().save_pretrained(target)
    tokenizer.save_pretrained(target)
    np.save(target / "votes.npy", SCALE * head.weight.detach().numpy().T)


def encode(source: Path, notes: Texts) -> NDArray[np.float32]:
    """Sentence vectors of a transformers folder, in fp32, shape (n, width), length one.

    Args:
        source: the folder.
        notes: each note's sentences; the rows come in their order.
    """
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModel.from_pretrained(source).eval()
    out = []
    with torch.inference_mode():
        for note in notes:
            ids = _pieces(tokenizer, note)
            nothing = np.zeros((len(ids), 0), dtype=np.int8)
            for window in windows([len(each) for each in ids], WINDOW, CONTEXT):
                pooled = _pooled(model, [(ids, nothing, window)])
                out.append(torch.nn.functional.normalize(pooled, dim=1).numpy())
    return np.concatenate(out)


def votes_out_of_fold(
    notes: Texts, gold: Sequence[NDArray[np.int8]], scratch: Path, folds: int = 2
) -> tuple[list[int], NDArray[np.float32]]:
    """Votes from encoders that were not fine-tuned on the note.

    Each fold holds a third of the notes out, so that its encoder has seen nearly as much as the one that
    ships; two such thirds are plenty for the few weights of the head.

    Args:
        notes, gold: the training notes.
        scratch: a folder for checkpoints; a fold that is there already is not trained again.
        folds: how many thirds, at most 3.

    Returns:
        Which notes have votes, and the votes of their sentences, shape (sentences, codes).
    """
    votes: dict[int, NDArray[np.float32]] = {}
    for number in range(folds):
        folder = scratch / f"fold-{number}"
        held = list(range(number, len(notes), 3))
        kept = [i for i in range(len(notes)) if i % 3 != number]
        if not (folder / "votes.npy").exists():
            finetune([notes[i] for i in kept], [gold[i] for i in kept], folder)
        rows = encode(folder, [notes[i] for i in held]) @ np.load(folder / "votes.npy")
        ends = np.cumsum([len(notes[i]) for i in held])[:-1]
        for i, mine in zip(held, np.split(rows, ends), strict=True):
            votes[i] = mine
        print(f"fold {number + 1} of {folds} done", flush=True)
    which = sorted(votes)
    return which, np.concatenate([votes[i] for i in which])


def _pieces(tokenizer: Any, note: Sequence[str]) -> list[list[int]]:
    rows = tokenizer(list(note), add_special_tokens=False)["input_ids"]
    return [[*row[:MAX_TOKENS], SEP] for row in rows]


def _batches(
    ids: Sequence[list[list[int]]], gold: Sequence[NDArray[np.int8]], chance: random.Random
) -> Iterator[list[Item]]:
    """Windows cut afresh, gathered with others of like length, in a random order."""
    items: list[Item] = []
    for note, marks in zip(ids, gold, strict=True):
        size = chance.randint(30, WINDOW)
        items += [(note, marks, w) for w in windows([len(x) for x in note], WINDOW, CONTEXT, size)]
    items.sort(key=lambda item: _length(item) + chance.uniform(-30, 30))
    batches: list[list[Item]] = [[]]
    for item in items:
        if sum(w.last - w.first for *_, w in batches[-1]) >= BATCH:
            batches.append([])
        batches[-1].append(item)
    chance.shuffle(batches)
    yield from batches


def _length(item: Item) -> int:
    ids, _, window = item
    return sum(len(each) for each in ids[window.start : window.end])


def _pooled(model: Any, batch: Sequence[Item]) -> Any:
    """The mean token vector of each sentence that a window owns, in order; shape (sentences, width)."""
    import torch

    longest = 1 + max(_length(item) for item in batch)
    fed = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros_like(fed)
    runs = []
    for row, (ids, _, window) in enumerate(batch):
        flat = [CLS, *(i for each in ids[window.start : window.end] for i in each)]
        fed[row, : len(flat)] = torch.tensor(flat)
        mask[row, : len(flat)] = 1
        place = 1 + sum(len(each) for each in ids[window.start : window.first])
        for each in ids[window.first : window.last]:
            runs.append((row, place, place + len(each)))
            place += len(each)
    hidden = model(input_ids=fed, attention_mask=mask).last_hidden_state.float()
    means = torch.zeros(len(runs), len(batch) * longest)
    for i, (row, start, end) in enumerate(runs):
        means[i, row * longest + start : row * longest + end] = 1 / (end - start)
    with torch.autocast("cpu", enabled=False):  # means of many tokens need fp32
        return means @ hidden.reshape(-1, hidden.shape[2])
