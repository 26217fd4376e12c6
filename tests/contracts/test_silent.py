"""Nothing is reported to anybody: no network, no trace outside the folders that are asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

SEEN = """
import os, sys
import reflect
note = reflect.Note("Tyler hid in the airing cupboard. Perhaps he is loyal to Mum.", "-")
tagged = reflect.tag(note)
reflect.ask(tagged), reflect.anonymise(note)
assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
assert "onnxruntime" in sys.modules
"""


def test_reading_a_note_leaves_nothing_in_the_home_folder(tmp_path):
    silent = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG")}  # CI silences it too
    done = subprocess.run(
        [sys.executable, "-c", SEEN],
        env={**silent, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.rglob("*")) == []


def test_the_runtime_is_of_a_release_that_cannot_report():
    assert tuple(map(int, version("onnxruntime").split(".")[:2])) < (1, 29)
    spec = find_spec("onnxruntime")
    assert spec
    assert spec.origin
    built = [*Path(spec.origin).parent.rglob("*.so"), *Path(spec.origin).parent.rglob("*.pyd")]
    assert built
    assert not any(b"OneCollector" in path.read_bytes() for path in built)
