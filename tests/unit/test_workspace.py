"""The composer: a note from import to sheet, and back again after closing."""

from __future__ import annotations

import logging

import pytest

from reflect.errors import DataError, ReflectError
from reflect.records import Note
from reflect.workspace import Workspace
from tests.conftest import NOTE

KEY = "a long passphrase"


@pytest.fixture
def folder(tmp_path, engine, monkeypatch):
    monkeypatch.setattr("reflect.workspace.Engine", lambda *_: engine)
    return tmp_path / "ws"


@pytest.fixture
def ws(folder):
    with Workspace.open(folder, key=KEY) as workspace:
        yield workspace


def test_a_new_workspace_holds_the_starter_library(ws):
    released, waiting = ws.library_counts()
    assert released >= 40
    assert waiting == 0


def test_the_same_text_is_one_note(ws):
    first = ws.add(Note(NOTE, "a.txt"))
    assert ws.add(Note(NOTE, "b.txt")).id == first.id
    assert len(ws.notes()) == 1


def test_marks_questions_answers_and_boxes_are_there_after_closing(folder):
    with Workspace.open(folder, key=KEY) as ws:
        note = ws.add(Note(NOTE, "a.txt"))
        ws.tagged(note.id)
        mark = next(m for m in ws.marks(note.id) if m.code == "language.deficit")
        ws.judge([mark.id], "rejected")
        question = ws.reflections(note.id)[0].question
        ws.answer(note.id, question.id, "She may be tired of us.")
        ws.write_worksheet(note.id, "bells-that-ring", "dilemma", "Where am I stuck?")
        ws.save_draft("new-note", "half a thought")
    with Workspace.open(folder, key=KEY) as ws:
        assert next(m for m in ws.marks(note.id) if m.id == mark.id).verdict == "rejected"
        assert ws.reflections(note.id)[0].answer == "She may be tired of us."
        assert ws.worksheet(note.id, "bells-that-ring").items[0].text == "Where am I stuck?"
        assert ws.draft("new-note") == "half a thought"
        assert b"Where am I stuck?" in ws.sheet(note.id)
        assert b"tired of us" in ws.sheet(note.id)
        assert b"tired of us" not in ws.sheet(note.id, what="child-file")


def test_a_rejected_mark_is_in_no_roll_up_worksheet_or_question(ws):
    note = ws.add(Note(NOTE, "a.txt"))
    ws.tagged(note.id)
    deficit = [m.id for m in ws.marks(note.id) if m.code == "language.deficit"]
    assert ws.judged(note.id).rollups["writing"]["deficit"] == 1
    ws.judge(deficit, "rejected")
    assert ws.judged(note.id).rollups["writing"]["deficit"] == 0
    assert ws.tagged(note.id).rollups["writing"]["deficit"] == 1
    ws.undo(note.id)
    assert ws.judged(note.id).rollups["writing"]["deficit"] == 1


def test_a_persons_own_mark_counts_and_stays_theirs(ws):
    note = ws.add(Note(NOTE, "a.txt"))
    tagged = ws.tagged(note.id)
    sentence = tagged.sentences[0]
    mark = ws.add_mark(note.id, "systemic.scripts", sentence.start, sentence.end)
    assert not mark.by_machine
    assert mark.maker == ws.person
    codes = {code.code for code in ws.judged(note.id).sentences[0].codes}
    assert "systemic.scripts" in codes
    with pytest.raises(DataError, match=r"systemic\.scripts"):
        ws.add_mark(note.id, "systemic.script", 0, 4)


def test_a_question_put_away_makes_room_for_another(ws):
    note = ws.add(Note(NOTE, "a.txt"))
    before = [r.question.id for r in ws.reflections(note.id)]
    assert len(before) == 3
    ws.dismiss(note.id, before[0])
    after = [r.question.id for r in ws.reflections(note.id)]
    assert before[0] not in after
    assert after[:2] == before[1:]
    assert len(after) <= 3


def test_similar_takes_a_stored_note_or_a_tagged_one(ws):
    note = ws.add(Note(NOTE, "a.txt"))
    stored = [s.discussion.id for s in ws.similar(note.id, 3)]
    assert stored == [s.discussion.id for s in ws.similar(ws.tagged(note.id), 3)]
    assert len(stored) == 3


def test_import_says_what_it_did_and_can_be_stopped(ws, tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"Note {name}. Mum rang.", encoding="utf-8")
    (tmp_path / "d.txt").write_bytes(b"")
    seen = []
    report = ws.import_paths(
        [tmp_path], progress=lambda *at: seen.append(at), cancelled=lambda: len(seen) == 2
    )
    assert report.cancelled
    assert len(report.added) == 2
    whole = ws.import_paths([tmp_path])
    assert (len(whole.added), len(whole.known), len(whole.failed)) == (1, 2, 1)


def test_export_writes_every_form_beside_what_is_there(ws, tmp_path):
    note = ws.add(Note(NOTE, "a.txt"))
    first = ws.export(note.id, tmp_path / "out")
    second = ws.export(note.id, tmp_path / "out", forms=("md",))
    assert sorted(path.suffix for path in first) == [".docx", ".html", ".md"]
    assert second[0] not in first


def test_a_planted_name_is_in_no_file_log_or_error(folder, tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    name = "Zephyrine"
    with Workspace.open(folder, key=KEY) as ws:
        note = ws.add(Note(NOTE.replace("Ella", name), "a.txt"))
        ws.tagged(note.id)
        ws.reflections(note.id)
        ws.save_draft("new-note", name)
        ws.similar(note.id)
    with pytest.raises(ReflectError):
        Workspace.open(folder, key="wrong")
    needles = [name.encode(), name.encode("utf-16-le"), name.lower().encode()]
    for path in [p for p in tmp_path.rglob("*") if p.is_file()]:
        data = path.read_bytes()
        assert not any(needle in data for needle in needles), path
    out, err = capfd.readouterr()
    assert name not in out + err + caplog.text
