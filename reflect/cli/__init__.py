"""The `reflect` command: one file a verb; `output` alone owns stdout, stderr and the exit status."""

from __future__ import annotations


def main() -> None:
    """Run the command."""
    from reflect.cli.output import guarded

    def command() -> None:
        from reflect.cli.app import app  # typer: 65 ms

        app()

    guarded(command)
