"""Export: what, in which forms, where to; then where it went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ..desk import desk_of
from ..messages import Exported, JobEnded
from ..widgets.foot import Hints
from ..widgets.path_entry import PathSuggester
from ..widgets.rows import Row, Rows, Words

if TYPE_CHECKING:
    from reflect.workspace import Workspace

What = Literal["sheet", "child-file"]
Form = Literal["md", "docx", "html"]
_WHAT: tuple[tuple[What, str, str], ...] = (
    ("sheet", "Sheet for the group", "the questions with your answers, and the lens, to talk over"),
    (
        "child-file",
        "Entry for the child’s file",
        "what was found and decided; none of your answers",
    ),
)
_FORMS: tuple[tuple[Form, str], ...] = (
    ("md", "Markdown"),
    ("docx", "Word"),
    ("html", "Web page (HTML)"),
)
_JOB = "export"
_WHICH_FOLDER, _WHICH_FORM = "Say which folder.", "Choose at least one form."


class Exporting(ModalScreen[None]):
    """A small dialog: one of several sheets, in which forms, where to.

    Args:
        what: the sheet to begin with.
    """

    SHEETS: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    """Each sheet's name, label and what is on it."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDING_GROUP_TITLE = "Export"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Stop, or close", priority=True),
        Binding("tab,shift+tab", "swap", "Between choices and folder", priority=True),
        Binding("space", "take", "Choose, or let go"),
        Binding("ctrl+s", "export", "Export", priority=True),
    ]

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self._forms: set[Form] = {"docx"}
        self._busy = False
        self._said = ""

    def compose(self) -> ComposeResult:
        """The choices, the folder, what happened, the keys."""
        with Vertical(classes="dialog short"):
            yield Static("Export", classes="title")
            yield Rows(eager=True)
            yield Static("Folder", classes="label")
            yield Input(
                str(Path.home()),
                id="folder",
                suggester=PathSuggester(folders_only=True),
                compact=True,
            )
            yield Static(id="went", markup=False)
            yield Hints()

    def on_mount(self) -> None:
        """Begin with a Word sheet."""
        self.query_one(Hints).hints = (("Space", "choose"), ("Tab", "folder"), ("^S", "export"),
                                       ("Esc", "close"))  # fmt: skip
        self._draw()
        self.query_one(Rows).focus()

    def _draw(self) -> None:
        rows = [
            Row(f"what:{what}", (Words(label, "strong" if what == self._what else "",
                                       "●" if what == self._what else "○", "key"),
                                 Words(about, "quiet", indent=2)))
            for what, label, about in self.SHEETS
        ]  # fmt: skip
        rows.append(Row("as", (Words(""), Words("as", "quiet")), choosable=False))
        rows += [
            Row(f"form:{form}", (Words(label, "", "[x]" if form in self._forms else "[ ]", "key"),))
            for form, label in _FORMS
        ]
        self.query_one(Rows).fill(rows)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter or a click does what Space does."""
        event.stop()
        self.action_take()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Once a folder is given, nothing need be said of it."""
        if event.value.strip() and self._said == _WHICH_FOLDER:
            self._say("")

    def on_input_submitted(self) -> None:
        """Enter in the folder exports."""
        self.action_export()

    def action_take(self) -> None:
        """Choose what stands at the marker, or let it go."""
        kind, _, value = self.query_one(Rows).key.partition(":")
        if kind == "what":
            self._what = value
        elif kind == "form":
            self._forms ^= {cast(Form, value)}
        if self._forms and self._said == _WHICH_FORM:
            self._say("")
        self._draw()

    def action_export(self) -> None:
        """Write the files."""
        typed = self.query_one("#folder", Input).value.strip()
        if not self._forms or not typed:
            self._say(_WHICH_FORM if typed else _WHICH_FOLDER)
            return
        what = self._what
        forms = tuple(form for form, _ in _FORMS if form in self._forms)
        folder = Path(typed).expanduser()
        self._busy = True
        self._say("writing · Esc stops")

        def job(workspace: Workspace, _: Callable[[], bool]) -> list[Path]:
            return self.write(workspace, folder, what, forms)

        desk_of(self).work(self, _JOB, job, Exported)

    def write(
        self, workspace: Workspace, folder: Path, what: str, forms: tuple[Form, ...]
    ) -> list[Path]:
        """Write the files; called in a thread.

        Args:
            workspace: the workspace.
            folder: where to.
            what: the sheet.
            forms: in which forms.
        """
        raise NotImplementedError

    def on_exported(self, event: Exported) -> None:
        """Say where it went."""
        names = "\n".join(f"  {path}" for path in event.paths)
        self._say(f"Written. These files are not locked:\n{names}")

    def on_job_ended(self, event: JobEnded) -> None:
        """Say when it did not go."""
        self._busy = False
        if event.outcome != "done":
            self._say("stopped" if event.outcome == "stopped" else "Nothing was written.")

    def _say(self, words: str) -> None:
        self._said = words
        self.query_one("#went", Static).update(words)

    def action_swap(self) -> None:
        """Between the choices and the folder."""
        folder = self.query_one("#folder")
        (self.query_one(Rows) if folder.has_focus else folder).focus()

    def action_leave(self) -> None:
        """Stop the writing, or close."""
        if self._busy:
            self.app.workers.cancel_group(self, _JOB)
        else:
            self.dismiss(None)


class ExportScreen(Exporting):
    """Exports what a note gives.

    Args:
        note_id: the note.
        lens_id: the lens whose worksheet goes along.
    """

    SHEETS = _WHAT

    def __init__(self, note_id: int, lens_id: str) -> None:
        super().__init__("sheet")
        self._note_id, self._lens_id = note_id, lens_id

    def write(
        self, workspace: Workspace, folder: Path, what: str, forms: tuple[Form, ...]
    ) -> list[Path]:
        """Write the sheet for the group, or the entry."""
        note_id, lens_id = self._note_id, self._lens_id
        return workspace.export(
            note_id, folder, lens_id=lens_id, forms=forms, what=cast(What, what)
        )
