"""The other verbs, and what holds for all of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

VERBS = [
    "tag",
    "anonymise",
    "questions",
    "similar",
    "import",
    "library",
    "train",
    "evaluate",
    "doctor",
    "demo",
]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(run, verb):
    ran = run(verb, "--help")
    assert ran.status == 0
    assert "Usage" in ran.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme(verb):
    from pathlib import Path

    assert f"reflect {verb}" in (Path(__file__).parents[2] / "README.md").read_text(
        encoding="utf-8"
    )


def test_without_a_terminal_the_screen_says_so(run):
    ran = run()
    assert ran.status == 2
    assert "terminal" in ran.err


def test_questions_are_at_most_three_and_tied_to_the_note(run, visit):
    ran = run("questions", visit, "--format", "json")
    (note,) = json.loads(ran.out)["notes"]
    text = visit.read_text(encoding="utf-8")
    assert 1 <= len(note["questions"]) <= 3
    for question in note["questions"]:
        assert text[question["start"] : question["end"]].strip()
        assert question["why"]
        assert "{" not in question["text"]


def test_questions_read_as_plain_text(run, visit):
    out = run("questions", visit).out
    assert "1. " in out
    assert "from: “" in out
    assert "why: " in out


def test_similar_keeps_the_contract(run, visit):
    data = json.loads(run("similar", visit, "-k", 5).out)
    assert data["schema"] == "reflect.similar/1"
    assert data["query"] == {"source": "visit.txt"}
    assert [result["rank"] for result in data["results"]] == [1, 2, 3, 4, 5]
    scores = [result["score"] for result in data["results"]]
    assert scores == sorted(scores, reverse=True)
    text = visit.read_text(encoding="utf-8")
    for result in data["results"]:
        assert set(result) == {"id", "rank", "score", "because", "different", "questions"}
        assert set(result["because"]) == {"codes", "passages", "words"}
        for q_start, q_end, d_start, d_end in result["because"]["passages"]:
            assert text[q_start:q_end].strip()
            assert d_end > d_start


def test_importing_makes_an_encrypted_workspace(run, visit, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    folder = tmp_path / "ws"
    assert "1 added" in run("import", visit, "--workspace", folder).out
    assert "0 added, 1 already there" in run("import", visit, "--workspace", folder).out
    for path in folder.rglob("*"):
        if path.is_file():
            assert b"counts the stairs" not in path.read_bytes()
    assert not (folder / "reflect.db").read_bytes().startswith(b"SQLite format 3")


def test_importing_without_any_key_says_what_to_do(run, visit, tmp_path):
    ran = run("import", visit, "--workspace", tmp_path / "ws")
    assert ran.status == 2
    assert "REFLECT_PASSPHRASE" in ran.err
    assert not (tmp_path / "ws" / "reflect.db").exists()


def test_importing_keeps_what_is_good(run, visit, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    (tmp_path / "empty.txt").write_bytes(b"")
    ran = run("import", tmp_path / "empty.txt", visit, "--workspace", tmp_path / "ws")
    assert ran.status == 2
    assert "1 added, 0 already there, 1 could not be read" in ran.out


def test_importing_reads_standard_input(run, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    assert "1 added" in run("import", "-", "--workspace", tmp_path / "ws", stdin=b"Mum rang.").out


def test_a_library_is_imported_searched_and_withdrawn(run, visit, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    lines = [
        {"id": f"x{i}", "text": f"The more they visit the less she opens the door. {i}"}
        for i in range(3)
    ]
    file = tmp_path / "lib.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    there = ("--workspace", tmp_path / "ws")
    assert run("library", "import", file, *there).status == 0
    ids = [r["id"] for r in json.loads(run("similar", visit, "-k", 100, *there).out)["results"]]
    assert {"x0", "x1", "x2"} <= set(ids)
    assert run("library", "withdraw", "x1", *there).status == 0
    ids = [r["id"] for r in json.loads(run("similar", visit, "-k", 100, *there).out)["results"]]
    assert "x1" not in ids
    assert "x0" in ids


def test_a_library_goes_out_and_comes_back_the_same(run, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    text = "First line.\u2028Second\x85 line.\nThird “line”."
    file = tmp_path / "lib.jsonl"
    file.write_text(json.dumps({"id": "x", "text": text}, ensure_ascii=False), encoding="utf-8")
    assert run("library", "import", file, "--workspace", tmp_path / "a").status == 0
    out = run("library", "export", "--workspace", tmp_path / "a").out
    (tmp_path / "out.jsonl").write_text(out, encoding="utf-8")
    assert (
        run("library", "import", tmp_path / "out.jsonl", "--workspace", tmp_path / "b").status == 0
    )
    again = run("library", "export", "--workspace", tmp_path / "b").out.split("\n")
    assert text in [json.loads(line)["text"] for line in again if line]


def test_a_service_with_a_library_of_its_own_meets_that(run, visit, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    lines = [{"id": f"x{i}", "text": f"She hides it, we check. Visit {i}."} for i in range(25)]
    file = tmp_path / "lib.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    there = ("--workspace", tmp_path / "ws")
    run("library", "import", file, *there)
    results = json.loads(run("similar", visit, "-k", 100, *there).out)["results"]
    assert {result["id"] for result in results} == {f"x{i}" for i in range(25)}


@pytest.mark.parametrize("line", ["{", '{"id": "a"}', "[]", '{"id": "a", "text": " "}'])
def test_a_malformed_library_is_refused_whole(run, tmp_path, monkeypatch, line):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    file = tmp_path / "lib.jsonl"
    file.write_text('{"id": "ok", "text": "A dilemma."}\n' + line + "\n", encoding="utf-8")
    ran = run("library", "import", file, "--workspace", tmp_path / "ws")
    assert ran.status == 2
    assert "line 2" in ran.err
    assert "ok" not in run("library", "list", "--workspace", tmp_path / "ws").out.split()


def test_options_before_the_verb_count(run, visit, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    assert run("--workspace", tmp_path / "before", "import", visit).status == 0
    assert (tmp_path / "before" / "reflect.db").exists()
    assert run("--codebook", tmp_path / "nowhere.yaml", "tag", visit).status == 2
    run("import", visit, "--workspace", tmp_path / "after")
    assert (tmp_path / "after" / "reflect.db").exists()


def test_similar_takes_one_note(run, visit, tmp_path):
    (tmp_path / "other.txt").write_text("Mum rang.", encoding="utf-8")
    ran = run("similar", tmp_path)
    assert (ran.status, ran.out) == (2, "")


def test_doctor_says_what_is_there(run):
    ran = run("doctor")
    assert ran.status == 0
    assert "sha256" in ran.out
    data = json.loads(run("doctor", "--json").out)
    assert data["schema"] == "reflect.doctor/1"


def test_doctor_finds_a_mistake_in_the_services_own_ways_of_meeting(run, tmp_path):
    (tmp_path / "sessions.yaml").write_text("formats:\n  - {id: ours}\n", encoding="utf-8")
    ran = run("doctor", "--workspace", tmp_path)
    assert ran.status == 1
    assert "ways of meeting" in ran.out
    assert "sessions.yaml" in ran.out


def test_doctor_finds_a_workspace_that_does_not_open(run, tmp_path, monkeypatch):
    (tmp_path / "reflect.db").write_bytes(b"not a database at all" * 100)
    monkeypatch.setenv("REFLECT_PASSPHRASE", "x")
    ran = run("doctor", "--workspace", tmp_path)
    assert ran.status == 1
    assert "MEND" in ran.out


def test_demo_prints_a_marked_note_without_a_terminal(run):
    out = run("demo").out
    assert "why: " in out
    assert "discussion" in out


def test_a_councils_codebook_relabels_and_adds_terms(run, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "codes:\n  - {id: language.deficit, label: Words that label}\n"
        "terms:\n  - {code: language.deficit, add: [frequent flyer]}\n",
        encoding="utf-8",
    )
    note = tmp_path / "n.txt"
    note.write_text("Mum is a frequent flyer and lacks insight.", encoding="utf-8")
    page = run("tag", note, "--format", "html", "--codebook", own).out
    assert "Words that label" in page


def test_a_mistake_in_a_councils_codebook_names_row_key_and_nearest(run, tmp_path, visit):
    own = tmp_path / "own.yaml"
    own.write_text("codes:\n  - id: language.deficit\n    lable: X\n", encoding="utf-8")
    ran = run("tag", visit, "--codebook", own)
    assert ran.status == 2
    (line,) = ran.err.splitlines()
    assert "own.yaml, row 3" in line
    assert "'label'" in line


def test_the_installed_command_runs_in_a_process_of_its_own(visit):
    done = subprocess.run(
        [sys.executable, "-m", "reflect", "tag", str(visit), "--format", "jsonl"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["source"] == "visit.txt"


def test_models_are_measured_on_a_labelled_file(run, tmp_path):
    corpus = Path(__file__).parents[2] / "corpora" / "notes" / "core-group.jsonl"
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(corpus.read_text(encoding="utf-8").split("\n")[:2]), encoding="utf-8")
    ran = run("evaluate", few)
    assert ran.status == 0
    assert "macro F1" in ran.out
    assert "voice.words" in ran.out
    ran = run("evaluate", few, "--privacy")
    assert "leaks" in ran.out
    assert "with the case's roster" in ran.out


def test_what_cannot_be_measured_says_why(run, tmp_path):
    assert run("evaluate", tmp_path / "none.jsonl").status == 2
    few = tmp_path / "few.jsonl"
    few.write_text("{", encoding="utf-8")
    ran = run("evaluate", few)
    assert (ran.status, ran.out) == (2, "")
    assert "few.jsonl, line 1" in ran.err
    ran = run("evaluate", Path(__file__).parents[2] / "corpora" / "notes", "--split", "nothing")
    assert ran.status == 2
