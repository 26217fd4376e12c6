"""Standard input, output and error: full, closed, cut short, or of another encoding."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from reflect.cli import output
from reflect.errors import ReflectError

REFLECT = f"{sys.executable} -m reflect"
TALE = "Mum → the office 🙂, and Ella said no."


def shell(line: str, **more: str) -> tuple[int, str, str]:
    """Run a line in a shell; its status, output and errors."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        capture_output=True, encoding="utf-8", env={**os.environ, **more},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (">/dev/full", "Standard output cannot be written: No space left on device."),
        (">&-", "Standard output is closed."),
        ("- <&-", "standard input: it cannot be read."),
    ],
)
def test_a_stream_that_does_not_work_is_one_line(visit, rest, said):
    status, _, err = shell(f"{REFLECT} questions {visit} {rest}")
    (line,) = err.splitlines()
    assert (status, said in line) == (2, True)


@pytest.mark.parametrize("verb", ["library list", "doctor --json", "--help"])
def test_a_reader_that_stops_early_is_no_failed_check(verb):
    assert shell(f"{REFLECT} {verb} | true") == (0, "", "")


def test_complaints_that_nobody_hears_change_nothing(tmp_path, visit):
    line = f"{REFLECT} questions {tmp_path / 'gone.txt'} {visit}"
    for closed in ("2>&-", "2>/dev/full"):
        status, out, _ = shell(f"{line} {closed}")
        assert (status, "reflect:" in out, "why: " in out) == (2, False, True)


def test_tables_are_utf_8_whatever_the_locale(tmp_path):
    (tmp_path / "a.txt").write_text(TALE, encoding="utf-8")
    status, out, err = shell(
        f"{REFLECT} tag {tmp_path / 'a.txt'} --format table", PYTHONIOENCODING="cp1252"
    )
    assert (status, err) == (0, "")
    assert "🙂" in out


def test_ending_the_prompt_is_no_passphrase(monkeypatch):
    def end(*_: object, **__: object) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", end)
    for new in (False, True):
        with pytest.raises(ReflectError, match="No passphrase was typed"):
            output.ask_passphrase(new)


def test_standard_input_that_cannot_be_read_leaves_the_report(run, visit, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    ran = run(
        "import", visit, tmp_path / "gone.txt", "-", "--workspace", tmp_path / "ws", stdin=b"\0\1"
    )
    assert ran.status == 2
    assert "1 added, 0 already there, 2 could not be read" in ran.out
    assert [word in ran.err for word in ("gone.txt", "standard input")] == [True, True]


def test_what_is_left_out_is_said_so_on_one_line(run, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE", "a long passphrase")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "z\ny.zzz").write_text("x", encoding="utf-8")
    (folder / "a.csv").write_text("text,n\nMum rang.,1\n,2\n", encoding="utf-8")
    wanted = "reflect: a.csv#row 2: left out: 1 row without text"
    assert run("questions", folder).err.splitlines() == [wanted]
    ran = run("import", folder, "--workspace", tmp_path / "ws")
    assert ran.err.splitlines() == [
        "reflect: z?y.zzz: not a kind of file that reflect reads", wanted
    ]  # fmt: skip


def test_questions_take_a_column(run, tmp_path):
    table = tmp_path / "a.csv"
    table.write_text("Story,Other\nMum rang.,x\n", encoding="utf-8")
    assert run("questions", table, "--map", "text=Story").status == 0


@pytest.mark.parametrize("option", ["--codebook", "--key-file", "--workspace"])
def test_a_path_that_may_not_be_read_is_not_bad_usage(run, tmp_path, monkeypatch, option):
    monkeypatch.setattr(os, "access", lambda *_, **__: False)  # root may read it all the same
    (tmp_path / "a.yaml").write_text("", encoding="utf-8")
    assert "Usage" not in run("doctor", option, tmp_path / "a.yaml").err


def test_doctor_reports_on_a_workspace_it_cannot_open(run, tmp_path, monkeypatch):
    file = tmp_path / "a.txt"
    file.write_text("x", encoding="utf-8")
    assert "a file, and a workspace is a folder" in run("doctor", "--workspace", file).out

    def refuse(*_: object, **__: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setenv("REFLECT_WORKSPACE", str(tmp_path))
    monkeypatch.setattr("reflect.store.files.backup_paths", refuse)  # root may look all the same
    ran = run("doctor", "--json")
    (check,) = (row for row in json.loads(ran.out)["checks"] if row["name"] == "workspace")
    assert (ran.status, check["well"]) == (1, False)
