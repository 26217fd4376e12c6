"""A release gate that knows a handful of names, faithful to the agreed interface."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reflect.records import Anonymised, Discussion, Note, Replacement, Residual, Span

if TYPE_CHECKING:
    from fake_workspace import FakeWorkspace

NAMES = {"Ela": "Child A", "Nan": "the grandmother", "Thursday": "Monday"}
JUDGE = (
    ("he counts the stairs as he comes up", "the words of one person may be recognised"),
    ("by the canal", "this may be a name; it was left as it stands"),
)


class FakeGate:
    """Finds `NAMES` by the word; what it is told stays with the workspace."""

    def __init__(self, workspace: FakeWorkspace, note: Note) -> None:
        self.note = note
        self._workspace = workspace
        told = workspace.told.setdefault(note.sha256, ({}, set(), set()))
        self._also, self._kept, self.looked = told
        self.clean = self._again()

    @property
    def waits(self) -> bool:
        return self._workspace.two_people

    def also(self, text: str, kind: str = "PERSON", role: str = "") -> int:
        self._workspace._called("also", slow=True)
        before = len(self.clean.replacements)
        self._also[text] = role.capitalize() or f"{kind.capitalize()} B"
        self.clean = self._again()
        return len(self.clean.replacements) - before

    def same(self, text: str, other: str) -> None:
        self._workspace._called("same", slow=True)
        known = NAMES | self._also
        self._also[text] = known[other]
        self.clean = self._again()

    def keep(self, text: str) -> None:
        self._workspace._called("keep", slow=True)
        self._also.pop(text, None)
        self._kept.add(text)
        self.clean = self._again()

    def undo(self) -> bool:
        self._workspace._called("undo", slow=True)
        if not self._also and not self._kept:
            return False
        self._also.clear()
        self._kept.clear()
        self.clean = self._again()
        return True

    def look(self, span: Span) -> None:
        self.looked.add(span)

    def release(self, title: str = "") -> Discussion:
        self._workspace._called("release", slow=True)
        name = f"D-{self.note.sha256[:8]}"
        one = Discussion(name, self.clean.text, title or self.clean.text[:20], "released")
        (self._workspace.held_back if self.waits else self._workspace.released).append(one)
        return one

    def _again(self) -> Anonymised:
        text = self.note.text
        known = {name: new for name, new in NAMES.items() if name not in self._kept} | self._also
        made: list[Replacement] = []
        for name, new in known.items():
            kind = "DATE" if name == "Thursday" else "PERSON"
            how = "list" if name in self._also else "model"
            for run in re.finditer(rf"\b{re.escape(name)}\b", text):
                made.append(Replacement(*run.span(), kind, new, 0.9, how))  # type: ignore[arg-type]
        made.sort(key=lambda one: one.start)
        clean, end = "", 0
        for one in made:
            clean += text[end : one.start] + one.surrogate
            end = one.end
        judge = tuple(
            Residual(at, at + len(run), why) for run, why in JUDGE if (at := text.find(run)) >= 0
        )
        return Anonymised(self.note, clean + text[end:], tuple(made), judge)
