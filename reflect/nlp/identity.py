"""Which model marks: told from the cards alone, without loading a weight."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from reflect.codebook import Codebook
from reflect.nlp.learnt import Learnt
from reflect.records import ModelInfo
from reflect.resources import data_path


def model_info(codebook: Codebook, learnt: Learnt | None = None) -> ModelInfo:
    """Name the model in use: encoder, head, rules and a council's own terms together.

    Args:
        codebook: the codebook in use; its own terms change what is marked.
        learnt: what was learnt since from corrections.

    Returns:
        The head's name and version, and one hash over everything that decides a mark.
    """
    encoder = _card(data_path("models", "encoder"))
    card = _card(data_path("models", "codes"))
    parts = (encoder["sha256"], encoder.get("words", ""), card["sha256"])
    whole = hashlib.sha256("".join(parts).encode())
    for name in ("cues.yaml", "terms.yaml"):
        whole.update(data_path("corpora", "rules", name).read_bytes())
    own = [terms.model_dump() for terms in codebook.terms]
    whole.update(json.dumps(own, sort_keys=True).encode())
    if learnt is None:
        return ModelInfo(card["name"], card["version"], whole.hexdigest())
    whole.update(learnt.sha256.encode())
    return ModelInfo(card["name"], f"{card['version']}+corrections", whole.hexdigest())


def shipped_head() -> str:
    """The SHA-256 of the shipped head."""
    return _card(data_path("models", "codes"))["sha256"]


def _card(folder: Path) -> dict[str, str]:
    card: dict[str, str] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    return card
