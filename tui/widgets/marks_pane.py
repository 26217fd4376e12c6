"""The marks of the current sentence, or of the whole note by family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from reflect.records import Mark, sureness

from ..glossary import Glossary
from ..words import count, how_sure, quoted, whose
from .foot import Hints
from .rows import Row, Rows, Words

_KEYS = (
    ("a", "accept"), ("r", "reject"), ("c", "change"), ("+", "add"), ("u", "undo"),
    ("w", "why"), ("W", "worth a glance"), ("A", "accept all sure"), ("v", "whole note"),
)  # fmt: skip
_KEYS_EMPTY = (("+", "add"), ("u", "undo"), ("]", "next marked sentence"), ("v", "whole note"))


class MarksPane(Vertical):
    """Lists marks; what is done to them is decided by the screen."""

    @dataclass
    class Selected(Message):
        """The marker moved to a mark."""

        mark: Mark

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._here: Sequence[Mark] = ()
        self._all: Sequence[Mark] = ()
        self._given: Sequence[Mark] | None = None
        self._text = ""
        self._person = ""
        self._glossary = Glossary()
        self._words = "Reading the note…"
        self.whole = False

    def compose(self) -> ComposeResult:
        """What is listed, the list, the keys."""
        yield Static(id="marks-what", classes="quiet", markup=False)
        yield Rows(id="marks-rows", marker="▸")
        yield Hints(id="marks-keys")

    def on_mount(self) -> None:
        """Begin empty."""
        self._draw()

    @property
    def selected(self) -> Mark | None:
        """The mark at the marker."""
        key = self.query_one(Rows).key
        return next((mark for mark in self._all if str(mark.id) == key), None)

    @property
    def marker_seen(self) -> bool:
        """Whether the marker is on show."""
        return self.query_one(Rows).marker_seen

    def show_marker(self) -> None:
        """Scroll to the marker."""
        self.query_one(Rows).show_marker()

    @property
    def listed(self) -> Sequence[Mark]:
        """The marks in view: the sentence's, or the note's."""
        return self._all if self.whole else self._here

    def sure_ones(self) -> list[int]:
        """Marks in view that the machine is sure of and nobody has judged."""
        return [
            mark.id
            for mark in self.listed
            if mark.by_machine and not mark.verdict and sureness(mark.score) == "sure"
        ]

    def prepare(self, text: str, glossary: Glossary, person: str) -> None:
        """Say once which note this is."""
        self._text, self._glossary, self._person = text, glossary, person

    def say(self, words: str) -> None:
        """Show words where the marks would be."""
        self._words, self._here, self._all, self._given = words, (), (), None
        self._draw()

    def show(self, here: Sequence[Mark], all_marks: Sequence[Mark], mark_id: int = 0) -> None:
        """Show marks.

        Args:
            here: the current sentence's, in any order.
            all_marks: the note's.
            mark_id: the mark to put the marker on.
        """
        order = self._glossary.get
        key = str(mark_id) if mark_id else None
        self._here = sorted(here, key=lambda mark: (order(mark.code).order, mark.id))
        if all_marks is self._given and self.whole and not self._words:
            if key:
                self.query_one(Rows).go_to(key)
            return
        if all_marks is not self._given:
            self._given = all_marks
            self._all = sorted(all_marks, key=lambda mark: (order(mark.code).order, mark.start))
        self._words = ""
        self._draw(key)

    def toggle(self) -> None:
        """Between the sentence and the whole note."""
        self.whole = not self.whole
        self._draw()

    def _draw(self, key: str | None = None) -> None:
        rows = self._note_rows() if self.whole else [self._full_row(mark) for mark in self._here]
        what = "in the whole note" if self.whole else "in this sentence"
        live = sum(mark.verdict != "rejected" for mark in self.listed)
        said = f"{count(live, 'mark')} {what}" if self.listed else f"No mark {what}."
        if self.listed and not live:
            said = "no marks kept here"
        self.query_one("#marks-what", Static).update(self._words or said)
        keys = _KEYS if self.listed else _KEYS_EMPTY
        last = ("v", "this sentence" if self.whole else "whole note")
        self.query_one(Hints).hints = () if self._words else (*keys[:-1], last)
        self.query_one(Rows).fill(rows, key=key)

    def _evidence(self, mark: Mark) -> str:
        runs = [" ".join(self._text[run.start : run.end].split()) for run in mark.evidence]
        said = " … ".join(runs) or " ".join(self._text[mark.start : mark.end].split())
        return quoted(said)

    def _full_row(self, mark: Mark) -> Row:
        code = self._glossary.get(mark.code)
        gone = mark.verdict == "rejected"
        return Row(
            str(mark.id),
            (
                Words(code.label, "struck" if gone else "strong", code.glyph,
                      "quiet" if gone else code.colour, right=how_sure(mark)),
                Words(self._evidence(mark), "quiet" if gone else "", indent=2),
                *(() if gone else (Words(code.definition, "quiet", indent=2),)),
                Words(whose(mark, self._person), "italic", indent=2),
                Words(""),
            ),
        )  # fmt: skip

    def _note_rows(self) -> list[Row]:
        rows: list[Row] = []
        family = ""
        for mark in self._all:
            code = self._glossary.get(mark.code)
            if code.family != family:
                family = code.family
                gap = (Words(""),) if rows else ()
                rows.append(Row(f"family:{family}", (*gap, Words(family, "quiet")), False))
            gone = mark.verdict == "rejected"
            rows.append(
                Row(
                    str(mark.id),
                    (
                        Words(code.label, "struck" if gone else "strong", code.glyph,
                              "quiet" if gone else code.colour,
                              right=mark.verdict or how_sure(mark) or "yours", wrap=False),
                        Words(self._evidence(mark), "quiet", indent=2, wrap=False),
                    ),
                )
            )  # fmt: skip
        return rows

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Say which mark the marker is on."""
        event.stop()
        if self.selected:
            self.post_message(self.Selected(self.selected))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter shows the mark in the note as moving to it does."""
        event.stop()
        if self.selected:
            self.post_message(self.Selected(self.selected))
