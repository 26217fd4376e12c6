"""Fine-tune an encoder on the codes, so that its vectors tell moves apart rather than topics.

All codes at once, binary cross-entropy over the sentence vectors of windows of a note, laid out as at run
time; rare codes weigh more, by the square root of their rarity. A sentence is read in its window because what
stands beside it tells what it does. Names, gender, parents and spelling are exchanged at random on each pass
(`varying`). The linear layer that is trained with it gives every sentence a *vote* a code.

The teacher is a larger encoder; the student learns from people's marks and from the teacher's votes on the same
text as it stands (distillation; Hinton et al., 2015).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.learn.batches import Item, Reader
from reflect.learn.checkpoints import BEGUN, keep, take_up
from reflect.learn.export import to_train
from reflect.learn.notes import LabelledNote
from reflect.learn.varying import varied_sentences
from reflect.nlp.encoder import CONTEXT, WINDOW
from reflect.nlp.nameless import WORDS, Nameless

HEAD_RATE = 2e-3
SEED = 7
SCALE = 8.0
"""What a vector of length one is multiplied by before the linear layer, so that rates suit it."""
TEACHING = 0.5
"""The share of the loss that follows the teacher."""

TOGETHER = 8
"""Windows that are encoded at once."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Recipe:
    """How one encoder is fine-tuned.

    Attributes:
        epochs: passes over the notes.
        rate: the top layer's learning rate.
        decay: what the rate is multiplied by from a layer to the one below it.
        frozen: how many of the lowest layers stay as they are.
        window, context: tokens of a window's own sentences, and beside them.
        varied: the share of notes that are varied on a pass.
    """

    epochs: int
    rate: float
    decay: float = 1.0
    frozen: int = 0
    window: int = WINDOW
    context: int = CONTEXT
    varied: float = 0.6


STUDENT = Recipe(epochs=4, rate=6e-5)
TEACHER = Recipe(epochs=3, rate=5e-5, decay=0.9, frozen=4, window=300, context=32, varied=0.5)


@dataclass(frozen=True)
class Lesson:
    """A note to learn from.

    Attributes:
        note: its text and sentences.
        marks: what people marked, 0 or 1, shape (sentences, codes).
        taught: the teacher's votes, the same shape; None without a teacher.
    """

    note: LabelledNote
    marks: NDArray[np.int8]
    taught: Floats | None = None


