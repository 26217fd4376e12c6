"""Marks on notes: the machine's, which never change, and people's; and what people said of them.

A mark's id comes from one sequence for both kinds, so it names one mark and no other.

A verdict is about a code on a run. When another model puts the same code on the same run of the
same note, the latest verdict on either stands for both: nobody is asked twice. A mark that a
person accepted stays on show even when the present model no longer makes it.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from reflect.errors import WorkspaceError
from reflect.records import Mark, ModelInfo, Span
from reflect.store.log import Log
from reflect.store.notes import must_exist
from reflect.store.session import Session, now, pack_spans, unpack_spans
from reflect.store.steps import Steps, Way

Verdict = Literal["accepted", "rejected", ""]
Ways = list[Way]

_UNSAID = {"verdict": "", "judge": ""}

_MACHINE = """
SELECT m.*, t.note_id, t.model_name || '/' || t.model_version AS maker,
  v.id AS verdict_id, v.verdict, v.judge
FROM taggings AS t JOIN machine_marks AS m ON m.tagging_id = t.id
  LEFT JOIN verdicts AS v ON v.mark_id = m.id
WHERE t.note_id = ? ORDER BY m.id
"""
_HUMAN = """
SELECT h.*, k.note_id, v.verdict, v.judge
FROM marks AS k JOIN human_marks AS h ON h.id = k.id
  LEFT JOIN verdicts AS v ON v.mark_id = h.id
