"""The command's verbs, each registered from its own file."""

from __future__ import annotations

from typing import Annotated

import typer

from reflect.cli import (
    anonymise,
    demo,
    doctor,
    evaluate,
    home,
    import_notes,
    inputs,
    library,
    questions,
    similar,
    tag,
    train,
)
from reflect.cli.inputs import KeyFile, OwnCodebook, WorkspaceDir

app = typer.Typer(
    name="reflect",
    help="A private reading companion for supervision notes. Marks what is written, not practice.",
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def start(
    ctx: typer.Context,
    workspace: WorkspaceDir = None,
    key_file: KeyFile = None,
    codebook: OwnCodebook = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Open the terminal UI when no verb is given."""
    given = {"workspace": workspace, "key_file": key_file, "codebook": codebook}
    inputs.before_verb.clear()
    inputs.before_verb.update({name: value for name, value in given.items() if value is not None})
    if version:
        home.print_version()
    elif ctx.invoked_subcommand is None:
        home.open_home(workspace, key_file, codebook)


app.command("tag")(tag.tag)
app.command("anonymise")(anonymise.anonymise)
app.command("questions")(questions.questions)
app.command("similar")(similar.similar)
app.command("import")(import_notes.import_notes)
app.add_typer(library.app, name="library")
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
