"""What was confirmed is there after `kill -9`, at whatever moment it comes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reflect.store import Key, Store

CHILD = """
import sys
from itertools import count
from pathlib import Path
from reflect.records import Code, Discussion, ModelInfo, Note, Question, Sentence, Span, Tagged
from reflect.store import Key, Store

def confirm(*words):
    print(*words, flush=True)

run = sys.argv[2]
store = Store.open(Path(sys.argv[1]), Key.raw(bytes(range(32))), person="Kerry")
for turn in count():
    name = f"{run}.{turn}"
    note = Note(f"{name} " + "words " * (turn % 7 * 400), name)
    note_id, _ = store.notes.add(note, name)
    confirm("note", note_id, name)
    sentence = Sentence(0, 5, (Code("a.b", 0.5), Code("c.d", 0.7)))
    store.taggings.put(note_id, Tagged(note, (sentence,), (), {}, ModelInfo("m", "1", "x")))
    confirm("tagged", note_id, 2)
    ids = [mark.id for mark in store.marks.list(note_id)]
    store.marks.judge(ids, "accepted")
    confirm("judged", note_id, *ids)
    mark = store.marks.add(note_id, "e.f", 0, 3)
    confirm("mark", mark.id, "e.f", note_id)
    store.marks.change(mark.id, "g.h")
    confirm("mark", mark.id, "g.h", note_id)
    store.reflections.put(note_id, [Question("q", "?", Span(0, 3), "")])
    store.reflections.answer(note_id, "q", name)
    confirm("answer", note_id, name)
    store.drafts.save("new-note", name)
    confirm("draft", turn, name)
    session_id = store.sessions.add(name, "{}", note_id, {"present.dilemma": name})
    store.sessions.write(session_id, "ideas.1.idea", name)
    confirm("session", session_id, name)
    store.library.add(Discussion(name, f"discussion word{turn}"), "released")
    confirm("discussion", name, f"word{turn}")
    if turn % 5 == 4:
        store.notes.delete(note_id)
        confirm("deleted", note_id)
"""


def killed_after(folder: Path, root: Path, run: int, lines: int) -> list[list[str]]:
    """Runs the child, kills it once it has confirmed so many writes; all that it confirmed."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), str(run)],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    confirmed = [child.stdout.readline() for _ in range(lines)]
    child.kill()
    rest, errors = child.communicate()  # What it confirmed before the blow fell counts too.
    assert errors == ""
    complete = (*confirmed, *rest.splitlines(keepends=True))
    return [line.split() for line in complete if line.endswith("\n")]


def must_hold(store: Store, confirmed: list[list[str]]) -> None:
    deleted = {int(words[1]) for words in confirmed if words[0] == "deleted"}
    # The child may have been killed between a deletion and its line: the last note may be gone.
    known = {summary.id for summary in store.notes.list()}
    assert not deleted & known
    notes = [int(words[1]) for words in confirmed if words[0] == "note"]
    gone = set(notes) - known - deleted
    assert gone <= set(notes[-1:])
    for words in confirmed:
        if note_of(words) not in deleted | gone:
            holds[words[0]](store, *words[1:])


def tagged(store: Store, note_id: str, number: str) -> None:
    marks = store.marks.list(int(note_id))
    assert sum(mark.by_machine for mark in marks) == int(number)


def judged(store: Store, note_id: str, *mark_ids: str) -> None:
    assert {store.marks.get(int(mark_id)).verdict for mark_id in mark_ids} == {"accepted"}


def marked(store: Store, mark_id: str, code: str, note_id: str) -> None:
    # The edit after the one confirmed may have been made as well.
    assert store.marks.get(int(mark_id)).code in (code, "g.h")


def noted(store: Store, note_id: str, name: str) -> None:
    assert store.notes.get(int(note_id)).source == name


def answered(store: Store, note_id: str, answer: str) -> None:
    assert store.reflections.list(int(note_id))[0].answer == answer


def shelved(store: Store, name: str, word: str) -> None:
    assert name in [found for found, _ in store.library.search(word, 1000)]


def drafted(store: Store, turn: str, name: str) -> None:
    run, last = store.drafts.get("new-note").split(".")
    assert (run, int(last)) >= (name.split(".")[0], int(turn))


def written(store: Store, session_id: str, name: str) -> None:
    words = store.sessions.get(int(session_id)).words
    assert words == {"present.dilemma": name, "ideas.1.idea": name}


holds: dict[str, Callable[..., None]] = {
    "note": noted,
    "tagged": tagged,
    "judged": judged,
    "mark": marked,
    "answer": answered,
    "draft": drafted,
    "session": written,
    "discussion": shelved,
}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_nothing_confirmed_is_lost_by_a_kill(folder: Path, key: Key, root: Path) -> None:
    confirmed: list[list[str]] = []
    for run, lines in enumerate((1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 21, 34, 55, 89, 144, 233)):
        new = killed_after(folder, root, run, lines)
        assert len(new) >= lines
        confirmed = [words for words in confirmed if words[0] != "draft"] + new
        with Store.open(folder, key) as store:
            assert store._session.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
            assert store.check() == []
            must_hold(store, confirmed)
            known = {summary.id for summary in store.notes.list()}
            confirmed = forget(confirmed, known)


def forget(confirmed: list[list[str]], known: set[int]) -> list[list[str]]:
    """Drops what belongs to notes that are gone, once that has been checked."""
    return [words for words in confirmed if note_of(words) in known | {None}]


def note_of(words: list[str]) -> int | None:
    """The note that a confirmed write belongs to."""
    if words[0] in ("note", "tagged", "judged", "answer", "deleted"):
        return int(words[1])
    return int(words[3]) if words[0] == "mark" else None


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.parametrize("run", range(7))
def test_a_kill_during_the_very_first_run_leaves_a_workspace_that_opens(
    folder: Path, key: Key, root: Path, run: int
) -> None:
    code = (
        "import sys; from pathlib import Path; from reflect.store import Key, Store, migrations\n"
        "def said(step):\n"
        "    def inner(db):\n"
        "        print('step', flush=True); step(db)\n"
        "    inner.__name__ = step.__name__\n"
        "    return inner\n"
        "migrations.MIGRATIONS = tuple(map(said, migrations.MIGRATIONS))\n"
        "Store.open(Path(sys.argv[1]), Key.raw(bytes(range(32)))); print('step', flush=True)\n"
        "sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    for _ in range(run + 1):
        assert child.stdout.readline() == "step\n"
    child.kill()
    child.communicate()
    with Store.open(folder, key) as store:
        assert store.check() == []
        store.settings.set("theme", "dark")
