"""Encode the starter library with the shipped models, so that nobody waits for it at first.

`python -m reflect.prepare` writes `models/starter.json`: for each discussion the hash of its text
and its passages, under the model's own hash. Another model, or a changed text, is encoded when needed.
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
    engine = Engine()
    rows = {}
    for discussion in bundled():
        rows[sha256_of(discussion.text)] = [
            [p.start, p.end, list(p.codes), base64.b64encode(p.vector).decode("ascii")]
            for p in engine.encoded(discussion)
        ]
    path: Path = data_path("models") / "starter.json"
    text = json.dumps({"model": engine.model.sha256, "discussions": rows}, indent=None)
    path.write_text(text + "\n", encoding="utf-8")
    print(f"wrote {path.name}: {len(rows)} discussions")


if __name__ == "__main__":
    main()
