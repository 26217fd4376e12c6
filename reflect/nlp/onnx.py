"""Opening a shipped ONNX model and its tokenizer: one way for all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reflect.resources import data_path, verified


def open_session(folder: Path) -> tuple[Any, dict[str, Any]]:
    """Open `model.onnx` of a folder, checked against its `model.json`.

    Returns:
        The session, and what `model.json` says.

    Raises:
        ModelError: a file is missing or not the one that `model.json` names.
    """
    import onnxruntime  # 90 ms

    card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    path = verified(folder / "model.onnx", card["sha256"])
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Threads that wait by spinning would take the processor from what is done beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(str(path), options, providers=providers), card


def open_tokenizer(folder: Path | None = None) -> Any:
    """MiniLM's tokenizer, which neither cuts nor pads: that is left to the windows."""
    import tokenizers  # 20 ms

    folder = folder or data_path("models", "encoder")
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
