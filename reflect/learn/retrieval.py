"""Train the encoder of discussions: those that share a dynamic lie close, whatever their surface.

    python -m reflect.learn.retrieval -o models/dynamics     # three runs of 12 min on two cores

Supervised contrastive learning (Khosla et al., 2020; Gao et al., 2021): in a batch every text of one dynamic is
drawn to its fellows and pushed from all others, look-alikes of its own topic among them. A dynamic's one-line
description, a note that shows it, and the line in which a reader told what goes on in one of its discussions count
as fellows, so that stories are drawn to what they share. Other notes and look-alikes are drawn to their own lines.
Sentences are dropped at random, so that no single particular can carry the match.

Several runs that differ by chance alone are averaged, weight by weight (model soups; Wortsman et al., 2022): one
encoder that is better than any of them. To begin with the codes' encoder was tried and did not help.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.learn.dynamics import Dynamics, load_dynamics
from reflect.learn.export import averaged, export, packaged_weights, to_train
from reflect.learn.graded import grade, mean
from reflect.learn.notes import LabelledNote, load_notes
from reflect.resources import data_path

STEPS, RATE, TEMPERATURE, SEED, RUNS = 320, 6e-5, 0.05, 7, 3
DYNAMICS_A_STEP, EACH, OTHERS_A_STEP = 12, 2, 8
MOST_TOKENS = 256
VIEW_TOKENS = 176
"""Where a training view is cut; whole texts are read at run time."""
KEPT = 0.75
"""Share of a text's sentences that a training view keeps, on average."""


