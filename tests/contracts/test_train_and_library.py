"""`reflect train`: says what is missing, learns, and changes which model marks only when asked."""

from __future__ import annotations

import pytest

from reflect.records import Note
from reflect.workspace import Workspace

KEY = "a long passphrase"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", KEY)
    return tmp_path / "ws"


def judge(folder, count):
    with Workspace.open(folder, key=KEY) as ws:
        for number in range(count):
            note = ws.add(Note(f"SW to ring school {number} by Friday.\nMum is lazy.\n", "n"))
            ws.tagged(note.id)
            ws.judge([mark.id for mark in ws.marks(note.id)], "accepted")


def test_a_workspace_that_is_not_there_is_not_made(run, folder):
    ran = run("train", "--workspace", folder)
    assert ran.status == 2
    assert not folder.exists()


def test_it_says_when_too_little_was_judged(run, folder):
    judge(folder, 1)
    ran = run("train", "--workspace", folder)
    assert ran.status == 2
    assert "Too little has been judged" in ran.err
    assert ran.out == ""


def test_it_compares_and_leaves_the_shipped_model_in_place_until_asked(run, folder):
    judge(folder, 3)
    ran = run("train", "--workspace", folder)
    assert ran.status == 0
    assert "in 3 notes" in ran.out
    assert "shipped" in ran.out
    assert "the shipped model marks" in ran.err
    assert "what was learnt marks" in run("train", "--use", "--workspace", folder).err
    assert "the shipped model marks" in run("train", "--shipped", "--workspace", folder).err


def test_no_words_of_a_note_are_printed(run, folder):
    judge(folder, 3)
    ran = run("train", "--workspace", folder)
    assert "school" not in ran.out + ran.err


@pytest.mark.parametrize("flags", [("--use", "--shipped"), ("--from", "nowhere.jsonl")])
def test_what_cannot_be_is_one_clear_line(run, folder, flags):
    ran = run("train", *flags, "--workspace", folder)
    assert ran.status == 2
    assert ran.err.count("\n") == 1


def test_a_wrong_line_of_labelled_notes_is_named(run, folder, tmp_path):
    judge(folder, 2)
    own = tmp_path / "own.jsonl"
    own.write_text('{"id": "x"}\n', encoding="utf-8")
    ran = run("train", "--from", own, "--workspace", folder)
    assert ran.status == 2
    assert "own.jsonl, line 1" in ran.err


def test_themes_are_told_in_the_librarys_own_words(run, folder):
    ran = run("library", "themes", "--workspace", folder)
    assert ran.status == 0
    rows = [line.split("\t") for line in ran.out.splitlines()]
    assert sum(int(row[0]) for row in rows) >= 40
    assert all(row[1] and "such as" in row[2] for row in rows)


def test_a_discussion_whose_text_is_changed_waits_for_release_again(run, folder, tmp_path):
    ran = run("library", "edit", "S-001", "--dilemma", "Whom do I  carry?", "--workspace", folder)
    assert ran.status == 2  # a workspace is not made by an edit
    judge(folder, 1)
    ran = run("library", "edit", "S-001", "--dilemma", "Whom do I  carry?", "--workspace", folder)
    assert ran.out == "S-001\treleased\n"
    assert "Whom do I carry?" in run("library", "show", "S-001", "--workspace", folder).out
    text = tmp_path / "t.txt"
    text.write_text("The group wondered who carries whom.\n", encoding="utf-8")
    ran = run("library", "edit", "S-001", "--text", text, "--workspace", folder)
    assert ran.out == "S-001\twaiting\n"
    assert run("library", "edit", "S-001", "--workspace", folder).status == 2


def test_the_library_is_listed_by_code_lens_and_origin(run, folder):
    def ids(*flags):
        ran = run("library", "list", *flags, "--workspace", folder)
        assert ran.status == 0
        return {line.split("\t")[0] for line in ran.out.splitlines()}

    every = ids()
    circular = ids("--code", "systemic.circularity")
    assert circular
    assert circular < every
    assert ids("--from", "bundled") == every
    assert ids("--from", "released") == set()
    assert ids("--lens", "bells-that-ring") <= every
    wrong = run("library", "list", "--code", "systemic.circularty", "--workspace", folder)
    assert wrong.status == 2
    assert "systemic.circularity" in wrong.err
    assert run("library", "list", "--waiting", "--code", "language.hope").status == 2
