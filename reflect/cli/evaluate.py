"""`reflect evaluate`: measure the models on a labelled file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reflect.cli import output
from reflect.cli.inputs import OwnCodebook, settings_for, standard_input


def evaluate(
    path: Annotated[
        str,
        typer.Argument(metavar="PATH", help="A labelled .jsonl file, a folder of them, or -."),
    ],
    split: Annotated[
        str, typer.Option("--split", help="train, validation or test; default all.")
    ] = "",
    privacy: Annotated[
        bool, typer.Option("--privacy", help="How well identifiers are found, instead of codes.")
    ] = False,
    similar: Annotated[
        bool, typer.Option("--similar", help="How well discussions are found, instead of codes.")
    ] = False,
    fairness: Annotated[
        bool,
        typer.Option("--fairness", help="Whether marks stay when only names or gender change."),
    ] = False,
    against: Annotated[
        bool,
        typer.Option("--against", help="The same for what others would use; needs reflect[learn]."),
    ] = False,
    codebook: OwnCodebook = None,
) -> None:
    """Print how well the models do on labelled notes."""
    from reflect.learn import measuring

    settings = settings_for(codebook=codebook)
    asked = {"privacy": privacy, "similar": similar, "fairness": fairness}
    which = next((name for name, wanted in asked.items() if wanted), "codes")
    data = standard_input() if path == "-" else None
    place = Path(path if data is None else "standard input")
    for line in measuring.report(
        which, place, split, against=against, own_codebook=settings.codebook, data=data
    ):
        output.write(line + "\n")
