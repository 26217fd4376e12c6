"""`reflect anonymise` keeps the contract to the letter."""

from __future__ import annotations

import json

import pytest

NOTE = (
    "Child: Tyler Okoro (7)\nVisit on 3 May 2024 to 14 Harrow Lane, LE5 3TX. Mum, Kerry, was in.\n"
    "Ty hid behind the sofa. tyler said “I count the stairs till it stops”. Rang 07700 900123.\n"
    "Next visit 17 May 2024. Kerry's phone is off.\n"
)
KINDS = {"PERSON", "ADDRESS", "POSTCODE", "PLACE", "ORG", "DATE", "PHONE", "EMAIL", "HANDLE", "ID"}


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def test_json_is_the_contract_s(run, note):
    ran = run("anonymise", note, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    data = json.loads(ran.out)
    assert data["schema"] == "reflect.anonymise/1"
    (one,) = data["notes"]
    assert set(one) == {"source", "text", "replacements", "residual"}
    assert one["source"].endswith("visit.txt")
    rebuilt, at = "", 0
    for each in one["replacements"]:
        assert set(each) == {"start", "end", "kind", "surrogate", "score", "how"}
        assert each["kind"] in KINDS
        assert each["how"] in {"model", "rule", "list"}
        assert at <= each["start"] < each["end"]
        assert 0 <= each["score"] <= 1
        rebuilt += NOTE[at : each["start"]] + each["surrogate"]
        at = each["end"]
    assert rebuilt + NOTE[at:] == one["text"]
    for each in one["residual"]:
        assert set(each) == {"start", "end", "why"}
    quoted = [NOTE[r["start"] : r["end"]] for r in one["residual"]]
    assert any("count the stairs" in run_ for run_ in quoted)


def test_nobody_is_left_and_one_person_is_one(run, note):
    data = json.loads(run("anonymise", note, "--format", "json").out)["notes"][0]
    low = data["text"].lower()
    for gone in ("tyler", "okoro", "kerry", "harrow", "le5", "900123"):
        assert gone not in low
    said = {NOTE[r["start"] : r["end"]]: r["surrogate"] for r in data["replacements"]}
    assert said["Tyler Okoro"] == said["Ty"] == said["tyler"] == "Child A"
    assert said["Kerry"] == "Mother"


def test_intervals_between_dates_hold(run, note):
    from datetime import datetime

    data = json.loads(run("anonymise", note, "--format", "json").out)["notes"][0]
    moved = [r["surrogate"] for r in data["replacements"] if r["kind"] == "DATE"]
    one, two = (datetime.strptime(each, "%d %B %Y") for each in moved)
    assert (two - one).days == 14
    assert moved[0] != "3 May 2024"


def test_text_is_the_default_and_is_the_same_each_time(run, note):
    first, again = run("anonymise", note).out, run("anonymise", note).out
    assert first == again
    assert first.startswith("Child: Child A (7)\n")


def test_standard_input_and_several_files(run, note, tmp_path):
    assert "Kerry" not in run("anonymise", "-", stdin=NOTE.encode()).out
    ran = run("anonymise", note, tmp_path / "missing.txt", "--format", "json")
    assert ran.status == 2
    assert "missing.txt" in ran.err
    assert len(json.loads(ran.out)["notes"]) == 1


def test_a_roster_finds_the_rest(run, note, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("kind,text,role,aka\nPERSON,Zonk,neighbour,\n", encoding="utf-8")
    extra = tmp_path / "extra.txt"
    extra.write_text("then zonk came round", encoding="utf-8")
    ran = run("anonymise", extra, "--roster", roster, "--format", "json")
    (one,) = json.loads(ran.out)["notes"]
    assert one["text"].rstrip() == "then Neighbour 1 came round"
    assert one["replacements"][0]["how"] == "list"
    roster.write_text("a,b\n1,2\n", encoding="utf-8")
    ran = run("anonymise", extra, "--roster", roster)
    assert (ran.status, ran.out) == (2, "")
    assert "roster.csv" in ran.err


def test_the_way_back_needs_the_key(run, note, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    key, clean = tmp_path / "back.json", tmp_path / "clean.txt"
    clean.write_text(run("anonymise", note, "--reversal", key).out, encoding="utf-8")
    assert "Tyler" not in key.read_text(encoding="utf-8")
    assert key.stat().st_mode & 0o077 == 0
    assert run("anonymise", clean, "--restore", key).out == NOTE
    again = run("anonymise", note, "--reversal", key)
    assert (again.status, again.out) == (2, "")
    monkeypatch.setenv("REFLECT_PASSPHRASE", "another passphrase")
    assert run("anonymise", clean, "--restore", key).status == 2
    monkeypatch.delenv("REFLECT_PASSPHRASE")
    ran = run("anonymise", note, "--reversal", tmp_path / "other.json")
    assert (ran.status, ran.out) == (2, "")
    assert not (tmp_path / "other.json").exists()


def test_a_note_waits_in_the_library_until_a_person_releases_it(run, note, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    there = ("--workspace", tmp_path / "ws")
    added = run("library", "add", note, *there)
    assert added.status == 0
    name = added.out.split("\t")[0]
    assert name not in run("library", "list", *there).out
    assert name in run("library", "list", "--waiting", *there).out
    shown = run("library", "show", name, *there).out
    assert "Child A" in shown
    assert "Tyler" not in shown
    assert run("library", "release", name, *there).status == 0
    assert name in run("library", "list", *there).out
    assert run("library", "release", "nothing", *there).status == 2


def test_a_folder_goes_on_where_it_was_cut_short(run, note, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    there = ("--workspace", tmp_path / "ws")
    run("library", "add", note, *there)
    (tmp_path / "second.txt").write_text("Mum, Aoife, rang on 4 May.", encoding="utf-8")
    ran = run("library", "add", note, tmp_path / "second.txt", *there)
    assert ran.status == 0
    assert "is there already" in ran.out
    assert len(run("library", "list", "--waiting", *there).out.splitlines()) == 2


def test_two_people_to_release(run, note, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    there = ("--workspace", tmp_path / "ws")
    assert run("library", "rule", "2", *there).status == 0
    name = run("library", "add", note, *there).out.split("\t")[0]
    ran = run("library", "release", name, *there)
    assert ran.status == 2
    assert "second person" in ran.err
    monkeypatch.setenv("REFLECT_PERSON", "another colleague")
    assert run("library", "release", name, *there).status == 0


def test_a_note_without_a_last_line_end_comes_back_too(run, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    text = "Mum, Aoife, rang on 4 May."
    plain, key, clean = (tmp_path / name for name in ("n.txt", "back.json", "clean.txt"))
    plain.write_text(text, encoding="utf-8")
    clean.write_text(run("anonymise", plain, "--reversal", key).out, encoding="utf-8")
    assert run("anonymise", clean, "--restore", key).out == text


def test_several_notes_and_tables_come_back_with_their_one_key(run, note, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    table, key, clean = (tmp_path / name for name in ("t.csv", "back.json", "clean.txt"))
    table.write_text('Narrative\nTyler hid.\n"Kerry rang, twice."\n', encoding="utf-8")
    clean.write_text(run("anonymise", note, table, "--reversal", key).out, encoding="utf-8")
    ran = run("anonymise", clean, "--restore", key)
    assert (ran.status, ran.out) == (0, NOTE + "Tyler hid.\nKerry rang, twice.")


def test_a_file_that_does_not_belong_leaves_the_others_be(run, note, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    key, clean = tmp_path / "back.json", tmp_path / "clean.txt"
    clean.write_text(run("anonymise", note, "--reversal", key).out, encoding="utf-8")
    ran = run("anonymise", clean, note, clean, "--restore", key)
    assert (ran.status, ran.out) == (2, NOTE + NOTE)
    assert len(ran.err.splitlines()) == 1
    assert "visit.txt: The reversal file does not belong" in ran.err


def test_a_reversal_file_is_written_for_something_and_its_place_known_before(
    run, note, tmp_path, monkeypatch
):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    key = tmp_path / "back.json"
    assert run("anonymise", tmp_path / "none.txt", "--reversal", key).status == 2
    assert not key.exists()
    assert run("anonymise", note, "--reversal", key).status == 0
    ran = run("anonymise", note, "--reversal", tmp_path / "none" / "back.json")
    assert (ran.status, ran.out) == (2, "")
    assert "cannot be written" in ran.err


def test_the_reversal_file_s_own_passphrase_is_asked_for(run, note, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_WORKSPACE", str(tmp_path / "none"))
    monkeypatch.setattr("reflect.cli.output.asker", lambda: print)
    asked, typed = [], iter(("short", "a long one", "a lnog one", *["a long one"] * 3))

    def ask(prompt, stream):
        asked.append(prompt)
        return next(typed)

    monkeypatch.setattr("getpass.getpass", ask)
    key, clean = tmp_path / "back.json", tmp_path / "clean.txt"
    ran = run("anonymise", note, "--reversal", key)
    assert "workspace" not in ran.err + "".join(asked)
    assert len(asked) == 5  # once too short, once not the same
    clean.write_text(ran.out, encoding="utf-8")
    assert run("anonymise", clean, "--restore", key).out == NOTE
    assert len(asked) == 6
