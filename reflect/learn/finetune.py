"""Fine-tune the encoder on the codes, so that its vectors tell moves apart rather than topics.

All codes at once, binary cross-entropy over the sentence vector; rare codes weigh more, by the square
root of their rarity. The linear layer that is trained with it gives every sentence a *vote* a code.
`votes_out_of_fold` trains once a fold, so that the head can be fitted and calibrated on votes from
encoders that have not seen the sentence (stacking; Wolpert, 1992).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.learn.export import packaged_weights

EPOCHS = 7
BATCH = 32
ENCODER_RATE = 6e-5
HEAD_RATE = 2e-3
MAX_TOKENS = 96
SEED = 7
SCALE = 8.0
"""What a vector of length one is multiplied by before the linear layer, so that rates suit it."""


def finetune(
    sentences: Sequence[str], gold: NDArray[np.int8], target: Path, *, epochs: int = EPOCHS
) -> None:
    """Fine-tune the packaged MiniLM; save it as a transformers folder with `votes.npy` beside it.

    Args:
        sentences: sentence texts.
        gold: 0 or 1, shape (sentences, codes).
        target: the folder to write.
        epochs: passes over the sentences.
    """
    import torch
    from transformers import AutoModel, AutoTokenizer, get_linear_schedule_with_warmup

    random.seed(SEED)
    torch.manual_seed(SEED)
    source = packaged_weights()
    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModel.from_pretrained(source)
    model.embeddings.requires_grad_(False)  # half of the weights, and the words are known already
    head = torch.nn.Linear(model.config.hidden_size, gold.shape[1])
    torch.nn.init.constant_(head.bias, -3.0)
    rarity = (len(gold) - gold.sum(0)) / np.maximum(gold.sum(0), 1)
    weight = torch.tensor(np.clip(np.sqrt(rarity), 1, 8), dtype=torch.float32)
    loss = torch.nn.BCEWithLogitsLoss(pos_weight=weight)
    optimiser = torch.optim.AdamW(
        [
            {"params": model.encoder.parameters(), "lr": ENCODER_RATE},
            {"params": head.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
        fused=True,
    )
    steps = epochs * -(-len(sentences) // BATCH)
    schedule = get_linear_schedule_with_warmup(optimiser, steps // 10, steps)  # type: ignore[no-untyped-call]
    truth = torch.tensor(gold, dtype=torch.float32)
    model.train()
    for epoch in range(epochs):
        print(f"epoch {epoch + 1} of {epochs}", flush=True)
        for rows in _batches(sentences):
            batch = tokenizer(
                [sentences[i] for i in rows],
                padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt",
            )  # fmt: skip
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = model(**batch).last_hidden_state
            pooled = _pooled(hidden.float(), batch["attention_mask"])
            vectors = SCALE * torch.nn.functional.normalize(pooled, dim=1)
            error = loss(head(torch.nn.functional.dropout(vectors, 0.1)), truth[rows])
            optimiser.zero_grad()
            error.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    model.eval().save_pretrained(target)
    tokenizer.save_pretrained(target)
    np.save(target / "votes.npy", SCALE * head.weight.detach().numpy().T)


def encode(source: Path, sentences: Sequence[str]) -> NDArray[np.float32]:
    """Sentence vectors of a transformers folder, in fp32, shape (n, width), length one."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModel.from_pretrained(source).eval()
    out = []
    with torch.inference_mode():
        for at in range(0, len(sentences), 64):
            batch = tokenizer(
                list(sentences[at : at + 64]),
                padding=True, truncation=True, max_length=128, return_tensors="pt",
            )  # fmt: skip
            pooled = _pooled(model(**batch).last_hidden_state, batch["attention_mask"])
            out.append(torch.nn.functional.normalize(pooled, dim=1).numpy())
    return np.concatenate(out)


def votes_out_of_fold(
    sentences: Sequence[str],
    gold: NDArray[np.int8],
    groups: NDArray[np.int64],
    scratch: Path,
    folds: int = 3,
) -> NDArray[np.float32]:
    """Each sentence's votes from an encoder that was not fine-tuned on its note.

    Args:
        sentences, gold: the training sentences.
        groups: each sentence's note.
        scratch: a folder for checkpoints; a fold that is there already is not trained again.
        folds: how many.

    Returns:
        Votes, shape (sentences, codes).
    """
    from sklearn.model_selection import GroupKFold

    votes = np.zeros(gold.shape, dtype=np.float32)
    for number, (train, held) in enumerate(GroupKFold(folds).split(gold, groups=groups)):
        folder = scratch / f"fold-{number}"
        if not (folder / "votes.npy").exists():
            finetune([sentences[i] for i in train], gold[train], folder)
        matrix = np.load(folder / "votes.npy")
        votes[held] = encode(folder, [sentences[i] for i in held]) @ matrix
        print(f"fold {number + 1} of {folds} done", flush=True)
    return votes


def _batches(sentences: Sequence[str]) -> list[list[int]]:
    """Shuffled batches of like length, so that little is padded."""
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]) + random.uniform(-20, 20))
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    random.shuffle(batches)
    return batches


def _pooled(hidden: Any, mask: Any) -> Any:
    weights = mask.unsqueeze(-1).float()
    return (hidden * weights).sum(1) / weights.sum(1)
