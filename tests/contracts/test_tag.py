"""`reflect tag` keeps the contract to the letter."""

from __future__ import annotations

import hashlib
import html
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflect.codebook import load
from reflect.engine import Engine
from reflect.records import Note

CODES = {code.id for code in load().codes}
SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "corpora" / "samples").iterdir()
    if path.name != "README.md"
)


def tagged(run, *arguments, **more):
    ran = run("tag", *arguments, "--format", "json", **more)
    assert ran.status == 0, ran.err
    return json.loads(ran.out)


def test_json_holds_what_the_contract_says(run, visit):
    data = tagged(run, visit)
    assert data["schema"] == "reflect.tag/1"
    assert set(data["model"]) == {"name", "version", "sha256"}
    (note,) = data["notes"]
    text = visit.read_text(encoding="utf-8")
    assert note["source"] == "visit.txt"
    assert note["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert note["characters"] == len(text)
    assert set(note["rollups"]) == {
        "idea_to_conversation", "child_ladder", "writing", "cycle", "camden_tree",
    }  # fmt: skip
    assert {"role": "child", "label": "Ella", "ladder": "words"} in note["people"]


def test_codes_are_shown_with_score_and_evidence_inside_the_sentence(run, visit):
    (note,) = tagged(run, visit)["notes"]
    text = visit.read_text(encoding="utf-8")
    seen = {}
    for sentence in note["sentences"]:
        for code in sentence["codes"]:
            assert code["code"] in CODES
            assert 0 < code["score"] <= 1
            for run_ in code["evidence"]:
                assert sentence["start"] <= run_["start"] < run_["end"] <= sentence["end"]
                seen.setdefault(code["code"], []).append(text[run_["start"] : run_["end"]])
    assert seen["voice.words"] == ['"he counts the stairs as he comes up"']
    assert "failed to engage" in seen["language.deficit"]
    assert "hypothesis.tentative" in seen
    assert "record.action" in seen


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sentences_tile_the_text_of_every_sample(engine, path):
    from reflect import ingest

    for note in ingest.read(path):
        assert_tiles(engine, note)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(min_size=1, max_size=300).filter(lambda text: text.strip()))
def test_sentences_tile_any_text(engine, text):
    assert_tiles(engine, Note(text, "any.txt"))


def assert_tiles(engine: Engine, note: Note) -> None:
    sentences = engine.tag(note).sentences
    at = 0
    for sentence in sentences:
        assert sentence.start == at
        assert sentence.end > sentence.start
        at = sentence.end
    assert at == len(note.text)


def test_the_same_input_gives_the_same_bytes(run, visit):
    assert run("tag", visit, "--format", "json").out == run("tag", visit, "--format", "json").out


def test_all_scores_adds_every_code(run, visit):
    (note,) = tagged(run, visit, "--all-scores")["notes"]
    for sentence in note["sentences"]:
        assert set(sentence["scores"]) == CODES
        for code in sentence["codes"]:
            assert sentence["scores"][code["code"]] == code["score"]


def test_json_is_the_default_in_a_pipe(run, visit):
    assert json.loads(run("tag", visit).out)["schema"] == "reflect.tag/1"


def test_jsonl_is_one_note_a_line_in_order(run, tmp_path):
    paths = []
    for name in ("b.txt", "a.txt", "c.md"):
        path = tmp_path / name
        path.write_text(f"Mum rang about {name}. She was cross.", encoding="utf-8")
        paths.append(path)
    lines = run("tag", *paths, "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["b.txt", "a.txt", "c.md"]


def test_standard_input_is_read(run):
    (note,) = tagged(run, "-", stdin="Zoë said “no”.".encode())["notes"]
    assert note["source"] == "-"
    assert note["characters"] == 14


def test_offsets_count_code_points(run, tmp_path):
    path = tmp_path / "emoji.txt"
    path.write_bytes('👩‍👧 Mum in.\r\nElla said "I 👻 hide".'.encode())
    text = '👩‍👧 Mum in.\nElla said "I 👻 hide".'
    (note,) = tagged(run, path)["notes"]
    assert note["characters"] == len(text)
    runs = [
        text[e["start"] : e["end"]]
        for s in note["sentences"] for c in s["codes"] if c["code"] == "voice.words"
        for e in c["evidence"]
    ]  # fmt: skip
    assert runs == ['"I 👻 hide"']


def test_rows_of_a_table_are_notes(run, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(
        "Date,Narrative\n2024-05-03,=Mum rang.\n2024-05-04,Dad rang.\n", encoding="utf-8"
    )
    data = tagged(run, path, "--map", "text=Narrative,date=Date")
    assert [note["characters"] for note in data["notes"]] == [10, 9]


def test_html_holds_the_words_and_the_labels(run, visit):
    page = run("tag", visit, "--format", "html").out
    assert "he counts the stairs as he comes up" in page
    assert html.escape(load().get("language.deficit").label) in page
    assert "<script" not in page


@pytest.mark.parametrize("verb", [("tag", "--format", "table"), ("questions",)])
def test_a_note_cannot_command_the_terminal(run, tmp_path, verb):
    path = tmp_path / "bad.txt"
    path.write_text("Mum is \x1b[2Jhard to engage\x07. Nobody asked Ella.", encoding="utf-8")
    out = run(verb[0], path, *verb[1:]).out
    assert "hard to engage" in out
    assert not {"\x1b", "\x07"} & set(out)


def test_html_of_several_notes_is_one_page(run, visit, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Dad said no.", encoding="utf-8")
    page = run("tag", visit, other, "--format", "html").out
    assert page.lower().count("<!doctype") == page.count("</html>") == 1
    assert "he counts the stairs" in page
    assert "Dad said no." in page
    assert "other.txt</h1>" in page


def test_html_of_a_hostile_note_is_inert(run, tmp_path):
    path = tmp_path / "bad.txt"
    path.write_text("<script>alert(1)</script> Mum said hello.", encoding="utf-8")
    assert "<script>" not in run("tag", path, "--format", "html").out


def test_a_stated_check_that_fails_is_exit_1(run, visit):
    assert run("tag", visit, "--fail-on", "language.deficit").status == 1
    assert run("tag", visit, "--fail-on", "systemic.resonance").status == 0


def test_an_unknown_code_to_check_names_the_nearest(run, visit):
    ran = run("tag", visit, "--fail-on", "language.deficet")
    assert ran.status == 2
    assert "language.deficit" in ran.err


def test_a_file_that_cannot_be_read_leaves_the_others(run, visit, tmp_path):
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    ran = run("tag", bad, visit, "--format", "json")
    assert ran.status == 2
    assert [note["source"] for note in json.loads(ran.out)["notes"]] == ["visit.txt"]
    (line,) = ran.err.splitlines()
    assert "empty.txt" in line


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"\x00\x01binary", b"PK\x03\x04broken", b"%PDF-1.4 broken"]
)
def test_bad_input_is_one_line_and_exit_2(run, tmp_path, content):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    ran = run("tag", path)
    assert ran.status == 2
    assert ran.out == ""
    (line,) = ran.err.splitlines()
    assert "bad.txt" in line


def test_a_missing_file_is_one_line_and_exit_2(run, tmp_path):
    ran = run("tag", tmp_path / "nowhere.txt")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)


def test_no_path_is_bad_usage(run):
    assert run("tag").status == 2


def test_reading_makes_no_workspace(run, visit, home):
    run("tag", visit)
    run("questions", visit)
    run("similar", visit)
    assert list(home.rglob("*.db")) == []
