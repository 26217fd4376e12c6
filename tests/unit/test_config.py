"""Settings: where they come from, and what cannot be one."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from reflect.config import Settings, login, settings, settings_file
from reflect.errors import ReflectError


def written(text: str) -> Path:
    """The settings file with a text in it."""
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_tilde_is_the_users_folder_wherever_it_stands(home, monkeypatch):
    written('workspace = "~/mine"')
    assert settings().workspace == home / "mine"
    monkeypatch.setenv("REFLECT_WORKSPACE", "~/ours")
    assert settings().workspace == home / "ours"
    assert settings(codebook=Path("~/own.yaml")).codebook == home / "own.yaml"


def test_a_tilde_of_nobody_is_refused():
    with pytest.raises(ReflectError, match="'workspace'.*no home folder"):
        settings(workspace=Path("~nobody-of-that-name/ws"))


def test_an_empty_variable_is_not_set(monkeypatch):
    usual = settings()
    for name in Settings.model_fields:
        monkeypatch.setenv(f"REFLECT_{name.upper()}", "")
    assert settings() == usual


def test_a_settings_file_that_may_not_be_read_is_one_line(monkeypatch):
    written("")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root may open it all the same
    with pytest.raises(ReflectError, match="config.toml cannot be read: Permission denied"):
        settings()


@pytest.mark.parametrize("error", [KeyError, OSError, ImportError])
def test_an_account_without_a_name_has_one_here(error, monkeypatch):
    def nobody() -> str:
        raise error("getpwuid(): uid not found: 54321")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert login()
