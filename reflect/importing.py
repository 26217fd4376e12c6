"""Notes into the store: each file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.errors import ReflectError, UnreadableInput
from reflect.records import Note, NoteSummary

if TYPE_CHECKING:
    from reflect.store import Store


@dataclass
class ImportReport:
    """What an import brought in, and what it could not.

    Attributes:
        added, known: the notes that are new, and those that were there already.
        failed: one error a file that could not be read; the others were still done.
        skipped: what was left out, each as a phrase.
        cancelled: whether it was stopped before the end; what was added stays.
    """

    added: list[NoteSummary] = field(default_factory=list)
    known: list[NoteSummary] = field(default_factory=list)
    failed: list[ReflectError] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    cancelled: bool = False


def import_paths(
    store: Store,
    paths: Iterable[Path | str],
    *,
    mapping: Mapping[str, str] | None = None,
    split: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportReport:
    """Bring files and folders in; see `Workspace.import_paths`."""
    from reflect import ingest
    from reflect.ingest.source import printable

    found = ingest.find(paths)
    report = ImportReport()
    report.skipped += [
        f"{printable(path.name)}: not a kind of file that reflect reads" for path in found.skipped
    ]
    for done, path in enumerate(found):
        if cancelled is not None and cancelled():
            report.cancelled = True
            return report
        if progress is not None:
            progress(done, len(found), path.name)
        try:
            import_notes(store, ingest.read(path, split=split, mapping=mapping), report)
        except UnreadableInput as error:
            report.failed.append(error)
    if progress is not None:
        progress(len(found), len(found), "")
    return report


def import_notes(store: Store, notes: Iterable[Note], report: ImportReport) -> None:
    """Keep some notes in one transaction, and add what came of it to a report."""
    added: list[int] = []
    known: list[int] = []
    skipped: list[str] = []
    with store.batch():
        for note in notes:
            note_id, new = store.notes.add(note, title_of(note))
            (added if new else known).append(note_id)
            skipped += [f"{note.source}: left out: {what}" for what in note.skipped]
    report.added += [store.notes.summary(each) for each in added]
    report.known += [store.notes.summary(each) for each in known]
    report.skipped += skipped


def title_of(note: Note) -> str:
    """What Home calls a note: its own title, else its first words."""
    given = " ".join(note.metadata.get("title", "").split())
    if given:
        return given[:80]
    first = next((line for line in note.text.splitlines() if line.strip()), note.source)
    return " ".join(first.strip(" #*-|").split())[:60] or note.source
