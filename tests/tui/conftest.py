"""What the tests of the terminal interface share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# The fakes lie beside the tests; this works whatever import mode pytest is run with.
sys.path.insert(0, str(Path(__file__).parent))

from fake_workspace import FakeWorkspace


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the developer's home folder or terminal colours."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("COLORFGBG", raising=False)
    monkeypatch.setattr("tui.widgets.answer_box.SAVE_AFTER", 0.01)


@pytest.fixture
def workspace() -> FakeWorkspace:
    """A workspace with three notes."""
    return FakeWorkspace()
