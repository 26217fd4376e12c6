"""What can be wrong with a file, in the user's words: the reason, and the remedy.

The texts never hold anything from inside a file, and errors are raised `from None`, because the
libraries' own messages quote the bytes that they stumbled on.
"""

from __future__ import annotations

from reflect.errors import UnreadableInput

LIMIT = 5 * 1024 * 1024
"""The most text that one note may hold, in bytes of UTF-8."""

KINDS = ".txt, .md, .docx, .pdf, .csv, .xlsx or .eml"

PROBLEMS: dict[str, tuple[str, str]] = {
    "missing": ("there is no such file", "Check the spelling and the folder."),
    "folder": (
        "this is a folder, and a file is wanted here",
        f"Name a file, or a folder that holds {KINDS} files.",
    ),
    "permission": (
        "this account may not open it",
        "Ask for permission to read it, or copy it to a folder of your own.",
    ),
    "unopened": ("the file could not be opened", "Copy it to a folder of your own and try again."),
    "empty": ("there is no text in it", "Check that it is the right file and that it was saved."),
    "huge": (
        "it holds more than 5 MiB of text, or would unpack to far more than a note needs",
        "Divide it into smaller files.",
    ),
    "binary": (
        "this is not a text file: it holds binary data",
        f"Save the note as {KINDS}.",
    ),
    "encoding": (
        "the text is wrongly encoded: it fits neither UTF-8 nor a common Western encoding",
        "Open it in the program it came from and save it as UTF-8.",
    ),
    "encrypted": (
        "it is encrypted and needs a password",
        "Open it with the password, save a copy without one, and read that copy.",
    ),
    "scanned": (
        "the pages are scanned pictures with no text in them",
        "Run text recognition (OCR) over it first, or type the note out.",
    ),
    "pictures": (
        "there are only pictures or objects in it, and no text",
        "Type out what the pictures say, or run text recognition (OCR) over them.",
    ),
    "docx": (
        "the Word file is malformed",
        "Open it in Word, let Word repair it, and save it again as .docx.",
    ),
    "xlsx": (
        "the workbook is malformed",
        "Open it in Excel, let Excel repair it, and save it again as .xlsx.",
    ),
    "pdf": ("the PDF is malformed", "Open it in a PDF reader and print it to a new PDF."),
    "eml": ("the e-mail is malformed", "Save the e-mail again as .eml, or its text as .txt."),
    "csv": (
        "the CSV is malformed near line {line}",
        "Put cells that hold quotation marks or commas inside quotation marks, and double the "
        "quotation marks in them; saving from Excel as CSV UTF-8 does both.",
    ),
    "wide": (
        "row {row} has more cells than the first row names columns",
        "Put text that holds commas inside quotation marks; saving from Excel does.",
    ),
    "parted": (
        "no first row names the columns, and the comma in the text of row {row} parts it",
        "Put text that holds commas inside quotation marks, and name the columns in a first row.",
    ),
    "rows": ("there are no rows with text in it", "Each note needs a row under the first row."),
    "columns": (
        "no column looks like the text of notes",
        "Name one of them Text in the first row, or say which it is where the command takes it, "
        "such as --map text=Narrative.",
    ),
    "zip": (
        "this is a zip archive, or a damaged Office file",
        "Unpack it and read the files in it, or save the Office file again.",
    ),
    "unknown": (
        "reflect does not read files of this kind",
        f"Save it as {KINDS}.",
    ),
    "doc": (
        "this is an old or foreign kind of document",
        "Open it in the program it came from and save it as .docx.",
    ),
    "msg": ("this is an Outlook message", "Save it in Outlook as .eml, or its text as .docx."),
    "xls": (
        "this is an old or foreign kind of spreadsheet",
        "Open it in the program it came from and save it as .xlsx.",
    ),
}


def problem(shown: str, key: str, **details: object) -> UnreadableInput:
    """The error for one kind of problem.

    Args:
        shown: the file as the user knows it.
        key: a key of `PROBLEMS`.
        details: numbers that the reason names, such as `line`.

    Returns:
        The error, to be raised `from None`.
    """
    reason, hint = PROBLEMS[key]
    return UnreadableInput(f"{shown}: {reason.format(**details)}.", hint)
