"""Opening a shipped ONNX model and its tokenizer: one way for all of them."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reflect.resources import data_path, verified


def runtime() -> Any:
    """ONNX Runtime, silent: from 1.29 on it reports its use to its maker unless told not to before it is imported.

    reflect asks for a release before that; this is for one that is there all the same, and for Windows, whose
    releases report through the system.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = os.environ["ORT_TELEMETRY_DISABLED"] = "1"
    import onnxruntime  # 90 ms

    onnxruntime.disable_telemetry_events()
    return onnxruntime


def open_session(folder: Path, threads: int = 0) -> tuple[Any, dict[str, Any]]:
    """Open `model.onnx` of a folder, checked against its `model.json`.

    Args:
        folder: where it lies.
        threads: how many work on one product; 0: as many as there are cores.

    Returns:
        The session, and what `model.json` says.

    Raises:
        ModelError: a file is missing or not the one that `model.json` names.
    """
    onnxruntime = runtime()
    card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    path = verified(folder / "model.onnx", card["sha256"])
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    # Threads that wait by spinning would take the processor from what is done beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(str(path), options, providers=providers), card


def run_row(session: Any, output: str, ids: Sequence[int], **others: Sequence[int]) -> Any:
    """One output of a model for one row of tokens, without padding.

    Args:
        session: the model.
        output: the output's name.
        ids: the tokens' ids.
        others: further inputs, a number a token.

    Returns:
        Shape (tokens, width).
    """
    import numpy as np

    rows = {"input_ids": ids, "attention_mask": [1] * len(ids), **others}
    feed = {name: np.array([row], dtype=np.int64) for name, row in rows.items()}
    return session.run([output], feed)[0][0]


def open_tokenizer(folder: Path | None = None) -> Any:
    """MiniLM's tokenizer, which neither cuts nor pads: that is left to the windows."""
    import tokenizers  # 20 ms

    folder = folder or data_path("models", "encoder")
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