WHERE k.note_id = ? ORDER BY h.id
"""


class Marks:
    """The marks of every note.

    Attributes:
        label: turns a code's id into the words that `undo` uses; the codebook's, once set.
    """

    def __init__(self, session: Session, log: Log) -> None:
        self._session = session
        self._log = log
        self._steps = Steps(session, log)
        self.label: Callable[[str], str] = str

    def list(self, note_id: int, model: ModelInfo | None = None) -> builtins.list[Mark]:
        """The marks on a note in text order, rejected ones included.

        Args:
            note_id: the note.
            model: whose machine marks; None for those of the model that read it last.
        """
        tagging = self._tagging(note_id, model)
        machine = self._session.rows(_MACHINE, (note_id,))
        said = _said(machine)
        shown = [row for row in machine if row["tagging_id"] == tagging]
        runs = {_run(row) for row in shown}
        for row in reversed(machine):  # The newest mark of a run that no shown mark stands for.
            if _run(row) not in runs and said.get(_run(row), _UNSAID)["verdict"] == "accepted":
                runs.add(_run(row))
                shown.append(row)
        marks = [_mark(row | said.get(_run(row), _UNSAID), by_machine=True) for row in shown]
        marks += self._people(note_id)
        return sorted(marks, key=lambda mark: (mark.start, mark.end, not mark.by_machine, mark.id))

    def get(self, mark_id: int) -> Mark:
        """One mark.

        Raises:
            WorkspaceError: there is no such mark (any more); so for every method here.
        """
        return self._known([mark_id])[0]

    def judge(self, mark_ids: Sequence[int], verdict: Verdict) -> None:
        """Says of marks that they are right, wrong, or (`""`) not judged: one step on each note.

        Marks of which the same has been said already are passed over.
        """
        if verdict not in ("accepted", "rejected", ""):
            raise ValueError(f"not a verdict: {verdict!r}")
        ways: dict[int, Ways] = {}
        with self._session.write():
            for mark in self._known(mark_ids):
                if mark.verdict != verdict:
                    ways.setdefault(mark.note_id, []).append(self._say(mark.id, verdict))
                    self._log.write(f"mark.{verdict or 'cleared'}", f"mark:{mark.id}")
            for note_id, back in ways.items():
                words = f"{verdict or 'cleared'} {len(back)} mark{'s' if len(back) > 1 else ''}"
                self._steps.add(note_id, words, back[::-1])

    def add(
        self, note_id: int, code: str, start: int, end: int, evidence: Sequence[Span] = ()
    ) -> Mark:
        """A person's own mark on a run of the note; one they made there before is brought back."""
        with self._session.write():
            self._check(note_id, start, end, evidence)
            for mark in self.list(note_id):
                own = not mark.by_machine and mark.maker == self._session.person
                if own and (mark.start, mark.end, mark.code) == (start, end, code):
                    self.judge([mark.id], "")
                    return self.get(mark.id)
            mark_id = self._insert(note_id, code, start, end, evidence)
            self._steps.add(note_id, f"added {self.label(code)}", [["remove", mark_id]])
        return self.get(mark_id)

    def change(self, mark_id: int, code: str) -> Mark:
        """Says that a run carries another code, as one step.

        A person's own mark gets the code. A machine's, or another person's, stays as it is and
        is rejected, and this person's own mark with the code is put beside it.
        """
        session = self._session
        with session.write():
            old = self.get(mark_id)
            if old.code == code:
                return old
            words = f"changed {self.label(old.code)} to {self.label(code)}"
            if not old.by_machine and old.maker == session.person:
                session.execute("UPDATE human_marks SET code = ? WHERE id = ?", (code, mark_id))
                ways: Ways = [["code", mark_id, old.code]]
                new_id = mark_id
            else:
                ways = [self._say(mark_id, "rejected")]
                new_id = self._insert(old.note_id, code, old.start, old.end, old.evidence)
                ways.insert(0, ["remove", new_id])
            self._log.write("mark.changed", f"mark:{mark_id}")
            self._steps.add(old.note_id, words, ways)
        return self.get(new_id)

    def undo(self, note_id: int) -> str | None:
        """Takes back the last step on a note and says what it was; None when nothing is left."""
        return self._steps.undo(note_id)

    def _known(self, mark_ids: Iterable[int]) -> builtins.list[Mark]:
        """The marks with these ids, each once, in this order."""
        session, found = self._session, dict[int, Mark]()
        wanted = builtins.list(dict.fromkeys(mark_ids))
        for mark_id in wanted:
            if mark_id in found:
                continue
            note_id = session.value("SELECT note_id FROM marks WHERE id = ?", (mark_id,))
            if note_id is None:
                raise _no_mark(mark_id)
            machine = session.rows(_MACHINE, (note_id,))
            said = _said(machine)
            for row in machine:
                mark = _mark(row | said.get(_run(row), _UNSAID), by_machine=True)
                found[mark.id] = mark
            found.update((mark.id, mark) for mark in self._people(note_id))
        return [found[mark_id] for mark_id in wanted]

    def _people(self, note_id: int) -> builtins.list[Mark]:
        return [_mark(row, by_machine=False) for row in self._session.rows(_HUMAN, (note_id,))]

    def _tagging(self, note_id: int, model: ModelInfo | None) -> int | None:
        sql, values = "SELECT max(id) FROM taggings WHERE note_id = ?", [str(note_id)]
        if model is not None:
            sql += " AND model_name = ? AND model_version = ? AND model_sha256 = ?"
            values += [model.name, model.version, model.sha256]
        found: int | None = self._session.value(sql, values)
        return found

    def _say(self, mark_id: int, verdict: Verdict) -> Way:
        """Writes a verdict; returns what takes it back."""
        session = self._session
        before = session.row(
            "SELECT id, verdict, judge, created FROM verdicts WHERE mark_id = ?", (mark_id,)
        )
        session.execute("DELETE FROM verdicts WHERE mark_id = ?", (mark_id,))
        session.execute(
            "INSERT INTO verdicts (mark_id, verdict, judge, created) VALUES (?, ?, ?, ?)",
            (mark_id, verdict, session.person, now()),
        )
        return ["verdict", mark_id, before]

    def _insert(
        self, note_id: int, code: str, start: int, end: int, evidence: Sequence[Span]
    ) -> int:
        session = self._session
        mark_id = session.execute("INSERT INTO marks (note_id) VALUES (?)", (note_id,))
        session.execute(
            'INSERT INTO human_marks (id, start, "end", code, evidence, maker, created)'
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (mark_id, start, end, code, pack_spans(evidence), session.person, now()),
        )
        self._log.write("mark.added", f"mark:{mark_id}")
        return mark_id

    def _check(self, note_id: int, start: int, end: int, evidence: Sequence[Span]) -> None:
        must_exist(self._session, note_id)
        content = self._session.value("SELECT text FROM notes WHERE id = ?", (note_id,))
        length = len(content.decode("utf-8", "surrogatepass"))
        for span in (Span(start, end), *evidence):
            if not (0 <= span.start < span.end <= length):
                raise ValueError(f"{span} is not a run of note {note_id}")


def _run(row: dict[str, Any]) -> tuple[int, int, str]:
    return row["start"], row["end"], row["code"]


def _said(machine: Sequence[dict[str, Any]]) -> dict[tuple[int, int, str], dict[str, Any]]:
    """The latest verdict on each code of each run, whichever model's mark it was given on."""
    judged = [row for row in machine if row["verdict_id"] is not None]
    return {
        _run(row): {"verdict": row["verdict"], "judge": row["judge"]}
        for row in sorted(judged, key=lambda row: int(row["verdict_id"]))
    }


def _mark(row: dict[str, Any], *, by_machine: bool) -> Mark:
    return Mark(
        id=row["id"],
        note_id=row["note_id"],
        start=row["start"],
        end=row["end"],
        code=row["code"],
        evidence=unpack_spans(row["evidence"]),
        score=row["score"] if by_machine else 1.0,
        maker=row["maker"],
        by_machine=by_machine,
        origin=row["origin"] if by_machine else "person",
        verdict=row["verdict"] or "",
        judge=(row["judge"] or "") if row["verdict"] else "",
    )


def _no_mark(mark_id: int) -> WorkspaceError:
    return WorkspaceError(
        f"There is no mark {mark_id} in this workspace.",
        "It may have been undone in another window: read the note again.",
    )
