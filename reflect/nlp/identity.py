"""Which model marks: told from the cards alone, without loading a weight."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from reflect.codebook import Codebook
from reflect.records import ModelInfo
from reflect.resources import data_path


def model_info(codebook: Codebook, head: Path | None = None) -> ModelInfo:
    """Name the model in use: encoder, head, rules and a council's own terms together.

    Args:
        codebook: the codebook in use; its own terms change what is marked.
        head: another trained head's folder.

    Returns:
        The head's name and version, and one hash over everything that decides a mark.
    """
    encoder = _card(data_path("models", "encoder"))
    card = _card(head or data_path("models", "codes"))
    whole = hashlib.sha256(f"{encoder['sha256']}{card['sha256']}".encode())
    for name in ("cues.yaml", "terms.yaml"):
        whole.update(data_path("corpora", "rules", name).read_bytes())
    own = [terms.model_dump() for terms in codebook.terms]
    whole.update(json.dumps(own, sort_keys=True).encode())
    return ModelInfo(card["name"], card["version"], whole.hexdigest())


def _card(folder: Path) -> dict[str, str]:
    card: dict[str, str] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    return card
