"""The command, run in this process with the models loaded once."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from reflect.engine import Engine


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


class _Stdin(io.TextIOWrapper):
    def isatty(self) -> bool:
        return False


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], engine: Engine
) -> Run:
    """Run `reflect` with arguments and give its status, output and errors."""
    from reflect.cli import main

    def own(codebook: object, learnt: str = "") -> Engine:
        shipped = codebook is None and not learnt
        return engine if shipped else Engine(codebook, learnt)  # type: ignore[arg-type]

    monkeypatch.setattr("reflect.workspace.Engine", own)

    def command(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["reflect", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", _Stdin(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Ran(status, out.decode("utf-8"), err.decode("utf-8"))

    return command
