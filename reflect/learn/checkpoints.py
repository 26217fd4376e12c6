"""What a training keeps as it goes, so that a cut costs little and the result is the same."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BEGUN = "begun.pt"
"""Beside what is being trained: where it last stood."""


def keep(folder: Path, parts: Mapping[str, Any], chance: random.Random, done: int) -> None:
    """Keep all that is needed to go on.

    Args:
        folder: what is being trained; made if need be.
        parts: modules, optimisers and the like, by name.
        chance: what draws.
        done: how many epochs or steps are behind.
    """
    import torch

    states = {name: part.state_dict() for name, part in parts.items()}
    drawn = {"chance": chance.getstate(), "torch": torch.get_rng_state()}
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{BEGUN}.new"
    torch.save({**states, **drawn, "done": done}, fresh)
    fresh.replace(folder / BEGUN)


def take_up(folder: Path, parts: Mapping[str, Any], chance: random.Random) -> int:
    """Take up what `keep` kept, if it did; returns how many epochs or steps are behind."""
    import torch

    if not (folder / BEGUN).exists():
        return 0
    kept = torch.load(folder / BEGUN, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(kept[name])
    chance.setstate(kept["chance"])
    torch.set_rng_state(kept["torch"])
    return int(kept["done"])
