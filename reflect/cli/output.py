"""Standard output, standard error and the exit status belong to this file alone."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TextIO

from reflect.errors import ReflectError

FAILED_CHECK = 1
BAD_INPUT = 2
INTERRUPTED = 130
SHORTEST_PASSPHRASE = 8
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def guarded(command: Callable[[], None]) -> None:
    """Run a command; a `ReflectError` becomes one line and exit status 2."""
    try:
        command()
    except ReflectError as error:
        complain(error)
        leave(BAD_INPUT)
    except KeyboardInterrupt:
        leave(INTERRUPTED)
    except SystemExit as end:
        # Typer's answer to a broken pipe is status 1, which here says that a check failed.
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        _drop(sys.stdout)  # the reader has gone: nothing to say, nobody to say it to
        leave(0)


def write(text: str) -> None:
    """Write data to standard output, as UTF-8 whatever the locale.

    Raises:
        ReflectError: it is closed, or takes no more.
    """
    if sys.stdout is None:
        raise ReflectError("Standard output is closed.", "Send it to a file or a terminal.")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop(sys.stdout)
        raise ReflectError(
            f"Standard output cannot be written: {error.strerror}.",
            "Make room, or send it somewhere else.",
        ) from error


def _drop(stream: TextIO) -> None:
    """Let what is still to be written go nowhere, or Python would try it again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_json(data: Any, *, lines: bool = False) -> None:
    """Write JSON: indented, or one line for `jsonl`. Lone surrogates stay escaped."""
    separators = (",", ":") if lines else None
    text = json.dumps(data, ensure_ascii=False, indent=None if lines else 1, separators=separators)
    write(_escape_surrogates(text) + "\n")


def complain(error: ReflectError) -> None:
    """Say on standard error what was wrong and what to do, in one line."""
    say(" ".join(f"{error.message} {error.hint}".split()))


def say(line: str) -> None:
    """Say something on standard error, if it is open."""
    if sys.stderr is None:
        return  # print would take standard output instead
    try:
        print(f"reflect: {line}", file=sys.stderr, flush=True)
    except OSError:
        _drop(sys.stderr)  # nobody hears it; the work goes on


def leave(status: int) -> NoReturn:
    """End with an exit status."""
    sys.exit(status)


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return _is_terminal(sys.stdout)


def has_terminal() -> bool:
    """Whether a person can be asked something, and shown a screen."""
    return _is_terminal(sys.stdin) and _is_terminal(sys.stdout)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def ask_passphrase(new: bool) -> str:
    """Ask for the passphrase of a workspace on the terminal; twice for a new one.

    Raises:
        ReflectError: nothing was typed.
    """
    if not new:
        return typed("Passphrase of your workspace: ") or _nonetyped()
    say("this makes a new workspace. Nobody can open it without its passphrase: keep it safe.")
    return typed_twice("New passphrase for your workspace: ")


def typed_twice(prompt: str) -> str:
    """Ask for a new passphrase until one is long enough and was typed alike twice.

    Raises:
        ReflectError: nothing was typed: Ctrl-D.
    """
    while True:
        first = typed(prompt)
        if len(first) < SHORTEST_PASSPHRASE:
            say(f"at least {SHORTEST_PASSPHRASE} characters, please; three or four words do well.")
        elif typed("The same once more: ") != first:
            say("the two were not the same; once more.")
        else:
            return first


def typed(prompt: str) -> str:
    """Ask for something that is not to be seen.

    Raises:
        ReflectError: nothing was typed: Ctrl-D.
    """
    import getpass

    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError:  # Ctrl-D
        _nonetyped()


def _nonetyped() -> NoReturn:
    raise ReflectError("No passphrase was typed.", "Run the command again.")


def asker() -> Callable[[bool], str] | None:
    """How to ask for a passphrase; None where there is no terminal."""
    return ask_passphrase if _is_terminal(sys.stdin) and _is_terminal(sys.stderr) else None


@contextmanager
def progress(total: int | None) -> Iterator[Callable[[str], None]]:
    """A progress bar on a terminal for long work, and nothing in a pipe.

    Args:
        total: how many steps; None or 1 shows nothing.

    Yields:
        A function to call before each step, with the name of what is being done.
    """
    if not total or total < 2 or not _is_terminal(sys.stderr):
        yield lambda name: None
        return
    from rich.console import Console  # 60 ms
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, start=True)
        done = -1

        def step(name: str) -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, description=name[:40])

        yield step


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Write a quiet table to standard output."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(*columns, box=box.SIMPLE_HEAD, title=tame(title) or None, title_justify="left")
    for row in rows:
        grid.add_row(*(Text(tame(cell)) for cell in row))
    page = io.StringIO()
    Console(file=page, force_terminal=on_terminal() or None, highlight=False).print(grid)
    write(page.getvalue())


def tame(text: str) -> str:
    """Text for a terminal, without the control characters that could command it."""
    return _CONTROL.sub("\ufffd", text)


def _escape_surrogates(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)
