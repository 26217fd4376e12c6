"""Errors that a user can act on.

Programmer mistakes stay ordinary Python exceptions. Everything that a user's file, setting
or key can cause is a `ReflectError`: what was wrong and where, and what to do about it.
"""


class ReflectError(Exception):
    """Something a user can put right.

    Args:
        message: what was wrong, and where, in one line. Never holds note text.
        hint: what to do about it, in one line.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UnreadableInput(ReflectError):
    """A file that cannot be read as notes; the other files are still done."""


class DataError(ReflectError):
    """A codebook, lens, question bank or corpus file with a mistake in it."""


class WorkspaceError(ReflectError):
    """The workspace cannot be opened or written."""


class WrongKey(WorkspaceError):
    """There is no key for the workspace, or it does not open it."""


class ModelError(ReflectError):
    """A model file is missing or is not the one its card names."""
