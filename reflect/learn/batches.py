"""Notes laid out for an encoder in training as they are at run time: windows of whole sentences."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reflect.nlp.alike import Alike
from reflect.nlp.encoder import MAX_TOKENS
from reflect.nlp.nameless import Nameless
from reflect.nlp.windows import Window, windows

BATCH = 32
"""Sentences in a step, about: whole windows are gathered until there are as many."""
SMALLEST = 30
"""The fewest tokens of a first window: cutting varies, so that no sentence is always at an edge."""


@dataclass(frozen=True, slots=True)
class Item:
    """One window of one text: which text, the tokens of each of its sentences, the window."""

    text: int
    tokens: list[list[int]]
    window: Window

    @property
    def length(self) -> int:
        """Tokens that go in, but for the one before a text."""
        return sum(len(each) for each in self.tokens[self.window.start : self.window.end])


class Reader:
    """Cuts texts into windows and pools what an encoder makes of them.

    Args:
        source: a transformers folder; its tokenizer is used.
        window, context: tokens of a window's own sentences, and beside them.
        nameless: reads what says only who people are alike, as at run time; None leaves it.
    """

    def __init__(
        self, source: Path, window: int, context: int, nameless: Nameless | None = None
    ) -> None:
        from transformers import AutoTokenizer

        self.tokenizer = AutoTokenizer.from_pretrained(source)
        self._window, self._context = window, context
        self._alike = Alike(nameless, self._tokens) if nameless else None

    def items(
        self, texts: Sequence[Sequence[str]], chance: random.Random | None = None
    ) -> list[Item]:
        """The windows of texts, in order; cut afresh each time with `chance`.

        Args:
            texts: each text's sentences.
            chance: chooses the size of each text's first window.
        """
        items = []
        for number, text in enumerate(texts):
            rows = self._rows(text)
            tokens = [[*row[:MAX_TOKENS], self.tokenizer.sep_token_id] for row in rows]
            first = chance.randint(SMALLEST, self._window) if chance else None
            cut = windows([len(each) for each in tokens], self._window, self._context, first)
            items += [Item(number, tokens, window) for window in cut]
        return items

    def _tokens(self, word: str) -> list[int]:
        return list(self.tokenizer(word, add_special_tokens=False)["input_ids"])

    def _rows(self, text: Sequence[str]) -> list[list[int]]:
        if not self._alike:
            return [self._tokens(sentence) for sentence in text]
        read = self.tokenizer(list(text), add_special_tokens=False, return_offsets_mapping=True)
        rows = list(zip(read["input_ids"], read["offset_mapping"], strict=True))
        return [ids for ids, _ in self._alike.exchange(text, rows)]

    def batches(
        self, texts: Sequence[Sequence[str]], chance: random.Random
    ) -> Iterator[list[Item]]:
        """Windows gathered with others of like length, in a random order."""
        items = self.items(texts, chance)
        items.sort(key=lambda item: item.length + chance.uniform(-30, 30))
        batches: list[list[Item]] = [[]]
        for item in items:
            if sum(each.window.last - each.window.first for each in batches[-1]) >= BATCH:
                batches.append([])
            batches[-1].append(item)
        chance.shuffle(batches)
        yield from batches

    def pooled(self, model: Any, batch: Sequence[Item]) -> Any:
        """The mean token vector of each sentence that a window owns, in order; shape (sentences, width)."""
        import torch

        longest = 1 + max(item.length for item in batch)
        fed = torch.full((len(batch), longest), self.tokenizer.pad_token_id)
        mask = torch.zeros_like(fed)
        runs = []
        for row, item in enumerate(batch):
            window, tokens = item.window, item.tokens
            flat = [self.tokenizer.cls_token_id]
            flat += [i for each in tokens[window.start : window.end] for i in each]
            fed[row, : len(flat)] = torch.tensor(flat)
            mask[row, : len(flat)] = 1
            place = 1 + sum(len(each) for each in tokens[window.start : window.first])
            for each in tokens[window.first : window.last]:
                runs.append((row, place, place + len(each)))
                place += len(each)
        hidden = model(input_ids=fed, attention_mask=mask).last_hidden_state.float()
        means = torch.zeros(len(runs), len(batch) * longest)
        for i, (row, start, end) in enumerate(runs):
            means[i, row * longest + start : row * longest + end] = 1 / (end - start)
        with torch.autocast("cpu", enabled=False):  # means of many tokens need fp32
            return means @ hidden.reshape(-1, hidden.shape[2])
