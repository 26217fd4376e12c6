"""Train the model that finds identifiers from the inline marks of the labelled notes.

    python -m reflect.learn.names -o models/names        # about 25 min on two cores

MiniLM with one linear layer over its tokens. Names are varied while training: in half of the notes each
person's names are exchanged for others of the corpus and of `corpora/names`, whatever their heritage, and
some notes lose their capitals, so that the model reads the place of a name and not a list of names.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reflect.learn.checkpoints import BEGUN, keep, take_up
from reflect.learn.export import packaged_weights, quantised, to_train
from reflect.learn.notes import Identifier, LabelledNote, load_notes
from reflect.learn.varying import Marked, name_pool, renamed
from reflect.nlp.names import COMMON, CONTEXT, WINDOW, WORD, row, typed
from reflect.nlp.windows import windows
from reflect.resources import data_path

ROLES = {"c": "child", "m": "mother", "f": "father", "w": "worker", "o": "other"}
"""Who the keys of the corpus stand for; every other key is a relative or friend."""
KINDS = """
    PERSON.child PERSON.mother PERSON.father PERSON.worker PERSON.relative PERSON.other
    ADDRESS POSTCODE PLACE ORG DATE PHONE EMAIL HANDLE ID QUASI
    """.split()
TAGS = ["O", *(f"{begin}-{kind}" for kind in KINDS for begin in "BI")]
EPOCHS, BATCH, RATE, HEAD_RATE, SEED = 7, 6, 8e-5, 1e-3, 7
THRESHOLD, MAYBE = 0.2, 0.06
_LETTERS = re.compile(r"[^\W\d_]+")


def marked(note: LabelledNote) -> Marked:
    """A labelled note's text and identifiers."""
    return Marked(note.text, tuple((i.start, i.end, _kind(i)) for i in note.identifiers))


def _kind(each: Identifier) -> str:
    if each.kind != "PERSON":
        return each.kind
    key = each.who.rstrip("0123456789")
    return f"PERSON.{ROLES.get(key, 'relative')}"


def tags_of(each: Marked) -> tuple[list[tuple[int, int]], list[int]]:
    """The words of a text and each one's tag, as an index of `TAGS`."""
    words = [match.span() for match in WORD.finditer(each.text)]
    tags, runs = [0] * len(words), iter(each.runs)
    run, begun = next(runs, None), False
    for i, (start, end) in enumerate(words):
        while run and start >= run[1]:
            run, begun = next(runs, None), False
        if run and start < run[1] and end > run[0]:
            tags[i] = TAGS.index(f"{'I' if begun else 'B'}-{run[2]}")
            begun = True
    return words, tags


def varied(each: Marked, pool: Sequence[str], chance: random.Random) -> Marked:
    """A note with its people's names exchanged, or typed without capitals, or left as it is."""
    if chance.random() < 0.5:
        each = renamed(each, pool, chance)
    draw = chance.random()
    if draw < 0.08:
        return _same_length(each, each.text.lower())
    if draw < 0.25:
        letters = list(each.text)
        for start, end, kind in each.runs:
            if kind.partition(".")[0] in ("PERSON", "PLACE", "ORG"):
                letters[start:end] = list(each.text[start:end].lower())
        return _same_length(each, "".join(letters))
    return _same_length(each, each.text.upper()) if draw < 0.28 else each


def _same_length(each: Marked, text: str) -> Marked:
    return Marked(text, each.runs) if len(text) == len(each.text) else each