def finetune(
    lessons: Sequence[Lesson],
    base: Path,
    target: Path,
    recipe: Recipe,
    pool: Sequence[str],
    words: Sequence[str] = (),
) -> None:
    """Fine-tune an encoder; save it as a transformers folder with `votes.npy` beside it.

    Args:
        lessons: what to learn from.
        base: the encoder to begin with, a transformers folder.
        target: the folder to write.
        recipe: how.
        pool: names to exchange for.
        words: known words, kept beside the encoder; names give way to stand-ins. None: they stay as they are.
    """
    import torch
    from transformers import get_linear_schedule_with_warmup

    chance = random.Random(SEED)
    torch.manual_seed(SEED)
    nameless = Nameless(words) if words else None
    reader = Reader(base, recipe.window, recipe.context, nameless)
    model = _model(base, recipe)
    marks = np.concatenate([each.marks for each in lessons])
    head = torch.nn.Linear(model.config.hidden_size, marks.shape[1])
    torch.nn.init.constant_(head.bias, -3.0)
    loss = _Loss(marks)
    optimiser = torch.optim.AdamW(
        [*_rates(model, recipe), {"params": head.parameters(), "lr": HEAD_RATE}],
        weight_decay=0.01,
        fused=True,
    )

    def batches() -> Iterable[list[Item]]:
        texts = [varied_sentences(each.note, pool, chance, recipe.varied) for each in lessons]
        return reader.batches(texts, chance)

    steps = recipe.epochs * len(list(batches()))
    schedule = get_linear_schedule_with_warmup(optimiser, steps // 10, steps)  # type: ignore[no-untyped-call]
    parts = {"model": model, "head": head, "optimiser": optimiser, "schedule": schedule}
    done = take_up(target, parts, chance)
    model.train()
    for epoch in range(done, recipe.epochs):
        total, count = 0.0, 0
        for batch in batches():
            with torch.autocast("cpu", dtype=torch.bfloat16):
                pooled = reader.pooled(model, batch)
            vectors = SCALE * torch.nn.functional.normalize(pooled, dim=1)
            error = loss(head(torch.nn.functional.dropout(vectors, 0.1)), lessons, batch)
            optimiser.zero_grad()
            error.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + error.item(), count + 1
        print(f"epoch {epoch + 1} of {recipe.epochs}, loss {total / count:.4f}", flush=True)
        keep(target, parts, chance, epoch + 1)
    model.eval().save_pretrained(target)
    reader.tokenizer.save_pretrained(target)
    if words:
        (target / WORDS).write_text("\n".join(words) + "\n", encoding="utf-8")
    np.save(target / "votes.npy", SCALE * head.weight.detach().numpy().T)
    np.save(target / "bias.npy", head.bias.detach().numpy())
    (target / BEGUN).unlink()


def _model(base: Path, recipe: Recipe) -> Any:
    model = to_train(base).requires_grad_(False)
    for layer in model.encoder.layer[recipe.frozen :]:
        layer.requires_grad_(True)
    return model


def _rates(model: Any, recipe: Recipe) -> list[dict[str, Any]]:
    layers = list(model.encoder.layer)[recipe.frozen :]
    return [
        {"params": list(layer.parameters()), "lr": recipe.rate * recipe.decay**depth}
        for depth, layer in enumerate(reversed(layers))
    ]


class _Loss:
    """People's marks, rare codes weighing more, and the teacher's votes, mixed by what a lesson has."""

    def __init__(self, marks: NDArray[np.int8]) -> None:
        import torch

        rarity = (len(marks) - marks.sum(0)) / np.maximum(marks.sum(0), 1)
        weight = torch.tensor(np.clip(np.sqrt(rarity), 1, 8), dtype=torch.float32)
        self._marked = torch.nn.BCEWithLogitsLoss(pos_weight=weight, reduction="none")
        self._taught = torch.nn.BCEWithLogitsLoss(reduction="none")

    def __call__(self, logits: Any, lessons: Sequence[Lesson], batch: Sequence[Item]) -> Any:
        import torch

        marks, taught, shares = [], [], []
        for item in batch:
            lesson, run = lessons[item.text], slice(item.window.first, item.window.last)
            mine, known = lesson.marks[run], lesson.taught is not None
            marks.append(mine)
            taught.append(np.zeros(mine.shape) if lesson.taught is None else lesson.taught[run])
            shares += [TEACHING * known] * len(mine)
        share = torch.tensor(shares)[:, None]
        given = torch.tensor(np.concatenate(marks), dtype=torch.float32)
        votes = torch.sigmoid(torch.tensor(np.concatenate(taught), dtype=torch.float32))
        mixed = (1 - share) * self._marked(logits, given) + share * self._taught(logits, votes)
        return mixed.mean()


def encode(
    source: Path, texts: Sequence[Sequence[str]], recipe: Recipe = STUDENT, *, half: bool = False
) -> Floats:
    """Sentence vectors of a transformers folder, shape (n, width), length one.

    Args:
        source: the folder.
        texts: each note's sentences; the rows come in their order.
        recipe: gives the windows that it was trained with.
        half: in bfloat16, three times as fast for a large encoder; else in fp32.
    """
    import torch
    from transformers import AutoModel

    reader = Reader(source, recipe.window, recipe.context, Nameless.load(source))
    model = AutoModel.from_pretrained(source).eval()
    items = reader.items(texts)
    order = sorted(range(len(items)), key=lambda i: items[i].length)
    rows: dict[int, Floats] = {}
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        for at in range(0, len(order), TOGETHER):
            batch = order[at : at + TOGETHER]
            pooled = reader.pooled(model, [items[i] for i in batch]).float()
            vectors = torch.nn.functional.normalize(pooled, dim=1).numpy()
            ends = np.cumsum([items[i].window.last - items[i].window.first for i in batch])[:-1]
            rows.update(zip(batch, np.split(vectors, ends), strict=True))
    return np.concatenate([rows[i] for i in range(len(items))])


def votes(source: Path, texts: Sequence[Sequence[str]], recipe: Recipe) -> Floats:
    """A fine-tuned encoder's votes, as logits; shape (sentences, codes)."""
    vectors = encode(source, texts, recipe, half=True)
    result: Floats = vectors @ np.load(source / "votes.npy") + np.load(source / "bias.npy")
    return result
