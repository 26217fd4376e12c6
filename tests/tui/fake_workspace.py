"""A workspace in memory, faithful to the agreed interface."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import invented_notes as invented
from fake_gate import FakeGate
from fake_library import FakeLibrary
from fake_sessions import FakeStore

from reflect.codebook import Codebook, load
from reflect.errors import ReflectError, UnreadableInput
from reflect.records import (
    Code,
    Explanation,
    Mark,
    ModelInfo,
    Note,
    NoteSummary,
    Question,
    Reflection,
    Sentence,
    Similar,
    Span,
    Tagged,
    Worksheet,
    WorksheetItem,
)
from reflect.sessions import Sessions

MODEL = ModelInfo("reflect-small", "1.0", "0" * 64)
TITLES = {
    invented.VISIT: "Home visit, Tues",
    invented.SUPERVISION: "Supervision, R family",
    invented.MINUTES: "Core group minutes",
}
_SENTENCE = re.compile(r"[^\n]+?(?:[.?!][\"”]?(?=\s)|$)\s*|\n+", re.MULTILINE)


@cache
def codebook() -> Codebook:
    """The shipped codebook, read once."""
    return load()


@dataclass
class ImportReport:
    """What became of the files."""

    added: list[NoteSummary]
    known: list[NoteSummary]
    failed: list[ReflectError]
    skipped: list[str]
    cancelled: bool = False


@dataclass
class _Stored:
    note: Note
    title: str
    opened: str
    marks: list[Mark] | None = None
    reflections: list[Reflection] | None = None
    boxes: dict[tuple[str, str], str] = field(default_factory=dict)
    steps: list[tuple[str, list[Mark]]] = field(default_factory=list)


class FakeWorkspace(FakeLibrary):
    """Holds what an app does to it, so that a test, or a second app, can look.

    Attributes:
        door: slow calls wait for it; set unless a test clears it.
        fail: calls by these names raise the given error.
    """

    def __init__(self, *, empty: bool = False) -> None:
        super().__init__(empty=empty)
        self.path = Path("/home/kerry/.local/share/reflect")
        self.person = "Kerry"
        self.codebook = codebook()
        self.door = threading.Event()
        self.door.set()
        self.fail: dict[str, Exception] = {}
        self.calls: list[str] = []
        self.drafts: dict[str, str] = {}
        self.settings: dict[str, str] = {}
        self.told: dict[str, tuple[dict[str, str], set[str], set[Span]]] = {}
        self.two_people = False
        self.closed = False
        self.store = FakeStore(self)
        self.sessions = Sessions(self.store, codebook, self.judged, self.path)  # type: ignore[arg-type]
        self._lock = threading.RLock()
        self._ids = iter(range(1, 1_000_000))
        self._notes: dict[int, _Stored] = {}
        if not empty:
            for day, text in (
                (16, invented.VISIT),
                (13, invented.SUPERVISION),
                (3, invented.MINUTES),
            ):
                self.add(Note(text, "notes.docx", {"title": TITLES[text]}))
                last = list(self._notes.values())[-1]
                last.opened = f"2024-05-{day:02}T16:40:00"

    def _called(self, name: str, *, slow: bool = False) -> None:
        self.calls.append(name)
        if slow:
            self.door.wait(timeout=20)
        if name in self.fail:
            raise self.fail[name]

    def warm(self) -> None:
        self._called("warm")

    def close(self) -> None:
        self.closed = True

    # notes

    def add(self, note: Note) -> NoteSummary:
        self._called("add")
        with self._lock:
            for note_id, stored in self._notes.items():
                if stored.note.text == note.text:
                    return self._summary(note_id)
            note_id = next(self._ids)
            first = note.text.strip().splitlines()[0][:40] if note.text.strip() else note.source
            title = note.metadata.get("title") or first
            self._notes[note_id] = _Stored(note, title, "2024-05-20T09:00:00")
            return self._summary(note_id)

    def import_paths(
        self,
        paths: Iterable[Path],
        *,
        mapping: Any = None,
        split: bool = False,
        progress: Callable[[int, int, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportReport:
        self._called("import_paths", slow=True)
        files = [
            f for path in paths for f in (sorted(path.rglob("*")) if path.is_dir() else [path])
        ]
        report = ImportReport([], [], [], [])
        for number, path in enumerate(files, 1):
            if cancelled and cancelled():
                report.cancelled = True
                break
            if progress:
                progress(number, len(files), str(path))
            if path.suffix not in {".txt", ".md"}:
                report.skipped.append(f"{path.name}: a picture with no words in it")
                continue
            try:
                text = path.read_text()
            except OSError:
                hint = "Check the path and try again."
                report.failed.append(UnreadableInput(f"{path.name} could not be opened.", hint))
                continue
            before = len(self._notes)
            summary = self.add(Note(text, path.name))
            (report.added if len(self._notes) > before else report.known).append(summary)
        return report

    def _summary(self, note_id: int) -> NoteSummary:
        stored = self._notes[note_id]
        if stored.reflections is None and note_id != 2:
            state = "not read yet"
        else:
            live = [one for one in stored.reflections or () if not one.dismissed]
            waiting = sum(not one.answer for one in live)
            state = (
                f"{waiting} question{'s' * (waiting != 1)} unanswered" if waiting else "reflected"
            )
        return NoteSummary(note_id, stored.title, stored.note.source, state, stored.opened)

    def notes(self, limit: int | None = None) -> list[NoteSummary]:
        self._called("notes")
        found = [self._summary(note_id) for note_id in self._notes]
        return sorted(found, key=lambda one: one.opened, reverse=True)[:limit]

    def note(self, note_id: int) -> Note:
        return self._notes[note_id].note

    def title(self, note_id: int) -> str:
        return self._notes[note_id].title

    def rename(self, note_id: int, title: str) -> None:
        self._called("rename")
        self._notes[note_id].title = title

    def delete(self, note_id: int) -> None:
        self._called("delete")
        del self._notes[note_id]

    # marks

    def tagged(self, note_id: int) -> Tagged:
        self._called("tagged", slow=True)
        stored = self._notes[note_id]
        text = stored.note.text
        if stored.marks is None:
            stored.marks = []
            for starts, code, score, evidence in invented.MARKS.get(text, ()):
                span = next(s for s in _sentences(text) if text[s.start : s.end].startswith(starts))
                runs = tuple(Span(at, at + len(e)) for e in evidence if (at := text.index(e)) >= 0)
                mark = Mark(next(self._ids), note_id, span.start, span.end, code, runs, score,
                            "reflect-small/1.0", True)  # fmt: skip
                stored.marks.append(mark)
        return Tagged(stored.note, tuple(_sentences(text)), (), {}, MODEL)

    def judged(self, note_id: int) -> Tagged:
        tagged, marks = self.tagged(note_id), self.marks(note_id)
        live = [mark for mark in marks if mark.verdict != "rejected"]
        sentences = tuple(
            replace(
                s, codes=tuple(Code(m.code, m.score) for m in live if s.start <= m.start < s.end)
            )
            for s in tagged.sentences
        )
        return replace(tagged, sentences=sentences)

    def marks(self, note_id: int) -> list[Mark]:
        return sorted(self._notes[note_id].marks or [], key=lambda mark: (mark.start, mark.id))

    def _step(self, note_id: int, said: str) -> list[Mark]:
        stored = self._notes[note_id]
        assert stored.marks is not None
        stored.steps.append((said, list(stored.marks)))
        return stored.marks

    def _of(self, mark_id: int) -> Mark:
        return next(m for s in self._notes.values() for m in s.marks or () if m.id == mark_id)

    def judge(self, mark_ids: Sequence[int], verdict: Any) -> None:
        self._called("judge")
        marks = self._step(self._of(mark_ids[0]).note_id, verdict or "a verdict taken back")
        for index, mark in enumerate(marks):
            if mark.id in mark_ids:
                marks[index] = replace(mark, verdict=verdict, judge=self.person if verdict else "")

    def why(self, mark: Mark) -> Explanation:
        self._called("why", slow=True)
        return Explanation("Somebody is described by a label.", ("A label, with no act.",),
                           ("What the person did.",), "the model", ("Dad is in denial.",))  # fmt: skip

    def add_mark(self, note_id: int, code: str, start: int, end: int) -> Mark:
        self._called("add_mark")
        marks = self._step(note_id, "a mark added")
        mark = Mark(next(self._ids), note_id, start, end, code, (), 1.0, self.person, False)
        marks.append(mark)
        return mark

    def change_mark(self, mark_id: int, code: str) -> Mark:
        self._called("change_mark")
        old = self._of(mark_id)
        marks = self._step(old.note_id, "a mark changed")
        marks[marks.index(old)] = replace(old, verdict="rejected", judge=self.person)
        mark = replace(old, id=next(self._ids), code=code, maker=self.person, by_machine=False,
                       verdict="", judge="")  # fmt: skip
        marks.append(mark)
        return mark

    def undo(self, note_id: int) -> str | None:
        self._called("undo")
        stored = self._notes[note_id]
        if not stored.steps:
            return None
        said, stored.marks = stored.steps.pop()
        return f"Undid: {said}"

    # questions

    def reflections(self, note_id: int) -> list[Reflection]:
        stored = self._notes[note_id]
        if stored.reflections is None:
            text = stored.note.text
            stored.reflections = [
                Reflection(
                    Question(q, words, Span(text.index(run), text.index(run) + len(run)), why)
                )
                for q, words, run, why in invented.QUESTIONS.get(text, ())
            ]
        return [one for one in stored.reflections if not one.dismissed]

    def _set(self, note_id: int, question_id: str, **changes: Any) -> None:
        stored = self._notes[note_id]
        stored.reflections = [
            replace(one, **changes) if one.question.id == question_id else one
            for one in stored.reflections or ()
        ]

    def answer(self, note_id: int, question_id: str, text: str) -> None:
        self._called("answer")
        self._set(note_id, question_id, answer=text)
        if text:
            self._set(note_id, question_id, dismissed=False)

    def dismiss(self, note_id: int, question_id: str) -> None:
        self._called("dismiss")
        self._set(note_id, question_id, dismissed=True)

    # similar, lens

    def similar(self, note_id: int, k: int = 3) -> list[Similar]:
        self._called("similar", slow=True)
        text = self._notes[note_id].note.text
        found = []
        for rank, entry in enumerate(invented.SIMILAR.get(text, ())[:k], 1):
            which, score, words, different, meets, questions = entry
            discussion = self.discussion(which)
            passages = tuple(
                (
                    a := text.index(mine),
                    a + len(mine),
                    b := discussion.text.index(theirs),
                    b + len(theirs),
                )
                for mine, theirs in meets
            )
            found.append(
                Similar(discussion, rank, score, (), passages, words, different, tuple(questions))
            )
        return found

    def gate(self, note_id: int) -> FakeGate:
        self._called("gate", slow=True)
        return FakeGate(self, self._notes[note_id].note)

    def worksheet(self, note_id: int, lens_id: str) -> Worksheet:
        self._called("worksheet")
        stored = self._notes[note_id]
        lens = next(lens for lens in self.codebook.lenses if lens.id == lens_id)
        items = []
        for box in lens.worksheet:
            marks = [
                m for m in self.marks(note_id) if m.code in box.codes and m.verdict != "rejected"
            ]
            runs = [run for m in marks for run in m.evidence or (Span(m.start, m.end),)]
            text = stored.boxes.get((lens_id, box.id))
            items.append(WorksheetItem(box.id, box.prompt, box.hint, tuple(runs[: box.most]), text))
        return Worksheet(lens.id, lens.label, lens.about, tuple(items))

    def write_worksheet(self, note_id: int, lens_id: str, item_id: str, text: str | None) -> None:
        self._called("write_worksheet")
        boxes = self._notes[note_id].boxes
        boxes.pop((lens_id, item_id), None)
        if text is not None:
            boxes[lens_id, item_id] = text

    # drafts, out, settings

    def draft(self, key: str) -> str:
        return self.drafts.get(key, "")

    def save_draft(self, key: str, text: str) -> None:
        self._called("save_draft")
        self.drafts[key] = text
        if not text:
            del self.drafts[key]

    def sheet(
        self, note_id: int, *, lens_id: str = "", form: str = "md", what: str = "sheet"
    ) -> bytes:
        self._called("sheet", slow=True)
        lines = [f"# {self.title(note_id)}", "", "## Questions", ""]
        lines += [f"- {one.question.text}" for one in self.reflections(note_id)]
        for item in self.worksheet(note_id, lens_id).items:
            lines += ["", f"## {item.prompt}", "", item.text or "not found in this text"]
        return "\n".join(lines).encode()

    def export(
        self, note_id: int, folder: Path, *, lens_id: str, forms: Sequence[str], what: str = "sheet"
    ) -> list[Path]:
        self._called("export", slow=True)
        paths = [folder / f"{what}-{note_id}.{form}" for form in forms]
        for path in paths:
            path.write_bytes(self.sheet(note_id, lens_id=lens_id))
        return paths

    def not_found(self, note_id: int) -> list[str]:
        return invented.NOT_FOUND.get(self._notes[note_id].note.text, [])

    def setting(self, name: str) -> str:
        return self.settings.get(name, "")

    def set_setting(self, name: str, value: str) -> None:
        self._called("set_setting")
        self.settings[name] = value


def _sentences(text: str) -> list[Sentence]:
    return [Sentence(found.start(), found.end()) for found in _SENTENCE.finditer(text)]