def train(
    notes: Sequence[LabelledNote], pool: Sequence[str], scratch: Path, epochs: int = EPOCHS
) -> Any:
    """Fine-tune MiniLM as a token classifier; returns a torch module that gives logits.

    Args:
        notes: the training notes.
        pool: names to exchange for.
        scratch: the folder where each epoch is kept; after a cut, training goes on from it.
        epochs: passes over the notes.
    """
    import torch
    from transformers import AutoTokenizer, get_linear_schedule_with_warmup

    chance = random.Random(SEED)
    torch.manual_seed(SEED)
    tokenizer = AutoTokenizer.from_pretrained(packaged_weights())
    model = module()
    texts = [marked(note) for note in notes]
    steps = epochs * len(list(_batches(texts, pool, tokenizer, random.Random(SEED))))
    rates = [
        {"params": [p for p in model.bert.parameters() if p.requires_grad], "lr": RATE},
        {"params": model.head.parameters(), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(rates, weight_decay=0.01, fused=True)
    schedule = get_linear_schedule_with_warmup(optimiser, steps // 10, steps)  # type: ignore[no-untyped-call]
    parts = {"model": model, "optimiser": optimiser, "schedule": schedule}
    done = take_up(scratch, parts, chance)
    model.train()
    for epoch in range(done, epochs):
        print(f"epoch {epoch + 1} of {epochs}", flush=True)
        for ids, mask, kinds, truth in _batches(texts, pool, tokenizer, chance):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(ids, mask, kinds)
            error = torch.nn.functional.cross_entropy(
                logits.float().reshape(-1, len(TAGS)), truth.reshape(-1), ignore_index=-100
            )
            optimiser.zero_grad()
            error.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        keep(scratch, parts, chance, epoch + 1)
    return model.eval()


def module() -> Any:
    """The untrained network: MiniLM with six kinds of typing in the place of its two segments."""
    import torch

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = to_train(packaged_weights())
            embeddings = self.bert.embeddings
            embeddings.LayerNorm.requires_grad_(True)  # typing is new, so its scale is learnt
            first = embeddings.token_type_embeddings.weight.data[:1]
            typing = torch.nn.Embedding(6, first.shape[1])
            typing.weight.data = first.repeat(6, 1) + 0.01 * torch.randn(6, first.shape[1])
            embeddings.token_type_embeddings = typing
            self.head = torch.nn.Linear(first.shape[1], len(TAGS))

        def forward(
            self, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor
        ) -> torch.Tensor:
            states = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=kinds)
            states = torch.nn.functional.dropout(states.last_hidden_state, 0.1, self.training)
            logits: torch.Tensor = self.head(states)
            return logits

    return Network()


def _batches(
    texts: Sequence[Marked], pool: Sequence[str], tokenizer: Any, chance: random.Random
) -> Iterator[tuple[Any, Any, Any, Any]]:
    rows = []
    for each in texts:
        each = varied(each, pool, chance)
        words, tags = tags_of(each)
        runs = [each.text[a:b] for a, b in words]
        pieces = tokenizer(runs, add_special_tokens=False)["input_ids"] if runs else []
        kinds = [typed(run) for run in runs]
        size = chance.randint(40, WINDOW)
        for window in windows([len(p) for p in pieces], WINDOW, CONTEXT, size):
            ids, typing, places = row(pieces, kinds, window.start, window.end)
            own = [tags[w] if window.first <= w < window.last else -100 for w in places]
            rows.append((ids, typing, own))
    chance.shuffle(rows)
    for at in range(0, len(rows), BATCH):
        yield _padded(rows[at : at + BATCH])


def _padded(rows: Sequence[tuple[list[int], list[int], list[int]]]) -> tuple[Any, Any, Any, Any]:
    import torch

    longest = max(len(ids) for ids, _, _ in rows)

    def pad(values: list[int], filler: int) -> list[int]:
        return values + [filler] * (longest - len(values))

    ids = torch.tensor([pad(row[0], 0) for row in rows])
    mask = torch.tensor([pad([1] * len(row[0]), 0) for row in rows])
    kinds = torch.tensor([pad(row[1], 0) for row in rows])
    return ids, mask, kinds, torch.tensor([pad(row[2], -100) for row in rows])


def common_words(notes: Sequence[LabelledNote]) -> list[str]:
    """What is ordinary English here: words in lower case, and abbreviations that never stand for a person."""
    words: set[str] = set()
    capitals: Counter[str] = Counter()
    initials: set[str] = set()
    for note in notes:
        at = 0
        for each in (*note.identifiers, None):
            stretch = note.text[at : each.start if each else len(note.text)]
            words |= {w for w in _LETTERS.findall(stretch) if w.islower() and len(w) > 1}
            capitals.update(w for w in _LETTERS.findall(stretch) if w.isupper() and len(w) > 1)
            initials |= set(_LETTERS.findall(note.text[each.start : each.end])) if each else set()
            at = each.end if each else at
    short = {w for w, n in capitals.items() if n >= 3 and len(w) <= 6 and w not in initials}
    return sorted(words | short)


def save(model: Any, folder: Path) -> None:
    """Write the model as int8 ONNX with its `model.json`."""
    names = ["input_ids", "attention_mask", "token_type_ids"]
    digest = quantised(model, names, "logits", folder / "model.onnx")
    card = {
        "name": "reflect-names",
        "version": "1",
        "sha256": digest,
        "tags": TAGS,
        "threshold": THRESHOLD,
        "maybe": MAYBE,
    }
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train from the corpora and write the model."""
    parser = argparse.ArgumentParser(prog="python -m reflect.learn.names")
    parser.add_argument("--notes", type=Path, action="append")
    parser.add_argument("--names", type=Path, default=data_path("corpora") / "names")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--scratch", type=Path, default=Path(".cache/names"))
    parser.add_argument("--words", action="store_true", help="the common words again, no training")
    parser.add_argument("-o", "--out", type=Path, default=data_path("models") / "names")
    args = parser.parse_args()
    folders = args.notes or [data_path("corpora", "notes")]
    notes = [note for folder in folders for note in load_notes(folder, split="train")]
    pool = name_pool(notes, args.names)
    told = load_notes(data_path("corpora", "discussions", "marked"))  # roles in the place of names
    common = common_words([*notes, *told])
    print(
        f"{len(notes)} notes, {len(pool)} names to exchange, {len(common)} common words", flush=True
    )
    if not args.words:
        save(train(notes, pool, args.scratch, args.epochs), args.out)
        (args.scratch / BEGUN).unlink()
    (args.out / COMMON).write_text("\n".join(common) + "\n", encoding="utf-8")
    print(f"wrote {args.out}")


if __name__ == "__main__":
    main()
