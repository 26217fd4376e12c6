"""The release gate: a person's corrections, kept, and nothing in the library before the release."""

from __future__ import annotations

import pytest

from reflect.errors import WorkspaceError
from reflect.records import Note, Span
from reflect.workspace import Workspace

TEXT = "Mum, Kerry, rang about Grace (6). Later grace hid by the zonk shed; Zonk barked at Hill."


@pytest.fixture
def ws(tmp_path, engine, monkeypatch):
    monkeypatch.setattr("reflect.workspace.Engine", lambda *_: engine)
    with Workspace.open(tmp_path / "ws", key="a long passphrase") as workspace:
        yield workspace


def test_a_missed_name_is_found_everywhere_at_once_and_stays_known(ws):
    note = ws.add(Note(TEXT, "n"))
    gate = ws.gate(note.id)
    gate.keep("zonk")
    assert "zonk" in gate.clean.text.lower()
    assert gate.also("Zonk", role="dog") == 2
    assert "zonk" not in gate.clean.text.lower()
    again = ws.gate(note.id)
    assert again.clean.text == gate.clean.text
    assert [known.text for known in again.roster] == ["Zonk"]


def test_a_correction_does_not_move_the_dates(ws):
    gate = ws.gate(ws.add(Note("Seen on 3 May 2024 by Zonk.", "n")).id)
    moved = [r.surrogate for r in gate.clean.replacements if r.kind == "DATE"]
    gate.also("Zonk")
    assert [r.surrogate for r in gate.clean.replacements if r.kind == "DATE"] == moved


def test_what_identifies_nobody_can_stay(ws):
    gate = ws.gate(ws.add(Note(TEXT, "n")).id)
    assert "Kerry" not in gate.clean.text
    gate.keep("Kerry")
    assert "Kerry" in gate.clean.text


def test_two_names_can_be_one_person(ws):
    text = "Bisi rang at six. Kofi rang at ten. Adebisi was tired and Kofi was not."
    gate = ws.gate(ws.add(Note(text, "n")).id)
    for name in ("Bisi", "Adebisi", "Kofi"):
        gate.also(name, role="aunt" if name == "Bisi" else "")

    def of(name):
        return {
            r.surrogate for r in gate.clean.replacements if text[r.start : r.end].startswith(name)
        }

    assert of("Bisi") != of("Adebisi")
    gate.same("Bisi", "Adebisi")
    assert of("Bisi") == of("Adebisi")
    assert of("Kofi").isdisjoint(of("Bisi"))
    assert "aunt" in next(iter(of("Bisi"))).lower()
    again = ws.gate(note_of(ws))
    assert again.clean.text == gate.clean.text


def note_of(ws):
    return ws.notes()[0].id


def test_only_a_release_brings_it_into_the_library(ws):
    gate = ws.gate(ws.add(Note(TEXT, "n")).id)
    before = ws.library_counts()
    name = f"D-{gate.note.sha256[:8]}"
    with pytest.raises(WorkspaceError):
        ws.discussion(name)
    gate.release("  Whom does she   ring? ")
    assert ws.discussion(name).title == "Whom does she ring?"
    assert "Kerry" not in ws.discussion(name).text
    assert ws.library_counts() == (before[0] + 1, before[1])


def test_deleting_a_note_wipes_what_its_gate_was_told(ws):
    note = ws.add(Note(TEXT, "n"))
    ws.gate(note.id).also("Zonk")
    ws.delete(note.id)
    other = ws.add(Note(TEXT, "n"))
    assert ws.gate(other.id).roster == []


def test_where_two_are_wanted_the_first_cannot_release_alone(ws, tmp_path):
    ws.library.two_people = True
    gate = ws.gate(ws.add(Note(TEXT, "n")).id)
    assert gate.waits
    name = gate.release("A dilemma").id
    assert ws.library.status(name) == "waiting"
    with pytest.raises(WorkspaceError, match="second person"):
        ws.library.release(name)
    ws._store.person = "another colleague"
    ws.library.release(name)
    assert ws.library.status(name) == "released"
    ws.library.two_people = False
    assert not gate.waits


def test_what_was_looked_at_is_kept_until_the_note_is_deleted(ws):
    note = ws.add(Note(TEXT, "n"))
    gate = ws.gate(note.id)
    first = gate.clean.replacements[0]
    gate.look(Span(first.start, first.end))
    gate.look(Span(first.start, first.end))
    assert ws.gate(note.id).looked == {Span(first.start, first.end)}
    ws.delete(note.id)
    assert ws.gate(ws.add(Note(TEXT, "n")).id).looked == set()


def test_a_correction_is_taken_back(ws):
    gate = ws.gate(ws.add(Note(TEXT, "n")).id)
    before = gate.clean.text
    gate.also("Zonk", role="dog")
    gate.keep("Kerry")
    assert gate.undo()
    assert "Kerry" not in gate.clean.text
    assert gate.undo()
    assert gate.clean.text == before
    assert not gate.undo()


def test_joining_two_names_keeps_who_it_is(ws):
    text = "Mum, Kerry, rang at six. Mum, Kerry, was tired. Later Kez rang again about the shoes."
    gate = ws.gate(ws.add(Note(text, "n")).id)
    gate.also("Kez")
    gate.same("Kez", "Kerry")
    made = {text[r.start : r.end]: r.surrogate for r in gate.clean.replacements}
    assert made["Kez"] == made["Kerry"] == "Mother"
