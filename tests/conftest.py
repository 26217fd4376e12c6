"""Every test runs in a home of its own, without keyring, network or the developer's settings."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"

NOTE = (
    "Visit 4, Tuesday. Mum and Ella (7) seen, baby asleep.\n"
    'Ella said "he counts the stairs as he comes up" and held her breath when the door went.\n'
    "Mum failed to engage with the parenting programme.\n"
    "I wonder if saying no to the course is the one place she still gets to decide.\n"
    "If he comes back drunk Ella has no adult to go to.\n"
    "SW to ring the IDVA by Thursday.\n"
)
"""A small note that carries something of every family."""


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that nothing of the developer's is read or written."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder))
    for name in ("WORKSPACE", "PASSPHRASE", "KEY_FILE", "CODEBOOK", "PERSON"):
        monkeypatch.delenv(f"REFLECT_{name}", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return folder


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    """The small note as a file."""
    path = tmp_path / "visit.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def engine() -> object:
    """The shipped models, loaded once for the whole run."""
    from reflect.engine import Engine

    return Engine()
