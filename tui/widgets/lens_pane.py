"""A lens's worksheet, filled with the note's own words until a person writes in it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from reflect.records import Span, Worksheet, WorksheetItem

from .answer_box import AnswerBox, DraftBox
from .foot import Hints
from .rows import Row, Rows, Words

_KEYS = (("⏎", "write here"), ("l", "another lens"), ("o", "the note's own words again"))
_KEYS_WRITING = (("⏎", "keep"), ("^J", "new line"), ("Esc", "keep and leave"))


def box_key(note_id: int, lens: str, item_id: str) -> str:
    """Where the draft of a worksheet's box is kept."""
    return f"note:{note_id}:lens:{lens}:{item_id}"


class LensPane(Vertical):
    """Boxes in a list; the one being written in opens below it."""

    @dataclass
    class Looked(Message):
        """The marker moved to a box; `spans` are the runs found for it."""

        spans: tuple[Span, ...]

    @dataclass
    class Wrote(Message):
        """A box was written in; None puts the note's own words back."""

        item_id: str
        text: str | None

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sheet: Worksheet | None = None
        self._drafts: dict[str, str] = {}
        self._text = ""
        self._note_id = 0
        self._writing = ""

    def compose(self) -> ComposeResult:
        """What this lens is, the boxes, the place to write, the keys."""
        yield Static(id="lens-what", markup=False)
        yield Static(id="lens-about", classes="quiet", markup=False)
        yield Rows(id="lens-rows")
        yield AnswerBox(id="lens-box")
        yield Hints(id="lens-keys")

    def on_mount(self) -> None:
        """Begin empty."""
        self.query_one(AnswerBox).display = False
        self.say("")

    @property
    def lens(self) -> str:
        """The lens shown."""
        return self._sheet.lens if self._sheet else ""

    def say(self, words: str) -> None:
        """Show words where the worksheet would be."""
        self._sheet = None
        self.query_one("#lens-what", Static).update(words)
        self.query_one("#lens-about").add_class("-off")
        self.query_one(Rows).fill(())
        self.query_one(Hints).hints = (("l", "choose a lens"),)

    def prepare(self, note_id: int, text: str) -> None:
        """Say once which note this is."""
        self._note_id, self._text = note_id, text

    def show(self, sheet: Worksheet, drafts: dict[str, str]) -> None:
        """Show a worksheet.

        Args:
            sheet: the lens laid over it.
            drafts: what was typed and not kept, by box.
        """
        self._sheet, self._drafts = sheet, drafts
        self.query_one("#lens-what", Static).update(sheet.label)
        about = self.query_one("#lens-about", Static)
        about.remove_class("-off")
        about.update(sheet.about)
        self.query_one(Rows).fill([self._row(item) for item in sheet.items])
        self._draw_keys()

    def focus_list(self) -> None:
        """Move to the boxes, or to the one being written in."""
        self.query_one(AnswerBox if self._writing else Rows).focus()

    def written(self) -> tuple[str, str, str] | None:
        """The box at the marker when a person wrote in it: its id, its text, its draft."""
        item = self._item(self.query_one(Rows).key)
        if item is None or self._writing:
            return None
        draft = self._drafts.get(item.id, "")
        return (item.id, item.text, draft) if item.text is not None else None

    def look_again(self) -> None:
        """Light the runs of the box at the marker."""
        item = self._item(self.query_one(Rows).key)
        if item:
            self.post_message(self.Looked(item.found))

    def _item(self, key: str) -> WorksheetItem | None:
        items = self._sheet.items if self._sheet else ()
        return next((item for item in items if item.id == key), None)

    def _found(self, item: WorksheetItem) -> list[str]:
        return [" ".join(self._text[run.start : run.end].split()) for run in item.found]

    def _row(self, item: WorksheetItem) -> Row:
        draft = self._drafts.get(item.id)
        if draft:
            body = [
                Words(draft, "", "│", "rule", indent=2),
                Words("not kept yet", "italic", indent=4),
            ]
        elif item.text is not None:
            body = [
                Words(item.text or "left empty", "" if item.text else "quiet", "│", "key", indent=2)
            ]
        elif item.found:
            body = [Words(f"“{words}”", "", "│", "rule", indent=2) for words in self._found(item)]
        else:
            body = [Words("not found in this text", "italic", indent=2)]
        return Row(
            item.id,
            (Words(item.prompt, "strong"), Words(item.hint, "quiet", indent=2), *body, Words("")),
        )

    def _draw_keys(self) -> None:
        self.query_one(Hints).hints = _KEYS_WRITING if self._writing else _KEYS

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Light what was found for the box."""
        event.stop()
        self.look_again()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Write in the box."""
        event.stop()
        item = self._item(event.key)
        if item is None:
            return
        box = self.query_one(AnswerBox)
        self._writing = item.id
        start = item.text if item.text is not None else "\n".join(self._found(item))
        box.border_title = item.prompt
        box.put(self._drafts.get(item.id) or start, box_key(self._note_id, self.lens, item.id))
        box.display = True
        box.focus()
        self._draw_keys()
        self.look_again()

    def on_draft_box_paused(self, event: DraftBox.Paused) -> None:
        """Remember the draft."""
        event.stop()
        if self._writing:
            self._drafts[self._writing] = event.text

    def on_answer_box_kept(self, event: AnswerBox.Kept) -> None:
        """Keep and close."""
        event.stop()
        self._keep(event.text)

    def on_answer_box_left(self, event: AnswerBox.Left) -> None:
        """Leaving keeps too: nothing is lost by leaving."""
        event.stop()
        self._keep(event.box.text)

    def _keep(self, text: str) -> None:
        item = self._item(self._writing)
        box = self.query_one(AnswerBox)
        box.put(text)
        self._writing = ""
        if item:
            before = item.text if item.text is not None else "\n".join(self._found(item))
            self._drafts.pop(item.id, None)
            self.post_message(self.Wrote(item.id, text if text != before else item.text))
        self.query_one(Rows).focus()
        box.display = False
        self._draw_keys()
