"""One resolved, frozen set of settings: flag, then environment, then file, then default."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path
from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from reflect.errors import ReflectError


def settings_file() -> Path:
    """Where a person's own settings lie: `config.toml` in the user's configuration folder."""
    return user_config_path("reflect", appauthor=False) / "config.toml"


class Settings(BaseSettings):
    """What every verb and the terminal UI run with.

    Attributes:
        workspace: the folder of the encrypted workspace.
        key_file: a file that holds its key.
        passphrase: its passphrase (`REFLECT_PASSPHRASE`); never shown or logged.
        codebook: a council's own codebook file.
        person: whose marks and answers these are; default the login name.
    """

    model_config = SettingsConfigDict(
        env_prefix="REFLECT_", env_ignore_empty=True, frozen=True, extra="forbid"
    )

    workspace: Path = user_data_path("reflect", appauthor=False)
    key_file: Path | None = None
    passphrase: SecretStr | None = None
    codebook: Path | None = None
    person: str = ""

    @field_validator("workspace", "key_file", "codebook")
    @classmethod
    def _in_home(cls, path: Path | None) -> Path | None:
        """A leading `~` is the user's folder: no shell has seen a variable or the settings file."""
        try:
            return path.expanduser() if path else None
        except RuntimeError:
            raise ValueError("there is no home folder of that name") from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags before environment before file; no .env file is read."""
        return (
            init_settings,
            env_settings,
            TomlConfigSettingsSource(settings_cls, settings_file()),
        )


def login() -> str:
    """The name under which a person is logged in, where the account has one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # what it raises hangs on the system and the Python
        return "someone"


def settings(**flags: Any) -> Settings:
    """Resolve the settings.

    Args:
        flags: what was given on the command line; None means not given.

    Raises:
        ReflectError: the file or the environment holds a setting that does not exist or does not fit.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ReflectError(
            f"Setting '{name}': {first['msg'].lower()}.",
            f"Settings are: {', '.join(Settings.model_fields)}. Look in {settings_file()}.",
        ) from error
    except OSError as error:
        raise ReflectError(
            f"{settings_file()} cannot be read: {error.strerror}.",
            "Ask for permission to read it, or move it.",
        ) from error
    except ValueError as error:  # a TOML file that does not parse
        raise ReflectError(
            f"{settings_file()} is not TOML: {error}.", "Mend or move it."
        ) from error
