"""`reflect train`: says what is missing, learns, and changes which model marks only when asked."""

from __future__ import annotations

import json
import sys
from pathlib import Path

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


def test_a_roster_given_later_is_heeded_once(run, folder, tmp_path):
    note, roster = tmp_path / "z.txt", tmp_path / "r.csv"
    note.write_text("Mum rang. Ella went out with Grub.\n", encoding="utf-8")
    roster.write_text("kind,text,role,aka\nPERSON,Grub,uncle,\n", encoding="utf-8")
    there = ("--workspace", folder)
    name = run("library", "add", note, *there).out.split("\t")[0]
    assert "Grub" in run("library", "show", name, *there).out
    assert "is there already" in run("library", "add", note, *there).out
    assert "\twaiting\t" in run("library", "add", note, "--roster", roster, *there).out
    assert "Grub" not in run("library", "show", name, *there).out
    assert "is there already" in run("library", "add", note, "--roster", roster, *there).out
    run("library", "withdraw", name, *there)
    roster.write_text("kind,text,role,aka\nPERSON,Ella,child,\n", encoding="utf-8")
    assert "\twithdrawn\t" in run("library", "add", note, "--roster", roster, *there).out


def test_the_starter_library_that_comes_back_is_still_the_starter_library(run, folder, tmp_path):
    judge(folder, 1)
    there = ("--workspace", folder)
    before = run("library", "list", "--from", "bundled", *there).out
    out = tmp_path / "out.jsonl"
    out.write_text(run("library", "export", *there).out, encoding="utf-8")
    assert run("library", "import", out, *there).status == 0
    assert run("library", "list", "--from", "bundled", *there).out == before


def test_a_file_of_several_texts_is_not_one_text(run, folder, tmp_path):
    judge(folder, 1)
    there = ("--workspace", folder)
    two = tmp_path / "two.csv"
    two.write_text("Narrative\nThe group wondered.\nThe group slept.\n", encoding="utf-8")
    before = run("library", "show", "S-001", *there).out
    ran = run("library", "edit", "S-001", "--text", two, *there)
    assert ran.status == 2
    assert "two.csv holds 2 notes" in ran.err
    assert run("library", "show", "S-001", *there).out == before


def test_a_withdrawn_discussion_is_not_changed_and_not_counted(run, folder, tmp_path):
    judge(folder, 1)
    there = ("--workspace", folder)
    run("library", "withdraw", "S-001", *there)
    ran = run("library", "edit", "S-001", "--dilemma", "Whom do I carry?", *there)
    assert (ran.status, ran.out) == (2, "")
    assert "withdrawn" in ran.err
    lines = [{"id": "S-001", "text": "A dilemma."}, {"id": "x", "text": "Another."}]
    file = tmp_path / "lib.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = run("library", "import", file, *there)
    assert ran.out == "1 discussions in the library\n"
    assert "S-001 stays withdrawn" in ran.err


def test_discussions_come_from_several_files_and_standard_input(run, folder, tmp_path):
    file = tmp_path / "lib.jsonl"
    file.write_text('{"id": "a", "text": "A dilemma."}', encoding="utf-8")
    given = (file, tmp_path / "gone.jsonl", "-", "--workspace", folder)
    ran = run("library", "import", *given, stdin=b'{"id": "b", "text": "Another."}')
    assert (ran.status, ran.out) == (2, "2 discussions in the library\n")
    assert ran.err == "reflect: gone.jsonl is not there. Check the path.\n"
    ran = run("library", "import", "-", "--workspace", folder, stdin=b"{")
    assert "standard input, line 1" in ran.err


def test_labelled_notes_come_from_standard_input(run):
    corpus = Path(__file__).parents[2] / "corpora" / "notes" / "core-group.jsonl"
    line = corpus.read_bytes().split(b"\n")[0]
    assert "1 notes" in run("evaluate", "-", stdin=line).out
    ran = run("evaluate", "-", stdin=line + b"\n[]")
    assert "standard input, line 2" in ran.err


def test_a_code_of_no_codebook_is_not_measured(run, tmp_path):
    text = "Mum rang."
    row = {
        "id": "n", "brief": "own", "writer": "us", "split": "test", "text": text, "marked": ["us"],
        "sentences": [{"start": 0, "end": len(text), "codes": {"no.code": []}}],
    }  # fmt: skip
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps(row), encoding="utf-8")
    ran = run("evaluate", own)
    assert (ran.status, ran.out) == (2, "")
    assert "own.jsonl, line 1: unknown code 'no.code'" in ran.err
    ran = run("evaluate", own, "--privacy")
    assert ran.status == 0
    assert "no identifiers in 1 notes" in ran.out
    assert "leaks 1" not in ran.out


@pytest.mark.parametrize("verb", ["train", "evaluate"])
def test_parts_that_are_not_installed_are_named(run, folder, monkeypatch, verb):
    monkeypatch.delitem(sys.modules, "reflect.learn.adapt", raising=False)
    monkeypatch.delattr("reflect.learn.adapt", raising=False)
    for name in ("scipy.optimize", "sklearn.feature_extraction.text"):
        monkeypatch.setitem(sys.modules, name, None)
    if verb == "train":
        judge(folder, 2)
        ran = run("train", "--workspace", folder)
    else:
        corpus = Path(__file__).parents[2] / "corpora" / "notes" / "core-group.jsonl"
        ran = run("evaluate", "-", "--against", stdin=corpus.read_bytes().split(b"\n")[0])
    assert (ran.status, ran.out) == (2, "")
    assert "Install reflect[learn]" in ran.err
    assert ran.err.count("\n") == 1