def train(
    corpus: Dynamics,
    target: Path,
    *,
    steps: int = STEPS,
    source: Path | None = None,
    notes: Sequence[LabelledNote] = (),
    seed: int = SEED,
) -> None:
    """Fine-tune an encoder on the training dynamics and save it as a transformers folder.

    Args:
        corpus: the discussions.
        target: the folder to write.
        steps: batches.
        source: the encoder to begin with; default the packaged MiniLM.
        notes: labelled notes of the training split, for those that readers gave a line.
        seed: what chance begins with.
    """
    import torch
    from transformers import AutoTokenizer, get_linear_schedule_with_warmup

    chance = random.Random(seed)
    torch.manual_seed(seed)
    source = source or packaged_weights()
    tokenizer = AutoTokenizer.from_pretrained(source)
    model = to_train(source)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01, fused=True)
    schedule = get_linear_schedule_with_warmup(optimiser, steps // 10, steps)  # type: ignore[no-untyped-call]
    views = _Views(corpus, notes, chance)
    model.train()
    total = 0.0
    for step in range(1, steps + 1):
        texts, names = views.batch()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = _vectors(model, tokenizer, texts, VIEW_TOKENS)
        error = contrast(vectors, names)
        optimiser.zero_grad()
        error.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        schedule.step()
        total += error.item()
        if step % 20 == 0:
            print(f"step {step} of {steps}, loss {total / 20:.3f}", flush=True)
            total = 0.0
    model.eval().save_pretrained(target)
    tokenizer.save_pretrained(target)


class _Views:
    """Batches of views of texts: some dynamics, two fellows each, look-alikes, and other texts with their line."""

    def __init__(
        self, corpus: Dynamics, notes: Sequence[LabelledNote], chance: random.Random
    ) -> None:
        self._chance = chance
        self._fellows: dict[str, list[str]] = {}
        self._alike: dict[str, list[str]] = {}
        for each in corpus.of("train"):
            where = self._fellows if each.kind == "discussion" else self._alike
            where.setdefault(each.dynamic, []).append(each.text)
            if each.id in corpus.dances and each.kind == "discussion":
                where.setdefault(each.dynamic, []).append(corpus.dances[each.id])
        for query in corpus.asked("train"):
            self._fellows[query.dynamic].append(query.text)
        for name, texts in self._fellows.items():
            texts.append(corpus.about[name])
        self._others = [(n.text, corpus.dances[n.id]) for n in notes if n.id in corpus.dances]
        self._others += [(each.text, each.dance) for each in corpus.of("train") if each.dance]
        self._queue: list[str] = []

    def batch(self) -> tuple[list[str], list[str]]:
        texts, names = [], []
        for name in self._next():
            fellows = self._chance.sample(self._fellows[name], min(EACH, len(self._fellows[name])))
            texts += [self._view(text) for text in fellows]
            names += [name] * len(fellows)
            if self._alike.get(name) and self._chance.random() < 0.6:
                texts.append(self._view(self._chance.choice(self._alike[name])))
                names.append(f"look-alike {len(names)}")
        for text, line in self._chance.sample(self._others, min(OTHERS_A_STEP, len(self._others))):
            texts += [self._view(text), line]
            names += [f"other {len(names)}"] * 2
        return texts, names

    def _next(self) -> list[str]:
        if len(self._queue) < DYNAMICS_A_STEP:
            fresh = sorted(self._fellows)
            self._chance.shuffle(fresh)
            self._queue += [name for name in fresh if name not in self._queue]
        taken, self._queue = self._queue[:DYNAMICS_A_STEP], self._queue[DYNAMICS_A_STEP:]
        return taken

    def _view(self, text: str) -> str:
        sentences = re.split(r"(?<=[.!?])\s+|\n+", text)
        kept = [s for s in sentences if self._chance.random() < KEPT]
        return " ".join(kept or sentences)


def contrast(vectors: Any, names: Sequence[str]) -> Any:
    """The supervised contrastive loss of a batch; a text without a fellow is only pushed from."""
    import torch

    likeness = vectors @ vectors.T / TEMPERATURE
    likeness = likeness.masked_fill(torch.eye(len(names), dtype=torch.bool), -1e4)
    same = torch.tensor(
        [[a == b and i != j for j, b in enumerate(names)] for i, a in enumerate(names)]
    )
    log = likeness - torch.logsumexp(likeness, dim=1, keepdim=True)
    rows = same.any(dim=1)
    return -(torch.where(same, log, torch.zeros(())).sum(1)[rows] / same.sum(1)[rows]).mean()


def _vectors(model: Any, tokenizer: Any, texts: Sequence[str], most: int = MOST_TOKENS) -> Any:
    import torch

    batch = tokenizer(
        list(texts), padding=True, truncation=True, max_length=most, return_tensors="pt"
    )
    hidden = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    mask = batch["attention_mask"].unsqueeze(-1).float()
    pooled = (hidden.last_hidden_state.float() * mask).sum(1) / mask.sum(1)
    return torch.nn.functional.normalize(pooled, dim=1)


def encode(source: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of whole texts by a transformers folder, in fp32; shape (n, width), length one."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModel.from_pretrained(source).eval()
    with torch.inference_mode():
        rows = [
            _vectors(model, tokenizer, texts[at : at + 16]).numpy()
            for at in range(0, len(texts), 16)
        ]
    return np.concatenate(rows)


def measured(corpus: Dynamics, source: Path, split: str) -> str:
    """How an encoder does on a split: for its queries, and for each discussion among the others."""
    told, asked = corpus.of(split), corpus.asked(split)
    vectors = encode(source, [each.text for each in told])
    queries = encode(source, [each.text for each in asked]) @ vectors.T
    likeness = vectors @ vectors.T
    own = [i for i, each in enumerate(told) if each.kind == "discussion"]
    notes = mean([grade(q.dynamic, row, told) for q, row in zip(asked, queries, strict=True)])
    each = mean([grade(told[i].dynamic, likeness[i], told, leave=i) for i in own])
    return f"from notes {notes} | from discussions {each}"


def main() -> None:
    """Train from the corpora, print the validation figures, and write the model."""
    parser = argparse.ArgumentParser(prog="python -m reflect.learn.retrieval")
    parser.add_argument("--discussions", type=Path, default=data_path("corpora", "discussions"))
    parser.add_argument("--notes", type=Path, default=data_path("corpora", "notes"))
    parser.add_argument("--scratch", type=Path, default=Path(".cache/dynamics"))
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--source", type=Path, help="another transformers folder to begin with")
    parser.add_argument("--runs", type=int, default=RUNS, help="how many are averaged")
    parser.add_argument("-o", "--out", type=Path, default=data_path("models") / "dynamics")
    args = parser.parse_args()
    corpus = load_dynamics(args.discussions)
    notes = list(load_notes(args.notes, split="train"))
    runs = [args.scratch / f"run-{number}" for number in range(args.runs)]
    for number, run in enumerate(runs):
        if not (
            run / "model.safetensors"
        ).exists():  # a run that is there already is not made again
            how = {"steps": args.steps, "source": args.source, "seed": SEED + number}
            train(corpus, run, notes=notes, **how)
        print(f"run {number + 1}: {measured(corpus, run, 'validation')}", flush=True)
    averaged(runs, args.scratch / "average")
    print(f"average: {measured(corpus, args.scratch / 'average', 'validation')}", flush=True)
    export(args.scratch / "average", args.out, name="reflect-dynamics")
    print(f"wrote {args.out}")


if __name__ == "__main__":
    main()
