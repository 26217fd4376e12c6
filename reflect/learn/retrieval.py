"""Train the encoder of discussions: those that share a dynamic lie close, whatever their surface.

    python -m reflect.learn.retrieval -o models/dynamics     # three runs of 25 min on two cores

Supervised contrastive learning (Khosla et al., 2020; Gao et al., 2021): in a batch every text of one dynamic is
drawn to its fellows and pushed from all others; a look-alike comes with the text it looks like. What the dynamic
is in one line, a note that shows it, and the line in which a reader told what goes on in a discussion count as
fellows, so that stories are drawn to what they share. Other notes and look-alikes are drawn to their own lines.
Sentences are dropped at random, so that no single particular can carry the match.

What is kept of a run is the mean of its weights over the second half of the way (Izmailov et al., 2018); runs that
differ are averaged once more (model soups; Wortsman et al., 2022). The card says which are in the shipped one.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.learn.checkpoints import BEGUN, keep, take_up
from reflect.learn.dynamics import Dynamics, load_dynamics
from reflect.learn.export import averaged, export, packaged_weights, to_train
from reflect.learn.graded import grade, mean
from reflect.learn.notes import LabelledNote, load_notes
from reflect.nlp.dynamics import Tokens
from reflect.nlp.encoder import CLS, SEP
from reflect.resources import data_path

STEPS, RATE, TEMPERATURE, SEED, RUNS = 600, 6e-5, 0.05, 7, 3
DYNAMICS_A_STEP, EACH, OTHERS_A_STEP = 16, 2, 6
SIDE_BY_SIDE = 4
"""So many dynamics of one writer stand in a batch together, so that a writer's manner tells nothing."""
LOOKING_ALIKE = 0.7
"""The share of dynamics that come with a look-alike."""
KEEP_EVERY, MEAN_EVERY = 50, 5
MOST_TOKENS = 256
VIEW_TOKENS = 160
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
    from transformers import get_linear_schedule_with_warmup

    chance = random.Random(seed)
    torch.manual_seed(seed)
    tokens = Tokens.load()
    model = to_train(source or packaged_weights())
    mean = torch.optim.swa_utils.AveragedModel(model)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01, fused=True)
    schedule = get_linear_schedule_with_warmup(optimiser, steps // 10, steps)  # type: ignore[no-untyped-call]
    views = _Views(corpus, notes, chance)
    parts = {
        "model": model,
        "mean": mean,
        "optimiser": optimiser,
        "schedule": schedule,
        "views": views,
    }
    done = take_up(target, parts, chance)
    model.train()
    total = 0.0
    for step in range(done + 1, steps + 1):
        texts, names = views.batch()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = _in_halves(model, [tokens(text)[: VIEW_TOKENS - 2] for text in texts])
        error = contrast(vectors, names)
        optimiser.zero_grad()
        error.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        schedule.step()
        if step > steps // 2 and step % MEAN_EVERY == 0:
            mean.update_parameters(model)
        total += error.item()
        if step % KEEP_EVERY == 0:
            print(f"step {step} of {steps}, loss {total / KEEP_EVERY:.3f}", flush=True)
            keep(target, parts, chance, step)
            total = 0.0
    kept: Any = mean.module
    kept.eval().save_pretrained(target)
    shutil.copy(packaged_weights() / "tokenizer.json", target)
    (target / BEGUN).unlink(missing_ok=True)


class _Views:
    """Batches of views of texts: some dynamics, two fellows each, look-alikes, and other texts with their line."""

    def __init__(
        self, corpus: Dynamics, notes: Sequence[LabelledNote], chance: random.Random
    ) -> None:
        self._chance = chance
        self._fellows: dict[str, list[str]] = {}
        self._alike: dict[str, list[tuple[str, str]]] = {}
        told, asked = corpus.of("train"), corpus.asked("train")
        texts = {each.id: each.text for each in told} | {each.id: each.text for each in asked}
        for query in asked:
            self._fellows.setdefault(query.dynamic, []).append(query.text)
        for each in told:
            if each.kind == "discussion":
                mine = self._fellows.setdefault(each.dynamic, [])
                mine += [each.text, *filter(None, [corpus.dances.get(each.id)])]
            else:
                pair = (each.text, texts.get(each.of, ""))
                self._alike.setdefault(each.dynamic, []).append(pair)
        for name, fellows in self._fellows.items():
            fellows.append(corpus.about[name])
        self._writers: dict[str, list[str]] = {}
        for name, writer in {each.dynamic: each.writer for each in told}.items():
            self._writers.setdefault(writer, []).append(name)
        self._others = [(n.text, corpus.dances[n.id]) for n in notes if n.id in corpus.dances]
        self._others += [(each.text, each.dance) for each in corpus.of("train") if each.dance]
        self._queue: list[str] = []

    def state_dict(self) -> dict[str, list[str]]:
        """What waits, so that training goes on after a cut with the same batches."""
        return {"queue": [*self._queue]}

    def load_state_dict(self, state: dict[str, list[str]]) -> None:
        self._queue = [*state["queue"]]

    def batch(self) -> tuple[list[str], list[str]]:
        texts: list[str] = []
        names: list[str] = []
        for name in self._next():
            fellows = self._chance.sample(self._fellows[name], min(EACH, len(self._fellows[name])))
            if self._alike.get(name) and self._chance.random() < LOOKING_ALIKE:
                alike, original = self._chance.choice(self._alike[name])
                if original and original not in fellows:
                    fellows[0] = original
                texts.append(self._view(alike))
                names.append(f"look-alike {len(names)}")
            texts += [self._view(text) for text in fellows]
            names += [name] * len(fellows)
        for text, line in self._chance.sample(self._others, min(OTHERS_A_STEP, len(self._others))):
            texts += [self._view(text), line]
            names += [f"other {len(names)}"] * 2
        return texts, names

    def _next(self) -> list[str]:
        if len(self._queue) < DYNAMICS_A_STEP:
            self._queue += [name for name in self._mixed() if name not in self._queue]
        taken, self._queue = self._queue[:DYNAMICS_A_STEP], self._queue[DYNAMICS_A_STEP:]
        return taken

    def _mixed(self) -> list[str]:
        """Every dynamic, in a random order that keeps some of each writer's together."""
        groups = []
        for names in self._writers.values():
            names = self._chance.sample(names, len(names))
            groups += [names[i : i + SIDE_BY_SIDE] for i in range(0, len(names), SIDE_BY_SIDE)]
        self._chance.shuffle(groups)
        return [name for group in groups for name in group]

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


def _vectors(model: Any, rows: Sequence[Sequence[int]]) -> Any:
    import torch

    longest = max(len(row) for row in rows) + 2
    fed = torch.zeros((len(rows), longest), dtype=torch.int64)
    mask = torch.zeros_like(fed)
    for i, row in enumerate(rows):
        fed[i, : len(row) + 2] = torch.tensor([CLS, *row, SEP])
        mask[i, : len(row) + 2] = 1
    hidden = model(input_ids=fed, attention_mask=mask).last_hidden_state.float()
    weights = mask.unsqueeze(-1).float()
    pooled = (hidden * weights).sum(1) / weights.sum(1)
    return torch.nn.functional.normalize(pooled, dim=1)


def _in_halves(model: Any, rows: Sequence[Sequence[int]]) -> Any:
    """The same, lines apart from stories, so that little is padded."""
    import torch

    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    middle = len(rows) // 2
    halves = [[rows[i] for i in part] for part in (order[:middle], order[middle:])]
    vectors = torch.cat([_vectors(model, half) for half in halves])
    return vectors[torch.tensor(order).argsort()]


def encode(source: Path, texts: Sequence[str], *, alike: bool = True) -> NDArray[np.float32]:
    """Vectors of whole texts by a transformers folder, in fp32; shape (n, width), length one.

    Args:
        source: the folder.
        texts: each is cut at `MOST_TOKENS` tokens.
        alike: read who people are alike, as at run time.
    """
    import torch
    from transformers import AutoModel

    tokens = Tokens.load(alike=alike)
    model = AutoModel.from_pretrained(source).eval()
    rows = [tokens(text)[: MOST_TOKENS - 2] for text in texts]
    with torch.inference_mode():
        parts = [_vectors(model, rows[at : at + 16]).numpy() for at in range(0, len(rows), 16)]
    return np.concatenate(parts)


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
        if not (run / "model.safetensors").exists():  # a run that is there is not made again
            how = {"steps": args.steps, "source": args.source, "seed": SEED + number}
            train(corpus, run, notes=notes, **how)
        print(f"run {number + 1}: {measured(corpus, run, 'validation')}", flush=True)
    averaged(runs, args.scratch / "average")
    print(f"average: {measured(corpus, args.scratch / 'average', 'validation')}", flush=True)
    export(args.scratch / "average", args.out, name="reflect-dynamics")
    print(f"wrote {args.out}")


if __name__ == "__main__":
    main()
