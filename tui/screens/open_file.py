"""Bring in files: a path with completion, a tree to pick from, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import DirectoryTree, Input, Static

from ..messages import Imported, ImportProgress, JobEnded
from ..widgets.file_tree import FileTree
from ..widgets.foot import HELP, Foot
from ..widgets.heading import Heading
from ..widgets.path_entry import PathSuggester
from ..widgets.rows import Row, Rows, Words
from ..words import count
from .page import Page

if TYPE_CHECKING:
    from reflect.workspace import ImportReport, Workspace

_JOB = "import"
_FOLDERS = "A folder brings in all it holds."
_KINDS = "Word, PDF, text, spreadsheet, e-mail"
_PICKING = (("⏎", "open"), ("Space", "pick several"), ("^O", "bring in"),
            ("Tab", "path or tree"), ("Esc", "home"), HELP)  # fmt: skip
_READ = (("⏎", "open the note"), ("↑↓", "choose"), ("o", "open more"), HELP, ("Esc", "home"))


class OpenScreen(Page):
    """Pick, bring in, and say what happened.

    Args:
        read_now: files to bring in at once.
    """

    BINDING_GROUP_TITLE = "Open a file"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "bring_in", "Bring in what is picked", priority=True),
        Binding("tab,shift+tab", "swap", "Between path and tree", priority=True),
        Binding("o", "more", "Open more"),
        Binding("escape", "back", "Stop, or home", priority=True),
    ]

    def __init__(self, read_now: Sequence[Path] = ()) -> None:
        super().__init__()
        self._read_now = list(read_now)
        self._busy = False

    def compose(self) -> ComposeResult:
        """A heading; the path and the tree, or the results; the keys."""
        yield Heading("Open a file", _KINDS)
        with Vertical(id="picking"):
            yield Input(
                id="path",
                placeholder="Where is it? Type a path; → completes it",
                suggester=PathSuggester(),
                compact=True,
            )
            yield FileTree(str(Path.home()), id="tree")
            yield Static(_FOLDERS, id="picked", classes="quiet", markup=False)
        with Vertical(id="done"):
            yield Static(id="done-what", markup=False)
            yield Rows(id="done-rows", eager=True)
        yield Foot()

    def on_mount(self) -> None:
        """Begin with the picking, unless files were given."""
        self._show_picking(True)
        if self._read_now:
            self._bring_in(self._read_now)

    def _show_picking(self, picking: bool) -> None:
        self.query_one("#picking").display = picking
        self.query_one("#done").display = not picking
        self.query_one(Foot).hints = _PICKING if picking else _READ
        self.query_one("#path" if picking else "#done-rows").focus()

    # picking

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on a path brings it in, with what is picked in the tree."""
        event.stop()
        self.action_bring_in()

    def on_directory_tree_file_selected(self, event: DirectoryTree.FileSelected) -> None:
        """Enter on a file brings it in; what is picked comes along."""
        event.stop()
        self._bring_in([*self.query_one(FileTree).picked, event.path])

    def on_file_tree_picks_changed(self, event: FileTree.PicksChanged) -> None:
        """Say how many are picked."""
        number = len(event.picked)
        words = f"{number:,} picked: ^O brings them in" if number else _FOLDERS
        self.query_one("#picked", Static).update(words)

    def action_bring_in(self) -> None:
        """Bring in the typed path and everything picked."""
        typed = self.query_one("#path", Input).value.strip().strip("\"'")
        paths = list(self.query_one(FileTree).picked)
        if typed:
            paths.insert(0, Path(typed).expanduser())
        elif not paths and (here := self.query_one(FileTree).here) is not None:
            paths.append(here)
        if paths:
            self._bring_in(paths)
        else:
            self.news("type a path, or pick something in the tree")

    def _bring_in(self, paths: Sequence[Path]) -> None:
        unique = list(dict.fromkeys(paths))
        self._show_picking(False)
        self.query_one("#done-what", Static).update(f"Bringing in {count(len(unique), 'path')}…")
        self.query_one(Rows).fill(())
        self._busy = True
        self.news("opening · Esc stops")

        def job(workspace: Workspace, cancelled: Callable[[], bool]) -> ImportReport:
            def progress(done: int, total: int, name: str = "") -> None:
                self.post_message(ImportProgress(done, total, name))

            return workspace.import_paths(unique, progress=progress, cancelled=cancelled)

        self.desk.work(self, _JOB, job, Imported, even_stopped=True)

    # what became of it

    def on_import_progress(self, event: ImportProgress) -> None:
        """A quiet line of progress."""
        if self._busy:
            of = f"{event.done:,} of {event.total:,}" if event.total else f"{event.done:,}"
            self.news(f"{of} · {Path(event.name).name} · Esc stops" if event.name else of)

    def on_imported(self, event: Imported) -> None:
        """One new note opens at once; otherwise each file gets its line."""
        report = event.report
        opened = [*report.added, *report.known]
        if len(opened) == 1 and not (report.failed or report.skipped or report.cancelled):
            from .note import NoteScreen

            self.app.switch_screen(NoteScreen(opened[0].id))
            return
        parts = [
            count(len(report.added), "note") + " added" if report.added else "",
            f"{len(report.known)} already here" if report.known else "",
            f"{len(report.skipped)} skipped" if report.skipped else "",
            f"{len(report.failed)} could not be read" if report.failed else "",
        ]
        nothing = "Nothing was brought in." if report.cancelled else "There was nothing to read."
        said = " · ".join(part for part in parts if part) or nothing
        self.query_one("#done-what", Static).update(said)
        rows = _result_rows(report)
        self.query_one(Rows).fill(rows)
        self.query_one(Rows).focus()

    def on_job_ended(self, event: JobEnded) -> None:
        """Take the progress line away."""
        self._busy = False
        self.news({"stopped": "stopped; what was read so far is kept"}.get(event.outcome, ""))
        if event.outcome == "failed":
            self._show_picking(True)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open a note that came in."""
        event.stop()
        from .note import NoteScreen

        self.app.switch_screen(NoteScreen(int(event.key)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`o` is a letter while a path is typed."""
        return bool(self.query("#done").first().display) if action == "more" else True

    def action_more(self) -> None:
        """Back to the picking."""
        self._show_picking(True)

    def action_swap(self) -> None:
        """Between the path and the tree."""
        path = self.query_one("#path")
        (self.query_one("#tree") if path.has_focus else path).focus()

    def action_back(self) -> None:
        """Stop what is going on, else go home."""
        if self._busy:
            self.news("stopping")
            self.app.workers.cancel_group(self, _JOB)
        else:
            super().action_back()


def _result_rows(report: ImportReport) -> list[Row]:
    rows = [
        Row(str(note.id), (Words(note.title or note.source, "", right=said, wrap=False),))
        for said, notes in (("added", report.added), ("already here", report.known))
        for note in notes
    ]
    rows += [
        Row(f"skipped:{number}", (Words(words, "quiet", right="skipped"),), choosable=False)
        for number, words in enumerate(report.skipped)
    ]
    rows += [
        Row(
            f"failed:{number}",
            (Words(error.message, right="could not be read"), Words(error.hint, "quiet", indent=2)),
            choosable=False,
        )
        for number, error in enumerate(report.failed)
    ]
    return rows
