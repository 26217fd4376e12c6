"""What the code model learns from: folds, and encoders averaged."""

from __future__ import annotations

import numpy as np

from reflect.learn.export import averaged
from reflect.learn.lessons import HELD, is_held
from reflect.learn.notes import LabelledNote


def note(brief, number):
    return LabelledNote(f"{brief}-{number}", brief, "w", "train", "x", ())


def test_some_notes_are_held_out_and_no_extract_or_example_is():
    held = [is_held(note("duty-log", number)) for number in range(600)]
    assert 0.6 / HELD < sum(held) / 600 < 1.6 / HELD
    assert held == [is_held(note("duty-log", number)) for number in range(600)]
    assert not any(is_held(note("extracts-hope", number)) for number in range(60))
    assert not any(is_held(note("codebook", number)) for number in range(60))


def test_encoders_are_averaged_weight_by_weight(tmp_path):
    import torch
    from safetensors.torch import load_file, save_file

    for number, value in enumerate((1.0, 3.0)):
        run = tmp_path / f"run-{number}"
        run.mkdir()
        weights = {"w": torch.full((2, 2), value), "count": torch.tensor([7])}
        save_file(weights, run / "model.safetensors")
        np.save(run / "votes.npy", np.full(3, value))
        (run / "config.json").write_text("{}", encoding="utf-8")
    averaged([tmp_path / "run-0", tmp_path / "run-1"], tmp_path / "mean")
    mean = load_file(tmp_path / "mean" / "model.safetensors")
    assert mean["w"].tolist() == [[2.0, 2.0], [2.0, 2.0]]
    assert mean["count"].tolist() == [7]
    assert np.load(tmp_path / "mean" / "votes.npy").tolist() == [2.0, 2.0, 2.0]
    assert (tmp_path / "mean" / "config.json").exists()
