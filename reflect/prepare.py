"""Encode the starter library with the shipped models, so that nobody waits for it at first.

`python -m reflect.prepare` writes `models/starter.json`: for each discussion the hash of its text and its
vector, under the model's own hash. Another model, or a changed text, is encoded when needed.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from reflect.discussions import bundled
from reflect.engine import Engine
from reflect.resources import data_path
from reflect.store import sha256_of


def main() -> None:
    """Write the file."""
    finder = Engine().finder
    vectors = {
        sha256_of(discussion.text): base64.b64encode(finder.vector(discussion)).decode("ascii")
        for discussion in bundled()
    }
    path: Path = data_path("models") / "starter.json"
    text = json.dumps({"model": finder.encoder.info.sha256, "vectors": vectors}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    print(f"wrote {path.name}: {len(vectors)} discussions")


if __name__ == "__main__":
    main()
