"""Paths and folders to files, in order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reflect.errors import UnreadableInput
from reflect.ingest import find, read

from .files import write


def test_folders_are_walked_in_order_and_the_rest_said(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "b").mkdir(parents=True)
    (inside / ".git").mkdir()
    for name in (
        "c.txt",
        "A.DOCX",
        "b/x.eml",
        "z.doc",
        "photo.jpg",
        "~$A.docx",
        ".DS_Store",
        ".git/y.txt",
    ):
        write(inside, name, "x")
    alone = write(tmp_path, "photo.png", "x")
    missing = tmp_path / "missing.txt"
    found = find([alone, inside, missing, alone])
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == [
        "photo.png", "in/A.DOCX", "in/c.txt", "in/z.doc", "in/b/x.eml", "missing.txt", "photo.png",
    ]  # fmt: skip
    assert found.skipped == (inside / "photo.jpg",)


def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    write(tmp_path, "photo.jpg", "x")
    found = find([str(tmp_path)])
    assert found == [tmp_path]
    with pytest.raises(UnreadableInput, match="folder"):
        list(read(found[0]))


def test_links_that_go_round_end(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert find([tmp_path]) == [tmp_path / "a.txt"]


@pytest.mark.parametrize("kind", [str, Path])
def test_one_path_is_not_its_letters(kind: type, tmp_path: Path) -> None:
    assert find(kind(tmp_path / "a.txt")) == [tmp_path / "a.txt"]


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "x")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found = find([tmp_path])
    assert found == [tmp_path / "a.txt", tmp_path / "b.txt"]
    assert found.skipped == (tmp_path / "pipe.txt",)


def test_importing_the_room_loads_no_heavy_library() -> None:
    heavy = "docx lxml openpyxl pypdfium2 defusedxml charset_normalizer email.parser xml.etree"
    code = f"import sys, reflect.ingest; print([m for m in {heavy.split()} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
